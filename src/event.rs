//! What the host hears: every event with its name and detail, before it becomes a DOM event.

use std::rc::Rc;

use serde::{Serialize, Serializer};

use crate::problem::Problem;
use crate::result::{FeedbackResult, InstrumentName};
use crate::score::Outcome;

/// One event. It serializes to the event's `detail`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Event {
    /// The form can be answered: inline it shows, a dialog would open at once.
    Ready {
        /// Version of this crate.
        version: &'static str,
        /// What is asked.
        instrument: InstrumentName,
    },
    /// A dialog opened.
    Open {},
    /// A value moved, by a step or more.
    Input {
        /// The item's id.
        item: String,
        /// The value that shows now.
        value: i32,
    },
    /// An answer was given, changed or cleared.
    Change {
        /// The item's id.
        item: String,
        /// The answer; `None` when it was cleared.
        value: Option<i32>,
        /// All answers by item id.
        #[serde(serialize_with = "as_map")]
        answers: Vec<(String, Option<i32>)>,
        /// The outcome so far.
        outcome: Outcome,
    },
    /// The client sends.
    Submit(Rc<FeedbackResult>),
    /// The host stored the result.
    Saved {
        /// The result's id.
        id: String,
        /// The attempt that succeeded, from 1.
        attempt: u32,
    },
    /// The host could not store the result.
    SaveFailed {
        /// The result's id.
        id: String,
        /// The attempt that failed, from 1.
        attempt: u32,
        /// What the host's promise was rejected with.
        message: String,
    },
    /// Skipped or closed unsent.
    Dismiss {
        /// How.
        reason: Reason,
        /// The result so far; `None` when nothing could be asked.
        result: Option<Rc<FeedbackResult>>,
    },
    /// The host's configuration is wrong.
    Error {
        /// Always `config-invalid`; the other codes are about the program itself, not the form.
        code: &'static str,
        /// All problems in one line.
        message: String,
        /// Whether there is no form because of it.
        fatal: bool,
        /// Each problem.
        problems: Vec<Problem>,
    },
}

/// How a form was left unsent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The skip button.
    Skip,
    /// The close button.
    Close,
    /// The Escape key, or the phone's back gesture.
    Escape,
    /// The host, by `close()` or by removing `open`.
    Host,
    /// The page is left; should it come back, the form still stands.
    Unload,
}

impl Event {
    /// The DOM event's type.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "rapport-ready",
            Self::Open {} => "rapport-open",
            Self::Input { .. } => "rapport-input",
            Self::Change { .. } => "rapport-change",
            Self::Submit(_) => "rapport-submit",
            Self::Saved { .. } => "rapport-saved",
            Self::SaveFailed { .. } => "rapport-save-failed",
            Self::Dismiss { .. } => "rapport-dismiss",
            Self::Error { .. } => "rapport-error",
        }
    }
}

fn as_map<S: Serializer>(answers: &[(String, Option<i32>)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(answers.iter().map(|(item, value)| (item, value)))
}
