//! Instrument and values in, outcome out: the one scoring rule. It never imputes in silence and never looks at how
//! the answers were given.

use serde::Serialize;

use crate::instrument::{Instrument, Item, Missing, Scale, Scope, Subscale, unit};

/// The scored answers.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The total within `min..=max`, rounded once; `None` where the missing-answer rule is not met.
    pub total: Option<f64>,
    /// The lowest total there can be.
    pub min: f64,
    /// The highest total there can be.
    pub max: f64,
    /// The unrounded total's place between `min` and `max`, 0–100 to one decimal.
    pub percent: Option<f64>,
    /// Number of items with an answer.
    pub answered: usize,
    /// Number of items asked.
    pub items: usize,
    /// Whether the total was taken over fewer items than were asked.
    pub prorated: bool,
    /// The subscales' scores, in the instrument's order.
    pub subscales: Vec<SubscaleScore>,
    /// Id of the band that the rounded total lies in; `None` below the first, and without a total.
    pub band: Option<String>,
    /// The alerts that fired, in the instrument's order.
    pub alerts: Vec<Alert>,
}

/// One subscale's score, by the same rule over its items.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubscaleScore {
    /// The subscale's id.
    pub id: String,
    /// The score within `min..=max`, rounded once; `None` where the missing-answer rule is not met.
    pub score: Option<f64>,
    /// The lowest score there can be.
    pub min: f64,
    /// The highest score there can be.
    pub max: f64,
    /// Number of its items with an answer.
    pub answered: usize,
    /// Number of its items.
    pub items: usize,
    /// Whether the score was taken over fewer items than it has.
    pub prorated: bool,
}

/// An alert that fired.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alert {
    /// The alert's id.
    pub id: String,
    /// What it looks at.
    pub scope: Scope,
    /// Id of the item that raised it, where it looks at any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The rounded score, or the item's value turned around where it is reversed.
    pub value: f64,
    /// The threshold.
    pub below: f64,
    /// Whether the threshold itself raises the alert.
    pub inclusive: bool,
}

/// Scores `values`, one per item in the instrument's order, `None` where unanswered. The values lie on the
/// instrument's scale: what comes from outside is checked by [`read_answers`](crate::read_answers) first.
///
/// The weighted mean of the answered items' places on the raw scale, mapped onto the total's range:
/// `lo + (hi − lo) · Σ w·(v − min) / Σ w·(max − min)`, with `v` turned around (`min + max − v`) for
/// reversed items. One division in double precision, rounded at the end, half away from zero. That is exact as long
/// as `(|lo| + |hi|) · 10^decimals · 1000 · Σ w·(max − min)` is below 2⁵³, as it is for any usual instrument.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let outcome = rapport::score(&one, [Some(82)]);
/// assert_eq!(outcome.total, Some(82.0));
/// assert_eq!(rapport::score(&one, [None]).total, None);
/// ```
#[must_use]
pub fn score(instrument: &Instrument, values: impl IntoIterator<Item = Option<i32>>) -> Outcome {
    let mut all = Tally::default();
    let mut parts = vec![Tally::default(); instrument.subscales.len()];
    let mut heights = Vec::new();
    let mut values = values.into_iter();
    for item in &instrument.items {
        let value = values.next().flatten().map(|value| height(item, instrument.scale, value));
        all.count(item.weight, value, instrument.scale);
        if !instrument.alerts.is_empty() {
            heights.push(value);
        }
        let part = |id: &String| instrument.subscales.iter().position(|subscale| subscale.id == *id);
        if let Some(part) = item.subscale.as_ref().and_then(part).and_then(|part| parts.get_mut(part)) {
            part.count(item.weight, value, instrument.scale);
        }
    }
    let (rule, items) = (&instrument.score, all.items);
    let enough = all.is_enough(rule.missing, items);
    let total = all.score(rule.range, rule.decimals).filter(|_| enough);
    let subscale = |(subscale, part): (&Subscale, &Tally)| {
        let enough = part.is_enough(rule.missing, items);
        let score = part.score(subscale.range, rule.decimals).filter(|_| enough);
        let (min, max) = subscale.range;
        let Tally { answered, items, .. } = *part;
        let prorated = enough && answered < items;
        SubscaleScore { id: subscale.id.clone(), score, min, max, answered, items, prorated }
    };
    let subscales: Vec<_> = instrument.subscales.iter().zip(&parts).map(subscale).collect();
    Outcome {
        total,
        min: rule.range.0,
        max: rule.range.1,
        percent: all.score((0.0, 100.0), 1).filter(|_| enough),
        answered: all.answered,
        items,
        prorated: enough && all.answered < items,
        band: total.and_then(|total| band(instrument, total)),
        alerts: alerts(instrument, total, &subscales, &heights),
        subscales,
    }
}

/// What the answered items of a score add up to.
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
    fn count(&mut self, weight: f64, height: Option<f64>, scale: Scale) {
        self.items += 1;
        if let Some(height) = height {
            // Weights come in thousandths: as whole numbers they add up without error.
            let weight = (weight * 1000.0).round();
            self.answered += 1;
            self.reached += weight * height;
            self.possible += weight * scale.span();
        }
    }

    /// Whether enough of the items are answered, where `all` is the number of the instrument's items.
    fn is_enough(&self, missing: Missing, all: usize) -> bool {
        let needed = match missing {
            Missing::None => self.items,
            Missing::Prorate { min_answered } => (min_answered * self.items).div_ceil(all),
        };
        self.answered > 0 && self.answered >= needed
    }

    /// The score on `range`, in one division, rounded; `None` without answers.
    fn score(&self, (lo, hi): (f64, f64), decimals: u8) -> Option<f64> {
        let unit = unit(decimals);
        let (lo, hi) = ((lo * unit).round(), (hi * unit).round());
        let score = (lo * self.possible + (hi - lo) * self.reached) / self.possible;
        (self.answered > 0).then(|| score.round() / unit + 0.0)
    }
}

/// How far above the unfavourable end of the scale a value lies.
fn height(item: &Item, scale: Scale, value: i32) -> f64 {
    if item.reverse {
        f64::from(scale.max) - f64::from(value)
    } else {
        f64::from(value) - f64::from(scale.min)
    }
}

/// `value` to that many decimal places, half away from zero. Zero has no sign.
pub(crate) fn rounded(value: f64, decimals: u8) -> f64 {
    let unit = unit(decimals);
    (value * unit).round() / unit + 0.0
}

/// The last band that begins at or below the total.
fn band(instrument: &Instrument, total: f64) -> Option<String> {
    instrument.bands.iter().rev().find(|band| band.from <= total).map(|band| band.id.clone())
}

fn alerts(
    instrument: &Instrument,
    total: Option<f64>,
    subscales: &[SubscaleScore],
    heights: &[Option<f64>],
) -> Vec<Alert> {
    let mut fired = Vec::new();
    for rule in &instrument.alerts {
        let mut look = |value: Option<f64>, item: Option<&String>| {
            let low = |value: &f64| *value < rule.below || (rule.inclusive && *value <= rule.below);
            if let Some(value) = value.filter(low) {
                let (id, scope, item) = (rule.id.clone(), rule.scope.clone(), item.cloned());
                fired.push(Alert { id, scope, item, value, below: rule.below, inclusive: rule.inclusive });
            }
        };
        let by_item = || {
            let value = |height: &Option<f64>| height.map(|height| f64::from(instrument.scale.min) + height);
            instrument.items.iter().zip(heights.iter().map(value))
        };
        match &rule.scope {
            Scope::Total => look(total, None),
            Scope::Subscale(id) => {
                look(
                    subscales.iter().find(|subscale| subscale.id == *id).and_then(|subscale| subscale.score),
                    None,
                );
            }
            Scope::Item(id) => {
                by_item().filter(|(item, _)| item.id == *id).for_each(|(_, value)| look(value, None));
            }
            Scope::AnyItem => by_item().for_each(|(item, value)| look(value, Some(&item.id))),
        }
    }
    fired
}
