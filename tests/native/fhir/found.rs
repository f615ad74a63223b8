//! Questionnaires of the kinds that other authors write are read and scored, or refused by path. Each file of
//! `tests/data/questionnaires` has a Questionnaire, the definition beside it, and the expected warnings and numbers, or
//! the expected problems.

use std::fs;

use rapport::fhir::{from_questionnaire, questionnaire};
use rapport::{Instrument, Text, read_answers, score};
use serde_json::{Value, json};

use crate::fixtures::{json_of, value_of};

/// Returns each file's name and case.
pub fn cases() -> Vec<(String, Value)> {
    let files = fs::read_dir("tests/data/questionnaires").expect("a folder");
    let case = |file: std::io::Result<fs::DirEntry>| {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, serde_json::from_str(&fs::read_to_string(&path).expect("text")).expect("JSON"))
    };
    files.map(case).collect()
}

/// Returns the instrument of a case, unless it is refused.
pub fn instrument(case: &Value) -> Option<Instrument> {
    from_questionnaire(&json_of(&case["questionnaire"]), &json_of(&case["beside"])).0
}

/// Returns the part of the definition that a Questionnaire of this crate does not carry.
fn rest(instrument: &Instrument) -> Value {
    let mut definition = value_of(instrument);
    let members = definition.as_object_mut().expect("an object");
    members.retain(|key, _| !["id", "version", "title", "lead", "sections"].contains(&key.as_str()));
    for item in definition["items"].as_array_mut().expect("items") {
        let item = item.as_object_mut().expect("an object");
        item.retain(|key, _| ["id", "reverse", "weight", "subscale", "counts"].contains(&key.as_str()));
    }
    definition
}

#[test]
fn found_questionnaires_are_read_and_scored_or_refused_by_path() {
    let cases = cases();
    assert!(cases.len() >= 25, "{}", cases.len());
    for (name, case) in cases {
        let (read, problems) =
            from_questionnaire(&json_of(&case["questionnaire"]), &json_of(&case["beside"]));
        if let Some(expected) = case.get("problems") {
            let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
            assert_eq!((json!(problems), read), (expected.clone(), None), "{name}");
            continue;
        }
        let warnings: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(json!(warnings), case["warnings"], "{name}");
        let read = read.expect(&name);
        let (answers, problems) = read_answers(&read, &json_of(&case["answers"]));
        assert_eq!(problems, [], "{name}");
        assert_eq!(json!(score(&read, answers).total), json!(case["total"].as_f64()), "{name}");
        let text = |text: &Text| value_of(text);
        if let Some(sections) = case.get("sections") {
            let texts: Vec<_> = read.sections.iter().map(|section| text(&section.text)).collect();
            assert_eq!(json!(texts), *sections, "{name}");
        }
        if let Some(texts) = case.get("texts") {
            let items: Vec<_> = read.items.iter().map(|item| text(&item.text)).collect();
            assert_eq!(json!(items), *texts, "{name}");
        }
        assert_eq!(read.lead.as_ref().map(text), case.get("lead").cloned(), "{name}");
        let written = questionnaire(&read, Some("https://example.org/Questionnaire/own"));
        let (again, problems) = from_questionnaire(&written, &json_of(&rest(&read)));
        assert_eq!((again, problems), (Some(read), vec![]), "{name}");
    }
}

#[test]
fn score_in_twenty_groups_is_read_and_in_more_refused() {
    let option = |code: &str, score: i32| {
        let url = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
        json!({ "valueCoding": { "extension": [{ "url": url, "valueDecimal": score }], "code": code, "display": code } })
    };
    let mut item = json!({
        "linkId": "calm", "text": "Calm?", "type": "choice", "answerOption": [option("0", 3), option("1", 0)],
    });
    for depth in 0..=20 {
        let form = json!({
            "resourceType": "Questionnaire", "identifier": [{ "value": "deep" }], "version": "1", "title": "Deep",
            "item": [item],
        });
        let (read, problems) =
            from_questionnaire(&json_of(&form), &json_of(&json!({ "score": { "range": [0, 3] } })));
        assert_eq!(problems, [], "{depth}");
        let read = read.expect("an instrument");
        assert_eq!(score(&read, [Some(0)]).total, Some(3.0), "the score, and not the code, at depth {depth}");
        item = json!({ "linkId": format!("g{depth}"), "type": "group", "item": [item] });
    }
    let form = json!({ "resourceType": "Questionnaire", "item": [item] });
    let (read, problems) = from_questionnaire(&json_of(&form), &json_of(&json!({})));
    assert_eq!(read, None);
    assert!(problems.iter().any(|problem| problem.expected.starts_with("at most 20 groups")), "{problems:?}");
}
