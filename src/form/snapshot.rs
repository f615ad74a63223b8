//! A snapshot of a form, kept outside the instance that runs it. After a crash a new instance restores it.

use std::rc::Rc;

use serde::Serialize;

use super::{Environment, Form, Phase, Timestamp};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::event::Event;
use crate::scoring::draft::{Draft, date_time};
use crate::scoring::result::FeedbackResult;

/// The state of a form after an action.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// The phase.
    pub phase: Phase,
    /// Whether the dialog is open.
    pub open: bool,
    /// Whether the host confirmed that it stored the result.
    pub stored: bool,
    /// Whether buttons replace the sliders.
    pub buttons: bool,
    /// The result that was sent, else the result so far; `None` without a usable instrument.
    pub result: Option<Rc<FeedbackResult>>,
}

impl Form {
    /// Returns a snapshot of the form.
    #[must_use]
    pub fn snapshot(&self, env: &impl Environment) -> Snapshot {
        let sent = self.submitted.clone().filter(|_| matches!(self.phase, Phase::Sending | Phase::Sent));
        Snapshot {
            phase: self.phase,
            open: self.is_open(),
            stored: self.is_stored,
            buttons: self.uses_buttons,
            result: sent.or_else(|| self.result(env.now(), false)),
        }
    }

    /// Restores a snapshot of the same instrument and session; ignores any other.
    pub(super) fn restore_snapshot(&mut self, snapshot: &Json, env: &impl Environment) -> Vec<Event> {
        let own = snapshot.get("result").and_then(|result| {
            let session_id = result.get("sessionId").and_then(Json::as_str);
            let draft = Draft::read(self.instrument()?, result)?;
            (session_id == self.config.session_id.as_deref()).then_some((draft.duration_ms, result))
        });
        let Some((duration_ms, result)) = own else { return Vec::new() };
        let is = |key| snapshot.get(key) == Some(&Json::Bool(true));
        let phase = match snapshot.get("phase").and_then(Json::as_str) {
            Some("sending") => Phase::Sending,
            Some("not-saved") => Phase::NotSaved,
            Some("sent") => Phase::Sent,
            Some("dismissed") => Phase::Dismissed,
            _ => Phase::Answering,
        };
        if matches!(phase, Phase::Sent | Phase::Dismissed) && self.is_open() && !is("open") {
            // The host opened the dialog since: a new form has begun.
            return Vec::new();
        }
        self.begin(env);
        self.restore_draft(result, env);
        (self.phase, self.is_stored, self.uses_buttons) = (phase, is("stored"), is("buttons"));
        let (submitted_at, _) = JsonCursor::read("result", result, |cursor| date_time(cursor, "submittedAt"));
        if let Some(utc) = submitted_at {
            let start = self.started.as_ref().map_or(0.0, |start| start.ms);
            self.submitted = self.result(Timestamp { ms: start + f64::from(duration_ms), utc }, true);
        }
        Vec::new()
    }
}
