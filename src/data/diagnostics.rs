//! A fault in a host's data: its path, the value found there, and the values allowed.

use serde::Serialize;

use super::json::Json;

/// One fault in a host's data. It serializes to an entry of `problems` in `rapport-error`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnostic {
    /// The path, such as `mode` or `instrument.items[2].low`.
    pub path: String,
    /// The value at that path; `None` if it is missing. An array or object is given empty, since it may hold answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Json>,
    /// The allowed values, in words.
    pub expected: String,
    /// Whether the whole input is rejected. Otherwise the value is ignored.
    pub fatal: bool,
    /// The kind of fault, if the value itself is not the fault: `unknown key`, `misplaced attribute`,
    /// `unreadable`, `wrong type`, `unknown item`, `another instrument`; or `difference`, of a value in a result that its
    /// answers do not give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
}

impl Diagnostic {
    /// Returns a diagnostic that rejects the whole input; `found` is `None` if the value is missing.
    #[must_use]
    pub fn fatal(path: &str, found: Option<&Json>, expected: &str) -> Self {
        Self {
            path: path.into(),
            found: found.map(Json::emptied),
            expected: expected.into(),
            fatal: true,
            fault: None,
        }
    }

    /// Returns a diagnostic of a value that is ignored; `found` is `None` if the value is missing.
    #[must_use]
    pub fn warning(path: &str, found: Option<&Json>, expected: &str) -> Self {
        Self::fatal(path, found, expected).into_warning()
    }

    /// Returns a fatal diagnostic of an input that could not be read.
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub(crate) fn unreadable(path: &str, expected: &str) -> Self {
        Self { fault: Some("unreadable"), ..Self::fatal(path, None, expected) }
    }

    /// Returns a fatal diagnostic of a value whose type is not allowed. It does not contain the value.
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub(crate) fn wrong_type(path: &str, expected: &str) -> Self {
        Self { fault: Some("wrong type"), ..Self::fatal(path, None, expected) }
    }

    /// Returns a fatal diagnostic of an answer to an item that the instrument does not have. It does not contain the id.
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub(crate) fn unknown_item(path: &str) -> Self {
        Self { fault: Some("unknown item"), ..Self::fatal(path, None, "the id of an item") }
    }

    /// Returns a fatal diagnostic of a value that differs from the verified result, where it is `expected`.
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub(crate) fn difference(path: &str, found: Option<&Json>, expected: &str) -> Self {
        Self { fault: Some("difference"), ..Self::fatal(path, found, expected) }
    }

    /// Returns a warning of an attribute that has another correct name.
    pub(crate) fn misplaced(path: &str, correct: &str) -> Self {
        Self { fault: Some("misplaced attribute"), ..Self::warning(path, None, correct) }
    }

    /// Returns a warning of a key that is not among `known`.
    pub(crate) fn unknown_key(path: &str, found: &Json, known: &[&str]) -> Self {
        let expected = format!("one of {}", known.join(", "));
        Self { fault: Some("unknown key"), ..Self::warning(path, Some(found), &expected) }
    }

    /// Returns the same diagnostic as a warning.
    pub(crate) fn into_warning(self) -> Self {
        Self { fatal: false, ..self }
    }
}

/// Writes the diagnostic as one sentence, with at most 100 bytes of the value found as JSON. Of a difference it has neither
/// value: the expected one is a score, or of one item the answer, and sentences reach logs. In browsers the script does the
/// same, which saves a kilobyte of the WASM module.
#[cfg(any(feature = "json", not(target_family = "wasm")))]
impl std::fmt::Display for Diagnostic {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, expected, .. } = self;
        match (&self.fault, &self.found) {
            (Some("difference"), _) => write!(to, "{path}: another value than the verified result has"),
            (Some(fault), _) => write!(to, "{path}: {fault}; expected {expected}"),
            (None, Some(found)) => {
                let json = found.to_string();
                let end = json.floor_char_boundary(100);
                let ellipsis = if end < json.len() { "…" } else { "" };
                let start = json.get(..end).unwrap_or_default();
                write!(to, "{path}: found {start}{ellipsis}, expected {expected}")
            }
            (None, None) => write!(to, "{path}: missing, expected {expected}"),
        }
    }
}

/// Joins diagnostics to one line.
#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub(crate) fn join(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("; ")
}
