//! Definitions, sessions and reports for the tests of the trend.

use proptest::prelude::*;
use rapport::trend::{Report, Settings, Trend, TrendStrings};
use rapport::{Diagnostic, Json};
use serde_json::{Value, json};

use super::locale::FakeLocale;

/// Returns a definition of two items, with bands, an alert, a subscale and a reliability of which 3.7 is the threshold.
pub fn calm(version: &str) -> Value {
    json!({
        "id": "calm", "version": version, "title": { "en": "Calm", "de": "Ruhe" }, "scale": { "min": 0, "max": 10 },
        "items": [
            { "id": "a", "text": "How calm?", "low": "Not", "high": "Very", "subscale": "s" },
            { "id": "b", "text": "How quiet?", "low": "Not", "high": "Very" },
        ],
        "subscales": [{ "id": "s", "title": "First half", "range": [0, 10] }],
        "bands": [{ "id": "low", "from": 0, "label": "Low" }, { "id": "middle", "from": 10, "label": "Middle" }],
        "alerts": [{ "id": "little", "scope": "total", "below": 5 }],
        "reliability": { "sd": 3, "r": 0.8, "source": "Made up for this test" },
        "score": { "range": [0, 20], "decimals": 0 },
    })
}

/// Returns a definition whose total is prorated, without a reliability. Its low end is favourable.
pub fn pain() -> Value {
    json!({
        "id": "pain", "version": "1", "title": "Pain", "validated": true,
        "scale": { "points": [
            { "value": 0, "label": "None" }, { "value": 1, "label": "Some" }, { "value": 2, "label": "Much" },
        ] },
        "items": [
            { "id": "p", "text": "How much in the morning?" }, { "id": "q", "text": "How much in the evening?",
              "notApplicable": { "label": "Was asleep" } },
        ],
        "score": { "range": [0, 4], "decimals": 0, "missing": "prorate", "minAnswered": 1, "better": "low" },
    })
}

pub fn definitions() -> Value {
    json!([calm("1"), calm("2"), pain()])
}

/// The kinds of sessions. Values are answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Calm(u8, u8),
    /// One of two answers: no total.
    Partial(u8),
    /// Another version.
    Second(u8, u8),
    Pain(u8),
    /// A result of an instrument without a definition, from 0 to 50.
    Unknown(Option<u8>),
    /// A result with an answer off the scale.
    Faulty,
    Skipped,
    NotAsked,
}

/// A session, some hours after the beginning of 2026.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub hour: u32,
    pub kind: Kind,
}

pub fn iso(hour: u32) -> String {
    let mut days = hour / 24;
    let mut year = 2026;
    while days >= 365 {
        days -= 365;
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}T{:02}:00:00.000Z", days + 1, hour % 24)
}

/// Returns a session as the host gives it; `index` makes its ids.
pub fn entry(index: usize, session: Session) -> Value {
    let at = iso(session.hour);
    let result = |instrument: &str, version: &str, answers: Value| {
        json!({
            "id": format!("00000000-0000-4000-8000-{index:012}"), "attempt": 1, "sessionId": format!("s{index}"),
            "instrument": { "id": instrument, "version": version }, "submittedAt": at, "answers": answers,
        })
    };
    let calm = |version: &str, a: u8, b: Option<u8>| {
        result("calm", version, json!([{ "item": "a", "value": a }, { "item": "b", "value": b }]))
    };
    match session.kind {
        Kind::Calm(a, b) => calm("1", a, Some(b)),
        Kind::Partial(a) => calm("1", a, None),
        Kind::Second(a, b) => calm("2", a, Some(b)),
        Kind::Faulty => calm("1", 11, Some(0)),
        Kind::Pain(p) => result("pain", "1", json!({ "p": p })),
        Kind::Unknown(total) => {
            let mut unknown = result("other", "7", json!([{ "item": "x", "value": 3 }]));
            unknown["outcome"] = json!({ "total": total, "min": 0, "max": 50, "answered": 1, "items": 1 });
            unknown
        }
        Kind::Skipped => json!({ "at": at, "sessionId": format!("s{index}"), "status": "skipped" }),
        Kind::NotAsked => json!({ "at": at, "sessionId": format!("s{index}"), "status": "not-asked" }),
    }
}

/// Returns sessions at different times, oldest first.
pub fn sessions(most: usize) -> impl Strategy<Value = Vec<Session>> {
    let kind = prop_oneof![
        6 => (0..=10_u8, 0..=10_u8).prop_map(|(a, b)| Kind::Calm(a, b)),
        1 => (0..=10_u8).prop_map(Kind::Partial),
        1 => (0..=10_u8, 0..=10_u8).prop_map(|(a, b)| Kind::Second(a, b)),
        2 => (0..=2_u8).prop_map(Kind::Pain),
        1 => proptest::option::of(0..=50_u8).prop_map(Kind::Unknown),
        1 => Just(Kind::Faulty),
        1 => Just(Kind::Skipped),
        1 => Just(Kind::NotAsked),
    ];
    // Some sessions are hours apart, others months.
    let gap = prop_oneof![2 => 1..20_u32, 5 => 100..300_u32, 1 => 1000..4000_u32];
    proptest::collection::vec((gap, kind), 0..most).prop_map(|steps| {
        let mut hour = 0;
        let session = |(gap, kind)| {
            hour += gap;
            Session { hour, kind }
        };
        steps.into_iter().map(session).collect()
    })
}

pub fn input(results: Vec<Value>) -> Value {
    json!({ "results": results, "instruments": definitions() })
}

pub fn input_of(sessions: &[Session]) -> Value {
    let entries = sessions.iter().enumerate().map(|(index, session)| entry(index, *session));
    input(entries.collect())
}

/// Hours in a week.
pub const WEEK: u32 = 7 * 24;

/// Returns the input of one session a week.
pub fn weekly(kinds: &[Kind]) -> Value {
    let session = |(week, kind): (u32, &Kind)| Session { hour: 10 + week * WEEK, kind: *kind };
    input_of(&(0..).zip(kinds).map(session).collect::<Vec<_>>())
}

pub fn read(input: &Value) -> (Trend, Vec<Diagnostic>) {
    let input: Json = serde_json::from_value(input.clone()).expect("JSON within the bounds");
    Trend::read(&input, &FakeLocale::UTC)
}

/// Runs `look` on the report of a trend in a language.
pub fn with_report<T>(trend: &Trend, lang: &str, settings: &Settings, look: impl FnOnce(&Report) -> T) -> T {
    let strings = TrendStrings::nearest(lang);
    let settings = Settings { lang: lang.into(), is_rtl: strings.is_rtl(), ..settings.clone() };
    look(&Report { trend, settings: &settings, strings: &strings, locale: &FakeLocale::UTC })
}

/// Runs `look` on the report of sessions in English, with the default settings.
pub fn report_on<T>(input: &Value, look: impl FnOnce(&Report) -> T) -> T {
    with_report(&read(input).0, "en", &Settings::default(), look)
}
