//! One person's results over time, for a therapist: what to draw, and what to say about it. No browser, clock, random
//! source or storage. Nothing is smoothed, averaged or forecast.

mod axis;
mod bundle;
mod chance;
mod change;
mod chart;
mod clauses;
mod csv;
mod definitions;
mod drawing;
mod entry;
mod input;
mod labels;
mod locale;
mod mirror;
mod panel;
mod remarks;
mod report;
mod result_reader;
mod rules;
mod sessions;
mod settings;
mod shapes;
mod strings;
mod svg;
mod tables;
mod threshold;
mod time;
mod words;

#[cfg(feature = "trend-element")]
mod element;
#[cfg(feature = "trend-element")]
mod view;

use definitions::Definitions;
use entry::Entry;

pub use chance::chance;
pub use chart::{Chart, Label, LegendEntry, Mark, PanelChart, Rect, Rule, RuleKind, Shape, Side, Tick};
pub use locale::{DateForm, Locale, Plural};
pub use report::{PanelReport, Report};
pub use settings::{Axis, Compare, Settings};
pub use shapes::path;
pub use strings::{TrendKey, TrendStrings};
pub use tables::{Details, DetailsPart, ItemRow, Row, Table};

/// One person's sessions in the order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trend {
    definitions: Definitions,
    /// All results and stubs, in the order of sessions and time.
    entries: Vec<Entry>,
    /// The indices of the entries of each session.
    sessions: Vec<Vec<usize>>,
    /// The index of each entry's session.
    session_by_entry: Vec<usize>,
    /// The day of each session in the time zone, in days since 1970-01-01.
    days: Vec<i32>,
    events: Vec<Event>,
    has_more: bool,
    dropped: usize,
}

/// An event in the host's words.
#[derive(Debug, Clone, PartialEq)]
struct Event {
    at: f64,
    is_day: bool,
    label: String,
}

impl Trend {
    /// Maximum number of results.
    pub const MAX_RESULTS: usize = 1000;

    /// Returns the number of sessions, which the stepper runs along. Results of several instruments that share a
    /// `sessionId` on one day are one session.
    #[must_use]
    pub fn session_count(&self) -> usize {
        self.sessions.len()
    }

    /// Returns the session of an entry.
    fn session_by(&self, entry: usize) -> usize {
        self.session_by_entry.get(entry).copied().unwrap_or_default()
    }

    /// Returns the form's `id` and the host's `sessionId` of a session, for `rapport-trend-select`.
    #[must_use]
    pub fn session_ids(&self, session: usize) -> (Option<&str>, Option<&str>) {
        let entries = || {
            let indices = self.sessions.get(session).map(Vec::as_slice).unwrap_or_default();
            indices.iter().filter_map(|index| self.entries.get(*index))
        };
        let id = entries().find_map(|entry| entry.id.as_deref());
        (id, entries().find_map(|entry| entry.session_id.as_deref()))
    }
}
