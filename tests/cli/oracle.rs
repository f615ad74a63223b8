//! `rapport rescore` gives the scores of the second implementation, in exact fractions, on the golden cases and on random
//! ones.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::{Value, from_slice, from_str, json};

use crate::expected::{GOLDEN, same};
use crate::program::command;

const CASES: usize = 10_000;
const SEED: &str = "20261128";

fn cases() -> String {
    let output = Command::new("python3").args(["tests/oracle/cases.py", &CASES.to_string(), SEED]).output();
    let output = output.expect("the tests need python3, version 3.9 or newer");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Scores one case by a run of the program, with the definition in the file `path`.
fn assert_agrees(path: &str, line: &str) {
    let case: Value = from_str(line).expect("a case");
    fs::write(path, case["instrument"].to_string()).expect("a file");
    let mut process = command(&["rescore", path])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let input = json!({ "answers": case["answers"], "history": case["history"] });
    process.stdin.take().expect("its input").write_all(input.to_string().as_bytes()).expect("a line");
    let output = process.wait_with_output().expect("its output");
    assert_eq!(output.status.code(), Some(0), "{line}");
    let found: Value = from_slice(&output.stdout).expect("one line of JSON");
    for part in ["outcome", "change"] {
        assert!(
            same(&found[part], &case[part], part),
            "found {}\nexpected {}\nin {line}",
            found[part],
            case[part]
        );
    }
}

#[test]
fn exact_fractions_agree_on_the_golden_and_thousands_of_random_cases() {
    let random = cases();
    let cases: Vec<&str> = GOLDEN.lines().chain(random.lines()).collect();
    assert_eq!(cases.len(), CASES + 120);
    let (folder, next) = (tempfile::tempdir().expect("a folder"), AtomicUsize::new(0));
    thread::scope(|scope| {
        for worker in 0..4 {
            let (path, next, cases) = (folder.path().join(format!("{worker}.json")), &next, &cases);
            scope.spawn(move || {
                while let Some(line) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    assert_agrees(path.to_str().expect("UTF-8"), line);
                }
            });
        }
    });
}
