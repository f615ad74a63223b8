//! `examples/rescore.rs` as a server runs it: one line of output for each line of input, in order.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::fixtures::example;

const SUM: &str = "examples/instruments/nine-sum.json";
const PRORATED: &str = "examples/instruments/ten-prorated.json";

/// Runs the example, which `cargo test` builds with the tests.
fn rescore(arguments: &[&str], input: Vec<u8>) -> Output {
    let tests = std::env::current_exe().expect("this test");
    let built: PathBuf = tests.ancestors().nth(2).expect("a target folder").join("examples/rescore");
    let mut process = Command::new(built)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example");
    let mut stdin = process.stdin.take().expect("its input");
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = process.wait_with_output().expect("its output");
    writer.join().expect("the input");
    output
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Returns `value` as the answer to each item of an example.
fn answers(name: &str, value: u8) -> Value {
    let definition = example(name);
    let items = definition["items"].as_array().expect("items");
    items.iter().map(|item| (item["id"].as_str().expect("an id").to_owned(), json!(value))).collect()
}

#[test]
fn each_line_gives_a_line_in_the_same_order() {
    let mut input = Vec::new();
    for line in 0..5000_u32 {
        let value = u8::try_from(line % 4).expect("a u8");
        writeln!(input, "{}", json!({ "answers": answers("nine-sum", value) })).expect("a line");
    }
    let output = rescore(&[SUM], input);
    assert_eq!(output.status.code(), Some(0));
    let totals: Vec<f64> =
        lines(&output).iter().map(|line| line["outcome"]["total"].as_f64().expect("a total")).collect();
    let expected: Vec<f64> = (0..5000_u32).map(|line| f64::from(line % 4 * 9)).collect();
    assert_eq!(totals, expected);
}

#[test]
fn result_and_plain_answers_are_scored_alike() {
    let object = answers("ten-prorated", 2);
    let array: Vec<Value> = object
        .as_object()
        .expect("answers")
        .iter()
        .map(|(item, value)| {
            json!({
                "item": item, "value": value, "firstInteractionMs": 5, "changes": 1, "input": "touch",
            })
        })
        .collect();
    let history = json!([{ "total": 40 }, { "total": 30.5 }]);
    let plain = json!({ "answers": object, "history": history });
    let result = json!({
        "schema": "rapport/1", "id": "x", "instrument": { "id": "ten-prorated", "version": "1.0.0" },
        "answers": array, "outcome": { "total": 12, "nested": [[{ "a": "]}" }]] }, "history": history,
    });
    // The last line has no line break.
    let output = rescore(&[PRORATED], format!("{plain}\r\n{result}").into_bytes());
    let lines = lines(&output);
    assert_eq!((output.status.code(), lines.len()), (Some(0), 2));
    assert_eq!(lines[0], lines[1]);
    assert_eq!(lines[0]["outcome"]["total"], json!(20.0));
    assert_eq!((&lines[0]["change"]["delta"], &lines[0]["change"]["sessions"]), (&json!(-10.5), &json!(2)));
}

#[test]
fn faulty_line_gives_an_error_and_the_next_is_scored() {
    let valid = json!({ "answers": answers("nine-sum", 3) }).to_string();
    let long = format!("{{ \"answers\": {{}}, \"x\": \"{}\" }}", "x".repeat(3_000_000));
    let faulty: [(&[u8], &str); 12] = [
        (b"{", "line: unreadable; expected JSON (EOF while parsing an object at line 1 column 1)"),
        (b"", "line: unreadable; expected JSON (EOF"),
        (b"null", "line: wrong type; expected an object with answers"),
        (b"{}", "answers: missing, expected an object or an array of answers"),
        (b"{ \"answers\": 5 }", "answers: wrong type; expected an object or an array of answers"),
        (b"{ \"answers\": { \"mood\": 4 } } {}", "answers: unknown item; expected the id of an item"),
        (b"{ \"answers\": [{ \"value\": 1 }] }", "answers[0].item: missing, expected the id of an item"),
        (
            b"{ \"answers\": {}, \"instrument\": { \"id\": \"other\" } }",
            "instrument.id: found \"other\", expected \"nine-sum\"",
        ),
        (b"{ \"answers\": {}, \"history\": [{ \"total\": 28 }] }", "history[0].total: found 28, expected"),
        (b"{ \"answers\": { \"\xff\": 1 } }", "line: unreadable; expected UTF-8"),
        (b"{ \"answers\": {} } x", "line: unreadable; expected JSON (trailing characters"),
        (long.as_bytes(), "line: unreadable; expected at most 524288 bytes"),
    ];
    let mut input = Vec::new();
    for (line, _) in faulty {
        input.extend([line, b"\n", valid.as_bytes(), b"\n"].concat());
    }
    let output = rescore(&[SUM], input);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!(lines.len(), 2 * faulty.len());
    for (index, ((line, expected), pair)) in faulty.iter().zip(lines.chunks(2)).enumerate() {
        let error = pair[0]["error"].as_str().expect("an error");
        let excerpt: String = String::from_utf8_lossy(line).chars().take(80).collect();
        assert!(error.contains(expected), "{excerpt}: {error}");
        assert_eq!(pair[0]["line"], json!(2 * index + 1));
        assert_eq!(pair[1]["outcome"]["total"], json!(27.0));
    }
}

#[test]
fn value_off_the_scale_is_never_scored() {
    for value in ["4", "-1", "0.5", "\"3\"", "true", "1e400", "[]"] {
        let line = format!(r#"{{ "answers": {{ "mornings": {value} }} }}"#);
        let output = rescore(&[SUM], line.into_bytes());
        assert_eq!(output.status.code(), Some(1), "{value}");
        assert!(lines(&output)[0]["error"].is_string(), "{value}");
    }
}

#[test]
fn second_answer_to_an_item_is_an_error() {
    let line = r#"{ "answers": { "mornings": 1, "mornings": 2 } }"#;
    let output = rescore(&[SUM], line.as_bytes().to_vec());
    let error = lines(&output)[0]["error"].as_str().expect("an error").to_owned();
    assert!(error.starts_with("answers.mornings: found 2, expected one answer per item"), "{error}");
}

#[test]
fn wrong_call_prints_the_usage_or_the_fault() {
    for (arguments, expected) in [
        (&[] as &[&str], "usage: rescore INSTRUMENT.json"),
        (&["no-such-file.json"], "no-such-file.json: "),
        (
            &["Cargo.toml"],
            "Cargo.toml: instrument: unreadable; expected JSON (expected value at line 1 column 2)",
        ),
        (&["package.json"], "package.json: instrument.id: missing, expected"),
    ] {
        let output = rescore(arguments, Vec::new());
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(message.contains(expected), "{message}");
    }
}
