//! `rapport rescore`: one line of output for each line of input, in order.

use std::fs;
use std::io::{Write, pipe};
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::program::{File, command, definition, run};

const SUM: &str = "examples/instruments/nine-sum.json";
const PRORATED: &str = "examples/instruments/ten-prorated.json";

fn rescore(path: &str, input: Vec<u8>) -> Output {
    let mut process = command(&["rescore", path])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
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
    let text = fs::read_to_string(format!("examples/instruments/{name}.json")).expect(name);
    let definition: Value = serde_json::from_str(&text).expect("JSON");
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
    let output = rescore(SUM, input);
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
    let output = rescore(PRORATED, format!("{plain}\r\n{result}").into_bytes());
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
    let output = rescore(SUM, input);
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
        let output = rescore(SUM, line.into_bytes());
        assert_eq!(output.status.code(), Some(1), "{value}");
        assert!(lines(&output)[0]["error"].is_string(), "{value}");
    }
}

#[test]
fn second_answer_to_an_item_is_an_error() {
    let line = r#"{ "answers": { "mornings": 1, "mornings": 2 } }"#;
    let output = rescore(SUM, line.as_bytes().to_vec());
    let error = lines(&output)[0]["error"].as_str().expect("an error").to_owned();
    assert!(error.starts_with("answers.mornings: found 2, expected one answer per item"), "{error}");
}

#[test]
fn second_value_of_a_key_that_is_read_is_an_error() {
    let cases = [
        (r#"{ "answers": { "mornings": 1 }, "answers": {} }"#, "answers"),
        (r#"{ "answers": {}, "history": [], "history": [] }"#, "history"),
        (r#"{ "answers": {}, "history": [{ "total": 1, "total": 2 }] }"#, "history[0].total"),
        (
            r#"{ "answers": {}, "instrument": { "id": "nine-sum" }, "instrument": { "id": "nine-sum" } }"#,
            "instrument",
        ),
        (r#"{ "answers": [{ "item": "mornings", "value": 1, "value": 2 }] }"#, "answers[0].value"),
        (r#"{ "answers": [{ "item": "mornings", "value": null, "value": 2 }] }"#, "answers[0].value"),
        (r#"{ "answers": [{ "item": "mood", "item": "mornings", "value": 2 }] }"#, "answers[0].item"),
        (
            r#"{ "answers": [{ "notApplicable": true, "item": "mornings", "notApplicable": false }] }"#,
            "answers[0].notApplicable",
        ),
    ];
    let input = cases.map(|(line, _)| line).join("\n");
    let output = rescore(SUM, input.into_bytes());
    for ((line, path), score) in cases.iter().zip(lines(&output)) {
        assert_eq!(score["error"], json!(format!("{path}: unreadable; expected each key once")), "{line}");
    }
    // Nothing is read from the other keys of a line.
    let other = rescore(SUM, br#"{ "answers": {}, "outcome": 1, "outcome": { "a": 1, "a": 2 } }"#.to_vec());
    assert_eq!(other.status.code(), Some(0));
}

#[test]
fn faulty_lines_are_counted_on_the_standard_error() {
    let output =
        rescore(SUM, b"{\"answers\":{}}\n\n{\"answers\":{\"private\":1}}\n{\"answers\":{}}".to_vec());
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(message, "rapport: 2 of 4 lines are faulty, the first is line 2\n");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("private"));
    assert_eq!(rescore(SUM, b"{\"answers\":{}}".to_vec()).stderr, b"");
}

#[test]
fn empty_input_gives_no_line() {
    let output = rescore(SUM, Vec::new());
    assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()));
}

#[test]
fn line_has_at_most_512_kibibytes() {
    let line = |length: usize| {
        let start = "{\"answers\":{},\"x\":\"";
        format!("{start}{}\"}}", "x".repeat(length - start.len() - 2))
    };
    let lengths = [1 << 19, (1 << 19) + 1, 1 << 19, 1_600_000, 9_000_000, 80];
    let input: Vec<String> = lengths.iter().map(|length| line(*length)).collect();
    let output = rescore(SUM, input.join("\n").into_bytes());
    let faulty: Vec<bool> = lines(&output).iter().map(|line| line["error"].is_string()).collect();
    assert_eq!(faulty, [false, true, false, true, true, false]);
    assert_eq!(lines(&output)[4]["line"], 5);
}

#[test]
fn definition_with_a_problem_exits_with_1_and_names_file_and_path() {
    let faulty = File::new("faulty.json", definition("[0, 10]", "[10, 0]"));
    let output = rescore(faulty.path(), b"{\"answers\":{}}".to_vec());
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), b"".as_slice()));
    let expected = format!("rapport: {}: problem: instrument.score.range[1]: found 0", faulty.path());
    assert!(message.starts_with(&expected), "{message}");
    let warned = File::new("warned.json", definition(r#""id": "calm""#, r#""id": "calm", "colour": "red""#));
    let output = rescore(warned.path(), b"{\"answers\":{\"a\":4}}".to_vec());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(lines(&output)[0]["outcome"]["total"], 4.0);
    assert!(String::from_utf8_lossy(&output.stderr).contains("warning: instrument.colour: unknown key"));
}

#[test]
fn wrong_call_exits_with_2() {
    let cases: [(&[&str], &str); 5] = [
        (&["rescore"], "the file is missing"),
        (&["rescore", "--json", SUM], "rescore has no --json"),
        (&["rescore", "--lang", "de", SUM], "rescore has no --lang"),
        (&["rescore", "no-such-file.json"], "no-such-file.json: "),
        (
            &["rescore", "Cargo.toml"],
            "Cargo.toml: instrument: unreadable; expected JSON (expected value at line 1 column 2)",
        ),
    ];
    for (arguments, expected) in cases {
        let found = run(arguments);
        assert_eq!((found.code, found.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(found.stderr.contains(expected), "{arguments:?}: {}", found.stderr);
    }
}

#[test]
fn reader_that_leaves_ends_the_run() {
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let mut process = command(&["rescore", SUM])
        .stdin(Stdio::piped())
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .expect("it");
    let mut stdin = process.stdin.take().expect("its input");
    // More than the pipes and the program hold.
    let _ = stdin.write_all(&b"{\"answers\":{}}\n".repeat(2_000_000));
    drop(stdin);
    let output = process.wait_with_output().expect("its output");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_exits_with_2_and_names_the_line() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let input = File::new("input.jsonl", "{\"answers\":{}}\n");
    let output = command(&["rescore", SUM])
        .stdin(fs::File::open(input.path()).expect("the input"))
        .stdout(full)
        .output()
        .expect("the program");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.starts_with("rapport: after line 0: "), "{message}");
}

#[test]
fn terminal_shows_the_number_of_lines_and_a_pipe_nothing() {
    let program = env!("CARGO_BIN_EXE_rapport");
    let output = Command::new("python3")
        .args(["tests/cli/terminal.py", program, "rescore", SUM])
        .output()
        .expect("python3");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{shown}{}", String::from_utf8_lossy(&output.stderr));
    assert!(shown.contains(" lines, ") && shown.contains(" a second"), "{shown:?}");
    assert!(shown.ends_with("\r\u{1b}[K"), "{shown:?}");
}
