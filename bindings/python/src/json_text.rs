//! Writes Python values as JSON text, which the core reads. A value that JSON does not have is reported by its path.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use rapport::json_api::{Problems, push_key};
use rapport::{Diagnostic, Json};

/// The nesting at which the writer, which calls itself, stops. A text may nest deeper: below [`Json::MAX_DEPTH`] nothing is
/// read, and `serde_json` skips it without calling itself.
const MAX_DEPTH: usize = 127;

/// Members of an earlier result that are not needed for a comparison, and can be large. `json-copy.js` omits the same.
const UNCOMPARED_KEYS: [&str; 4] = ["answers", "subscales", "alerts", "quality"];

/// Returns JSON text: a `str` and UTF-8 `bytes` as they are, other values written as JSON. `name` is the path of the
/// whole value.
pub(crate) fn json_text(name: &str, value: &Bound<PyAny>) -> Result<String, Problems> {
    json_text_without(name, value, &[])
}

/// Returns the text of a history. Of values that are written as JSON it has only what is compared.
pub(crate) fn history_text(history: &Bound<PyAny>) -> Result<String, Problems> {
    json_text_without("history", history, &UNCOMPARED_KEYS)
}

fn json_text_without(name: &str, value: &Bound<PyAny>, omitted: &[&str]) -> Result<String, Problems> {
    let not_utf8 = || Fault::unreadable("JSON in UTF-8").at(name);
    if let Ok(text) = value.cast::<PyString>() {
        return text.to_str().map(str::to_owned).map_err(|_| not_utf8());
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return std::str::from_utf8(bytes.as_bytes()).map(str::to_owned).map_err(|_| not_utf8());
    }
    let mut writer = Writer { text: String::new(), omitted };
    writer.write(value, MAX_DEPTH).map_err(|fault| fault.at(name))?;
    Ok(writer.text)
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

/// Writes a value, without the members whose keys are omitted.
struct Writer<'a> {
    text: String,
    omitted: &'a [&'a str],
}

impl Writer<'_> {
    fn write(&mut self, value: &Bound<PyAny>, depth: usize) -> Result<(), Fault> {
        if self.text.len() > Json::MAX_CHARACTERS {
            return Err(Fault::unreadable(&format!("at most {} bytes", Json::MAX_CHARACTERS)));
        }
        if value.is_none() {
            self.text.push_str("null");
        } else if let Ok(value) = value.cast::<PyBool>() {
            self.text.push_str(if value.is_true() { "true" } else { "false" });
        } else if let Ok(string) = value.cast::<PyString>() {
            self.write_string(string)?;
        } else if let Ok(integer) = value.cast::<PyInt>() {
            self.write_integer(integer)?;
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.write_number(number.value())?;
        } else if let Ok(dict) = value.cast::<PyDict>() {
            self.write_dict(dict, depth)?;
        } else if let Ok(list) = value.cast::<PyList>() {
            self.write_array(list.iter(), depth)?;
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.write_array(tuple.iter(), depth)?;
        } else {
            return Err(Fault::wrong_type("a dict, list, str, int, float, bool or None"));
        }
        Ok(())
    }

    fn write_string(&mut self, string: &Bound<PyString>) -> Result<(), Fault> {
        let string = string.to_str().map_err(|_| Fault::wrong_type("a str without lone surrogates"))?;
        self.text.push_str(&Json::from(string).to_string());
        Ok(())
    }

    fn write_integer(&mut self, integer: &Bound<PyInt>) -> Result<(), Fault> {
        if let Ok(integer) = integer.extract::<i64>() {
            self.text.push_str(&integer.to_string());
            return Ok(());
        }
        let infinity = if integer.lt(0).unwrap_or_default() { f64::NEG_INFINITY } else { f64::INFINITY };
        self.write_number(integer.extract().unwrap_or(infinity))
    }

    fn write_number(&mut self, number: f64) -> Result<(), Fault> {
        if !number.is_finite() {
            return Err(Fault::number(match number.is_sign_negative() {
                _ if number.is_nan() => "NaN",
                true => "-Infinity",
                false => "Infinity",
            }));
        }
        self.text.push_str(&Json::from(number).to_string());
        Ok(())
    }

    fn write_dict(&mut self, dict: &Bound<PyDict>, depth: usize) -> Result<(), Fault> {
        let depth = deeper(depth)?;
        let mut separator = '{';
        for (key, value) in dict {
            let key = key.cast_into::<PyString>().map_err(|_| Fault::wrong_type("keys of type str"))?;
            if key.to_str().is_ok_and(|key| self.omitted.contains(&key)) {
                continue;
            }
            self.text.push(std::mem::replace(&mut separator, ','));
            self.write_string(&key)?;
            self.text.push(':');
            self.write(&value, depth).map_err(|fault| fault.inside(step(&key)))?;
        }
        self.text.push_str(if separator == '{' { "{}" } else { "}" });
        Ok(())
    }

    fn write_array<'py>(
        &mut self,
        values: impl Iterator<Item = Bound<'py, PyAny>>,
        depth: usize,
    ) -> Result<(), Fault> {
        let depth = deeper(depth)?;
        self.text.push('[');
        for (index, value) in values.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.write(&value, depth).map_err(|fault| fault.inside(format!("[{index}]")))?;
        }
        self.text.push(']');
        Ok(())
    }
}

/// Returns the step of a path to a member, as the core writes it.
fn step(key: &Bound<PyString>) -> String {
    let mut step = String::new();
    push_key(&mut step, &key.to_string_lossy());
    step
}

fn deeper(depth: usize) -> Result<usize, Fault> {
    depth.checked_sub(1).ok_or_else(|| Fault::unreadable("JSON (recursion limit exceeded)"))
}
