//! Scores results again: `rescore INSTRUMENT.json < RESULTS.jsonl > SCORES.jsonl`.
//!
//! Each line that comes in is a result, or `{ "answers": { "ID": number | null }, "history": [] }`; for each a line goes
//! out, `{ "outcome", "change" }`, in the same order. For a line that is of no use it is `{ "error", "line" }`, and the
//! exit code is 1 at the end. Memory does not grow with the number of lines; the work is shared by all cores.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};
use rapport::{Instrument, Json, Rescored, rescore};
use serde::Serialize;

/// Bytes that are read at a time. A line that is longer is of no use.
const CHUNK: usize = 1 << 19;

#[derive(Serialize)]
struct Unusable {
    error: String,
    line: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [path] = arguments.as_slice() else {
        eprintln!("usage: rescore INSTRUMENT.json < RESULTS.jsonl > SCORES.jsonl");
        return ExitCode::from(2);
    };
    let (instrument, problems) = match fs::read_to_string(path).map(|text| Json::parse("instrument", &text)) {
        Ok(Ok(definition)) => Instrument::read(&definition),
        Ok(Err(problem)) => (None, vec![problem]),
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    for problem in &problems {
        eprintln!("{}: {problem}", path.display());
    }
    let Some(instrument) = instrument else { return ExitCode::from(2) };
    match rescore_all(&instrument, BufReader::new(io::stdin()), io::stdout()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Rescores every line, and returns how many were of no use. Each worker takes some lines, scores them while the others
/// take and score theirs, and writes when all lines before are written.
fn rescore_all(
    instrument: &Instrument,
    from: impl BufRead + Send,
    to: impl Write + Send,
) -> io::Result<usize> {
    let lines = Mutex::new(Lines { from: Some(from), rest: Vec::new(), line: 1, turn: 0 });
    let scores = Mutex::new(Scores { to, turn: 0, unusable: 0, result: Ok(()) });
    let next = Condvar::new();
    let work = || {
        loop {
            let Some(taken) = held(&lines).take() else { return };
            let done = taken.text.and_then(|text| rescore_lines(instrument, &text, taken.line));
            let mut scores = held(&scores);
            while scores.turn != taken.turn {
                scores = next.wait(scores).unwrap_or_else(PoisonError::into_inner);
            }
            let written = done.and_then(|(text, unusable)| {
                scores.unusable += unusable;
                scores.to.write_all(&text)
            });
            scores.turn += 1;
            next.notify_all();
            if written.is_err() {
                held(&lines).from = None;
                scores.result = written;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let Scores { unusable, result, .. } = scores.into_inner().unwrap_or_else(PoisonError::into_inner);
    result.map(|()| unusable)
}

/// Waits for what another worker has.
fn held<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is still to be read.
struct Lines<R> {
    /// `None` once all is read, or there is no use in reading on.
    from: Option<R>,
    /// The beginning of the next line.
    rest: Vec<u8>,
    /// Number of the next line, from 1.
    line: usize,
    turn: usize,
}

/// Some whole lines.
struct Taken {
    text: io::Result<Vec<u8>>,
    /// Number of the first of them.
    line: usize,
    turn: usize,
}

/// What is written, in turn.
struct Scores<W> {
    to: W,
    turn: usize,
    unusable: usize,
    result: io::Result<()>,
}

impl<R: BufRead> Lines<R> {
    fn take(&mut self) -> Option<Taken> {
        let (line, turn) = (self.line, self.turn);
        let text = self.read().transpose()?;
        self.line += text.as_ref().map_or(0, |text| memchr_iter(b'\n', text).count());
        self.turn += 1;
        Some(Taken { text, line, turn })
    }

    /// Whole lines, or the beginning of one that is too long: the rest of it is not read.
    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(from) = self.from.as_mut() else { return Ok(None) };
        let mut text = Vec::with_capacity(CHUNK + 1);
        text.append(&mut self.rest);
        let room = CHUNK - text.len();
        if from.take(room as u64).read_to_end(&mut text)? < room {
            self.from = None;
        } else if let Some(newline) = memrchr(b'\n', &text) {
            self.rest = text.split_off(newline + 1);
        } else {
            from.skip_until(b'\n')?;
            text.push(b'\n');
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}

/// The scores of the lines, and how many were of no use.
fn rescore_lines(instrument: &Instrument, mut text: &[u8], mut line: usize) -> io::Result<(Vec<u8>, usize)> {
    let (mut scores, mut unusable) = (Vec::with_capacity(text.len()), 0);
    while !text.is_empty() {
        let end = memchr(b'\n', text).unwrap_or(text.len());
        let (one, after) = text.split_at(end);
        let rescored =
            if end < CHUNK { rescore_line(instrument, one) } else { Err("the line is too long".into()) };
        match rescored {
            Ok(rescored) => serde_json::to_writer(&mut scores, &rescored)?,
            Err(error) => {
                unusable += 1;
                serde_json::to_writer(&mut scores, &Unusable { error, line })?;
            }
        }
        scores.push(b'\n');
        line += 1;
        text = after.get(1..).unwrap_or_default();
    }
    Ok((scores, unusable))
}

fn rescore_line(instrument: &Instrument, line: &[u8]) -> Result<Rescored, String> {
    let text = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    let mut reader = sonic_rs::Deserializer::from_str(text);
    let rescored = rescore(instrument, &mut reader)?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(rescored)
}
