//! Scores lines on all cores, in order. Memory does not grow with the number of lines.

use std::io::{self, BufReader, Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::chunks::ChunkReader;
use super::progress::Progress;
use crate::json_api::{JsonInstrument, RescoredLines};

/// The number of lines written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    /// Number of lines.
    pub lines: usize,
    /// Number of faulty lines.
    pub faulty: usize,
    /// Number of the first faulty line, from 1.
    pub first_faulty: Option<usize>,
}

/// An error of a stream, after a number of lines.
#[derive(Debug)]
pub struct StreamError {
    /// Number of lines written before.
    pub lines: usize,
    /// The error.
    pub error: io::Error,
}

/// Rescores every line. Each worker takes a chunk of lines, scores it in parallel to the others, and writes it once all
/// earlier chunks are written.
///
/// # Errors
///
/// The input cannot be read, or the output not written. A reader of the output that leaves is no error.
pub fn rescore(
    instrument: &JsonInstrument,
    from: impl Read + Send,
    to: impl Write + Send,
) -> Result<Totals, StreamError> {
    let reader = Mutex::new(ChunkReader::new(BufReader::new(from)));
    let writer = Mutex::new(ChunkWriter::new(to));
    let written = Condvar::new();
    let work = || {
        loop {
            let Some(chunk) = lock(&reader).next_chunk() else { return };
            let rescored = chunk.text.map(|text| instrument.rescore_lines(&text, chunk.line));
            let mut writer = lock(&writer);
            while writer.next != chunk.index {
                writer = written.wait(writer).unwrap_or_else(PoisonError::into_inner);
            }
            let is_over = writer.write(rescored);
            written.notify_all();
            if is_over {
                lock(&reader).stop();
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let ChunkWriter { totals, error, .. } = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    match error {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(StreamError { lines: totals.lines, error })
        }
        _ => Ok(totals),
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The output.
struct ChunkWriter<W> {
    to: W,
    /// Index of the next chunk to write.
    next: usize,
    totals: Totals,
    progress: Progress,
    error: Option<io::Error>,
}

impl<W: Write> ChunkWriter<W> {
    fn new(to: W) -> Self {
        Self { to, next: 0, totals: Totals::default(), progress: Progress::new(), error: None }
    }

    /// Writes the next chunk, unless an earlier one failed. Returns whether the output is over.
    fn write(&mut self, rescored: io::Result<RescoredLines>) -> bool {
        self.next += 1;
        if self.error.is_none() {
            self.error = rescored.and_then(|rescored| self.append(&rescored)).err();
        }
        self.error.is_some()
    }

    fn append(&mut self, rescored: &RescoredLines) -> io::Result<()> {
        self.to.write_all(&rescored.bytes)?;
        self.to.flush()?;
        self.totals.lines += rescored.lines;
        self.totals.faulty += rescored.faulty;
        self.totals.first_faulty = self.totals.first_faulty.or(rescored.first_faulty);
        self.progress.show(self.totals.lines);
        Ok(())
    }
}
