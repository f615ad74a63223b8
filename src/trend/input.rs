//! Reads the host's data. Faulty parts are reported by path; the rest is read.

use super::definitions::Definitions;
use super::entry::{Entry, Kind};
use super::locale::Locale;
use super::panel;
use super::result_reader::{self, time};
use super::time::{Time, day};
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
        let is_new = |entry: &Entry| entry.id.is_none() || entries.iter().all(|other| other.id != entry.id);
        let from_bundle: Vec<_> = bundle.entries.into_iter().filter(is_new).collect();
        entries.extend(from_bundle);
        let entries = in_order(entries);
        let mut trend = Self {
            definitions,
            entries,
            events: sorted(events),
            has_more: bundle.has_more,
            dropped: bundle.dropped,
            ..Self::default()
        };
        trend.panels = panel::panels(&trend.entries);
        trend.sessions = trend.grouped(locale);
        trend.session_by_entry = vec![0; trend.entries.len()];
        for (session, indices) in trend.sessions.iter().enumerate() {
            for index in indices {
                if let Some(place) = trend.session_by_entry.get_mut(*index) {
                    *place = session;
                }
            }
        }
        (trend, problems)
    }

    /// Groups the entries to sessions: those of different instruments with one session id on one day are one session.
    fn grouped(&self, locale: &dyn Locale) -> Vec<Vec<usize>> {
        let mut sessions: Vec<Vec<usize>> = Vec::new();
        let panel_of = |index: usize| self.panels.iter().position(|panel| panel.has_result(index));
        for (index, entry) in self.entries.iter().enumerate() {
            let joins = |session: &Vec<usize>| {
                session.iter().all(|other| {
                    self.entries.get(*other).is_some_and(|before| {
                        entry.session_id.is_some()
                            && before.session_id == entry.session_id
                            && day(locale, before.at) == day(locale, entry.at)
                            && panel_of(*other).is_some()
                            && panel_of(index).is_some()
                            && panel_of(*other) != panel_of(index)
                    })
                })
            };
            match sessions.iter_mut().rev().find(|session| joins(session)) {
                Some(session) => session.push(index),
                None => sessions.push(vec![index]),
            }
        }
        sessions
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

/// Sorts the entries by time, and drops those that others replace: earlier attempts of one form, and stubs of sessions
/// that have a result.
fn in_order(mut entries: Vec<Entry>) -> Vec<Entry> {
    // The attempt decides first. Time and total make the order the same for any input order.
    let total = |entry: &Entry| entry.scored().and_then(|scored| scored.total.value).unwrap_or(f64::NAN);
    let attempt = |entry: &Entry| entry.scored().map_or(-1.0, |scored| scored.attempt);
    entries.sort_by(|one, other| {
        let by_attempt = attempt(other).total_cmp(&attempt(one));
        by_attempt.then(other.at.total_cmp(&one.at)).then(total(other).total_cmp(&total(one)))
    });
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        let is_replaced = kept.iter().any(|other| {
            let is_same_form = entry.id.is_some() && other.id == entry.id;
            let is_stub = matches!(entry.kind, Kind::Skipped | Kind::NotAsked);
            let is_same_session = entry.session_id.is_some() && other.session_id == entry.session_id;
            is_same_form || (is_stub && is_same_session)
        });
        if !is_replaced {
            kept.push(entry);
        }
    }
    kept.sort_by(|one, other| {
        let by_time = one.at.total_cmp(&other.at);
        by_time.then_with(|| one.session_id.cmp(&other.session_id)).then_with(|| one.id.cmp(&other.id))
    });
    kept
}
