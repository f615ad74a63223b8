//! The scoring rules of an instrument in words.

use crate::{
    AlertRule, Band, Better, Combination, Instrument, Item, Missing, ReliabilityBasis, Scope, Subscale,
    Threshold, Total, threshold,
};

use super::report::{Fact, counted, quoted};

/// Returns the scoring rules, as far as the instrument has them.
pub fn rules(instrument: &Instrument, lang: &str) -> Vec<Fact> {
    let mut rules = vec![total(instrument)];
    if let Total::Items { table, .. } = &instrument.score.total {
        rules.extend(lookup("Table of the total", table));
    }
    rules.push(Fact::new(
        "Rounding",
        match instrument.score.decimals {
            0 => "Once, to whole numbers; halves away from zero.".to_owned(),
            decimals => {
                format!("Once, to {}; halves away from zero.", counted(decimals.into(), "decimal place"))
            }
        },
    ));
    rules.push(unanswered(instrument));
    if instrument.score.range().is_some() {
        rules.push(Fact::new("Favourable end", format!("{} totals.", favourable(instrument.score.better))));
    }
    rules.extend(bands("Bands of the total", &instrument.bands, instrument.score.range(), lang));
    for subscale in &instrument.subscales {
        rules.push(describe_subscale(instrument, subscale, lang));
        rules.extend(lookup(&format!("Table of {}", subscale.id), &subscale.table));
        rules.extend(bands(
            &format!("Bands of {}", subscale.id),
            &subscale.bands,
            Some(subscale.range()),
            lang,
        ));
    }
    rules.extend(instrument.alerts.iter().map(alert));
    rules.push(change(instrument, lang));
    rules
}

fn total(instrument: &Instrument) -> Fact {
    let counting: Vec<&Item> =
        instrument.items.iter().map(AsRef::as_ref).filter(|item| item.counts).collect();
    let text = match &instrument.score.total {
        Total::None => vec!["None. Only the subscales have scores.".into()],
        Total::Items { range, .. } => {
            let mut text = vec![from_items(instrument, &counting, *range)];
            let outside = instrument.items.len() - counting.len();
            if outside > 0 {
                text.push(format!("{} outside the total.", counted(outside, "item")));
            }
            text
        }
        Total::Subscales { range: (lo, hi), subscales, combination } => {
            let combination = match combination {
                Combination::Sum => "sum",
                Combination::Mean => "mean",
            };
            vec![
                format!(
                    "From {lo} to {hi}: the {combination} of the rounded scores of {}.",
                    subscales.join(", ")
                ),
                "There is no total unless each of them has a score.".into(),
            ]
        }
    };
    Fact { name: "Total".into(), text }
}

/// Returns the rule that makes a score of these items: their sum or mean, if the range is that of the sum or the mean.
fn from_items(instrument: &Instrument, items: &[&Item], (lo, hi): (f64, f64)) -> String {
    let ends = |item: &&Item| {
        let (low, high) = instrument.scale_of(item).score_ends();
        (f64::from(low), f64::from(high))
    };
    let is = |one: f64, other: f64| (one - other).abs() < 1e-6;
    let weight = items.first().map_or(1.0, |item| item.weight);
    let is_even = items.iter().all(|item| is(item.weight, weight));
    // Equal weights cancel out.
    let weight_of = |item: &&Item| if is_even { 1.0 } else { item.weight };
    let (lowest, highest) = items.iter().fold((0.0, 0.0), |(lowest, highest), item| {
        (lowest + weight_of(item) * ends(item).0, highest + weight_of(item) * ends(item).1)
    });
    let (low, high) = items.first().map_or((lo, hi), ends);
    let is_one_scale = items.iter().all(|item| is(ends(item).0, low) && is(ends(item).1, high));
    let of = format!("of the scores of {}", counted(items.len(), "item"));
    let (sum, mean) = match (items.len(), is_even) {
        (1, _) => ("the score of one item".to_owned(), "the score of one item".to_owned()),
        (_, true) => (format!("the sum {of}"), format!("the mean {of}")),
        (_, false) => (format!("the sum {of}, each times its weight"), format!("the weighted mean {of}")),
    };
    let in_proportion = |rule: &str, low: f64, high: f64| {
        format!("From {lo} to {hi}: {rule}, in proportion: {low} gives {lo}, {high} gives {hi}.")
    };
    match is_one_scale {
        _ if is(lo, lowest) && is(hi, highest) => format!("From {lo} to {hi}: {sum}."),
        true if is(lo, low) && is(hi, high) => format!("From {lo} to {hi}: {mean}."),
        true => in_proportion(&mean, low, high),
        false => in_proportion(&sum, lowest, highest),
    }
}

fn unanswered(instrument: &Instrument) -> Fact {
    let counting = instrument.items.iter().filter(|item| item.counts).count();
    let has_total = matches!(instrument.score.total, Total::Items { .. });
    let mut text = Vec::new();
    match instrument.score.missing {
        Missing::None => {
            if has_total {
                text.push(format!("There is no total unless {} answered.", all_of(counting)));
            }
            if !instrument.subscales.is_empty() {
                text.push("A subscale has no score unless all of its items are answered.".into());
            }
        }
        Missing::Prorate { min_answered } => {
            if has_total {
                text.push(format!(
                    "The total needs answers to at least {min_answered} of {}.",
                    counted(counting, "item")
                ));
            }
            if has_total && !instrument.subscales.is_empty() {
                text.push("A subscale needs its share of them, as given below.".into());
            }
            text.push("The answered items then stand for the others, on the same range.".into());
        }
    }
    if instrument.items.iter().any(|item| item.not_applicable.is_some()) {
        text.push("An item that does not apply counts as answered.".into());
    }
    Fact { name: "Unanswered items".into(), text }
}

fn all_of(items: usize) -> String {
    if items == 1 { "the item that counts is".into() } else { format!("all {items} items that count are") }
}

fn describe_subscale(instrument: &Instrument, subscale: &Subscale, lang: &str) -> Fact {
    let items: Vec<&Item> = instrument
        .items
        .iter()
        .map(AsRef::as_ref)
        .filter(|item| item.subscales.contains(&subscale.id))
        .collect();
    let names: Vec<String> = items
        .iter()
        .map(|item| if item.reverse { format!("{} (turned around)", item.id) } else { item.id.clone() })
        .collect();
    let mut text = vec![
        quoted(subscale.title.in_language(lang)),
        from_items(instrument, &items, subscale.range),
        format!("Items: {}.", names.join(", ")),
    ];
    if let Missing::Prorate { min_answered } = instrument.score.missing {
        let counting = instrument.items.iter().filter(|item| item.counts).count();
        let needed = (min_answered * items.len()).div_ceil(counting.max(1));
        text.push(format!("It needs answers to at least {needed} of {}.", counted(items.len(), "item")));
    }
    text.push(format!("{} scores are favourable.", favourable(instrument.better_in(subscale))));
    Fact { name: format!("Subscale {}", subscale.id), text }
}

fn lookup(name: &str, table: &[(f64, f64)]) -> Option<Fact> {
    let pairs: Vec<String> = table.iter().map(|(raw, score)| format!("{raw} → {score}")).collect();
    let rule = "The score above, rounded up to a whole number, is replaced:".into();
    (!table.is_empty()).then(|| Fact { name: name.into(), text: vec![rule, pairs.join(", ")] })
}

fn favourable(better: Better) -> &'static str {
    match better {
        Better::High => "High",
        Better::Low => "Low",
    }
}

fn bands(name: &str, bands: &[Band], range: Option<(f64, f64)>, lang: &str) -> Option<Fact> {
    let (lo, hi) = range?;
    let first = bands.first()?;
    let mut text = Vec::new();
    if first.from > lo {
        text.push(format!("from {lo} to below {}: no band", first.from));
    }
    for (index, band) in bands.iter().enumerate() {
        let label = format!("{} ({})", quoted(band.label.in_language(lang)), band.id);
        text.push(match bands.get(index + 1) {
            Some(next) => format!("from {} to below {}: {label}", band.from, next.from),
            None => format!("from {} to {hi}: {label}", band.from),
        });
    }
    Some(Fact { name: name.into(), text })
}

fn alert(rule: &AlertRule) -> Fact {
    let subject = match &rule.scope {
        Scope::Total => "the total".into(),
        Scope::AnyItem => "the score of any item".into(),
        Scope::Item(id) => format!("the score of item {id}"),
        Scope::Subscale(id) => format!("the score of subscale {id}"),
    };
    let (side, threshold) = match rule.threshold {
        Threshold::Below(threshold) => ("below", threshold),
        Threshold::Above(threshold) => ("above", threshold),
    };
    let or_equal = if rule.inclusive { format!(", or exactly {threshold}") } else { String::new() };
    Fact::new(format!("Alert {}", rule.id), format!("If {subject} is {side} {threshold}{or_equal}."))
}

fn change(instrument: &Instrument, lang: &str) -> Fact {
    let mut text = Vec::new();
    if instrument.score.range().is_none() {
        text.push("No change is calculated without a total.".into());
    } else if let Some(reliability) = &instrument.reliability {
        text.push(match reliability.basis {
            ReliabilityBasis::Coefficient { sd, r } => format!(
                "Reliable if it is more than {:.2}: 1.96 · SD · √2 · √(1 − r), with SD = {sd} and r = {r}.",
                threshold(sd, r)
            ),
            ReliabilityBasis::Threshold { threshold, inclusive: true } => {
                format!("Reliable if it is {threshold} or more, as published.")
            }
            ReliabilityBasis::Threshold { threshold, inclusive: false } => {
                format!("Reliable if it is more than {threshold}, as published.")
            }
        });
        let source = reliability.source.as_ref().map(|source| source.in_language(lang));
        text.push(format!("Source: {}.", source.unwrap_or("none given").trim_end_matches('.')));
    } else {
        text.push("Not classified as reliable or not: the definition has no reliability.".into());
    }
    Fact { name: "Change of the total".into(), text }
}
