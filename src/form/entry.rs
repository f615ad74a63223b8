//! What a form is to the page's own `<form>` that it stands in: a value, something to restore it from, and whether it
//! is valid. It decides nothing about sending.

use std::rc::Rc;

use serde::Serialize;

use super::{Environment, Form, Phase};
use crate::draft::Draft;
use crate::result::FeedbackResult;
use crate::strings::Key;

/// A form as a form control.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The value: the result as it was sent or, unsent, as it stands; `None` without an answer, and where the client
    /// left the form.
    pub result: Option<Rc<FeedbackResult>>,
    /// What an unsent form can be restored from.
    pub draft: Option<Draft>,
    /// Why the form is not valid, and at which item, from 0.
    pub missing: Option<(usize, String)>,
}

impl Form {
    /// The form as a form control. It is invalid while an item that needs an answer has none; if only the instrument
    /// says so, then only once there is any answer, for the whole form may be left out. Who skipped it is done with it.
    #[must_use]
    pub fn entry(&self, env: &impl Environment) -> Entry {
        let left = self.phase == Phase::Dismissed;
        let begun = !left && (self.submitted.is_some() || self.has_answers());
        let due = !left && (self.config.required || begun);
        let missing = self.first_missing().filter(|_| due && self.phase != Phase::Sent);
        let sent = self.submitted.clone().filter(|_| matches!(self.phase, Phase::Sending | Phase::Sent));
        Entry {
            result: if begun { sent.or_else(|| self.result(env.now(), false)) } else { None },
            draft: self.unsent(env),
            missing: missing.map(|place| (place, self.config.strings.say(Key::Missing).to_owned())),
        }
    }
}
