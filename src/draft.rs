//! A form as far as it was filled in, read from the result that it made: what a tab kept of an unsent form, and the
//! part of any result that cannot be worked out again. It decides nothing about when a draft is kept or taken up.

use std::sync::Arc;

use serde::Serialize;

use crate::answers::{Input, read_answers};
use crate::instrument::{Instrument, Item};
use crate::json::Json;
use crate::problem::{Place, Problem};
use crate::result::{AnswerEntry, InstrumentName};

/// Who, when and how, without what follows from it. It serializes to the part of a result that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The form's id.
    pub id: String,
    /// How often it was tried to send it.
    pub attempt: u32,
    /// What was asked.
    pub instrument: InstrumentName,
    /// When the form was first shown, ISO 8601 in UTC.
    pub started_at: Option<String>,
    /// Milliseconds from then on.
    pub duration_ms: u32,
    /// One entry per item, in the instrument's order.
    pub answers: Vec<AnswerEntry>,
}

impl Draft {
    /// The draft in a result of this very instrument; `None` where anything in it is not as it should be.
    pub(crate) fn read(instrument: &Instrument, result: &Json) -> Option<Self> {
        let asked = result.get("instrument")?;
        let is = |key, expected: &str| asked.get(key).and_then(Json::text) == Some(expected);
        let (draft, problems) = Place::read("result", result, |place| Self::at(instrument, place));
        let same = is("id", &instrument.id) && is("version", &instrument.version);
        Some(draft).filter(|_| same && problems.is_empty())
    }

    /// The draft in the result that stands at `place`, where all that is wrong with it is reported.
    pub(crate) fn at(instrument: &Instrument, place: &Place) -> Self {
        let sent = place.at("answers");
        let (values, problems) = read_answers(instrument, sent.found());
        place.tell(problems.into_iter().map(|problem| {
            let path = format!("result.{}", problem.path);
            Problem { path, ..problem }
        }));
        let mut answers = Vec::new();
        sent.visit(instrument.items.len()..=instrument.items.len(), &mut |entry| {
            if let Some(item) = instrument.items.get(answers.len()) {
                answers.push(answer(item, values.get(answers.len()).copied().flatten(), entry));
            }
        });
        Self {
            id: formed(place, "id", "a UUID", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx").unwrap_or_default(),
            attempt: count(place, "attempt"),
            instrument: InstrumentName::from(instrument),
            started_at: moment(place, "startedAt"),
            duration_ms: count(place, "durationMs"),
            answers,
        }
    }
}

/// An entry that is about `item`, with the value that was read for it.
fn answer(item: &Arc<Item>, value: Option<i32>, entry: &Place) -> AnswerEntry {
    if entry.at("item").found().text() != Some(&item.id) {
        entry.at("item").refuse(&item.id);
    }
    let input = entry.at("input");
    let named = input.found().text().map(Input::named);
    if named == Some(None) {
        input.refuse("what the answer was given with");
    }
    AnswerEntry {
        item: item.id.clone(),
        value,
        first_touch_ms: entry.has("firstTouchMs").then(|| count(entry, "firstTouchMs")),
        changes: count(entry, "changes"),
        input: named.flatten(),
    }
}

fn count(place: &Place, key: &str) -> u32 {
    place.integer(key, 0, i32::MAX).and_then(|count| u32::try_from(count).ok()).unwrap_or_default()
}

/// The time under `key`, if there is one.
pub(crate) fn moment(place: &Place, key: &str) -> Option<String> {
    let expected = "a time as in 2026-03-02T10:00:24.570Z";
    place.has(key).then(|| formed(place, key, expected, "0000-00-00T00:00:00.000Z")).flatten()
}

/// The text under `key`, if it is made as it has to be: it goes into FHIR, and into addresses.
fn formed(place: &Place, key: &str, expected: &str, pattern: &str) -> Option<String> {
    let text = place.at(key).found().text().filter(|text| is_like(text, pattern));
    if text.is_none() {
        place.at(key).refuse(expected);
    }
    text.map(Into::into)
}

/// Whether a text is made like the pattern, in which `0` is any digit and `x` any hexadecimal one.
fn is_like(text: &str, pattern: &str) -> bool {
    let fits = |(letter, wanted): (u8, u8)| match wanted {
        b'0' => letter.is_ascii_digit(),
        b'x' => letter.is_ascii_hexdigit(),
        _ => letter == wanted,
    };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}
