//! The end of a form: sending it, and leaving it unsent.

use super::{Dialog, Environment, Form, Phase, UnsentScreen};
use crate::config::Mode;
use crate::event::{DismissReason, Event};

impl Form {
    pub(super) fn submit(&mut self, env: &impl Environment) -> Vec<Event> {
        if !self.is_editable() || !self.is_showing() {
            return Vec::new();
        }
        self.screen = self.screen.without_leave();
        self.missing.0 = self.first_missing();
        if self.missing.0.is_some() {
            self.missing.1 += 1;
            self.screen = self.screen.questions();
            return Vec::new();
        }
        if self.config.review && !self.screen.is_reviewing() {
            self.screen = self.screen.review();
            return Vec::new();
        }
        self.attempt += 1;
        self.phase = Phase::Sending;
        self.gesture = None;
        self.submitted = self.result(env.now(), true);
        self.submitted.clone().map(Event::Submit).into_iter().collect()
    }

    /// Returns the index of the first required item without an answer.
    pub(super) fn first_missing(&self) -> Option<usize> {
        let mut items = self.instrument()?.items.iter().zip(&self.answers);
        items.position(|(item, answer)| self.config.is_required(item) && answer.response().is_none())
    }

    /// Ends sending at once: the submit event was prevented, or no listener asked for time to store the result.
    pub(super) fn finish_submit(&mut self, phase: Phase) -> Vec<Event> {
        if self.phase != Phase::Sending {
            return Vec::new();
        }
        self.phase = phase;
        self.submitted = self.submitted.take().filter(|_| phase == Phase::Sent);
        Vec::new()
    }

    pub(super) fn settled(&mut self, id: String, attempt: u32, saved: Result<(), String>) -> Vec<Event> {
        let is_current = self.phase == Phase::Sending && self.id == id && self.attempt == attempt;
        let (phase, event) = match saved {
            Ok(()) => (Phase::Sent, Event::Saved { id, attempt }),
            Err(message) => (Phase::NotSaved, Event::SaveFailed { id, attempt, message }),
        };
        if is_current {
            self.phase = phase;
            self.is_stored = phase == Phase::Sent;
        }
        vec![event]
    }

    pub(super) fn dismiss(&mut self, reason: DismissReason, env: &impl Environment) -> Vec<Event> {
        if reason == DismissReason::Skip && !self.is_editable() {
            return Vec::new();
        }
        if matches!(self.screen, UnsentScreen::Leave { .. }) && reason == DismissReason::Escape {
            self.screen = self.screen.escape_leave();
            return Vec::new();
        }
        let may_ask = matches!(reason, DismissReason::Close | DismissReason::Escape) && self.is_open();
        if may_ask && self.is_unsent() && self.has_answers() && !self.screen.was_asked() {
            self.screen = self.screen.leave();
            return Vec::new();
        }
        let ends = self.is_showing() && self.is_unsent();
        let mut events = Vec::new();
        if ends {
            let result = self.result(env.now(), false);
            self.phase = Phase::Dismissed;
            self.gesture = None;
            events.push(Event::Dismiss { reason, result });
        }
        events.extend(self.close_dialog());
        events
    }

    /// Closes the dialog. Returns the close event if it was open.
    pub(super) fn close_dialog(&mut self) -> Option<Event> {
        let was_open = std::mem::replace(&mut self.dialog, Dialog::Closed) != Dialog::Closed;
        was_open.then(|| Event::Close { sent: self.phase == Phase::Sent, stored: self.is_stored() })
    }

    /// Returns the dismiss event of a page that is left. It covers a result that is being sent, since its request may be
    /// lost with the page.
    pub(super) fn unload(&self, env: &impl Environment) -> Vec<Event> {
        let is_due = match self.phase {
            // A hidden dialog may hold answers.
            Phase::Answering => (self.is_showing() || self.has_answers()) && self.instrument().is_some(),
            // Even if the dialog was closed meanwhile.
            Phase::Sending | Phase::NotSaved => true,
            Phase::Sent | Phase::Dismissed => false,
        };
        if !is_due {
            return Vec::new();
        }
        let sending = self.submitted.clone().filter(|_| self.phase == Phase::Sending);
        let result = sending.or_else(|| self.result(env.now(), false));
        vec![Event::Dismiss { reason: DismissReason::Unload, result }]
    }

    fn is_showing(&self) -> bool {
        self.is_open() || self.config.mode == Mode::Inline
    }
}
