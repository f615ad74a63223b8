//! The part of a result that cannot be calculated again: who, when and how. A tab stores an unsent form as a draft.

use std::sync::Arc;

use serde::Serialize;

use super::answers::{AnswerEntry, InputMethod, Response, responses};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::instrument::{Instrument, InstrumentRef, Item};

/// A form as far as it was filled in. It serializes to a part of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The form's id, a UUID v4.
    pub id: String,
    /// Number of attempts to send it.
    pub attempt: u32,
    /// The instrument asked.
    pub instrument: InstrumentRef,
    /// Time of the form's first showing, ISO 8601 in UTC.
    pub started_at: Option<String>,
    /// Milliseconds since then.
    pub duration_ms: u32,
    /// One entry per item, in the instrument's order.
    pub answers: Vec<AnswerEntry>,
}

impl Draft {
    /// Reads the draft in a result of the same instrument and version; `None` after any fault.
    pub(crate) fn read(instrument: &Instrument, result: &Json) -> Option<Self> {
        let reference = result.get("instrument")?;
        let is = |key, expected: &str| reference.get(key).and_then(Json::as_str) == Some(expected);
        let (draft, problems) =
            JsonCursor::read("result", result, |cursor| Self::read_at(instrument, cursor));
        let same = is("id", &instrument.id) && is("version", &instrument.version);
        Some(draft).filter(|_| same && problems.is_empty())
    }

    /// Reads the draft in the result at the cursor, and reports its faults there.
    pub(crate) fn read_at(instrument: &Instrument, cursor: &JsonCursor) -> Self {
        let entries = cursor.at("answers");
        let responses = responses(instrument, &entries);
        let mut answers = Vec::new();
        entries.expect_array(instrument.items.len()..=instrument.items.len(), &mut |entry| {
            if let Some(item) = instrument.items.get(answers.len()) {
                answers.push(read_entry(item, responses.get(answers.len()).copied().flatten(), entry));
            }
        });
        Self {
            id: formatted(cursor, "id", "a UUID", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx").unwrap_or_default(),
            attempt: count(cursor, "attempt", MAX_COUNT),
            instrument: InstrumentRef::from(instrument),
            started_at: date_time(cursor, "startedAt"),
            duration_ms: count(cursor, "durationMs", u32::MAX),
            answers,
        }
    }
}

/// Reads the entry of `item`, whose response was read before.
fn read_entry(item: &Arc<Item>, response: Option<Response>, entry: &JsonCursor) -> AnswerEntry {
    if entry.at("item").value().as_str() != Some(&item.id) {
        entry.at("item").error(&format!("\"{}\"", item.id));
    }
    let input = entry.at("input");
    let method = input.value().as_str().map(InputMethod::parse);
    if method == Some(None) {
        input.error("an input method");
    }
    AnswerEntry {
        item: item.id.clone(),
        value: response.and_then(Response::value),
        not_applicable: response == Some(Response::NotApplicable),
        first_interaction_ms: entry
            .has("firstInteractionMs")
            .then(|| count(entry, "firstInteractionMs", u32::MAX)),
        changes: count(entry, "changes", MAX_COUNT),
        input: method.flatten(),
    }
}

/// Largest attempt and number of changes that is read: one more is still a `u32`. Milliseconds may be more.
const MAX_COUNT: u32 = 0x7fff_ffff;

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole, and within a u32")]
fn count(cursor: &JsonCursor, key: &str, most: u32) -> u32 {
    cursor.at(key).expect_whole(0.0, most.into()).unwrap_or_default() as u32
}

/// The times that [`date_time`] reads, in words.
pub(crate) const TIME: &str = "a time as in \"2026-03-02T10:00:24.570Z\"";

/// Reads the ISO 8601 time under `key`, if there is one. Only [`verify`](super::verify::verify) compares it with the
/// calendar: the form reads back what it wrote.
pub(crate) fn date_time(cursor: &JsonCursor, key: &str) -> Option<String> {
    cursor.has(key).then(|| formatted(cursor, key, TIME, "0000-00-00T00:00:00.000Z")).flatten()
}

/// Reads the string under `key` if it matches the pattern: it goes into FHIR resources and URLs.
fn formatted(cursor: &JsonCursor, key: &str, expected: &str, pattern: &str) -> Option<String> {
    let string = cursor.at(key).value().as_str().filter(|string| matches(string, pattern));
    if string.is_none() {
        cursor.at(key).error(expected);
    }
    string.map(Into::into)
}

/// Returns whether a string matches the pattern, in which `0` stands for a digit and `x` for a hexadecimal digit.
fn matches(string: &str, pattern: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| match wanted {
        b'0' => byte.is_ascii_digit(),
        b'x' => byte.is_ascii_hexdigit(),
        _ => byte == wanted,
    };
    string.len() == pattern.len() && string.bytes().zip(pattern.bytes()).all(fits)
}
