//! Scores results again: `rescore INSTRUMENT.json < RESULTS.jsonl > SCORES.jsonl`.
//!
//! Each input line is a result, or `{ "answers": { "ID": number | null }, "history": [] }`. It gives one output line,
//! in the same order: `{ "outcome", "change" }`, or `{ "error", "line" }` if it is faulty. After a faulty line the
//! exit code is 1. The work is spread over all cores; memory does not grow with the number of lines.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};
use rapport::{Instrument, Json, Rescored, rescore};
use serde::Serialize;

/// Number of bytes read at a time, and the maximum length of a line.
const CHUNK: usize = 1 << 19;

#[derive(Serialize)]
struct Fault {
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

/// Rescores every line. Returns the number of faulty lines. Each worker reads a chunk of lines, scores it in parallel
/// to the others, and writes it once all earlier chunks are written.
fn rescore_all(
    instrument: &Instrument,
    from: impl BufRead + Send,
    to: impl Write + Send,
) -> io::Result<usize> {
    let reader = Mutex::new(ChunkReader { from: Some(from), rest: Vec::new(), line: 1, index: 0 });
    let writer = Mutex::new(ChunkWriter { to, next: 0, faults: 0, result: Ok(()) });
    let written = Condvar::new();
    let work = || {
        loop {
            let Some(chunk) = lock(&reader).next_chunk() else { return };
            let rescored = chunk.text.and_then(|text| rescore_lines(instrument, &text, chunk.line));
            let mut writer = lock(&writer);
            while writer.next != chunk.index {
                writer = written.wait(writer).unwrap_or_else(PoisonError::into_inner);
            }
            let result = rescored.and_then(|(text, faults)| {
                writer.faults += faults;
                writer.to.write_all(&text)
            });
            writer.next += 1;
            written.notify_all();
            if result.is_err() {
                lock(&reader).from = None;
                writer.result = result;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let ChunkWriter { faults, result, .. } = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    result.map(|()| faults)
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The input.
struct ChunkReader<R> {
    /// `None` at the end of the input, and after a failed write.
    from: Option<R>,
    /// The beginning of the next line.
    rest: Vec<u8>,
    /// Number of the next line, from 1.
    line: usize,
    /// Index of the next chunk.
    index: usize,
}

/// A number of whole lines.
struct Chunk {
    text: io::Result<Vec<u8>>,
    /// Number of the first line, from 1.
    line: usize,
    index: usize,
}

/// The output.
struct ChunkWriter<W> {
    to: W,
    /// Index of the next chunk to write.
    next: usize,
    /// Number of faulty lines.
    faults: usize,
    result: io::Result<()>,
}

impl<R: BufRead> ChunkReader<R> {
    fn next_chunk(&mut self) -> Option<Chunk> {
        let (line, index) = (self.line, self.index);
        let text = self.read().transpose()?;
        self.line += text.as_ref().map_or(0, |text| memchr_iter(b'\n', text).count());
        self.index += 1;
        Some(Chunk { text, line, index })
    }

    /// Reads whole lines, or the beginning of a line that is too long, and skips the rest of it.
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

/// Returns an output line for each line of `text`, and the number of faulty lines. `line` is the number of the first.
fn rescore_lines(instrument: &Instrument, mut text: &[u8], mut line: usize) -> io::Result<(Vec<u8>, usize)> {
    let (mut output, mut faults) = (Vec::with_capacity(text.len()), 0);
    while !text.is_empty() {
        let end = memchr(b'\n', text).unwrap_or(text.len());
        let (first, rest) = text.split_at(end);
        let rescored = if end < CHUNK {
            rescore_line(instrument, first)
        } else {
            Err(format!("line: unreadable; expected at most {CHUNK} bytes"))
        };
        match rescored {
            Ok(rescored) => serde_json::to_writer(&mut output, &rescored)?,
            Err(error) => {
                faults += 1;
                serde_json::to_writer(&mut output, &Fault { error, line })?;
            }
        }
        output.push(b'\n');
        line += 1;
        text = rest.get(1..).unwrap_or_default();
    }
    Ok((output, faults))
}

fn rescore_line(instrument: &Instrument, line: &[u8]) -> Result<Rescored, String> {
    let text = std::str::from_utf8(line).map_err(|_| "line: unreadable; expected UTF-8".to_owned())?;
    rescore(instrument, text)
        .map_err(|problems| problems.first().map(ToString::to_string).unwrap_or_default())
}
