//! Reads the answers and the history of one line, without a copy of the rest.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::answers::Response;
use super::line_answer::LineAnswer;
use super::position::Position;
use crate::data::cursor::EACH_KEY_ONCE;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::Instrument;

pub(super) type Values = Vec<Option<Response>>;

/// Returns the values in the instrument's order, and the history.
pub(super) fn read(instrument: &Instrument, line: &str) -> Result<(Values, Json), Diagnostic> {
    let trace = Trace { instrument, position: Cell::new(Position::Line), fault: RefCell::default() };
    let mut json = serde_json::Deserializer::from_str(line);
    let read = LineReader(&trace).deserialize(&mut json).and_then(|read| json.end().map(|()| read));
    read.map_err(|error| match trace.fault.take() {
        Some(fault) => fault,
        // Serde's own message would quote the value.
        None if error.is_data() => trace.position.get().wrong_type(instrument),
        None => Diagnostic::unreadable("line", &format!("JSON ({error})")),
    })
}

/// The reader's position in the line, and the fault that it found there.
struct Trace<'a> {
    instrument: &'a Instrument,
    position: Cell<Position>,
    fault: RefCell<Option<Diagnostic>>,
}

impl Trace<'_> {
    /// Keeps a fault, and returns the error that stops the reading.
    fn fail<E: Error>(&self, fault: Diagnostic) -> E {
        self.fault.replace(Some(fault));
        E::custom("a fault")
    }

    /// Moves to the value of a key; a second one is a fault.
    fn enter<E: Error>(&self, position: Position, is_second: bool) -> Result<(), E> {
        self.position.set(position);
        if is_second {
            let path = position.path(self.instrument);
            return Err(self.fail(Diagnostic::unreadable(&path, EACH_KEY_ONCE)));
        }
        Ok(())
    }

    /// Keeps the fault that there is nothing at `position`.
    fn missing<E: Error>(&self, position: Position) -> E {
        let (path, expected) = (position.path(self.instrument), position.expected());
        self.fail(Diagnostic::fatal(&path, None, expected))
    }

    /// Returns the index of the item with that id. Trying `likely` first makes reading a result linear.
    fn index_of<E: Error>(&self, id: &str, likely: usize) -> Result<usize, E> {
        let items = &self.instrument.items;
        if items.get(likely).is_some_and(|item| item.id == id) {
            return Ok(likely);
        }
        let index = items.iter().position(|item| item.id == id);
        index.ok_or_else(|| self.fail(Diagnostic::unknown_item(&self.position.get().path(self.instrument))))
    }
}

/// Reads the values and the history of a line.
struct LineReader<'a>(&'a Trace<'a>);

/// Reads answers, as an object or as an array.
struct AnswersReader<'a>(&'a Trace<'a>);

/// Reads one entry of an array of answers: the item's index, and the value. The second field is the entry's index, the
/// third the likely index of the item.
struct EntryReader<'a>(&'a Trace<'a>, usize, usize);

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
#[serde(field_identifier, rename_all = "camelCase")]
enum EntryKey {
    Item,
    Value,
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
        to.write_str(Position::Line.expected())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let Self(trace) = self;
        let (mut values, mut history, mut has_instrument) = (None, None, false);
        while let Some(key) = from.next_key()? {
            match key {
                LineKey::Answers => {
                    trace.enter(Position::Answers, values.is_some())?;
                    values = Some(from.next_value_seed(AnswersReader(trace))?);
                }
                LineKey::History => {
                    trace.enter(Position::History, history.is_some())?;
                    history = Some(from.next_value()?);
                }
                LineKey::Instrument => {
                    trace.enter(Position::Instrument, has_instrument)?;
                    has_instrument = true;
                    let InstrumentId { id } = from.next_value()?;
                    let expected = &trace.instrument.id;
                    if id != *expected {
                        let expected = Json::from(expected.as_str()).to_string();
                        let found = Json::from(&*id);
                        return Err(trace.fail(Diagnostic::fatal("instrument.id", Some(&found), &expected)));
                    }
                }
                LineKey::Other => drop(from.next_value::<IgnoredAny>()?),
            }
            trace.position.set(Position::Line);
        }
        let values = values.ok_or_else(|| trace.missing(Position::Answers))?;
        Ok((values, history.unwrap_or(Json::Array(Vec::new()))))
    }
}

impl AnswersReader<'_> {
    fn unanswered(&self) -> (Values, Vec<bool>) {
        let items = self.0.instrument.items.len();
        (vec![None; items], vec![false; items])
    }

    /// Stores the answer to the item at `index`; a second answer is an error.
    fn put<E: Error>(&self, given: LineAnswer, index: usize, to: &mut (Values, Vec<bool>)) -> Result<(), E> {
        let instrument = self.0.instrument;
        let item = instrument.items.get(index).zip(to.0.get_mut(index)).zip(to.1.get_mut(index));
        let Some(((item, response), seen)) = item else { return Ok(()) };
        let fault = |expected: &str| {
            let path = Position::Item(index).path(instrument);
            self.0.fail(Diagnostic::fatal(&path, Some(&given.json()), expected))
        };
        if std::mem::replace(seen, true) {
            return Err(fault("one answer per item"));
        }
        *response = given.response(instrument, item).map_err(|expected| fault(&expected))?;
        Ok(())
    }
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
        to.write_str(Position::Answers.expected())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Values, A::Error> {
        let (mut to, mut likely) = (self.unanswered(), 0);
        while let Some(BorrowedStr(id)) = from.next_key()? {
            let index = self.0.index_of(&id, likely)?;
            self.0.position.set(Position::Item(index));
            self.put(from.next_value()?, index, &mut to)?;
            self.0.position.set(Position::Answers);
            likely = index + 1;
        }
        Ok(to.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Values, A::Error> {
        let (mut to, mut likely, mut entry) = (self.unanswered(), 0, 0);
        self.0.position.set(Position::Entry(entry));
        while let Some((index, value)) = from.next_element_seed(EntryReader(self.0, entry, likely))? {
            self.put(value, index, &mut to)?;
            likely = index + 1;
            entry += 1;
            self.0.position.set(Position::Entry(entry));
        }
        Ok(to.0)
    }
}

impl<'de> DeserializeSeed<'de> for EntryReader<'_> {
    type Value = (usize, LineAnswer);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EntryReader<'_> {
    type Value = (usize, LineAnswer);

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(Position::Entry(self.1).expected())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let Self(trace, entry, likely) = self;
        let (mut item, mut value, mut not_applicable) = (None, None, None::<Option<bool>>);
        while let Some(key) = from.next_key()? {
            match key {
                EntryKey::Item => {
                    trace.enter(Position::Id(entry), item.is_some())?;
                    item = Some(from.next_value::<BorrowedStr>()?.0);
                }
                EntryKey::Value => {
                    trace.enter(Position::Value(entry), value.is_some())?;
                    value = Some(from.next_value()?);
                }
                EntryKey::NotApplicable => {
                    trace.enter(Position::NotApplicable(entry), not_applicable.is_some())?;
                    not_applicable = Some(from.next_value()?);
                }
                EntryKey::Other => drop(from.next_value::<IgnoredAny>()?),
            }
            trace.position.set(Position::Entry(entry));
        }
        let id = item.ok_or_else(|| trace.missing(Position::Id(entry)))?;
        trace.position.set(Position::Id(entry));
        let item = trace.index_of(&id, likely)?;
        let applies = not_applicable.flatten() != Some(true);
        match value.unwrap_or(LineAnswer::Nothing) {
            LineAnswer::Nothing if !applies => Ok((item, LineAnswer::NotApplicable)),
            value @ LineAnswer::Number(_) if !applies => {
                let path = Position::Value(entry).path(trace.instrument);
                let found = value.json();
                Err(trace.fail(Diagnostic::fatal(&path, Some(&found), "null beside notApplicable")))
            }
            value => Ok((item, value)),
        }
    }
}
