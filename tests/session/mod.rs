//! A form without a browser: a clock and ids that the tests set, and what a client and a host do to it.

use std::cell::Cell;

use rapport::{Action, Attributes, Config, Environment, Event, FeedbackResult, Form, Input, Json, Moment};

/// A clock that the test moves, and ids that count up.
#[derive(Debug, Default)]
pub struct Bench {
    pub ms: Cell<f64>,
    ids: Cell<u32>,
}

/// The time of day so many milliseconds after a minute that everybody knows.
pub fn utc(ms: f64) -> String {
    format!("2026-03-02T10:00:{:06.3}Z", ms / 1000.0)
}

impl Environment for Bench {
    fn now(&self) -> Moment {
        Moment { ms: self.ms.get(), utc: utc(self.ms.get()) }
    }

    fn new_id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("00000000-0000-4000-8000-{:012}", self.ids.get())
    }
}

#[derive(Debug)]
pub struct Session {
    pub form: Form,
    pub bench: Bench,
    pub attributes: Attributes,
    pub properties: Json,
}

impl Session {
    pub fn new(mode: &str) -> Self {
        let bench = Bench::default();
        let attributes = Attributes { mode: Some(mode.into()), ..Attributes::default() };
        let mut session = Self { form: Form::new(&bench), bench, attributes, properties: Json::Null };
        session.configure(|_| ());
        session.act(Action::Rendered);
        session
    }

    pub fn inline() -> Self {
        Self::new("inline")
    }

    pub fn dialog() -> Self {
        let mut session = Self::new("dialog");
        session.open();
        session
    }

    pub fn open(&mut self) {
        self.configure(|attributes| attributes.open = true);
        self.act(Action::Opened);
    }

    pub fn configure(&mut self, change: impl FnOnce(&mut Attributes)) -> Vec<Event> {
        change(&mut self.attributes);
        let (config, problems) = Config::read(&self.attributes, &Json::Null, &self.properties);
        self.act(Action::Configure(config, problems))
    }

    pub fn act(&mut self, action: Action) -> Vec<Event> {
        self.form.step(action, &self.bench)
    }

    pub fn names(&mut self, action: Action) -> Vec<&'static str> {
        self.act(action).iter().map(Event::name).collect()
    }

    /// A whole answer, as a drag gives it.
    pub fn answer(&mut self, item: usize, value: f64) {
        self.act(Action::Press(item, Input::Touch, None));
        self.act(Action::Move(item, value, None));
        self.act(Action::Commit(item));
    }

    pub fn values(&self) -> Vec<Option<i32>> {
        self.form.answers().iter().map(rapport::Answer::value).collect()
    }

    pub fn submit(&mut self) -> FeedbackResult {
        match self.act(Action::Submit).as_slice() {
            [Event::Submit(result)] => (**result).clone(),
            other => panic!("not one submit: {other:?}"),
        }
    }

    /// Configures by properties, as a host sets them.
    pub fn give(&mut self, properties: &str) -> Vec<Event> {
        self.properties = serde_json::from_str(properties).expect("JSON");
        self.configure(|_| ())
    }
}
