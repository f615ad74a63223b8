//! Questionnaires of other authors: how each item is read, several scores worked by hand, and a response that is nested
//! and coded as the Questionnaire that is written back.

use rapport::fhir::{bundle, questionnaire};
use rapport::{FeedbackResult, Instrument, Item, Response, Scale, Text, read_answers, score};
use serde_json::{Value, json};

use super::found::{cases, instrument};
use super::options;
use crate::fixtures::{json_of, value_of, verified};

/// Returns a text, and its languages if it has several.
fn text(text: &Text) -> String {
    let languages: Vec<_> = text.all().map(|(tag, _)| tag).collect();
    let main = text.nearest("en").1;
    if languages.len() > 1 { format!("{main} {{{}}}", languages.join(" ")) } else { main.into() }
}

/// Returns an item in one line: id, section, scale, the choice that it does not apply, and whether it is required.
fn line(instrument: &Instrument, item: &Item) -> String {
    let scored = |label: String, score: Option<i32>| match score {
        Some(score) => format!("{label} = {score}"),
        None => label,
    };
    let scale = match instrument.scale_of(item) {
        Scale::Slider(slider) => {
            let [low, high] = [&item.low, &item.high].map(|end| text(end.as_ref().expect("an end")));
            format!("{} to {} by {}, {low} - {high}", slider.min, slider.max, slider.step)
        }
        Scale::Points { points } => {
            let point = |point: &rapport::Point| {
                let score = Some(point.score()).filter(|score| *score != point.value);
                scored(format!("{} {}", point.value, text(&point.label)), score)
            };
            points.iter().map(point).collect::<Vec<_>>().join(", ")
        }
    };
    let section = item.section.as_ref().map(|id| format!(" @{id}")).unwrap_or_default();
    let absent = item.not_applicable.as_ref();
    let absent = absent.map(|choice| format!("; or {}", scored(text(&choice.label), choice.score)));
    let required = if item.required { "; required" } else { "" };
    format!("{}{section}: {scale}{}{required}", item.id, absent.unwrap_or_default())
}

/// Returns each accepted case that has the key.
fn with(key: &str) -> impl Iterator<Item = (String, Value, Instrument)> {
    let cases = cases().into_iter().filter(move |(_, case)| case.get(key).is_some());
    cases.filter_map(|(name, case)| instrument(&case).map(|read| (name, case, read)))
}

/// Returns a sent result with these answers.
fn answered(instrument: &Instrument, answers: &[Option<Response>]) -> FeedbackResult {
    let mut result = verified();
    let entry = result.answers[0].clone();
    let entry = |(item, answer): (&std::sync::Arc<Item>, &Option<Response>)| rapport::AnswerEntry {
        item: item.id.clone(),
        value: answer.and_then(Response::value),
        not_applicable: *answer == Some(Response::NotApplicable),
        input: entry.input.filter(|_| answer.is_some()),
        ..entry.clone()
    };
    result.answers = instrument.items.iter().zip(answers).map(entry).collect();
    result.instrument = instrument.into();
    result.lang = "en".into();
    result.outcome = score(instrument, answers.iter().copied());
    result
}

/// Returns every linkId of questions and groups with its depth, in order, and without display items.
fn nesting(items: &Value, depth: usize) -> Vec<(usize, String)> {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    let questions = items.iter().filter(|item| item["type"] != json!("display"));
    let with_children = questions.flat_map(|item| {
        let id = item["linkId"].as_str().expect("a linkId").to_owned();
        std::iter::once((depth, id)).chain(nesting(&item["item"], depth + 1))
    });
    with_children.collect()
}

/// Returns the item of that linkId, at any depth.
fn find<'a>(items: &'a Value, id: &str) -> Option<&'a Value> {
    let mut items = items.as_array()?.iter();
    items.find_map(|item| if item["linkId"] == json!(id) { Some(item) } else { find(&item["item"], id) })
}

#[test]
fn items_are_read_with_section_values_scores_and_languages() {
    let mut count = 0;
    for (name, case, read) in with("read") {
        let mut lines = vec![format!("{} {}", read.id, read.version)];
        lines.extend(read.items.iter().map(|item| line(&read, item)));
        assert_eq!(json!(lines), case["read"], "{name}");
        if let Some(title) = case.get("title") {
            assert_eq!(value_of(&read.title), *title, "{name}");
        }
        count += 1;
    }
    assert!(count >= 14, "{count}");
}

#[test]
fn scores_are_those_worked_by_hand() {
    let mut count = 0;
    for (name, case, read) in with("scored") {
        for scored in case["scored"].as_array().expect("an array") {
            let (answers, problems) = read_answers(&read, &json_of(&scored[0]));
            assert_eq!(problems, [], "{name}");
            let outcome = score(&read, answers);
            assert_eq!(outcome.total, scored[1].as_f64(), "{name}: {}", scored[0]);
            for (id, expected) in scored[2].as_object().expect("an object") {
                let subscale = outcome.subscales.iter().find(|subscale| subscale.id == *id).expect(id);
                assert_eq!(subscale.score, expected.as_f64(), "{name}: {id}: {}", scored[0]);
            }
            count += 1;
        }
    }
    assert!(count >= 25, "{count}");
}

#[test]
fn response_is_nested_and_coded_as_the_questionnaire_written_back() {
    let mut codings = 0;
    for (name, case, read) in with("answers") {
        let written = value_of(&questionnaire(&read, Some("https://example.org/Questionnaire/own")));
        let (answers, _) = read_answers(&read, &json_of(&case["answers"]));
        let result = answered(&read, &answers);
        let bundle = value_of(&bundle(&read, &result, &options(&Value::Null)));
        let response = &bundle["entry"][0]["resource"];
        assert_eq!(nesting(&response["item"], 0), nesting(&written["item"], 0), "{name}");
        for entry in &result.answers {
            let answer = &find(&response["item"], &entry.item).expect("an item")["answer"];
            let asked = find(&written["item"], &entry.item).expect("an item");
            if asked["type"] == json!("integer") {
                assert_eq!(answer, &json!([{ "valueInteger": entry.value.expect("a value") }]), "{name}");
                continue;
            }
            let given = &answer[0]["valueCoding"];
            let offered = asked["answerOption"].as_array().expect("options").iter().filter(|option| {
                ["system", "code", "display"].iter().all(|key| option["valueCoding"][key] == given[key])
            });
            let offered: Vec<_> = offered.collect();
            assert_eq!(offered.len(), 1, "{name}: {given} is one of the options");
            let scale = read.items.iter().find(|item| item.id == entry.item).map(|item| read.scale_of(item));
            let points = scale.expect("a scale").points();
            let point = points.iter().position(|point| Some(point.value) == entry.value);
            let index = point.unwrap_or(points.len());
            assert_eq!(asked["answerOption"][index], *offered[0], "{name}: the option that was chosen");
            codings += 1;
        }
    }
    assert!(codings >= 50, "{codings}");
}
