//! How a form is sent, and how it is left.

use super::{Dialog, Environment, Form, Phase};
use crate::config::Mode;
use crate::event::{Event, Reason};

impl Form {
    pub(super) fn submit(&mut self, env: &impl Environment) -> Vec<Event> {
        if !self.is_answerable() || !self.is_showing() {
            return Vec::new();
        }
        self.leaving = false;
        self.missing.0 = self.first_missing();
        if self.missing.0.is_some() {
            self.missing.1 += 1;
            self.reviewing = false;
            return Vec::new();
        }
        if self.config.review && !std::mem::replace(&mut self.reviewing, true) {
            return Vec::new();
        }
        self.attempt += 1;
        self.phase = Phase::Sending;
        self.gesture = None;
        self.submitted = self.result(env.now(), true);
        self.submitted.clone().map(Event::Submit).into_iter().collect()
    }

    /// The first item that needs an answer and has none.
    pub(super) fn first_missing(&self) -> Option<usize> {
        let mut items = self.instrument()?.items.iter().zip(&self.answers);
        items.position(|(item, answer)| self.config.needs(item) && answer.value().is_none())
    }

    /// What sending came to, when the host said so at once.
    pub(super) fn turn(&mut self, phase: Phase) -> Vec<Event> {
        if self.phase != Phase::Sending {
            return Vec::new();
        }
        self.phase = phase;
        self.submitted = self.submitted.take().filter(|_| phase == Phase::Sent);
        Vec::new()
    }

    pub(super) fn settled(&mut self, id: String, attempt: u32, saved: Result<(), String>) -> Vec<Event> {
        let current = self.phase == Phase::Sending && self.id == id && self.attempt == attempt;
        let (phase, event) = match saved {
            Ok(()) => (Phase::Sent, Event::Saved { id, attempt }),
            Err(message) => (Phase::NotSaved, Event::SaveFailed { id, attempt, message }),
        };
        if current {
            self.phase = phase;
            self.stored = phase == Phase::Sent;
        }
        vec![event]
    }

    pub(super) fn dismiss(&mut self, reason: Reason, env: &impl Environment) -> Vec<Event> {
        if reason == Reason::Skip && !self.is_answerable() {
            return Vec::new();
        }
        if self.leaving && reason == Reason::Escape {
            // Not to be asked is no answer: it is asked again.
            (self.leaving, self.asked) = (false, false);
            return Vec::new();
        }
        let unsent = matches!(self.phase, Phase::Answering | Phase::NotSaved);
        let asks = matches!(reason, Reason::Close | Reason::Escape) && self.is_open();
        if asks && unsent && self.has_answers() && !std::mem::replace(&mut self.asked, true) {
            self.leaving = true;
            return Vec::new();
        }
        let showing = self.is_showing();
        self.dialog = Dialog::Closed;
        if !showing || !unsent {
            return Vec::new();
        }
        let result = self.result(env.now(), false);
        self.phase = Phase::Dismissed;
        self.gesture = None;
        vec![Event::Dismiss { reason, result }]
    }

    /// What there is when the page is left. A result that is on its way may be lost with the page, so it counts too.
    pub(super) fn unload(&self, env: &impl Environment) -> Vec<Event> {
        let due = match self.phase {
            Phase::Answering => self.is_showing() && self.instrument().is_some(),
            // Be it closed meanwhile.
            Phase::Sending | Phase::NotSaved => true,
            Phase::Sent | Phase::Dismissed => false,
        };
        if !due {
            return Vec::new();
        }
        let sending = self.submitted.clone().filter(|_| self.phase == Phase::Sending);
        vec![Event::Dismiss {
            reason: Reason::Unload,
            result: sending.or_else(|| self.result(env.now(), false)),
        }]
    }

    fn is_showing(&self) -> bool {
        self.is_open() || self.config.mode == Mode::Inline
    }
}
