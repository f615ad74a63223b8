//! A form without a browser: the test moves its clock, and acts as respondent, host and page.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};

use rapport::{
    Action, Config, Diagnostic, Environment, Event, FeedbackResult, Form, InputMethod, Json, SliderAction,
    Timestamp,
};
use serde_json::{Map, Value};

use crate::fixtures::{json_of, value_of};

pub const NO_EVENTS: [Event; 0] = [];

/// An instrument whose first item is reversed, and whose second item is required.
pub const RUSH: &str = r#"{ "instrument": { "id": "rush", "version": "1", "title": "Rush",
    "scale": { "min": 0, "max": 10 },
    "items": [
      { "id": "rush", "text": "How rushed was it?", "low": "Not at all", "high": "Very", "reverse": true },
      { "id": "ease", "text": "How easy was it?", "low": "Hard", "high": "Easy", "required": true }
    ], "score": { "range": [0, 10] } } }"#;

/// A clock that the test moves, and ids that count up.
#[derive(Debug, Default)]
pub struct FakeEnvironment {
    pub ms: Cell<f64>,
    ids: Cell<u32>,
}

/// Returns the wall-clock time `ms` milliseconds after the test's start.
pub fn utc(ms: f64) -> String {
    format!("2026-03-02T10:00:{:06.3}Z", ms / 1000.0)
}

impl Environment for FakeEnvironment {
    fn now(&self) -> Timestamp {
        Timestamp { ms: self.ms.get(), utc: utc(self.ms.get()) }
    }

    fn new_id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("00000000-0000-4000-8000-{:012}", self.ids.get())
    }
}

/// Reads a configuration from attributes alone.
pub fn config(attributes: &Value) -> (Config, Vec<Diagnostic>) {
    Config::read(&json_of(attributes), &Json::Null, &Json::Null)
}

/// A form with its environment and the host's configuration. It dereferences to the form.
#[derive(Debug)]
pub struct FakeForm {
    pub form: Form,
    pub env: FakeEnvironment,
    pub attributes: Map<String, Value>,
    pub properties: Json,
}

impl Deref for FakeForm {
    type Target = Form;

    fn deref(&self) -> &Form {
        &self.form
    }
}

impl DerefMut for FakeForm {
    fn deref_mut(&mut self) -> &mut Form {
        &mut self.form
    }
}

impl FakeForm {
    pub fn new(mode: &str) -> Self {
        let env = FakeEnvironment::default();
        let attributes = Map::from_iter([("mode".to_owned(), mode.into())]);
        let mut form = Self { form: Form::new(&env), env, attributes, properties: Json::Null };
        form.configure();
        form.update(Action::Rendered);
        form
    }

    pub fn inline() -> Self {
        Self::new("inline")
    }

    /// Returns an open dialog.
    pub fn dialog() -> Self {
        let mut form = Self::new("dialog");
        form.open();
        form
    }

    pub fn open(&mut self) {
        self.set("open", true);
        self.update(Action::DialogOpened);
    }

    /// Sets an attribute by its property name.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) -> Vec<Event> {
        self.attributes.insert(name.into(), value.into());
        self.configure()
    }

    /// Sets the element's properties.
    pub fn set_properties(&mut self, properties: &str) -> Vec<Event> {
        self.properties = serde_json::from_str(properties).expect("JSON");
        self.configure()
    }

    fn configure(&mut self) -> Vec<Event> {
        let attributes = json_of(&Value::Object(self.attributes.clone()));
        let (config, problems) = Config::read(&attributes, &Json::Null, &self.properties);
        self.update(Action::Configure(config, problems))
    }

    pub fn update(&mut self, action: Action) -> Vec<Event> {
        self.form.update(action, &self.env)
    }

    /// Updates the form. Returns the names of its events.
    pub fn event_names(&mut self, action: Action) -> Vec<&'static str> {
        self.update(action).iter().map(Event::name).collect()
    }

    pub fn slider(&mut self, action: SliderAction) -> Vec<Event> {
        self.update(Action::Slider(action))
    }

    pub fn slider_event_names(&mut self, action: SliderAction) -> Vec<&'static str> {
        self.event_names(Action::Slider(action))
    }

    /// Answers an item by a drag.
    pub fn answer(&mut self, index: usize, value: f64) {
        self.slider(SliderAction::PointerDown(index, InputMethod::Touch, None));
        self.slider(SliderAction::Input(index, value, None));
        self.slider(SliderAction::Change(index));
    }

    pub fn values(&self) -> Vec<Option<i32>> {
        self.answers().iter().map(rapport::Answer::value).collect()
    }

    pub fn submit(&mut self) -> FeedbackResult {
        match self.update(Action::Submit).as_slice() {
            [Event::Submit(result)] => (**result).clone(),
            other => panic!("expected one submit event, found {other:?}"),
        }
    }

    /// Returns the draft as the tab stores it and reads it again.
    pub fn stored_draft(&self) -> Option<Json> {
        self.draft(&self.env).map(|draft| json_of(&value_of(&draft)))
    }

    /// Returns the snapshot as it is saved and read again.
    pub fn saved_snapshot(&self) -> Json {
        json_of(&value_of(&self.snapshot(&self.env)))
    }
}
