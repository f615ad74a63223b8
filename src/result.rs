//! What the host receives: the outcome with who, when and how. Ids and times are given to it; it
//! reads no clock and draws no random number.

use std::sync::Arc;

use serde::Serialize;

use crate::answers::{Answer, Input};
use crate::change::Change;
use crate::instrument::{Instrument, Item};
use crate::quality::Quality;
use crate::score::{Outcome, score};

/// Version of the shape of all event details.
pub const SCHEMA: &str = "rapport/1";

/// One form's result, as the host receives it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackResult {
    /// Always [`SCHEMA`].
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// UUID v4 of this form; the same in every attempt to send it.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "uuid")))]
    pub id: String,
    /// Which attempt to send this is, from 1; 0 when it was never sent.
    pub attempt: u32,
    /// The host's own id for the session, unchanged.
    pub session_id: Option<String>,
    /// What was asked.
    pub instrument: InstrumentName,
    /// Language in which it was asked, as a BCP 47 tag.
    pub lang: String,
    /// Whether every item has an answer.
    pub status: Status,
    /// When the form was first shown, ISO 8601 in UTC; `None` when it never was.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub started_at: Option<String>,
    /// When it was sent, ISO 8601 in UTC; `None` when it was not.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub submitted_at: Option<String>,
    /// Milliseconds from the first showing to this result, by a clock that never jumps.
    pub duration_ms: u32,
    /// One entry per item, in the instrument's order.
    pub answers: Vec<AnswerEntry>,
    /// The scored answers.
    pub outcome: Outcome,
    /// How the total differs from earlier ones; `None` where there is nothing to compare.
    pub change: Option<Change>,
    /// How the answers were given.
    pub quality: Quality,
}

/// Which instrument, in which version.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstrumentName {
    /// The instrument's id.
    pub id: String,
    /// The instrument's version.
    pub version: String,
}

/// Whether every item has an answer.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Every item has an answer.
    Complete,
    /// At least one item has none.
    Partial,
}

/// One item's answer in a result.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerEntry {
    /// The item's id.
    pub item: String,
    /// The answer on the raw scale; `None` when the item is unanswered, never a default.
    pub value: Option<i32>,
    /// Milliseconds from the first showing to the item's first touch.
    pub first_touch_ms: Option<u32>,
    /// How often the answer was given, changed or cleared; the steps of one drag count once.
    pub changes: u32,
    /// What the answer was given with.
    pub input: Option<Input>,
}

/// A moment, as the element's clocks tell it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moment {
    /// Milliseconds by a clock that never jumps, from any origin.
    pub ms: f64,
    /// The time of day, ISO 8601 in UTC.
    pub utc: String,
}

impl Moment {
    /// Whole milliseconds since `start`, never negative.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    pub fn since(&self, start: &Self) -> u32 {
        (self.ms - start.ms).round() as u32
    }
}

impl From<&Instrument> for InstrumentName {
    fn from(instrument: &Instrument) -> Self {
        Self { id: instrument.id.clone(), version: instrument.version.clone() }
    }
}

/// The outcome of the answers as they show now.
pub(crate) fn outcome(instrument: &Instrument, answers: &[Answer]) -> Outcome {
    score(instrument, answers.iter().map(Answer::value))
}

/// The answers with their items' ids.
pub(crate) fn entries(instrument: &Instrument, answers: &[Answer]) -> Vec<AnswerEntry> {
    let entry = |(item, answer): (&Arc<Item>, &Answer)| AnswerEntry {
        item: item.id.clone(),
        value: answer.value(),
        first_touch_ms: answer.first_touch_ms,
        changes: answer.changes,
        input: answer.input(),
    };
    instrument.items.iter().zip(answers).map(entry).collect()
}
