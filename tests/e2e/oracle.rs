//! The browser's module gives the scores of the second implementation, in exact fractions, on thousands of random cases.

use std::process::Command;

use serde_json::Value;

use crate::cases;
use crate::golden::same;
use crate::harness::{Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(&[Engine::Chromium], &cases![browser_scores_thousands_of_cases_like_the_oracle]);
}

const CASES: usize = 10_000;
const SEED: &str = "20261129";
/// Number of cases in a call of the browser.
const CHUNK: usize = 250;

async fn browser_scores_thousands_of_cases_like_the_oracle(page: &Page) {
    let output = Command::new("python3").args(["tests/oracle/cases.py", &CASES.to_string(), SEED]).output();
    let output = output.expect("the tests need python3, version 3.9 or newer");
    let lines = String::from_utf8(output.stdout).expect("text");
    let cases: Vec<&str> = lines.lines().collect();
    assert_eq!(cases.len(), CASES);
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    for chunk in cases.chunks(CHUNK) {
        let found = page
            .eval(&format!(
                "const e = document.querySelector('rapport-feedback');
                 return (async () => {{
                   const found = [];
                   for (const c of [{}]) {{
                     e.instrument = c.instrument; e.answers = c.answers; e.history = c.history;
                     e.submit();
                     const {{ outcome, change }} = e.result;
                     found.push({{ outcome, change }});
                     e.reset();
                     await null;
                   }}
                   return found;
                 }})()",
                chunk.join(",")
            ))
            .await;
        let found = found.as_array().expect("results");
        assert_eq!(found.len(), chunk.len());
        for (found, line) in found.iter().zip(chunk) {
            let case: Value = serde_json::from_str(line).expect("a case");
            for part in ["outcome", "change"] {
                let (found, expected) = (&found[part], &case[part]);
                assert!(same(found, expected, part), "found {found}\nexpected {expected}\nin {line}");
            }
        }
    }
    assert_eq!(page.events("error").await, Vec::<Value>::new());
}
