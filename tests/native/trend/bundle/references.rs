//! Modifier elements are never passed over, dates are those of the session, and references find their response.

use serde_json::{Value, json};

use super::resources::{at, faults, of, page, pages, response, sessions, total};

#[test]
fn modified_resource_is_unreadable() {
    let modifier = json!([{ "url": "https://example.org/refuted", "valueBoolean": true }]);
    let answered = |at_answer: bool| {
        let mut item = json!({ "linkId": "a", "answer": [{ "valueInteger": 5 }] });
        let part = if at_answer { &mut item["answer"][0] } else { &mut item };
        part["modifierExtension"] = modifier.clone();
        json!({ "item": [item, { "linkId": "b", "answer": [{ "valueInteger": 5 }] }] })
    };
    for (entry, path) in [
        (
            total("o1", 1, 0, json!({ "valueQuantity": { "value": 10, "comparator": ">" } })),
            "valueQuantity.comparator",
        ),
        (total("o1", 1, 10, json!({ "modifierExtension": modifier })), "modifierExtension"),
        (total("o1", 1, 10, json!({ "implicitRules": "https://example.org/rules" })), "implicitRules"),
        (total("o1", 1, 10, json!({ "focus": [{ "reference": "RelatedPerson/2" }] })), "focus"),
        (response("q1", 1, 5, json!({ "modifierExtension": modifier })), "modifierExtension"),
        (response("q1", 1, 5, json!({ "implicitRules": "https://example.org/rules" })), "implicitRules"),
        (response("q1", 1, 5, answered(false)), "item[0].modifierExtension"),
        (response("q1", 1, 5, answered(true)), "item[0].answer[0].modifierExtension"),
    ] {
        let input = of(&[entry]);
        assert_eq!(faults(&input), [format!("bundle.entry[0].resource.{path}")]);
        assert_eq!(sessions(&input), ["2026-03-01 unreadable"], "{path}");
    }
    let mut entry = response("q1", 1, 5, json!({}));
    entry["modifierExtension"] = modifier;
    assert_eq!(sessions(&of(&[entry])), ["2026-03-01 unreadable"]);
}

#[test]
fn session_stands_at_the_time_to_which_its_observation_applies() {
    let period = json!({ "start": "2026-03-01T10:00:00Z", "end": "2026-03-01T10:20:00Z" });
    for (key, value) in [
        ("effectivePeriod", period),
        ("effectiveInstant", json!("2026-03-01T10:00:00Z")),
        ("effectiveDateTime", json!("2026-03-01")),
    ] {
        let changes = json!({ "effectiveDateTime": null, "issued": "2026-04-20T08:00:00Z", key: value });
        let input = of(&[total("o1", 9, 10, changes)]);
        assert_eq!((sessions(&input), faults(&input)), (vec!["2026-03-01 10".into()], vec![]), "{key}");
    }
    let issued = json!({ "effectiveDateTime": null, "issued": "2026-04-20T08:00:00Z" });
    assert_eq!(sessions(&of(&[total("o1", 9, 10, issued)])), ["2026-04-20 10"]);
    let timing =
        json!({ "effectiveDateTime": null, "effectiveTiming": { "repeat": {} }, "issued": "2026-04-20" });
    let input = of(&[total("o1", 9, 10, timing)]);
    assert_eq!(faults(&input), ["bundle.entry[0].resource.effectiveTiming"]);
    let source = json!({ "derivedFrom": [{ "reference": "QuestionnaireResponse/q1" }], "effectiveDateTime": "2026-03-01" });
    let undated = of(&[response("q1", 9, 5, json!({ "authored": null })), total("o1", 9, 10, source)]);
    assert_eq!((sessions(&undated), faults(&undated)), (vec!["2026-03-01 10".into()], vec![]));
}

/// The forms in which an Observation names the response "q1".
fn sources() -> Vec<Value> {
    let by = |reference: &str| json!([{ "reference": reference }]);
    vec![
        by("QuestionnaireResponse/q1"),
        by("QuestionnaireResponse/q1/_history/2"),
        by("https://example.org/fhir/QuestionnaireResponse/q1"),
        by("https://example.org/fhir/QuestionnaireResponse/q1/_history/2"),
        json!([{ "reference": "Observation/o0" }, { "reference": "QuestionnaireResponse/q1" }]),
        json!([{ "identifier": { "system": "urn:x", "value": "7" } }]),
    ]
}

#[test]
fn observation_belongs_to_its_response_however_that_is_named() {
    let identifier = json!({ "identifier": { "system": "urn:x", "value": "7" } });
    for source in sources() {
        for url in ["", "urn:uuid:1", "https://example.org/fhir/QuestionnaireResponse/q1"] {
            let mut answers = response("q1", 1, 5, identifier.clone());
            if !url.is_empty() {
                answers = at(url, answers);
            }
            // Patient and response of an absolute URL are those of one server.
            let patient =
                if url.starts_with("https") { "https://example.org/fhir/Patient/1" } else { "Patient/1" };
            answers["resource"]["subject"]["reference"] = patient.into();
            let score = json!({ "derivedFrom": source, "subject": { "reference": patient } });
            let input = of(&[answers, total("o1", 9, 11, score)]);
            assert_eq!(sessions(&input), ["2026-03-01 11"], "{source} {url}");
        }
    }
    let other = json!({ "derivedFrom": [{ "reference": "https://b.example/QuestionnaireResponse/q1" }],
        "subject": { "reference": "https://a.example/Patient/1" } });
    let answers = at("https://a.example/QuestionnaireResponse/q1", response("q1", 1, 5, json!({})));
    assert_eq!(sessions(&of(&[answers, total("o1", 9, 11, other)])).len(), 2, "of another server");
    let longer = json!({ "derivedFrom": [{ "reference": "QuestionnaireResponse/xq1" }] });
    assert_eq!(sessions(&of(&[response("q1", 1, 5, json!({})), total("o1", 9, 11, longer)])).len(), 2);
}

#[test]
fn observation_of_a_response_in_error_is_left_out() {
    for source in sources() {
        let error =
            json!({ "status": "entered-in-error", "identifier": { "system": "urn:x", "value": "7" } });
        let score = total("o1", 1, 11, json!({ "derivedFrom": source }));
        let in_error = response("q1", 1, 5, error);
        for entries in [[in_error.clone(), score.clone()], [score, in_error]] {
            let input = of(&entries);
            assert_eq!((sessions(&input).len(), faults(&input).len()), (0, 0), "{source}");
        }
    }
}

#[test]
fn observations_of_one_day_are_told_apart() {
    let of_day = |id: &str, value: u8, encounter: &str| {
        let changes = json!({ "effectiveDateTime": "2026-03-01", "encounter": { "reference": encounter } });
        total(id, 1, value, changes)
    };
    let one = of_day("o1", 10, "Encounter/1");
    for other in [of_day("o2", 14, "Encounter/2"), of_day("o2", 14, "Encounter/1")] {
        assert_eq!(sessions(&of(&[one.clone(), other])).len(), 2);
    }
    let contained = [of_day("o1", 10, "#e"), of_day("o2", 14, "#e")];
    assert_eq!(sessions(&of(&contained)).len(), 2);
    let source = json!({ "derivedFrom": [{ "reference": "QuestionnaireResponse/q1" }] });
    let stored = |value: u8| total(&format!("o{value}"), 1, value, source.clone());
    let contradiction = of(&[response("q1", 1, 5, json!({})), stored(10), stored(12)]);
    assert_eq!(faults(&contradiction), ["bundle.entry[2].resource.code"]);
    assert_eq!(sessions(&contradiction), ["2026-03-01 10"]);
    let without_response = of(&[stored(10), stored(12)]);
    assert_eq!(sessions(&without_response).len(), 2, "neither is lost");
}

#[test]
fn newest_version_of_a_resource_is_read() {
    let version = |entry: Value, hour: u8| {
        let mut entry = entry;
        entry["resource"]["meta"] = json!({ "lastUpdated": format!("2026-05-01T{hour:02}:00:00Z") });
        entry
    };
    let [old, new] = [(10, 9), (12, 11)].map(|(value, hour)| version(total("o1", 1, value, json!({})), hour));
    for entries in [[old.clone(), new.clone()], [new.clone(), old.clone()]] {
        assert_eq!(sessions(&of(&entries)), ["2026-03-01 12"]);
        let [one, other] = entries.map(|entry| page(&[entry]));
        assert_eq!(sessions(&pages(json!([one, other]))), ["2026-03-01 12"]);
    }
    let [old, new] = [(9, 9), (3, 11)].map(|(half, hour)| version(response("q1", 1, half, json!({})), hour));
    for entries in [[old.clone(), new.clone()], [new, old]] {
        assert_eq!(sessions(&of(&entries)), ["2026-03-01 6"]);
    }
    let right = version(response("q1", 1, 5, json!({})), 11);
    let wrong = version(response("q1", 1, 5, json!({ "status": "entered-in-error" })), 9);
    for entries in [[right.clone(), wrong.clone()], [wrong, right]] {
        assert_eq!(sessions(&of(&entries)).len(), 0, "a version in error");
    }
}
