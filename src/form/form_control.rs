//! The form as a control of the page's `<form>` around it: its value, its validity, and the data to restore it from.

use std::rc::Rc;

use serde::Serialize;

use super::{Environment, Form, Phase};
use crate::scoring::draft::Draft;
use crate::scoring::result::FeedbackResult;
use crate::strings::MessageKey;

/// The state of the form as a form control.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormControlState {
    /// The value: the result that was sent, else the result so far; `None` without an answer, and after the form was
    /// skipped or closed.
    pub result: Option<Rc<FeedbackResult>>,
    /// The draft from which an unsent form can be restored.
    pub draft: Option<Draft>,
    /// The first required item without an answer, by index, and the validation message.
    pub missing: Option<(usize, String)>,
}

impl Form {
    /// Returns the state of the form as a form control.
    ///
    /// It is invalid while a required item has no answer. If only the instrument requires the item, it is invalid only
    /// once there is an answer: the form as a whole is optional. After skip or close it is valid and has no value.
    #[must_use]
    pub fn form_control(&self, env: &impl Environment) -> FormControlState {
        let is_left = self.phase == Phase::Dismissed;
        let has_begun = !is_left && (self.submitted.is_some() || self.has_answers());
        let is_due = !is_left && (self.config.required || has_begun);
        let missing = self.first_missing().filter(|_| is_due && self.phase != Phase::Sent);
        let sent = self.submitted.clone().filter(|_| matches!(self.phase, Phase::Sending | Phase::Sent));
        FormControlState {
            result: if has_begun { sent.or_else(|| self.result(env.now(), false)) } else { None },
            draft: self.draft(env),
            missing: missing.map(|index| (index, self.config.strings.text(MessageKey::Missing).to_owned())),
        }
    }
}
