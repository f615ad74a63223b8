//! One person's results over time, for a therapist: what to draw, and what to say about it. No browser, clock, random
//! source or storage. Nothing is smoothed, averaged or forecast.

mod chart;
mod locale;
mod report;
mod settings;
mod strings;
mod tables;

use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;

pub use chart::{Chart, Label, LegendEntry, Mark, PanelChart, Rect, Rule, RuleKind, Shape, Side, Tick, path};
pub use locale::{DateForm, Locale, Plural};
pub use report::{PanelReport, Report};
pub use settings::{Axis, Compare, Settings};
pub use strings::{TrendKey, TrendStrings};
pub use tables::{Details, DetailsPart, ItemRow, Row, Table};

/// One person's sessions in the order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trend {}

impl Trend {
    /// Maximum number of results, and of resources in a bundle.
    pub const MAX_RESULTS: usize = 1000;

    /// Reads the host's data: an object with `results`, `instruments`, `bundle` and `events`, all optional. What is
    /// wrong in part is left out and reported by path; the rest is read. Nothing depends on the order of the results.
    #[must_use]
    pub fn read(_input: &Json, _locale: &dyn Locale) -> (Self, Vec<Diagnostic>) {
        (Self::default(), Vec::new())
    }

    /// Returns the number of sessions, which the stepper runs along. Results of several instruments that share a
    /// `sessionId` on one day are one session.
    #[must_use]
    pub fn session_count(&self) -> usize {
        0
    }

    /// Returns the form's `id` and the host's `sessionId` of a session, for `rapport-trend-select`.
    #[must_use]
    pub fn session_ids(&self, _session: usize) -> (Option<&str>, Option<&str>) {
        (None, None)
    }
}
