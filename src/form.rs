//! The form as a state machine: an [`Action`] in, [`Event`]s out. It has no browser, clock, random source or storage.

use std::rc::Rc;

use serde::Serialize;

use crate::config::Config;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::event::{DismissReason, Event};
use crate::instrument::{Instrument, InstrumentRef};
use crate::scoring::answers::{Answer, entries};
use crate::scoring::draft::Draft;
use crate::scoring::result::{FeedbackResult, outcome};
use crate::scoring::score::Outcome;

mod action;
mod configure;
mod environment;
mod form_control;
mod screen;
mod slider;
mod snapshot;
mod submit;

pub use action::{Action, KeyStep, PointerHit, Saves, SliderAction};
pub use environment::{Environment, Timestamp};
pub use form_control::FormControlState;
pub use screen::Screen;
pub use snapshot::Snapshot;

use screen::UnsentScreen;
use slider::{Gesture, OtherGesture};

/// The phase of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The form can be answered.
    Answering,
    /// The host is storing the result.
    Sending,
    /// The host failed to store the result; the form can be answered and sent again.
    NotSaved,
    /// The form is sent.
    Sent,
    /// The form ended unsent.
    Dismissed,
}

/// A form.
#[expect(clippy::struct_excessive_bools, reason = "they are independent of one another")]
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    config: Rc<Config>,
    problems: Vec<Diagnostic>,
    phase: Phase,
    dialog: Dialog,
    screen: UnsentScreen,
    is_rendered: bool,
    is_ready: bool,
    id: String,
    attempt: u32,
    started: Option<Timestamp>,
    answers: Vec<Answer>,
    gesture: Option<Gesture>,
    other_gesture: OtherGesture,
    cancelled_gestures: u32,
    submitted: Option<Rc<FeedbackResult>>,
    /// Whether the host's initial answers are still to be applied.
    initial_answers_due: bool,
    /// Whether the tab may hold a draft that this form has not loaded.
    draft_lookup_due: bool,
    uses_buttons: bool,
    is_stored: bool,
    /// The required item whose answer was missing on the last attempt to send, and the number of such attempts.
    missing: (Option<usize>, u32),
}

/// The state of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialog {
    Closed,
    /// The view has still to open it.
    Opening,
    Open,
}

impl Form {
    /// Returns a form with the default configuration.
    #[must_use]
    pub fn new(env: &impl Environment) -> Self {
        let (config, _) = Config::read(&Json::Null, &Json::Null, &Json::Null);
        let mut form = Self {
            config: Rc::new(config),
            problems: Vec::new(),
            phase: Phase::Answering,
            dialog: Dialog::Closed,
            screen: UnsentScreen::FIRST,
            is_rendered: false,
            is_ready: false,
            id: String::new(),
            attempt: 0,
            started: None,
            answers: Vec::new(),
            gesture: None,
            other_gesture: OtherGesture::None,
            cancelled_gestures: 0,
            submitted: None,
            initial_answers_due: false,
            draft_lookup_due: false,
            uses_buttons: false,
            is_stored: false,
            missing: (None, 0),
        };
        form.begin(env);
        form
    }

    /// Returns the configuration.
    #[must_use]
    pub fn config(&self) -> &Rc<Config> {
        &self.config
    }

    /// Returns the instrument; `None` if the host's instrument is unknown or faulty.
    #[must_use]
    pub fn instrument(&self) -> Option<&Rc<Instrument>> {
        self.config.instrument.as_ref()
    }

    /// Returns the phase.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Returns whether the dialog is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.dialog != Dialog::Closed
    }

    /// Returns whether the view has still to open the dialog.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.dialog == Dialog::Opening
    }

    /// Returns whether the host was told that the form can be answered, and shows. Events of earlier answers have to
    /// wait.
    #[must_use]
    pub fn is_announced(&self) -> bool {
        self.is_ready && !self.is_opening()
    }

    /// Returns one answer per item, in the instrument's order.
    #[must_use]
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// Returns the outcome of the answers so far.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        Some(outcome(self.instrument()?, &self.answers))
    }

    /// Returns whether every item has an answer.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.instrument().is_some() && self.answers.iter().all(|answer| answer.response().is_some())
    }

    /// Returns the result that was last sent.
    #[must_use]
    pub fn submitted(&self) -> Option<&FeedbackResult> {
        self.submitted.as_deref()
    }

    /// Returns whether answers can be given now.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.is_unsent() && !self.config.disabled && self.instrument().is_some()
    }

    fn is_unsent(&self) -> bool {
        matches!(self.phase, Phase::Answering | Phase::NotSaved)
    }

    /// Returns the screen that the respondent sees.
    #[must_use]
    pub fn screen(&self) -> Screen {
        match (self.phase, self.instrument()) {
            (Phase::Sent, _) => Screen::Thanks,
            (Phase::Dismissed, _) => Screen::Dismissed,
            (_, None) => Screen::Unavailable,
            (Phase::Answering | Phase::Sending | Phase::NotSaved, Some(_)) => self.screen.screen(),
        }
    }

    /// Returns whether buttons replace the sliders.
    #[must_use]
    pub fn uses_buttons(&self) -> bool {
        self.uses_buttons
    }

    /// Returns a number that changes when a gesture is cancelled: the view then redraws the slider that the browser
    /// moved.
    #[must_use]
    pub fn cancelled_gestures(&self) -> u32 {
        self.cancelled_gestures
    }

    /// Returns the index of the required item that was unanswered on the last attempt to send, while it is; and the
    /// number of such attempts.
    #[must_use]
    pub fn missing(&self) -> (Option<usize>, u32) {
        let (index, attempts) = self.missing;
        let unanswered =
            |index: &usize| self.answers.get(*index).is_some_and(|answer| answer.response().is_none());
        (index.filter(unanswered), attempts)
    }

    /// Returns whether an answer is nearer to the unfavourable end of its scale than to the favourable one.
    #[must_use]
    pub fn has_low_answer(&self) -> bool {
        self.instrument().is_some_and(|instrument| {
            let mut answers = instrument.items.iter().zip(&self.answers);
            answers.any(|(item, answer)| {
                answer.value().is_some_and(|value| instrument.is_unfavourable(item, value))
            })
        })
    }

    /// Returns the draft to store in the tab; `None` without answers, and once the form is sent or dismissed.
    #[must_use]
    pub fn draft(&self, env: &impl Environment) -> Option<Draft> {
        let is_unsent = !matches!(self.phase, Phase::Sent | Phase::Dismissed) && self.has_answers();
        self.instrument().filter(|_| is_unsent).map(|instrument| self.as_draft(instrument, &env.now()))
    }

    fn as_draft(&self, instrument: &Instrument, now: &Timestamp) -> Draft {
        Draft {
            id: self.id.clone(),
            attempt: self.attempt,
            instrument: InstrumentRef::from(instrument),
            started_at: self.started.as_ref().map(|start| start.utc.clone()),
            duration_ms: self.started.as_ref().map_or(0, |start| now.since(start)),
            answers: entries(instrument, &self.answers),
        }
    }

    /// Returns the key of a draft that this form has not loaded yet; a second call returns `None`.
    pub fn take_draft_key(&mut self) -> Option<String> {
        self.config.draft_key.clone().filter(|_| std::mem::take(&mut self.draft_lookup_due))
    }

    /// Returns whether the host confirmed that it stored the answers. Only then does the thanks claim so.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.is_stored && self.has_answers()
    }

    fn has_answers(&self) -> bool {
        self.answers.iter().any(|answer| answer.response().is_some())
    }

    /// Applies an action. Returns the events to emit, in order.
    pub fn update(&mut self, action: Action, env: &impl Environment) -> Vec<Event> {
        match action {
            Action::Configure(config, problems) => self.configure(config, problems, env),
            Action::Rendered => self.rendered(env),
            Action::DrawnByScript => {
                self.started.get_or_insert_with(|| env.now());
                Vec::new()
            }
            Action::DialogOpened => self.dialog_opened(env),
            Action::Slider(_) | Action::UseButtons(_) | Action::Back if !self.is_editable() => Vec::new(),
            Action::Replay(_) if !self.is_unsent() => Vec::new(),
            Action::Slider(action) | Action::Replay(action) => self.update_slider(action, env),
            Action::UseButtons(uses_buttons) => self.use_buttons(uses_buttons),
            Action::Back => {
                self.screen = self.screen.back();
                Vec::new()
            }
            Action::Submit => self.submit(env),
            Action::SubmitPrevented => self.finish_submit(Phase::Answering),
            Action::SubmitAccepted => self.finish_submit(Phase::Sent),
            Action::Settled(id, attempt, saved) => self.settled(id, attempt, saved),
            Action::Dismiss(DismissReason::Unload) => self.unload(env),
            Action::Dismiss(reason) => self.dismiss(reason, env),
            Action::RestoreDraft(draft) => {
                self.restore_draft(&draft, env);
                // A duplicated tab has a copy of the draft, and may send other answers. Only an attempt to send it has
                // made its id known.
                if self.attempt == 0 {
                    self.id = env.new_id();
                }
                Vec::new()
            }
            Action::RestoreSnapshot(snapshot) => self.restore_snapshot(&snapshot, env),
            Action::Reset => {
                self.initial_answers_due = false;
                self.begin(env)
            }
        }
    }

    /// Returns the result that was last sent, else the result so far; `None` without a usable instrument.
    #[must_use]
    pub fn current_result(&self, env: &impl Environment) -> Option<Rc<FeedbackResult>> {
        self.submitted.clone().or_else(|| self.result(env.now(), false))
    }

    fn result(&self, now: Timestamp, is_sent: bool) -> Option<Rc<FeedbackResult>> {
        let instrument = self.instrument()?;
        let draft = self.as_draft(instrument, &now);
        let (session_id, submitted_at) = (self.config.session_id.clone(), is_sent.then_some(now.utc));
        let lang = self.lang().into();
        let history = &self.config.history;
        Some(Rc::new(FeedbackResult::new(instrument, draft, session_id, lang, submitted_at, history)))
    }

    /// Returns the language of the questions: the definition's, else the page's, else that of the form's own texts.
    fn lang(&self) -> &str {
        let title = self.instrument().map_or("", |instrument| instrument.title.nearest(&self.config.lang).0);
        [title, &self.config.lang]
            .into_iter()
            .find(|lang| !lang.is_empty())
            .unwrap_or(self.config.strings.lang)
    }
}
