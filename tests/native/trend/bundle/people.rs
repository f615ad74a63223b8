//! Results of two people are never joined, whatever their Bundle calls them.

use serde_json::{Value, json};

use super::resources::{at, faults, is_refused, lines, of, response, sessions, total};

fn about(id: &str, day: u8, subject: Value) -> Value {
    response(id, day, 5, json!({ "subject": subject }))
}

fn contained(id: &str, day: u8, patient: Value) -> Value {
    let mut patient = patient;
    patient["resourceType"] = "Patient".into();
    patient["id"] = "p".into();
    response(id, day, 5, json!({ "contained": [patient], "subject": { "reference": "#p" } }))
}

#[test]
fn contained_patients_are_compared_by_their_identifiers() {
    let named = |name: &str| json!({ "name": [{ "text": name }] });
    assert!(is_refused(&of(&[contained("q1", 1, named("Ann")), contained("q2", 8, named("Bob"))])));
    let same_name = of(&[contained("q1", 1, named("Ann")), contained("q2", 8, named("Ann"))]);
    assert_eq!(faults(&same_name), ["bundle.entry[1].resource.subject"], "a name is no identifier");
    let numbered = |value: &str| json!({ "identifier": [{ "use": "temp", "value": "7" }, { "system": "urn:mrn", "value": value }] });
    assert!(is_refused(&of(&[contained("q1", 1, numbered("1")), contained("q2", 8, numbered("2"))])));
    let same = of(&[
        contained("q1", 1, numbered("1")),
        contained("q2", 8, numbered("1")),
        about("q3", 9, json!({ "identifier": { "system": "urn:mrn", "value": "1" } })),
    ]);
    assert_eq!((faults(&same).len(), lines(&same)), (0, 1));
    let temporary = json!({ "identifier": [{ "use": "temp", "system": "urn:mrn", "value": "1" }] });
    assert!(is_refused(&of(&[contained("q1", 1, temporary.clone()), contained("q2", 8, temporary)])));
    let missing = about("q2", 8, json!({ "reference": "#q" }));
    assert!(is_refused(&of(&[about("q1", 1, json!({ "reference": "#q" })), missing])));
    let alone = of(&[contained("q1", 1, named("Ann"))]);
    assert_eq!((faults(&alone).len(), sessions(&alone).len()), (0, 1), "nothing to compare with");
}

#[test]
fn empty_identifier_is_no_subject() {
    for empty in [
        json!({ "type": "Patient", "identifier": { "type": { "text": "MRN" } } }),
        json!({ "identifier": { "system": "urn:mrn" } }),
        json!({ "identifier": { "use": "old", "value": "1" } }),
        json!({ "reference": "" }),
        json!({ "display": "" }),
        json!({}),
    ] {
        let known = of(&[about("q1", 1, json!({ "reference": "Patient/1" })), about("q2", 8, empty.clone())]);
        assert_eq!(faults(&known), ["bundle.entry[1].resource.subject"], "{empty}");
        assert_eq!(sessions(&known), ["2026-03-01 10", "2026-03-08 unreadable"], "{empty}");
    }
}

#[test]
fn relative_references_are_resolved_against_the_server() {
    let patient = json!({ "reference": "Patient/1" });
    let both = of(&[
        at("https://a.example/fhir/QuestionnaireResponse/1", about("1", 1, patient.clone())),
        at("https://b.example/fhir/QuestionnaireResponse/1", about("1", 8, patient.clone())),
    ]);
    assert!(is_refused(&both), "patient 1 of another server");
    for same in [
        "https://a.example/fhir/Patient/1",
        "https://a.example/fhir/Patient/1/_history/3",
        "Patient/1/_history/3",
    ] {
        let same = of(&[
            at("https://a.example/fhir/QuestionnaireResponse/1", about("1", 1, patient.clone())),
            at("https://a.example/fhir/QuestionnaireResponse/2", about("2", 8, json!({ "reference": same }))),
        ]);
        assert_eq!((faults(&same).len(), lines(&same)), (0, 1));
    }
}

#[test]
fn resources_of_two_servers_with_one_id_are_two_sessions() {
    let patient = json!({ "subject": { "reference": "https://a.example/Patient/1" } });
    let both = of(&[
        at("https://a.example/QuestionnaireResponse/1", response("1", 1, 5, patient.clone())),
        at("https://b.example/QuestionnaireResponse/1", response("1", 8, 6, patient.clone())),
    ]);
    assert_eq!(sessions(&both), ["2026-03-01 10", "2026-03-08 12"]);
    let mut scores = both.clone();
    for (server, value) in [("a", 11), ("b", 13)] {
        let source = json!({ "derivedFrom": [{ "reference": "QuestionnaireResponse/1" }],
            "subject": { "reference": "https://a.example/Patient/1" } });
        let score = at(&format!("https://{server}.example/Observation/1"), total("1", 20, value, source));
        scores["bundle"]["entry"].as_array_mut().expect("entries").push(score);
    }
    assert_eq!(sessions(&scores), ["2026-03-01 11", "2026-03-08 13"], "each with its own Observation");
    let copied = |number: u8| {
        let mut copy = patient.clone();
        copy["identifier"] = json!({ "value": "urn:uuid:00000000-0000-4000-8000-000000000001" });
        at(&format!("https://{number}.example/QuestionnaireResponse/1"), response("1", 1, 5, copy))
    };
    assert_eq!(sessions(&of(&[copied(1), copied(2)])).len(), 1, "one result, stored twice");
    let numbered = |system: &str, day: u8| {
        let identifier = json!({ "identifier": { "system": system, "value": "7" } });
        response(&format!("q{day}"), day, 5, identifier)
    };
    assert_eq!(sessions(&of(&[numbered("urn:x", 1), numbered("urn:y", 8)])).len(), 2);
}
