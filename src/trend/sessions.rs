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
pub(super) fn ordered(entries: Vec<Entry>, locale: &dyn Locale) -> Ordered {
    let mut entries = without_replaced(entries);
    entries.sort_by(|one, other| {
        let by_time = one.at.total_cmp(&other.at);
        let by_id =
            by_time.then_with(|| one.session_id.cmp(&other.session_id)).then_with(|| one.id.cmp(&other.id));
        by_id
            .then_with(|| one.instrument().cmp(&other.instrument()))
            .then_with(|| rank(one).cmp(&rank(other)))
    });
    grouped(entries, locale)
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
fn without_replaced(mut entries: Vec<Entry>) -> Vec<Entry> {
    // Time and total make the order the same for any input order.
    let total =
        |entry: &Entry| entry.scored().and_then(|scored| scored.total.value).unwrap_or(f64::NEG_INFINITY);
    entries.sort_by(|one, other| {
        let by_attempt = other.is_result().cmp(&one.is_result()).then(other.attempt.total_cmp(&one.attempt));
        let by_kind = by_attempt.then_with(|| rank(other).cmp(&rank(one)));
        by_kind.then(other.at.total_cmp(&one.at)).then(total(other).total_cmp(&total(one)))
    });
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        let is_same_stub = |other: &Entry| {
            let is_same_session = entry.session_id.is_some() && entry.session_id == other.session_id;
            is_same_session
                && !entry.is_result()
                && !other.is_result()
                && entry.instrument == other.instrument
        };
        if !kept.iter().any(|other| entry.is_same_form(other) || is_same_stub(other)) {
            kept.push(entry);
        }
    }
    let mut instruments: Vec<&str> =
        kept.iter().filter_map(Entry::scored).map(|scored| scored.instrument.as_str()).collect();
    instruments.sort_unstable();
    instruments.dedup();
    let (answered, results) = (Answered::new(&kept, true), Answered::new(&kept, false));
    let stands = |entry: &Entry| match (entry.session_id.as_deref(), entry.instrument()) {
        (None, _) => true,
        (Some(session), Some(own)) => !results.has(session, own),
        (Some(session), None) if instruments.is_empty() => !results.has_any(session),
        (Some(session), None) => instruments.iter().any(|instrument| !answered.has(session, instrument)),
    };
    let stands: Vec<bool> = kept.iter().map(|entry| entry.is_result() || stands(entry)).collect();
    kept.into_iter().zip(stands).filter(|(_, stands)| *stands).map(|(entry, _)| entry).collect()
}

/// The instruments that were answered in each session, by the host's ids of sessions.
#[derive(Debug)]
pub(super) struct Answered<'a>(Vec<(&'a str, Option<&'a str>)>);

impl<'a> Answered<'a> {
    /// Collects the instruments of all results; and of stubs that name theirs, which replace those of all instruments.
    pub(super) fn new(entries: &'a [Entry], with_stubs: bool) -> Self {
        let of = |entry: &'a Entry| {
            let counts = entry.is_result() || (with_stubs && entry.instrument().is_some());
            Some((entry.session_id.as_deref().filter(|_| counts)?, entry.instrument()))
        };
        let mut answered: Vec<_> = entries.iter().filter_map(of).collect();
        answered.sort_unstable();
        Self(answered)
    }

    /// Returns whether an instrument was answered in a session. A result of an unknown instrument may be of any.
    pub(super) fn has(&self, session: &str, instrument: &str) -> bool {
        [None, Some(instrument)].into_iter().any(|found| self.0.binary_search(&(session, found)).is_ok())
    }

    fn has_any(&self, session: &str) -> bool {
        self.0.iter().any(|(answered, _)| *answered == session)
    }
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
    let mut order = vec![0; entries.len()];
    for (new, index) in sessions.iter_mut().flatten().enumerate() {
        if let Some(own) = order.get_mut(*index) {
            *own = new;
        }
        *index = new;
    }
    let mut moved: Vec<_> = order.into_iter().zip(entries).collect();
    moved.sort_by_key(|(new, _)| *new);
    Ordered { entries: moved.into_iter().map(|(_, entry)| entry).collect(), sessions, days }
}
