//! A resource that has a date but cannot be read stays in its place, so that no line passes over it.

use serde_json::{Value, json};

use super::resources::{faults, lines, of, response, sessions, total};

/// Asserts that the middle one of three sessions breaks the line, and is reported at the path.
fn assert_gap(middle: Value, session: &str, path: &str) {
    let input = of(&[total("o1", 1, 10, json!({})), middle, total("o3", 30, 12, json!({}))]);
    let found = faults(&input);
    let expected: Vec<_> =
        (!path.is_empty()).then(|| format!("bundle.entry[1].{path}")).into_iter().collect();
    assert_eq!(found, expected, "{session}");
    assert_eq!(sessions(&input), ["2026-03-01 10", session, "2026-03-30 12"], "{path}");
    assert_eq!(lines(&input), 0, "{path}");
}

#[test]
fn absent_score_is_a_session_without_a_score() {
    let absent = json!({ "valueQuantity": null, "dataAbsentReason": { "text": "Too few answers" } });
    assert_gap(total("o2", 8, 0, absent), "2026-03-08", "");
    let registered = json!({ "valueQuantity": null, "status": "registered" });
    assert_gap(total("o2", 8, 0, registered), "2026-03-08 preliminary", "");
    let contradiction = json!({ "dataAbsentReason": { "text": "Too few answers" } });
    assert_gap(total("o2", 8, 5, contradiction), "2026-03-08 unreadable", "resource.dataAbsentReason");
}

#[test]
fn unreadable_observation_stays_in_its_place() {
    for (changes, path) in [
        (json!({ "valueQuantity": { "value": 99 } }), "valueQuantity.value"),
        (json!({ "valueQuantity": null, "valueString": "10" }), "valueQuantity.value"),
        (json!({ "valueQuantity": null, "component": [] }), "valueQuantity.value"),
        (json!({ "valueQuantity": null, "valueInteger": 21 }), "valueInteger"),
        (json!({ "status": "done" }), "status"),
        (json!({ "subject": null }), "subject"),
    ] {
        assert_gap(total("o2", 8, 5, changes), "2026-03-08 unreadable", &format!("resource.{path}"));
    }
}

#[test]
fn integer_is_a_score() {
    let input = of(&[total("o1", 1, 0, json!({ "valueQuantity": null, "valueInteger": 10 }))]);
    assert_eq!((sessions(&input), faults(&input)), (vec!["2026-03-01 10".into()], vec![]));
}

#[test]
fn unreadable_response_stays_in_its_place() {
    for (changes, path) in [
        (json!({ "subject": null }), "subject"),
        (json!({ "status": "done" }), "status"),
        (json!({ "status": null }), "status"),
        (json!({ "questionnaire": "https://example.org/Questionnaire/calm|9" }), "questionnaire"),
    ] {
        assert_gap(response("q2", 8, 5, changes), "2026-03-08 unreadable", &format!("resource.{path}"));
    }
}

#[test]
fn imprecise_date_is_unreadable_in_the_middle_of_its_span() {
    for (date, day) in
        [("2026-03", "2026-03-16"), ("2026-03-08T10:00:00", "2026-03-08"), ("2026-03-08T10", "2026-03-08")]
    {
        let session = format!("{day} unreadable");
        assert_gap(response("q2", 8, 5, json!({ "authored": date })), &session, "resource.authored");
        let observed = total("o2", 8, 5, json!({ "effectiveDateTime": date }));
        assert_gap(observed, &session, "resource.effectiveDateTime");
    }
    let year = of(&[response("q1", 1, 5, json!({ "authored": "2026" }))]);
    assert_eq!(sessions(&year), ["2026-07-02 unreadable"]);
    for date in
        [json!("spring"), json!("2026-3"), json!("2026-13"), json!("é026-03"), json!(2026), json!(null)]
    {
        let undated = of(&[response("q1", 1, 5, json!({ "authored": date })), total("o1", 9, 9, json!({}))]);
        assert_eq!(faults(&undated), ["bundle.entry[0].resource.authored"], "{date}");
        assert_eq!(sessions(&undated), ["2026-03-09 9"], "{date}: only reported");
    }
}

#[test]
fn one_unreadable_part_makes_its_session_unreadable() {
    let part = |value: u8, changes: Value| {
        let mut part = total("o2", 8, value, changes);
        part["resource"]["code"] = json!({ "coding": [{ "system": "urn:x", "code": "s" }] });
        part
    };
    let bad_total = total("o1", 8, 99, json!({}));
    let [mut one, mut other] =
        [[bad_total.clone(), part(5, json!({}))], [part(5, json!({})), bad_total]].map(|pair| of(&pair));
    for input in [&mut one, &mut other] {
        input["instruments"][0]["subscales"][0]["code"] = json!({ "system": "urn:x", "code": "s" });
        assert_eq!(sessions(input), ["2026-03-08 unreadable"]);
    }
}

#[test]
fn observation_with_a_subject_stands_for_its_response_without_one() {
    let nobody = json!({ "subject": null });
    let source = json!({ "derivedFrom": [{ "reference": "QuestionnaireResponse/q1" }] });
    let input = of(&[response("q1", 1, 5, nobody.clone()), total("o1", 1, 11, source.clone())]);
    assert_eq!(faults(&input), ["bundle.entry[0].resource.subject"]);
    assert_eq!(sessions(&input), ["2026-03-01 11"]);
    let mut source = source;
    source["subject"] = Value::Null;
    let input = of(&[response("q1", 1, 5, json!({})), total("o1", 1, 11, source)]);
    assert_eq!(faults(&input), ["bundle.entry[1].resource.subject"]);
    assert_eq!(sessions(&input), ["2026-03-01 10"], "scored from its answers");
}
