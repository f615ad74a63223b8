//! The JSON Schemas of a release: they are generated from the Rust types, and agree with the reader and with results.

use std::fs;

use jsonschema::Validator;
use rapport::Instrument;
use serde_json::{Value, json};

use crate::fixtures::{EXAMPLES, RESULT, built_in, example, json_of, read, value_of};

fn schema(name: &str) -> Value {
    let text =
        fs::read_to_string(format!("schema/{name}.schema.json")).expect("a schema: `make schema` writes it");
    serde_json::from_str(&text).expect("JSON")
}

pub fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema(name)).expect("a JSON Schema of 2020-12")
}

#[test]
fn schemas_match_the_rust_types() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let tests = std::env::current_exe().expect("this test");
    let built = tests.ancestors().nth(2).expect("a target folder").join("examples/schemas");
    let written = std::process::Command::new(built).arg(folder).status().expect("the example");
    assert!(written.success());
    for name in ["instrument", "result"] {
        let generated = fs::read_to_string(format!("{folder}/{name}.schema.json")).expect("a schema");
        let stored = fs::read_to_string(format!("schema/{name}.schema.json")).expect("a schema");
        assert_eq!(generated, stored, "`make schema` updates it");
        assert!(jsonschema::meta::is_valid(&schema(name)), "{name}");
    }
}

#[test]
fn examples_and_built_ins_match_the_schema() {
    let validator = validator("instrument");
    let mut instruments: Vec<_> = EXAMPLES.map(example).into();
    instruments.extend(Instrument::BUILT_IN.map(|id| value_of(&built_in(id))));
    for definition in instruments {
        assert!(validator.is_valid(&definition), "{:?}", validator.validate(&definition));
        let written = value_of(&read(&definition));
        assert!(validator.is_valid(&written), "as written: {:?}", validator.validate(&written));
    }
}

#[test]
fn complete_result_matches_the_schema_and_a_faulty_one_does_not() {
    let validator = validator("result");
    let sent: Value = serde_json::from_str(RESULT).expect("JSON");
    assert!(validator.is_valid(&sent), "{:?}", validator.validate(&sent));
    for key in sent.as_object().expect("an object").keys() {
        let mut without = sent.clone();
        without.as_object_mut().expect("an object").remove(key);
        assert!(!validator.is_valid(&without), "{key} is missing");
    }
    for (pointer, value) in [
        ("/schema", json!("rapport/2")),
        ("/status", json!("done")),
        ("/answers/0/value", json!(0.5)),
        ("/answers/0/input", json!("telepathy")),
        ("/outcome/total", json!("69")),
        ("/change/reliable", json!("maybe")),
        ("/quality/speeding", json!(null)),
    ] {
        let mut faulty = sent.clone();
        *faulty.pointer_mut(pointer).expect(pointer) = value;
        assert!(!validator.is_valid(&faulty), "{pointer}");
    }
}

#[test]
fn schema_and_reader_agree_on_scales_and_ends() {
    let validator = validator("instrument");
    let points = json!({ "points": [{ "value": 0, "label": "No" }, { "value": 1, "label": "Yes" }] });
    let slider = json!({ "min": 0, "max": 1 });
    for common in [Value::Null, slider.clone(), points.clone()] {
        for own in [Value::Null, slider.clone(), points.clone()] {
            for ends in [json!({}), json!({ "low": "L", "high": "H" }), json!({ "low": "L", "high": null })] {
                let mut item = json!({ "id": "a", "text": "A?", "scale": own });
                item.as_object_mut().expect("an object").extend(ends.as_object().expect("an object").clone());
                let definition = json!({
                    "id": "i", "version": "1", "title": "I", "scale": common, "items": [item],
                    "score": { "range": [0, 1] },
                });
                let (read, problems) = Instrument::read(&json_of(&definition));
                assert_eq!(validator.is_valid(&definition), read.is_some(), "{definition}: {problems:?}");
            }
        }
    }
}
