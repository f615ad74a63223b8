//! Reads the element's attributes.

use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::trend::{Axis, Compare, Settings, TrendStrings};

/// The attributes, as the element and its report use them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attributes {
    pub(super) settings: Settings,
    pub(super) strings: TrendStrings,
    /// The language for dates and numbers.
    pub(super) locale: String,
}

/// Reads the attributes, and reports every one that has another value than it may have.
pub(super) fn read(attributes: &Json) -> (Attributes, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut choice = |name: &str, allowed: [&str; 3], expected: &str| {
        let found = string(attributes, name);
        let index = allowed.iter().position(|value| *value == found);
        if index.is_none() && !found.is_empty() {
            problems.push(Diagnostic::warning(name, attributes.get(name), expected));
        }
        index
    };
    let compare = choice("compare", ["previous", "first", ""], "one of \"previous\", \"first\"");
    let axis = choice("axis", ["time", "sessions", ""], "one of \"time\", \"sessions\"");
    let dir = choice("dir", ["ltr", "rtl", "auto"], "one of \"ltr\", \"rtl\", \"auto\"");
    // Only the style sheet uses the theme; here it is checked.
    choice("theme", ["auto", "light", "dark"], "one of \"auto\", \"light\", \"dark\"");
    let misplaced = attributes.get("misplaced").and_then(Json::as_object).unwrap_or_default();
    problems.extend(
        misplaced.iter().filter_map(|(name, correct)| Some(Diagnostic::misplaced(name, correct.as_str()?))),
    );
    let lang = string(attributes, "lang").replace('_', "-");
    let strings = TrendStrings::nearest(&lang);
    let is_own = crate::strings::is_same_language(strings.lang, &lang);
    let settings = Settings {
        compare: if compare == Some(1) { Compare::First } else { Compare::Previous },
        axis: if axis == Some(1) { Axis::Sessions } else { Axis::Time },
        is_rtl: match dir {
            Some(0) => false,
            Some(1) => true,
            _ => strings.is_rtl(),
        },
        lang: lang.clone(),
        ..Settings::default()
    };
    let locale = if is_own { lang } else { strings.lang.to_owned() };
    (Attributes { settings, strings, locale }, problems)
}

fn string<'a>(attributes: &'a Json, name: &str) -> &'a str {
    attributes.get(name).and_then(Json::as_str).unwrap_or_default()
}
