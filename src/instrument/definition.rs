//! A definition in, an instrument out, or every reason why not, each by its path. Nothing that would change a score
//! is guessed: only what has a default in the format may be left out.

use std::sync::Arc;

use super::{
    AlertRule, Band, Code, Instrument, Item, Missing, Reliability, Scale, Scope, ScoreRule, Subscale, Text,
    is_language_tag, unit,
};
use crate::json::Json;
use crate::problem::{Place, Problem};

const MAX_ITEMS: usize = 200;
const MAX_LANGUAGES: usize = 64;
const MAX_SUBSCALES: usize = 50;
const MAX_BANDS: usize = 20;
const MAX_ALERTS: usize = 50;
/// Largest number on a scale or in a range: within it a score of six decimals is still exact.
const LARGEST: i32 = 1_000_000;
const MOST: f64 = 1e6;

impl Instrument {
    /// Reads a definition. All that is wrong with it is reported at once; there is an instrument when none of it
    /// is fatal.
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
    pub fn read(definition: &Json) -> (Option<Self>, Vec<Problem>) {
        let (instrument, problems) = Place::read("instrument", definition, instrument);
        (Some(instrument).filter(|_| !problems.iter().any(|problem| problem.fatal)), problems)
    }
}

impl Text {
    /// Reads a string, or a map from language tag to string; `None` if it is neither.
    #[must_use]
    pub fn read(json: &Json) -> Option<Self> {
        let (read, problems) = Place::read("text", json, read_text);
        Some(read).filter(|_| problems.is_empty())
    }
}

fn instrument(place: &Place) -> Instrument {
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
    let mut read = Instrument::plain("", &[]);
    if !place.is_object(&KEYS) {
        return read;
    }
    read.id = place.text("id");
    read.version = place.text("version");
    read.title = read_text(&place.at("title"));
    read.license = optional_text(place, "license");
    read.attribution = optional_text(place, "attribution");
    read.validated = place.flag("validated");
    read.scale = scale(&place.at("scale"));
    place.each("subscales", 0..=MAX_SUBSCALES, &mut |place| read.subscales.push(subscale(place)));
    place.each("items", 1..=MAX_ITEMS, &mut |place| read.items.push(Arc::new(item(place))));
    read.score = score(&place.at("score"), read.items.len());
    place.each("bands", 0..=MAX_BANDS, &mut |place| read.bands.push(band(place)));
    place.each("alerts", 0..=MAX_ALERTS, &mut |place| read.alerts.push(alert(place)));
    if place.has("reliability") {
        read.reliability = Some(reliability(&place.at("reliability")));
    }
    for list in ["items", "subscales", "bands", "alerts"] {
        distinct(&place.at(list));
    }
    parts_fit(&read, place);
    read
}

/// What only shows when all parts are there: whether they name one another rightly, and lie on one another's scales.
fn parts_fit(read: &Instrument, place: &Place) {
    let decimals = read.score.decimals;
    range_fits(&place.at("score"), read.score.range, decimals);
    for (entry, item) in read.items.iter().enumerate() {
        let named = |id: &String| read.subscales.iter().any(|subscale| subscale.id == *id);
        if !item.subscale.as_ref().is_none_or(named) {
            place.at("items").entry(entry).at("subscale").refuse("the id of a subscale");
        }
    }
    for (entry, subscale) in read.subscales.iter().enumerate() {
        let (list, id) = (place.at("subscales"), Some(&subscale.id));
        range_fits(&list.entry(entry), subscale.range, decimals);
        if !read.items.iter().any(|item| item.subscale.as_ref() == id) {
            list.entry(entry).at("id").refuse("the subscale of at least one item");
        }
    }
    let (lo, hi) = read.score.range;
    for (entry, band) in read.bands.iter().enumerate() {
        let list = place.at("bands");
        list.entry(entry).number("from", lo, hi);
        if read.bands.iter().take(entry).any(|lower| lower.from >= band.from) {
            list.entry(entry).at("from").refuse("more than the bands before have");
        }
    }
    for (entry, alert) in read.alerts.iter().enumerate() {
        let list = place.at("alerts");
        let (rule, scale) = (list.entry(entry), (read.scale.min.into(), read.scale.max.into()));
        let ends = match &alert.scope {
            Scope::Total => Some((lo, hi)),
            Scope::AnyItem => Some(scale),
            Scope::Item(id) => read.items.iter().any(|item| item.id == *id).then_some(scale),
            Scope::Subscale(id) => {
                read.subscales.iter().find(|subscale| subscale.id == *id).map(|subscale| subscale.range)
            }
        };
        match ends.filter(|_| alert.scope != Scope::Total || rule.at("scope").found().text() == Some("total"))
        {
            Some((lo, hi)) => drop(rule.number("below", lo, hi)),
            None => rule.at("scope").refuse("total, any-item, item: or subscale: and the id of one"),
        }
    }
}

fn scale(place: &Place) -> Scale {
    place.is_object(&["min", "max", "step"]);
    let [min, max] = ["min", "max"].map(|end| place.integer(end, -LARGEST, LARGEST));
    let step = if place.has("step") { place.integer("step", 1, 2 * LARGEST) } else { Some(1) };
    // Where there is no scale, one on which every threshold lies.
    let mut scale = Scale { min: -LARGEST, max: LARGEST, step: 1 };
    if let (Some(min), Some(max)) = (min, max) {
        if min >= max {
            place.at("max").refuse("more than min");
            return scale;
        }
        scale = Scale { min, max, step: step.unwrap_or(1) };
        if (max - min) % scale.step != 0 {
            place.at("step").refuse("a number that divides max - min");
        }
    }
    scale
}

fn item(place: &Place) -> Item {
    place.is_object(&["id", "text", "low", "high", "reverse", "weight", "subscale", "required", "code"]);
    let weight = if place.has("weight") { place.number("weight", 0.001, 1000.0) } else { Some(1.0) };
    if !weight.is_none_or(|weight| has_decimals(weight, 3)) {
        place.at("weight").refuse("at most 3 decimals");
    }
    Item {
        id: place.text("id"),
        text: read_text(&place.at("text")),
        low: read_text(&place.at("low")),
        high: read_text(&place.at("high")),
        reverse: place.flag("reverse"),
        weight: weight.unwrap_or(1.0),
        subscale: place.has("subscale").then(|| place.text("subscale")),
        required: place.flag("required"),
        code: code(place),
    }
}

fn score(place: &Place, items: usize) -> ScoreRule {
    place.is_object(&["range", "decimals", "missing", "minAnswered", "code"]);
    let decimals = if place.has("decimals") { place.integer("decimals", 0, 6) } else { Some(1) };
    let prorate = place.is_second("missing", ["none", "prorate"]);
    let mut missing = Missing::None;
    if prorate {
        let most = i32::try_from(if items == 0 { MAX_ITEMS } else { items }).unwrap_or(1);
        let min_answered =
            place.integer("minAnswered", 1, most).and_then(|least| usize::try_from(least).ok());
        missing = Missing::Prorate { min_answered: min_answered.unwrap_or(1) };
    } else if place.has("minAnswered") {
        place.at("minAnswered").pass_over("nothing, unless missing is prorate");
    }
    let decimals = decimals.and_then(|decimals| u8::try_from(decimals).ok()).unwrap_or(6);
    ScoreRule { range: range(place), decimals, missing, code: code(place) }
}

fn subscale(place: &Place) -> Subscale {
    place.is_object(&["id", "title", "range", "code"]);
    Subscale {
        id: place.text("id"),
        title: read_text(&place.at("title")),
        range: range(place),
        code: code(place),
    }
}

fn band(place: &Place) -> Band {
    place.is_object(&["id", "from", "label"]);
    let from = place.at("from").found().number().unwrap_or(-MOST);
    Band { id: place.text("id"), from, label: read_text(&place.at("label")) }
}

fn alert(place: &Place) -> AlertRule {
    place.is_object(&["id", "scope", "below", "inclusive"]);
    let scope = place.at("scope").found().text().unwrap_or_default();
    let scope = match (scope.strip_prefix("item:"), scope.strip_prefix("subscale:")) {
        (Some(id), _) => Scope::Item(id.into()),
        (_, Some(id)) => Scope::Subscale(id.into()),
        _ if scope == "any-item" => Scope::AnyItem,
        _ => Scope::Total,
    };
    let below = place.at("below").found().number().unwrap_or_default();
    AlertRule { id: place.text("id"), scope, below, inclusive: place.flag("inclusive") }
}

fn reliability(place: &Place) -> Reliability {
    place.is_object(&["sd", "r", "source"]);
    let (sd, r) = (place.number("sd", 0.0, 1e9), place.number("r", 0.0, 1.0));
    if sd.is_some_and(|sd| sd <= 0.0) {
        place.at("sd").refuse("more than 0");
    }
    if r.is_some_and(|r| r >= 1.0) {
        place.at("r").refuse("less than 1");
    }
    let source = optional_text(place, "source");
    if source.is_none() {
        place.at("source").pass_over("where sd and r are from");
    }
    Reliability { sd: sd.unwrap_or_default(), r: r.unwrap_or_default(), source }
}

/// The lowest and the highest score. Where there is none, as wide as can be.
fn range(place: &Place) -> (f64, f64) {
    let mut ends = Vec::new();
    place.each("range", 2..=2, &mut |end| ends.extend(end.as_number(-MOST, MOST)));
    match ends.as_slice() {
        [lo, hi] if lo < hi => return (*lo, *hi),
        [_, _] => place.at("range").entry(1).refuse("more than the lowest score"),
        _ => {}
    }
    (-MOST, MOST)
}

/// Otherwise a rounded score could lie outside of its range.
fn range_fits(place: &Place, (lo, hi): (f64, f64), decimals: u8) {
    if !has_decimals(lo, decimals) || !has_decimals(hi, decimals) {
        place.at("range").refuse(&format!("at most {decimals} decimals, as the score has"));
    }
}

/// Whether the number is written with at most so many decimals.
fn has_decimals(number: f64, decimals: u8) -> bool {
    let unit = unit(decimals);
    ((number * unit).round() / unit - number).abs() <= number.abs() * f64::EPSILON
}

fn optional_text(place: &Place, key: &str) -> Option<Text> {
    place.has(key).then(|| read_text(&place.at(key)))
}

/// The text that stands at `place`, in one language or in several.
pub(crate) fn read_text(place: &Place) -> Text {
    let Some(texts) = place.found().entries() else { return Text::new("", &place.as_text()) };
    if !(1..=MAX_LANGUAGES).contains(&texts.len()) {
        place.refuse(&format!("texts in 1 to {MAX_LANGUAGES} languages"));
        return Text::new("", "");
    }
    let read = |(tag, _): &(String, Json)| {
        if !is_language_tag(tag) {
            place.at(tag).refuse("a language tag as key");
        }
        (tag.clone(), place.text(tag))
    };
    Text::by_language(texts.iter().map(read).collect())
}

fn code(place: &Place) -> Option<Code> {
    let place = place.at("code");
    if place.found().is_null() {
        return None;
    }
    place.is_object(&["system", "code", "display"]);
    let display = place.has("display").then(|| place.text("display"));
    Some(Code { system: place.text("system"), code: place.text("code"), display })
}

/// Reports each entry of a list that has the id of an earlier one.
fn distinct(list: &Place) {
    let entries = list.found().list().unwrap_or_default();
    for (entry, json) in entries.iter().enumerate().take(MAX_ITEMS) {
        let id = json.get("id").filter(|id| id.text().is_some());
        if id.is_some() && entries.iter().take(entry).any(|earlier| earlier.get("id") == id) {
            list.entry(entry).at("id").refuse("an id that no other has");
        }
    }
}
