//! A second implementation, in exact fractions, agrees on random instruments and answers, and on the golden file.
//! `python3 tests/oracle/cases.py` generates the cases with their expected scores.

use std::process::Command;

use rapport::{change, quality, read_answers, read_history, score};
use serde_json::{Value, json};

use crate::fixtures::{json_of, read};
use crate::golden::{GOLDEN, same};

const CASES: usize = 20_000;

fn cases(count: usize, seed: u32) -> String {
    let output = Command::new("python3")
        .args(["tests/oracle/cases.py", &count.to_string(), &seed.to_string()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the tests need python3, version 3.9 or newer");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Scores a case with this crate.
fn scored(case: &Value) -> Value {
    let instrument = read(&case["instrument"]);
    let (values, problems) = read_answers(&instrument, &json_of(&case["answers"]));
    assert_eq!(problems, [], "{case}");
    let (history, problems) = read_history(&instrument, &json_of(&case["history"]));
    assert_eq!(problems, [], "{case}");
    let outcome = score(&instrument, values.iter().copied());
    let duration = u32::try_from(case["durationMs"].as_u64().expect("milliseconds")).expect("a u32");
    json!({
        "change": change(&instrument, outcome.total, &history),
        "quality": quality(&instrument, values, &outcome, duration, &history),
        "outcome": outcome,
    })
}

fn assert_all_agree(lines: &str, count: usize) {
    let mut seen = 0;
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let found = scored(&case);
        for part in ["outcome", "change", "quality"] {
            let (found, expected) = (&found[part], &case[part]);
            assert!(same(found, expected, part), "found {found}\nexpected {expected}\nin {line}");
        }
        seen += 1;
    }
    assert_eq!(seen, count);
}

#[test]
fn exact_fractions_agree_on_thousands_of_random_cases() {
    assert_all_agree(&cases(CASES, 20_261_123), CASES);
}

#[test]
fn golden_cases_agree() {
    assert_all_agree(GOLDEN, 120);
}

#[test]
fn golden_file_equals_the_second_implementation() {
    // With this seed, each kind of case occurs at least twice.
    assert_eq!(cases(120, 54), GOLDEN, "python3 tests/oracle/cases.py 120 54 > tests/data/golden.jsonl");
}
