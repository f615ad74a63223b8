//! Reads a definition: an instrument, and every fault by path. It never guesses a value that would change a score: only
//! keys with a documented default are optional.

use std::sync::Arc;

use super::{Code, Instrument, Section, Text, consistency, is_language_tag};
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::data::limits::MAX_ITEMS;

mod items;
mod rules;

const MAX_LANGUAGES: usize = 64;
const MAX_SECTIONS: usize = 50;
const MAX_SUBSCALES: usize = 50;
const MAX_ALERTS: usize = 50;
/// Largest number on a scale or in a range: up to it, a score of six decimals is exact.
pub(crate) const LARGEST: i32 = 1_000_000;
const MOST: f64 = 1e6;

impl Instrument {
    /// Reads a definition. Returns every fault at once, and the instrument if no fault is fatal.
    ///
    /// ```
    /// # let text = r#"{ "id": "calm", "version": "1", "title": "Calm", "scale": { "min": 0, "max": 0 },
    /// #   "items": [{ "id": "calm", "text": "How calm are you?", "low": "Not calm", "high": "Calm" }],
    /// #   "score": { "range": [0, 10] } }"#;
    /// let definition = serde_json::from_str(text).unwrap();
    /// let (instrument, problems) = rapport::Instrument::read(&definition);
    /// assert_eq!(problems[0].path, "instrument.scale.max");
    /// assert!(instrument.is_none());
    /// ```
    #[must_use]
    pub fn read(definition: &Json) -> (Option<Self>, Vec<Diagnostic>) {
        let (instrument, problems) = JsonCursor::read("instrument", definition, instrument);
        (Some(instrument).filter(|_| !problems.iter().any(|problem| problem.fatal)), problems)
    }
}

impl Text {
    /// Reads a string, or an object from language tag to string; `None` after any fault.
    #[must_use]
    pub fn read(json: &Json) -> Option<Self> {
        let (read, problems) = JsonCursor::read("text", json, read_text);
        Some(read).filter(|_| problems.is_empty())
    }
}

fn instrument(cursor: &JsonCursor) -> Instrument {
    const KEYS: [&str; 15] = [
        "id",
        "version",
        "title",
        "license",
        "attribution",
        "validated",
        "lead",
        "sections",
        "scale",
        "items",
        "score",
        "subscales",
        "bands",
        "alerts",
        "reliability",
    ];
    let mut read = Instrument::with_defaults("", &[]);
    if !cursor.expect_object(&KEYS) {
        return read;
    }
    read.id = cursor.string("id");
    read.version = cursor.string("version");
    read.title = read_text(&cursor.at("title"));
    read.license = optional_text(cursor, "license");
    read.attribution = optional_text(cursor, "attribution");
    read.validated = cursor.expect_bool("validated");
    read.lead = optional_text(cursor, "lead");
    cursor.each("sections", 0..=MAX_SECTIONS, &mut |cursor| read.sections.push(section(cursor)));
    read.scale = items::default_scale(cursor);
    let decimals = rules::decimals(&cursor.at("score"));
    cursor.each("subscales", 0..=MAX_SUBSCALES, &mut |cursor| {
        read.subscales.push(rules::subscale(cursor, decimals));
    });
    cursor.each("items", 1..=MAX_ITEMS, &mut |cursor| {
        read.items.push(Arc::new(items::item(cursor, read.scale.as_ref())));
    });
    let counting = read.items.iter().filter(|item| item.counts).count();
    read.score = rules::score(&cursor.at("score"), decimals, counting);
    read.bands = rules::bands(cursor);
    cursor.each("alerts", 0..=MAX_ALERTS, &mut |cursor| read.alerts.push(rules::alert(cursor)));
    if cursor.has("reliability") {
        read.reliability = Some(rules::reliability(&cursor.at("reliability")));
    }
    consistency::check(&read, cursor);
    read
}

fn section(cursor: &JsonCursor) -> Section {
    cursor.expect_object(&["id", "text"]);
    Section { id: cursor.string("id"), text: read_text(&cursor.at("text")) }
}

fn optional_text(cursor: &JsonCursor, key: &str) -> Option<Text> {
    cursor.has(key).then(|| read_text(&cursor.at(key)))
}

/// Reads a text, in one language or in several.
pub(crate) fn read_text(cursor: &JsonCursor) -> Text {
    let Some(texts) = cursor.value().as_object() else { return Text::new("", &cursor.expect_string()) };
    if !(1..=MAX_LANGUAGES).contains(&texts.len()) {
        cursor.error(&format!("1 to {MAX_LANGUAGES} languages"));
        return Text::new("", "");
    }
    let read = |(tag, _): &(String, Json)| {
        let lang = tag.replace('_', "-");
        if !is_language_tag(&lang) {
            cursor.at(tag).error("a language tag as key");
        }
        (lang, cursor.string(tag))
    };
    Text::translations(texts.iter().map(read).collect())
}

fn code(cursor: &JsonCursor) -> Option<Code> {
    let cursor = cursor.at("code");
    if cursor.value().is_null() {
        return None;
    }
    cursor.expect_object(&["system", "code", "display"]);
    let display = cursor.has("display").then(|| cursor.string("display"));
    Some(Code { system: cursor.string("system"), code: cursor.string("code"), display })
}
