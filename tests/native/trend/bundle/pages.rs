//! Past versions are no results, and answers below an answer are read.

use serde_json::{Value, json};

use super::resources::{faults, is_refused, of, page, pages, response, sessions, total};

fn with(entry: Value, key: &str, value: Value) -> Value {
    let mut entry = entry;
    entry[key] = value;
    entry
}

#[test]
fn bundle_of_past_versions_or_of_unknown_rules_is_refused() {
    for (key, value) in [("type", json!("history")), ("implicitRules", json!("https://example.org/rules"))] {
        let odd = with(page(&[total("o1", 1, 10, json!({}))]), key, value);
        let input = pages(json!([page(&[total("o2", 8, 10, json!({}))]), odd]));
        assert!(is_refused(&input));
        assert_eq!(faults(&input), [format!("bundle[1].{key}")]);
    }
}

#[test]
fn answers_below_an_answer_are_read() {
    let nested = json!([{ "linkId": "a", "answer": [
        { "valueInteger": 5, "item": [{ "linkId": "b", "answer": [{ "valueInteger": 6 }] }] },
    ] }]);
    let input = of(&[response("q1", 1, 5, json!({ "item": nested }))]);
    assert_eq!((sessions(&input), faults(&input)), (vec!["2026-03-01 11".into()], vec![]));
    let by_items = json!({ "item": nested, "questionnaire": "https://example.org/Questionnaire/17" });
    assert_eq!(sessions(&of(&[response("q1", 1, 5, by_items)])), ["2026-03-01 11"]);
}
