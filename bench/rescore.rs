//! Rescores a million results, and compares rate and memory with a plain Node.js script in the same run. Fails below
//! ten times Node's rate, if a score differs, or if memory grows with the number of lines. `make bench` runs it.
#![allow(clippy::expect_used, clippy::panic, clippy::cast_precision_loss, clippy::indexing_slicing)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const INSTRUMENT: &str = "examples/instruments/three-means.json";
const LINES: usize = 1_000_000;
const FEW_LINES: usize = 200_000;
const MIN_RATIO: f64 = 10.0;

fn main() {
    let program = std::env::var("RESCORE").expect("RESCORE: missing, expected the path of the built program");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (many, few) = (folder.join("many.jsonl"), folder.join("few.jsonl"));
    write_results(&many, LINES);
    write_results(&few, FEW_LINES);
    let ours = |input: &Path| {
        run(Command::new(&program).args(["rescore", INSTRUMENT]), input, &folder.join("ours.jsonl"))
    };
    let node = |input: &Path| {
        run(Command::new("node").args(["bench/rescore.mjs", INSTRUMENT]), input, &folder.join("node.jsonl"))
    };
    let rate = |lines: usize, time: Duration| lines as f64 / time.as_secs_f64();
    // A busy machine slows down a program that uses all cores, so the best of three runs counts.
    let (mut our_rate, mut node_rate, mut few_memory, mut memory) = (0.0_f64, 0.0_f64, 0, 0);
    for _ in 0..3 {
        few_memory = few_memory.max(ours(&few).1);
        node_rate = node_rate.max(rate(FEW_LINES, node(&few).0));
        let (time, peak) = ours(&many);
        our_rate = our_rate.max(rate(LINES, time));
        memory = memory.max(peak);
    }
    let (time, node_memory) = node(&many);
    node_rate = node_rate.max(rate(LINES, time));
    let bytes = fs::metadata(&many).expect("the results").len() / LINES as u64;
    println!("{LINES} results of {bytes} bytes, twelve items in three subscales");
    println!("rescore: {our_rate:.0} a second, {memory} KiB at most ({few_memory} KiB for {FEW_LINES})");
    println!("node:    {node_rate:.0} a second, {node_memory} KiB at most");
    let ratio = our_rate / node_rate;
    println!("ratio:   {ratio:.1}, at least {MIN_RATIO}");
    assert_same_scores(&folder.join("ours.jsonl"), &folder.join("node.jsonl"));
    for file in ["many.jsonl", "few.jsonl", "ours.jsonl", "node.jsonl"] {
        fs::remove_file(folder.join(file)).expect("a file");
    }
    assert!(memory < 2 * few_memory, "memory: {memory} KiB, expected less than twice {few_memory}");
    assert!(ratio >= MIN_RATIO, "ratio: {ratio:.1}, expected at least {MIN_RATIO}");
}

/// Writes results as the element sends them, with different answers in each.
fn write_results(path: &Path, lines: usize) {
    let definition = fs::read_to_string(INSTRUMENT).expect("the instrument");
    let instrument: Value = serde_json::from_str(&definition).expect("its definition");
    let items: Vec<&Value> =
        instrument["items"].as_array().expect("items").iter().map(|item| &item["id"]).collect();
    let mut output = BufWriter::new(File::create(path).expect("a file"));
    for line in 0..lines {
        let answer = |(index, item): (usize, &&Value)| {
            let value = (line / (index + 1) + index * 7) % 6;
            let value = if value == 0 { Value::Null } else { value.into() };
            json!({ "item": item, "value": value, "firstInteractionMs": 1800, "changes": 1, "input": "touch" })
        };
        let answers: Vec<Value> = items.iter().enumerate().map(answer).collect();
        let result = json!({
            "schema": "rapport/1", "id": format!("0b9c7f0e-6f0c-4a57-9d3f-{line:012x}"), "attempt": 1,
            "sessionId": line.to_string(), "instrument": { "id": instrument["id"], "version": instrument["version"] },
            "lang": "en", "status": "complete", "startedAt": "2026-03-02T10:00:03.120Z",
            "submittedAt": "2026-03-02T10:00:24.570Z", "durationMs": 21450, "answers": answers,
            "outcome": {
                "total": 3.2, "min": 1, "max": 5, "percent": 55.0, "answered": 12, "items": 12, "prorated": false,
                "subscales": [], "band": null, "alerts": [],
            },
            "change": null,
            "quality": {
                "range": 4, "sd": 1.2, "straightlining": false, "secondsPerItem": 1.8, "speeding": true,
                "bestStreak": 0,
            },
        });
        serde_json::to_writer(&mut output, &result).expect("a line");
        output.write_all(b"\n").expect("a line");
    }
    output.flush().expect("a file");
}

/// Runs a program from `input` to `output`. Returns its duration, and its peak memory in KiB.
fn run(command: &mut Command, input: &Path, output: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command
        .stdin(File::open(input).expect("the results"))
        .stdout(Stdio::from(File::create(output).expect("a file")))
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut peak = 0;
    while child.try_wait().expect("the program's state").is_none() {
        peak = peak.max(peak_memory(&child));
        thread::sleep(Duration::from_millis(10));
    }
    let status = child.wait().expect("the program's state");
    assert!(status.success(), "{command:?}: {status}");
    (start.elapsed(), peak)
}

/// Peak memory of a running program in KiB, or 0 if it has ended.
fn peak_memory(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Compares the two outputs line by line.
fn assert_same_scores(ours: &Path, node: &Path) {
    let lines =
        |path| BufReader::new(File::open(path).expect("scores")).lines().map(|line| line.expect("a line"));
    let mut count = 0;
    for (ours, node) in lines(ours).zip(lines(node)) {
        let [ours, node] =
            [&ours, &node].map(|line| numbers_as_f64(&serde_json::from_str(line).expect("scores")));
        assert_eq!(ours, node, "line {count}");
        count += 1;
    }
    assert_eq!(count, LINES, "number of output lines");
}

/// Converts every number to `f64`, so that 82 equals 82.0.
fn numbers_as_f64(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(values) => values.iter().map(numbers_as_f64).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), numbers_as_f64(value))).collect()
        }
        other => other.clone(),
    }
}
