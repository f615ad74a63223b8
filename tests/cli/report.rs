//! The content of the report: the scores are those of the crate, and the words follow the rules.

use std::fs;

use rapport::{Instrument, Json, fhir, score};
use serde_json::{Value, from_str, to_value};

use crate::program::{File, check, definition, run};

fn json(arguments: &[&str]) -> Value {
    let found = run(&[arguments, &["--json"]].concat());
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    from_str(&found.stdout).expect("JSON")
}

/// Returns the values of a pattern, in the instrument's order.
fn values(instrument: &Instrument, pattern: &Value) -> Vec<Option<i32>> {
    let value =
        |id: &str| pattern["answers"][id].as_i64().map(|value| i32::try_from(value).expect("a value"));
    instrument.items.iter().map(|item| value(&item.id)).collect()
}

#[test]
fn outcomes_are_those_of_the_crate() {
    let mut paths = vec!["tests/cli/golden/mixed.json".to_owned()];
    for entry in fs::read_dir("examples/instruments").expect("examples") {
        paths.push(entry.expect("an entry").path().display().to_string());
    }
    assert!(paths.len() > 4, "{paths:?}");
    for path in &paths {
        let definition = Json::parse("instrument", &fs::read_to_string(path).expect(path)).expect("JSON");
        let instrument = Instrument::read(&definition).0.expect("an instrument");
        let report = json(&["check", path]);
        assert_eq!(report["instrument"]["definition"], to_value(&instrument).expect("JSON"), "{path}");
        let patterns = report["instrument"]["patterns"].as_array().expect("patterns").clone();
        assert_eq!(patterns.len(), 4, "{path}");
        for (index, pattern) in patterns.iter().enumerate() {
            let values = values(&instrument, pattern);
            let answered = values.iter().flatten().count();
            assert_eq!(answered, values.len() - usize::from(index == 3), "{path}: {}", pattern["name"]);
            let outcome = to_value(score(&instrument, values)).expect("JSON");
            assert_eq!(pattern["outcome"], outcome, "{path}: {}", pattern["name"]);
        }
        assert_eq!(values(&instrument, &patterns[3])[0], None, "{path}");
    }
}

#[test]
fn total_is_described_by_its_range() {
    let two = r#"{ "id": "b", "text": "B", "low": "L", "high": "H""#;
    let cases = [
        ("[0, 20]", "", "From 0 to 20: the sum of the scores of 2 items."),
        ("[0, 10]", "", "From 0 to 10: the mean of the scores of 2 items."),
        ("[0, 100]", "", "the mean of the scores of 2 items, in proportion: 0 gives 0, 10 gives 100."),
        ("[0, 30]", r#", "weight": 2"#, "the sum of the scores of 2 items, each times its weight."),
        ("[0, 10]", r#", "weight": 2"#, "the weighted mean of the scores of 2 items."),
        (
            "[0, 15]",
            r#", "scale": { "min": 0, "max": 5 }"#,
            "From 0 to 15: the sum of the scores of 2 items.",
        ),
        ("[0, 1]", r#", "scale": { "min": 0, "max": 5 }"#, "in proportion: 0 gives 0, 15 gives 1."),
        ("[0, 10]", r#", "counts": false"#, "From 0 to 10: the score of one item. 1 item outside the total."),
    ];
    for (range, more, expected) in cases {
        let text = definition("[0, 10]", range).replace("}],", &format!("}}, {two}{more} }}],"));
        let found = check(text);
        assert_eq!(found.code, Some(0), "{}", found.stdout);
        let words: Vec<&str> = found.stdout.split_whitespace().collect();
        assert!(words.join(" ").contains(expected), "{range}{more}: {}", found.stdout);
    }
}

#[test]
fn favourable_answers_are_those_whose_scores_are() {
    for (scores, better, expected) in [
        ([2, 0, 2], "low", "Answers that score low are favourable."),
        ([2, 0, 2], "high", "Answers that score high are favourable."),
        ([0, 2, 1], "high", "Answers that score high are favourable."),
        ([0, 1, 1], "high", "High answers are favourable."),
        ([0, 1, 1], "low", "Low answers are favourable."),
        ([2, 1, 1], "high", "Low answers are favourable."),
        ([2, 2, 0], "low", "High answers are favourable."),
    ] {
        let points = [0, 1, 2].map(|value| {
            let score = scores[usize::try_from(value).expect("an index")];
            format!(r#"{{ "value": {value}, "label": "P", "score": {score} }}"#)
        });
        let text = definition(r#""min": 0, "max": 10"#, &format!(r#""points": [{}]"#, points.join(",")))
            .replace(r#", "low": "Not calm", "high": "Calm""#, "")
            .replace(r#""range": [0, 10]"#, &format!(r#""range": [0, 2], "better": "{better}""#));
        let found = check(text);
        assert_eq!(found.code, Some(0), "{}", found.stdout);
        let words: Vec<&str> = found.stdout.split_whitespace().collect();
        let words = words.join(" ");
        assert!(words.contains(expected), "{scores:?} {better}: {words}");
        assert_eq!(words.matches("are favourable").count(), 1, "{words}");
    }
}

#[test]
fn instrument_without_a_total_shows_none() {
    let text = definition(r#""range": [0, 10]"#, r#""total": false"#)
        .replace(r#""high": "Calm""#, r#""high": "Calm", "subscale": "s""#)
        .replace(r#""score""#, r#""subscales": [{ "id": "s", "title": "S", "range": [0, 10] }], "score""#);
    let found = check(text);
    assert_eq!(found.code, Some(0), "{}", found.stdout);
    assert!(found.stdout.contains("None. Only the subscales have scores."), "{}", found.stdout);
    assert!(!found.stdout.contains("\n  Percent"), "{}", found.stdout);
    assert!(found.stdout.contains("\n  Subscale s  0 "), "{}", found.stdout);
}

#[test]
fn questionnaire_is_read_with_the_definition_beside_it() {
    let instrument = Instrument::built_in("one").expect("a built-in instrument");
    let questionnaire = fhir::questionnaire(&instrument, None).to_string();
    let questionnaire = File::new("questionnaire.json", questionnaire);
    let beside = File::new("beside.json", r#"{ "score": { "range": [0, 50] } }"#);
    let arguments = ["check", "--questionnaire", questionnaire.path(), "--beside", beside.path()];
    let found = run(&arguments);
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""), "{}", found.stdout);
    let report = json(&arguments);
    assert_eq!(report["instrument"]["patterns"][1]["outcome"]["total"], 50.0);
    let alone = run(&arguments[..3]);
    assert_eq!(alone.code, Some(1), "{}", alone.stdout);
    assert!(alone.stdout.contains("problem  instrument.score: missing"), "{}", alone.stdout);
}
