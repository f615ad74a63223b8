//! Bundles within a Bundle are read as its pages; failed, deleted and past entries are no results.

use serde_json::{Value, json};

use super::resources::{faults, is_refused, of, page, pages, response, sessions, total};
use crate::trend::fixtures::{calm, pain};

fn with(entry: Value, key: &str, value: Value) -> Value {
    let mut entry = entry;
    entry[key] = value;
    entry
}

#[test]
fn bundle_within_a_bundle_is_reported() {
    let found =
        json!({ "response": { "status": "200 OK" }, "resource": page(&[response("q1", 1, 5, json!({}))]) });
    let mut batch = page(&[found.clone(), total("o2", 8, 12, json!({}))]);
    batch["type"] = "batch-response".into();
    let input = pages(batch);
    assert_eq!(faults(&input), ["bundle.entry[0]"]);
    assert_eq!(sessions(&input), ["2026-03-08 12"]);
    let page = pages(json!([found["resource"], page(&[total("o2", 8, 12, json!({}))])]));
    assert_eq!((sessions(&page).len(), faults(&page).len()), (2, 0), "as pages they are read");
}

#[test]
fn failed_and_deleted_entries_are_no_results() {
    for (key, value) in [
        ("response", json!({ "status": "404 Not Found" })),
        ("response", json!({ "status": "500" })),
        ("request", json!({ "method": "DELETE", "url": "Observation/o1" })),
    ] {
        for entry in [total("o1", 1, 10, json!({})), response("q1", 1, 5, json!({}))] {
            let input = of(&[with(entry, key, value.clone())]);
            assert_eq!(faults(&input), ["bundle.entry[0]"]);
            assert_eq!(sessions(&input), ["2026-03-01 unreadable"], "{value}");
        }
    }
    let failed = json!({ "response": { "status": "500 Internal Server Error" } });
    let outcome = with(failed.clone(), "resource", json!({ "resourceType": "OperationOutcome" }));
    for failed in [failed, outcome] {
        let input = of(&[failed, total("o1", 1, 10, json!({}))]);
        assert_eq!(faults(&input), ["bundle.entry[0]"], "a search that gave nothing");
        assert_eq!(sessions(&input), ["2026-03-01 10"]);
    }
    for (key, value) in [
        ("response", json!({ "status": "200 OK" })),
        ("response", json!({ "status": "201" })),
        ("request", json!({ "method": "PUT", "url": "Observation/o1" })),
    ] {
        let input = of(&[with(total("o1", 1, 10, json!({})), key, value)]);
        assert_eq!((faults(&input).len(), sessions(&input).len()), (0, 1));
    }
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
fn code_of_two_scores_is_ambiguous() {
    let with = |other: Value| {
        let mut input = of(&[total("o1", 1, 10, json!({}))]);
        input["instruments"] = json!([calm("1"), pain(), other]);
        input
    };
    let mut other = calm("2");
    assert_eq!(sessions(&with(other.clone())), ["2026-03-01 10"], "another version with the same range");
    other["score"]["range"] = json!([0, 40]);
    let mut namesake = calm("1");
    namesake["id"] = "namesake".into();
    for input in [with(other), with(namesake)] {
        assert_eq!(faults(&input), ["bundle.entry[0].resource.code"]);
        assert_eq!(sessions(&input), ["2026-03-01 unreadable"]);
    }
    let mut several = of(&[total("o1", 1, 3, json!({}))]);
    for (index, code) in ["calm", "pain"].into_iter().enumerate() {
        several["instruments"][index]["score"]["code"] = json!({ "system": "urn:x", "code": code });
    }
    several["bundle"]["entry"][0]["resource"]["code"] = json!({ "coding": [
        { "system": "urn:x", "code": "calm" }, { "system": "urn:x", "code": "pain" },
    ] });
    assert_eq!(sessions(&several), ["2026-03-01 unreadable"]);
    several["bundle"]["entry"][0]["resource"]["code"]["coding"][1]["code"] = "else".into();
    assert_eq!(sessions(&several), ["2026-03-01 3"], "a translation of the code");
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
