//! Properties of the readers: they never panic, and readers of the same format agree.

use proptest::prelude::*;
use rapport::fhir::{BundleOptions, from_questionnaire, questionnaire};
use rapport::{Instrument, Json, Response, read_answers, read_history, rescore, score, verify};
use serde_json::{Value, json};

use crate::fixtures::{built_in, json_of, read};
use crate::strategies::{any_json, case, mixed_definition, nearly_valid};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn readers_never_panic(odd in any_json(), beside in any_json()) {
        let session = built_in("session");
        let read = Instrument::read(&odd);
        prop_assert_eq!(read.0.is_none(), read.1.iter().any(|problem| problem.fatal));
        let _ = (read_answers(&session, &odd), read_history(&session, &odd), verify(&session, &odd, None));
        let _ = (BundleOptions::read(&odd), from_questionnaire(&odd, &beside));
        let text = serde_json::to_string(&odd).expect("text");
        let _ = rescore(&session, &text);
    }

    #[test]
    fn instrument_read_from_a_nearly_valid_definition_scores_within_its_range(
        definition in nearly_valid(), answers in any_json(),
    ) {
        let (instrument, problems) = Instrument::read(&definition);
        prop_assert_eq!(instrument.is_none(), problems.iter().any(|problem| problem.fatal));
        if let Some(instrument) = instrument {
            let (values, _) = read_answers(&instrument, &answers);
            let outcome = score(&instrument, values);
            let ends = outcome.min.zip(outcome.max);
            prop_assert!(outcome.total.zip(ends).is_none_or(|(total, (min, max))| (min..=max).contains(&total)));
        }
    }

    #[test]
    fn questionnaire_carries_all_items(case in case()) {
        let (instrument, definition) = (case.instrument(), json_of(&case.definition()));
        let Json::Object(mut beside) = definition else { return Ok(()) };
        beside.retain(|(key, _)| !["id", "version", "title", "scale"].contains(&key.as_str()));
        let (again, problems) = from_questionnaire(&questionnaire(&instrument, None), &Json::Object(beside));
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again, Some(instrument));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn questionnaire_carries_choices_sections_and_scales(definition in mixed_definition()) {
        let instrument = read(&definition);
        let beside = json_of(&json!({ "score": { "range": [0, 10] } }));
        let (again, problems) = from_questionnaire(&questionnaire(&instrument, None), &beside);
        prop_assert_eq!(problems, []);
        // A scale that all items share comes back as the instrument's.
        let each = |instrument: &Instrument| {
            let mut items: Vec<_> = instrument.items.iter().map(|item| rapport::Item::clone(item)).collect();
            for item in &mut items {
                item.scale = Some(instrument.scale_of(item).clone());
            }
            Instrument { items: items.into_iter().map(Into::into).collect(), scale: None, ..instrument.clone() }
        };
        prop_assert_eq!(again.as_ref().map(each), Some(each(&instrument)));
    }
}

/// Rules between the parts of a definition, which a JSON Schema cannot express.
#[cfg(feature = "schema")]
const BEYOND_THE_SCHEMA: &[&str] = &[
    "more than min",
    "a number that divides max - min",
    "at most 3 decimals",
    "the id of a subscale",
    "the subscale of at least one item",
    "an id that no other entry has",
    "more than the lowest score",
    r#""total", "any-item", "item:ID" or "subscale:ID""#,
    "at most ",
    "an integer from 1 to ",
    "true for at least one item",
    "more than the value before",
    "another score than that of the first point",
    "the id of a section",
    "the section of at least one item",
    "no value without a total",
    "no value beside above",
    "no pair beyond the range",
    "another scope: there is no total",
    "the id of a subscale, once",
    "more than the bands before",
    "whole numbers beside a table",
    "at least the score before",
    "more than one score",
    "a pair for each whole number",
];

/// Returns whether a JSON Schema cannot express the rule that a definition breaks.
#[cfg(feature = "schema")]
fn is_beyond_the_schema(problem: &rapport::Diagnostic) -> bool {
    let (path, expected) = (&problem.path, &problem.expected);
    BEYOND_THE_SCHEMA.iter().any(|rule| expected.starts_with(rule))
        || expected.ends_with("as the subscales have")
        || expected.ends_with("so that the table covers the range")
        || path.ends_with("notApplicable.score") && expected.starts_with("an integer from")
        || (path.ends_with("].from") || path.starts_with("instrument.alerts"))
            && expected.starts_with("a number from")
}

#[cfg(feature = "schema")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn schema_and_reader_agree(definition in nearly_valid()) {
        static SCHEMA: std::sync::LazyLock<jsonschema::Validator> = std::sync::LazyLock::new(|| {
            let schema = serde_json::from_str(include_str!("../../schema/instrument.schema.json")).expect("JSON");
            jsonschema::draft202012::new(&schema).expect("a schema")
        });
        let value = serde_json::to_value(&definition).expect("JSON");
        let (_, problems) = Instrument::read(&definition);
        if SCHEMA.is_valid(&value) {
            prop_assert!(problems.iter().all(|problem| !problem.fatal || is_beyond_the_schema(problem)), "{:?} in {}", problems, value);
        } else {
            // The reader accepts null for every optional key.
            prop_assert!(!problems.is_empty() || value.to_string().contains("null"), "{}", value);
        }
    }
}

/// Returns an instrument with a subscale for each item, whose score is the item's value.
fn one_item_subscales() -> Instrument {
    let ids = ["a", "b", "é\"", "a.b"];
    let item = |id: &str| json!({ "id": id, "text": "A?", "low": "No", "high": "Yes", "subscale": id });
    let subscale = |id: &str| json!({ "id": id, "title": id, "range": [0, 8] });
    read(&json!({
        "id": "four", "version": "1", "title": "Four", "scale": { "min": 0, "max": 8, "step": 2 },
        "items": ids.map(item),
        "score": { "range": [0, 8], "missing": "prorate", "minAnswered": 1 },
        "subscales": ids.map(subscale),
    }))
}

/// Returns a value that is often an answer.
fn answer() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => (0..5).prop_map(|step| json!(step * 2)),
        2 => Just(Value::Null),
        1 => prop_oneof![
            Just(json!(3)), Just(json!(-2)), Just(json!(10)), Just(json!(2.0)), Just(json!(2.5)), Just(json!(-0.0)),
            Just(json!(1e300)), Just(json!(u64::MAX)), Just(json!("2")), Just(json!(true)), Just(json!([2])),
            Just(json!({ "value": 2 })),
        ],
    ]
}

fn item_id() -> impl Strategy<Value = Value> {
    prop_oneof![
        40 => prop_oneof![Just("a"), Just("b"), Just("é\""), Just("a.b")].prop_map(Value::from),
        1 => prop_oneof![Just(json!("c")), Just(json!("")), Just(json!("A")), Just(json!(0)), Just(Value::Null)],
    ]
}

/// Returns an entry of an array of answers: its members in any order, and at times without one of them.
fn entry() -> impl Strategy<Value = String> {
    let members = (
        item_id(),
        answer(),
        any::<bool>(),
        0..20_u8,
        any::<bool>(),
        item_id().prop_filter("a string", Value::is_string),
    );
    let object = members.prop_map(|(item, value, value_first, missing, extra, earlier_item)| {
        let mut members = vec![format!(r#""item": {item}"#), format!(r#""value": {value}"#)];
        if missing < 2 {
            members.remove(missing.into());
        }
        if value_first {
            members.reverse();
        }
        if extra {
            members.push(r#""changes": 1, "input": ["touch"]"#.into());
        }
        if missing == 2 {
            members.insert(0, format!(r#""item": {earlier_item}"#));
        }
        format!("{{ {} }}", members.join(", "))
    });
    prop_oneof![30 => object, 1 => prop_oneof![Just("null"), Just("2"), Just("[]")].prop_map(String::from)]
}

/// Returns the JSON text of answers as an object or as an array, at times with duplicate items.
fn answers() -> impl Strategy<Value = String> {
    let member = (item_id().prop_filter("keys are strings", Value::is_string), answer());
    let member = member.prop_map(|(id, value)| format!("{id}: {value}"));
    prop_oneof![
        10 => proptest::collection::vec(member, 0..6).prop_map(|members| format!("{{ {} }}", members.join(", "))),
        10 => proptest::collection::vec(entry(), 0..6).prop_map(|entries| format!("[{}]", entries.join(", "))),
        1 => prop_oneof![Just("null"), Just("2"), Just("true"), Just(r#""a""#)].prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_of_answers_agree(answers in answers()) {
        let instrument = one_item_subscales();
        let (values, problems) = read_answers(&instrument, &serde_json::from_str(&answers).expect("JSON"));
        let line = format!(r#"{{ "answers": {answers} }}"#);
        let rescored = rescore(&instrument, &line);
        prop_assert_eq!(rescored.is_err(), !problems.is_empty(), "{}: {:?}, {:?}", answers, rescored, problems);
        if let Ok(rescored) = rescored {
            let scores: Vec<_> = rescored.outcome.subscales.iter().map(|subscale| subscale.score).collect();
            let expected: Vec<_> = values.iter().map(|value| value.and_then(Response::value).map(f64::from)).collect();
            prop_assert_eq!(scores, expected, "{}", answers);
            prop_assert_eq!(rescored.outcome, score(&instrument, values));
        }
    }
}
