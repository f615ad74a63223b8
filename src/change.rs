//! A total against the totals of earlier sessions: any drop, and reliable change, apart. It decides nothing about
//! what a change means.

use serde::Serialize;

use crate::instrument::Instrument;
use crate::json::Json;
use crate::problem::{Place, Problem};
use crate::score::rounded;

/// How the total differs from the last one before.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The last earlier total, rounded as the present one is.
    pub previous: f64,
    /// The present total less `previous`.
    pub delta: f64,
    /// Number of earlier sessions with a total.
    pub sessions: usize,
    /// Whether `delta` is below 0, by however little.
    pub any_drop: bool,
    /// Whether `delta` is larger than measuring alone explains; `None` where the instrument does not say how
    /// reliable it is.
    pub reliable: Option<Reliable>,
    /// The size that `delta` has to exceed to be reliable, unrounded.
    pub threshold: Option<f64>,
    /// The instrument's standard deviation, from which the threshold is.
    pub sd: Option<f64>,
    /// The instrument's reliability, from which the threshold is.
    pub r: Option<f64>,
    /// How the threshold is worked out.
    pub formula: Option<&'static str>,
}

/// A change that measuring alone does not explain, or none.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reliable {
    /// The total fell by more than the threshold.
    Declined,
    /// The total rose by more than the threshold.
    Improved,
    /// Neither.
    None,
}

/// [`threshold`] in words.
pub const FORMULA: &str = "1.96 * sd * sqrt(2) * sqrt(1 - r)";

/// The smallest difference of two totals that is reliable: it has to be exceeded.
///
/// `1.96 · SD · √2 · √(1 − r)`, after Jacobson & Truax, *Journal of Consulting and Clinical Psychology* 1991;
/// 59(1):12–19: 1.96 standard errors of the difference of two measurements, beyond which 5 % lie by chance.
///
/// ```
/// assert_eq!((rapport::threshold(5.0, 0.95) * 100.0).round(), 310.0);
/// ```
#[must_use]
pub fn threshold(sd: f64, r: f64) -> f64 {
    1.96 * sd * 2.0_f64.sqrt() * (1.0 - r).sqrt()
}

/// Compares the total with `history`, the earlier totals, oldest first, `None` where a session had none.
/// `None` without a total, or without an earlier one.
#[must_use]
pub fn change(instrument: &Instrument, total: Option<f64>, history: &[Option<f64>]) -> Option<Change> {
    let decimals = instrument.score.decimals;
    let previous = rounded(history.iter().rev().find_map(|earlier| *earlier)?, decimals);
    let delta = rounded(total? - previous, decimals);
    let reliability = instrument.reliability.as_ref();
    let threshold = reliability.map(|known| threshold(known.sd, known.r));
    Some(Change {
        previous,
        delta,
        sessions: history.iter().flatten().count(),
        any_drop: delta < 0.0,
        reliable: threshold.map(|threshold| match delta {
            _ if delta < -threshold => Reliable::Declined,
            _ if delta > threshold => Reliable::Improved,
            _ => Reliable::None,
        }),
        threshold,
        sd: reliability.map(|known| known.sd),
        r: reliability.map(|known| known.r),
        formula: reliability.map(|_| FORMULA),
    })
}

/// Most earlier sessions that are read.
const MAX_HISTORY: usize = 1000;

/// The totals in a list of earlier results, or of `{ "total": n }`, oldest first; `None` where a session had none. An
/// entry that is about another instrument, or whose total lies outside of the range, is reported, and is `None`.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let history = serde_json::from_str(r#"[{ "total": 80 }, { "total": null }, { "total": 900 }]"#).unwrap();
/// let (totals, problems) = rapport::read_history(&one, &history);
/// assert_eq!(totals, [Some(80.0), None, None]);
/// assert_eq!(problems[0].path, "history[2].total");
/// ```
#[must_use]
pub fn read_history(instrument: &Instrument, history: &Json) -> (Vec<Option<f64>>, Vec<Problem>) {
    let mut totals = Vec::new();
    let ((), problems) = Place::read("history", history, |place| {
        place.visit(0..=MAX_HISTORY, &mut |entry| totals.push(earlier(instrument, entry)));
    });
    (totals, problems.into_iter().map(Problem::passed_over).collect())
}

/// The total of one entry, if it has one that can be compared.
fn earlier(instrument: &Instrument, entry: &Place) -> Option<f64> {
    if entry.found().entries().is_none() {
        entry.refuse("a result, or an object with a total");
        return None;
    }
    let asked = entry.at("instrument");
    if !asked.found().is_null() && asked.at("id").found().text() != Some(&instrument.id) {
        asked.at("id").refuse(&instrument.id);
        return None;
    }
    let (lo, hi) = instrument.score.range;
    let outcome = if entry.has("outcome") { entry.at("outcome") } else { *entry };
    for (end, scale) in [("min", lo), ("max", hi)] {
        if outcome.has(end) {
            outcome.number(end, scale, scale)?;
        }
    }
    match outcome.found().get("total") {
        Some(Json::Null) => None,
        _ => outcome.number("total", lo, hi),
    }
}
