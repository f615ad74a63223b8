//! Scores lines as they are asked for, a few ahead, with the interpreter lock released.

use std::collections::VecDeque;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyIterator, PyString};

use crate::instrument::Instrument;

/// Number of lines scored at a time: from 1, so that the first result comes at once, to this.
const MAX_LINES: usize = 256;
/// Number of bytes after which no further line is read ahead.
const MAX_BYTES: usize = 1 << 20;

/// An iterator of scores, one line of JSON for each line of its input.
#[pyclass(module = "rapport_feedback")]
#[derive(Debug)]
pub(crate) struct RescoredLines {
    instrument: Py<Instrument>,
    /// `None` at the end of the input.
    lines: Option<Py<PyIterator>>,
    ready: VecDeque<String>,
    /// The exception of the input, raised after the scores of the lines before it.
    error: Option<PyErr>,
    /// Number of the next line, from 1.
    next: usize,
    /// Number of lines to read ahead.
    ahead: usize,
}

/// A line that Python keeps.
enum Line {
    Text(PyBackedStr),
    Bytes(PyBackedBytes),
    /// A string with a lone surrogate, which UTF-8 does not have.
    NotUtf8,
}

impl Line {
    fn of(line: &Bound<PyAny>) -> PyResult<Self> {
        if let Ok(text) = line.cast::<PyString>() {
            return Ok(PyBackedStr::try_from(text.clone()).map_or(Self::NotUtf8, Self::Text));
        }
        if let Ok(bytes) = line.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.clone().into()));
        }
        Err(PyTypeError::new_err(format!("a line is a str or bytes, not {}", line.get_type().name()?)))
    }

    /// Returns the bytes of the line; a lone surrogate gives a byte that UTF-8 does not have.
    fn bytes(&self) -> &[u8] {
        let line = match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::NotUtf8 => b"\xFF",
        };
        line.strip_suffix(b"\n").unwrap_or(line)
    }
}

impl RescoredLines {
    pub(crate) fn new(instrument: Py<Instrument>, lines: Py<PyIterator>) -> Self {
        Self { instrument, lines: Some(lines), ready: VecDeque::new(), error: None, next: 1, ahead: 1 }
    }

    /// Reads some lines, and scores them.
    fn fill(&mut self, py: Python<'_>) {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while let Some(input) = self.lines.as_ref().filter(|_| lines.len() < self.ahead && bytes < MAX_BYTES)
        {
            match input.bind(py).clone().next().map(|line| line.and_then(|line| Line::of(&line))) {
                Some(Ok(line)) => {
                    bytes += line.bytes().len();
                    lines.push(line);
                }
                Some(Err(error)) => {
                    self.error = Some(error);
                    self.lines = None;
                }
                None => self.lines = None,
            }
        }
        let (core, first) = (self.instrument.get().core(), self.next);
        self.next += lines.len();
        self.ahead = (self.ahead * 2).min(MAX_LINES);
        let score = |(index, line): (usize, &Line)| {
            core.rescore_to_json(line.bytes(), first + index).unwrap_or_else(|fault| fault)
        };
        self.ready = py.detach(|| lines.iter().enumerate().map(score).collect());
    }
}

#[pymethods]
impl RescoredLines {
    fn __iter__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<String>> {
        if self.ready.is_empty() && self.lines.is_some() {
            self.fill(py);
        }
        match self.ready.pop_front() {
            Some(scores) => Ok(Some(scores)),
            None => self.error.take().map_or(Ok(None), Err),
        }
    }
}
