//! The events of a form, each with its name and detail, before the script dispatches them on the element.

use std::rc::Rc;

use serde::{Serialize, Serializer};

use crate::data::diagnostics::Diagnostic;
use crate::instrument::InstrumentRef;
use crate::scoring::answers::{Response, is_false};
use crate::scoring::result::FeedbackResult;
use crate::scoring::score::Outcome;

/// One event. It serializes to the event's `detail`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Event {
    /// The form can be answered: an inline form shows, a dialog can open.
    Ready {
        /// Version of this crate.
        version: &'static str,
        /// The instrument asked.
        instrument: InstrumentRef,
    },
    /// A dialog opened.
    Open {},
    /// A dialog went away, in whatever way.
    Close {
        /// Whether the form was sent.
        sent: bool,
        /// Whether the host confirmed that it stored the result.
        stored: bool,
    },
    /// A value moved, by a step or more.
    Input {
        /// The item's id.
        item: String,
        /// The value shown now.
        value: i32,
    },
    /// An answer was given, changed or cleared.
    Change {
        /// The item's id.
        item: String,
        /// The answer; `None` if it was cleared, or if the item does not apply.
        value: Option<i32>,
        /// Whether the answer is that the item does not apply.
        #[serde(skip_serializing_if = "is_false")]
        not_applicable: bool,
        /// All answers by item id, in their short form.
        #[serde(serialize_with = "as_object")]
        answers: Vec<(String, Option<Response>)>,
        /// The outcome of the answers so far.
        outcome: Outcome,
    },
    /// The respondent sends the form.
    Submit(Rc<FeedbackResult>),
    /// The host stored the result.
    Saved {
        /// The result's id.
        id: String,
        /// The attempt that succeeded, from 1.
        attempt: u32,
    },
    /// The host failed to store the result.
    SaveFailed {
        /// The result's id.
        id: String,
        /// The attempt that failed, from 1.
        attempt: u32,
        /// The reason with which the host's promise was rejected.
        message: String,
    },
    /// The form ended unsent.
    Dismiss {
        /// The way in which it ended.
        reason: DismissReason,
        /// The result so far; `None` if there was no usable instrument.
        result: Option<Rc<FeedbackResult>>,
    },
    /// The host's configuration has faults. The script adds a `message` with all of them.
    Error {
        /// Always `config-invalid`; the other codes concern the WASM module, and come from the script.
        code: &'static str,
        /// Whether the faults leave no form to show.
        fatal: bool,
        /// Each fault.
        problems: Vec<Diagnostic>,
    },
}

/// The way in which a form ended unsent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DismissReason {
    /// The skip button.
    Skip,
    /// The close button.
    Close,
    /// The Escape key, or a phone's back gesture.
    Escape,
    /// The host, by `close()`.
    Host,
    /// The page is left. If it comes back, the form goes on.
    Unload,
}

impl Event {
    /// Returns the DOM event's type.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "rapport-ready",
            Self::Open {} => "rapport-open",
            Self::Close { .. } => "rapport-close",
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

fn as_object<S: Serializer>(answers: &[(String, Option<Response>)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(answers.iter().map(|(item, value)| (item, value)))
}
