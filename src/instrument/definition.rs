//! Reads a definition: an instrument, and every fault by path. It never guesses a value that would change a score: only
//! keys with a documented default are optional.

use std::sync::Arc;

use super::{
    AlertRule, Band, Code, Instrument, Item, Missing, Reliability, Scale, Scope, ScoreRule, Subscale, Text,
    consistency, is_language_tag, unit,
};
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::data::limits::MAX_ITEMS;

const MAX_LANGUAGES: usize = 64;
const MAX_SUBSCALES: usize = 50;
const MAX_BANDS: usize = 20;
const MAX_ALERTS: usize = 50;
/// Largest number on a scale or in a range: up to it, a score of six decimals is exact.
const LARGEST: i32 = 1_000_000;
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
    const KEYS: [&str; 13] = [
        "id",
        "version",
        "title",
        "license",
        "attribution",
        "validated",
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
    read.scale = scale(&cursor.at("scale"));
    cursor.each("subscales", 0..=MAX_SUBSCALES, &mut |cursor| read.subscales.push(subscale(cursor)));
    cursor.each("items", 1..=MAX_ITEMS, &mut |cursor| read.items.push(Arc::new(item(cursor))));
    read.score = score(&cursor.at("score"), read.items.len());
    cursor.each("bands", 0..=MAX_BANDS, &mut |cursor| read.bands.push(band(cursor)));
    cursor.each("alerts", 0..=MAX_ALERTS, &mut |cursor| read.alerts.push(alert(cursor)));
    if cursor.has("reliability") {
        read.reliability = Some(reliability(&cursor.at("reliability")));
    }
    consistency::check(&read, cursor);
    read
}

fn scale(cursor: &JsonCursor) -> Scale {
    cursor.expect_object(&["min", "max", "step"]);
    let [min, max] = ["min", "max"].map(|end| cursor.integer(end, -LARGEST, LARGEST));
    let step = if cursor.has("step") { cursor.integer("step", 1, 2 * LARGEST) } else { Some(1) };
    // After a fault: a scale that contains every threshold, so that no further fault is reported.
    let mut scale = Scale { min: -LARGEST, max: LARGEST, step: 1 };
    if let (Some(min), Some(max)) = (min, max) {
        if min >= max {
            cursor.at("max").error("more than min");
            return scale;
        }
        scale = Scale { min, max, step: step.unwrap_or(1) };
        if (max - min) % scale.step != 0 {
            cursor.at("step").error("a number that divides max - min");
        }
    }
    scale
}

fn item(cursor: &JsonCursor) -> Item {
    cursor.expect_object(&["id", "text", "low", "high", "reverse", "weight", "subscale", "required", "code"]);
    let weight = if cursor.has("weight") { cursor.number("weight", 0.001, 1000.0) } else { Some(1.0) };
    if !weight.is_none_or(|weight| has_decimals(weight, 3)) {
        cursor.at("weight").error("at most 3 decimals");
    }
    Item {
        id: cursor.string("id"),
        text: read_text(&cursor.at("text")),
        low: read_text(&cursor.at("low")),
        high: read_text(&cursor.at("high")),
        reverse: cursor.expect_bool("reverse"),
        weight: weight.unwrap_or(1.0),
        subscale: cursor.has("subscale").then(|| cursor.string("subscale")),
        required: cursor.expect_bool("required"),
        code: code(cursor),
    }
}

fn score(cursor: &JsonCursor, items: usize) -> ScoreRule {
    cursor.expect_object(&["range", "decimals", "missing", "minAnswered", "code"]);
    let decimals = if cursor.has("decimals") { cursor.integer("decimals", 0, 6) } else { Some(1) };
    let prorate = cursor.expect_choice("missing", ["none", "prorate"]);
    let mut missing = Missing::None;
    if prorate {
        let most = i32::try_from(if items == 0 { MAX_ITEMS } else { items }).unwrap_or(1);
        let min_answered =
            cursor.integer("minAnswered", 1, most).and_then(|least| usize::try_from(least).ok());
        missing = Missing::Prorate { min_answered: min_answered.unwrap_or(1) };
    } else if cursor.has("minAnswered") {
        cursor.at("minAnswered").warn("no value unless missing is \"prorate\"");
    }
    let decimals = decimals.and_then(|decimals| u8::try_from(decimals).ok()).unwrap_or(6);
    ScoreRule { range: range(cursor), decimals, missing, code: code(cursor) }
}

fn subscale(cursor: &JsonCursor) -> Subscale {
    cursor.expect_object(&["id", "title", "range", "code"]);
    Subscale {
        id: cursor.string("id"),
        title: read_text(&cursor.at("title")),
        range: range(cursor),
        code: code(cursor),
    }
}

fn band(cursor: &JsonCursor) -> Band {
    cursor.expect_object(&["id", "from", "label"]);
    let from = cursor.at("from").value().as_f64().unwrap_or(-MOST);
    Band { id: cursor.string("id"), from, label: read_text(&cursor.at("label")) }
}

fn alert(cursor: &JsonCursor) -> AlertRule {
    cursor.expect_object(&["id", "scope", "below", "inclusive"]);
    let scope = cursor.at("scope").value().as_str().unwrap_or_default();
    let scope = match (scope.strip_prefix("item:"), scope.strip_prefix("subscale:")) {
        (Some(id), _) => Scope::Item(id.into()),
        (_, Some(id)) => Scope::Subscale(id.into()),
        _ if scope == "any-item" => Scope::AnyItem,
        _ => Scope::Total,
    };
    let below = cursor.at("below").value().as_f64().unwrap_or_default();
    AlertRule { id: cursor.string("id"), scope, below, inclusive: cursor.expect_bool("inclusive") }
}

fn reliability(cursor: &JsonCursor) -> Reliability {
    cursor.expect_object(&["sd", "r", "source"]);
    let (sd, r) = (cursor.number("sd", 0.0, 1e9), cursor.number("r", 0.0, 1.0));
    if sd.is_some_and(|sd| sd <= 0.0) {
        cursor.at("sd").error("more than 0");
    }
    if r.is_some_and(|r| r >= 1.0) {
        cursor.at("r").error("less than 1");
    }
    let source = optional_text(cursor, "source");
    if source.is_none() {
        cursor.at("source").warn("the source of sd and r");
    }
    Reliability { sd: sd.unwrap_or_default(), r: r.unwrap_or_default(), source }
}

/// Returns the lowest and the highest score; after a fault, the widest range.
fn range(cursor: &JsonCursor) -> (f64, f64) {
    let mut ends = Vec::new();
    cursor.each("range", 2..=2, &mut |end| ends.extend(end.expect_number(-MOST, MOST)));
    match ends.as_slice() {
        [lo, hi] if lo < hi => return (*lo, *hi),
        [_, _] => cursor.at("range").index(1).error("more than the lowest score"),
        _ => {}
    }
    (-MOST, MOST)
}

/// Returns whether the number has at most that many decimals.
pub(super) fn has_decimals(number: f64, decimals: u8) -> bool {
    let unit = unit(decimals);
    ((number * unit).round() / unit - number).abs() <= number.abs() * f64::EPSILON
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
