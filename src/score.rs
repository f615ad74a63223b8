//! Instrument and values in, outcome out: the one scoring rule. It never imputes in silence and
//! never looks at how the answers were given.

use serde::Serialize;

use crate::instrument::{Instrument, Item, Missing, Scale};

/// The scored answers.
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
}

/// Scores `values`, one per item in the instrument's order, `None` where unanswered.
///
/// The weighted mean of the answered items' places on the raw scale, mapped onto the total's range:
/// `lo + (hi − lo) · Σ w·(v − min) / Σ w·(max − min)`, with `v` turned around (`min + max − v`) for
/// reversed items. One division in double precision, rounded at the end, half away from zero.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let outcome = rapport::score(&one, [Some(82)]);
/// assert_eq!(outcome.total, Some(82.0));
/// assert_eq!(rapport::score(&one, [None]).total, None);
/// ```
#[must_use]
pub fn score(instrument: &Instrument, values: impl IntoIterator<Item = Option<i32>>) -> Outcome {
    let rule = instrument.score;
    let (lo, hi) = rule.range;
    let mut answered = 0;
    let (mut reached, mut possible) = (0.0, 0.0);
    for (item, value) in instrument.items.iter().zip(values) {
        if let Some(value) = value {
            answered += 1;
            reached += item.weight * height(item, instrument.scale, value);
            possible += item.weight * instrument.scale.span();
        }
    }
    let items = instrument.items.len();
    let enough = answered > 0
        && match rule.missing {
            Missing::None => answered == items,
            Missing::Prorate { min_answered } => answered >= min_answered,
        };
    let scored =
        |lo: f64, hi: f64, decimals| enough.then(|| rounded(lo + (hi - lo) * reached / possible, decimals));
    Outcome {
        total: scored(lo, hi, rule.decimals),
        min: lo,
        max: hi,
        percent: scored(0.0, 100.0, 1),
        answered,
        items,
        prorated: enough && answered < items,
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

/// `value` to that many decimal places, half away from zero.
fn rounded(value: f64, decimals: u8) -> f64 {
    let unit = (0..decimals).fold(1.0, |unit, _| unit * 10.0);
    (value * unit).round() / unit
}
