//! A Questionnaire is read as the instrument that it was written from; any other kind of form is refused.

use rapport::Json;
use rapport::fhir::{from_questionnaire, questionnaire};
use serde_json::{Value, json};

use super::coded;
use crate::fixtures::{EXAMPLES, example, json_of, read, value_of};

/// Returns the part of a definition that a Questionnaire does not carry.
fn beside(definition: &Value) -> Value {
    let mut beside = definition.clone();
    let members = beside.as_object_mut().expect("an object");
    for carried in ["id", "version", "title", "license", "attribution", "scale"] {
        members.remove(carried);
    }
    for item in beside["items"].as_array_mut().expect("items") {
        let item = item.as_object_mut().expect("an object");
        for carried in ["text", "low", "high", "required", "code"] {
            item.remove(carried);
        }
    }
    beside
}

#[test]
fn questionnaire_is_read_as_its_instrument() {
    let mut definitions: Vec<_> = EXAMPLES.map(example).into();
    let mut coded = value_of(&coded());
    // With a title in named languages, a text without a language would be read in the title's first.
    coded["title"] = "A title".into();
    definitions.push(coded);
    let mut mixed = example("nine-sum");
    mixed["items"][0]["text"] = json!({ "fr": "Ça va ?", "en": "How are you?" });
    mixed["items"][3]["text"] = json!({ "en": "Feedback?", "de": "Feedback?" });
    mixed["items"][1]["id"] = "how-are-you/lower".into();
    mixed["items"][2]["required"] = true.into();
    definitions.push(mixed);
    for definition in definitions {
        let instrument = read(&definition);
        let questionnaire = questionnaire(&instrument, None);
        let (again, problems) = from_questionnaire(&questionnaire, &json_of(&beside(&definition)));
        assert_eq!((again, problems), (Some(instrument), vec![]));
    }
}

#[test]
fn faulty_questionnaire_is_refused_by_path() {
    let instrument = read(&example("nine-sum"));
    let correct = value_of(&questionnaire(&instrument, None));
    let beside = beside(&example("nine-sum"));
    for (pointer, value, path) in [
        ("/resourceType", json!("Bundle"), "questionnaire.resourceType"),
        ("/item/0/type", json!("choice"), "questionnaire.item[0].answerOption"),
        ("/item/0/type", json!("text"), "questionnaire.item[0].type"),
        ("/item/1/extension/1", json!({}), "questionnaire.item[1].extension"),
        ("/item/2/extension/2", json!({}), "questionnaire.item[2].extension"),
        ("/item/0/linkId", json!("other"), "instrument.items[0].id"),
        ("/item", json!([]), "questionnaire.item"),
    ] {
        let mut faulty = correct.clone();
        *faulty.pointer_mut(pointer).expect(pointer) = value;
        let (again, problems) = from_questionnaire(&json_of(&faulty), &json_of(&beside));
        assert_eq!(again, None, "{pointer}");
        assert!(problems.iter().any(|problem| problem.path == path), "{pointer}: {problems:?}");
    }
    let (again, problems) = from_questionnaire(&json_of(&correct), &Json::Null);
    let first = problems[0].path.as_str();
    assert_eq!((again, first), (None, "instrument.score"), "a Questionnaire has no scoring rule");
}

#[test]
fn scale_beside_that_contradicts_the_item_is_refused() {
    let choice = json!({ "linkId": "q", "text": "Q?", "type": "choice", "answerOption": [
        { "valueInteger": 0 }, { "valueInteger": 1 },
    ] });
    let of = |item: &Value, scale: Value| {
        let questionnaire = json!({
            "resourceType": "Questionnaire", "identifier": [{ "value": "q" }], "version": "1", "title": "Q", "item": [item],
        });
        let beside = json!({ "items": [{ "id": "q", "scale": scale }], "score": { "range": [0, 1] } });
        let (instrument, problems) = from_questionnaire(&json_of(&questionnaire), &json_of(&beside));
        assert!(instrument.is_none() || problems.is_empty(), "{problems:?}");
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let points = |count: i32| json!({ "points": (0..count).map(|value| json!({ "value": value, "label": "L" })).collect::<Vec<_>>() });
    assert_eq!(of(&choice, points(2)), Vec::<String>::new());
    let path = "questionnaire.item[0]";
    assert_eq!(
        of(&choice, points(3)),
        [format!("{path}.answerOption: found [], expected 3 options, as the scale beside has points")]
    );
    let slider = json!({ "min": 0, "max": 4 });
    assert_eq!(
        of(&choice, slider),
        [format!("{path}.type: found \"choice\", expected the kind of item whose scale is beside")]
    );
}

#[test]
fn decimal_items_with_integer_ends_are_read() {
    let instrument = read(&example("nine-sum"));
    let text = value_of(&questionnaire(&instrument, None)).to_string();
    let mut decimal: Value = serde_json::from_str(&text.replace("\"integer\"", "\"decimal\"")).expect("JSON");
    for item in decimal["item"].as_array_mut().expect("items") {
        for (extension, value) in [(1, 0.0), (2, 3.0)] {
            let url = item["extension"][extension]["url"].clone();
            item["extension"][extension] = json!({ "url": url, "valueDecimal": value });
        }
        item["extension"].as_array_mut().expect("extensions").remove(3);
    }
    let (again, problems) = from_questionnaire(&json_of(&decimal), &json_of(&beside(&example("nine-sum"))));
    assert_eq!((again, problems), (Some(instrument), vec![]));
}
