//! One optional value per item, and how it was given. An item that nobody touched has no value; it
//! decides nothing about what the values are worth.

use serde::Serialize;

use crate::instrument::{Instrument, Scale};
use crate::json::Json;
use crate::problem::{MAX_UNKNOWN, Place, Problem};
use crate::result::AnswerEntry;

/// What an answer was given with.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A finger.
    Touch,
    /// A mouse or a trackpad.
    Mouse,
    /// A stylus.
    Pen,
    /// Keys, or the equivalent steps of assistive technology.
    Keyboard,
    /// The row of buttons that may stand in place of a slider, whatever they were pressed with.
    Buttons,
    /// A script, not a person.
    Script,
}

impl Input {
    /// The input of that name in a result.
    pub(crate) fn named(name: &str) -> Option<Self> {
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
    /// Milliseconds from the form's first showing to the item's first touch.
    pub first_touch_ms: Option<u32>,
    /// How often the answer was given, changed or cleared; the steps of one drag count once.
    pub changes: u32,
    input: Option<Input>,
}

impl Answer {
    /// The value as it shows now, on the instrument's raw scale; `None` when the item is unanswered.
    #[must_use]
    pub fn value(&self) -> Option<i32> {
        self.value
    }

    /// What the present value was given with; `None` when the item is unanswered.
    #[must_use]
    pub fn input(&self) -> Option<Input> {
        self.value.and(self.input)
    }

    /// Moves to the value on `scale` nearest to `raw`; whether that changed anything.
    pub(crate) fn move_to(&mut self, raw: f64, scale: Scale, input: Input, at_ms: u32) -> bool {
        let value = Some(scale.nearest(raw));
        let moved = self.value != value;
        self.value = value;
        self.input = Some(input);
        self.first_touch_ms.get_or_insert(at_ms);
        moved
    }

    /// Makes the value shown the answer; whether it differs from the answer before.
    pub(crate) fn commit(&mut self) -> bool {
        let changed = self.committed != self.value;
        self.committed = self.value;
        self.changes += u32::from(changed);
        changed
    }

    /// Goes back to the last committed answer, as when a press turns out to be a scroll.
    pub(crate) fn revert(&mut self) {
        self.value = self.committed;
        if self.changes == 0 {
            self.first_touch_ms = None;
        }
    }

    /// Takes a value that a script gives back, such as one of a draft.
    pub(crate) fn restore(&mut self, value: Option<i32>) {
        *self = Self { value, committed: value, input: Some(Input::Script), ..Self::default() };
    }

    /// Takes up the answer where a result left it.
    pub(crate) fn resume(&mut self, left: &AnswerEntry) {
        let AnswerEntry { value, first_touch_ms, changes, input, .. } = *left;
        *self = Self { value, committed: value, first_touch_ms, changes, input };
    }

    /// Takes the answer back: the item has no value again. Its first touch and its changes stay.
    pub(crate) fn clear(&mut self) -> bool {
        self.value = None;
        self.commit()
    }
}

/// The values in answers that come from outside, one per item in the instrument's order: an object of item ids and
/// values, or a list of `{ "item", "value" }` as in a result. What cannot be an answer is reported, and is `None`.
///
/// ```
/// let session = rapport::Instrument::built_in("session").unwrap();
/// let answers = serde_json::from_str(r#"{ "safe": 82, "open": null, "helpful": 101 }"#).unwrap();
/// let (values, problems) = rapport::read_answers(&session, &answers);
/// assert_eq!(values, [Some(82), None, None, None, None]);
/// assert_eq!(problems[0].to_string(), "answers.helpful: found \"101\", expected a whole number from 0 to 100");
/// ```
#[must_use]
pub fn read_answers(instrument: &Instrument, answers: &Json) -> (Vec<Option<i32>>, Vec<Problem>) {
    Place::read("answers", answers, |place| values(instrument, place))
}

fn values(instrument: &Instrument, place: &Place) -> Vec<Option<i32>> {
    let mut values = vec![None; instrument.items.len()];
    let mut named = vec![false; instrument.items.len()];
    let mut take = |id: Option<&str>, name: &Place, value: &Place| {
        let item = instrument.items.iter().position(|item| Some(item.id.as_str()) == id);
        match item.and_then(|item| named.get_mut(item).zip(values.get_mut(item))) {
            None => name.refuse("the id of an item"),
            Some((true, _)) => name.refuse("one answer an item"),
            Some((named, answer)) => {
                *named = true;
                *answer = on_scale(value, instrument.scale);
            }
        }
    };
    if place.found().entries().is_some() {
        // More than there are items, and some that are unknown, is nothing to go on with.
        for (id, value) in place.entries().take(instrument.items.len() + MAX_UNKNOWN) {
            take(Some(id), &value, &value);
        }
    } else {
        place.visit(0..=instrument.items.len(), &mut |entry| {
            let item = entry.at("item");
            take(item.found().text(), &item, &entry.at("value"));
        });
    }
    values
}

/// A value of the scale: within it, and on one of its steps. Null is none.
fn on_scale(place: &Place, scale: Scale) -> Option<i32> {
    if place.found().is_null() {
        return None;
    }
    let raw = place.as_integer(scale.min, scale.max)?;
    let value = scale.value(raw.into());
    if value.is_none() {
        place.refuse("a whole number of steps from the lowest value");
    }
    value
}
