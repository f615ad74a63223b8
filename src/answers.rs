//! One optional value per item, and how it was given. An item that nobody touched has no value; it
//! decides nothing about what the values are worth.

use serde::Serialize;

use crate::instrument::Scale;

/// What an answer was given with.
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
    /// A script, not a person.
    Script,
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

    /// Takes the answer back: the item has no value again. Its first touch and its changes stay.
    pub(crate) fn clear(&mut self) -> bool {
        self.value = None;
        self.commit()
    }
}
