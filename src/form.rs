//! The form's state, and what each action does to it. Everything a client or a host can do to a form
//! is one [`Action`]; everything the host hears of it is one [`Event`] that a step gives back.

use std::rc::Rc;

use serde::Serialize;

use crate::answers::{Answer, Input};
use crate::change::change;
use crate::config::{Config, Mode};
use crate::draft::Draft;
use crate::event::{Event, Reason};
use crate::instrument::Instrument;
use crate::json::Json;
use crate::problem::{Problem, sentence};
use crate::quality::quality;
use crate::result::{AnswerEntry, FeedbackResult, InstrumentName, Moment, SCHEMA, Status, entries, outcome};
use crate::score::Outcome;

mod ending;
mod entry;
mod memory;
mod touch;

pub use entry::Entry;
pub use memory::Memory;

/// Where times and ids come from.
pub trait Environment {
    /// The present moment.
    fn now(&self) -> Moment;
    /// A fresh UUID v4.
    fn new_id(&self) -> String;
}

/// Something that a client, the host or the page does to the form. Items are named by their place.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The host's configuration, at first or changed.
    Configure(Config, Vec<Problem>),
    /// The form stands in the page for the first time.
    Rendered,
    /// The dialog came up.
    Opened,
    /// A finger or a button goes down on a slider.
    Press(usize, Input, Option<Tap>),
    /// A slider moves to a value; with the input if it is known not to be the one pressed last.
    Move(usize, f64, Option<Input>),
    /// A press ends where it began. If the browser moved nothing, the slider moves to where it was tapped.
    Release(usize, Option<Tap>),
    /// A key moves a slider, from where it is or rests.
    Step(usize, Step),
    /// An unanswered slider is answered with where it rests.
    Choose(usize),
    /// A slider comes to rest.
    Commit(usize),
    /// A press turned out to be something else, such as a scroll.
    Cancel,
    /// A second finger goes down, or lifts again: what sliders do meanwhile is not meant as an answer.
    Pinch(bool),
    /// An answer is taken back.
    Clear(usize),
    /// Buttons in place of sliders, or back.
    UseButtons(bool),
    /// Send, or try again; or first look at what will be sent.
    Submit,
    /// Back to the questions, from what will be sent or from being asked whether to leave.
    Return,
    /// The host refused to let the form go.
    Prevented,
    /// The host took the result and asked for no time to store it.
    Accepted,
    /// The host stored the result of that id in that attempt, or failed with a message.
    Settled(String, u32, Result<(), String>),
    /// Leave unsent; or just close what is sent already.
    Dismiss(Reason),
    /// Take up what the tab kept of an unsent form: its result as it stood.
    Resume(Json),
    /// Go on as the form that a [`Memory`] is of.
    Revive(Json),
    /// Begin afresh.
    Reset,
}

/// How far a key moves a slider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By so many steps of the scale.
    By(i32),
    /// By so many tenths of the scale, or steps where those are larger.
    Tenths(i32),
    /// To the low end.
    Low,
    /// To the high end.
    High,
}

/// Where a slider was tapped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tap {
    /// Place along the slider, from 0 at the low end to 1 at the high end.
    pub along: f64,
    /// How far the handle reaches to either side of its middle, in the same unit. A tap on it is none.
    pub reach: f64,
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

    fn configure(
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
    fn resume(&mut self, kept: &Json, env: &impl Environment) -> Vec<Event> {
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

    fn begin(&mut self, env: &impl Environment) -> Vec<Event> {
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

    fn rendered(&mut self, env: &impl Environment) -> Vec<Event> {
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
    fn opened(&mut self, env: &impl Environment) -> Vec<Event> {
        self.started.get_or_insert_with(|| env.now());
        let again = std::mem::replace(&mut self.dialog, Dialog::Open) == Dialog::Open;
        if again { Vec::new() } else { vec![Event::Open {}] }
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
