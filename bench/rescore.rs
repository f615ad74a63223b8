//! Rescores a million results in each of several programs, in one run, and compares rates, memory and every score. Fails
//! if a program falls short of its multiple of the plain Node.js script's rate, if a score differs, or if the memory of
//! `rapport rescore` grows with the number of lines. `make rate` runs it.
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
/// A busy machine slows down a program that uses all cores, so the best of these runs counts.
const RUNS: usize = 3;

/// A program that reads results from its standard input, and writes scores.
struct Program {
    name: &'static str,
    command: Vec<String>,
    /// The smallest accepted multiple of the plain script's rate.
    least: f64,
}

impl Program {
    fn new(name: &'static str, least: f64, command: &[&str]) -> Self {
        Self { name, least, command: command.iter().map(ToString::to_string).collect() }
    }
}

/// Returns the programs. The plain script is the last. bench/README.md says why the multiples are no higher.
fn programs() -> Vec<Program> {
    let rapport = std::env::var("RESCORE").expect("RESCORE: missing, expected the path of the built program");
    vec![
        Program::new("rapport, all cores", 5.0, &[&rapport, "rescore", INSTRUMENT]),
        Program::new("rapport, one core", 2.5, &["taskset", "-c", "0", &rapport, "rescore", INSTRUMENT]),
        Program::new(
            "Node.js, rapport-feedback/server",
            1.9,
            &["node", "bench/rescore-server.mjs", INSTRUMENT],
        ),
        Program::new("Node.js, a plain script", 1.0, &["node", "bench/rescore.mjs", INSTRUMENT]),
    ]
}

/// The best rate of a program, in lines a second, and its largest peak memory in KiB.
#[derive(Clone, Copy, Default)]
struct Measured {
    rate: f64,
    memory: u64,
}

fn main() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (many, few) = (folder.join("many.jsonl"), folder.join("few.jsonl"));
    write_results(&many, LINES);
    write_results(&few, FEW_LINES);
    let programs = programs();
    let output = |index: usize| folder.join(format!("scores-{index}.jsonl"));
    let mut measured = vec![Measured::default(); programs.len()];
    // One after the other in each round, so that a busy time hits all.
    for _ in 0..RUNS {
        for (index, program) in programs.iter().enumerate() {
            let (time, memory) = run(&program.command, &many, &output(index));
            let best = &mut measured[index];
            best.rate = best.rate.max(LINES as f64 / time.as_secs_f64());
            best.memory = best.memory.max(memory);
        }
    }
    for index in 1..programs.len() {
        assert_same_scores(&output(0), &output(index));
    }
    let few_memory = run(&programs[0].command, &few, &output(0)).1;
    let bytes = fs::metadata(&many).expect("the results").len() / LINES as u64;
    println!("{LINES} results of {bytes} bytes, twelve items in three subscales; best of {RUNS} runs");
    println!("| program | results a second | of the plain script | at least | memory, KiB |");
    println!("|---|---|---|---|---|");
    let plain = measured.last().expect("the plain script").rate;
    for (Program { name, least, .. }, Measured { rate, memory }) in programs.iter().zip(&measured) {
        println!("| {name} | {rate:.0} | {:.1} | {least} | {memory} |", rate / plain);
    }
    println!("memory of {} with {FEW_LINES} results: {few_memory} KiB", programs[0].name);
    for path in [many, few].into_iter().chain((0..programs.len()).map(output)) {
        fs::remove_file(path).expect("a file");
    }
    let memory = measured[0].memory;
    assert!(memory < 2 * few_memory, "memory: {memory} KiB, expected less than twice {few_memory}");
    for (Program { name, least, .. }, Measured { rate, .. }) in programs.iter().zip(&measured) {
        assert!(
            rate / plain >= *least,
            "{name}: {:.1} times the plain script, expected {least}",
            rate / plain
        );
    }
}

/// Writes results as the element sends them, with different answers in each. The parts of a line are made once.
fn write_results(path: &Path, lines: usize) {
    let definition = fs::read_to_string(INSTRUMENT).expect("the instrument");
    let instrument: Value = serde_json::from_str(&definition).expect("its definition");
    let entry = |item: &Value, value: usize| {
        let value = if value == 0 { Value::Null } else { value.into() };
        let entry = json!({
            "item": item["id"], "value": value, "firstInteractionMs": 1800, "changes": 1, "input": "touch",
        });
        entry.to_string()
    };
    let items = instrument["items"].as_array().expect("items");
    let entries: Vec<[String; 6]> =
        items.iter().map(|item| std::array::from_fn(|value| entry(item, value))).collect();
    let result = json!({
        "schema": "rapport/1", "id": "ID", "attempt": 1, "sessionId": "a1b2c3",
        "instrument": { "id": instrument["id"], "version": instrument["version"] },
        "lang": "en", "status": "complete", "startedAt": "2026-03-02T10:00:03.120Z",
        "submittedAt": "2026-03-02T10:00:24.570Z", "durationMs": 21450, "answers": "ANSWERS",
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
    let template = result.to_string();
    let (before, after) = template.split_once("\"ANSWERS\"").expect("the answers");
    let mut output = BufWriter::new(File::create(path).expect("a file"));
    for line in 0..lines {
        let chosen = entries.iter().enumerate();
        let chosen = chosen.map(|(index, entry)| entry[(line / (index + 1) + index * 7) % 6].as_str());
        let answers = chosen.collect::<Vec<_>>().join(",");
        let id = format!("0b9c7f0e-6f0c-4a57-9d3f-{line:012x}");
        writeln!(output, "{}[{answers}]{}", before.replace("ID", &id), after.replace("ID", &id))
            .expect("a line");
    }
    output.flush().expect("a file");
}

/// Runs a program from `input` to `output`. Returns its duration, and its peak memory in KiB.
fn run(command: &[String], input: &Path, output: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(&command[0])
        .args(&command[1..])
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

/// Compares two outputs: byte by byte, else line by line as JSON.
fn assert_same_scores(one: &Path, other: &Path) {
    let is_same = Command::new("cmp").arg("--silent").args([one, other]).status().expect("cmp").success();
    if is_same {
        return;
    }
    let lines =
        |path| BufReader::new(File::open(path).expect("scores")).lines().map(|line| line.expect("a line"));
    let mut count = 0;
    for (one, other) in lines(one).zip(lines(other)) {
        let [one, other] =
            [&one, &other].map(|line| numbers_as_f64(&serde_json::from_str(line).expect("scores")));
        assert_eq!(one, other, "line {count}");
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
