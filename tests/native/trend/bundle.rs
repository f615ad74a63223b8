//! FHIR: responses are scored again, Observations are taken as stored, and nobody's results are mixed.

use proptest::prelude::*;
use rapport::fhir::bundle;
use rapport::{FeedbackResult, Instrument};
use serde_json::{Value, json};

use super::fixtures::{read, report_on};
use crate::fhir::{choices, coded, options, result};
use crate::fixtures::value_of;
use crate::strategies::case;

mod gaps;
mod pages;
mod people;
mod references;
pub mod resources;

fn written(instrument: &Instrument, result: &FeedbackResult) -> Value {
    value_of(&bundle(
        instrument,
        result,
        &options(&json!({ "subject": "Patient/123", "encounter": "Encounter/7" })),
    ))
}

fn input(instrument: &Instrument, bundle: &Value) -> Value {
    json!({ "instruments": [value_of(instrument)], "bundle": bundle })
}

fn problems(input: &Value) -> Vec<String> {
    read(input).1.iter().map(ToString::to_string).collect()
}

/// Returns the fields of the only line of the CSV, by column.
fn fields(input: &Value) -> Vec<(String, String)> {
    let csv = report_on(input, |report| report.to_csv());
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let (header, line) = (lines.next().expect("a header"), lines.next().expect("a line"));
    assert_eq!(lines.next(), None, "one session");
    header.into_iter().zip(line).collect()
}

fn field(input: &Value, name: &str) -> String {
    fields(input).into_iter().find(|(column, _)| column == name).expect("a column").1
}

fn notes(input: &Value) -> String {
    report_on(input, |report| report.table().rows[0].cells.last().cloned()).expect("notes")
}

/// Asserts that a bundle holds the same session as the result that it was written from.
fn assert_same(instrument: &Instrument, result: &FeedbackResult) {
    let from_bundle = input(instrument, &written(instrument, result));
    assert_eq!(problems(&from_bundle), [] as [String; 0]);
    let mut from_result = input(instrument, &Value::Null);
    from_result["results"] = json!([value_of(result)]);
    let keep = |(column, field): (String, String)| {
        let differs = ["sessionId", "speeding", "straightlining", "status"].contains(&column.as_str());
        (!differs).then_some((column, field))
    };
    let [one, other] = [&from_bundle, &from_result]
        .map(|input| fields(input).into_iter().filter_map(keep).collect::<Vec<_>>());
    assert_eq!(one, other);
}

#[test]
fn bundle_of_a_result_is_read_as_the_result() {
    for first in 0..3 {
        for instrument in [coded(), choices(), Instrument::built_in("session").expect("built in")] {
            for sent in [true, false] {
                let mut result = result(&instrument, "es", first, sent);
                if instrument.id == "choices" {
                    result.answers[0].value = None;
                    result.answers[0].not_applicable = true;
                    result.outcome = rapport::score(
                        &instrument,
                        result.answers.iter().map(rapport::AnswerEntry::response),
                    );
                }
                if sent
                    || result.outcome.total.is_some()
                    || result.outcome.subscales.iter().any(|part| part.score.is_some())
                {
                    assert_same(&instrument, &result);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bundle_of_any_result_is_read_as_the_result(case in case()) {
        let instrument = case.instrument();
        let mut sent = result(&instrument, "en", 0, true);
        for (entry, value) in sent.answers.iter_mut().zip(&case.values) {
            entry.value = *value;
            entry.input = entry.input.filter(|_| value.is_some());
        }
        sent.outcome = case.outcome();
        assert_same(&instrument, &sent);
    }
}

#[test]
fn stored_observation_takes_precedence_and_a_difference_is_said() {
    let instrument = Instrument::built_in("one").expect("built in");
    let bundle = written(&instrument, &result(&instrument, "en", 1, true));
    let stored = |value: Value| {
        let mut bundle = bundle.clone();
        bundle["entry"][1]["resource"]["valueQuantity"]["value"] = value;
        json!({ "bundle": bundle })
    };
    assert_eq!(
        (field(&stored(json!(100)), "total"), notes(&stored(json!(100)))),
        ("100".into(), String::new())
    );
    let differs = stored(json!(64));
    assert_eq!(field(&differs, "total"), "64");
    assert_eq!(notes(&differs), "Shown as stored; scoring again gives 100");
    assert_eq!(
        problems(&stored(json!(101))),
        ["bundle.entry[1].resource.valueQuantity.value: found 101, expected a number from 0 to 100"]
    );
}

#[test]
fn observations_without_a_response_are_one_session() {
    let instrument = coded();
    let sent = result(&instrument, "es", 1, true);
    let mut bundle = written(&instrument, &sent);
    bundle["entry"].as_array_mut().expect("entries").remove(0);
    let input = input(&instrument, &bundle);
    // Without a code and outside of a response, a part cannot be told from another instrument's.
    let without_code = [1, 3].map(|index| {
        format!("bundle.entry[{index}].resource.code: found {{}}, expected the code or the title of one known score")
    });
    assert_eq!(problems(&input), without_code);
    let total = sent.outcome.total.expect("a total");
    assert_eq!(
        (field(&input, "total"), field(&input, "prorated"), field(&input, "band")),
        (total.to_string(), "yes".into(), "b".into())
    );
    let id = &instrument.subscales[1].id;
    assert_eq!(
        field(&input, &format!("subscale:{id}")),
        sent.outcome.subscales[1].score.expect("a score").to_string()
    );
    assert_eq!(field(&input, "answered"), "");
}

/// Observations alone have the alerts of their scores. Those of answers are not known.
#[test]
fn observations_without_a_response_have_the_alerts_of_their_scores() {
    let alerts = |alerts: Value| {
        let mut input = resources::of(&[resources::total("o1", 1, 2, json!({}))]);
        input["instruments"][0]["alerts"]
            .as_array_mut()
            .expect("alerts")
            .extend(alerts.as_array().cloned().expect("alerts"));
        let cell = report_on(&input, |report| {
            let table = report.table();
            let column = table.columns.iter().position(|column| column == "Alerts").expect("a column");
            table.rows[0].cells[column].clone()
        });
        (cell, field(&input, "alerts"), notes(&input))
    };
    let known = "Total 2 (below 5); Nobody was notified by this page";
    assert_eq!(alerts(json!([])), (known.into(), "little".into(), String::new()));
    for scope in ["any-item", "item:a"] {
        let (cell, csv, _) = alerts(json!([{ "id": "x", "scope": scope, "below": 1 }]));
        assert_eq!(cell, format!("{known}; Alerts on answers are not known here"), "{scope}");
        assert_eq!(csv, "little");
    }
}

/// A bundle of one response and its total, with a change of one resource.
fn changed(index: usize, key: &str, value: &Value) -> Value {
    let instrument = Instrument::built_in("one").expect("built in");
    let mut bundle = written(&instrument, &result(&instrument, "en", 1, true));
    bundle["entry"][index]["resource"][key] = value.clone();
    json!({ "bundle": bundle })
}

#[test]
fn what_was_entered_in_error_is_left_out_and_counted() {
    let said =
        |input: &Value| report_on(input, |report| (report.trend.session_count(), report.notes().join(" ")));
    let response = changed(0, "status", &json!("entered-in-error"));
    assert_eq!(
        said(&response),
        (0, "Left out because they were entered in error: 2.".into()),
        "with its Observation"
    );
    let observation = changed(1, "status", &json!("entered-in-error"));
    assert_eq!(said(&observation), (1, "Left out because they were entered in error: 1.".into()));
    assert_eq!(field(&observation, "total"), "100", "scored from the answers");
    for input in [response, observation] {
        assert_eq!(problems(&input), [] as [String; 0]);
    }
}

#[test]
fn preliminary_resources_are_marked() {
    for (index, status, is_preliminary) in [
        (0, "in-progress", true),
        (0, "amended", false),
        (1, "preliminary", true),
        (1, "registered", true),
        (1, "corrected", false),
    ] {
        let input = changed(index, "status", &json!(status));
        assert_eq!(notes(&input), if is_preliminary { "Preliminary" } else { "" }, "{status}");
    }
    let odd = changed(0, "status", &json!("done"));
    assert_eq!(
        problems(&odd),
        [r#"bundle.entry[0].resource.status: found "done", expected the status of a resource"#]
    );
}

#[test]
fn bundle_about_two_people_is_refused() {
    let mut input = changed(1, "subject", &json!({ "reference": "Patient/124" }));
    input["results"] = json!([{ "at": "2026-01-01", "status": "skipped" }]);
    let (trend, found) = read(&input);
    assert_eq!(found.len(), 1);
    assert!(found[0].fatal);
    assert_eq!(
        found[0].to_string(),
        "bundle.entry[1].resource.subject: found {}, expected the same subject in all resources"
    );
    assert_eq!(trend.session_count(), 1, "the host's own results are read");
    let nobody = changed(0, "subject", &Value::Null);
    assert_eq!(
        problems(&nobody),
        [
            "bundle.entry[0].resource.subject: found null, expected the same subject in all resources",
            // Without its response, it could be a score of another built-in instrument, which has the same title.
            "bundle.entry[1].resource.code: found {}, expected the code or the title of one known score",
        ]
    );
    assert_eq!(field(&nobody, "status"), "unreadable");
    let identified = |value: &str| json!({ "identifier": { "system": "urn:x", "value": value } });
    let mut two = changed(0, "subject", &identified("1"));
    two["bundle"]["entry"][1]["resource"]["subject"] = identified("2");
    assert!(read(&two).1[0].fatal);
    two["bundle"]["entry"][1]["resource"]["subject"] = identified("1");
    assert_eq!(problems(&two), [] as [String; 0]);
}

#[test]
fn further_page_is_said() {
    let next =
        json!([{ "relation": "self", "url": "a" }, { "relation": "next", "url": "https://example.org/2" }]);
    let page = |links: &Value| {
        let mut page = changed(0, "status", &json!("completed"))["bundle"].clone();
        page["link"] = links.clone();
        page
    };
    let said = |bundle: Value| report_on(&json!({ "bundle": bundle }), |report| report.notes());
    assert_eq!(said(page(&json!([]))), [] as [String; 0]);
    assert_eq!(said(page(&json!([{ "relation": "self", "url": "a" }]))), [] as [String; 0]);
    assert_eq!(said(page(&next)), ["There are further results that this page was not given."]);
    assert_eq!(said(json!([page(&next), page(&json!([]))])), [] as [String; 0], "the last page decides");
    assert_eq!(said(json!([page(&json!([])), page(&next)])).len(), 1);
}

#[test]
fn response_names_its_instrument_by_url_or_by_its_items() {
    let resolve = |url: &str| {
        let input = changed(0, "questionnaire", &json!(url));
        (field(&input, "instrument"), problems(&input).len())
    };
    assert_eq!(resolve("https://example.org/Questionnaire/one|1.0.0"), ("one".into(), 0));
    assert_eq!(resolve("https://example.org/Questionnaire/one"), ("one".into(), 0));
    assert_eq!(
        resolve("https://example.org/Questionnaire/17"),
        ("one".into(), 0),
        "the only one with these items"
    );
    let other = changed(0, "questionnaire", &json!("https://example.org/Questionnaire/one|2.0.0"));
    assert_eq!(
        (field(&other, "status"), problems(&other).len()),
        ("unreadable".into(), 1),
        "another version"
    );
    let unknown = changed(0, "item", &json!([{ "linkId": "else", "answer": [{ "valueInteger": 1 }] }]));
    let found = problems(&unknown);
    assert!(
        found[0].starts_with("bundle.entry[0].resource.questionnaire: missing, expected a known instrument"),
        "{found:?}"
    );
}

#[test]
fn answers_that_are_none_are_reported() {
    let answered = |answer: Value| {
        let item = json!([{ "linkId": "group", "item": [{ "linkId": "overall", "answer": answer }] }]);
        changed(0, "item", &item)
    };
    assert_eq!(field(&answered(json!([{ "valueDecimal": 7.0 }])), "answer:overall"), "7");
    for answer in [
        json!([{ "valueInteger": 101 }]),
        json!([{ "valueDecimal": 7.5 }]),
        json!([{ "valueString": "7" }]),
        json!([{ "valueCoding": { "code": "7" } }]),
        json!([{ "_valueInteger": { "extension": [{ "valueCode": "not-applicable" }] } }]),
        json!([{ "valueInteger": 1 }, { "valueInteger": 2 }]),
    ] {
        let input = answered(answer.clone());
        assert_eq!(problems(&input).len(), 1, "{answer}");
        let score = report_on(&input, |report| report.table().rows[0].cells[1].clone());
        assert_eq!(score, "Could not be read", "{answer}");
    }
}

#[test]
fn result_of_the_host_comes_before_the_same_one_in_a_bundle() {
    let instrument = Instrument::built_in("one").expect("built in");
    let result = result(&instrument, "en", 1, true);
    let mut input = json!({ "bundle": written(&instrument, &result) });
    input["results"] = json!([value_of(&result)]);
    input["results"][0]["quality"]["speeding"] = json!(true);
    assert_eq!(field(&input, "speeding"), "yes");
}

#[test]
fn too_many_observations_are_named() {
    let observation = json!({ "resource": { "resourceType": "Observation", "status": "final" } });
    let page = json!({ "resourceType": "Bundle", "entry": vec![observation; 5_001] });
    let found = read(&json!({ "bundle": [page, page] })).1;
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["bundle: found [], expected at most 10000 Observations"]
    );
}

#[test]
fn other_resources_are_passed_over() {
    let mut input = changed(0, "status", &json!("completed"));
    let entries = input["bundle"]["entry"].as_array_mut().expect("entries");
    entries.push(json!({ "resource": { "resourceType": "Patient", "id": "124" } }));
    entries.push(json!({ "resource": { "resourceType": "Observation", "status": "final", "subject": { "reference": "Patient/123" },
        "code": { "text": "Pulse" }, "effectiveDateTime": "2026-01-01", "valueQuantity": { "value": 60 } } }));
    assert_eq!(
        problems(&input),
        ["bundle.entry[3].resource.code: found {}, expected the code or the title of one known score"]
    );
    assert_eq!(read(&input).0.session_count(), 1);
    let odd = json!({ "bundle": { "resourceType": "Patient" } });
    assert_eq!(problems(&odd), ["bundle: found {}, expected a Bundle"]);
    input["bundle"]["entry"].as_array_mut().expect("entries").truncate(2);
    let pages = json!({ "bundle": [{ "resourceType": "Patient" }, input["bundle"]] });
    let (trend, found) = read(&pages);
    assert_eq!((trend.session_count(), found.len(), found[0].fatal), (1, 1, false), "{found:?}");
}

/// The script gives the reason in place of an entry that it could not copy.
#[test]
fn entry_that_is_no_object_is_reported() {
    let entries = [json!("more than 16000000 characters"), resources::total("o1", 1, 2, json!({}))];
    let input = resources::of(&entries);
    assert_eq!(resources::faults(&input), ["bundle.entry[0]"]);
    assert_eq!(resources::sessions(&input), ["2026-03-01 2"]);
}

#[test]
fn bundle_that_is_too_large_is_refused() {
    let response = json!({ "resource": { "resourceType": "QuestionnaireResponse" } });
    let bundle =
        |responses: usize| json!({ "resourceType": "Bundle", "entry": vec![response.clone(); responses] });
    let (trend, found) = read(&json!({ "bundle": bundle(1001) }));
    assert_eq!(trend.session_count(), 0);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["bundle: found {}, expected at most 1000 responses"]
    );
    let pages = vec![bundle(0); 101];
    let found = read(&json!({ "bundle": pages })).1;
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["bundle: found [], expected at most 100 pages"]
    );
    assert!(found[0].fatal);
    let entries = vec![json!({ "resource": { "resourceType": "Patient" } }); 10_001];
    let input = json!({ "bundle": { "resourceType": "Bundle", "entry": entries } });
    assert!(resources::is_refused(&input), "too many entries in a page");
    assert_eq!(resources::faults(&input), ["bundle.entry"]);
}
