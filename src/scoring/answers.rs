//! One optional value per item, and how it was given. An item that was never touched has no value.

use std::sync::Arc;

use serde::Serialize;

use crate::data::cursor::{JsonCursor, MAX_UNKNOWN};
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Scale};

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

/// The state of one item's answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    value: Option<i32>,
    committed: Option<i32>,
    /// Milliseconds from the form's first showing to the item's first interaction.
    pub first_interaction_ms: Option<u32>,
    /// Number of times the answer was given, changed or cleared; a drag counts once.
    pub changes: u32,
    input: Option<InputMethod>,
}

impl Answer {
    /// Returns the value shown now, on the instrument's raw scale; `None` if the item is unanswered.
    #[must_use]
    pub fn value(&self) -> Option<i32> {
        self.value
    }

    /// Returns the input method of the value shown now; `None` if the item is unanswered.
    #[must_use]
    pub fn input(&self) -> Option<InputMethod> {
        self.value.and(self.input)
    }

    /// Moves to the value on `scale` nearest to `raw`. Returns whether the value changed.
    pub(crate) fn move_to(&mut self, raw: f64, scale: Scale, input: InputMethod, at_ms: u32) -> bool {
        let value = Some(scale.snap(raw));
        let moved = self.value != value;
        self.value = value;
        self.input = Some(input);
        self.first_interaction_ms.get_or_insert(at_ms);
        moved
    }

    /// Makes the value shown the answer. Returns whether the answer changed.
    pub(crate) fn commit(&mut self) -> bool {
        let changed = self.committed != self.value;
        self.committed = self.value;
        self.changes += u32::from(changed);
        changed
    }

    /// Restores the last committed answer, for a press that became a scroll.
    pub(crate) fn revert(&mut self) {
        self.value = self.committed;
        if self.changes == 0 {
            self.first_interaction_ms = None;
        }
    }

    /// Sets an initial value given by the host's script.
    pub(crate) fn set_initial(&mut self, value: Option<i32>) {
        *self = Self { value, committed: value, input: Some(InputMethod::Script), ..Self::default() };
    }

    /// Restores the answer from a result.
    pub(crate) fn restore(&mut self, entry: &AnswerEntry) {
        let AnswerEntry { value, first_interaction_ms, changes, input, .. } = *entry;
        *self = Self { value, committed: value, first_interaction_ms, changes, input };
    }

    /// Clears the value, and keeps the first interaction and the number of changes. Returns whether the answer changed.
    pub(crate) fn clear(&mut self) -> bool {
        self.value = None;
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
    /// The answer on the raw scale; `None` if the item is unanswered, never a default.
    pub value: Option<i32>,
    /// Milliseconds from the form's first showing to the item's first interaction.
    pub first_interaction_ms: Option<u32>,
    /// Number of times the answer was given, changed or cleared; a drag counts once.
    pub changes: u32,
    /// The input method of the answer.
    pub input: Option<InputMethod>,
}

/// Returns the answers with the ids of their items.
pub(crate) fn entries(instrument: &Instrument, answers: &[Answer]) -> Vec<AnswerEntry> {
    let entry = |(item, answer): (&Arc<Item>, &Answer)| AnswerEntry {
        item: item.id.clone(),
        value: answer.value(),
        first_interaction_ms: answer.first_interaction_ms,
        changes: answer.changes,
        input: answer.input(),
    };
    instrument.items.iter().zip(answers).map(entry).collect()
}

/// Reads answers from outside: an object of item ids and values, or an array of `{ "item", "value" }` as in a result.
/// Returns one value per item, in the instrument's order. A value that cannot be an answer is reported, and is `None`.
///
/// ```
/// let session = rapport::Instrument::built_in("session").unwrap();
/// let answers = serde_json::from_str(r#"{ "safe": 82, "open": null, "helpful": 101 }"#).unwrap();
/// let (values, problems) = rapport::read_answers(&session, &answers);
/// assert_eq!(values, [Some(82), None, None, None, None]);
/// assert_eq!(problems[0].to_string(), "answers.helpful: found 101, expected an integer from 0 to 100");
/// ```
#[must_use]
pub fn read_answers(instrument: &Instrument, answers: &Json) -> (Vec<Option<i32>>, Vec<Diagnostic>) {
    JsonCursor::read("answers", answers, |cursor| {
        if answers.is_null() {
            cursor.error("an object or an array of answers");
        }
        values(instrument, cursor)
    })
}

pub(crate) fn values(instrument: &Instrument, cursor: &JsonCursor) -> Vec<Option<i32>> {
    let mut values = vec![None; instrument.items.len()];
    let mut seen = vec![false; instrument.items.len()];
    let mut take = |id: Option<&str>, id_cursor: &JsonCursor, value_cursor: &JsonCursor| {
        let index = instrument.items.iter().position(|item| Some(item.id.as_str()) == id);
        match index.and_then(|index| seen.get_mut(index).zip(values.get_mut(index))) {
            None => id_cursor.error("the id of an item"),
            Some((true, _)) => id_cursor.error("one answer per item"),
            Some((seen, value)) => {
                *seen = true;
                *value = value_on_scale(value_cursor, instrument.scale);
            }
        }
    };
    if cursor.value().as_object().is_some() {
        // Bounded: an object with many more members than items is a fault already.
        for (id, value) in cursor.members().take(instrument.items.len() + MAX_UNKNOWN) {
            take(Some(id), &value, &value);
        }
    } else {
        cursor.expect_array(0..=instrument.items.len(), &mut |entry| {
            let item = entry.at("item");
            take(item.value().as_str(), &item, &entry.at("value"));
        });
    }
    values
}

/// Returns a value that is within the scale and on one of its steps. Null is no answer.
fn value_on_scale(cursor: &JsonCursor, scale: Scale) -> Option<i32> {
    if cursor.value().is_null() {
        return None;
    }
    let raw = cursor.expect_integer(scale.min, scale.max)?;
    let value = scale.value(raw.into());
    if value.is_none() {
        cursor.error("an integer number of steps from the lowest value");
    }
    value
}
