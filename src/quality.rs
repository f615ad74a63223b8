//! How the answers were given, described and nothing more: it never drops or alters an answer.

use serde::Serialize;

use crate::instrument::Instrument;
use crate::score::{Outcome, rounded};

/// How the answers were given. Values count as they were given, reversed items not turned around.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// The highest value less the lowest; `None` under two answers.
    pub spread: Option<f64>,
    /// Standard deviation of the values (n − 1), to one decimal; `None` under two answers.
    pub sd: Option<f64>,
    /// Whether three or more answers are all the same.
    pub same_answer: bool,
    /// Seconds from the first showing to the result for each answer, to one decimal; `None` without answers.
    pub seconds_per_item: Option<f64>,
    /// Whether that is below 2 s, under which answers tend to be careless
    /// (<https://doi.org/10.1177/10944281211056520>).
    pub fast: bool,
    /// How many results in a row, this one included, have the highest total; 0 when this one has not.
    pub ceiling_streak: usize,
}

/// Describes how the answers came about: `values` as given, `outcome` what they were scored to, `duration_ms` the
/// time that they took, `history` the earlier totals, oldest first.
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
    let (several, all) = (values.len() > 1, values.iter().sum::<f64>());
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // In whole numbers, so that a half is not missed: n·Σv² − (Σv)², over n·(n − 1).
    let squares = count * values.iter().map(|value| value * value).sum::<f64>() - all * all;
    let duration = f64::from(duration_ms);
    let decimals = instrument.score.decimals;
    let at_ceiling =
        |total: &&Option<f64>| total.is_some_and(|total| rounded(total, decimals) >= outcome.max);
    let earlier = history.iter().rev().take_while(at_ceiling).count();
    Quality {
        spread: several.then_some(highest - lowest),
        sd: several.then(|| rounded((squares / (count * (count - 1.0))).sqrt(), 1)),
        same_answer: values.len() > 2 && highest <= lowest,
        seconds_per_item: (count > 0.0).then(|| (duration / (count * 100.0)).round() / 10.0),
        fast: count > 0.0 && duration < 2000.0 * count,
        ceiling_streak: if at_ceiling(&&outcome.total) { 1 + earlier } else { 0 },
    }
}
