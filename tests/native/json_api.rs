//! The interface of the bindings: whatever the texts are, they give scores or problems by path, and no error repeats an
//! answer.

use std::io::BufRead as _;

use rapport::json_api::{JsonInstrument, MAX_LINE};
use rapport::{Instrument, Json, read_answers, score};
use serde_json::{Value, json, to_value};

use crate::fixtures::RESULT;

fn session() -> JsonInstrument {
    JsonInstrument::built_in("session").expect("a built-in instrument")
}

fn verified(result: &str, history: Option<&str>) -> Value {
    serde_json::from_str(&session().verify(result, history)).expect("JSON")
}

#[test]
fn verified_result_is_the_sent_one() {
    let sent: Value = serde_json::from_str(RESULT).expect("JSON");
    let found = verified(RESULT, None);
    assert_eq!(found["problems"], json!([]));
    let same = |value: &Value| serde_json::from_str::<Json>(&value.to_string()).expect("JSON");
    assert_eq!(same(&found["result"]), same(&sent));
    assert_eq!(verified(RESULT, Some("null")), found);
}

#[test]
fn history_replaces_the_earlier_totals_that_a_result_implies() {
    let found = verified(RESULT, Some("[]"));
    assert_eq!(found["result"]["change"], Value::Null);
    assert_eq!(found["problems"][0]["path"], "result.change");
    let right = r#"[{ "total": 40 }, { "total": 60 }, { "total": 72.5 }]"#;
    assert_eq!(verified(RESULT, Some(right))["problems"], json!([]));
}

#[test]
fn faulty_entry_of_the_history_is_a_warning_and_its_session_has_no_total() {
    let history = r#"[{ "total": 40 }, { "total": 900 }, { "total": 60 }, { "total": 72.5 }]"#;
    let found = verified(RESULT, Some(history));
    let expected = json!([{
        "path": "history[1].total", "found": 900, "expected": "a number from 0 to 100", "fatal": false,
    }]);
    assert_eq!(found["problems"], expected);
    assert_eq!(found["result"]["change"]["sessions"], 3);
}

#[test]
fn history_that_is_no_array_refuses_the_result() {
    for history in ["5", "{}", "[", "\"x\"", &format!("[{}]", vec!["{\"total\":1}"; 1001].join(","))] {
        let found = verified(RESULT, Some(history));
        assert_eq!(found["result"], Value::Null, "{}", &history[..1]);
        assert_eq!(found["problems"][0]["path"], "history");
        assert_eq!(found["problems"][0]["fatal"], true);
    }
}

#[test]
fn scores_are_those_of_the_crate() {
    let (answers, history) = (
        r#"{ "safe": 82, "understood": 70, "together": 64, "open": 10, "helpful": 55 }"#,
        r#"[{ "total": 40 }]"#,
    );
    let found: Value =
        serde_json::from_str(&session().score(answers, Some(history)).expect("scores")).expect("JSON");
    let instrument = Instrument::built_in("session").expect("a built-in instrument");
    let (values, _) = read_answers(&instrument, &Json::parse("answers", answers).expect("JSON"));
    assert_eq!(found["outcome"], to_value(score(&instrument, values)).expect("JSON"));
    assert_eq!(found["change"]["previous"], 40.0);
}

#[test]
fn unusable_answers_are_refused_with_every_problem() {
    let answers = r#"{ "safe": 82, "open": 101, "safe": 1, "nobody": 3, "helpful": "55" }"#;
    let problems = session().score(answers, Some("[{ \"total\": -1 }]")).expect_err("problems");
    let paths: Vec<&str> = problems.as_slice().iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        ["answers.open", "answers.safe", "answers.nobody", "answers.helpful", "history[0].total"]
    );
    assert!(problems.as_slice().iter().all(|problem| problem.fatal));
}

#[test]
fn key_that_occurs_twice_is_a_problem_of_answers_and_history() {
    let entry = r#"[{ "item": "safe", "value": 1, "value": 2 }]"#;
    let problems = session().score(entry, Some(r#"[{ "total": 80, "total": 20 }]"#)).expect_err("problems");
    let expected = "answers[0].value: unreadable; expected each key once; \
        history[0].total: unreadable; expected each key once";
    assert_eq!(problems.to_string(), expected);
    let twice = RESULT.replacen("\"total\": 69", "\"total\": 99, \"total\": 69", 1);
    let found = verified(&twice, None);
    assert_eq!(found["result"], Value::Null);
    assert_eq!(found["problems"][0]["path"], "result.outcome.total");
    assert!(session().to_fhir(&twice, None).is_err());
    let history = r#"[{ "total": 40 }, { "total": 60 }, { "total": 0, "total": 72.5 }]"#;
    let found = verified(RESULT, Some(history));
    let expected = json!({
        "path": "history[2].total", "expected": "each key once", "fatal": false, "fault": "unreadable",
    });
    assert_eq!((&found["problems"][0], &found["result"]["change"]["sessions"]), (&expected, &json!(2)));
}

#[test]
fn last_of_two_equal_keys_counts_in_a_definition_as_in_browsers() {
    let text = session().definition().replacen("\"version\":", "\"version\":\"0\",\"version\":", 1);
    assert_eq!(JsonInstrument::read(&text).expect("an instrument").instrument().version, "1.0.0");
}

#[test]
fn definition_with_a_fatal_problem_is_refused_and_warnings_are_kept() {
    let definition = session().definition();
    let again = JsonInstrument::read(&definition).expect("an instrument");
    assert_eq!((again.definition(), again.warnings_json()), (definition.clone(), "[]".to_owned()));
    let warned =
        JsonInstrument::read(&definition.replacen('{', r#"{"colour":"red","#, 1)).expect("an instrument");
    assert_eq!(warned.warnings()[0].path, "instrument.colour");
    let refused = JsonInstrument::read(&definition.replace(r#""range":[0.0,100.0]"#, r#""range":[100,0]"#));
    assert_eq!(refused.expect_err("problems").as_slice()[0].path, "instrument.score.range[1]");
}

#[test]
fn questionnaire_that_was_written_is_read() {
    let beside = r#"{ "score": { "range": [0, 100] } }"#;
    let written = session().to_questionnaire(Some("https://example.org/q"));
    let read = JsonInstrument::from_questionnaire(&written, Some(beside)).expect("an instrument");
    assert_eq!(read.instrument().items.len(), 5);
    let problems = JsonInstrument::from_questionnaire("{}", None).expect_err("problems");
    assert_eq!(problems.as_slice()[0].path, "questionnaire.resourceType");
}

#[test]
fn only_a_result_that_agrees_with_its_answers_becomes_fhir() {
    let bundle = session().to_fhir(RESULT, Some(r#"{ "subject": "Patient/1" }"#)).expect("a Bundle");
    let bundle: Value = serde_json::from_str(&bundle).expect("JSON");
    assert_eq!(bundle["entry"][0]["resource"]["subject"]["reference"], "Patient/1");
    for (result, options, path) in [
        (RESULT.replacen("\"total\": 69", "\"total\": 70", 1), "{}", "result.outcome.total"),
        (RESULT.to_owned(), r#"{ "subjet": "Patient/1" }"#, "options.subjet"),
        ("[]".to_owned(), "{}", "result.answers"),
    ] {
        let problems = session().to_fhir(&result, Some(options)).expect_err(path);
        assert_eq!(problems.as_slice()[0].path, path);
        let sentence = problems.to_string();
        assert!(!sentence.contains("69") && !sentence.contains("70"), "a score: {sentence}");
    }
}

/// A text in an answer's place that no error may repeat.
const SECRET: &str = "I told nobody";

#[test]
fn hostile_text_is_refused_by_path_and_never_repeated() {
    let deep = "[".repeat(1_000_000);
    let huge = format!("\"{}\"", "x".repeat(Json::MAX_CHARACTERS));
    let many = format!("[{}0]", "0,".repeat(Json::MAX_VALUES + 1));
    let texts = [
        "",
        "NaN",
        "{",
        "[NaN]",
        "{\"a\":Infinity}",
        "1e999",
        "\"\\ud800\"",
        "'x'",
        "{\"\\udc00\":1}",
        "\u{0}",
        "nul",
        &deep,
        &huge,
        &many,
    ];
    for text in texts {
        let start: String = text.chars().take(20).collect();
        let problems = [
            JsonInstrument::read(text).expect_err(&start),
            session().score(text, None).expect_err(&start),
            session().score("{}", Some(text)).expect_err(&start),
            session().to_fhir(text, None).expect_err(&start),
            JsonInstrument::from_questionnaire(text, None).expect_err(&start),
        ];
        for problems in problems {
            let [problem] = problems.as_slice() else { panic!("{start}: {problems}") };
            assert_eq!(problem.fault, Some("unreadable"), "{start}: {problem}");
            assert!(problem.to_string().len() < 200, "{start}: {problem}");
        }
        assert_eq!(verified(text, None)["problems"][0]["fault"], "unreadable", "{start}");
    }
}

#[test]
fn no_error_of_a_line_repeats_its_strings() {
    let lines = [
        format!("\"{SECRET}\""),
        format!("[\"{SECRET}\"]"),
        SECRET.to_owned(),
        format!("{{\"answers\":\"{SECRET}\"}}"),
        format!("{{\"answers\":{{\"safe\":\"{SECRET}\"}}}}"),
        format!("{{\"answers\":{{\"{SECRET}\":1}}}}"),
        format!("{{\"answers\":[\"{SECRET}\"]}}"),
        format!("{{\"answers\":[{{\"item\":\"{SECRET}\",\"value\":1}}]}}"),
        format!("{{\"answers\":[{{\"item\":\"safe\",\"value\":\"{SECRET}\"}}]}}"),
        format!("{{\"answers\":[{{\"item\":\"safe\",\"value\":[\"{SECRET}\"]}}]}}"),
        format!("{{\"answers\":[{{\"item\":\"safe\",\"notApplicable\":\"{SECRET}\"}}]}}"),
        format!("{{\"answers\":{{}},\"instrument\":\"{SECRET}\"}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"note\":\"{SECRET}\"}} more"),
        format!("{{\"answers\":{{\"safe\":1}},\"note\":\"{SECRET}"),
        format!("{{\"answers\":{{\"safe\":true}},\"note\":\"{SECRET}\"}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"history\":\"{SECRET}\"}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"history\":[\"{SECRET}\"]}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"history\":[{{\"total\":\"{SECRET}\"}}]}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"history\":[{{\"total\":1,\"max\":\"{SECRET}\"}}]}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"history\":[{{\"outcome\":{{\"total\":\"{SECRET}\"}}}}]}}"),
        format!("{{\"answers\":{{\"safe\":1}},\"history\":[{{\"instrument\":{{\"id\":\"{SECRET}\"}}}}]}}"),
    ];
    let text = lines.join("\n");
    let rescored = session().rescore_lines(text.as_bytes(), 1);
    let text = str::from_utf8(&rescored.bytes).expect("UTF-8");
    assert_eq!((rescored.lines, rescored.faulty), (lines.len(), lines.len()), "{text}");
    assert!(!text.contains("nobody"), "{text}");
    let faults: Vec<&str> = text.lines().collect();
    assert!(
        faults[0].starts_with(r#"{"error":"line: wrong type; expected an object with answers"#),
        "{}",
        faults[0]
    );
    for line in &lines {
        for problem in session().rescore_line(line.as_bytes()).expect_err(line).as_slice() {
            assert!(!format!("{problem:?}").contains("nobody"), "{problem:?}");
        }
    }
    assert_eq!(
        faults[17],
        r#"{"error":"history[0].total: wrong type; expected a number from 0 to 100","line":18}"#
    );
    let off_scale =
        session().rescore_line(br#"{"answers":{},"history":[{"total":900}]}"#).expect_err("a fault");
    assert_eq!(off_scale.to_string(), "history[0].total: found 900, expected a number from 0 to 100");
    let expected =
        r#"{"error":"answers[0].value: wrong type; expected a number, null or \"not-applicable\"","line":9}"#;
    assert_eq!(faults[8], expected);
}

#[test]
fn no_sentence_repeats_a_string_of_answers_or_history() {
    let history = format!("[{{\"total\":\"{SECRET}\"}},\"{SECRET}\"]");
    let answers = format!("{{\"safe\":\"{SECRET}\",\"open\":101}}");
    let problems = session().score(&answers, Some(&history)).expect_err("problems");
    let expected = "answers.safe: found a string, expected an integer from 0 to 100; \
        answers.open: found 101, expected an integer from 0 to 100; \
        history[0].total: found a string, expected a number from 0 to 100; \
        history[1]: found a string, expected a result, or an object with a total";
    assert_eq!(problems.to_string(), expected);
    assert!(problems.to_json().contains(SECRET));
    let sent = RESULT.replacen("\"id\": \"", &format!("\"id\": \"{SECRET}"), 1);
    assert_eq!(
        session().to_fhir(&sent, None).expect_err("problems").to_string(),
        "result.id: found a string, expected a UUID"
    );
    let definition = format!("{{\"items\":\"{SECRET}\"}}");
    assert!(JsonInstrument::read(&definition).expect_err("problems").to_string().contains(SECRET));
}

#[test]
fn path_has_the_start_of_a_long_key_and_no_control_character() {
    for (key, expected) in [
        ("x".repeat(100_000), "x".repeat(100)),
        (format!("a{}", "é".repeat(100_000)), format!("a{}", "é".repeat(99))),
        ("bad\n2026-11-27 ERROR forged".to_owned(), "bad\u{fffd}2026-11-27 ERROR forged".to_owned()),
        (
            "\0\t\r\u{1b}[31m\u{7f}\u{85}\u{9f}ü".to_owned(),
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}[31m\u{fffd}\u{fffd}\u{fffd}ü".to_owned(),
        ),
    ] {
        let answers = json!({ &key: 1 }).to_string();
        let problems = session().score(&answers, None).expect_err("a problem");
        assert_eq!(problems.as_slice()[0].path, format!("answers.{expected}"));
        let unknown = verified(&RESULT.replacen('{', &format!("{{{}:1,", json!(key)), 1), None);
        assert_eq!(unknown["problems"][0]["path"], format!("result.{expected}"));
    }
}

#[test]
fn each_line_gives_one_line_whatever_ends_it() {
    let line = r#"{ "answers": { "safe": 1 } }"#;
    let cases = [
        (String::new(), 0),
        ("\n".to_owned(), 1),
        (line.to_owned(), 1),
        (format!("{line}\n"), 1),
        (format!("{line}\r\n{line}\r\n"), 2),
        (format!("{line}\n\n{line}"), 3),
    ];
    for (text, count) in cases {
        let rescored = session().rescore_lines(text.as_bytes(), 1);
        assert_eq!((rescored.lines, rescored.bytes.as_slice().lines().count()), (count, count), "{text:?}");
    }
    let long = vec![b' '; MAX_LINE + 1];
    let rescored = session().rescore_lines(&[&long, "\n".as_bytes(), line.as_bytes()].concat(), 41);
    let fault = br#"{"error":"line: unreadable; expected at most 524288 bytes","line":41}"#;
    assert!(rescored.bytes.starts_with(fault));
    assert_eq!((rescored.lines, rescored.faulty), (2, 1));
}
