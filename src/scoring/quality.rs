//! Describes how the answers were given. It never drops or alters an answer.

use serde::Serialize;

use super::answers::Response;
use super::score::{Outcome, round};
use crate::instrument::Instrument;

/// Response quality. Values count as they were given: reversed items are not turned around. Values of items whose
/// scales have different values are not compared.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// The highest value minus the lowest; `None` under two values, or on different scales.
    pub range: Option<f64>,
    /// Standard deviation of the values (n − 1), to one decimal; `None` under two values, or on different scales.
    pub sd: Option<f64>,
    /// Whether three or more values are all equal, on one scale.
    pub straightlining: bool,
    /// Seconds per answer, from the form's first showing to the result, to one decimal; `None` without answers.
    pub seconds_per_item: Option<f64>,
    /// Whether the time per answer is below 2 s, under which answers tend to be careless
    /// (<https://doi.org/10.1177/10944281211056520>).
    pub speeding: bool,
    /// Number of consecutive results with the most favourable total, this one included; 0 if this one has another total
    /// or none.
    pub best_streak: usize,
}

/// Describes response quality from `values` as given, their `outcome`, `duration_ms` since the form's first showing,
/// and `history`: the earlier totals, oldest first.
#[must_use]
pub fn quality<V: Into<Response>>(
    instrument: &Instrument,
    values: impl IntoIterator<Item = Option<V>>,
    outcome: &Outcome,
    duration_ms: u32,
    history: &[Option<f64>],
) -> Quality {
    let answered =
        instrument.items.iter().zip(values).filter_map(|(item, value)| Some((item, value?.into())));
    let answered: Vec<(_, Response)> = answered.collect();
    let given = || answered.iter().filter_map(|(item, response)| Some((item, response.value()?)));
    let mut scales = given().map(|(item, _)| instrument.scale_of(item));
    let first = scales.next();
    let is_one_scale = scales.all(|scale| first.is_some_and(|first| first.has_values_of(scale)));
    let values: Vec<f64> = given().filter(|_| is_one_scale).map(|(_, value)| value.into()).collect();
    let [answers, count] =
        [answered.len(), values.len()].map(|count| (0..count).fold(0.0, |sum, _| sum + 1.0));
    let (several, sum) = (values.len() > 1, values.iter().sum::<f64>());
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // n·Σv² − (Σv)² over n·(n − 1): the numerator is an integer, so that halves round exactly.
    let squares = count * values.iter().map(|value| value * value).sum::<f64>() - sum * sum;
    let duration = f64::from(duration_ms);
    let decimals = instrument.score.decimals;
    let best = instrument.score.range().map(|range| instrument.score.better.ends(range)[1]);
    let is_best = |total: &&Option<f64>| {
        total.zip(best).is_some_and(|(total, best)| {
            instrument.score.better.improvement(round(total, decimals) - best) >= 0.0
        })
    };
    let earlier = history.iter().rev().take_while(is_best).count();
    Quality {
        range: several.then_some(highest - lowest),
        sd: several.then(|| round((squares / (count * (count - 1.0))).sqrt(), 1)),
        straightlining: values.len() > 2 && highest <= lowest,
        seconds_per_item: (answers > 0.0).then(|| (duration / (answers * 100.0)).round() / 10.0),
        speeding: answers > 0.0 && duration < 2000.0 * answers,
        best_streak: if is_best(&&outcome.total) { 1 + earlier } else { 0 },
    }
}
