//! The host's attributes in, configuration and problems out. A bad attribute falls back to its
//! default; an unknown instrument is never replaced by another, for that would be a wrong questionnaire.

use std::rc::Rc;

use serde::Serialize;

use crate::instrument::Instrument;
use crate::strings::Strings;

/// The element's attributes as they stand in the page, by their property names.
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
}

/// What a form is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// What is asked; `None` when the host named something that does not exist.
    pub instrument: Option<Rc<Instrument>>,
    /// How it stands in the page.
    pub mode: Mode,
    /// Whether a dialog shows.
    pub open: bool,
    /// The host's own id for the session.
    pub session_id: Option<String>,
    /// The texts, in the client's language.
    pub strings: &'static Strings,
}

/// How the form stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In the flow of the page.
    Inline,
    /// A modal dialog; on a phone, a sheet at the bottom.
    Dialog,
}

/// One thing that is wrong with the host's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where, such as `mode`.
    pub path: String,
    /// What stands there.
    pub found: String,
    /// What may stand there.
    pub expected: String,
}

impl Config {
    /// Reads the attributes; with it, every problem that they have.
    ///
    /// ```
    /// use rapport::{Attributes, Config};
    /// let attributes = Attributes { mode: Some("popup".into()), ..Attributes::default() };
    /// let (config, problems) = Config::read(&attributes);
    /// assert!(config.instrument.is_some());
    /// assert_eq!(problems[0].path, "mode");
    /// ```
    #[must_use]
    pub fn read(attributes: &Attributes) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut expect = |path: &str, found: &Option<String>, allowed: &[&str]| -> Option<usize> {
            let found = found.as_deref().unwrap_or_default();
            let place = allowed.iter().position(|value| *value == found);
            if place.is_none() && !found.is_empty() {
                problems.push(Problem {
                    path: path.into(),
                    found: found.chars().take(100).collect(),
                    expected: allowed.join(", "),
                });
            }
            place
        };
        let mode = match expect("mode", &attributes.mode, &["inline", "dialog"]) {
            Some(1) => Mode::Dialog,
            _ => Mode::Inline,
        };
        expect("theme", &attributes.theme, &["auto", "light", "dark"]);
        expect("instrument", &attributes.instrument, &Instrument::BUILT_IN);
        let instrument = match attributes.instrument.as_deref() {
            None | Some("") => Instrument::BUILT_IN[0],
            Some(id) => id,
        };
        let config = Self {
            instrument: Instrument::built_in(instrument).map(Rc::new),
            mode,
            open: attributes.open && mode == Mode::Dialog,
            session_id: attributes.session_id.clone(),
            strings: Strings::nearest(attributes.lang.as_deref().unwrap_or_default()),
        };
        (config, problems)
    }
}
