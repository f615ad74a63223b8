//! The message and the JSON of a diagnostic.

use rapport::{Config, Diagnostic, Instrument, Json};
use serde_json::{Value, json};

use crate::definition::{definition, problems};
use crate::fixtures::{json_of, value_of};

#[test]
fn found_value_is_json() {
    let accents = "é".repeat(150);
    for (found, in_message) in [
        (json!("50"), r#""50""#.to_owned()),
        (json!(50), "50".to_owned()),
        (json!(-0.125), "-0.125".to_owned()),
        (json!(null), "null".to_owned()),
        (json!(true), "true".to_owned()),
        (json!("a \"b\"\n\\"), r#""a \"b\"\n\\""#.to_owned()),
        (json!("\u{7}"), r#""\u0007""#.to_owned()),
        (json!([]), "[]".to_owned()),
        (json!({}), "{}".to_owned()),
        // A message has at most 100 bytes of it.
        (json!("x".repeat(98)), format!("\"{}\"", "x".repeat(98))),
        (json!("x".repeat(99)), format!("\"{}…", "x".repeat(99))),
        (json!(accents), format!("\"{}…", "é".repeat(49))),
    ] {
        let diagnostic = Diagnostic::fatal("a.b[2]", Some(&json_of(&found)), "something else");
        assert_eq!(diagnostic.to_string(), format!("a.b[2]: found {in_message}, expected something else"));
        assert_eq!(
            value_of(&diagnostic),
            json!({ "path": "a.b[2]", "found": found, "expected": "something else", "fatal": true })
        );
    }
}

#[test]
fn found_array_or_object_is_empty() {
    for (found, emptied) in [(json!([1, [2]]), json!([])), (json!({ "safe": 82 }), json!({}))] {
        let diagnostic = Diagnostic::fatal("a", Some(&json_of(&found)), "a string");
        assert_eq!(value_of(&diagnostic)["found"], emptied);
    }
}

#[test]
fn missing_value_has_no_found() {
    let diagnostic = Diagnostic::warning("a", None, "a string");
    assert_eq!(diagnostic.to_string(), "a: missing, expected a string");
    assert_eq!(value_of(&diagnostic), json!({ "path": "a", "expected": "a string", "fatal": false }));
}

#[test]
fn null_and_absent_values_differ() {
    let mut without = definition();
    without.as_object_mut().expect("an object").remove("version");
    let mut with_null = definition();
    with_null["version"] = Value::Null;
    for (definition, message, found) in [
        (without, "instrument.version: missing, expected a string of 1 to 10000 characters", None),
        (
            with_null,
            "instrument.version: found null, expected a string of 1 to 10000 characters",
            Some(Value::Null),
        ),
    ] {
        let problems = problems(&definition);
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [message]);
        assert_eq!(value_of(&problems[0]).get("found"), found.as_ref());
    }
}

#[test]
fn unknown_key_is_reported_with_the_known_ones() {
    let mut misspelled = definition();
    misspelled["scale"]["stepp"] = json!(2);
    let problems = problems(&misspelled);
    assert_eq!(
        problems[0].to_string(),
        "instrument.scale.stepp: unknown key; expected one of min, max, step"
    );
    assert_eq!(
        value_of(&problems),
        json!([{
            "path": "instrument.scale.stepp", "found": 2, "expected": "one of min, max, step", "fatal": false,
            "fault": "unknown key",
        }])
    );
}

#[test]
fn unknown_keys_are_bounded_in_number_and_length() {
    let key = |n: usize| (format!("{n}{}", "k".repeat(1000)), Json::Null);
    let Json::Object(mut members) = json_of(&definition()) else { panic!("an object") };
    members.extend((0..100).map(key));
    let (_, problems) = Instrument::read(&Json::Object(members));
    assert_eq!(problems.len(), 20);
    assert!(problems.iter().all(|problem| problem.path.len() <= "instrument.".len() + 100), "{problems:?}");
}

#[test]
fn unreadable_text_is_reported_without_quoting_it() {
    let problem = Json::parse("instrument", r#"{ "answer": "private" "#).expect_err("cut off");
    let expected = "JSON (EOF while parsing an object at line 1 column 22)";
    assert_eq!(problem.to_string(), format!("instrument: unreadable; expected {expected}"));
    assert_eq!(
        value_of(&problem),
        json!({ "path": "instrument", "expected": expected, "fatal": true, "fault": "unreadable" })
    );
}

#[test]
fn script_that_is_not_json_is_reported_as_a_string() {
    let script = Json::from("Unexpected token");
    let (config, problems) = Config::read(&Json::Null, &script, &Json::Null);
    assert!(config.instrument.is_none());
    assert_eq!(problems[0].to_string(), r#"script: found "Unexpected token", expected an object"#);
}
