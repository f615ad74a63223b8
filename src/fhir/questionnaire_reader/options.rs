//! Reads the options of a choice as labelled points.

use super::texts::{array, extension_value, read_text};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::questionnaire::ORDINAL_VALUE;
use crate::fhir::resource::{DATA_ABSENT_REASON, Put, object};
use crate::scoring::answers::NOT_APPLICABLE;

const ITEM_WEIGHT: &str = "http://hl7.org/fhir/StructureDefinition/itemWeight";
const OLD_ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue";
/// The numbers of points that a definition may have.
const COUNTS: std::ops::RangeInclusive<usize> = 2..=11;

/// An option of a choice.
struct Choice {
    label: Json,
    code: Json,
    score: Option<f64>,
    /// An integer, or a code that is one.
    number: Option<f64>,
}

/// Reads the options: labelled points, and the choice that the item does not apply. `beside` holds the points of the
/// definition beside; their members take precedence. Reports one fault at most.
pub(super) fn read_options(
    cursor: &JsonCursor,
    contained: &[Json],
    lang: &str,
    beside: Option<&[Json]>,
) -> (Json, Json) {
    let Some((mut choices, key)) = choices(cursor, contained, lang) else { return Default::default() };
    let is_absent = |choice: &Choice| {
        choice.code.get("system").and_then(Json::as_str) == Some(DATA_ABSENT_REASON)
            && choice.code.get("code").and_then(Json::as_str) == Some(NOT_APPLICABLE)
    };
    let absent = choices.iter().position(is_absent).map(|index| choices.remove(index));
    let absent = absent.map_or(Json::Null, |choice| {
        object(|absent| {
            absent.put("label", choice.label);
            absent.put("score", choice.score);
        })
    });
    let at = cursor.at(key);
    if !COUNTS.contains(&choices.len()) {
        at.error("2 to 11 options");
        return Default::default();
    }
    let is_repeated = |(index, choice): (usize, &Choice)| {
        choice.code.get("system").is_some()
            && choices.iter().take(index).any(|other| other.code == choice.code)
    };
    if choices.iter().enumerate().any(is_repeated) {
        at.error("another code for each option");
        return Default::default();
    }
    let beside = beside.filter(|points| points.len() == choices.len());
    let gives_score = |index: usize| {
        let point = beside.and_then(|points| points.get(index));
        point.is_some_and(|point| point.get("score").or(point.get("value")).is_some())
    };
    if choices.iter().any(|choice| choice.label.is_null()) {
        at.error("a display, a string or an integer in each option");
        return Default::default();
    }
    if choices.iter().enumerate().any(|(index, choice)| choice.score.is_none() && !gives_score(index)) {
        at.error("a score of each option: itemWeight, ordinalValue, an integer, or points in the definition beside");
        return Default::default();
    }
    if choices.iter().any(|choice| choice.score.is_some_and(|score| score.fract() != 0.0)) {
        at.error("whole scores; multiply all of them by the same number");
        return Default::default();
    }
    let values = values(&choices);
    let points = choices.into_iter().zip(values).enumerate().map(|(index, (choice, value))| {
        let beside = beside.and_then(|points| points.get(index)).unwrap_or(&Json::Null);
        let has_value = beside.get("value").is_some();
        object(|point| {
            point.put("value", beside.get("value").cloned().unwrap_or(Json::Number(value)));
            point.put("label", beside.get("label").cloned().unwrap_or(choice.label));
            // A score beside is `value`, unless `score` says otherwise.
            let own =
                choice.score.filter(|score| !has_value && value.total_cmp(score).is_ne()).map(Json::Number);
            point.put("score", beside.get("score").cloned().or(own));
            let own = Some(choice.code).filter(|code| code.get("system").is_some());
            point.put("code", beside.get("code").cloned().or(own));
        })
    });
    let points = Json::Array(points.collect());
    (object(|scale| scale.put("points", points)), absent)
}

/// Returns a scale with the keys in the order in which scales are read here, and the default step, so that equal scales
/// compare as equal.
pub(super) fn in_order(scale: &Json) -> Json {
    let ordered = |json: &Json, keys: &[&str]| {
        object(|ordered| keys.iter().for_each(|key| ordered.put(key, json.get(key).cloned())))
    };
    let Some(points) = scale.get("points").and_then(Json::as_array) else {
        let Json::Object(mut slider) = ordered(scale, &["min", "max", "step"]) else { return Json::Null };
        if slider.len() == 2 {
            slider.put("step", 1.0);
        }
        return Json::Object(slider);
    };
    let points = points.iter().map(|point| ordered(point, &["value", "label", "score", "code"]));
    object(|scale| scale.put("points", Json::Array(points.collect())))
}

/// Returns the values of points: the integers, if all options have one and they rise; else the scores, if they rise;
/// else 0, 1, 2 and so on.
fn values(choices: &[Choice]) -> Vec<f64> {
    let rising =
        |numbers: Option<Vec<f64>>| numbers.filter(|numbers| numbers.is_sorted_by(|one, next| one < next));
    rising(choices.iter().map(|choice| choice.number).collect())
        .or_else(|| rising(choices.iter().map(|choice| choice.score).collect()))
        .unwrap_or_else(|| (0_u8..).map(f64::from).take(choices.len()).collect())
}

/// Returns the options of an item or of its contained value set, and the key that holds them.
fn choices(cursor: &JsonCursor, contained: &[Json], lang: &str) -> Option<(Vec<Choice>, &'static str)> {
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
        let refers = |include: &Json| ["valueSet", "filter"].iter().any(|key| include.get(key).is_some());
        if compose.get("exclude").is_some() || array(compose, "include").iter().any(refers) {
            at.error("a value set that lists its concepts, without exclude, valueSet and filter");
            return None;
        }
        let includes = set.get("compose").map_or(&[][..], |compose| array(compose, "include"));
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
        let number = option.get("valueInteger").and_then(Json::as_f64);
        let label =
            number.map_or_else(|| read_text(option, "valueString", lang), |number| number.to_string().into());
        let number = number.or_else(|| whole(option.get("valueString")));
        Choice { label, code: Json::Null, score: score_of(option).or(number), number }
    };
    Some((options.iter().map(option).collect(), "answerOption"))
}

/// Reads a Coding, or a concept of a value set, whose texts in other languages are designations.
fn coding(coding: &Json, system: Option<&Json>, score: Option<f64>, lang: &str) -> Choice {
    let mut label = read_text(coding, "display", lang);
    for designation in array(coding, "designation") {
        let part = |key| designation.get(key).and_then(Json::as_str);
        let (Some(tag), Some(text)) = (part("language"), part("value")) else { continue };
        if let (Json::String(_), false) = (&label, lang.is_empty()) {
            label = Json::Object(vec![(lang.into(), label)]);
        }
        if let Json::Object(texts) = &mut label
            && !texts.iter().any(|(known, _)| known == tag)
        {
            texts.push((tag.into(), text.into()));
        }
    }
    let number = whole(coding.get("code"));
    if label.is_null() {
        label = coding.get("code").cloned().unwrap_or_default();
    }
    let score = score.or_else(|| score_of(coding)).or(number).or_else(|| whole(coding.get("display")));
    let code = object(|code| {
        code.put("system", coding.get("system").or(system).cloned());
        code.put("code", coding.get("code").cloned());
    });
    Choice { label, code, score, number }
}

/// Returns the score that an element has by an extension.
fn score_of(element: &Json) -> Option<f64> {
    [ITEM_WEIGHT, ORDINAL_VALUE, OLD_ORDINAL_VALUE]
        .iter()
        .find_map(|url| extension_value(element, url)?.as_f64())
}

/// Returns the whole number that a string is.
fn whole(text: Option<&Json>) -> Option<f64> {
    text.and_then(Json::as_str)?.trim().parse::<i32>().ok().map(f64::from)
}
