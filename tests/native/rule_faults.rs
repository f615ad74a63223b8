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

/// Returns the problems after a change, as sentences. A pointer to an absent key adds it; null removes nothing.
fn after(pointer: &str, value: &Value) -> Vec<String> {
    let mut definition = definition();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match definition.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Object(members) => drop(members.insert(key.into(), value.clone())),
        Value::Array(values) => values[key.parse::<usize>().expect("an index")] = value.clone(),
        other => panic!("{pointer}: {other}"),
    }
    problems(&definition).iter().map(Diagnostic::to_string).collect()
}

#[test]
fn probe() {
    let points = |count: usize| {
        Value::Array((0..count).map(|value| json!({ "value": value, "label": "L" })).collect())
    };
    let same = json!([{ "value": 0, "label": "A", "score": 1 }, { "value": 1, "label": "B" }]);
    assert_eq!(problems(&definition()), []);
    for (pointer, value) in [
        ("/lead", json!(5)),
        ("/sections", json!("g")),
        ("/sections", json!([])),
        ("/sections/0/id", json!("h")),
        ("/sections/0/text", json!(null)),
        ("/sections", json!([{ "id": "g", "text": "G" }, { "id": "g", "text": "G" }])),
        ("/items/0/section", json!("h")),
        ("/items/0/section", json!(["g"])),
        ("/scale", json!(null)),
        ("/scale/points", json!({})),
        ("/scale/points", points(1)),
        ("/scale/points", points(12)),
        ("/scale/points", same),
        ("/scale/points/0", json!(0)),
        ("/scale/points/1/value", json!(0)),
        ("/scale/points/1/value", json!(-1)),
        ("/scale/points/1/value", json!(0.5)),
        ("/scale/points/1/value", json!("1")),
        ("/scale/points/1/value", json!(1_000_001)),
        ("/scale/points/1/score", json!(0.5)),
        ("/scale/points/1/score", json!(-1_000_001)),
        ("/scale/points/1/score", json!("1")),
        ("/scale/points/1/label", json!("")),
        ("/scale/points/1/code", json!("a")),
        ("/scale/min", json!(0)),
        ("/items/0/low", json!("No")),
        ("/items/0/high", json!("Yes")),
        ("/items/1/low", json!(null)),
        ("/items/1/scale", json!(7)),
        ("/items/1/scale/max", json!(0)),
        ("/items/0/subscale", json!(["x", "x", "y"])),
        ("/items/0/subscale", json!([])),
        ("/items/0/subscale", json!(["x", "y", 7])),
        ("/items/0/subscale", json!({})),
        ("/items/0/subscale", json!(["x", "z"])),
        ("/items/0/counts", json!("no")),
        ("/items/1/notApplicable", json!(true)),
        ("/items/1/notApplicable/label", json!(null)),
        ("/items/1/notApplicable/score", json!(11)),
        ("/items/1/notApplicable/score", json!(0.5)),
        ("/items/2/notApplicable", json!({ "label": "N", "score": 5 })),
        ("/score/better", json!("lower")),
        ("/score/better", json!(true)),
        ("/score/total", json!("no")),
        ("/score/total", json!(false)),
        ("/score/range", json!([0, 20])),
        ("/score/range", json!(null)),
        ("/score/table", json!([[0, 0], [1, 1]])),
        ("/score/from", json!("x")),
        ("/score/from/as", json!("median")),
        ("/score/from/as", json!("sum")),
        ("/score/from/as", json!(null)),
        ("/score/from/subscales", json!([])),
        ("/score/from/subscales", json!("x")),
        ("/score/from/subscales", json!(["x", "z"])),
        ("/score/from/subscales", json!(["x", "x"])),
        ("/score/from/subscales", json!(["x", 7])),
        ("/score/from/weights", json!([1, 2])),
        ("/subscales/0/better", json!("none")),
        ("/subscales/0/bands", json!({})),
        ("/subscales/0/bands/1/from", json!(11)),
        ("/subscales/0/bands/1/from", json!(0)),
        ("/subscales/0/bands/1/id", json!("p")),
        ("/subscales/0/table", json!(7)),
        ("/subscales/0/table", json!([])),
        ("/subscales/0/table", json!([[0, 0], [1, 2], [3, 3], [4, 10]])),
        ("/subscales/0/table", json!([[0, 0], [1, 2], [2, 3], [3, 10]])),
        ("/subscales/0/table", json!([[1, 0], [2, 2], [3, 3], [4, 10]])),
        ("/subscales/0/table", json!([[0, 0], [1, 2], [2, 3], [3, 3], [4, 10], [5, 10]])),
        ("/subscales/0/table/2/1", json!(2)),
        ("/subscales/0/table/1/1", json!(2.25)),
        ("/subscales/0/table/1", json!([1])),
        ("/subscales/0/table/1", json!(1)),
        ("/subscales/0/table/1/0", json!(0.5)),
        ("/subscales/0/table/1/1", json!("2")),
        ("/subscales/0/table", json!([[0, 10], [1, 10], [2, 10], [3, 10], [4, 10]])),
        ("/subscales/0/range", json!([0, 3.5])),
        ("/alerts/0/below", json!(5)),
        ("/alerts/0/above", json!(null)),
        ("/alerts/0/above", json!("5")),
        ("/alerts/0/above", json!(11)),
        ("/alerts/0/inclusive", json!(1)),
        ("/reliability/threshold", json!(0)),
        ("/reliability/threshold", json!("2")),
        ("/reliability/threshold", json!(null)),
        ("/reliability/inclusive", json!("yes")),
        ("/reliability/sd", json!(5)),
        ("/reliability/source", json!(null)),
        ("/bands", json!([{ "id": "z", "from": 0, "label": "Z" }])),
    ] {
        println!("@@({:?}, json!({}), &[", pointer, value);
        for m in after(pointer, &value) { println!("@@    r#\"{m}\"#,"); }
        println!("@@]),");
    }
}
