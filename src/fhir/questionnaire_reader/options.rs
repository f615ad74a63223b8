//! Reads the options of a choice as labelled points.

use super::choices::{Choice, choices};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::resource::{DATA_ABSENT_REASON, Put, object};
use crate::scoring::answers::NOT_APPLICABLE;

/// The numbers of points that a definition may have.
const COUNTS: std::ops::RangeInclusive<usize> = 2..=11;

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
