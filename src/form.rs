//! The form's state, and what each action does to it. Everything a client or a host can do to a form
//! is one [`Action`]; everything the host hears of it is one [`Event`] that a step gives back.

use std::rc::Rc;

use serde::Serialize;

use crate::answers::{Answer, Input};
use crate::change::change;
use crate::config::Config;
use crate::draft::Draft;
use crate::event::{Event, Reason};
use crate::instrument::Instrument;
use crate::json::Json;
use crate::problem::Problem;
use crate::quality::quality;
use crate::result::{FeedbackResult, InstrumentName, Moment, SCHEMA, Status, entries, outcome};
use crate::score::Outcome;

mod action;
mod beginning;
mod ending;
mod entry;
mod memory;
mod touch;

pub use action::{Action, Step, Tap};
pub use entry::Entry;
pub use memory::Memory;

/// Where times and ids come from.
pub trait Environment {
    /// The present moment.
    fn now(&self) -> Moment;
    /// A fresh UUID v4.
    fn new_id(&self) -> String;
}

/// How far along a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It can be answered.
    Answering,
    /// The host is storing the result.
    Sending,
    /// The host could not store the result; the form can still be answered, and sent again.
    NotSaved,
    /// Done.
    Sent,
    /// Left unsent.
    Dismissed,
}

/// What the client sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The items.
    Questions,
    /// What will be sent.
    Review,
    /// The question whether to leave answers unsent.
    Leave,
    /// That it was sent.
    Thanks,
    /// That it was left.
    Dismissed,
    /// That there is nothing to ask.
    Apology,
}

/// One form.
#[expect(clippy::struct_excessive_bools, reason = "each is about something else")]
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    config: Rc<Config>,
    problems: Vec<Problem>,
    phase: Phase,
    dialog: Dialog,
    rendered: bool,
    ready: bool,
    id: String,
    attempt: u32,
    started: Option<Moment>,
    answers: Vec<Answer>,
    gesture: Option<Gesture>,
    /// How often a press turned out to be none.
    reverts: u32,
    /// Until when more fingers than one are at work.
    pinch: f64,
    submitted: Option<Rc<FeedbackResult>>,
    /// Whether the host's draft still waits to be taken.
    drafted: bool,
    /// Whether the tab may have a draft that this form has not seen.
    recalls: bool,
    buttons: bool,
    reviewing: bool,
    leaving: bool,
    /// Whether the client was asked, once, before leaving.
    asked: bool,
    /// Whether the host said that it has the result.
    stored: bool,
    /// The item without which it cannot be sent, and how often that was found.
    missing: (Option<usize>, u32),
}

/// Whether the dialog shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialog {
    Closed,
    /// It is to show, and does not yet.
    Opening,
    Open,
}

/// A press on a slider, until the next.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gesture {
    item: usize,
    input: Input,
    moved: bool,
    grab: Option<Grab>,
    /// When the pointer lifted. Some browsers move the slider only after that.
    lifted: Option<f64>,
}

/// Where a handle was taken hold of, on the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grab {
    held: f64,
    middle: f64,
    /// As near to where it was held, a browser may tell of a move when there was none.
    slack: f64,
}

impl Form {
    /// A form that waits to be configured.
    #[must_use]
    pub fn new(env: &impl Environment) -> Self {
        let (config, _) = Config::read(&crate::Attributes::default(), &Json::Null, &Json::Null);
        let mut form = Self {
            config: Rc::new(config),
            problems: Vec::new(),
            phase: Phase::Answering,
            dialog: Dialog::Closed,
            rendered: false,
            ready: false,
            id: String::new(),
            attempt: 0,
            started: None,
            answers: Vec::new(),
            gesture: None,
            reverts: 0,
            pinch: f64::NEG_INFINITY,
            submitted: None,
            drafted: false,
            recalls: false,
            buttons: false,
            reviewing: false,
            leaving: false,
            asked: false,
            stored: false,
            missing: (None, 0),
        };
        form.begin(env);
        form
    }

    /// What it was configured to be.
    #[must_use]
    pub fn config(&self) -> &Rc<Config> {
        &self.config
    }

    /// What it asks; `None` when what the host named or defined cannot be asked.
    #[must_use]
    pub fn instrument(&self) -> Option<&Rc<Instrument>> {
        self.config.instrument.as_ref()
    }

    /// How far along it is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether its dialog shows.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.dialog != Dialog::Closed
    }

    /// One answer per item, in the instrument's order.
    #[must_use]
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The answers as they stand, scored.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        Some(outcome(self.instrument()?, &self.answers))
    }

    /// Whether every item has an answer.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.instrument().is_some() && self.answers.iter().all(|answer| answer.value().is_some())
    }

    /// The result as it was last sent.
    #[must_use]
    pub fn submitted(&self) -> Option<&FeedbackResult> {
        self.submitted.as_deref()
    }

    /// Whether answers can be given now.
    #[must_use]
    pub fn is_answerable(&self) -> bool {
        self.is_unsent() && !self.config.disabled && self.instrument().is_some()
    }

    fn is_unsent(&self) -> bool {
        matches!(self.phase, Phase::Answering | Phase::NotSaved)
    }

    /// What the client sees.
    #[must_use]
    pub fn screen(&self) -> Screen {
        match (self.phase, self.instrument()) {
            (Phase::Sent, _) => Screen::Thanks,
            (Phase::Dismissed, _) => Screen::Dismissed,
            (_, None) => Screen::Apology,
            _ if self.leaving => Screen::Leave,
            _ if self.reviewing => Screen::Review,
            _ => Screen::Questions,
        }
    }

    /// Whether buttons stand in place of sliders.
    #[must_use]
    pub fn has_buttons(&self) -> bool {
        self.buttons
    }

    /// How often a press turned out to be none: what a browser made of it has to be drawn over.
    #[must_use]
    pub fn reverts(&self) -> u32 {
        self.reverts
    }

    /// The item that was missing when the client last wanted to send, while it still is; and how often one was.
    #[must_use]
    pub fn missing(&self) -> (Option<usize>, u32) {
        let (place, times) = self.missing;
        let unset = |place: &usize| self.answers.get(*place).is_some_and(|answer| answer.value().is_none());
        (place.filter(unset), times)
    }

    /// Whether an answer lies nearer to the unfavourable end of its slider than to the favourable one.
    #[must_use]
    pub fn has_low_answer(&self) -> bool {
        self.instrument().is_some_and(|instrument| {
            let mut answers = instrument.items.iter().zip(&self.answers);
            answers.any(|(item, answer)| {
                answer.value().is_some_and(|value| instrument.scale.is_low(value, item.reverse))
            })
        })
    }

    /// What a tab can keep, while there are answers that the host may not have yet.
    #[must_use]
    pub fn unsent(&self, env: &impl Environment) -> Option<Draft> {
        let unsent = !matches!(self.phase, Phase::Sent | Phase::Dismissed) && self.has_answers();
        let instrument = self.instrument().filter(|_| unsent)?;
        Some(Draft {
            id: self.id.clone(),
            attempt: self.attempt,
            instrument: InstrumentName::from(&**instrument),
            started_at: self.started.as_ref().map(|start| start.utc.clone()),
            duration_ms: self.started.as_ref().map_or(0, |start| env.now().since(start)),
            answers: entries(instrument, &self.answers),
        })
    }

    /// Where a draft may lie that this form has not seen yet. It is told once.
    pub fn recalls(&mut self) -> Option<String> {
        self.config.drawer.clone().filter(|_| std::mem::take(&mut self.recalls))
    }

    /// Whether the host said that it has stored the client's answers. Otherwise nobody can tell the client so.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.stored && self.has_answers()
    }

    fn has_answers(&self) -> bool {
        self.answers.iter().any(|answer| answer.value().is_some())
    }

    /// Does what the action says, and tells what the host is to hear of it, in order.
    pub fn step(&mut self, action: Action, env: &impl Environment) -> Vec<Event> {
        match action {
            Action::Configure(config, problems) => self.configure(config, problems, env),
            Action::Rendered => self.rendered(env),
            Action::Opened => self.opened(env),
            Action::Submit => self.submit(env),
            Action::Prevented => self.turn(Phase::Answering),
            Action::Accepted => self.turn(Phase::Sent),
            Action::Settled(id, attempt, saved) => self.settled(id, attempt, saved),
            Action::Dismiss(Reason::Unload) => self.unload(env),
            Action::Dismiss(reason) => self.dismiss(reason, env),
            Action::Resume(kept) => self.resume(&kept, env),
            Action::Revive(memory) => self.revive(&memory, env),
            Action::Reset => {
                self.drafted = false;
                self.begin(env)
            }
            _ if !self.is_answerable() => Vec::new(),
            Action::UseButtons(buttons) => {
                (self.buttons, self.gesture, self.pinch) = (buttons, None, f64::NEG_INFINITY);
                Vec::new()
            }
            Action::Return => {
                self.reviewing &= std::mem::take(&mut self.leaving);
                Vec::new()
            }
            touch => self.touch(&touch, env),
        }
    }

    /// The result as it was last sent, else as it stands; `None` where there is nothing to ask.
    #[must_use]
    pub fn latest(&self, env: &impl Environment) -> Option<Rc<FeedbackResult>> {
        self.submitted.clone().or_else(|| self.result(env.now(), false))
    }

    fn result(&self, now: Moment, sent: bool) -> Option<Rc<FeedbackResult>> {
        let instrument = self.instrument()?;
        let duration_ms = self.started.as_ref().map_or(0, |start| now.since(start));
        let (outcome, history) = (outcome(instrument, &self.answers), &self.config.history);
        let values = self.answers.iter().map(Answer::value);
        Some(Rc::new(FeedbackResult {
            schema: SCHEMA,
            id: self.id.clone(),
            attempt: self.attempt,
            session_id: self.config.session_id.clone(),
            instrument: InstrumentName::from(&**instrument),
            lang: self.lang().into(),
            status: if self.is_complete() { Status::Complete } else { Status::Partial },
            started_at: self.started.as_ref().map(|start| start.utc.clone()),
            duration_ms,
            submitted_at: sent.then_some(now.utc),
            answers: entries(instrument, &self.answers),
            change: change(instrument, outcome.total, history),
            quality: quality(instrument, values, &outcome, duration_ms, history),
            outcome,
        }))
    }

    /// The language in which the items are asked. A definition in plain strings names none: then it is what the page
    /// says of itself.
    fn lang(&self) -> &str {
        let asked = self.instrument().map_or("", |instrument| instrument.title.nearest(&self.config.lang).0);
        [asked, &self.config.lang]
            .into_iter()
            .find(|lang| !lang.is_empty())
            .unwrap_or(self.config.strings.lang)
    }
}
