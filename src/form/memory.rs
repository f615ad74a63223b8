//! What a form is, kept outside of the program that runs it: after a crash a fresh program goes on from there. It knows
//! nothing of crashes, only how to be the same form again.

use std::rc::Rc;

use serde::Serialize;

use super::{Environment, Form, Phase};
use crate::draft::{Draft, moment};
use crate::event::Event;
use crate::json::Json;
use crate::problem::Place;
use crate::result::{FeedbackResult, Moment};

/// A form as it was after an action.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Memory {
    /// How far along it is.
    pub phase: Phase,
    /// Whether its dialog shows.
    pub open: bool,
    /// Whether the host said that it has the result.
    pub stored: bool,
    /// Whether buttons stand in place of sliders.
    pub buttons: bool,
    /// The result as it was sent or, unsent, as it stands; `None` where there is nothing to ask.
    pub result: Option<Rc<FeedbackResult>>,
}

impl Form {
    /// The form as it is now.
    #[must_use]
    pub fn memory(&self, env: &impl Environment) -> Memory {
        let sent = self.submitted.clone().filter(|_| matches!(self.phase, Phase::Sending | Phase::Sent));
        Memory {
            phase: self.phase,
            open: self.is_open(),
            stored: self.stored,
            buttons: self.buttons,
            result: sent.or_else(|| self.result(env.now(), false)),
        }
    }

    /// Becomes the form that is remembered, if that was of this instrument and session.
    pub(super) fn revive(&mut self, memory: &Json, env: &impl Environment) -> Vec<Event> {
        let known = memory.get("result").and_then(|result| {
            let session = result.get("sessionId").and_then(Json::text);
            let draft = Draft::read(self.instrument()?, result)?;
            (session == self.config.session_id.as_deref()).then_some(())?;
            Some((
                draft.duration_ms,
                Place::read("result", result, |place| moment(place, "submittedAt")).0,
                result,
            ))
        });
        let Some((duration_ms, submitted, result)) = known else { return Vec::new() };
        let is = |key| memory.get(key) == Some(&Json::Bool(true));
        let phase = match memory.get("phase").and_then(Json::text) {
            Some("sending") => Phase::Sending,
            Some("not-saved") => Phase::NotSaved,
            Some("sent") => Phase::Sent,
            Some("dismissed") => Phase::Dismissed,
            _ => Phase::Answering,
        };
        if matches!(phase, Phase::Sent | Phase::Dismissed) && self.is_open() && !is("open") {
            // The host opens it again: that begins afresh.
            return Vec::new();
        }
        self.begin(env);
        self.resume(result, env);
        (self.phase, self.stored, self.buttons) = (phase, is("stored"), is("buttons"));
        if let Some(utc) = submitted {
            let start = self.started.as_ref().map_or(0.0, |start| start.ms);
            self.submitted = self.result(Moment { ms: start + f64::from(duration_ms), utc }, true);
        }
        Vec::new()
    }
}
