//! Definitions and results that several tests read, and conversions between the two JSON types.

use std::fs;

use rapport::{FeedbackResult, Instrument, Json, verify};
use serde::Serialize;
use serde_json::Value;

/// A result of the instrument `session`, as a browser sent it.
pub const RESULT: &str = include_str!("../data/result.json");

/// The example definitions.
pub const EXAMPLES: [&str; 4] = ["nine-sum", "three-means", "five-one-reversed", "ten-prorated"];

/// Converts JSON to the crate's type.
pub fn json_of(value: &Value) -> Json {
    serde_json::from_value(value.clone()).expect("JSON")
}

/// Serializes to JSON.
pub fn value_of(data: &impl Serialize) -> Value {
    serde_json::to_value(data).expect("JSON")
}

pub fn example(name: &str) -> Value {
    let text = fs::read_to_string(format!("examples/instruments/{name}.json")).expect("an example");
    serde_json::from_str(&text).expect("JSON")
}

/// Reads an instrument from a definition without faults.
pub fn read(definition: &Value) -> Instrument {
    let (instrument, problems) = Instrument::read(&json_of(definition));
    assert_eq!(problems, []);
    instrument.expect("an instrument")
}

pub fn built_in(id: &str) -> Instrument {
    Instrument::built_in(id).expect("a built-in instrument")
}

/// Returns [`RESULT`] after verification.
pub fn verified() -> FeedbackResult {
    let sent = serde_json::from_str(RESULT).expect("JSON");
    let (result, problems) = verify(&built_in("session"), &sent, None);
    assert_eq!(problems, []);
    result.expect("a result")
}
