//! The one scoring rule: instrument and values in, outcome out. It never imputes an answer, and ignores how the answers
//! were given.

use serde::Serialize;

use crate::instrument::{Instrument, Item, Missing, Scale, Scope, Subscale, unit};

/// The scored answers.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The total within `min..=max`, rounded once; `None` if too few items are answered.
    pub total: Option<f64>,
    /// The lowest possible total.
    pub min: f64,
    /// The highest possible total.
    pub max: f64,
    /// The position of the unrounded total between `min` and `max`, 0–100 to one decimal.
    pub percent: Option<f64>,
    /// Number of items with an answer.
    pub answered: usize,
    /// Number of items asked.
    pub items: usize,
    /// Whether the total was calculated from fewer items than were asked.
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
    /// Number of its items with an answer.
    pub answered: usize,
    /// Number of its items.
    pub items: usize,
    /// Whether the score was calculated from fewer items than the subscale has.
    pub prorated: bool,
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
    /// The rounded score, or the item's value, turned around if the item is reversed.
    pub value: f64,
    /// The threshold.
    pub below: f64,
    /// Whether a value equal to the threshold raises the alert.
    pub inclusive: bool,
}

/// Scores `values`: one per item in the instrument's order, `None` for an unanswered item. The values have to be on the
/// instrument's scale; [`read_answers`](crate::read_answers) checks values from outside.
///
/// The total is the weighted mean of the answered items' positions on the raw scale, mapped onto the total's range:
/// `lo + (hi − lo) · Σ w·(v − min) / Σ w·(max − min)`, with `v` turned around (`min + max − v`) for
/// reversed items. It takes one division in double precision and is rounded once, half away from zero. The result is
/// exact while `(|lo| + |hi|) · 10^decimals · 1000 · Σ w·(max − min)` is below 2⁵³, as for any usual instrument.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let outcome = rapport::score(&one, [Some(82)]);
/// assert_eq!(outcome.total, Some(82.0));
/// assert_eq!(rapport::score(&one, [None]).total, None);
/// ```
#[must_use]
pub fn score(instrument: &Instrument, values: impl IntoIterator<Item = Option<i32>>) -> Outcome {
    let mut total_tally = Tally::default();
    let mut subscale_tallies = vec![Tally::default(); instrument.subscales.len()];
    let mut keyed_scores = Vec::new();
    let mut values = values.into_iter();
    for item in &instrument.items {
        let value = values.next().flatten().map(|value| keyed_score(item, instrument.scale, value));
        total_tally.count(item.weight, value, instrument.scale);
        if !instrument.alerts.is_empty() {
            keyed_scores.push(value);
        }
        let index = |id: &String| instrument.subscales.iter().position(|subscale| subscale.id == *id);
        let tally = item.subscale.as_ref().and_then(index).and_then(|index| subscale_tallies.get_mut(index));
        if let Some(tally) = tally {
            tally.count(item.weight, value, instrument.scale);
        }
    }
    let (rule, items) = (&instrument.score, total_tally.items);
    let enough = total_tally.is_enough(rule.missing, items);
    let total = total_tally.score(rule.range, rule.decimals).filter(|_| enough);
    let subscale = |(subscale, tally): (&Subscale, &Tally)| {
        let enough = tally.is_enough(rule.missing, items);
        let score = tally.score(subscale.range, rule.decimals).filter(|_| enough);
        let (min, max) = subscale.range;
        let Tally { answered, items, .. } = *tally;
        let prorated = enough && answered < items;
        SubscaleScore { id: subscale.id.clone(), score, min, max, answered, items, prorated }
    };
    let subscales: Vec<_> = instrument.subscales.iter().zip(&subscale_tallies).map(subscale).collect();
    Outcome {
        total,
        min: rule.range.0,
        max: rule.range.1,
        percent: total_tally.score((0.0, 100.0), 1).filter(|_| enough),
        answered: total_tally.answered,
        items,
        prorated: enough && total_tally.answered < items,
        band: total.and_then(|total| band(instrument, total)),
        alerts: alerts(instrument, total, &subscales, &keyed_scores),
        subscales,
    }
}

/// The sums over the answered items of a score.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    items: usize,
    answered: usize,
    /// Σ w·(v − min), in thousandths.
    reached: f64,
    /// Σ w·(max − min), in thousandths.
    possible: f64,
}

impl Tally {
    fn count(&mut self, weight: f64, keyed_score: Option<f64>, scale: Scale) {
        self.items += 1;
        if let Some(keyed_score) = keyed_score {
            // Weights have three decimals: counted in thousandths, they add up without error.
            let weight = (weight * 1000.0).round();
            self.answered += 1;
            self.reached += weight * keyed_score;
            self.possible += weight * scale.span();
        }
    }

    /// Returns whether enough of the items are answered; `all` is the number of the instrument's items.
    fn is_enough(&self, missing: Missing, all: usize) -> bool {
        let needed = match missing {
            Missing::None => self.items,
            Missing::Prorate { min_answered } => (min_answered * self.items).div_ceil(all),
        };
        self.answered > 0 && self.answered >= needed
    }

    /// Returns the score on `range`, by one division, rounded; `None` without answers.
    fn score(&self, (lo, hi): (f64, f64), decimals: u8) -> Option<f64> {
        let unit = unit(decimals);
        let (lo, hi) = ((lo * unit).round(), (hi * unit).round());
        let score = (lo * self.possible + (hi - lo) * self.reached) / self.possible;
        (self.answered > 0).then(|| score.round() / unit + 0.0)
    }
}

/// Returns the distance of a value from the unfavourable end of the scale.
fn keyed_score(item: &Item, scale: Scale, value: i32) -> f64 {
    if item.reverse {
        f64::from(scale.max) - f64::from(value)
    } else {
        f64::from(value) - f64::from(scale.min)
    }
}

/// Rounds `value` to `decimals` decimal places, half away from zero. Zero has no sign.
pub(crate) fn round(value: f64, decimals: u8) -> f64 {
    let unit = unit(decimals);
    (value * unit).round() / unit + 0.0
}

/// Returns the id of the last band that begins at or below the total.
fn band(instrument: &Instrument, total: f64) -> Option<String> {
    instrument.bands.iter().rev().find(|band| band.from <= total).map(|band| band.id.clone())
}

fn alerts(
    instrument: &Instrument,
    total: Option<f64>,
    subscales: &[SubscaleScore],
    keyed_scores: &[Option<f64>],
) -> Vec<Alert> {
    let mut fired = Vec::new();
    for rule in &instrument.alerts {
        let mut compare = |value: Option<f64>, item: Option<&String>| {
            let is_below = |value: &f64| *value < rule.below || (rule.inclusive && *value <= rule.below);
            if let Some(value) = value.filter(is_below) {
                let (id, scope, item) = (rule.id.clone(), rule.scope.clone(), item.cloned());
                fired.push(Alert { id, scope, item, value, below: rule.below, inclusive: rule.inclusive });
            }
        };
        let by_item = || {
            let value = |keyed: &Option<f64>| keyed.map(|keyed| f64::from(instrument.scale.min) + keyed);
            instrument.items.iter().zip(keyed_scores.iter().map(value))
        };
        match &rule.scope {
            Scope::Total => compare(total, None),
            Scope::Subscale(id) => {
                compare(
                    subscales.iter().find(|subscale| subscale.id == *id).and_then(|subscale| subscale.score),
                    None,
                );
            }
            Scope::Item(id) => {
                by_item().filter(|(item, _)| item.id == *id).for_each(|(_, value)| compare(value, None));
            }
            Scope::AnyItem => by_item().for_each(|(item, value)| compare(value, Some(&item.id))),
        }
    }
    fired
}
