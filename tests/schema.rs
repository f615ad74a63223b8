//! The JSON Schemas that a release ships: made from the Rust types, and in agreement with what is read and sent.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;

use jsonschema::Validator;
use rapport::{Instrument, Json};
use serde_json::{Value, json};

fn schema(name: &str) -> Value {
    let text =
        fs::read_to_string(format!("schema/{name}.schema.json")).expect("a schema: `make schema` writes it");
    serde_json::from_str(&text).expect("JSON")
}

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema(name)).expect("a JSON Schema of 2020-12")
}

fn example(name: &str) -> Value {
    let text = fs::read_to_string(format!("examples/instruments/{name}.json")).expect("an example");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_schemas_are_what_the_types_say() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let tests = std::env::current_exe().expect("this test");
    let built = tests.ancestors().nth(2).expect("a target folder").join("examples/schemas");
    let written = std::process::Command::new(built).arg(folder).status().expect("the example");
    assert!(written.success());
    for name in ["instrument", "result"] {
        let fresh = fs::read_to_string(format!("{folder}/{name}.schema.json")).expect("a schema");
        let kept = fs::read_to_string(format!("schema/{name}.schema.json")).expect("a schema");
        assert_eq!(fresh, kept, "`make schema` writes it anew");
        assert!(jsonschema::meta::is_valid(&schema(name)), "{name}");
    }
}

#[test]
fn every_instrument_there_is_fits() {
    let validator = validator("instrument");
    let mut instruments: Vec<_> =
        ["nine-sum", "three-means", "five-one-reversed", "ten-prorated"].map(example).into();
    instruments.extend(
        Instrument::BUILT_IN
            .map(|id| serde_json::to_value(Instrument::built_in(id).expect("a built-in")).expect("JSON")),
    );
    for definition in instruments {
        assert!(validator.is_valid(&definition), "{:?}", validator.validate(&definition));
        let definition: Json = serde_json::from_value(definition).expect("JSON");
        let (instrument, problems) = Instrument::read(&definition);
        assert_eq!(problems, []);
        let written = serde_json::to_value(instrument).expect("JSON");
        assert!(
            validator.is_valid(&written),
            "what is written fits as well: {:?}",
            validator.validate(&written)
        );
    }
}

#[test]
fn a_result_fits_and_one_that_is_not_whole_does_not() {
    let validator = validator("result");
    let sent: Value = serde_json::from_str(include_str!("data/result.json")).expect("JSON");
    assert!(validator.is_valid(&sent), "{:?}", validator.validate(&sent));
    for key in sent.as_object().expect("an object").keys() {
        let mut without = sent.clone();
        without.as_object_mut().expect("an object").remove(key);
        assert!(!validator.is_valid(&without), "{key} is missing");
    }
    for (pointer, wrong) in [
        ("/schema", json!("rapport/2")),
        ("/status", json!("done")),
        ("/answers/0/value", json!(0.5)),
        ("/answers/0/input", json!("telepathy")),
        ("/outcome/total", json!("69")),
        ("/change/reliable", json!("maybe")),
        ("/quality/fast", json!(null)),
    ] {
        let mut other = sent.clone();
        *other.pointer_mut(pointer).expect(pointer) = wrong;
        assert!(!validator.is_valid(&other), "{pointer}");
    }
}
