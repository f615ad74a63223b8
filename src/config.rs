//! Turns the host's attributes and data into a configuration and its faults. A faulty value is ignored in favour of its
//! default. A faulty or unknown instrument is never replaced by another one.

use std::rc::Rc;

use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, read_text};
use crate::scoring::answers::{Response, read_answers};
use crate::scoring::change::read_history;
use crate::strings::{MessageKey, Replacement, Strings, is_same_language};

/// The configuration of a form.
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The instrument asked; `None` if the host's instrument is unknown or faulty.
    pub instrument: Option<Rc<Instrument>>,
    /// The definition or the id from which the instrument was read.
    pub definition: Json,
    /// Inline or dialog.
    pub mode: Mode,
    /// Whether the dialog is open.
    pub open: bool,
    /// The host's own id for the session.
    pub session_id: Option<String>,
    /// The language requested, as a BCP 47 tag; empty if none.
    pub lang: String,
    /// Whether the page's language changed to one of the form's, as by a browser's translator, which leaves those texts.
    pub is_translated: bool,
    /// The writing direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The form's texts in the nearest language, some of them replaced by the host.
    pub strings: Rc<Strings>,
    /// Whether the respondent reviews the answers before sending.
    pub review: bool,
    /// Whether a slider's number shows while it moves.
    pub show_value: bool,
    /// Whether answering and sending are disabled.
    pub disabled: bool,
    /// Whether every item is required, and not only those required by the instrument.
    pub required: bool,
    /// The key under which the tab stores a draft; `None` if it stores none.
    pub draft_key: Option<String>,
    /// Whether the browser is offline.
    pub offline: bool,
    /// The totals of earlier sessions, oldest first; `None` for a session without one.
    pub history: Vec<Option<f64>>,
    /// The host's initial answers, one per item.
    pub initial_answers: Vec<Option<Response>>,
}

/// The form's position in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In the flow of the page.
    Inline,
    /// A modal dialog; on a phone, a sheet at the bottom.
    Dialog,
}

impl Config {
    /// Returns whether an item is required.
    #[must_use]
    pub fn is_required(&self, item: &Item) -> bool {
        self.required || item.required
    }

    /// Returns whether both configurations have the same instrument. Comparing definitions takes less code than
    /// comparing instruments.
    pub(crate) fn has_instrument_of(&self, other: &Self) -> bool {
        self.definition == other.definition && self.instrument.is_some() == other.instrument.is_some()
    }

    /// Reads the host's configuration, and reports every fault.
    ///
    /// `attributes` is an object of the element's attributes by property name (`sessionId`, `keepDraft`, …): strings,
    /// and booleans for boolean attributes. `script` is the JSON inside the tag, and `properties` an object of the
    /// element's properties; both have `instrument` (a definition or an id), `history`, `strings` and `answers`. A
    /// property takes precedence over the script, and the script over an attribute.
    ///
    /// ```
    /// use rapport::{Config, Json};
    /// let attributes = serde_json::from_str(r#"{ "mode": "popup" }"#).unwrap();
    /// let (config, problems) = Config::read(&attributes, &Json::Null, &Json::Null);
    /// assert!(config.instrument.is_some());
    /// assert_eq!(problems[0].to_string(), "mode: found \"popup\", expected one of \"inline\", \"dialog\"");
    /// ```
    #[must_use]
    pub fn read(attributes: &Json, script: &Json, properties: &Json) -> (Self, Vec<Diagnostic>) {
        let attributes = Attributes(attributes);
        let mut problems = Vec::new();
        let mode = match attributes.choice(
            "mode",
            ["inline", "dialog", ""],
            "one of \"inline\", \"dialog\"",
            &mut problems,
        ) {
            Some(1) => Mode::Dialog,
            _ => Mode::Inline,
        };
        // Only the style sheet uses the theme; here it is checked.
        let expected = "one of \"auto\", \"light\", \"dark\"";
        attributes.choice("theme", ["auto", "light", "dark"], expected, &mut problems);
        let dir = attributes.choice(
            "dir",
            ["ltr", "rtl", "auto"],
            "one of \"ltr\", \"rtl\", \"auto\"",
            &mut problems,
        );
        problems.extend(misplaced_attributes(&attributes));
        let data =
            |key| [properties, script].iter().find_map(|data| data.get(key).filter(|json| !json.is_null()));
        let (instrument, faults) = read_instrument(data("instrument"), &attributes, script);
        problems.extend(faults);
        let mut lang = attributes.string("lang").unwrap_or_default().replace('_', "-");
        let mut strings = Strings::nearest(&lang);
        let mut is_translated = false;
        // The page's language changed. Without texts in the new one, those in the old one stay for the translator.
        if let Some(original) = attributes.string("originalLang") {
            let title = instrument.as_ref().map_or("", |instrument| instrument.title.nearest(&lang).0);
            is_translated = strings.has_language_of(&lang);
            if !is_translated && !is_same_language(title, &lang) {
                lang = original.replace('_', "-");
                strings = Strings::nearest(&lang);
            }
        }
        let (mut history, mut initial_answers) = (Vec::new(), Vec::new());
        let mut warn = |faults: Vec<Diagnostic>| {
            problems.extend(faults.into_iter().map(Diagnostic::into_warning));
        };
        if let Some((instrument, json)) = instrument.as_ref().zip(data("history")) {
            let (totals, faults) = read_history(instrument, json);
            history = totals;
            warn(faults);
        }
        if let Some((instrument, json)) = instrument.as_ref().zip(data("answers")) {
            let (values, faults) = read_answers(instrument, json);
            initial_answers = values;
            warn(faults);
        }
        if let Some(json) = data("strings") {
            let (replacements, faults) =
                JsonCursor::read("strings", json, |cursor| read_replacements(cursor, &lang));
            is_translated &=
                replacements.iter().all(|(key, tag, _)| key.is_notice() || is_same_language(tag, &lang));
            strings = strings.with(replacements);
            warn(faults);
        }
        let session_id = attributes.string("sessionId");
        let session = session_id.filter(|session| !session.is_empty());
        let keep_draft = attributes.flag("keepDraft");
        let open = attributes.flag("open") && mode == Mode::Dialog;
        // Before the form shows, the page may still have no session.
        let shows = open || mode == Mode::Inline;
        if keep_draft && shows && session.is_none() {
            let expected = "a sessionId to store the draft under";
            problems.push(Diagnostic::warning("keepDraft", Some(&Json::Bool(true)), expected));
        }
        let config = Self {
            instrument: instrument.map(Rc::new),
            definition: data("instrument").cloned().unwrap_or_else(|| attributes.string("instrument").into()),
            mode,
            open,
            session_id: session_id.map(Into::into),
            dir: dir.and_then(|dir| ["ltr", "rtl"].get(dir)).copied().unwrap_or(strings.dir),
            strings: Rc::new(strings),
            is_translated,
            lang,
            review: attributes.flag("review"),
            show_value: attributes.flag("showValue"),
            disabled: attributes.flag("disabled"),
            required: attributes.flag("required"),
            draft_key: session.filter(|_| keep_draft).map(|session| {
                format!("rapport:{session}:{}", attributes.string("instrument").unwrap_or_default())
            }),
            offline: attributes.flag("offline"),
            history,
            initial_answers,
        };
        (config, problems)
    }
}

/// The attributes by property name.
struct Attributes<'a>(&'a Json);

impl<'a> Attributes<'a> {
    fn string(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(Json::as_str)
    }

    fn flag(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Json::Bool(true))
    }

    /// Returns the index of the attribute's value in `allowed`; `None` after a fault, or if the attribute is absent or
    /// empty.
    fn choice(
        &self,
        name: &str,
        allowed: [&str; 3],
        expected: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let found = self.string(name).filter(|found| !found.is_empty())?;
        let index = allowed.iter().position(|value| *value == found);
        if index.is_none() {
            problems.push(Diagnostic::warning(name, self.0.get(name), expected));
        }
        index
    }
}

/// Warns of attributes with a wrong name, or with an object as their value. The script lists them with their correct
/// names.
fn misplaced_attributes(attributes: &Attributes) -> Vec<Diagnostic> {
    let misplaced = attributes.0.get("misplaced").and_then(Json::as_object).unwrap_or_default();
    misplaced
        .iter()
        .map(|(name, correct)| Diagnostic::misplaced(name, correct.as_str().unwrap_or_default()))
        .collect()
}

/// Reads the instrument: a definition or an id from the host's data, else the attribute, else the default.
fn read_instrument(
    data: Option<&Json>,
    attributes: &Attributes,
    script: &Json,
) -> (Option<Instrument>, Vec<Diagnostic>) {
    let mut problems = script_problems(script);
    let (instrument, faults) = match data {
        Some(Json::String(id)) => built_in(id),
        Some(definition) => Instrument::read(definition),
        // The unreadable script may have named another instrument.
        None if problems.iter().any(|problem| problem.fatal) => (None, Vec::new()),
        None => built_in(
            attributes.string("instrument").filter(|id| !id.is_empty()).unwrap_or(Instrument::BUILT_IN[0]),
        ),
    };
    if instrument.is_some() {
        problems = problems.into_iter().map(Diagnostic::into_warning).collect();
    }
    problems.extend(faults);
    (instrument, problems)
}

/// Reports faults of the script as a whole.
fn script_problems(script: &Json) -> Vec<Diagnostic> {
    if script.is_null() || script.as_str() == Some("") {
        return Vec::new();
    }
    let known = ["instrument", "history", "strings", "answers"];
    JsonCursor::read("script", script, |cursor| cursor.expect_object(&known)).1
}

/// Reads the host's texts. An empty string removes an optional text.
fn read_replacements(cursor: &JsonCursor, lang: &str) -> Vec<Replacement> {
    cursor.expect_object(&MessageKey::names().collect::<Vec<_>>());
    let replacement = |(key, name): (MessageKey, &str)| {
        let cursor = cursor.at(name);
        if cursor.value().is_null() {
            return None;
        }
        if key.is_optional() && cursor.value().as_str() == Some("") {
            return Some((key, String::new(), String::new()));
        }
        let text = read_text(&cursor);
        let (tag, text) = text.nearest(lang);
        (!text.is_empty()).then(|| (key, tag.to_owned(), text.to_owned()))
    };
    MessageKey::ALL.into_iter().zip(MessageKey::names()).filter_map(replacement).collect()
}

/// Returns the built-in instrument of that id, or a fatal fault.
fn built_in(id: &str) -> (Option<Instrument>, Vec<Diagnostic>) {
    let instrument = Instrument::built_in(id);
    let unknown = || {
        let [first, second] = Instrument::BUILT_IN;
        let expected = format!("\"{first}\", \"{second}\", or a definition");
        Diagnostic::fatal("instrument", Some(&id.into()), &expected)
    };
    let problems = if instrument.is_none() { vec![unknown()] } else { Vec::new() };
    (instrument, problems)
}
