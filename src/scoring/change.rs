//! The change of a total against earlier sessions: any worsening and reliable change, apart.

use serde::Serialize;

use super::score::round;
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::data::limits::MAX_HISTORY;
use crate::instrument::{Instrument, ReliabilityBasis};

/// The difference between the total and the last earlier one.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The last earlier total, rounded like the present one.
    pub previous: f64,
    /// The present total minus `previous`.
    pub delta: f64,
    /// Number of earlier sessions with a total.
    pub sessions: usize,
    /// Whether the total moved toward the unfavourable end, by however little.
    pub any_worsening: bool,
    /// Whether `delta` exceeds the measurement error; `None` if the instrument's reliability is unknown.
    pub reliable: Option<Reliable>,
    /// The size that `delta` has to exceed to be reliable: calculated and unrounded, or as published.
    pub threshold: Option<f64>,
    /// Whether a `delta` of exactly the threshold is reliable.
    pub inclusive: bool,
    /// The instrument's standard deviation, if the threshold is calculated.
    pub sd: Option<f64>,
    /// The instrument's reliability, if the threshold is calculated.
    pub r: Option<f64>,
    /// The formula of the threshold, if it is calculated.
    pub formula: Option<&'static str>,
}

/// Reliable change: a change larger than the measurement error.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reliable {
    /// The total moved toward the unfavourable end by more than the threshold.
    Deteriorated,
    /// The total moved toward the favourable end by more than the threshold.
    Improved,
    /// Neither.
    None,
}

/// The formula of [`threshold`].
pub const FORMULA: &str = "1.96 * sd * sqrt(2) * sqrt(1 - r)";

/// Returns the threshold of reliable change, which a difference of two totals has to exceed.
///
/// `1.96 · SD · √2 · √(1 − r)`, after Jacobson & Truax, *Journal of Consulting and Clinical Psychology* 1991;
/// 59(1):12–19: 1.96 standard errors of the difference of two measurements. By chance, 5 % of differences exceed it.
///
/// ```
/// assert_eq!((rapport::threshold(5.0, 0.95) * 100.0).round(), 310.0);
/// ```
#[must_use]
pub fn threshold(sd: f64, r: f64) -> f64 {
    1.96 * sd * 2.0_f64.sqrt() * (1.0 - r).sqrt()
}

/// Returns whether a difference of this size is reliable. A calculated threshold has rounding errors: for `sd` 12.5 and
/// `r` 0.92 it is 9.8, but in doubles a little less, which a difference of 9.8 must not exceed.
pub(crate) fn is_reliable(basis: ReliabilityBasis, size: f64) -> bool {
    match basis {
        ReliabilityBasis::Coefficient { sd, r } => size > threshold(sd, r) * (1.0 + 1e-12),
        ReliabilityBasis::Threshold { threshold, inclusive } => {
            size > threshold || (inclusive && size >= threshold)
        }
    }
}

/// Compares the total with `history`: the earlier totals, oldest first, `None` for a session without one.
/// Returns `None` without a total, or without an earlier one.
#[must_use]
pub fn change(instrument: &Instrument, total: Option<f64>, history: &[Option<f64>]) -> Option<Change> {
    let decimals = instrument.score.decimals;
    let previous = round(history.iter().rev().find_map(|earlier| *earlier)?, decimals);
    let delta = round(total? - previous, decimals);
    let improvement = instrument.score.better.improvement(delta);
    let basis = instrument.reliability.as_ref().map(|reliability| reliability.basis);
    let (threshold, inclusive, calculated) = match basis {
        None => (None, false, None),
        Some(ReliabilityBasis::Coefficient { sd, r }) => (Some(threshold(sd, r)), false, Some((sd, r))),
        Some(ReliabilityBasis::Threshold { threshold, inclusive }) => (Some(threshold), inclusive, None),
    };
    Some(Change {
        previous,
        delta,
        sessions: history.iter().flatten().count(),
        any_worsening: improvement < 0.0,
        reliable: basis.map(|basis| match is_reliable(basis, improvement.abs()) {
            true if improvement < 0.0 => Reliable::Deteriorated,
            true => Reliable::Improved,
            false => Reliable::None,
        }),
        threshold,
        inclusive,
        sd: calculated.map(|(sd, _)| sd),
        r: calculated.map(|(_, r)| r),
        formula: calculated.map(|_| FORMULA),
    })
}

/// Reads the totals of up to 1,000 earlier results, or of objects `{ "total": n }`, oldest first. Returns `None` for a
/// session without a total. An entry of another instrument, or with a total outside the range, is reported, and is
/// `None`.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let history = serde_json::from_str(r#"[{ "total": 80 }, { "total": null }, { "total": 900 }]"#).unwrap();
/// let (totals, problems) = rapport::read_history(&one, &history);
/// assert_eq!(totals, [Some(80.0), None, None]);
/// assert_eq!(problems[0].path, "history[2].total");
/// ```
#[must_use]
pub fn read_history(instrument: &Instrument, history: &Json) -> (Vec<Option<f64>>, Vec<Diagnostic>) {
    let mut totals = Vec::new();
    let ((), problems) = JsonCursor::read("history", history, |cursor| {
        cursor.expect_array(0..=MAX_HISTORY, &mut |entry| totals.push(earlier_total(instrument, entry)));
    });
    (totals, problems.into_iter().map(Diagnostic::into_warning).collect())
}

/// Returns the total of one entry, if the entry has a comparable one.
fn earlier_total(instrument: &Instrument, entry: &JsonCursor) -> Option<f64> {
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    if !entry.expect_unique_keys() {
        return None;
    }
    if entry.value().as_object().is_none() {
        entry.error("a result, or an object with a total");
        return None;
    }
    let reference = entry.at("instrument");
    if !reference.value().is_null() && reference.at("id").value().as_str() != Some(&instrument.id) {
        reference.at("id").error(&format!("\"{}\"", instrument.id));
        return None;
    }
    let outcome = if entry.has("outcome") { entry.at("outcome") } else { *entry };
    let Some((lo, hi)) = instrument.score.range() else {
        if outcome.has("total") {
            outcome.at("total").error("null: the instrument has no total");
        }
        return None;
    };
    for (key, end) in [("min", lo), ("max", hi)] {
        if outcome.has(key) {
            outcome.number(key, end, end)?;
        }
    }
    match outcome.value().get("total") {
        Some(Json::Null) => None,
        _ => outcome.number("total", lo, hi),
    }
}
