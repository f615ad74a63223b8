//! The host's attributes and data in, configuration and problems out. What is bad is passed over and has its default;
//! a bad or unknown instrument is never replaced by another, for that would be a wrong questionnaire.

use std::rc::Rc;

use crate::answers::read_answers;
use crate::change::read_history;
use crate::instrument::{Instrument, Item, read_text};
use crate::json::Json;
use crate::problem::{Place, Problem};
use crate::strings::{Key, Own, Strings};

/// The element's attributes as they stand in the page, by their property names.
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Id of a built-in instrument; `session` when absent.
    pub instrument: Option<String>,
    /// `inline` or `dialog`; `inline` when absent.
    pub mode: Option<String>,
    /// Whether a dialog shows.
    pub open: bool,
    /// The host's own id for the session.
    pub session_id: Option<String>,
    /// Language tag of the element or of its nearest ancestor that has one.
    pub lang: Option<String>,
    /// `auto`, `light` or `dark`; `auto` when absent. The style sheet reads it, here it is only checked.
    pub theme: Option<String>,
    /// `ltr` or `rtl`, of the element or of its nearest ancestor that says so; the language's own when absent.
    pub dir: Option<String>,
    /// Whether the client sees what will be sent before it is sent.
    pub review: bool,
    /// Whether a slider's number shows while it moves.
    pub show_value: bool,
    /// Whether the tab keeps unsent answers under the session id.
    pub keep_draft: bool,
    /// Whether nothing can be answered or sent now, as of a form control.
    pub disabled: bool,
    /// Whether every item needs an answer, and not only those of which the instrument says so.
    pub required: bool,
    /// Whether the browser is offline. It is no attribute, but changes as one does.
    pub offline: bool,
}

/// What a form is to be.
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// What is asked; `None` when what the host named or defined cannot be asked.
    pub instrument: Option<Rc<Instrument>>,
    /// How it stands in the page.
    pub mode: Mode,
    /// Whether a dialog shows.
    pub open: bool,
    /// The host's own id for the session.
    pub session_id: Option<String>,
    /// The language that is asked for; empty where none is.
    pub lang: String,
    /// Which way the widget is written: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The widget's own texts, in the nearest language, with the host's in place of some.
    pub strings: Rc<Strings>,
    /// Whether the client sees what will be sent before it is sent.
    pub review: bool,
    /// Whether a slider's number shows while it moves.
    pub show_value: bool,
    /// Whether nothing can be answered or sent now.
    pub disabled: bool,
    /// Whether every item needs an answer, and not only those of which the instrument says so.
    pub required: bool,
    /// The name under which the tab keeps unsent answers; `None` where it is to keep none.
    pub drawer: Option<String>,
    /// Whether the browser is offline.
    pub offline: bool,
    /// The totals of earlier sessions, oldest first; `None` where a session had none.
    pub history: Vec<Option<f64>>,
    /// Answers to begin with, one per item.
    pub draft: Vec<Option<i32>>,
}

/// How the form stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In the flow of the page.
    Inline,
    /// A modal dialog; on a phone, a sheet at the bottom.
    Dialog,
}

impl Config {
    /// Whether an item needs an answer.
    #[must_use]
    pub fn needs(&self, item: &Item) -> bool {
        self.required || item.required
    }

    /// Reads the attributes, and the data that a host gives in a child script and by properties, which come first:
    /// objects of `instrument` (a definition, or an id), `history`, `strings` and `answers`. With it, every problem
    /// that they have.
    ///
    /// ```
    /// use rapport::{Attributes, Config, Json};
    /// let attributes = Attributes { mode: Some("popup".into()), ..Attributes::default() };
    /// let (config, problems) = Config::read(&attributes, &Json::Null, &Json::Null);
    /// assert!(config.instrument.is_some());
    /// assert_eq!(problems[0].path, "mode");
    /// ```
    #[must_use]
    pub fn read(attributes: &Attributes, script: &Json, properties: &Json) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut word = |path: &str, found: &Option<String>, allowed: &[&str]| {
            let place = allowed.iter().position(|word| Some(*word) == found.as_deref());
            if let (None, Some(found)) = (place, found.as_ref().filter(|found| !found.is_empty())) {
                problems.push(Problem::warning(path, &Json::Text(found.clone()), &allowed.join(", ")));
            }
            place
        };
        let mode = match word("mode", &attributes.mode, &["inline", "dialog"]) {
            Some(1) => Mode::Dialog,
            _ => Mode::Inline,
        };
        word("theme", &attributes.theme, &["auto", "light", "dark"]);
        let dir = word("dir", &attributes.dir, &["ltr", "rtl", "auto"]);
        let given =
            |key| [properties, script].iter().find_map(|data| data.get(key).filter(|json| !json.is_null()));
        let broken = script_problems(script);
        let (instrument, found) = match given("instrument") {
            Some(Json::Text(id)) => known(id),
            Some(definition) => Instrument::read(definition),
            // What the script may have said, nobody knows.
            None if broken.iter().any(|problem| problem.fatal) => (None, Vec::new()),
            None => match attributes.instrument.as_deref() {
                None | Some("") => known(Instrument::BUILT_IN[0]),
                Some(id) => known(id),
            },
        };
        // With an instrument from elsewhere, what the script may have said is passed over.
        let asked = instrument.is_some();
        problems
            .extend(broken.into_iter().map(|problem| if asked { problem.passed_over() } else { problem }));
        problems.extend(found);
        let (mut history, mut draft) = (Vec::new(), Vec::new());
        if let Some(instrument) = &instrument {
            let mut take = |found: Vec<Problem>| problems.extend(found.into_iter().map(Problem::passed_over));
            if let Some(json) = given("history") {
                let (totals, found) = read_history(instrument, json);
                history = totals;
                take(found);
            }
            if let Some(json) = given("answers") {
                let (values, found) = read_answers(instrument, json);
                draft = values;
                take(found);
            }
        }
        let lang = attributes.lang.clone().unwrap_or_default();
        let mut strings = Strings::nearest(&lang);
        if let Some(json) = given("strings") {
            let (own, found) = Place::read("strings", json, |place| own_strings(place, &lang));
            strings = strings.with(own);
            problems.extend(found.into_iter().map(Problem::passed_over));
        }
        let session = attributes.session_id.as_deref().filter(|session| !session.is_empty());
        if attributes.keep_draft && session.is_none() {
            problems.push(Problem::warning("keepDraft", &Json::Bool(true), "a sessionId to keep it under"));
        }
        let config = Self {
            instrument: instrument.map(Rc::new),
            mode,
            open: attributes.open && mode == Mode::Dialog,
            session_id: attributes.session_id.clone(),
            dir: dir.and_then(|dir| ["ltr", "rtl"].get(dir)).copied().unwrap_or(strings.dir),
            strings: Rc::new(strings),
            lang,
            review: attributes.review,
            show_value: attributes.show_value,
            disabled: attributes.disabled,
            required: attributes.required,
            drawer: session.filter(|_| attributes.keep_draft).map(|session| {
                format!("rapport:{session}:{}", attributes.instrument.as_deref().unwrap_or_default())
            }),
            offline: attributes.offline,
            history,
            draft,
        };
        (config, problems)
    }
}

/// What is wrong with a child script as a whole.
fn script_problems(script: &Json) -> Vec<Problem> {
    if script.is_null() || script.text() == Some("") {
        return Vec::new();
    }
    Place::read("script", script, |place| place.is_object(&["instrument", "history", "strings", "answers"])).1
}

/// The texts that a host gives in place of the widget's own. An empty one leaves a text out, if that can be.
fn own_strings(place: &Place, lang: &str) -> Vec<Own> {
    place.is_object(&Key::NAMES);
    let own = |(key, name): (Key, &str)| {
        let own = place.at(name);
        if own.found().is_null() {
            return None;
        }
        if key.is_optional() && own.found().text() == Some("") {
            return Some((key, String::new(), String::new()));
        }
        let text = read_text(&own);
        let (tag, said) = text.nearest(lang);
        (!said.is_empty()).then(|| (key, tag.to_owned(), said.to_owned()))
    };
    Key::ALL.into_iter().zip(Key::NAMES).filter_map(own).collect()
}

/// The built-in instrument of that id.
fn known(id: &str) -> (Option<Instrument>, Vec<Problem>) {
    let instrument = Instrument::built_in(id);
    let unknown = || {
        let id = Json::Text(id.into());
        Problem::fatal("instrument", &id, &format!("{}, or a definition", Instrument::BUILT_IN.join(", ")))
    };
    let problems = if instrument.is_none() { vec![unknown()] } else { Vec::new() };
    (instrument, problems)
}
