//! Problems as Python values, and the exceptions that carry them.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use rapport::json_api::Problems;

/// An exception of `rapport_feedback.errors`.
#[derive(Clone, Copy)]
pub(crate) enum Refusal {
    InvalidInstrument,
    InvalidAnswers,
}

impl Refusal {
    /// Returns the exception with its problems.
    pub(crate) fn error(self, py: Python<'_>, problems: &Problems) -> PyErr {
        match self.raised(py, problems) {
            Ok(error) | Err(error) => error,
        }
    }

    fn raised(self, py: Python<'_>, problems: &Problems) -> PyResult<PyErr> {
        static TYPES: [PyOnceLock<Py<PyType>>; 2] = [PyOnceLock::new(), PyOnceLock::new()];
        let [instrument, answers] = &TYPES;
        let (cell, name) = match self {
            Self::InvalidInstrument => (instrument, "InvalidInstrument"),
            Self::InvalidAnswers => (answers, "InvalidAnswers"),
        };
        let class = cell.import(py, "rapport_feedback.errors", name)?;
        let error = class.call1((problems.to_string(), python_value(py, &problems.to_json())?))?;
        Ok(PyErr::from_value(error))
    }
}

/// Reads JSON that the core wrote.
pub(crate) fn python_value<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((json,))
}
