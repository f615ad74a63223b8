//! Results as a page sends them, and random ids.

use rapport::{Instrument, Json, read_history, verify};
use serde_json::{Value, json};

use crate::process::{Answer, Session};

/// Returns the paths of the problems in an answer with 422.
pub fn problem_paths(answer: &Answer) -> Vec<&str> {
    let problems = answer.body["problems"].as_array().expect("problems");
    problems.iter().map(|problem| problem["path"].as_str().expect("a path")).collect()
}

/// Returns 32 random hexadecimal digits.
pub fn random_digits() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("random bytes");
    format!("{:032x}", u128::from_be_bytes(bytes))
}

pub fn random_id() -> String {
    let mut id = random_digits();
    for position in [8, 13, 18, 23] {
        id.insert(position, '-');
    }
    id
}

/// Returns a result of the built-in instrument as a page sends it for this session.
pub fn result(session: &Session, id: &str, attempt: u32, values: [Option<f64>; 5]) -> Value {
    let instrument = Instrument::built_in("session").expect("a built-in");
    let answers: Vec<Value> = instrument
        .items
        .iter()
        .zip(values)
        .map(|(item, value)| {
            json!({
                "item": item.id, "value": value, "firstInteractionMs": value.map(|_| 2500),
                "changes": u8::from(value.is_some()), "input": value.map(|_| "touch"),
            })
        })
        .collect();
    let sent = json!({
        "schema": "rapport/1", "id": id, "attempt": attempt, "sessionId": session.call,
        "instrument": { "id": "session", "version": "1.0.0" }, "lang": "en",
        "startedAt": "2026-03-02T10:00:00.000Z", "submittedAt": "2026-03-02T10:00:42.000Z", "durationMs": 42000,
        "answers": answers,
    });
    let json = |value: &Value| Json::parse("json", &value.to_string()).expect("JSON");
    let (history, _) = read_history(&instrument, &json(&session.history));
    let (result, _) = verify(&instrument, &json(&sent), Some(&history));
    serde_json::to_value(result.expect("a result")).expect("JSON")
}

pub fn full(session: &Session) -> Value {
    result(session, &random_id(), 1, [Some(81.0), Some(72.0), Some(63.0), Some(54.0), Some(45.0)])
}
