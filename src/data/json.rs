//! JSON as plain data: a host's configuration on its way in, FHIR on its way out. Reading it is bounded.

use serde::{Serialize, Serializer};

#[cfg(any(feature = "json", not(target_family = "wasm")))]
use super::diagnostics::Diagnostic;
use super::limits;

/// A JSON value.
///
/// Reading fails beyond [`Json::MAX_VALUES`] values or [`Json::MAX_CHARACTERS`] characters in total. Values nested
/// deeper than [`Json::MAX_DEPTH`] are read as null.
///
/// ```
/// let json: rapport::Json = serde_json::from_str(r#"{ "scale": { "max": 100 } }"#).unwrap();
/// assert_eq!(json.get("scale").and_then(|scale| scale.get("max")), Some(&rapport::Json::Number(100.0)));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number in double precision, as in JavaScript.
    Number(f64),
    /// A string
    String(String),
    /// An array
    Array(Vec<Json>),
    /// An object, in source order. If a key occurs twice, the last one counts; results, answers and histories with one
    /// are refused.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Maximum number of values read, counting arrays, objects and their contents.
    pub const MAX_VALUES: usize = 250_000;
    /// Maximum number of characters read, in strings and keys together (bytes in UTF-8).
    pub const MAX_CHARACTERS: usize = limits::MAX_CHARACTERS;
    /// Maximum nesting depth read.
    pub const MAX_DEPTH: usize = 64;

    /// Parses a JSON text.
    ///
    /// # Errors
    ///
    /// A fatal diagnostic at path `name`: the text is longer than [`Json::MAX_CHARACTERS`] bytes, or is not JSON. It
    /// does not quote the text, which may hold answers: errors reach logs.
    ///
    /// ```
    /// let error = rapport::Json::parse("instrument", r#"{ "id": "#).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "instrument: unreadable; expected JSON (EOF while parsing a value at line 1 column 8)"
    /// );
    /// ```
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        if text.len() > Self::MAX_CHARACTERS {
            return Err(Diagnostic::unreadable(name, &format!("at most {} bytes", Self::MAX_CHARACTERS)));
        }
        serde_json::from_str(text).map_err(|error| Diagnostic::unreadable(name, &format!("JSON ({error})")))
    }

    /// Returns whether the value is `null`, which counts as absent.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns an object's value under `key`; `None` if the key is absent or this is not an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns an object's keys and values; `None` if this is not an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// Returns an array's values; `None` if this is not an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Json]> {
        if let Self::Array(values) = self { Some(values) } else { None }
    }

    /// Returns the string; `None` if this is not a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(string) = self { Some(string) } else { None }
    }

    /// Returns the number; `None` if this is not a finite number.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number).filter(|number| number.is_finite()) } else { None }
    }

    /// Returns a copy; of an array or object, an empty one.
    pub(crate) fn emptied(&self) -> Self {
        match self {
            Self::Array(_) => Self::Array(Vec::new()),
            Self::Object(_) => Self::Object(Vec::new()),
            _ => self.clone(),
        }
    }
}

impl From<&str> for Json {
    fn from(string: &str) -> Self {
        Self::String(string.into())
    }
}

impl From<String> for Json {
    fn from(string: String) -> Self {
        Self::String(string)
    }
}

impl From<f64> for Json {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// `None` is null.
impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Writes compact JSON.
#[cfg(any(feature = "json", not(target_family = "wasm")))]
impl std::fmt::Display for Json {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

/// Formats a number with at most six decimal places. The standard formatting of doubles would add 10 kB to the WASM
/// module.
#[expect(clippy::cast_possible_truncation, reason = "the casts saturate")]
pub(crate) fn decimal(number: f64) -> String {
    let (whole, millionths) =
        (number.trunc() as i64, (number.fract().abs() * 1e6).round().min(999_999.0) as i64);
    if !number.is_finite() {
        "not a finite number".into()
    } else if millionths == 0 {
        whole.to_string()
    } else {
        let sign = if number < 0.0 { "-" } else { "" };
        let places = (1_000_000 + millionths).to_string();
        format!(
            "{sign}{}.{}",
            whole.unsigned_abs(),
            places.get(1..).unwrap_or_default().trim_end_matches('0')
        )
    }
}

impl Serialize for Json {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "integers are written without a decimal point"
    )]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Number(number) if f64::from(*number as i32) == *number => to.serialize_i32(*number as i32),
            Self::Number(number) => to.serialize_f64(*number),
            Self::String(string) => to.serialize_str(string),
            Self::Array(values) => to.collect_seq(values),
            Self::Object(members) => to.collect_map(members.iter().map(|(key, value)| (key, value))),
        }
    }
}
