//! JSON as plain data, in whatever it comes: a host's configuration on its way in, FHIR on its way out. It is bounded
//! while it is read, and says nothing about what the data means.

use std::fmt;

use serde::{Serialize, Serializer};

#[cfg(not(target_family = "wasm"))]
use crate::problem::Problem;

mod reader;

/// A JSON value.
///
/// Reading one stops with an error beyond [`Json::MAX_VALUES`] values or [`Json::MAX_CHARACTERS`] characters in all;
/// what is nested deeper than [`Json::MAX_DEPTH`] is left out, as null.
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
    /// A number, in double precision as in JavaScript.
    Number(f64),
    /// A string
    Text(String),
    /// An array
    List(Vec<Json>),
    /// An object, in the order in which it was written. Of a key that stands there twice the last counts.
    Map(Vec<(String, Json)>),
}

impl Json {
    /// Most values that are read, counting lists, objects and what they hold.
    pub const MAX_VALUES: usize = 250_000;
    /// Most characters that are read, in texts and keys together (bytes in UTF-8).
    pub const MAX_CHARACTERS: usize = 4_000_000;
    /// Deepest nesting that is read.
    pub const MAX_DEPTH: usize = 16;

    /// Reads a text. What is too large is refused by its length.
    ///
    /// # Errors
    ///
    /// A problem with `name` for its path: what is wrong with the text, and where.
    ///
    /// ```
    /// let problem = rapport::Json::parse("instrument", r#"{ "id": "#).unwrap_err();
    /// assert_eq!((problem.path.as_str(), problem.expected.as_str()), ("instrument", "JSON"));
    /// ```
    #[cfg(not(target_family = "wasm"))]
    pub fn parse(name: &str, text: &str) -> Result<Self, Problem> {
        if text.len() > Self::MAX_CHARACTERS {
            let expected = format!("at most {} bytes", Self::MAX_CHARACTERS);
            return Err(Problem::fatal(name, &format!("{} bytes", text.len()), &expected));
        }
        serde_json::from_str(text).map_err(|error| Problem::fatal(name, &error, "JSON"))
    }

    /// Whether it is `null`, which counts as nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What an object has under `key`; `None` if it has nothing there, or is no object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entries()?.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The object's keys and values; `None` if it is no object.
    #[must_use]
    pub fn entries(&self) -> Option<&[(String, Json)]> {
        if let Self::Map(entries) = self { Some(entries) } else { None }
    }

    /// The list's values; `None` if it is no list.
    #[must_use]
    pub fn list(&self) -> Option<&[Json]> {
        if let Self::List(values) = self { Some(values) } else { None }
    }

    /// The text; `None` if it is none.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The finite number; `None` if it is none.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number).filter(|number| number.is_finite()) } else { None }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
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

/// In a few words, for a person: never longer than a line.
impl fmt::Display for Json {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => to.write_str("null"),
            Self::Bool(true) => to.write_str("true"),
            Self::Bool(false) => to.write_str("false"),
            Self::Number(number) => to.write_str(&decimal(*number)),
            Self::Text(text) => {
                text.chars().take(100).try_for_each(|letter| fmt::Write::write_char(to, letter))
            }
            Self::List(values) => write!(to, "a list of {}", values.len()),
            Self::Map(_) => to.write_str("an object"),
        }
    }
}

/// A number in decimals, to six places: enough to find it again, without the weight of printing any double.
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
        reason = "whole numbers are written as such"
    )]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Number(number) if f64::from(*number as i32) == *number => to.serialize_i32(*number as i32),
            Self::Number(number) => to.serialize_f64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(values) => to.collect_seq(values),
            Self::Map(entries) => to.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}
