//! Cuts an input into chunks of whole lines, of bounded size.

use std::io::{self, BufRead, Read};

use memchr::{memchr_iter, memrchr};

use crate::json_api::MAX_LINE;

/// Number of bytes read at a time: one more than a line may have, so that a longer line is found to be too long.
pub const CHUNK: usize = MAX_LINE + 1;

/// The input.
#[derive(Debug)]
pub struct ChunkReader<R> {
    /// `None` at the end of the input, and after [`ChunkReader::stop`].
    from: Option<R>,
    /// The beginning of the next line.
    rest: Vec<u8>,
    /// Number of the next line, from 1.
    line: usize,
    /// Index of the next chunk.
    index: usize,
}

/// A number of whole lines.
#[derive(Debug)]
pub struct Chunk {
    pub text: io::Result<Vec<u8>>,
    /// Number of the first line, from 1.
    pub line: usize,
    pub index: usize,
}

impl<R: BufRead> ChunkReader<R> {
    pub fn new(from: R) -> Self {
        Self { from: Some(from), rest: Vec::new(), line: 1, index: 0 }
    }

    /// Ends the input.
    pub fn stop(&mut self) {
        self.from = None;
    }

    /// Returns the next chunk; `None` at the end of the input.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
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
