//! Reads the options of a choice, or of its contained value set, with their scores.

use super::texts::{array, extension_value, read_text};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::questionnaire::ORDINAL_VALUE;
use crate::fhir::resource::{Put, object};
use crate::instrument::LARGEST;

/// The extensions that hold a score: of an option or Coding, of a value set's concept, and of a code system's.
const SCORES: [&str; 5] = [
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    ORDINAL_VALUE,
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
];

/// An option of a choice.
pub(super) struct Choice {
    /// Its text; null without one.
    pub display: Json,
    pub code: Json,
    pub score: Option<f64>,
    /// An integer, or a code that is one, which a point can have as its value.
    pub number: Option<f64>,
}

impl Choice {
    /// Returns its text, else its code; null without either.
    pub(super) fn label(&self) -> Json {
        let label = if self.display.is_null() { self.code.get("code") } else { Some(&self.display) };
        label.cloned().unwrap_or_default()
    }
}

/// Returns the options of an item or of its contained value set, and the key that holds them.
pub(super) fn choices(
    cursor: &JsonCursor,
    contained: &[Json],
    lang: &str,
) -> Option<(Vec<Choice>, &'static str)> {
    let item = cursor.value();
    if let Some(set) = item.get("answerValueSet") {
        let at = cursor.at("answerValueSet");
        let Some(id) = set.as_str().and_then(|url| url.strip_prefix('#')) else {
            at.error("a contained value set, as \"#id\": none is fetched");
            return None;
        };
        let Some(set) = contained.iter().find(|set| set.get("id").and_then(Json::as_str) == Some(id)) else {
            at.error("the id of a contained value set");
            return None;
        };
        let concepts = set.get("expansion").map_or(Vec::new(), |expansion| {
            array(expansion, "contains").iter().map(|concept| coding(concept, None, None, lang)).collect()
        });
        if !concepts.is_empty() {
            return Some((concepts, "answerValueSet"));
        }
        let compose = set.get("compose").unwrap_or(&Json::Null);
        let includes = array(compose, "include");
        let refers = |include: &Json| ["valueSet", "filter"].iter().any(|key| include.get(key).is_some());
        if compose.get("exclude").is_some() || includes.iter().any(refers) {
            at.error("a value set that lists its concepts, without exclude, valueSet and filter");
            return None;
        }
        if includes.is_empty() || includes.iter().any(|include| array(include, "concept").is_empty()) {
            at.error("a value set that lists its concepts");
            return None;
        }
        let concepts = includes.iter().flat_map(|include| {
            let system = include.get("system");
            array(include, "concept").iter().map(move |concept| coding(concept, system, None, lang))
        });
        return Some((concepts.collect(), "answerValueSet"));
    }
    let options = array(item, "answerOption");
    if options.is_empty() {
        cursor.at("answerOption").error("answerOption, or a contained answerValueSet");
        return None;
    }
    let list = cursor.at("answerOption");
    for index in 0..options.len() {
        let at = list.index(index);
        if at.has("modifierExtension") {
            at.at("modifierExtension").error("no modifierExtension: its meaning is unknown");
            return None;
        }
        if at.at("initialSelected").value() == &Json::Bool(true) {
            at.at("initialSelected").warn("no such key: it is not shown");
        }
    }
    let option = |option: &Json| {
        if let Some(value) = option.get("valueCoding") {
            return coding(value, None, score_of(option), lang);
        }
        let integer = option.get("valueInteger").and_then(Json::as_f64);
        let display = integer
            .map_or_else(|| read_text(option, "valueString", lang), |number| number.to_string().into());
        let number =
            integer.filter(|number| is_possible(*number)).or_else(|| whole(option.get("valueString")));
        Choice { display, code: Json::Null, score: score_of(option).or(number), number }
    };
    Some((options.iter().map(option).collect(), "answerOption"))
}

/// Reads a Coding, or a concept of a value set, whose texts in other languages are designations.
fn coding(coding: &Json, system: Option<&Json>, score: Option<f64>, lang: &str) -> Choice {
    let mut display = read_text(coding, "display", lang);
    for designation in array(coding, "designation") {
        let part = |key| designation.get(key).and_then(Json::as_str);
        let (Some(tag), Some(text)) = (part("language"), part("value")) else { continue };
        if let (Json::String(_), false) = (&display, lang.is_empty()) {
            display = Json::Object(vec![(lang.into(), display)]);
        }
        if let Json::Object(texts) = &mut display
            && !texts.iter().any(|(known, _)| known == tag)
        {
            texts.push((tag.into(), text.into()));
        }
    }
    let number = whole(coding.get("code"));
    let score = score.or_else(|| score_of(coding)).or(number).or_else(|| whole(coding.get("display")));
    let code = object(|code| {
        code.put("system", coding.get("system").or(system).cloned());
        code.put("code", coding.get("code").cloned());
    });
    Choice { display, code, score, number }
}

/// Returns the score that an element has by an extension.
fn score_of(element: &Json) -> Option<f64> {
    SCORES.iter().find_map(|url| extension_value(element, url)?.as_f64())
}

/// Returns the whole number that a string is, if a point can have it.
fn whole(text: Option<&Json>) -> Option<f64> {
    text.and_then(Json::as_str)?
        .trim()
        .parse::<i32>()
        .ok()
        .map(f64::from)
        .filter(|number| is_possible(*number))
}

/// Returns whether a point can have a number as its value or score. Codes of terminologies are often larger.
pub(super) fn is_possible(number: f64) -> bool {
    number.abs() <= f64::from(LARGEST)
}
