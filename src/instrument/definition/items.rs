//! Reads the items of a definition, and their scales.

use super::rules::has_decimals;
use super::{LARGEST, code, read_text};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::instrument::{Item, NotApplicable, Point, Scale, Slider, Text};

const MIN_POINTS: usize = 2;
const MAX_POINTS: usize = 11;
const MAX_SUBSCALES_OF_ITEM: usize = 10;

/// Reads the scale of the items that have none of their own; `None` if each has one.
pub(super) fn default_scale(definition: &JsonCursor) -> Option<Scale> {
    let items = definition.at("items");
    let items = items.value().as_array().unwrap_or_default();
    let is_needed = items.is_empty() || items.iter().any(|item| item.get("scale").is_none_or(Json::is_null));
    (is_needed || definition.has("scale")).then(|| scale(&definition.at("scale")))
}

fn scale(cursor: &JsonCursor) -> Scale {
    if cursor.has("points") {
        cursor.expect_object(&["points"]);
        return Scale::Points { points: points(&cursor.at("points")) };
    }
    cursor.expect_object(&["min", "max", "step"]);
    let [min, max] = ["min", "max"].map(|end| cursor.integer(end, -LARGEST, LARGEST));
    let step = if cursor.has("step") { cursor.integer("step", 1, 2 * LARGEST) } else { Some(1) };
    let mut slider = WIDEST;
    if let (Some(min), Some(max)) = (min, max) {
        if min >= max {
            cursor.at("max").error("more than min");
            return Scale::Slider(slider);
        }
        slider = Slider { min, max, step: step.unwrap_or(1) };
        if (max - min) % slider.step != 0 {
            cursor.at("step").error("a number that divides max - min");
        }
    }
    Scale::Slider(slider)
}

/// The scale after a fault. It contains every threshold, so that no further fault is reported.
const WIDEST: Slider = Slider { min: -LARGEST, max: LARGEST, step: 1 };

/// Reads labelled points; after a fault that would lead to others, returns the two ends of the widest scale.
fn points(cursor: &JsonCursor) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut is_usable = true;
    cursor.expect_array(MIN_POINTS..=MAX_POINTS, &mut |cursor| {
        cursor.expect_object(&["value", "label", "score", "code"]);
        let value = cursor.integer("value", -LARGEST, LARGEST);
        let score = cursor.has("score").then(|| cursor.integer("score", -LARGEST, LARGEST));
        is_usable &= value.is_some() && score != Some(None);
        if value.zip(points.last()).is_some_and(|(value, before)| value <= before.value) {
            cursor.at("value").error("more than the value before");
        }
        points.push(Point {
            value: value.unwrap_or_default(),
            label: read_text(&cursor.at("label")),
            // Written out or not, the default is one scale, whose answers are compared.
            score: score.flatten().filter(|score| Some(*score) != value),
            code: code(cursor),
        });
    });
    let is_flat = points.windows(2).all(|pair| matches!(pair, [one, other] if one.score() == other.score()));
    if is_usable && !points.is_empty() && is_flat {
        cursor.index(1).at("score").error("another score than that of the first point");
    }
    if points.is_empty() || !is_usable {
        let end = |value| Point { value, label: Text::new("", ""), score: None, code: None };
        return vec![end(-LARGEST), end(LARGEST)];
    }
    points
}

/// Reads an item. `default` is the scale of items that have none of their own.
pub(super) fn item(cursor: &JsonCursor, default: Option<&Scale>) -> Item {
    const KEYS: [&str; 13] = [
        "id",
        "text",
        "low",
        "high",
        "section",
        "scale",
        "reverse",
        "weight",
        "subscale",
        "counts",
        "notApplicable",
        "required",
        "code",
    ];
    cursor.expect_object(&KEYS);
    let own = cursor.has("scale").then(|| scale(&cursor.at("scale")));
    let scale = own.as_ref().or(default).unwrap_or(&Scale::FALLBACK);
    let is_slider = scale.slider().is_some();
    let end = |key| {
        if is_slider {
            return Some(read_text(&cursor.at(key)));
        }
        if cursor.has(key) {
            cursor.at(key).warn("no label of an end beside labelled points");
        }
        None
    };
    let weight = if cursor.has("weight") { cursor.number("weight", 0.001, 1000.0) } else { Some(1.0) };
    if !weight.is_none_or(|weight| has_decimals(weight, 3)) {
        cursor.at("weight").error("at most 3 decimals");
    }
    Item {
        id: cursor.string("id"),
        text: read_text(&cursor.at("text")),
        low: end("low"),
        high: end("high"),
        section: cursor.has("section").then(|| cursor.string("section")),
        reverse: cursor.expect_bool("reverse"),
        weight: weight.unwrap_or(1.0),
        subscales: subscales(&cursor.at("subscale")),
        counts: !cursor.has("counts") || cursor.expect_bool("counts"),
        not_applicable: cursor
            .has("notApplicable")
            .then(|| not_applicable(&cursor.at("notApplicable"), scale)),
        required: cursor.expect_bool("required"),
        code: code(cursor),
        scale: own,
    }
}

/// Reads the ids of an item's subscales: a string, or an array of strings.
fn subscales(cursor: &JsonCursor) -> Vec<String> {
    if cursor.value().as_array().is_none() {
        return if cursor.value().is_null() { Vec::new() } else { vec![cursor.expect_string()] };
    }
    let mut ids = Vec::new();
    cursor.expect_array(1..=MAX_SUBSCALES_OF_ITEM, &mut |cursor| {
        let id = cursor.expect_string();
        if ids.contains(&id) {
            cursor.error("a subscale that no other entry names");
        }
        ids.push(id);
    });
    ids
}

fn not_applicable(cursor: &JsonCursor, scale: &Scale) -> NotApplicable {
    cursor.expect_object(&["label", "score"]);
    let (lowest, highest) = scale.score_ends();
    let score = cursor.has("score").then(|| cursor.integer("score", lowest, highest)).flatten();
    NotApplicable { label: read_text(&cursor.at("label")), score }
}
