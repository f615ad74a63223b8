//! A second implementation, in exact fractions, agrees on random instruments and answers, and on the golden file that
//! the browser is held to as well. `python3 tests/oracle/cases.py` makes the cases and what they must come to.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::process::Command;

mod golden;

use golden::{GOLDEN, same};
use rapport::{Instrument, Json, change, quality, read_answers, read_history, score};
use serde_json::{Value, json};

const CASES: usize = 12_000;

fn cases(count: usize, seed: u32) -> String {
    let made = Command::new("python3")
        .args(["tests/oracle/cases.py", &count.to_string(), &seed.to_string()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the tests need python3, version 3.9 or newer");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).expect("text")
}

/// What this crate makes of a case.
fn ours(case: &Value) -> Value {
    let part = |key: &str| serde_json::from_value::<Json>(case[key].clone()).expect("JSON");
    let (instrument, problems) = Instrument::read(&part("instrument"));
    assert_eq!(problems, [], "{case}");
    let instrument = instrument.expect("an instrument");
    let (values, problems) = read_answers(&instrument, &part("answers"));
    assert_eq!(problems, [], "{case}");
    let (history, problems) = read_history(&instrument, &part("history"));
    assert_eq!(problems, [], "{case}");
    let outcome = score(&instrument, values.iter().copied());
    let duration = u32::try_from(case["durationMs"].as_u64().expect("milliseconds")).expect("few");
    json!({
        "change": change(&instrument, outcome.total, &history),
        "quality": quality(&instrument, values, &outcome, duration, &history),
        "outcome": outcome,
    })
}

fn agree(lines: &str, count: usize) {
    let mut seen = 0;
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let found = ours(&case);
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
    agree(&cases(CASES, 20_261_123), CASES);
}

#[test]
fn the_golden_file_holds_natively() {
    agree(GOLDEN, 120);
}

#[test]
fn the_golden_file_is_what_the_second_implementation_makes() {
    assert_eq!(cases(120, 1), GOLDEN, "python3 tests/oracle/cases.py 120 1 > tests/data/golden.jsonl");
}
