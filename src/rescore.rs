//! A line of JSON in, its outcome and change out, as fast as a server reads: nothing is kept of a line but its
//! answers and its history.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::change::{Change, change, read_history};
use crate::instrument::Instrument;
use crate::json::Json;
use crate::problem::sentence;
use crate::score::{Outcome, score};

/// What the answers of a line come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rescored {
    /// The scored answers.
    pub outcome: Outcome,
    /// How the total differs from those in the line's history; `None` where there is nothing to compare.
    pub change: Option<Change>,
}

/// Scores the answers in one JSON object, in whatever serde reads: a result, or
/// `{ "answers": { "ID": number | null }, "history": [] }`. Items that are not named are unanswered; `history` may be
/// absent.
///
/// # Errors
///
/// In words, the first thing that makes the line of no use: no JSON, another instrument's result, an item that the
/// instrument has not or that is answered twice, a value that is not on the scale, a history that cannot be compared.
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
    let (values, history) = Line(instrument).deserialize(line).map_err(|error| error.to_string())?;
    let (history, problems) = read_history(instrument, &history);
    if !problems.is_empty() {
        return Err(sentence(&problems));
    }
    let outcome = score(instrument, values);
    let change = change(instrument, outcome.total, &history);
    Ok(Rescored { outcome, change })
}

type Values = Vec<Option<i32>>;

/// Reads a line to the values of its answers and its history.
struct Line<'a>(&'a Instrument);

/// Reads answers, as an object or as a list.
struct Answers<'a>(&'a Instrument);

/// Reads one of a result's answers: its place and its value.
struct Entry<'a>(&'a Instrument, usize);

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
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

/// A text that is not copied unless it has escapes in it.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for Line<'_> {
    type Value = (Values, Json);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Line<'_> {
    type Value = (Values, Json);

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object with answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let (mut values, mut history) = (None, Json::List(Vec::new()));
        while let Some(key) = from.next_key()? {
            match key {
                LineKey::Answers => values = Some(from.next_value_seed(Answers(self.0))?),
                LineKey::History => history = from.next_value()?,
                LineKey::Instrument => {
                    let Asked { id } = from.next_value()?;
                    if id != self.0.id {
                        return Err(A::Error::custom(format!(
                            "instrument.id: found \"{id}\", expected {}",
                            self.0.id
                        )));
                    }
                }
                LineKey::Other => drop(from.next_value::<IgnoredAny>()?),
            }
        }
        let values = values.ok_or_else(|| A::Error::missing_field("answers"))?;
        Ok((values, history))
    }
}

impl Answers<'_> {
    fn unanswered(&self) -> (Values, Vec<bool>) {
        (vec![None; self.0.items.len()], vec![false; self.0.items.len()])
    }

    /// Puts a value in its place, once.
    fn put<E: Error>(&self, value: Option<f64>, place: usize, to: &mut (Values, Vec<bool>)) -> Result<(), E> {
        let Some(((item, answer), named)) =
            self.0.items.get(place).zip(to.0.get_mut(place)).zip(to.1.get_mut(place))
        else {
            return Err(E::custom("an answer to no item"));
        };
        if std::mem::replace(named, true) {
            return Err(E::custom(format!("answers.{}: expected one answer an item", item.id)));
        }
        if let Some(number) = value {
            let scale = self.0.scale;
            *answer = scale.value(number);
            if answer.is_none() {
                let (min, max, step) = (scale.min, scale.max, scale.step);
                let expected = format!("a value from {min} to {max} in steps of {step}");
                return Err(E::custom(format!("answers.{}: found {number}, expected {expected}", item.id)));
            }
        }
        Ok(())
    }
}

/// The place of an item, looked for first where it is likely to be.
fn place<E: Error>(instrument: &Instrument, id: &str, likely: usize) -> Result<usize, E> {
    if instrument.items.get(likely).is_some_and(|item| item.id == id) {
        return Ok(likely);
    }
    let place = instrument.items.iter().position(|item| item.id == id);
    place.ok_or_else(|| E::custom(format!("answers: found \"{id}\", expected the id of an item")))
}

impl<'de> DeserializeSeed<'de> for Answers<'_> {
    type Value = Values;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Values, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Answers<'_> {
    type Value = Values;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("answers by item, or a list of them")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Values, A::Error> {
        let (mut to, mut likely) = (self.unanswered(), 0);
        while let Some(Name(id)) = from.next_key()? {
            let place = place(self.0, &id, likely)?;
            self.put(from.next_value()?, place, &mut to)?;
            likely = place + 1;
        }
        Ok(to.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Values, A::Error> {
        let (mut to, mut likely) = (self.unanswered(), 0);
        while let Some((place, value)) = from.next_element_seed(Entry(self.0, likely))? {
            self.put(value, place, &mut to)?;
            likely = place + 1;
        }
        Ok(to.0)
    }
}

impl<'de> DeserializeSeed<'de> for Entry<'_> {
    type Value = (usize, Option<f64>);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_> {
    type Value = (usize, Option<f64>);

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object with item and value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let (mut item, mut value) = (None, None);
        while let Some(key) = from.next_key()? {
            match key {
                EntryKey::Item => {
                    let Name(id) = from.next_value()?;
                    item = Some(place(self.0, &id, self.1)?);
                }
                EntryKey::Value => value = from.next_value()?,
                EntryKey::Other => drop(from.next_value::<IgnoredAny>()?),
            }
        }
        Ok((item.ok_or_else(|| A::Error::missing_field("item"))?, value))
    }
}
