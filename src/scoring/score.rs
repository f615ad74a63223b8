//! The one scoring rule: instrument and values in, outcome out. It never imputes an answer, and ignores how the answers
//! were given.

use serde::Serialize;

use super::answers::Response;
use crate::instrument::{
    Band, Better, Combination, Instrument, Item, Missing, Scope, Subscale, Threshold, Total, unit,
};

/// The scored answers.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The total within `min..=max`, rounded once; `None` if too few items are answered, or if there is no total.
    pub total: Option<f64>,
    /// The lowest possible total; `None` if there is no total.
    pub min: Option<f64>,
    /// The highest possible total; `None` if there is no total.
    pub max: Option<f64>,
    /// Which end of the total is favourable.
    pub better: Better,
    /// The position of the total within its range before rounding, and before a table, 0–100 to one decimal.
    pub percent: Option<f64>,
    /// Number of items with an answer; that an item does not apply is one.
    pub answered: usize,
    /// Number of items asked.
    pub items: usize,
    /// Whether the total was calculated although an item that counts was unanswered.
    pub prorated: bool,
    /// The subscales' scores, in the instrument's order.
    pub subscales: Vec<SubscaleScore>,
    /// Id of the band of the rounded total; `None` below the first band, and without a total.
    pub band: Option<String>,
    /// The alerts that fired, in the instrument's order.
    pub alerts: Vec<Alert>,
}

/// One subscale's score: the same rule over its items.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubscaleScore {
    /// The subscale's id.
    pub id: String,
    /// The score within `min..=max`, rounded once; `None` if too few items are answered.
    pub score: Option<f64>,
    /// The lowest possible score.
    pub min: f64,
    /// The highest possible score.
    pub max: f64,
    /// Which end of the score is favourable.
    pub better: Better,
    /// Number of its items with an answer.
    pub answered: usize,
    /// Number of its items.
    pub items: usize,
    /// Whether the score was calculated although one of its items was unanswered.
    pub prorated: bool,
    /// Id of the band of the rounded score; `None` below the first band, and without a score.
    pub band: Option<String>,
}

/// An alert that fired.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alert {
    /// The alert's id.
    pub id: String,
    /// The score or value that the rule compares.
    pub scope: Scope,
    /// Id of the item that raised it, for the scope `any-item`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The rounded score, or the item's, turned around if the item is reversed.
    pub value: f64,
    /// The threshold, if lower values raise the alert.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// The threshold, if higher values raise the alert.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// Whether a value equal to the threshold raises the alert.
    pub inclusive: bool,
}

/// Scores `values`: one per item in the instrument's order, `None` for an unanswered item. The values have to be on the
/// items' scales; [`read_answers`](crate::read_answers) checks values from outside.
///
/// A total or subscale is the weighted mean of the positions of its answered items, mapped onto its range:
/// `lo + (hi − lo) · Σ w·(s − sMin) / Σ w·(sMax − sMin)`, where `s` is the answer's score, from `sMin` to `sMax` on the
/// item's scale, turned around (`sMin + sMax − s`) for reversed items. An item that does not apply enters with its score
/// if it has one, else it leaves numerator and denominator. The score takes one division in double precision and is
/// rounded once, half away from zero. It is exact while `(|lo| + |hi|) · 10^decimals · 1000 · Σ w·(sMax − sMin)` is below
/// 2⁵³, as for any usual instrument.
///
/// With a table, the score is rounded up to a whole number, whose pair in the table is the result. A score is not whole if
/// it is prorated or weighted, if an item does not apply, or if its range is not the sum of the items' ends. PROMIS
/// scoring manuals prescribe this: a prorated raw score that is a fraction is rounded up before it is looked up
/// (<https://www.healthmeasures.net/promis-scoring-manuals>).
///
/// A total from subscales is the sum or the mean of their rounded scores, rounded once more.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let outcome = rapport::score(&one, [Some(82)]);
/// assert_eq!(outcome.total, Some(82.0));
/// assert_eq!(rapport::score(&one, [None::<i32>]).total, None);
/// ```
#[must_use]
pub fn score<V: Into<Response>>(
    instrument: &Instrument,
    values: impl IntoIterator<Item = Option<V>>,
) -> Outcome {
    let mut all = Tally::default();
    let mut counting = Tally::default();
    let mut subscale_tallies = vec![Tally::default(); instrument.subscales.len()];
    let mut keyed_scores = Vec::new();
    let mut values = values.into_iter();
    for item in &instrument.items {
        let response = values.next().flatten().map(Into::into);
        let counted = Counted::new(instrument, item, response);
        keyed_scores.push(counted.keyed_score);
        all.count(&counted);
        if item.counts {
            counting.count(&counted);
        }
        for (subscale, tally) in instrument.subscales.iter().zip(&mut subscale_tallies) {
            if item.subscales.contains(&subscale.id) {
                tally.count(&counted);
            }
        }
    }
    let subscales: Vec<_> = instrument
        .subscales
        .iter()
        .zip(&subscale_tallies)
        .map(|(subscale, tally)| tally.subscale_score(instrument, subscale, counting.items))
        .collect();
    let (total, percent, prorated) = total(instrument, &counting, &subscales);
    let range = instrument.score.range();
    Outcome {
        total,
        min: range.map(|(lo, _)| lo),
        max: range.map(|(_, hi)| hi),
        better: instrument.score.better,
        percent,
        answered: all.answered,
        items: all.items,
        prorated,
        band: band(&instrument.bands, total),
        alerts: alerts(instrument, total, &subscales, &keyed_scores),
        subscales,
    }
}

/// Returns the total, the percent, and whether they are prorated.
fn total(
    instrument: &Instrument,
    counting: &Tally,
    scores: &[SubscaleScore],
) -> (Option<f64>, Option<f64>, bool) {
    let rule = &instrument.score;
    match &rule.total {
        Total::None => (None, None, false),
        Total::Items { range, table } => {
            let enough = counting.is_enough(rule.missing, counting.items);
            let total = counting.score(*range, table, rule.decimals).filter(|_| enough);
            let percent = counting.score((0.0, 100.0), &[], 1).filter(|_| enough);
            (total, percent, total.is_some() && counting.answered < counting.items)
        }
        Total::Subscales { range, subscales, combination } => {
            let named = || scores.iter().filter(|score| subscales.contains(&score.id));
            let parts: Option<Vec<f64>> = named().map(|score| score.score).collect();
            let sum = parts.map(|parts| Combined::new(&parts, *combination, rule.decimals));
            let total = sum.as_ref().map(Combined::rounded);
            let percent = sum.map(|sum| sum.percent(*range));
            (total, percent, total.is_some() && named().any(|score| score.prorated))
        }
    }
}

/// The sum of rounded scores, as integers of the last decimal place, and the number by which it is divided.
struct Combined {
    sum: f64,
    divisor: f64,
    unit: f64,
}

impl Combined {
    fn new(parts: &[f64], combination: Combination, decimals: u8) -> Self {
        let unit = unit(decimals);
        let sum = parts.iter().map(|part| (part * unit).round()).sum();
        Self { sum, divisor: combination.divisor(parts.len()), unit }
    }

    fn rounded(&self) -> f64 {
        (self.sum / self.divisor).round() / self.unit + 0.0
    }

    fn percent(&self, (lo, hi): (f64, f64)) -> f64 {
        let [lo, hi] = [lo, hi].map(|end| (end * self.unit).round() * self.divisor);
        round((self.sum - lo) * 100.0 / (hi - lo), 1)
    }
}

/// Returns the score of one answer, turned around if the item is reversed; `None` if the item does not apply and then has
/// no score.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// assert_eq!(rapport::item_score(&one, &one.items[0], 82.into()), Some(82.0));
/// ```
#[must_use]
pub fn item_score(instrument: &Instrument, item: &Item, response: Response) -> Option<f64> {
    let scale = instrument.scale_of(item);
    let score = match response {
        Response::Value(value) => scale.score(value),
        Response::NotApplicable => item.not_applicable.as_ref()?.score?.into(),
    };
    let (lowest, highest) = scale.score_ends();
    Some(if item.reverse { f64::from(lowest) + f64::from(highest) - score } else { score })
}

/// One item as scoring counts it.
struct Counted {
    /// In thousandths: weights have three decimals, and so add up without error.
    weight: f64,
    is_answered: bool,
    /// The answer's score, turned around if the item is reversed.
    keyed_score: Option<f64>,
    lowest: f64,
    span: f64,
}

impl Counted {
    fn new(instrument: &Instrument, item: &Item, response: Option<Response>) -> Self {
        let (lowest, highest) = instrument.scale_of(item).score_ends();
        let (lowest, highest) = (f64::from(lowest), f64::from(highest));
        Self {
            weight: (item.weight * 1000.0).round(),
            is_answered: response.is_some(),
            keyed_score: response.and_then(|response| item_score(instrument, item, response)),
            lowest,
            span: highest - lowest,
        }
    }
}

/// The sums over the answered items of a score.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    items: usize,
    answered: usize,
    /// Σ w·(s − sMin), in thousandths.
    reached: f64,
    /// Σ w·(sMax − sMin), in thousandths.
    possible: f64,
}

impl Tally {
    fn count(&mut self, item: &Counted) {
        self.items += 1;
        self.answered += usize::from(item.is_answered);
        if let Some(keyed_score) = item.keyed_score {
            self.reached += item.weight * (keyed_score - item.lowest);
            self.possible += item.weight * item.span;
        }
    }

    /// Returns whether enough of the items are answered; `all` is the number of the items that count.
    fn is_enough(&self, missing: Missing, all: usize) -> bool {
        let needed = match missing {
            Missing::None => self.items,
            Missing::Prorate { min_answered } => (min_answered * self.items).div_ceil(all.max(1)),
        };
        self.answered > 0 && self.answered >= needed
    }

    /// Returns the score on `range`, by one division, rounded or looked up; `None` without an answer that scores.
    fn score(&self, (lo, hi): (f64, f64), table: &[(f64, f64)], decimals: u8) -> Option<f64> {
        let unit = if table.is_empty() { unit(decimals) } else { 1.0 };
        let (lo, hi) = ((lo * unit).round(), (hi * unit).round());
        let score = (lo * self.possible + (hi - lo) * self.reached) / self.possible;
        if self.possible <= 0.0 {
            return None;
        }
        if table.is_empty() {
            return Some(score.round() / unit + 0.0);
        }
        table.iter().find(|(raw, _)| *raw >= score.ceil()).map(|(_, score)| *score)
    }

    /// Returns a subscale's score; `all` is the number of the items that count.
    fn subscale_score(&self, instrument: &Instrument, subscale: &Subscale, all: usize) -> SubscaleScore {
        let rule = &instrument.score;
        let score = self.score(subscale.range, &subscale.table, rule.decimals);
        let score = score.filter(|_| self.is_enough(rule.missing, all));
        let ((min, max), Self { answered, items, .. }) = (subscale.range(), *self);
        SubscaleScore {
            id: subscale.id.clone(),
            score,
            min,
            max,
            better: instrument.better_in(subscale),
            answered,
            items,
            prorated: score.is_some() && answered < items,
            band: band(&subscale.bands, score),
        }
    }
}

/// Rounds `value` to `decimals` decimal places, half away from zero. Zero has no sign.
pub(crate) fn round(value: f64, decimals: u8) -> f64 {
    let unit = unit(decimals);
    (value * unit).round() / unit + 0.0
}

/// Returns the id of the last band that begins at or below the score.
fn band(bands: &[Band], score: Option<f64>) -> Option<String> {
    let score = score?;
    bands.iter().rev().find(|band| band.from <= score).map(|band| band.id.clone())
}

/// Returns the alerts that fire; `keyed_scores` are those of the items, in the instrument's order.
pub(crate) fn alerts(
    instrument: &Instrument,
    total: Option<f64>,
    subscales: &[SubscaleScore],
    keyed_scores: &[Option<f64>],
) -> Vec<Alert> {
    let mut fired = Vec::new();
    for rule in &instrument.alerts {
        let (below, above) = match rule.threshold {
            Threshold::Below(below) => (Some(below), None),
            Threshold::Above(above) => (None, Some(above)),
        };
        let is_beyond = |value: f64| {
            below.is_some_and(|below| value < below || (rule.inclusive && value <= below))
                || above.is_some_and(|above| value > above || (rule.inclusive && value >= above))
        };
        let mut compare = |value: Option<f64>, item: Option<&String>| {
            if let Some(value) = value.filter(|value| is_beyond(*value)) {
                let (id, scope, item) = (rule.id.clone(), rule.scope.clone(), item.cloned());
                fired.push(Alert { id, scope, item, value, below, above, inclusive: rule.inclusive });
            }
        };
        let by_item = || instrument.items.iter().zip(keyed_scores.iter().copied());
        match &rule.scope {
            Scope::Total => compare(total, None),
            Scope::Subscale(id) => {
                let subscale = subscales.iter().find(|subscale| subscale.id == *id);
                compare(subscale.and_then(|subscale| subscale.score), None);
            }
            Scope::Item(id) => {
                by_item().filter(|(item, _)| item.id == *id).for_each(|(_, value)| compare(value, None));
            }
            Scope::AnyItem => by_item().for_each(|(item, value)| compare(value, Some(&item.id))),
        }
    }
    fired
}
