//! A Bundle has the content of its result, and only that.

use rapport::fhir::{BundleOptions, bundle};
use rapport::{AnswerEntry, Missing, score};
use serde_json::{Value, json};

use super::{choices, coded, full_options, options, result};
use crate::fixtures::{built_in, example, json_of, read, value_of, verified};

#[test]
fn bundle_has_the_content_of_the_result() {
    let instrument = coded();
    let sent = result(&instrument, "es", 1, true);
    let bundle = value_of(&bundle(&instrument, &sent, &full_options("transaction")));
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("transaction")));
    let entries = bundle["entry"].as_array().expect("entries");
    assert_eq!(entries.len(), 1 + 1 + 3, "a response, the total and three subscales");
    let urn = format!("urn:uuid:{}", sent.id);
    let response = &entries[0]["resource"];
    assert_eq!(entries[0]["fullUrl"], json!(urn));
    let identifier = json!({ "system": "urn:ietf:rfc:3986", "value": urn });
    for (key, expected) in [
        ("resourceType", json!("QuestionnaireResponse")),
        ("status", json!("completed")),
        ("identifier", identifier),
        ("questionnaire", json!("https://example.org/Questionnaire/whole|1.0")),
        ("subject", json!({ "reference": "Patient/123" })),
        ("encounter", json!({ "reference": "Encounter/7", "display": "Video call" })),
        ("author", json!({ "reference": "Device/rapport" })),
        ("authored", json!("2026-03-02T10:00:24.570Z")),
        ("language", json!("es")),
    ] {
        assert_eq!(response[key], expected, "{key}");
    }
    let items = response["item"].as_array().expect("items");
    assert_eq!(items.len(), instrument.items.len());
    for (item, answer) in items.iter().zip(&sent.answers) {
        assert_eq!(item["linkId"], json!(answer.item));
        match answer.value {
            Some(value) => assert_eq!(item["answer"], json!([{ "valueInteger": value }])),
            None => assert_eq!(item.get("answer"), None, "an unanswered item has no answer"),
        }
    }
    let total = &entries[1]["resource"];
    assert_eq!(total["valueQuantity"]["value"], json!(sent.outcome.total));
    assert_eq!((&total["status"], &total["issued"]), (&json!("final"), &json!("2026-03-02T10:00:24.570Z")));
    assert_eq!(total["derivedFrom"], json!([{ "reference": urn }]));
    assert_eq!(total["category"][0]["coding"][0]["code"], json!("survey"));
    assert_eq!(total["code"]["coding"][0]["code"], json!("total"));
    assert_eq!(total["code"]["text"], json!("Un título"));
    assert_eq!(total["interpretation"], json!([{ "text": "Todo" }]));
    assert!(total["note"][0]["text"].as_str().expect("a note").starts_with("Prorated"));
    for (entry, subscale) in entries[2..].iter().zip(&sent.outcome.subscales) {
        assert_eq!(entry["resource"]["valueQuantity"]["value"], json!(subscale.score));
    }
    assert_eq!(entries[2]["resource"]["code"].get("coding"), None, "an Observation has no invented code");
    for (entry, nth) in entries.iter().zip(["ffff", "0000", "0001", "0002", "0003"]) {
        let urn = format!("{}{nth}", &urn[..urn.len() - 4]);
        assert_eq!(entry["fullUrl"], json!(urn));
        let kind = entry["resource"]["resourceType"].as_str().expect("a type");
        let url = format!("{kind}?identifier=urn:ietf:rfc:3986%7C{urn}");
        assert_eq!(entry["request"], json!({ "method": "PUT", "url": url }));
    }
}

#[test]
fn unknown_values_are_omitted() {
    let instrument = read(&example("nine-sum"));
    let unsent = result(&instrument, "en", 0, false);
    assert_eq!((unsent.outcome.total, instrument.score.missing), (None, Missing::None));
    let bundle = value_of(&bundle(&instrument, &unsent, &options(&Value::Null)));
    assert_eq!(bundle["type"], json!("collection"));
    let entries = bundle["entry"].as_array().expect("entries");
    assert_eq!(entries.len(), 1, "an unknown score is no Observation");
    let response = &entries[0]["resource"];
    assert_eq!(response["status"], json!("in-progress"));
    for key in ["subject", "encounter", "author", "authored", "questionnaire"] {
        assert_eq!(response.get(key), None, "{key}");
    }
    assert_eq!(entries[0].get("request"), None);
}

#[test]
fn faulty_options_are_reported() {
    for (faulty, message) in [
        (json!([]), "options: found [], expected an object"),
        (json!({ "subject": 5 }), "options.subject: found 5, expected an object"),
        (json!({ "subject": {} }), "options.subject: found {}, expected a Reference, or the string of one"),
        (
            json!({ "subject": { "reference": 5 } }),
            "options.subject.reference: found 5, expected a string of 1 to 10000 characters",
        ),
        (json!({ "author": "" }), r#"options.author: found "", expected a string of 1 to 10000 characters"#),
        (
            json!({ "answerType": "text" }),
            r#"options.answerType: found "text", expected "integer" or "decimal""#,
        ),
    ] {
        let (_, problems) = BundleOptions::read(&json_of(&faulty));
        assert_eq!(problems.first().expect("a problem").to_string(), message);
    }
}

#[test]
fn reference_can_be_an_identifier() {
    let options = options(&json!({
        "subject": { "display": "Somebody", "reference": null, "identifier": { "system": "urn:x", "value": "7" } },
    }));
    assert_eq!(
        value_of(&options.subject),
        json!({ "display": "Somebody", "identifier": { "system": "urn:x", "value": "7" } })
    );
}

#[test]
fn answer_type_decimal_gives_decimal_answers() {
    let instrument = built_in("one");
    let decimal = options(&json!({ "answerType": "decimal" }));
    let bundle = value_of(&bundle(&instrument, &result(&instrument, "en", 1, true), &decimal));
    assert!(bundle["entry"][0]["resource"]["item"][0]["answer"][0]["valueDecimal"].is_number());
}

#[test]
fn answer_is_found_by_item_id_in_any_order() {
    let instrument = read(&example("nine-sum"));
    let sent = result(&instrument, "en", 1, true);
    let mut reversed = sent.clone();
    reversed.answers.reverse();
    let options = options(&Value::Null);
    assert_eq!(bundle(&instrument, &reversed, &options), bundle(&instrument, &sent, &options));
    let other = read(&example("ten-prorated"));
    let foreign = value_of(&bundle(&other, &sent, &options));
    for item in foreign["entry"][0]["resource"]["item"].as_array().expect("items") {
        assert_eq!(item.get("answer"), None, "answers to another instrument are omitted");
    }
}

#[test]
fn same_result_gives_the_same_bundle() {
    // So a second transaction replaces the first.
    let (session, result) = (built_in("session"), verified());
    let options = options(&json!({ "type": "transaction" }));
    assert_eq!(bundle(&session, &result, &options), bundle(&session, &result, &options));
}

#[test]
fn choices_answer_with_codings_in_groups() {
    let instrument = choices();
    let mut sent = result(&instrument, "de", 3, true);
    for (answer, value) in sent.answers.iter_mut().zip([Some(1), None, Some(0), None]) {
        (answer.value, answer.not_applicable) = (value, answer.item == "mood");
    }
    sent.outcome = score(&instrument, sent.answers.iter().map(AnswerEntry::response).collect::<Vec<_>>());
    let bundle = value_of(&bundle(&instrument, &sent, &options(&Value::Null)));
    let absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    let often = json!({ "system": "https://example.org/answers", "code": "often", "display": "Oft" });
    let reason = json!({ "extension": [{ "url": absent, "valueCode": "not-applicable" }] });
    let expected = json!([
        { "linkId": "day", "text": "Am Tag", "item": [
            { "linkId": "calm", "text": "Ruhig?", "answer": [{ "valueCoding": often }] },
            { "linkId": "mood", "text": "Stimmung?", "answer": [{ "_valueInteger": reason }] },
        ] },
        { "linkId": "night", "text": "In der Nacht", "item": [
            { "linkId": "rest", "text": "Ruhe?", "answer": [{ "valueCoding": { "code": "0", "display": "Nie" } }] },
        ] },
        { "linkId": "end", "text": "Fertig?" },
    ]);
    assert_eq!(bundle["entry"][0]["resource"]["item"], expected);
    assert_eq!(bundle["entry"].as_array().map(Vec::len), Some(2), "no total, no Observation of it");
    let all = &bundle["entry"][1]["resource"];
    assert_eq!(all["interpretation"], json!([{ "text": "Irgendein" }]));
    assert!(all["note"][0]["text"].as_str().expect("a note").starts_with("Prorated"));
    sent.answers[0] = AnswerEntry { value: None, not_applicable: true, ..sent.answers[0].clone() };
    let bundle = value_of(&rapport::fhir::bundle(&instrument, &sent, &options(&Value::Null)));
    let coding = &bundle["entry"][0]["resource"]["item"][0]["item"][0]["answer"][0]["valueCoding"];
    let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    let expected = json!({ "system": system, "code": "not-applicable", "display": "Trifft nicht zu" });
    assert_eq!(*coding, expected);
}
