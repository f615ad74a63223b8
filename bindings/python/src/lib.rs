//! The native half of the Python package `rapport_feedback`: it converts values, and calls the core. It neither reads
//! JSON nor scores.

use std::ffi::OsString;

use pyo3::prelude::*;

mod batch;
mod columns;
mod errors;
mod instrument;
mod json_text;
mod lines;

/// The module that `rapport_feedback` imports its names from.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", rapport::VERSION)?;
    module.add_class::<instrument::Instrument>()?;
    module.add_function(wrap_pyfunction!(run_command_line, module)?)
}

/// Runs the command line on the streams of the process. Returns its exit code.
#[pyfunction]
fn run_command_line(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| rapport::command_line::run(arguments))
}
