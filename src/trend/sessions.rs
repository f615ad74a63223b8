//! The order of results, those that replace others, and the sessions that they form.

use super::Trend;
use super::entry::{Entry, Kind};
use super::locale::Locale;
use super::time::day;

impl Trend {
    /// Sorts the entries by time, drops those that others replace, and groups the rest to sessions: those of different
    /// instruments with one session id on one day are one session.
    pub(super) fn take(&mut self, mut entries: Vec<Entry>, locale: &dyn Locale) {
        // Ids, kind and total make the order the same for any input order.
        let total = |entry: &Entry| entry.scored().and_then(|scored| scored.total.value).unwrap_or_default();
        entries.sort_by(|one, other| {
            let by_time = one.at.total_cmp(&other.at);
            by_time.then_with(|| key(one).cmp(&key(other))).then(total(one).total_cmp(&total(other)))
        });
        let entries = without_replaced(entries);
        for (index, entry) in entries.iter().enumerate() {
            if !entry.is_result() && !is_open(&entries, entry) {
                continue;
            }
            let own = day(locale, entry.at);
            let joins = |session: &Vec<usize>| {
                session
                    .iter()
                    .all(|other| entries.get(*other).is_some_and(|other| entry.is_same_session(other)))
            };
            // The results of an instrument stay in the order of time: none joins a session before the last one with it.
            let has_own = |session: &Vec<usize>| {
                let mut others = session.iter().filter_map(|other| entries.get(*other)?.instrument());
                others.any(|other| entry.instrument() == Some(other))
            };
            let of_day = self.sessions.iter_mut().zip(&self.days).rev().take_while(|(_, day)| **day == own);
            let last = of_day.map(|(session, _)| session).find(|session| has_own(session) || joins(session));
            if let Some(session) = last.filter(|session| !has_own(session)) {
                session.push(index);
            } else {
                self.sessions.push(vec![index]);
                self.days.push(own);
            }
        }
        // Entries of one session stand together, also where two sessions of a day overlap.
        let mut slots: Vec<_> = entries.into_iter().map(Some).collect();
        for (session, indices) in self.sessions.iter_mut().enumerate() {
            for index in indices {
                let entry = slots.get_mut(*index).and_then(Option::take);
                *index = self.entries.len();
                self.entries.extend(entry);
                self.session_by_entry.push(session);
            }
        }
    }
}

/// Returns a key for entries of one time.
fn key(entry: &Entry) -> String {
    let [session, id] = [&entry.session_id, &entry.id].map(|id| id.as_deref().unwrap_or_default());
    [session, "\n", id, "\n", entry.instrument().unwrap_or_default(), "\n", rank(entry)].concat()
}

/// Returns the rank of a kind, for entries that are equal otherwise.
fn rank(entry: &Entry) -> &'static str {
    match entry.kind {
        Kind::Scored(_) => "3",
        Kind::Unreadable => "2",
        Kind::Skipped => "1",
        Kind::NotAsked => "0",
    }
}

/// Drops earlier attempts of one form, and of several stubs of one session all but the last.
fn without_replaced(entries: Vec<Entry>) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        let is_same = |other: &Entry| {
            let is_same_stub = entry.session_id.is_some()
                && entry.session_id == other.session_id
                && !entry.is_result()
                && !other.is_result()
                && entry.instrument == other.instrument;
            is_same_stub || entry.is_same_form(other)
        };
        // Of equal ones the later one counts.
        let yields = |other: &Entry| {
            let order =
                other.is_result().cmp(&entry.is_result()).then(other.attempt.total_cmp(&entry.attempt));
            order.then_with(|| rank(other).cmp(rank(&entry))).is_le()
        };
        match kept.iter().position(is_same) {
            None => kept.push(entry),
            Some(place) if kept.get(place).is_some_and(yields) => {
                kept.remove(place);
                kept.push(entry);
            }
            Some(_) => {}
        }
    }
    kept
}

/// Returns whether a stub stands for an instrument that has no result in its session.
fn is_open(entries: &[Entry], stub: &Entry) -> bool {
    let Some(answered) = answered(entries, stub) else { return false };
    if let Some(own) = stub.instrument() {
        return !answered.contains(&own);
    }
    let mut known = entries.iter().filter_map(Entry::scored).map(|scored| scored.instrument.as_str());
    answered.is_empty() || known.any(|instrument| !answered.contains(&instrument))
}

/// Returns the instruments that have another entry in a stub's session: a result, or a stub that names them. Returns
/// `None` if a result is of an unknown instrument, which may be any.
pub(super) fn answered<'a>(entries: &'a [Entry], stub: &Entry) -> Option<Vec<&'a str>> {
    let is_other = |other: &&Entry| {
        stub.session_id.is_some()
            && other.session_id == stub.session_id
            && (other.is_result() || (other.instrument.is_some() && stub.instrument.is_none()))
    };
    entries.iter().filter(is_other).map(Entry::instrument).collect()
}
