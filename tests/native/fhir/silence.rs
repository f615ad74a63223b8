//! A part of a Questionnaire that would change its meaning, or that is not shown, is never passed over in silence, and a
//! fault has its path in the Questionnaire. Other ways to write the same form are read as the form.

use rapport::fhir::from_questionnaire;
use rapport::{Diagnostic, Instrument};
use serde_json::{Value, json};

use crate::fixtures::json_of;

const CORE: &str = "http://hl7.org/fhir/StructureDefinition/";

/// Reads a Questionnaire of these items and contained value sets, with a score of 0 to 2.
fn read(items: &Value, contained: &Value) -> (Option<Instrument>, Vec<Diagnostic>) {
    read_beside(items, contained, &json!({}))
}

/// Reads it with the keys of `more` in the definition beside.
fn read_beside(items: &Value, contained: &Value, more: &Value) -> (Option<Instrument>, Vec<Diagnostic>) {
    let questionnaire = json!({
        "resourceType": "Questionnaire", "contained": contained, "identifier": [{ "value": "form" }],
        "version": "1", "title": "A form", "status": "draft", "item": items,
    });
    let mut beside = json!({ "score": { "range": [0, 2], "decimals": 0 } });
    for (key, value) in more.as_object().expect("an object") {
        beside[key] = value.clone();
    }
    from_questionnaire(&json_of(&questionnaire), &json_of(&beside))
}

/// Returns a question with two options, and each key of `more`.
fn question(more: &Value) -> Value {
    let mut item = json!({
        "linkId": "calm", "text": "Calm?", "type": "choice",
        "answerOption": [{ "valueInteger": 0 }, { "valueInteger": 2 }],
    });
    for (key, value) in more.as_object().expect("an object") {
        item[key] = value.clone();
    }
    item
}

/// Returns a slider's item with these ends and extensions.
fn slider(kind: &str, ends: [Value; 2], control: Option<&str>) -> Value {
    let [min, max] = ends;
    let mut extension = vec![
        json!({ "url": format!("{CORE}minValue"), kind: min }),
        json!({ "url": format!("{CORE}maxValue"), kind: max }),
    ];
    let control = control.map(|code| json!({ "coding": [{ "code": code }] }));
    extension.extend(control.map(
        |concept| json!({ "url": format!("{CORE}questionnaire-itemControl"), "valueCodeableConcept": concept }),
    ));
    json!({ "linkId": "calm", "text": "Calm?", "type": kind[5..].to_lowercase(), "extension": extension })
}

/// Asserts that reading reports exactly one problem, at that path.
fn assert_reported(items: &Value, contained: &Value, path: &str, fatal: bool) {
    let (read, problems) = read(items, contained);
    let found: Vec<_> = problems.iter().map(|problem| (problem.path.as_str(), problem.fatal)).collect();
    assert_eq!(found, [(path, fatal)], "{problems:?}");
    assert_eq!(read.is_none(), fatal);
}

#[test]
fn question_alone_has_no_problem() {
    let (read, problems) = read(&json!([question(&json!({}))]), &json!([]));
    assert_eq!(problems, []);
    assert!(read.is_some());
}

#[test]
fn display_after_the_last_question_is_a_warning() {
    let end = json!({ "linkId": "end", "text": "Thank you.", "type": "display" });
    assert_reported(&json!([question(&json!({})), end]), &json!([]), "questionnaire.item[1].text", false);
}

#[test]
fn display_after_the_last_question_can_be_left_out() {
    let end = json!({ "linkId": "end", "text": "Thank you.", "type": "display" });
    let group = json!({ "linkId": "group", "type": "group", "item": [question(&json!({})), end] });
    let (read, problems) = read_beside(&json!([group]), &json!([]), &json!({ "leave": ["end"] }));
    assert_eq!(problems, []);
    assert!(read.is_some());
}

#[test]
fn display_within_a_question_can_be_left_out() {
    let help = json!({ "linkId": "help", "text": "In the last week.", "type": "display" });
    let items = json!([question(&json!({ "item": [help] }))]);
    let (read, problems) = read_beside(&items, &json!([]), &json!({ "leave": ["help"] }));
    assert_eq!(problems, []);
    assert!(read.is_some());
    assert_reported(&items, &json!([]), "questionnaire.item[0].item[0]", false);
}

#[test]
fn second_item_beside_of_one_id_is_refused() {
    let items = json!([{ "id": "calm", "reverse": true }, { "id": "calm", "counts": false }]);
    let (read, problems) =
        read_beside(&json!([question(&json!({}))]), &json!([]), &json!({ "items": items }));
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        (read, problems),
        (
            None,
            vec!["instrument.items[1].id: found \"calm\", expected an id that no other entry has".to_owned()]
        )
    );
}

#[test]
fn initially_selected_option_is_a_warning() {
    let options = json!([{ "valueInteger": 0, "initialSelected": true }, { "valueInteger": 2 }]);
    let items = json!([question(&json!({ "answerOption": options }))]);
    let path = "questionnaire.item[0].answerOption[0].initialSelected";
    assert_reported(&items, &json!([]), path, false);
}

#[test]
fn modifier_of_an_option_is_refused() {
    let modifier = json!([{ "url": "http://example.org/not", "valueBoolean": true }]);
    let options = json!([{ "modifierExtension": modifier, "valueInteger": 0 }, { "valueInteger": 2 }]);
    let items = json!([question(&json!({ "answerOption": options }))]);
    let path = "questionnaire.item[0].answerOption[0].modifierExtension";
    assert_reported(&items, &json!([]), path, true);
}

#[test]
fn value_set_that_excludes_or_refers_is_refused() {
    let concepts = json!([{ "code": "0", "display": "No" }, { "code": "1", "display": "Yes" }]);
    let system = "http://example.org/codes";
    let include = json!({ "system": system, "concept": concepts });
    let mut limited = include.clone();
    limited["valueSet"] = json!(["http://example.org/ValueSet/other"]);
    let exclude = json!([{ "system": system, "concept": [{ "code": "1" }] }]);
    for compose in [json!({ "include": [include], "exclude": exclude }), json!({ "include": [limited] })] {
        let set =
            json!([{ "resourceType": "ValueSet", "id": "set", "status": "active", "compose": compose }]);
        let items =
            json!([{ "linkId": "calm", "text": "Calm?", "type": "choice", "answerValueSet": "#set" }]);
        assert_reported(&items, &set, "questionnaire.item[0].answerValueSet", true);
    }
}

#[test]
fn two_options_of_one_code_are_refused() {
    let option = |label: &str, score: i32| {
        let score = json!([{ "url": format!("{CORE}ordinalValue"), "valueDecimal": score }]);
        json!({ "extension": score, "valueCoding": { "system": "http://example.org/codes", "code": "x", "display": label } })
    };
    let items = json!([question(&json!({ "answerOption": [option("No", 0), option("Yes", 2)] }))]);
    assert_reported(&items, &json!([]), "questionnaire.item[0].answerOption", true);
}

#[test]
fn number_of_options_is_refused_by_its_path_in_the_questionnaire() {
    for count in [1, 12] {
        let options: Vec<_> = (0..count).map(|number| json!({ "valueInteger": number })).collect();
        let items = json!([question(&json!({ "answerOption": options }))]);
        assert_reported(&items, &json!([]), "questionnaire.item[0].answerOption", true);
    }
}

#[test]
fn repeated_link_id_is_refused_by_its_path_in_the_questionnaire() {
    let group = json!({ "linkId": "group", "type": "group", "item": [question(&json!({}))] });
    let items = json!([question(&json!({})), group]);
    assert_reported(&items, &json!([]), "questionnaire.item[1].item[0].linkId", true);
}

#[test]
fn missing_text_is_refused_by_its_path_in_the_questionnaire() {
    let items = json!([question(&json!({ "text": null }))]);
    assert_reported(&items, &json!([]), "questionnaire.item[0].text", true);
}

#[test]
fn fractional_ends_are_refused_by_their_path_in_the_questionnaire() {
    let items = json!([slider("valueDecimal", [json!(0.5), json!(2.0)], Some("slider"))]);
    assert_reported(&items, &json!([]), "questionnaire.item[0].extension", true);
}

#[test]
fn integer_without_item_control_is_a_slider() {
    let (read, problems) = read(&json!([slider("valueInteger", [json!(0), json!(2)], None)]), &json!([]));
    assert_eq!(problems, []);
    let read = read.expect("an instrument");
    assert_eq!(read.scale_of(&read.items[0]).score_ends(), (0, 2));
}

#[test]
fn options_of_a_decimal_are_refused() {
    let mut item = slider("valueDecimal", [json!(0), json!(2)], None);
    item["answerOption"] = json!([{ "valueDecimal": 0 }, { "valueDecimal": 2 }]);
    assert_reported(&json!([item]), &json!([]), "questionnaire.item[0].answerOption", true);
}

#[test]
fn value_set_of_a_number_is_refused() {
    for kind in ["valueInteger", "valueDecimal"] {
        let mut item = slider(kind, [json!(0), json!(2)], None);
        item["answerValueSet"] = json!("#set");
        assert_reported(&json!([item]), &json!([]), "questionnaire.item[0].answerValueSet", true);
    }
}

#[test]
fn common_points_of_other_labels_give_no_scores() {
    let items =
        json!([question(&json!({ "answerOption": [{ "valueString": "Yes" }, { "valueString": "No" }] }))]);
    let points = |first: &str, second: &str| {
        let points = json!([{ "value": 0, "label": first }, { "value": 2, "label": second }]);
        json!({ "scale": { "points": points } })
    };
    let (read, problems) = read_beside(&items, &json!([]), &points("Yes", "No"));
    assert_eq!(problems, []);
    assert!(read.is_some());
    let (read, problems) = read_beside(&items, &json!([]), &points("No", "Yes"));
    let paths: Vec<_> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!((read, paths), (None, vec!["questionnaire.item[0].answerOption"]));
}

#[test]
fn code_or_integer_beyond_the_largest_score_is_refused_by_its_path_in_the_questionnaire() {
    let coding = |code: &str| json!({ "valueCoding": { "system": "http://example.org/codes", "code": code, "display": code } });
    for options in [
        json!([coding("373066001"), coding("373067005")]),
        json!([{ "valueInteger": 0 }, { "valueInteger": 2_000_000 }]),
    ] {
        let items = json!([question(&json!({ "answerOption": options }))]);
        assert_reported(&items, &json!([]), "questionnaire.item[0].answerOption", true);
    }
}

#[test]
fn weight_beyond_the_largest_score_is_refused_by_its_path_in_the_questionnaire() {
    let option = |score: i32| {
        let score = json!([{ "url": format!("{CORE}itemWeight"), "valueDecimal": score }]);
        json!({ "extension": score, "valueString": "Yes" })
    };
    let items = json!([question(&json!({ "answerOption": [option(0), option(2_000_000)] }))]);
    assert_reported(&items, &json!([]), "questionnaire.item[0].answerOption", true);
}

#[test]
fn ordinal_value_by_its_older_url_is_a_score() {
    let option = |label: &str, score: i32| {
        let url = format!("{CORE}questionnaire-ordinalValue");
        json!({ "extension": [{ "url": url, "valueDecimal": score }], "valueString": label })
    };
    let items = json!([question(&json!({ "answerOption": [option("No", 0), option("Yes", 2)] }))]);
    let (read, problems) = read(&items, &json!([]));
    assert_eq!(problems, []);
    let read = read.expect("an instrument");
    assert_eq!(read.scale_of(&read.items[0]).score_ends(), (0, 2));
}

#[test]
fn computed_item_by_calculated_value_is_skipped() {
    let expression = json!({ "language": "text/fhirpath", "expression": "1" });
    let extension = json!([{ "url": format!("{CORE}cqf-calculatedValue"), "valueExpression": expression }]);
    let sum = json!({ "linkId": "sum", "text": "Sum", "type": "integer", "extension": extension });
    assert_reported(&json!([question(&json!({})), sum]), &json!([]), "questionnaire.item[1]", false);
}
