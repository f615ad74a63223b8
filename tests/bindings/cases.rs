//! Writes calls of [`JsonInstrument`] with the replies of the native build, for the tests of the bindings: each binding
//! has to give the same replies, to the last bit, and the same problems.
//!
//! `python3 tests/oracle/cases.py COUNT SEED | cargo run --quiet --example binding-cases > CASES.jsonl`
//!
//! Each line is `{ "definition", "calls": [{ "call", "arguments", "reply" }] }`, with the oracle's `outcome` and `change`
//! if the case is one of the oracle's. Definition and arguments are JSON texts, or other texts where the input is hostile;
//! an absent argument is null. A reply is what the call returns, or `{ "problems" }` if it is refused. The first line has
//! the built-in instrument `session`, its result `tests/data/result.json` with each value in turn changed, and hostile
//! texts.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::io::{self, BufRead, Write};

use rapport::json_api::{JsonInstrument, Problems};
use serde_json::{Value, from_str, json};

const RESULT: &str = include_str!("../data/result.json");

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    writeln!(output, "{}", built_in())?;
    for (index, line) in io::stdin().lock().lines().enumerate() {
        writeln!(output, "{}", from_oracle(index, &from_str(&line?).expect("a case")))?;
    }
    output.flush()
}

/// Returns the built-in instrument with every call that a fixed result and hostile texts give.
fn built_in() -> Value {
    let session = JsonInstrument::built_in("session").expect("a built-in instrument");
    let sent: Value = from_str(RESULT).expect("a result");
    let mut calls = vec![verify(&session, RESULT, None), verify(&session, RESULT, Some("[{\"total\":40}]"))];
    for pointer in pointers(&sent) {
        for other in OTHERS {
            let mut tampered = sent.clone();
            *tampered.pointer_mut(&pointer).expect("a value") = from_str(other).expect("a value");
            calls.push(verify(&session, &tampered.to_string(), None));
        }
    }
    for text in HOSTILE {
        calls.push(verify(&session, text, None));
        calls.push(verify(&session, RESULT, Some(text)));
        calls.push(score(&session, text, None));
        calls.push(score(&session, "{\"safe\":1}", Some(text)));
        calls.push(rescore(&session, text));
    }
    for depth in [100, 1000, 100_000] {
        let deep = "[".repeat(depth) + &"]".repeat(depth);
        calls.push(verify(&session, &deep, None));
        calls.push(score(&session, &deep, None));
        calls.push(rescore(&session, &format!("{{\"answers\":{{}},\"x\":{deep}}}")));
    }
    json!({ "definition": session.definition(), "calls": calls })
}

/// Values in place of one of a result.
const OTHERS: [&str; 6] = ["null", "-1", "1e300", "\"x\"", "[]", "{}"];

const HOSTILE: [&str; 22] = [
    "",
    "null",
    "true",
    "0",
    "\"x\"",
    "[]",
    "{}",
    "{",
    "[1,",
    "NaN",
    "[NaN]",
    "Infinity",
    "1e999",
    "-",
    "\"\\ud800\"",
    "{\"\\udc00\":1}",
    "\"\\u0000\"",
    "'x'",
    "{\"safe\":1,\"safe\":2}",
    "{\"__proto__\":{\"safe\":1}}",
    "{\"safe\":1}x",
    "{\"answers\":{\"safe\":101}}\n\n{\"answers\":[{\"item\":\"safe\",\"value\":\"5\"}]}\r\n{\"answers\":{}}\n",
];

/// Returns a case of the oracle with calls: its answers, its result with one value changed, and faulty answers.
fn from_oracle(index: usize, case: &Value) -> Value {
    let definition = case["instrument"].to_string();
    let instrument = JsonInstrument::read(&definition).expect("an instrument");
    let (answers, history) = (&case["answers"], case["history"].to_string());
    let mut calls = vec![score(&instrument, &answers.to_string(), Some(&history))];
    // One case in four is enough for calls whose scores are the same.
    if index.is_multiple_of(4) {
        let mut sent = result(case);
        calls.push(verify(&instrument, &sent.to_string(), Some(&history)));
        let (pointers, other) = (pointers(&sent), OTHERS[index / 4 % OTHERS.len()]);
        let pointer = &pointers[index / 4 % pointers.len()];
        *sent.pointer_mut(pointer).expect("a value") = from_str(other).expect("a value");
        calls.push(verify(&instrument, &sent.to_string(), None));
        let mut faulty = answers.clone();
        let first = faulty.as_object_mut().expect("answers").values_mut().next().expect("an answer");
        *first = from_str(other).expect("a value");
        calls.push(score(&instrument, &faulty.to_string(), None));
        let lines =
            [json!({ "answers": answers, "history": case["history"] }), json!({ "answers": faulty }), sent];
        calls.push(rescore(&instrument, &lines.map(|line| line.to_string()).join("\n")));
    }
    json!({ "definition": definition, "calls": calls, "outcome": case["outcome"], "change": case["change"] })
}

/// Returns the result that a browser sends for a case.
fn result(case: &Value) -> Value {
    let items = case["instrument"]["items"].as_array().expect("items");
    let entry = |item: &Value| {
        let id = item["id"].as_str().expect("an id");
        let given = &case["answers"][id];
        let mut entry =
            json!({ "item": id, "value": given, "firstInteractionMs": 5, "changes": 1, "input": "mouse" });
        if given == "not-applicable" {
            entry["value"] = Value::Null;
            entry["notApplicable"] = true.into();
        }
        entry
    };
    let reference = json!({ "id": case["instrument"]["id"], "version": case["instrument"]["version"] });
    let is_complete = case["outcome"]["answered"] == case["outcome"]["items"];
    json!({
        "schema": "rapport/1", "id": "0b9c7f0e-6f0c-4a57-9d3f-2b0f5b1f7a11", "attempt": 1, "sessionId": "a1b2",
        "instrument": reference, "lang": "en", "status": if is_complete { "complete" } else { "partial" },
        "startedAt": "2026-03-02T10:00:03.120Z", "submittedAt": "2026-03-02T10:00:24.570Z",
        "durationMs": case["durationMs"], "answers": items.iter().map(entry).collect::<Vec<_>>(),
        "outcome": case["outcome"], "change": case["change"], "quality": case["quality"],
    })
}

/// Returns the pointers to all values within a value.
fn pointers(value: &Value) -> Vec<String> {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (escaped(key), value)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().map(|(key, value)| (key.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let below = |(key, value): (String, &Value)| {
        let inner: Vec<String> = pointers(value).iter().map(|pointer| format!("/{key}{pointer}")).collect();
        [vec![format!("/{key}")], inner].concat()
    };
    children.into_iter().flat_map(below).collect()
}

fn verify(instrument: &JsonInstrument, result: &str, history: Option<&str>) -> Value {
    call("verify", &json!([result, history]), Ok(instrument.verify(result, history)))
}

fn score(instrument: &JsonInstrument, answers: &str, history: Option<&str>) -> Value {
    call("score", &json!([answers, history]), instrument.score(answers, history))
}

fn rescore(instrument: &JsonInstrument, lines: &str) -> Value {
    let text = String::from_utf8(instrument.rescore_lines(lines.as_bytes(), 1).bytes).expect("UTF-8");
    json!({ "call": "rescore", "arguments": [lines], "reply": text })
}

fn call(name: &str, arguments: &Value, reply: Result<String, Problems>) -> Value {
    let reply = reply.unwrap_or_else(|problems| format!("{{\"problems\":{}}}", problems.to_json()));
    json!({ "call": name, "arguments": arguments, "reply": from_str::<Value>(&reply).expect("JSON") })
}
