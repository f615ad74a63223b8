//! A result that a browser sent, held against its own answers: whatever does not follow from them is named.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use rapport::{Instrument, Json, Problem, verify};
use serde_json::{Value, json};

const SENT: &str = include_str!("data/result.json");

fn check(sent: &Value, history: Option<&[Option<f64>]>) -> (bool, Vec<Problem>) {
    let session = Instrument::built_in("session").expect("a built-in");
    let sent: Json = serde_json::from_value(sent.clone()).expect("JSON");
    let (result, problems) = verify(&session, &sent, history);
    (result.is_some(), problems)
}

/// The result with one thing changed, by JSON pointer.
fn with(pointer: &str, value: &Value) -> Value {
    let mut sent: Value = serde_json::from_str(SENT).expect("JSON");
    *sent.pointer_mut(pointer).expect(pointer) = value.clone();
    sent
}

#[test]
fn a_result_that_agrees_with_its_answers_has_no_problems() {
    let sent = serde_json::from_str(SENT).expect("JSON");
    assert_eq!(check(&sent, None), (true, vec![]));
    assert_eq!(check(&sent, Some(&[Some(40.0), Some(60.0), Some(72.5)])), (true, vec![]));
    let (_, problems) = check(&sent, Some(&[Some(40.0), Some(60.0)]));
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        ["result.change.previous", "result.change.delta", "result.change.sessions", "result.change.anyDrop"]
    );
}

#[test]
fn what_does_not_follow_from_the_answers_is_named() {
    for (pointer, value, told) in [
        ("/outcome/total", json!(70), "result.outcome.total: found \"70\", expected 69"),
        ("/outcome/total", json!(null), "result.outcome.total: found \"nothing\", expected 69"),
        ("/outcome/percent", json!("69"), "result.outcome.percent: found \"69\", expected 69"),
        ("/outcome/prorated", json!(true), "result.outcome.prorated: found \"true\", expected false"),
        ("/outcome/band", json!("good"), "result.outcome.band: found \"good\", expected null"),
        (
            "/outcome/alerts",
            json!([{}]),
            "result.outcome.alerts: found \"a list of 1\", expected a list of 0",
        ),
        ("/status", json!("partial"), "result.status: found \"partial\", expected complete"),
        ("/schema", json!("rapport/2"), "result.schema: found \"rapport/2\", expected rapport/1"),
        ("/instrument/id", json!("one"), "result.instrument.id: found \"one\", expected session"),
        ("/instrument/version", json!("2"), "result.instrument.version: found \"2\", expected 1.0.0"),
        ("/change/delta", json!(3.5), "result.change.delta: found \"3.5\", expected -3.5"),
        ("/change/anyDrop", json!(false), "result.change.anyDrop: found \"false\", expected true"),
        ("/change/reliable", json!("none"), "result.change.reliable: found \"none\", expected null"),
        ("/quality/spread", json!(0), "result.quality.spread: found \"0\", expected 64"),
        ("/quality/secondsPerItem", json!(1), "result.quality.secondsPerItem: found \"1\", expected 4.3"),
        ("/quality/fast", json!(true), "result.quality.fast: found \"true\", expected false"),
        ("/quality/ceilingStreak", json!(2), "result.quality.ceilingStreak: found \"2\", expected 0"),
    ] {
        let (read, problems) = check(&with(pointer, &value), None);
        let told_of: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert_eq!((read, told_of), (true, vec![told.to_owned()]), "{pointer}");
    }
}

#[test]
fn a_result_whose_answers_cannot_be_used_is_none() {
    for (pointer, value, path) in [
        ("/answers/0/value", json!(101), "result.answers[0].value"),
        ("/answers/0/value", json!(0.5), "result.answers[0].value"),
        ("/answers/0/value", json!("82"), "result.answers[0].value"),
        ("/answers/1/item", json!("safe"), "result.answers[1].item"),
        ("/answers/1/item", json!("other"), "result.answers[1].item"),
        ("/answers/2/input", json!("telepathy"), "result.answers[2].input"),
        ("/answers/2/changes", json!(-1), "result.answers[2].changes"),
        ("/answers", json!("none"), "result.answers"),
        ("/answers/3", json!(82), "result.answers[3].item"),
        ("/id", json!(null), "result.id"),
        ("/id", json!("x,urn:ietf:rfc:3986|&subject=Patient/9"), "result.id"),
        ("/submittedAt", json!("yesterday"), "result.submittedAt"),
        ("/startedAt", json!("2026-03-02T10:00:03"), "result.startedAt"),
        ("/attempt", json!("first"), "result.attempt"),
        ("/durationMs", json!(1.5), "result.durationMs"),
        ("/change/previous", json!(101), "result.change.previous"),
    ] {
        let (read, problems) = check(&with(pointer, &value), None);
        assert!(!read, "{pointer}");
        assert!(problems.iter().any(|problem| problem.path == path), "{pointer}: {problems:?}");
    }
    // Fewer answers than items, or in another order.
    let sent: Value = serde_json::from_str(SENT).expect("JSON");
    let (mut fewer, mut turned) = (sent.clone(), sent);
    fewer["answers"].as_array_mut().expect("answers").truncate(1);
    turned["answers"].as_array_mut().expect("answers").reverse();
    for wrong in [fewer, turned] {
        assert!(!check(&wrong, None).0);
    }
    // Many answers to nothing are refused before they cost time.
    let many: serde_json::Map<_, _> = (0..40_000).map(|n| (n.to_string(), json!(0))).collect();
    let start = std::time::Instant::now();
    assert!(!check(&with("/answers", &Value::Object(many)), None).0);
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    for odd in [json!(null), json!([]), json!("result"), json!({})] {
        assert!(!check(&odd, None).0);
    }
}

#[test]
fn a_streak_at_the_ceiling_is_believed_as_far_as_it_can_be() {
    let mut sent: Value = serde_json::from_str(SENT).expect("JSON");
    for answer in sent["answers"].as_array_mut().expect("answers") {
        answer["value"] = 100.into();
    }
    sent["outcome"]["total"] = 100.into();
    sent["outcome"]["percent"] = 100.into();
    sent["quality"] = json!({
        "spread": 0, "sd": 0, "sameAnswer": true, "secondsPerItem": 4.3, "fast": false, "ceilingStreak": 0,
    });
    for (previous, sessions, streak, believed) in [
        (100, 3, 4, true),
        (100, 3, 2, true),
        (100, 3, 1, true),
        (100, 3, 5, false),
        (90, 3, 1, true),
        (90, 3, 2, false),
    ] {
        let delta = 100 - previous;
        sent["change"]["previous"] = previous.into();
        sent["change"]["delta"] = delta.into();
        sent["change"]["anyDrop"] = false.into();
        sent["change"]["sessions"] = sessions.into();
        sent["quality"]["ceilingStreak"] = streak.into();
        let (_, problems) = check(&sent, None);
        assert_eq!(problems.is_empty(), believed, "{previous} {sessions} {streak}: {problems:?}");
    }
}

#[test]
fn a_threshold_is_read_back_as_it_was_sent() {
    // Read with an error in the last bit, this one would be found wrong.
    let mut session = Instrument::built_in("session").expect("a built-in");
    session.reliability = Some(rapport::Reliability { sd: 5.0, r: 0.92, source: None });
    let mut sent: Value = serde_json::from_str(SENT).expect("JSON");
    let threshold = rapport::threshold(5.0, 0.92);
    let known = json!({ "reliable": "none", "threshold": threshold, "sd": 5, "r": 0.92, "formula": rapport::FORMULA });
    for (key, value) in known.as_object().expect("an object") {
        sent["change"][key] = value.clone();
    }
    let sent = Json::parse("result", &sent.to_string()).expect("JSON");
    assert_eq!(verify(&session, &sent, None).1, []);
}
