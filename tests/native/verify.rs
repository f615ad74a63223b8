//! Verification of a result that a browser sent: each value that its answers do not give is reported.

use rapport::{Diagnostic, FORMULA, Json, Reliability, ReliabilityBasis, threshold, verify};
use serde_json::{Value, json};

use crate::fixtures::{RESULT, built_in, json_of};

fn sent() -> Value {
    serde_json::from_str(RESULT).expect("JSON")
}

/// Returns whether the result is usable, and its faults.
fn check(sent: &Value, history: Option<&[Option<f64>]>) -> (bool, Vec<Diagnostic>) {
    let (result, problems) = verify(&built_in("session"), &json_of(sent), history);
    (result.is_some(), problems)
}

/// Returns the result with another value at a JSON pointer.
fn with(pointer: &str, value: &Value) -> Value {
    let mut sent = sent();
    *sent.pointer_mut(pointer).expect(pointer) = value.clone();
    sent
}

#[test]
fn result_that_agrees_with_its_answers_has_no_problems() {
    let sent = sent();
    assert_eq!(check(&sent, None), (true, vec![]));
    assert_eq!(check(&sent, Some(&[Some(40.0), Some(60.0), Some(72.5)])), (true, vec![]));
    let (_, problems) = check(&sent, Some(&[Some(40.0), Some(60.0)]));
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "result.change.previous",
            "result.change.delta",
            "result.change.sessions",
            "result.change.anyWorsening"
        ]
    );
}

#[test]
fn value_that_the_answers_do_not_give_is_reported() {
    for (pointer, value, message) in [
        ("/outcome/total", json!(70), "result.outcome.total: found 70, expected 69"),
        ("/outcome/total", json!(null), "result.outcome.total: found null, expected 69"),
        ("/outcome/percent", json!("69"), r#"result.outcome.percent: found "69", expected 69"#),
        ("/outcome/prorated", json!(true), "result.outcome.prorated: found true, expected false"),
        ("/outcome/band", json!("good"), r#"result.outcome.band: found "good", expected null"#),
        ("/outcome/alerts", json!([{}]), "result.outcome.alerts: found [], expected an array of 0, not of 1"),
        ("/status", json!("partial"), r#"result.status: found "partial", expected "complete""#),
        ("/schema", json!("rapport/2"), r#"result.schema: found "rapport/2", expected "rapport/1""#),
        ("/instrument/id", json!("one"), r#"result.instrument.id: found "one", expected "session""#),
        ("/instrument/version", json!("2"), r#"result.instrument.version: found "2", expected "1.0.0""#),
        ("/change/delta", json!(3.5), "result.change.delta: found 3.5, expected -3.5"),
        ("/change/anyWorsening", json!(false), "result.change.anyWorsening: found false, expected true"),
        ("/change/reliable", json!("none"), r#"result.change.reliable: found "none", expected null"#),
        ("/quality/range", json!(0), "result.quality.range: found 0, expected 64"),
        ("/quality/secondsPerItem", json!(1), "result.quality.secondsPerItem: found 1, expected 4.3"),
        ("/quality/speeding", json!(true), "result.quality.speeding: found true, expected false"),
        ("/quality/bestStreak", json!(2), "result.quality.bestStreak: found 2, expected 0"),
    ] {
        let (usable, problems) = check(&with(pointer, &value), None);
        let [problem] = problems.as_slice() else { panic!("{pointer}: {problems:?}") };
        let Diagnostic { path, found, expected, fault, .. } = problem;
        let found = found.as_ref().map(Json::to_string).unwrap_or_default();
        assert_eq!(
            (usable, format!("{path}: found {found}, expected {expected}")),
            (true, message.to_owned())
        );
        assert_eq!(*fault, Some("difference"));
        // A sentence may be logged, and the values may be answers.
        assert_eq!(problem.to_string(), format!("{path}: another value than the verified result has"));
    }
}

#[test]
fn result_with_unusable_answers_is_none() {
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
        let (usable, problems) = check(&with(pointer, &value), None);
        assert!(!usable, "{pointer}");
        assert!(problems.iter().any(|problem| problem.path == path), "{pointer}: {problems:?}");
    }
    for odd in [json!(null), json!([]), json!("result"), json!({})] {
        assert!(!check(&odd, None).0);
    }
}

#[test]
fn time_that_the_calendar_does_not_have_is_refused() {
    for (time, is_possible) in [
        ("9999-99-99T99:99:99.999Z", false),
        ("0000-00-00T00:00:00.000Z", false),
        ("2026-13-01T00:00:00.000Z", false),
        ("2026-04-31T00:00:00.000Z", false),
        ("2025-02-29T00:00:00.000Z", false),
        ("2100-02-29T00:00:00.000Z", false),
        ("2026-01-01T24:00:00.000Z", false),
        ("2026-01-01T23:60:00.000Z", false),
        ("2026-01-01T23:59:60.000Z", false),
        ("2024-02-29T00:00:00.000Z", true),
        ("2000-02-29T00:00:00.000Z", true),
        ("2026-12-31T23:59:59.999Z", true),
    ] {
        for key in ["startedAt", "submittedAt"] {
            let (usable, problems) = check(&with(&format!("/{key}"), &json!(time)), None);
            let message =
                format!(r#"result.{key}: found "{time}", expected a time as in "2026-03-02T10:00:24.570Z""#);
            let expected = if is_possible { vec![] } else { vec![message] };
            let messages: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
            assert_eq!((usable, messages), (is_possible, expected));
        }
    }
}

#[test]
fn damaged_change_is_a_difference_beside_the_history_of_the_server() {
    let history: &[Option<f64>] = &[Some(40.0), Some(60.0), Some(72.5)];
    for change in [json!("x"), json!([]), json!(900), json!({}), json!({ "previous": 900 }), json!(null)] {
        let (usable, problems) = check(&with("/change", &change), Some(history));
        assert!(usable && !problems.is_empty(), "{change}: {problems:?}");
        assert!(problems.iter().all(|problem| problem.path.starts_with("result.change")), "{problems:?}");
    }
    let (usable, problems) = check(&with("/change/previous", &json!(900)), Some(history));
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!((usable, paths), (true, vec!["result.change.previous"]));
}

#[test]
fn result_with_fewer_or_reordered_answers_is_none() {
    let (mut fewer, mut reversed) = (sent(), sent());
    fewer["answers"].as_array_mut().expect("answers").truncate(1);
    reversed["answers"].as_array_mut().expect("answers").reverse();
    for faulty in [fewer, reversed] {
        assert!(!check(&faulty, None).0);
    }
}

#[test]
fn of_many_unknown_answers_only_the_first_are_read() {
    let problems = |count: usize| {
        let many: serde_json::Map<_, _> = (0..count).map(|n| (n.to_string(), json!(0))).collect();
        let (usable, problems) = check(&with("/answers", &Value::Object(many)), None);
        assert!(!usable);
        problems.len()
    };
    assert!(problems(10) < problems(100));
    assert_eq!(problems(100), problems(40_000));
}

#[test]
fn result_with_a_key_twice_is_none() {
    let deep = format!(r#"{{ "id": {}{}, "#, "[".repeat(200), "]".repeat(200));
    for (from, to, path) in [
        ("{", deep.as_str(), "result.id"),
        ("{", r#"{ "outcome": { "total": 99 }, "#, "result.outcome"),
        ("\"total\": 69", r#""total": 99, "total": 69"#, "result.outcome.total"),
        ("\"total\": 69", r#""total": 69, "t\u006ftal": 69"#, "result.outcome.total"),
        ("\"value\": 82", r#""value": 1, "value": 82"#, "result.answers[0].value"),
        ("\"previous\":", r#""previous": 1, "previous":"#, "result.change.previous"),
    ] {
        let text = RESULT.replacen(from, to, 1);
        assert_ne!(text, RESULT, "{from}");
        let sent = serde_json::from_str(&text).expect("JSON");
        for history in [None, Some([Some(40.0), Some(60.0), Some(72.5)].as_slice())] {
            let (result, problems) = verify(&built_in("session"), &sent, history);
            let messages: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
            assert_eq!(
                (result, messages),
                (None, vec![format!("{path}: unreadable; expected each key once")])
            );
        }
    }
}

#[test]
fn object_with_many_keys_twice_is_refused_soon() {
    let many: Vec<String> = (0..100_000).map(|n| format!("\"{}\":0", n / 2)).collect();
    let sent =
        serde_json::from_str(&RESULT.replacen('{', &format!("{{{},", many.join(",")), 1)).expect("JSON");
    let start = std::time::Instant::now();
    let (result, problems) = verify(&built_in("session"), &sent, None);
    assert_eq!((result, problems.len()), (None, 1));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn possible_best_streak_is_accepted() {
    let mut sent = sent();
    for answer in sent["answers"].as_array_mut().expect("answers") {
        answer["value"] = 100.into();
    }
    sent["outcome"]["total"] = 100.into();
    sent["outcome"]["percent"] = 100.into();
    sent["quality"] = json!({
        "range": 0, "sd": 0, "straightlining": true, "secondsPerItem": 4.3, "speeding": false, "bestStreak": 0,
    });
    for (previous, sessions, streak, accepted) in [
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
        sent["change"]["anyWorsening"] = false.into();
        sent["change"]["sessions"] = sessions.into();
        sent["quality"]["bestStreak"] = streak.into();
        let (_, problems) = check(&sent, None);
        assert_eq!(problems.is_empty(), accepted, "{previous} {sessions} {streak}: {problems:?}");
    }
}

#[test]
fn threshold_is_read_without_loss() {
    // With an error in the last bit, this threshold would be reported.
    let mut session = built_in("session");
    session.reliability =
        Some(Reliability { basis: ReliabilityBasis::Coefficient { sd: 5.0, r: 0.92 }, source: None });
    let mut sent = sent();
    let threshold = threshold(5.0, 0.92);
    let change =
        json!({ "reliable": "none", "threshold": threshold, "sd": 5, "r": 0.92, "formula": FORMULA });
    for (key, value) in change.as_object().expect("an object") {
        sent["change"][key] = value.clone();
    }
    let sent = Json::parse("result", &sent.to_string()).expect("JSON");
    assert_eq!(verify(&session, &sent, None).1, []);
}
