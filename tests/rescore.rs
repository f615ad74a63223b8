//! `examples/rescore.rs` as a server runs it: a line in, a line out, in order, and bad lines told and passed over.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};

const SUM: &str = "examples/instruments/nine-sum.json";
const PRORATED: &str = "examples/instruments/ten-prorated.json";

/// Runs the example, which `cargo test` builds beside the tests.
fn rescore(arguments: &[&str], input: Vec<u8>) -> Output {
    let tests = std::env::current_exe().expect("this test");
    let built: PathBuf = tests.ancestors().nth(2).expect("a target folder").join("examples/rescore");
    let mut run = Command::new(built)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example");
    let mut stdin = run.stdin.take().expect("its input");
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = run.wait_with_output().expect("its output");
    writer.join().expect("the input");
    output
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn answers(instrument: &str, value: u8) -> Value {
    let text = std::fs::read_to_string(instrument).expect("an example");
    let definition: Value = serde_json::from_str(&text).expect("JSON");
    let items = definition["items"].as_array().expect("items");
    items.iter().map(|item| (item["id"].as_str().expect("an id").to_owned(), json!(value))).collect()
}

#[test]
fn each_line_gives_a_line_in_the_same_order() {
    let mut input = Vec::new();
    for line in 0..5000_u32 {
        let value = u8::try_from(line % 4).expect("small");
        writeln!(input, "{}", json!({ "answers": answers(SUM, value) })).expect("a line");
    }
    let output = rescore(&[SUM], input);
    assert_eq!(output.status.code(), Some(0));
    let totals: Vec<f64> =
        lines(&output).iter().map(|line| line["outcome"]["total"].as_f64().expect("a total")).collect();
    let expected: Vec<f64> = (0..5000_u32).map(|line| f64::from(line % 4 * 9)).collect();
    assert_eq!(totals, expected);
}

#[test]
fn a_result_and_bare_answers_with_history_are_scored_alike() {
    let map = answers(PRORATED, 2);
    let list: Vec<Value> = map
        .as_object()
        .expect("answers")
        .iter()
        .map(|(item, value)| {
            json!({
                "item": item, "value": value, "firstTouchMs": 5, "changes": 1, "input": "touch",
            })
        })
        .collect();
    let history = json!([{ "total": 40 }, { "total": 30.5 }]);
    let bare = json!({ "answers": map, "history": history });
    let result = json!({
        "schema": "rapport/1", "id": "x", "instrument": { "id": "ten-prorated", "version": "1.0.0" },
        "answers": list, "outcome": { "total": 12, "nested": [[{ "a": "]}" }]] }, "history": history,
    });
    // The last line has no end.
    let output = rescore(&[PRORATED], format!("{bare}\r\n{result}").into_bytes());
    let lines = lines(&output);
    assert_eq!((output.status.code(), lines.len()), (Some(0), 2));
    assert_eq!(lines[0], lines[1]);
    assert_eq!(lines[0]["outcome"]["total"], json!(20.0));
    assert_eq!((&lines[0]["change"]["delta"], &lines[0]["change"]["sessions"]), (&json!(-10.5), &json!(2)));
}

#[test]
fn a_line_of_no_use_is_told_and_passed_over() {
    let good = json!({ "answers": answers(SUM, 3) }).to_string();
    let long = format!("{{ \"answers\": {{}}, \"x\": \"{}\" }}", "x".repeat(3_000_000));
    let bad: [(&[u8], &str); 13] = [
        (b"{", "EOF"),
        (b"", "EOF"),
        (b"null", "expected an object with answers"),
        (b"{}", "missing field `answers`"),
        (b"{ \"answers\": 5 }", "expected answers by item, or a list of them"),
        (b"{ \"answers\": { \"mood\": 4 } } {}", "answers"),
        (b"{ \"answers\": { \"nobody\": 1 } }", "found \"nobody\", expected the id of an item"),
        (b"{ \"answers\": [{ \"value\": 1 }] }", "missing field `item`"),
        (b"{ \"answers\": {}, \"instrument\": { \"id\": \"other\" } }", "found \"other\", expected nine-sum"),
        (b"{ \"answers\": {}, \"history\": [{ \"total\": 28 }] }", "history[0].total: found \"28\""),
        (b"{ \"answers\": { \"\xff\": 1 } }", "utf-8"),
        (b"{ \"answers\": {} } x", "rail"),
        (long.as_bytes(), "the line is too long"),
    ];
    let mut input = Vec::new();
    for (line, _) in bad {
        input.extend([line, b"\n", good.as_bytes(), b"\n"].concat());
    }
    let output = rescore(&[SUM], input);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!(lines.len(), 2 * bad.len());
    for (place, ((line, told), pair)) in bad.iter().zip(lines.chunks(2)).enumerate() {
        let error = pair[0]["error"].as_str().expect("an error");
        let shown: String = String::from_utf8_lossy(line).chars().take(80).collect();
        assert!(error.contains(told), "{shown}: {error}");
        assert_eq!(pair[0]["line"], json!(2 * place + 1));
        assert_eq!(pair[1]["outcome"]["total"], json!(27.0));
    }
}

#[test]
fn values_that_are_not_on_the_scale_are_never_scored() {
    for value in ["4", "-1", "0.5", "\"3\"", "true", "1e400", "[]"] {
        let first = answers(SUM, 0);
        let id = first.as_object().expect("answers").keys().next().expect("an item").clone();
        let output = rescore(&[SUM], format!("{{ \"answers\": {{ \"{id}\": {value} }} }}").into_bytes());
        assert_eq!(output.status.code(), Some(1), "{value}");
        assert!(lines(&output)[0]["error"].is_string(), "{value}");
        let twice = format!("{{ \"answers\": {{ \"{id}\": 1, \"{id}\": 2 }} }}");
        assert!(
            lines(&rescore(&[SUM], twice.into_bytes()))[0]["error"]
                .as_str()
                .expect("an error")
                .contains("one answer")
        );
    }
}

#[test]
fn a_wrong_call_says_how_to_call_it() {
    for (arguments, told) in [
        (&[] as &[&str], "usage: rescore INSTRUMENT.json"),
        (&["no-such-file.json"], "no-such-file.json: "),
        (&["Cargo.toml"], "Cargo.toml: instrument: found"),
        (&["package.json"], "package.json: instrument.id: found \"nothing\""),
    ] {
        let output = rescore(arguments, Vec::new());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains(told), "{said}");
    }
}
