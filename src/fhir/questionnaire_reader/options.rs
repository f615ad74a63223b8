//! Reads the options of a choice as labelled points.

use super::choices::{Choice, choices, is_possible};
use super::texts::have_common_text;
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::resource::{DATA_ABSENT_REASON, Put, object};
use crate::scoring::answers::NOT_APPLICABLE;

/// The numbers of points that a definition may have.
const COUNTS: std::ops::RangeInclusive<usize> = 2..=11;

/// Reads the options: labelled points, and the choice that the item does not apply. `beside` holds the points of the
/// definition beside: those of the item's own scale, or those of the instrument's. Reports one fault at most.
pub(super) fn read_options(
    cursor: &JsonCursor,
    contained: &[Json],
    lang: &str,
    beside: [Option<&[Json]>; 2],
) -> (Json, Json) {
    let Some((mut choices, key)) = choices(cursor, contained, lang) else { return Default::default() };
    let is_absent = |choice: &Choice| {
        choice.code.get("system").and_then(Json::as_str) == Some(DATA_ABSENT_REASON)
            && choice.code.get("code").and_then(Json::as_str) == Some(NOT_APPLICABLE)
    };
    let absent = choices.iter().position(is_absent).map(|index| choices.remove(index));
    let absent = absent.map_or(Json::Null, |choice| {
        object(|absent| {
            absent.put("label", choice.label());
            absent.put("score", choice.score);
        })
    });
    let [own, common] = beside.map(|points| points.filter(|points| points.len() == choices.len()));
    let beside =
        [own, common.filter(|points| have_labels_of(points, &choices))].map(Option::unwrap_or_default);
    if let Some(expected) = fault(&choices, beside) {
        cursor.at(key).error(expected);
        return Default::default();
    }
    let values = values(&choices);
    let points = choices.into_iter().zip(values).enumerate().map(|(index, (choice, value))| {
        point(&choice, value, beside.map(|points| points.get(index).unwrap_or(&Json::Null)))
    });
    let points = Json::Array(points.collect());
    (object(|scale| scale.put("points", points)), absent)
}

/// Returns what is expected in place of the first fault of the options.
fn fault(choices: &[Choice], beside: [&[Json]; 2]) -> Option<&'static str> {
    let is_repeated = |(index, choice): (usize, &Choice)| {
        choice.code.get("system").is_some()
            && choices.iter().take(index).any(|other| other.code == choice.code)
    };
    let has_score = |(index, choice): (usize, &Choice)| {
        let gives_score = |point: &Json| point.get("score").or(point.get("value")).is_some();
        choice.score.is_some() || beside.iter().any(|points| points.get(index).is_some_and(gives_score))
    };
    let mut scores = choices.iter().filter_map(|choice| choice.score);
    Some(if !COUNTS.contains(&choices.len()) {
        "2 to 11 options"
    } else if choices.iter().enumerate().any(is_repeated) {
        "another code for each option"
    } else if choices.iter().any(|choice| choice.label().is_null()) {
        "a display, a string or an integer in each option"
    } else if !choices.iter().enumerate().all(has_score) {
        "a score of each option: itemWeight, ordinalValue, an integer, or points in the definition beside"
    } else if scores.clone().any(|score| score.fract() != 0.0) {
        "whole scores; multiply all of them by the same number"
    } else if !scores.all(is_possible) {
        "scores from -1000000 to 1000000"
    } else {
        return None;
    })
}

/// Returns whether no point has another label than its option: the instrument's points may be those of other answers,
/// even of the same ones the other way round.
fn have_labels_of(points: &[Json], choices: &[Choice]) -> bool {
    points.iter().zip(choices).all(|(point, choice)| {
        let is_same = |label| choice.display.is_null() || have_common_text(label, &choice.display);
        point.get("label").is_none_or(is_same)
    })
}

/// Returns a point. The item's own point beside takes precedence over the option, and the option over the instrument's.
fn point(choice: &Choice, value: f64, [own, common]: [&Json; 2]) -> Json {
    let part = |key| own.get(key).or(common.get(key));
    let value = part("value").cloned().unwrap_or(Json::Number(value));
    let score = choice.score.map(Json::Number);
    let score = own.get("score").cloned().or(score).or(common.get("score").cloned());
    let coded = Some(&choice.code).filter(|code| code.get("system").is_some());
    // Of the option's own code, the instrument's point may have the display.
    let has_display = |code: &&Json| {
        coded.is_none_or(|coded| ["system", "code"].iter().all(|key| code.get(key) == coded.get(key)))
    };
    let code = own.get("code").or(common.get("code").filter(has_display)).or(coded);
    let score = score.filter(|score| *score != value);
    object(|point| {
        point.put("value", value);
        point.put("label", part("label").cloned().unwrap_or_else(|| choice.label()));
        point.put("score", score);
        point.put("code", code.cloned());
    })
}

/// Returns a scale with the keys in the order in which scales are read here, the default step, and no score that is the
/// value, so that equal scales compare as equal.
pub(super) fn in_order(scale: &Json) -> Json {
    let ordered = |json: &Json, keys: &[&str]| {
        let keys = keys.iter().filter(|key| **key != "score" || json.get("score") != json.get("value"));
        object(|ordered| keys.for_each(|key| ordered.put(key, json.get(key).cloned())))
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
