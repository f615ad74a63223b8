//! Reads the host's data. Faulty parts are reported by path; the rest is read.

use super::definitions::Definitions;
use super::entry::Entry;
use super::locale::Locale;
use super::result_reader::{self, time};
use super::time::Time;
use super::{Event, Trend, bundle};
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;

/// Maximum number of events.
const MAX_EVENTS: usize = 1000;

impl Trend {
    /// Reads the host's data: an object with `results`, `instruments`, `bundle` and `events`, all optional. Faulty
    /// parts are left out and reported by path; the rest is read. Only the paths depend on the order of the results.
    ///
    /// A diagnostic is fatal only if nothing of `bundle` is read, since it is about more than one person or too large.
    #[must_use]
    pub fn read(input: &Json, locale: &dyn Locale) -> (Self, Vec<Diagnostic>) {
        let part = |key: &str| input.get(key).unwrap_or(&Json::Null);
        let mut problems = Vec::new();
        if !input.is_null() {
            let known = ["results", "instruments", "bundle", "events"];
            problems.extend(JsonCursor::read("data", input, |cursor| cursor.expect_object(&known)).1);
        }
        let definitions = Definitions::read(part("instruments"), &mut problems);
        let (mut entries, faults) = JsonCursor::read("results", part("results"), |cursor| {
            let mut entries = Vec::new();
            cursor.expect_array(0..=Self::MAX_RESULTS, &mut |entry| {
                if entry.expect_any_object() {
                    entries.extend(result_reader::read(entry, &definitions, locale));
                }
            });
            entries
        });
        problems.extend(faults);
        let (events, faults) = JsonCursor::read("events", part("events"), |cursor| {
            let mut events = Vec::new();
            cursor.expect_array(0..=MAX_EVENTS, &mut |event| events.extend(read_event(event, locale)));
            events
        });
        problems.extend(faults);
        let mut problems: Vec<_> = problems.into_iter().map(Diagnostic::into_warning).collect();
        let (bundle, faults) =
            JsonCursor::read("bundle", part("bundle"), |cursor| bundle::read(cursor, &definitions, locale));
        let keep = |fault: Diagnostic| if bundle.is_refused { fault } else { fault.into_warning() };
        problems.extend(faults.into_iter().map(keep));
        let is_new = |entry: &Entry| !entries.iter().any(|other| entry.is_same_form(other));
        let from_bundle: Vec<_> = bundle.entries.into_iter().filter(is_new).collect();
        entries.extend(from_bundle);
        let mut trend = Self {
            definitions,
            events: sorted(events),
            has_more: bundle.has_more,
            dropped: bundle.dropped,
            ..Self::default()
        };
        trend.take(entries, locale);
        (trend, problems)
    }
}

fn read_event(cursor: &JsonCursor, locale: &dyn Locale) -> Option<Event> {
    if !cursor.expect_object(&["at", "label"]) {
        return None;
    }
    let time = time(&cursor.at("at"))?;
    let label = cursor.string("label");
    let is_day = matches!(time, Time::Day(_));
    (!label.is_empty()).then(|| Event { at: time.instant(locale), is_day, label })
}

fn sorted(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|one, other| one.at.total_cmp(&other.at).then_with(|| one.label.cmp(&other.label)));
    events
}
