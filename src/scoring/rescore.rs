//! Scores one JSON line at a time, for files of results. It reads only the answers and the history of a line.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::answers::{NOT_APPLICABLE, Response, one_of};
use super::change::{Change, change, read_history};
use super::score::{Outcome, score};
use crate::data::diagnostics::{Diagnostic, join};
use crate::data::json::Json;
use crate::instrument::{Instrument, Scale, Slider};

/// The scores of one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rescored {
    /// The scored answers.
    pub outcome: Outcome,
    /// The change against the line's history; `None` without an earlier total to compare.
    pub change: Option<Change>,
}

/// Scores the answers in one JSON object, from any serde format: a result, or
/// `{ "answers": { "ID": number | null }, "history": [] }`. Items without an entry are unanswered; `history` is
/// optional.
///
/// # Errors
///
/// The first fault of the line, in words: not JSON, a result of another instrument, an unknown item, two answers to an
/// item, a value off the scale, or a history that cannot be compared.
///
/// ```
/// use serde_json::Deserializer;
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let line = r#"{ "answers": { "overall": 70 }, "history": [{ "total": 80 }] }"#;
/// let rescored = rapport::rescore(&one, &mut Deserializer::from_str(line)).unwrap();
/// assert_eq!(rescored.change.unwrap().delta, -10.0);
/// let error = rapport::rescore(&one, &mut Deserializer::from_str(r#"{ "answers": { "overall": 101 } }"#));
/// assert!(error.unwrap_err().starts_with("answers.overall: found 101, expected a value from 0 to 100"));
/// ```
pub fn rescore<'de, D: Deserializer<'de>>(instrument: &Instrument, line: D) -> Result<Rescored, String> {
    let (values, history) = LineReader(instrument).deserialize(line).map_err(|error| error.to_string())?;
    let (history, problems) = read_history(instrument, &history);
    if !problems.is_empty() {
        return Err(join(&problems));
    }
    let outcome = score(instrument, values);
    let change = change(instrument, outcome.total, &history);
    Ok(Rescored { outcome, change })
}

fn fault<E: Error>(path: &str, found: &Json, expected: &str) -> E {
    E::custom(Diagnostic::fatal(path, Some(found), expected))
}

type Values = Vec<Option<Response>>;

/// Reads the values and the history of a line.
struct LineReader<'a>(&'a Instrument);

/// Reads answers, as an object or as an array.
struct AnswersReader<'a>(&'a Instrument);

/// Reads one entry of an array of answers: the item's index, and the value. The second field is the likely index.
struct EntryReader<'a>(&'a Instrument, usize);

/// The keys of a line that are read.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum LineKey {
    Answers,
    History,
    Instrument,
    #[serde(other)]
    Other,
}

/// The keys of an entry that are read.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum EntryKey {
    Item,
    Value,
    #[serde(rename = "notApplicable")]
    NotApplicable,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct InstrumentId<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

/// A string that is copied only if it has escapes.
#[derive(Deserialize)]
struct BorrowedStr<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for LineReader<'_> {
    type Value = (Values, Json);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for LineReader<'_> {
    type Value = (Values, Json);

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object with answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let (mut values, mut history) = (None, Json::Array(Vec::new()));
        while let Some(key) = from.next_key()? {
            match key {
                LineKey::Answers => values = Some(from.next_value_seed(AnswersReader(self.0))?),
                LineKey::History => history = from.next_value()?,
                LineKey::Instrument => {
                    let InstrumentId { id } = from.next_value()?;
                    if id != self.0.id {
                        let expected = Json::from(self.0.id.as_str()).to_string();
                        return Err(fault("instrument.id", &Json::from(&*id), &expected));
                    }
                }
                LineKey::Other => drop(from.next_value::<IgnoredAny>()?),
            }
        }
        let values = values.ok_or_else(|| A::Error::missing_field("answers"))?;
        Ok((values, history))
    }
}

impl AnswersReader<'_> {
    fn unanswered(&self) -> (Values, Vec<bool>) {
        (vec![None; self.0.items.len()], vec![false; self.0.items.len()])
    }

    /// Stores the answer to the item at `index`; a second answer is an error.
    fn put<E: Error>(&self, given: Given, index: usize, to: &mut (Values, Vec<bool>)) -> Result<(), E> {
        let Some(((item, answer), seen)) =
            self.0.items.get(index).zip(to.0.get_mut(index)).zip(to.1.get_mut(index))
        else {
            return Err(E::custom("an answer to no item"));
        };
        let path = || format!("answers.{}", item.id);
        if std::mem::replace(seen, true) {
            return Err(fault(&path(), &given.json(), "one answer per item"));
        }
        *answer = match given {
            Given::Nothing => None,
            Given::NotApplicable if item.not_applicable.is_some() => Some(Response::NotApplicable),
            Given::NotApplicable => {
                return Err(fault(&path(), &given.json(), "a value: the item has no such choice"));
            }
            Given::Number(number) => {
                let scale = self.0.scale_of(item);
                let value = scale.value(number).map(Response::Value);
                Some(value.ok_or_else(|| fault(&path(), &Json::from(number), &expected(scale)))?)
            }
        };
        Ok(())
    }
}

/// Returns the values of a scale, in words.
fn expected(scale: &Scale) -> String {
    match scale {
        Scale::Slider(Slider { min, max, step }) => format!("a value from {min} to {max} in steps of {step}"),
        Scale::Points { points } => one_of(points),
    }
}

/// An answer as a line gives it.
#[derive(Clone, Copy)]
enum Given {
    Nothing,
    Number(f64),
    NotApplicable,
}

impl Given {
    fn json(self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Number(number) => Json::from(number),
            Self::NotApplicable => Json::from(NOT_APPLICABLE),
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(GivenReader)
    }
}

struct GivenReader;

impl Visitor<'_> for GivenReader {
    type Value = Given;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "a number, null or \"{NOT_APPLICABLE}\"")
    }

    fn visit_unit<E: Error>(self) -> Result<Given, E> {
        Ok(Given::Nothing)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Given, E> {
        Ok(Given::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Given, E> {
        self.visit_f64(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Given, E> {
        self.visit_f64(number as f64)
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<Given, E> {
        if string == NOT_APPLICABLE {
            return Ok(Given::NotApplicable);
        }
        // The string may be an answer, so the error does not repeat it.
        Err(E::custom(format!("found a string, expected a number, null or \"{NOT_APPLICABLE}\"")))
    }
}

/// Returns the index of the item with that id. Trying `likely` first makes reading a result linear.
fn index_of<E: Error>(instrument: &Instrument, id: &str, likely: usize) -> Result<usize, E> {
    if instrument.items.get(likely).is_some_and(|item| item.id == id) {
        return Ok(likely);
    }
    let index = instrument.items.iter().position(|item| item.id == id);
    index.ok_or_else(|| fault("answers", &Json::from(id), "the id of an item"))
}

impl<'de> DeserializeSeed<'de> for AnswersReader<'_> {
    type Value = Values;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Values, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnswersReader<'_> {
    type Value = Values;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object or an array of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Values, A::Error> {
        let (mut to, mut likely) = (self.unanswered(), 0);
        while let Some(BorrowedStr(id)) = from.next_key()? {
            let index = index_of(self.0, &id, likely)?;
            self.put(from.next_value()?, index, &mut to)?;
            likely = index + 1;
        }
        Ok(to.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Values, A::Error> {
        let (mut to, mut likely) = (self.unanswered(), 0);
        while let Some((index, value)) = from.next_element_seed(EntryReader(self.0, likely))? {
            self.put(value, index, &mut to)?;
            likely = index + 1;
        }
        Ok(to.0)
    }
}

impl<'de> DeserializeSeed<'de> for EntryReader<'_> {
    type Value = (usize, Given);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EntryReader<'_> {
    type Value = (usize, Given);

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object with item and value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let (mut item, mut value, mut applies) = (None, Given::Nothing, true);
        while let Some(key) = from.next_key()? {
            match key {
                EntryKey::Item => item = Some(from.next_value::<BorrowedStr>()?.0),
                EntryKey::Value => value = from.next_value()?,
                EntryKey::NotApplicable => applies = !from.next_value::<Option<bool>>()?.unwrap_or_default(),
                EntryKey::Other => drop(from.next_value::<IgnoredAny>()?),
            }
        }
        let id = item.ok_or_else(|| A::Error::missing_field("item"))?;
        let value = match value {
            Given::Nothing if !applies => Given::NotApplicable,
            Given::Number(_) if !applies => {
                return Err(fault("answers", &value.json(), "null beside notApplicable"));
            }
            value => value,
        };
        Ok((index_of(self.0, &id, self.1)?, value))
    }
}
