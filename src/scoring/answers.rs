//! One optional value per item, and how it was given. An item that was never touched has no value.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::data::cursor::{JsonCursor, MAX_UNKNOWN};
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Point, Scale};

/// The input method of an answer.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InputMethod {
    /// A finger.
    Touch,
    /// A mouse or a trackpad.
    Mouse,
    /// A stylus.
    Pen,
    /// Keys, or the equivalent steps of assistive technology.
    Keyboard,
    /// The row of buttons that can replace a slider, whatever they were pressed with.
    Buttons,
    /// A script.
    Script,
}

impl InputMethod {
    /// Parses the name used in results.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "touch" => Self::Touch,
            "mouse" => Self::Mouse,
            "pen" => Self::Pen,
            "keyboard" => Self::Keyboard,
            "buttons" => Self::Buttons,
            "script" => Self::Script,
            _ => return None,
        })
    }
}

/// An answer to an item. It serializes to a number, or to `"not-applicable"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// A value on the item's scale.
    Value(i32),
    /// The item does not apply.
    NotApplicable,
}

/// The short form of [`Response::NotApplicable`].
pub(crate) const NOT_APPLICABLE: &str = "not-applicable";

impl Response {
    /// Returns the value; `None` if the item does not apply.
    #[must_use]
    pub fn value(self) -> Option<i32> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotApplicable => None,
        }
    }
}

impl From<i32> for Response {
    fn from(value: i32) -> Self {
        Self::Value(value)
    }
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => to.serialize_i32(*value),
            Self::NotApplicable => to.serialize_str(NOT_APPLICABLE),
        }
    }
}

/// The state of one item's answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    response: Option<Response>,
    committed: Option<Response>,
    /// Milliseconds from the form's first showing to the item's first interaction.
    pub first_interaction_ms: Option<u32>,
    /// Number of times the answer was given, changed or cleared; a drag counts once.
    pub changes: u32,
    input: Option<InputMethod>,
}

impl Answer {
    /// Returns the answer shown now; `None` if the item is unanswered.
    #[must_use]
    pub fn response(&self) -> Option<Response> {
        self.response
    }

    /// Returns the value shown now, on the item's scale; `None` if the item is unanswered or does not apply.
    #[must_use]
    pub fn value(&self) -> Option<i32> {
        self.response.and_then(Response::value)
    }

    /// Returns the input method of the value shown now; `None` if the item is unanswered.
    #[must_use]
    pub fn input(&self) -> Option<InputMethod> {
        self.response.and(self.input)
    }

    /// Moves to the value on `scale` nearest to `raw`. Returns whether the value changed.
    pub(crate) fn move_to(&mut self, raw: f64, scale: &Scale, input: InputMethod, at_ms: u32) -> bool {
        self.respond(Response::Value(scale.snap(raw)), input, at_ms)
    }

    /// Shows another response. Returns whether it changed.
    pub(crate) fn respond(&mut self, response: Response, input: InputMethod, at_ms: u32) -> bool {
        let moved = self.response != Some(response);
        self.response = Some(response);
        self.input = Some(input);
        self.first_interaction_ms.get_or_insert(at_ms);
        moved
    }

    /// Makes the value shown the answer. Returns whether the answer changed.
    pub(crate) fn commit(&mut self) -> bool {
        let changed = self.committed != self.response;
        self.committed = self.response;
        self.changes += u32::from(changed);
        changed
    }

    /// Restores the last committed answer, for a press that became a scroll.
    pub(crate) fn revert(&mut self) {
        self.response = self.committed;
        if self.changes == 0 {
            self.first_interaction_ms = None;
        }
    }

    /// Sets an initial value given by the host's script.
    pub(crate) fn set_initial(&mut self, response: Option<Response>) {
        *self = Self { response, committed: response, input: Some(InputMethod::Script), ..Self::default() };
    }

    /// Restores the answer from a result.
    pub(crate) fn restore(&mut self, entry: &AnswerEntry) {
        let AnswerEntry { first_interaction_ms, changes, input, .. } = *entry;
        let response = entry.response();
        *self = Self { response, committed: response, first_interaction_ms, changes, input };
    }

    /// Clears the value, and keeps the first interaction and the number of changes. Returns whether the answer changed.
    pub(crate) fn clear(&mut self) -> bool {
        self.response = None;
        self.commit()
    }
}

/// One item's answer in a result.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerEntry {
    /// The item's id.
    pub item: String,
    /// The answer on the item's scale; `None` if the item is unanswered or does not apply, never a default.
    pub value: Option<i32>,
    /// Whether the respondent answered that the item does not apply.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "is_false")]
    pub not_applicable: bool,
    /// Milliseconds from the form's first showing to the item's first interaction.
    pub first_interaction_ms: Option<u32>,
    /// Number of times the answer was given, changed or cleared; a drag counts once.
    pub changes: u32,
    /// The input method of the answer.
    pub input: Option<InputMethod>,
}

impl AnswerEntry {
    /// Returns the answer; `None` if the item is unanswered.
    #[must_use]
    pub fn response(&self) -> Option<Response> {
        self.value.map(Response::Value).or(self.not_applicable.then_some(Response::NotApplicable))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}

/// Returns the answers with the ids of their items.
pub(crate) fn entries(instrument: &Instrument, answers: &[Answer]) -> Vec<AnswerEntry> {
    let entry = |(item, answer): (&Arc<Item>, &Answer)| AnswerEntry {
        item: item.id.clone(),
        value: answer.value(),
        not_applicable: answer.response() == Some(Response::NotApplicable),
        first_interaction_ms: answer.first_interaction_ms,
        changes: answer.changes,
        input: answer.input(),
    };
    instrument.items.iter().zip(answers).map(entry).collect()
}

/// Reads answers from outside: an object of item ids and values, or an array of `{ "item", "value" }` as in a result.
/// Returns one response per item, in the instrument's order. A value that cannot be an answer is reported, and is
/// `None`. That an item does not apply is the value `"not-applicable"`, or `"notApplicable": true` in an array's entry.
///
/// ```
/// let session = rapport::Instrument::built_in("session").unwrap();
/// let answers = serde_json::from_str(r#"{ "safe": 82, "open": null, "helpful": 101 }"#).unwrap();
/// let (values, problems) = rapport::read_answers(&session, &answers);
/// assert_eq!(values, [Some(rapport::Response::Value(82)), None, None, None, None]);
/// assert_eq!(problems[0].to_string(), "answers.helpful: found 101, expected an integer from 0 to 100");
/// ```
#[must_use]
pub fn read_answers(instrument: &Instrument, answers: &Json) -> (Vec<Option<Response>>, Vec<Diagnostic>) {
    JsonCursor::read("answers", answers, |cursor| {
        if answers.is_null() {
            cursor.error("an object or an array of answers");
        }
        responses(instrument, cursor)
    })
}

/// Reads one response per item at the cursor.
pub(crate) fn responses(instrument: &Instrument, cursor: &JsonCursor) -> Vec<Option<Response>> {
    let mut responses = vec![None; instrument.items.len()];
    let mut seen = vec![false; instrument.items.len()];
    let mut take = |id: Option<&str>, id_cursor: &JsonCursor, read: &dyn Fn(&Item) -> Option<Response>| {
        let index = instrument.items.iter().position(|item| Some(item.id.as_str()) == id);
        let place = index.and_then(|index| {
            Some((instrument.items.get(index)?, seen.get_mut(index)?, responses.get_mut(index)?))
        });
        match place {
            None => id_cursor.error("the id of an item"),
            Some((_, true, _)) => id_cursor.error("one answer per item"),
            Some((item, seen, response)) => {
                *seen = true;
                *response = read(item);
            }
        }
    };
    if cursor.value().as_object().is_some() {
        // Bounded: an object with many more members than items is a fault already.
        for (id, value) in cursor.members().take(instrument.items.len() + MAX_UNKNOWN) {
            take(Some(id), &value, &|item| response(instrument, item, &value));
        }
    } else {
        cursor.expect_array(0..=instrument.items.len(), &mut |entry| {
            #[cfg(any(feature = "json", not(target_family = "wasm")))]
            if !entry.expect_unique_keys() {
                return;
            }
            let (id, value) = (entry.at("item"), entry.at("value"));
            take(id.value().as_str(), &id, &|item| {
                let applies = !entry.expect_bool("notApplicable");
                if applies {
                    return value_on_scale(&value, instrument.scale_of(item)).map(Response::Value);
                }
                if !value.value().is_null() {
                    value.error("null beside notApplicable");
                } else if item.not_applicable.is_none() {
                    entry.at("notApplicable").error("false: the item has no such choice");
                }
                item.not_applicable.is_some().then_some(Response::NotApplicable)
            });
        });
    }
    responses
}

/// Reads a response in its short form.
fn response(instrument: &Instrument, item: &Item, cursor: &JsonCursor) -> Option<Response> {
    if item.not_applicable.is_some() && cursor.value().as_str() == Some(NOT_APPLICABLE) {
        return Some(Response::NotApplicable);
    }
    value_on_scale(cursor, instrument.scale_of(item)).map(Response::Value)
}

/// Returns a value of the scale. Null is no answer.
fn value_on_scale(cursor: &JsonCursor, scale: &Scale) -> Option<i32> {
    if cursor.value().is_null() {
        return None;
    }
    let raw = match scale {
        Scale::Slider(slider) => cursor.expect_integer(slider.min, slider.max)?.into(),
        Scale::Points { .. } => cursor.value().as_f64().unwrap_or(f64::NAN),
    };
    let value = scale.value(raw);
    if value.is_none() {
        cursor.error(&match scale {
            Scale::Slider(_) => "an integer number of steps from the lowest value".to_owned(),
            Scale::Points { points } => one_of(points),
        });
    }
    value
}

/// Returns the values of labelled points, in words.
pub(crate) fn one_of(points: &[Point]) -> String {
    let values: Vec<_> = points.iter().map(|point| point.value.to_string()).collect();
    ["one of ", &values.join(", ")].concat()
}
