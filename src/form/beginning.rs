//! How a form begins: what it is configured to be, that it shows, and the answers that it begins with.

use std::rc::Rc;

use super::{Dialog, Environment, Form, Phase};
use crate::answers::Answer;
use crate::config::{Config, Mode};
use crate::draft::Draft;
use crate::event::{Event, Reason};
use crate::json::Json;
use crate::problem::{Problem, sentence};
use crate::result::{AnswerEntry, InstrumentName, Moment};

impl Form {
    pub(super) fn configure(
        &mut self,
        mut config: Config,
        problems: Vec<Problem>,
        env: &impl Environment,
    ) -> Vec<Event> {
        let other_session = self.config.session_id.is_some() && self.config.session_id != config.session_id;
        let same_instrument = self.config.instrument == config.instrument;
        self.drafted |= self.config.draft != config.draft;
        self.recalls = !same_instrument || self.config.drawer != config.drawer;
        let (opens, closes) = (config.open && !self.is_open(), self.is_open() && !config.open);
        if self.config.mode != config.mode {
            self.started = (self.rendered && config.mode == Mode::Inline).then(|| env.now());
        }
        if same_instrument {
            // The very same, so that nothing is drawn anew.
            config.instrument.clone_from(&self.config.instrument);
        }
        self.config = Rc::new(config);
        let other = other_session || !same_instrument;
        if other || (opens && matches!(self.phase, Phase::Sent | Phase::Dismissed)) {
            self.begin(env);
        }
        if self.is_unsent() && std::mem::take(&mut self.drafted) {
            self.restore();
        }
        let mut events = self.report(problems);
        events.extend(self.ready());
        if opens {
            self.dialog = Dialog::Opening;
        } else if closes {
            events.extend(self.dismiss(Reason::Host, env));
        }
        events
    }

    /// Takes the answers that the host gives, where the client has not answered yet: a draft that comes late takes
    /// nothing back.
    fn restore(&mut self) {
        let untouched = |(answer, _): &(&mut Answer, _)| answer.value().is_none() && answer.changes == 0;
        for (answer, value) in self.answers.iter_mut().zip(&self.config.draft).filter(untouched) {
            answer.restore(*value);
        }
    }

    /// Takes up an unsent form where it was left, with its id: sent before or not, it is the same form. What the
    /// client did here already stays.
    pub(super) fn resume(&mut self, kept: &Json, env: &impl Environment) -> Vec<Event> {
        let fresh = self.attempt == 0 && self.is_unsent();
        let Some(draft) = self.instrument().filter(|_| fresh).and_then(|asked| Draft::read(asked, kept))
        else {
            return Vec::new();
        };
        let taken = |(answer, left): &(&mut Answer, &AnswerEntry)| {
            answer.changes == 0 && (left.value.is_some() || left.changes > 0)
        };
        for (answer, left) in self.answers.iter_mut().zip(&draft.answers).filter(taken) {
            answer.resume(left);
        }
        self.id = draft.id;
        self.attempt = draft.attempt;
        if let Some(utc) = draft.started_at {
            self.started = Some(Moment { ms: env.now().ms - f64::from(draft.duration_ms), utc });
        }
        Vec::new()
    }

    /// Tells of problems, unless they are the ones told of last.
    fn report(&mut self, problems: Vec<Problem>) -> Vec<Event> {
        if problems == self.problems {
            return Vec::new();
        }
        self.problems.clone_from(&problems);
        if problems.is_empty() {
            return Vec::new();
        }
        let message = sentence(&problems);
        let fatal = problems.iter().any(|problem| problem.fatal);
        vec![Event::Error { code: "config-invalid", message, fatal, problems }]
    }

    pub(super) fn begin(&mut self, env: &impl Environment) -> Vec<Event> {
        let items = self.instrument().map_or(0, |instrument| instrument.items.len());
        let showing = self.is_open() || (self.rendered && self.config.mode == Mode::Inline);
        self.answers = vec![Answer::default(); items];
        self.phase = Phase::Answering;
        self.id = env.new_id();
        self.attempt = 0;
        self.started = showing.then(|| env.now());
        self.gesture = None;
        self.submitted = None;
        (self.buttons, self.reviewing, self.leaving, self.asked) = (false, false, false, false);
        (self.stored, self.missing.0) = (false, None);
        Vec::new()
    }

    pub(super) fn rendered(&mut self, env: &impl Environment) -> Vec<Event> {
        self.rendered = true;
        if self.config.mode == Mode::Inline {
            self.started.get_or_insert_with(|| env.now());
        }
        self.ready()
    }

    /// Tells, once, that the form can be answered.
    fn ready(&mut self) -> Vec<Event> {
        let Some(instrument) = self.config.instrument.as_ref().filter(|_| self.rendered && !self.ready)
        else {
            return Vec::new();
        };
        self.ready = true;
        vec![Event::Ready { version: crate::VERSION, instrument: InstrumentName::from(&**instrument) }]
    }

    /// A dialog that was moved in the page comes up again, but has not opened again.
    pub(super) fn opened(&mut self, env: &impl Environment) -> Vec<Event> {
        self.started.get_or_insert_with(|| env.now());
        let again = std::mem::replace(&mut self.dialog, Dialog::Open) == Dialog::Open;
        if again { Vec::new() } else { vec![Event::Open {}] }
    }
}
