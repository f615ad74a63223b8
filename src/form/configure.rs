//! The beginning of a form: its configuration, its first showing, and the answers that it starts with.

use std::rc::Rc;

use super::slider::OtherGesture;
use super::{Dialog, Environment, Form, Phase, Timestamp, UnsentScreen};
use crate::config::{Config, Mode};
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::event::Event;
use crate::instrument::InstrumentRef;
use crate::scoring::answers::{Answer, AnswerEntry};
use crate::scoring::draft::Draft;

impl Form {
    pub(super) fn configure(
        &mut self,
        mut config: Config,
        problems: Vec<Diagnostic>,
        env: &impl Environment,
    ) -> Vec<Event> {
        let other_session = self.config.session_id.is_some() && self.config.session_id != config.session_id;
        let same_instrument = self.config.has_instrument_of(&config);
        self.initial_answers_due |= !same_instrument || self.config.initial_answers != config.initial_answers;
        self.draft_lookup_due = !same_instrument || self.config.draft_key != config.draft_key;
        let (opens, closes) = (config.open && !self.is_open(), self.is_open() && !config.open);
        if self.config.mode != config.mode {
            self.started = (self.is_rendered && config.mode == Mode::Inline).then(|| env.now());
        }
        if same_instrument {
            // The same pointer, so that the view redraws no item.
            config.instrument.clone_from(&self.config.instrument);
        }
        self.config = Rc::new(config);
        let is_other_form = other_session || !same_instrument;
        if is_other_form || (opens && matches!(self.phase, Phase::Sent | Phase::Dismissed)) {
            self.begin(env);
        }
        if self.is_unsent() && std::mem::take(&mut self.initial_answers_due) {
            self.apply_initial_answers();
        }
        let mut events = self.report(problems);
        events.extend(self.ready());
        if opens {
            self.dialog = Dialog::Opening;
        } else if closes {
            // A framework or a server's patch takes `open` away, too: the form stays as it is.
            events.extend(self.close_dialog());
        }
        events
    }

    /// Applies the host's initial answers to untouched items: answers that the respondent gave stay.
    fn apply_initial_answers(&mut self) {
        let untouched = |(answer, _): &(&mut Answer, _)| answer.response().is_none() && answer.changes == 0;
        for (answer, value) in self.answers.iter_mut().zip(&self.config.initial_answers).filter(untouched) {
            answer.set_initial(*value);
        }
    }

    /// Restores an unsent form with its id and attempt. Answers that the respondent gave meanwhile stay.
    pub(super) fn restore_draft(&mut self, draft: &Json, env: &impl Environment) -> Vec<Event> {
        let is_new = self.attempt == 0 && self.is_unsent();
        let instrument = self.instrument().filter(|_| is_new);
        let Some(draft) = instrument.and_then(|instrument| Draft::read(instrument, draft)) else {
            return Vec::new();
        };
        let restored = |(answer, entry): &(&mut Answer, &AnswerEntry)| {
            answer.changes == 0 && (entry.value.is_some() || entry.changes > 0)
        };
        for (answer, entry) in self.answers.iter_mut().zip(&draft.answers).filter(restored) {
            answer.restore(entry);
        }
        self.id = draft.id;
        self.attempt = draft.attempt;
        if let Some(utc) = draft.started_at {
            self.started = Some(Timestamp { ms: env.now().ms - f64::from(draft.duration_ms), utc });
        }
        Vec::new()
    }

    /// Returns an error event for faults that differ from those last reported.
    fn report(&mut self, problems: Vec<Diagnostic>) -> Vec<Event> {
        if problems == self.problems {
            return Vec::new();
        }
        self.problems.clone_from(&problems);
        if problems.is_empty() {
            return Vec::new();
        }
        let fatal = problems.iter().any(|problem| problem.fatal);
        vec![Event::Error { code: "config-invalid", fatal, problems }]
    }

    pub(super) fn begin(&mut self, env: &impl Environment) -> Vec<Event> {
        let items = self.instrument().map_or(0, |instrument| instrument.items.len());
        let is_showing = self.is_open() || (self.is_rendered && self.config.mode == Mode::Inline);
        self.answers = vec![Answer::default(); items];
        self.phase = Phase::Answering;
        self.screen = UnsentScreen::FIRST;
        self.id = env.new_id();
        self.attempt = 0;
        self.started = is_showing.then(|| env.now());
        self.gesture = None;
        self.submitted = None;
        self.uses_buttons = false;
        self.is_stored = false;
        self.missing.0 = None;
        Vec::new()
    }

    pub(super) fn use_buttons(&mut self, uses_buttons: bool) -> Vec<Event> {
        (self.uses_buttons, self.gesture, self.other_gesture) = (uses_buttons, None, OtherGesture::None);
        Vec::new()
    }

    pub(super) fn rendered(&mut self, env: &impl Environment) -> Vec<Event> {
        self.is_rendered = true;
        if self.config.mode == Mode::Inline {
            self.started.get_or_insert_with(|| env.now());
        }
        self.ready()
    }

    /// Returns the ready event the first time that the form can be answered.
    fn ready(&mut self) -> Vec<Event> {
        let can_be_answered = self.is_rendered && !self.is_ready;
        let Some(instrument) = self.config.instrument.as_ref().filter(|_| can_be_answered) else {
            return Vec::new();
        };
        self.is_ready = true;
        vec![Event::Ready { version: crate::VERSION, instrument: InstrumentRef::from(&**instrument) }]
    }

    /// Returns the open event, unless the dialog only came up again after it was moved in the page.
    pub(super) fn dialog_opened(&mut self, env: &impl Environment) -> Vec<Event> {
        self.started.get_or_insert_with(|| env.now());
        let was_open = std::mem::replace(&mut self.dialog, Dialog::Open) == Dialog::Open;
        if was_open { Vec::new() } else { vec![Event::Open {}] }
    }
}
