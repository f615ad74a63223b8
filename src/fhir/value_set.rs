//! Reads the answer options of a choice as labelled points: from the item itself, or from a contained value set.

use super::answer::NOT_APPLICABLE;
use super::element::{array, extension_value, read_text, string};
use super::questionnaire::ORDINAL_VALUE;
use super::resource::{Put, object};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;

/// Extensions with an option's score, the first that is present counts.
const SCORES: [&str; 3] = [
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    ORDINAL_VALUE,
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
];

/// The options of a choice, in the format of a definition.
pub(super) struct Options {
    /// A scale of labelled points.
    pub(super) scale: Json,
    /// The choice that the item does not apply; null without one.
    pub(super) not_applicable: Json,
}

/// One option as it was found.
struct Found {
    label: Json,
    /// The number that its label, code or integer is.
    number: Option<f64>,
    score: Option<f64>,
    code: Json,
    is_absent: bool,
}

/// Reads the options of the choice at the cursor. `contained` are the resources that the Questionnaire contains, and
/// `needs_scores` is false if the definition beside gives the item's scale.
pub(super) fn read_options(
    cursor: &JsonCursor,
    contained: &[Json],
    lang: &str,
    needs_scores: bool,
) -> Option<Options> {
    let mut found = Vec::new();
    if cursor.has("answerValueSet") {
        let url = cursor.at("answerValueSet");
        let id = url.value().as_str().and_then(|url| url.strip_prefix('#'));
        let Some(set) = contained.iter().find(|set| id.is_some() && string(set, "id") == id) else {
            url.error("a contained value set");
            return None;
        };
        for concept in concepts(set) {
            found.push(coding(concept, lang, None));
        }
        check_scores(&found, needs_scores, &|_| url.error("a value set with a whole score for each code"));
    } else {
        let list = cursor.at("answerOption");
        for option in array(cursor.value(), "answerOption") {
            found.push(read_option(option, lang));
        }
        if found.is_empty() {
            list.error("answer options, or a contained value set");
            return None;
        }
        check_scores(&found, needs_scores, &|index| {
            list.index(index)
                .error("an option with a whole score: an ordinalValue, or a number as code or label");
        });
    }
    Some(options(&found))
}

/// Returns the codes of a value set, of its expansion if it has one.
fn concepts(set: &Json) -> Vec<&Json> {
    let expansion = set.get("expansion").map(|expansion| array(expansion, "contains")).unwrap_or_default();
    if !expansion.is_empty() {
        return expansion.iter().collect();
    }
    let include = set.get("compose").map(|compose| array(compose, "include")).unwrap_or_default();
    include.iter().flat_map(|part| array(part, "concept")).collect()
}

fn read_option(option: &Json, lang: &str) -> Found {
    if let Some(concept) = option.get("valueCoding") {
        return coding(concept, lang, Some(option));
    }
    let number = option.get("valueInteger").and_then(Json::as_f64);
    let label = match option.get("valueInteger") {
        Some(integer) => Json::from(integer.to_string()),
        None => read_text(option, "valueString", lang),
    };
    let number = number.or_else(|| string(option, "valueString").and_then(whole));
    Found { score: score(&[option]).or(number), label, number, code: Json::Null, is_absent: false }
}

/// Reads a Coding, or a concept of a value set; `option` is the element around it.
fn coding(concept: &Json, lang: &str, option: Option<&Json>) -> Found {
    let (system, code) = (concept.get("system"), concept.get("code"));
    let label = read_text(concept, "display", lang);
    let number = string(concept, "code").and_then(whole);
    let number = number.or_else(|| string(concept, "display").and_then(whole));
    let elements: Vec<&Json> = option.into_iter().chain([concept]).collect();
    Found {
        label: if label.is_null() { code.cloned().unwrap_or(Json::Null) } else { label },
        number,
        score: score(&elements).or(number),
        code: object(|entry| {
            // A definition's code has a system.
            if let Some((system, code)) = system.zip(code) {
                entry.put("system", system.clone());
                entry.put("code", code.clone());
            }
        }),
        is_absent: string(concept, "code") == Some(NOT_APPLICABLE),
    }
}

fn score(elements: &[&Json]) -> Option<f64> {
    let extensions =
        SCORES.iter().flat_map(|url| elements.iter().filter_map(|one| extension_value(one, url)));
    extensions.filter_map(Json::as_f64).next()
}

/// Returns the whole number that a text is.
fn whole(text: &str) -> Option<f64> {
    text.trim().parse::<i32>().ok().map(f64::from)
}

/// Reports options without a whole score, by their index.
fn check_scores(found: &[Found], needs_scores: bool, report: &dyn Fn(usize)) {
    for (index, option) in found.iter().enumerate().filter(|(_, option)| needs_scores && !option.is_absent) {
        if !option.score.is_some_and(|score| score.fract() == 0.0) {
            report(index);
        }
    }
}

/// Returns the options as labelled points. Their values are the numbers that the options are, if those rise, else the
/// scores, if those rise, else 0, 1, 2 and so on.
fn options(found: &[Found]) -> Options {
    let chosen: Vec<&Found> = found.iter().filter(|option| !option.is_absent).collect();
    let rising = |numbers: Vec<Option<f64>>| {
        let numbers: Option<Vec<f64>> = numbers.into_iter().collect();
        numbers.filter(|numbers| numbers.is_sorted_by(|one, next| one < next))
    };
    let numbers = rising(chosen.iter().map(|option| option.number).collect());
    let scores = || rising(chosen.iter().map(|option| option.score).collect());
    let values = numbers.or_else(scores).unwrap_or_else(|| {
        let mut next = -1.0;
        chosen
            .iter()
            .map(|_| {
                next += 1.0;
                next
            })
            .collect()
    });
    let point = |(option, value): (&&Found, f64)| {
        object(|point| {
            point.put("value", value);
            point.put("label", option.label.clone());
            point.put("score", option.score.filter(|score| (score - value).abs() > 0.0));
            if option.code.as_object().is_some_and(|code| !code.is_empty()) {
                point.put("code", option.code.clone());
            }
        })
    };
    let points = chosen.iter().zip(values).map(point).collect();
    let absent = found.iter().find(|option| option.is_absent).map(|option| {
        object(|choice| {
            choice.put("label", option.label.clone());
            choice.put("score", option.score);
        })
    });
    Options {
        scale: object(|scale| scale.put("points", Json::Array(points))),
        not_applicable: absent.unwrap_or(Json::Null),
    }
}
