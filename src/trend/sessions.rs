//! The order of results, those that replace others, and the sessions that they form.

use super::entry::{Entry, Kind};
use super::locale::Locale;
use super::time::day;

/// Entries in the order of sessions, and in each session in the order of time.
#[derive(Debug, Default)]
pub(super) struct Ordered {
    pub entries: Vec<Entry>,
    /// The indices of the entries of each session.
    pub sessions: Vec<Vec<usize>>,
    /// The day of each session in the time zone, in days since 1970-01-01.
    pub days: Vec<i32>,
}

/// Sorts the entries, drops those that others replace, and groups the rest to sessions.
pub(super) fn ordered(mut entries: Vec<Entry>, locale: &dyn Locale) -> Ordered {
    // Ids, kind and total make the order the same for any input order.
    let total = |entry: &Entry| entry.scored().and_then(|scored| scored.total.value).unwrap_or_default();
    entries.sort_by(|one, other| {
        let [key, next] =
            [one, other].map(|entry| (&entry.session_id, &entry.id, entry.instrument(), rank(entry)));
        one.at.total_cmp(&other.at).then_with(|| key.cmp(&next)).then(total(one).total_cmp(&total(other)))
    });
    grouped(without_replaced(entries), locale)
}

/// Returns an order of kinds, for entries that are equal otherwise.
fn rank(entry: &Entry) -> u8 {
    match entry.kind {
        Kind::Scored(_) => 3,
        Kind::Unreadable => 2,
        Kind::Skipped => 1,
        Kind::NotAsked => 0,
    }
}

/// Drops earlier attempts of one form, and stubs of sessions in which everything was answered.
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
        let order = |entry: &Entry| (entry.is_result(), entry.attempt, rank(entry));
        // Of equal ones the later one counts.
        if kept.iter().all(|other| !is_same(other) || order(other) <= order(&entry)) {
            kept.retain(|other| !is_same(other));
            kept.push(entry);
        }
    }
    let stands = |entry: &Entry| match (entry.is_result(), entry.session_id.is_some()) {
        (false, true) => is_open(&kept, entry),
        _ => true,
    };
    let stands: Vec<bool> = kept.iter().map(stands).collect();
    kept.into_iter().zip(stands).filter_map(|(entry, stands)| stands.then_some(entry)).collect()
}

/// Returns whether a stub stands for an instrument that has no result in its session.
fn is_open(entries: &[Entry], stub: &Entry) -> bool {
    let Some(answered) = answered(entries, stub) else { return false };
    match stub.instrument() {
        Some(own) => !answered.contains(&own),
        None => {
            let mut known = entries.iter().filter_map(Entry::scored).map(|scored| scored.instrument.as_str());
            answered.is_empty() || known.any(|instrument| !answered.contains(&instrument))
        }
    }
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

/// Groups entries in the order of time to sessions: those of different instruments with one session id on one day are
/// one session.
fn grouped(entries: Vec<Entry>, locale: &dyn Locale) -> Ordered {
    let mut days: Vec<i32> = Vec::new();
    let mut sessions: Vec<Vec<usize>> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let own = day(locale, entry.at);
        let joins = |session: &Vec<usize>| {
            session.iter().filter_map(|other| entries.get(*other)).all(|other| entry.is_same_session(other))
        };
        let same_day = sessions.iter_mut().zip(&days).rev().take_while(|(_, day)| **day == own);
        if let Some(session) = same_day.map(|(session, _)| session).find(|session| joins(session)) {
            session.push(index);
        } else {
            sessions.push(vec![index]);
            days.push(own);
        }
    }
    // Entries of one session stand together, also where two sessions of a day overlap.
    let mut slots: Vec<_> = entries.into_iter().map(Some).collect();
    let mut entries = Vec::new();
    for index in sessions.iter_mut().flatten() {
        let entry = slots.get_mut(*index).and_then(Option::take);
        *index = entries.len();
        entries.extend(entry);
    }
    Ordered { entries, sessions, days }
}
