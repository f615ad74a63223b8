//! Golden cases for the native build and the browser's, and the comparison of scores with expected ones.

use serde_json::Value;

/// Cases with their expected outcome, change and quality, one a line.
pub const GOLDEN: &str = include_str!("../data/golden.jsonl");

/// Returns whether two values are the same. Numbers are equal as doubles, except the threshold, a square root, whose
/// last bit may differ.
pub fn same(found: &Value, expected: &Value, key: &str) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => {
            let (found, expected) = (found.as_f64().expect("a double"), expected.as_f64().expect("a double"));
            let tolerance = if key == "threshold" { expected * 1e-14 } else { 0.0 };
            (found - expected).abs() <= tolerance
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| same(f, e, key))
        }
        (Value::Object(found), Value::Object(expected)) => {
            found.len() == expected.len()
                && expected.iter().all(|(key, e)| found.get(key).is_some_and(|f| same(f, e, key)))
        }
        _ => found == expected,
    }
}
