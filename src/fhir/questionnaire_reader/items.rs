//! Reads one question: a slider or a choice.

use super::options::{in_order, read_options};
use super::texts::{array, extension_value, is_control, read_text};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::questionnaire::{MAX_VALUE, MIN_VALUE, SLIDER_STEP};
use crate::fhir::resource::{Put, object};

const HIDDEN: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
const CALCULATED_BEFORE: &str = "http://hl7.org/fhir/StructureDefinition/cqf-calculatedValue";
const ENABLE_WHEN: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";
const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";

/// The parts of the resource and of the definition beside that each item needs.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub lang: &'a str,
    pub contained: &'a [Json],
    pub beside: &'a Json,
}

impl Context<'_> {
    /// Returns the item of that id in the definition beside.
    pub(super) fn item_beside(&self, id: Option<&Json>) -> Option<&Json> {
        array(self.beside, "items").iter().find(|item| item.get("id") == id)
    }

    /// Returns whether the definition beside leaves out the item or group.
    pub(super) fn is_left_out(&self, item: &Json) -> bool {
        item.get("linkId").is_some_and(|id| array(self.beside, "leave").contains(id))
    }
}

/// Returns whether an item is no question to the respondent. Reports it as a warning.
pub(super) fn is_skipped(cursor: &JsonCursor) -> bool {
    let item = cursor.value();
    let is_true = |value: Option<&Json>| value == Some(&Json::Bool(true));
    if is_true(extension_value(item, HIDDEN)) {
        cursor.warn("no hidden item: it is skipped");
    } else if is_true(item.get("readOnly")) {
        cursor.warn("no item that is only read: it is skipped");
    } else if [CALCULATED, CALCULATED_BEFORE].iter().any(|url| extension_value(item, url).is_some())
        || is_control(item, "score")
    {
        cursor.warn("no computed item: it is skipped");
    } else {
        return false;
    }
    true
}

/// Reports the first thing that would change the questions' meaning if it were ignored, and returns whether there is one.
pub(super) fn is_refused(cursor: &JsonCursor) -> bool {
    let item = cursor.value();
    let is_set = |key| item.get(key).is_some_and(|value| !matches!(value, Json::Null | Json::Bool(false)));
    let known = [
        ("modifierExtension", "no modifierExtension: its meaning is unknown"),
        ("enableWhen", "no enableWhen: every item is always asked"),
        ("repeats", "no repeats: every item has one answer"),
    ];
    if let Some((key, expected)) = known.into_iter().find(|(key, _)| is_set(key)) {
        cursor.at(key).error(expected);
        return true;
    }
    if extension_value(item, ENABLE_WHEN).is_some() {
        cursor.at("extension").error("no enableWhenExpression: every item is always asked");
        return true;
    }
    for key in ["initial", "prefix", "maxLength"].into_iter().filter(|key| is_set(key)) {
        cursor.at(key).warn("no such key: it is not shown");
    }
    if extension_value(item, UNIT).is_some() {
        cursor.at("extension").warn("no unit: it is not shown");
    }
    false
}

/// Reads a question in the format of a definition; null after a fault.
pub(super) fn read_item(cursor: &JsonCursor, context: Context) -> Json {
    let json = cursor.value();
    let is_kept = |nested: &Json| !context.is_left_out(nested);
    for (index, nested) in array(json, "item").iter().enumerate().filter(|(_, nested)| is_kept(nested)) {
        let at = cursor.at("item");
        let at = at.index(index);
        if nested.get("type").and_then(Json::as_str) != Some("display") {
            at.error("no question within a question");
            return Json::Null;
        }
        if !is_control(nested, "lower") && !is_control(nested, "upper") {
            at.warn("no display within a question but those of a slider's ends: it is not shown");
        }
    }
    let beside = context.item_beside(json.get("linkId"));
    let text = read_text(json, "text", context.lang);
    if text.is_null() && beside.and_then(|item| item.get("text")).is_none() {
        cursor.at("text").error("a text, here or beside");
        return Json::Null;
    }
    let scales = [beside.and_then(|item| item.get("scale")), context.beside.get("scale")];
    let options = ["answerOption", "answerValueSet"].into_iter().find(|key| cursor.has(key));
    let (scale, absent) = match (json.get("type").and_then(Json::as_str), options) {
        (Some("choice"), _) | (Some("integer"), Some("answerOption")) => {
            let [own, common] = scales.map(|scale| scale?.get("points")?.as_array());
            let beside = [own, common.filter(|_| own.is_none())];
            read_options(cursor, context.contained, context.lang, beside)
        }
        (Some("integer" | "decimal"), Some(key)) => {
            cursor.at(key).error("no options but those of a choice, or answerOption of an integer");
            return Json::Null;
        }
        (Some("integer" | "decimal"), None) => (slider(cursor, scales), Json::Null),
        _ => {
            cursor.at("type").error("\"choice\", \"integer\", \"decimal\", \"group\" or \"display\"");
            return Json::Null;
        }
    };
    if scale.is_null() || !is_as_beside(cursor, &scale, scales[0]) {
        return Json::Null;
    }
    object(|item| {
        item.put("id", json.get("linkId").cloned());
        item.put("text", text);
        if scale.get("points").is_none() {
            for (key, end, number) in [("low", "lower", "min"), ("high", "upper", "max")] {
                let label = array(json, "item").iter().find(|item| is_control(item, end) && is_kept(item));
                let label = label.map_or(Json::Null, |label| read_text(label, "text", context.lang));
                let number = scale.get(number).and_then(Json::as_f64).map(|number| number.to_string());
                item.put(key, if label.is_null() { number.into() } else { label });
            }
        }
        item.put("required", json.get("required").cloned());
        item.put("code", array(json, "code").first().map(code));
        item.put("notApplicable", absent);
        item.put("scale", scale);
    })
}

/// Returns whether the item's scale is of the kind that the definition beside has for it, with as many points. Reports
/// that it is not: which of the two is meant is unknown.
fn is_as_beside(cursor: &JsonCursor, scale: &Json, beside: Option<&Json>) -> bool {
    let Some(beside) = beside.filter(|beside| !beside.is_null()) else { return true };
    let [found, expected] =
        [scale, beside].map(|scale| scale.get("points").map(|_| array(scale, "points").len()));
    match (found, expected) {
        _ if found == expected => return true,
        (Some(_), Some(expected)) => {
            cursor.at("answerOption").error(&format!("{expected} options, as the scale beside has points"));
        }
        _ => cursor.at("type").error("the kind of item whose scale is beside"),
    }
    false
}

/// Reads a slider's scale: the scale beside its own item, else the item's numbers, else those of the default scale
/// beside. A missing step is 1.
fn slider(cursor: &JsonCursor, beside: [Option<&Json>; 2]) -> Json {
    let item = cursor.value();
    let [own, default] = beside.map(|scale| scale.filter(|scale| scale.get("min").is_some()));
    if let Some(own) = own {
        return in_order(own);
    }
    let part = |url, key| extension_value(item, url).or_else(|| default?.get(key)).cloned();
    let (min, max) = (part(MIN_VALUE, "min"), part(MAX_VALUE, "max"));
    if min.is_none() || max.is_none() {
        cursor.at("extension").error("minValue and maxValue, or a scale in the definition beside");
        return Json::Null;
    }
    let step = part(SLIDER_STEP, "step").unwrap_or(Json::Number(1.0));
    let is_whole = |number: &Json| number.as_f64().is_some_and(|number| number.fract() == 0.0);
    if ![&min, &max].into_iter().flatten().chain([&step]).all(is_whole) {
        cursor.at("extension").error("whole numbers as ends and step");
        return Json::Null;
    }
    object(|scale| {
        scale.put("min", min);
        scale.put("max", max);
        scale.put("step", step);
    })
}

/// Returns a Coding with only the keys that a definition has.
fn code(coding: &Json) -> Json {
    object(|code| {
        for key in ["system", "code", "display"] {
            code.put(key, coding.get(key).cloned());
        }
    })
}
