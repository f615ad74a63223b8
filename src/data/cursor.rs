//! A cursor into a host's data that reports faults by path. It checks the shape of data, not its meaning.

use std::cell::RefCell;
#[cfg(any(feature = "json", not(target_family = "wasm")))]
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::diagnostics::Diagnostic;
use super::json::{Json, decimal};

/// Maximum length of a string, in characters.
const MAX_STRING: usize = 10_000;
/// Maximum length of a key in a path, in characters.
const MAX_KEY: usize = 100;
/// Maximum number of unknown keys reported for one object.
pub(crate) const MAX_UNKNOWN: usize = 20;

/// The fault of a key that its object has twice.
#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub(crate) const EACH_KEY_ONCE: &str = "each key once";

/// Stands for an absent value. It is recognised by its address: a null in the data is another one.
static MISSING: Json = Json::Null;

/// A position in a host's data: the value there, and its path.
///
/// Each reading method reports a fault and then returns `None` or a harmless default. So a reader goes on to find every
/// other fault, and the caller discards its result if a fault was fatal. Null counts as absent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JsonCursor<'a> {
    value: &'a Json,
    segment: Segment<'a>,
    parent: Option<&'a JsonCursor<'a>>,
    diagnostics: &'a RefCell<Vec<Diagnostic>>,
}

/// The last segment of a path.
#[derive(Debug, Clone, Copy)]
enum Segment<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> JsonCursor<'a> {
    /// Runs `read` on `value` under the path `name`. Returns its result and every fault it reported.
    pub(crate) fn read<T>(
        name: &str,
        value: &Json,
        read: impl FnOnce(&JsonCursor) -> T,
    ) -> (T, Vec<Diagnostic>) {
        let diagnostics = RefCell::default();
        let result = read(&JsonCursor::new(name, value, &diagnostics));
        (result, diagnostics.into_inner())
    }

    pub(crate) fn new(name: &'a str, value: &'a Json, diagnostics: &'a RefCell<Vec<Diagnostic>>) -> Self {
        Self { value, segment: Segment::Key(name), parent: None, diagnostics }
    }

    /// Returns the value at the cursor.
    pub(crate) fn value(&self) -> &'a Json {
        self.value
    }

    /// Moves to a key of this object.
    pub(crate) fn at<'b>(&'b self, key: &'b str) -> JsonCursor<'b> {
        let value = self.value.get(key).unwrap_or(&MISSING);
        JsonCursor { value, segment: Segment::Key(key), parent: Some(self), diagnostics: self.diagnostics }
    }

    /// Moves to an index of this array.
    pub(crate) fn index(&self, index: usize) -> JsonCursor<'_> {
        let value = self.value.as_array().and_then(|values| values.get(index)).unwrap_or(&MISSING);
        JsonCursor {
            value,
            segment: Segment::Index(index),
            parent: Some(self),
            diagnostics: self.diagnostics,
        }
    }

    /// Returns the keys of this object with a cursor each; nothing for other values.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, JsonCursor<'_>)> {
        let members = self.value.as_object().unwrap_or_default();
        members.iter().map(move |(key, value)| {
            let segment = Segment::Key(key);
            (key.as_str(), JsonCursor { value, segment, parent: Some(self), diagnostics: self.diagnostics })
        })
    }

    /// Returns whether `key` has a value other than null.
    pub(crate) fn has(&self, key: &str) -> bool {
        !self.at(key).value.is_null()
    }

    fn found(&self) -> Option<&Json> {
        Some(self.value).filter(|value| !std::ptr::eq(*value, &raw const MISSING))
    }

    fn path(&self) -> String {
        match (self.parent.map(Self::path), self.segment) {
            (None, Segment::Key(key)) => key.into(),
            (None, Segment::Index(index)) => index.to_string(),
            (Some(mut path), Segment::Key(key)) => {
                push_key(&mut path, key);
                path
            }
            (Some(path), Segment::Index(index)) => format!("{path}[{index}]"),
        }
    }

    /// Returns the number of faults reported so far, at any path.
    #[cfg(feature = "trend")]
    pub(crate) fn fault_count(&self) -> usize {
        self.diagnostics.borrow().len()
    }

    /// Reports that this value rejects the whole input.
    pub(crate) fn error(&self, expected: &str) {
        self.report(Diagnostic::fatal(&self.path(), self.found(), expected));
    }

    /// Reports that this value differs from that of the verified result.
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub(crate) fn differs(&self, expected: &str) {
        self.report(Diagnostic::difference(&self.path(), self.found(), expected));
    }

    /// Reports that this value is ignored.
    pub(crate) fn warn(&self, expected: &str) {
        self.report(Diagnostic::warning(&self.path(), self.found(), expected));
    }

    fn report(&self, diagnostic: Diagnostic) {
        // A missing object is reported once, and not for each of its keys.
        if matches!(self.segment, Segment::Key(_))
            && let Some(parent) = self.parent.filter(|parent| parent.value.as_object().is_none())
            && let path = parent.path()
            && self.diagnostics.borrow().iter().any(|earlier| earlier.path == path)
        {
            return;
        }
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Returns whether this is an object, and reports keys that are not among `known`: they may be misspelled.
    pub(crate) fn expect_object(&self, known: &[&str]) -> bool {
        let Some(members) = self.value.as_object() else {
            self.error("an object");
            return false;
        };
        let unknown = members.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        for (key, value) in unknown.take(MAX_UNKNOWN) {
            self.report(Diagnostic::unknown_key(&self.at(key).path(), value, known));
        }
        true
    }

    /// Returns whether this is an object with any keys, and reports any other value.
    #[cfg(feature = "trend")]
    pub(crate) fn expect_any_object(&self) -> bool {
        let is_object = self.value.as_object().is_some();
        if !is_object {
            self.error("an object");
        }
        is_object
    }

    /// Returns whether each object here has each key once, and reports the first key that does not: parsers differ in
    /// which of its values they take. In browsers a script parsed the data, and each key is there once.
    #[cfg(any(feature = "json", not(target_family = "wasm")))]
    pub(crate) fn expect_unique_keys(&self) -> bool {
        let mut keys = BTreeSet::new();
        let mut is_unique = |(key, member): (&'a str, JsonCursor)| {
            if keys.insert(key) {
                return member.expect_unique_keys();
            }
            member.report(Diagnostic::unreadable(&member.path(), EACH_KEY_ONCE));
            false
        };
        let length = self.value.as_array().map_or(0, <[Json]>::len);
        self.members().all(&mut is_unique) && (0..length).all(|index| self.index(index).expect_unique_keys())
    }

    /// Visits each value of the array under `key`. An array that may be empty may also be absent.
    pub(crate) fn each(&self, key: &str, length: RangeInclusive<usize>, visit: &mut dyn FnMut(&JsonCursor)) {
        self.at(key).expect_array(length, visit);
    }

    /// Visits each value of this array.
    pub(crate) fn expect_array(&self, length: RangeInclusive<usize>, visit: &mut dyn FnMut(&JsonCursor)) {
        let found = self.value.as_array().map(<[Json]>::len).or(self.value.is_null().then_some(0));
        if let Some(found) = found.filter(|found| length.contains(found)) {
            (0..found).for_each(|index| visit(&self.index(index)));
            return;
        }
        let count = self.value.as_array().map(|values| format!(", not of {}", values.len()));
        let (least, most, count) = (length.start(), length.end(), count.unwrap_or_default());
        self.error(&format!("an array of {least} to {most}{count}"));
    }

    /// Returns the string under `key`; empty after a fault.
    pub(crate) fn string(&self, key: &str) -> String {
        self.at(key).expect_string()
    }

    /// Returns this string; empty after a fault.
    pub(crate) fn expect_string(&self) -> String {
        let string = self.value.as_str().filter(|string| is_printable(string));
        if string.is_none() {
            self.error("a string of 1 to 10000 characters");
        }
        string.unwrap_or_default().into()
    }

    /// Returns the boolean under `key`; false if absent.
    pub(crate) fn expect_bool(&self, key: &str) -> bool {
        match self.at(key).value {
            Json::Bool(value) => return *value,
            Json::Null => {}
            _ => self.at(key).error("true or false"),
        }
        false
    }

    /// Returns whether the second of two strings is under `key`; the first is the default.
    pub(crate) fn expect_choice(&self, key: &str, [first, second]: [&str; 2]) -> bool {
        let value = self.at(key).value;
        if !value.is_null() && value.as_str() != Some(first) && value.as_str() != Some(second) {
            self.at(key).error(&format!("\"{first}\" or \"{second}\""));
        }
        value.as_str() == Some(second)
    }

    /// Returns the number under `key`, from `lo` to `hi`.
    pub(crate) fn number(&self, key: &str, lo: f64, hi: f64) -> Option<f64> {
        self.at(key).expect_number(lo, hi)
    }

    /// Returns this number, from `lo` to `hi`.
    pub(crate) fn expect_number(&self, lo: f64, hi: f64) -> Option<f64> {
        self.bounded(self.value.as_f64(), "a number", lo, hi)
    }

    /// Returns the integer under `key`, from `lo` to `hi`.
    pub(crate) fn integer(&self, key: &str, lo: i32, hi: i32) -> Option<i32> {
        self.at(key).expect_integer(lo, hi)
    }

    /// Returns this integer, from `lo` to `hi`.
    #[expect(clippy::cast_possible_truncation, reason = "it is whole, and between two integers")]
    pub(crate) fn expect_integer(&self, lo: i32, hi: i32) -> Option<i32> {
        self.expect_whole(lo.into(), hi.into()).map(|number| number as i32)
    }

    /// Returns this whole number, from `lo` to `hi`.
    pub(crate) fn expect_whole(&self, lo: f64, hi: f64) -> Option<f64> {
        let whole = self.value.as_f64().filter(|number| number.fract() == 0.0);
        self.bounded(whole, "an integer", lo, hi)
    }

    fn bounded(&self, number: Option<f64>, kind: &str, lo: f64, hi: f64) -> Option<f64> {
        let bounded = number.filter(|number| (lo..=hi).contains(number));
        if bounded.is_none() {
            self.error(&format!("{kind} from {} to {}", decimal(lo), decimal(hi)));
        }
        bounded
    }
}

/// Appends the start of a key to a path. A replacement character stands for each control character, since a line break
/// would forge a line of a log.
pub fn push_key(path: &mut String, key: &str) {
    path.push('.');
    path.extend(
        key.chars().take(MAX_KEY).map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }),
    );
}

/// Returns whether a string has a visible character, is not too long, and has no control characters but line breaks and
/// tabs, which FHIR strings exclude.
fn is_printable(string: &str) -> bool {
    let stray = |letter: char| letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r');
    !string.trim().is_empty() && !string.contains(stray) && string.chars().count() <= MAX_STRING
}
