//! The faults of labelled points, items and rules of scores, each with its path, the value found and the values allowed.

use rapport::Diagnostic;
use serde_json::{Value, json};

use crate::definition::problems;

/// A definition with the keys of labelled points and of all kinds of scores.
fn definition() -> Value {
    json!({
        "id": "rules", "version": "1", "title": "Rules", "lead": "Lately", "sections": [{ "id": "g", "text": "G" }],
        "scale": { "points": [
            { "value": 0, "label": "None", "score": 0 }, { "value": 1, "label": "Some" },
            { "value": 3, "label": "All", "score": 4 },
        ] },
        "items": [
            { "id": "a", "text": "A?", "section": "g", "subscale": ["x", "y"], "counts": true },
            { "id": "b", "text": "B?", "scale": { "min": 0, "max": 10 }, "low": "No", "high": "Yes",
              "subscale": "y", "notApplicable": { "label": "Does not apply", "score": 2 } },
            { "id": "c", "text": "C?", "subscale": "x", "counts": false },
        ],
        "score": { "range": [0, 10], "from": { "subscales": ["x", "y"], "as": "mean" }, "better": "low" },
        "subscales": [
            { "id": "x", "title": "X", "range": [0, 4], "better": "high",
              "table": [[0, 0], [1, 2.5], [2, 2.5], [3, 7], [4, 10]],
              "bands": [{ "id": "p", "from": 0, "label": "P" }, { "id": "q", "from": 5, "label": "Q" }] },
            { "id": "y", "title": "Y", "range": [0, 10] },
        ],
        "alerts": [{ "id": "up", "scope": "total", "above": 5 }],
        "reliability": { "threshold": 2, "inclusive": true, "source": "Made up" },
    })
}

/// Returns the problems after a change, as sentences.
fn after(pointer: &str, value: &Value) -> Vec<String> {
    problems(&with(pointer, value)).iter().map(Diagnostic::to_string).collect()
}

/// Returns the definition with another value at a JSON pointer.
fn with(pointer: &str, value: &Value) -> Value {
    let mut definition = definition();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match definition.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Object(members) => drop(members.insert(key.into(), value.clone())),
        Value::Array(values) => values[key.parse::<usize>().expect("an index")] = value.clone(),
        other => panic!("{pointer}: {other}"),
    }
    definition
}

/// Changes to the definition, each with the problems that follow: a pointer and a value, and below it the problems.
const FAULTS: &str = include_str!("../data/rule-faults.txt");

#[test]
fn each_fault_of_a_new_rule_is_reported_by_path() {
    assert_eq!(problems(&definition()), []);
    let mut changes = 0;
    let mut expected = Vec::new();
    for line in FAULTS.lines().rev() {
        if let Some(problem) = line.strip_prefix("  ") {
            expected.insert(0, problem.to_owned());
            continue;
        }
        let (pointer, value) = line.split_once(' ').expect("a pointer and a value");
        let value = serde_json::from_str(value).expect("JSON");
        assert_eq!(after(pointer, &value), std::mem::take(&mut expected), "{line}");
        changes += 1;
    }
    assert!(changes > 80, "{changes}");
}

#[test]
fn value_that_changes_no_score_is_a_warning() {
    for (pointer, value) in [
        ("/items/0/low", json!("No")),
        ("/items/0/high", json!("Yes")),
        ("/scale/min", json!(0)),
        ("/reliability/sd", json!(5)),
        ("/reliability/source", Value::Null),
    ] {
        let problems = problems(&with(pointer, &value));
        assert!(problems.len() == 1 && !problems[0].fatal, "{pointer}: {problems:?}");
    }
}

#[test]
fn item_outside_the_total_needs_another_that_counts() {
    let mut outside = definition();
    for item in outside["items"].as_array_mut().expect("items") {
        item["counts"] = false.into();
    }
    let messages: Vec<String> = problems(&outside).iter().map(Diagnostic::to_string).collect();
    assert_eq!(messages, ["instrument.items[0].counts: found false, expected true for at least one item"]);
}
