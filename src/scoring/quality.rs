//! Describes how the answers were given. It never drops or alters an answer.

use serde::Serialize;

use super::score::{Outcome, round};
use crate::instrument::Instrument;

/// Response quality. Values count as they were given: reversed items are not turned around.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// The highest value minus the lowest; `None` under two answers.
    pub range: Option<f64>,
    /// Standard deviation of the values (n − 1), to one decimal; `None` under two answers.
    pub sd: Option<f64>,
    /// Whether three or more answers are all equal.
    pub straightlining: bool,
    /// Seconds per answer, from the form's first showing to the result, to one decimal; `None` without answers.
    pub seconds_per_item: Option<f64>,
    /// Whether the time per answer is below 2 s, under which answers tend to be careless
    /// (<https://doi.org/10.1177/10944281211056520>).
    pub speeding: bool,
    /// Number of consecutive results with the highest total, this one included; 0 if this one has a lower total or
    /// none.
    pub best_streak: usize,
}

/// Describes response quality from `values` as given, their `outcome`, `duration_ms` since the form's first showing,
/// and `history`: the earlier totals, oldest first.
#[must_use]
pub fn quality(
    instrument: &Instrument,
    values: impl IntoIterator<Item = Option<i32>>,
    outcome: &Outcome,
    duration_ms: u32,
    history: &[Option<f64>],
) -> Quality {
    let values: Vec<f64> = values.into_iter().flatten().map(f64::from).collect();
    let count: f64 = values.iter().map(|_| 1.0).sum();
    let (several, sum) = (values.len() > 1, values.iter().sum::<f64>());
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // n·Σv² − (Σv)² over n·(n − 1): the numerator is an integer, so that halves round exactly.
    let squares = count * values.iter().map(|value| value * value).sum::<f64>() - sum * sum;
    let duration = f64::from(duration_ms);
    let decimals = instrument.score.decimals;
    let is_best = |total: &&Option<f64>| total.is_some_and(|total| round(total, decimals) >= outcome.max);
    let earlier = history.iter().rev().take_while(is_best).count();
    Quality {
        range: several.then_some(highest - lowest),
        sd: several.then(|| round((squares / (count * (count - 1.0))).sqrt(), 1)),
        straightlining: values.len() > 2 && highest <= lowest,
        seconds_per_item: (count > 0.0).then(|| (duration / (count * 100.0)).round() / 10.0),
        speeding: count > 0.0 && duration < 2000.0 * count,
        best_streak: if is_best(&&outcome.total) { 1 + earlier } else { 0 },
    }
}
