//! Writes Python values as JSON text, which the core reads. A value that JSON does not have is reported by its path.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use rapport::json_api::Problems;
use rapport::{Diagnostic, Json};

/// The nesting at which `serde_json` stops reading, so that a dict and its text have the same fault.
const MAX_DEPTH: usize = 127;

/// Returns JSON text: a `str` and UTF-8 `bytes` as they are, other values written as JSON. `name` is the path of the
/// whole value.
pub(crate) fn json_text(name: &str, value: &Bound<PyAny>) -> Result<String, Problems> {
    let not_utf8 = || Fault::unreadable("JSON in UTF-8").at(name);
    if let Ok(text) = value.cast::<PyString>() {
        return text.to_str().map(str::to_owned).map_err(|_| not_utf8());
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return std::str::from_utf8(bytes.as_bytes()).map(str::to_owned).map_err(|_| not_utf8());
    }
    let mut text = String::new();
    write(value, MAX_DEPTH, &mut text).map_err(|fault| fault.at(name))?;
    Ok(text)
}

/// A value that JSON does not have. `path` grows from its end while the writer returns.
struct Fault {
    path: Vec<String>,
    found: Option<Json>,
    kind: Option<&'static str>,
    expected: String,
}

impl Fault {
    fn unreadable(expected: &str) -> Self {
        Self { path: Vec::new(), found: None, kind: Some("unreadable"), expected: expected.into() }
    }

    fn wrong_type(expected: &str) -> Self {
        Self { kind: Some("wrong type"), ..Self::unreadable(expected) }
    }

    fn number(found: &str) -> Self {
        Self { found: Some(found.into()), kind: None, ..Self::unreadable("a finite number") }
    }

    /// Adds the step to the value that contains the fault.
    fn inside(mut self, step: String) -> Self {
        self.path.push(step);
        self
    }

    fn at(self, name: &str) -> Problems {
        // A fault of the whole text has no path within it, as if it had been given as text.
        let steps = if self.kind == Some("unreadable") { &[][..] } else { &self.path };
        let path: String = std::iter::once(name).chain(steps.iter().rev().map(String::as_str)).collect();
        let problem = Diagnostic::fatal(&path, self.found.as_ref(), &self.expected);
        Diagnostic { fault: self.kind, ..problem }.into()
    }
}

fn write(value: &Bound<PyAny>, depth: usize, to: &mut String) -> Result<(), Fault> {
    if to.len() > Json::MAX_CHARACTERS {
        return Err(Fault::unreadable(&format!("at most {} bytes", Json::MAX_CHARACTERS)));
    }
    if value.is_none() {
        to.push_str("null");
    } else if let Ok(value) = value.cast::<PyBool>() {
        to.push_str(if value.is_true() { "true" } else { "false" });
    } else if let Ok(string) = value.cast::<PyString>() {
        write_string(string, to)?;
    } else if let Ok(integer) = value.cast::<PyInt>() {
        write_integer(integer, to)?;
    } else if let Ok(number) = value.cast::<PyFloat>() {
        write_number(number.value(), to)?;
    } else if let Ok(dict) = value.cast::<PyDict>() {
        write_dict(dict, depth, to)?;
    } else if let Ok(list) = value.cast::<PyList>() {
        write_array(list.iter(), depth, to)?;
    } else if let Ok(tuple) = value.cast::<PyTuple>() {
        write_array(tuple.iter(), depth, to)?;
    } else {
        return Err(Fault::wrong_type("a dict, list, str, int, float, bool or None"));
    }
    Ok(())
}

fn write_string(string: &Bound<PyString>, to: &mut String) -> Result<(), Fault> {
    let string = string.to_str().map_err(|_| Fault::wrong_type("a str without lone surrogates"))?;
    to.push_str(&Json::from(string).to_string());
    Ok(())
}

fn write_integer(integer: &Bound<PyInt>, to: &mut String) -> Result<(), Fault> {
    if let Ok(integer) = integer.extract::<i64>() {
        to.push_str(&integer.to_string());
        return Ok(());
    }
    let infinity = if integer.lt(0).unwrap_or_default() { f64::NEG_INFINITY } else { f64::INFINITY };
    write_number(integer.extract().unwrap_or(infinity), to)
}

fn write_number(number: f64, to: &mut String) -> Result<(), Fault> {
    if !number.is_finite() {
        return Err(Fault::number(match number.is_sign_negative() {
            _ if number.is_nan() => "NaN",
            true => "-Infinity",
            false => "Infinity",
        }));
    }
    to.push_str(&Json::from(number).to_string());
    Ok(())
}

fn write_dict(dict: &Bound<PyDict>, depth: usize, to: &mut String) -> Result<(), Fault> {
    let depth = deeper(depth)?;
    let mut separator = '{';
    for (key, value) in dict {
        let key = key.cast_into::<PyString>().map_err(|_| Fault::wrong_type("keys of type str"))?;
        to.push(std::mem::replace(&mut separator, ','));
        write_string(&key, to)?;
        to.push(':');
        write(&value, depth, to).map_err(|fault| fault.inside(format!(".{key}")))?;
    }
    to.push_str(if separator == '{' { "{}" } else { "}" });
    Ok(())
}

fn write_array<'py>(
    values: impl Iterator<Item = Bound<'py, PyAny>>,
    depth: usize,
    to: &mut String,
) -> Result<(), Fault> {
    let depth = deeper(depth)?;
    to.push('[');
    for (index, value) in values.enumerate() {
        if index > 0 {
            to.push(',');
        }
        write(&value, depth, to).map_err(|fault| fault.inside(format!("[{index}]")))?;
    }
    to.push(']');
    Ok(())
}

fn deeper(depth: usize) -> Result<usize, Fault> {
    depth.checked_sub(1).ok_or_else(|| Fault::unreadable("JSON (recursion limit exceeded)"))
}
