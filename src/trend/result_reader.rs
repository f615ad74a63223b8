//! Reads a result as `<rapport-feedback>` emits it, or a stub of a session without one.

use super::definitions::Definitions;
use super::entry::{Answered, Entry, Kind, KnownAlerts, Rescored, Score, Scored};
use super::locale::Locale;
use super::time::Time;
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::data::limits::MAX_ITEMS;
use crate::instrument::{Better, Scope};
use crate::scoring::answers::{NOT_APPLICABLE, Response, responses};
use crate::scoring::score::{Alert, score};

/// Maximum number of subscales, and of alerts, of a stored outcome.
const MAX_PARTS: usize = 1000;
/// Largest size of a stored number.
const MOST: f64 = 1e9;

/// Reads an entry of `results`. Returns `None` if its time cannot be read.
pub(super) fn read(cursor: &JsonCursor, definitions: &Definitions, locale: &dyn Locale) -> Option<Entry> {
    // Faults of these are reported, and leave the result readable.
    let (id, session_id) = (identifier(cursor, "id"), identifier(cursor, "sessionId"));
    let attempt = if cursor.has("attempt") { cursor.number("attempt", 0.0, MOST) } else { None };
    let status = cursor.at("status");
    let stub = match status.value().as_str() {
        Some("skipped") => Some(Kind::Skipped),
        Some("not-asked") => Some(Kind::NotAsked),
        _ => None,
    };
    let key = match stub {
        Some(_) => "at",
        None if cursor.has("submittedAt") => "submittedAt",
        None => "startedAt",
    };
    let time = time(&cursor.at(key))?;
    // The reader of a result reports a faulty reference.
    let instrument = match stub {
        Some(_) if cursor.has("instrument") && cursor.at("instrument").expect_any_object() => {
            identifier(&cursor.at("instrument"), "id")
        }
        Some(_) => None,
        None => cursor.at("instrument").at("id").value().as_str().map(str::to_owned),
    };
    let kind = stub.unwrap_or_else(|| {
        let read = scored(cursor, definitions);
        read.map_or(Kind::Unreadable, |scored| Kind::Scored(Box::new(scored)))
    });
    Some(Entry {
        at: time.instant(locale),
        is_day: matches!(time, Time::Day(_)),
        id,
        session_id,
        instrument,
        attempt: attempt.unwrap_or_default(),
        kind,
    })
}

/// Reads an id. An empty one is none, as in the rows of databases.
fn identifier(cursor: &JsonCursor, key: &str) -> Option<String> {
    let is_given = cursor.has(key) && cursor.at(key).value().as_str() != Some("");
    let id = is_given.then(|| cursor.string(key))?;
    (!id.is_empty()).then_some(id)
}

/// Reads a time, and reports any other value.
pub(super) fn time(cursor: &JsonCursor) -> Option<Time> {
    let time = cursor.value().as_str().and_then(Time::parse);
    if time.is_none() {
        cursor.error("a day, or a time with an offset, as in \"2026-03-02T10:00:24Z\"");
    }
    time
}

/// Reads a result; `None` after any fault.
fn scored(cursor: &JsonCursor, definitions: &Definitions) -> Option<Scored> {
    let faults = cursor.fault_count();
    let reference = cursor.at("instrument");
    let (instrument, version) = (reference.string("id"), reference.string("version"));
    let definition = definitions.position(&instrument, &version);
    let quality = cursor.at("quality");
    let is = |key: &str| quality.value().get(key) == Some(&Json::Bool(true));
    let mut scored = Scored {
        instrument,
        version,
        definition,
        total: Score::default(),
        subscales: Vec::new(),
        alerts: Vec::new(),
        known_alerts: KnownAlerts::All,
        answered: None,
        answers: Vec::new(),
        is_preliminary: false,
        speeding: is("speeding"),
        straightlining: is("straightlining"),
        rescored: Rescored::Same,
    };
    let outcome = cursor.at("outcome");
    let is_stored = cursor.has("outcome");
    if is_stored {
        if outcome.value().get("total").is_none() {
            outcome.at("total").error("a number, or null");
        }
        read_outcome(&outcome, &mut scored);
    }
    let answers = cursor.at("answers");
    if let Some(instrument) = definition.and_then(|index| definitions.get(index)) {
        scored.total.define(instrument.score.range(), instrument.score.better);
        for (id, score) in &mut scored.subscales {
            if let Some(part) = instrument.subscales.iter().find(|part| part.id == *id) {
                score.define(Some(part.range()), instrument.better_in(part));
            }
        }
        if cursor.has("answers") {
            let values = responses(instrument, &answers);
            let ids = instrument.items.iter().map(|item| item.id.clone());
            scored.answers = ids.zip(values.iter().map(|value| value.map(Answered::Known))).collect();
            let outcome = score(instrument, values);
            if is_stored {
                scored.compare(outcome, cursor.at("outcome").value());
            } else {
                scored.take(outcome);
            }
        } else if !is_stored {
            answers.error("an array of answers");
        } else if !outcome.has("alerts") {
            scored.take_alerts(instrument);
        }
    } else {
        if !is_stored {
            outcome.error("the outcome, since the definition is unknown");
        }
        scored.answers = unknown_answers(&answers);
    }
    (cursor.fault_count() == faults).then_some(scored)
}

fn read_outcome(cursor: &JsonCursor, to: &mut Scored) {
    to.total = read_score(cursor, "total");
    if cursor.has("answered") || cursor.has("items") {
        let number = |key: &str| cursor.integer(key, 0, 1_000_000).map(f64::from);
        to.answered = number("answered").zip(number("items"));
    }
    cursor.each("subscales", 0..=MAX_PARTS, &mut |cursor| {
        to.subscales.push((cursor.string("id"), read_score(cursor, "score")));
    });
    cursor.each("alerts", 0..=MAX_PARTS, &mut |cursor| to.alerts.extend(read_alert(cursor)));
}

/// Reads the total or a subscale's score, under `key`.
fn read_score(cursor: &JsonCursor, key: &str) -> Score {
    let optional = |key: &str, lo: f64, hi: f64| {
        if cursor.has(key) { cursor.number(key, lo, hi) } else { None }
    };
    let range = optional("min", -MOST, MOST).zip(optional("max", -MOST, MOST));
    let range = range.filter(|(lo, hi)| lo < hi);
    let (lo, hi) = range.unwrap_or((-MOST, MOST));
    Score {
        value: optional(key, lo, hi),
        range,
        better: cursor.has("better").then(|| {
            if cursor.expect_choice("better", ["high", "low"]) { Better::Low } else { Better::High }
        }),
        prorated: cursor.expect_bool("prorated"),
        band: cursor.has("band").then(|| cursor.string("band")),
    }
}

fn read_alert(cursor: &JsonCursor) -> Option<Alert> {
    let scope = cursor.string("scope");
    let scope = match scope.split_once(':') {
        Some(("item", id)) => Scope::Item(id.into()),
        Some(("subscale", id)) => Scope::Subscale(id.into()),
        _ if scope == "any-item" => Scope::AnyItem,
        _ if scope == "total" => Scope::Total,
        _ => {
            cursor.at("scope").error("the scope of an alert");
            return None;
        }
    };
    let threshold = |key: &str| if cursor.has(key) { cursor.number(key, -MOST, MOST) } else { None };
    Some(Alert {
        id: cursor.string("id"),
        scope,
        item: cursor.has("item").then(|| cursor.string("item")),
        value: cursor.number("value", -MOST, MOST)?,
        below: threshold("below"),
        above: threshold("above"),
        inclusive: cursor.expect_bool("inclusive"),
    })
}

/// Reads answers of an unknown instrument: numbers by item id, in the order in which they are stored.
fn unknown_answers(cursor: &JsonCursor) -> Vec<(String, Option<Answered>)> {
    let answered = |value: &Json, is_absent: bool| {
        if is_absent || value.as_str() == Some(NOT_APPLICABLE) {
            return Some(Answered::Known(Response::NotApplicable));
        }
        value.as_f64().map(Answered::Number)
    };
    if cursor.value().as_object().is_some() {
        let answer = |(id, value): (&str, JsonCursor)| (id.to_owned(), answered(value.value(), false));
        return cursor.members().take(MAX_ITEMS).map(answer).collect();
    }
    let mut answers = Vec::new();
    cursor.expect_array(0..=MAX_ITEMS, &mut |entry| {
        let is_absent = entry.value().get("notApplicable") == Some(&Json::Bool(true));
        answers.push((entry.string("item"), answered(entry.at("value").value(), is_absent)));
    });
    answers
}
