//! A form's result, as the host receives it. Ids and times are arguments: no clock is read here.

use serde::Serialize;

use super::answers::{Answer, AnswerEntry};
use super::change::{Change, change};
use super::draft::Draft;
use super::quality::{Quality, quality};
use super::score::{Outcome, score};
use crate::instrument::{Instrument, InstrumentRef};

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
    /// Number of this attempt to send the form, from 1; 0 if it was never sent.
    pub attempt: u32,
    /// The host's own id for the session, unchanged.
    pub session_id: Option<String>,
    /// The instrument asked.
    pub instrument: InstrumentRef,
    /// Language of the questions, as a BCP 47 tag.
    pub lang: String,
    /// Whether every item has an answer.
    pub status: Status,
    /// Time of the form's first showing, ISO 8601 in UTC; `None` if it never showed.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub started_at: Option<String>,
    /// Time of sending, ISO 8601 in UTC; `None` if it was not sent.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub submitted_at: Option<String>,
    /// Milliseconds from the form's first showing to this result, by a monotonic clock.
    pub duration_ms: u32,
    /// One entry per item, in the instrument's order.
    pub answers: Vec<AnswerEntry>,
    /// The scored answers.
    pub outcome: Outcome,
    /// The change against earlier totals; `None` without one to compare.
    pub change: Option<Change>,
    /// The response quality.
    pub quality: Quality,
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

impl FeedbackResult {
    /// Returns the result of a form that was filled in as far as `draft`: scores its answers, and compares the total
    /// with `history`, the earlier totals, oldest first.
    pub(crate) fn new(
        instrument: &Instrument,
        draft: Draft,
        session_id: Option<String>,
        lang: String,
        submitted_at: Option<String>,
        history: &[Option<f64>],
    ) -> Self {
        let Draft { id, attempt, instrument: reference, started_at, duration_ms, answers } = draft;
        let values: Vec<_> = answers.iter().map(AnswerEntry::response).collect();
        let outcome = score(instrument, values.clone());
        let is_complete = outcome.answered == outcome.items;
        Self {
            schema: SCHEMA,
            id,
            attempt,
            session_id,
            instrument: reference,
            lang,
            status: if is_complete { Status::Complete } else { Status::Partial },
            started_at,
            submitted_at,
            duration_ms,
            change: change(instrument, outcome.total, history),
            quality: quality(instrument, values, &outcome, duration_ms, history),
            outcome,
            answers,
        }
    }
}

/// Scores the answers shown now.
pub(crate) fn outcome(instrument: &Instrument, answers: &[Answer]) -> Outcome {
    // Collected, so that the WASM module contains the scoring rule for one type of iterator.
    score(instrument, answers.iter().map(Answer::response).collect::<Vec<_>>())
}
