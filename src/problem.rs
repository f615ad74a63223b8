//! What is wrong with a host's data, by path; and the places that are looked at for it. It knows the shapes that
//! data can have, and nothing of what is described.

use std::cell::RefCell;
use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::Serialize;

use crate::json::{Json, decimal};

/// One thing that is wrong with what a host gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where, such as `mode` or `instrument.items[2].low`.
    pub path: String,
    /// What stands there, in a few words.
    pub found: String,
    /// What may stand there.
    pub expected: String,
    /// Whether nothing can be made of the whole because of it. Otherwise what stands there is passed over.
    pub fatal: bool,
}

impl Problem {
    /// A problem that spoils the whole.
    #[must_use]
    pub fn fatal(path: &str, found: &dyn Display, expected: &str) -> Self {
        Self { path: path.into(), found: found.to_string(), expected: expected.into(), fatal: true }
    }

    /// Something that is passed over.
    #[must_use]
    pub fn warning(path: &str, found: &dyn Display, expected: &str) -> Self {
        Self::fatal(path, found, expected).passed_over()
    }

    /// The same as something that is passed over.
    pub(crate) fn passed_over(self) -> Self {
        Self { fatal: false, ..self }
    }
}

impl Display for Problem {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, found, expected, .. } = self;
        write!(to, "{path}: found \"{found}\", expected {expected}")
    }
}

/// All problems in one line.
pub(crate) fn sentence(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("; ")
}

/// Most characters of a text.
const MAX_TEXT: usize = 10_000;
/// Most bytes of a key in a path.
const MAX_KEY: usize = 100;
/// Most unknown keys of one object that are reported.
pub(crate) const MAX_UNKNOWN: usize = 20;

/// A place in a host's data: what stands there if anything does, and the way to it.
///
/// Each way to read it reports what is wrong and then gives back nothing, or something harmless: whoever reads goes
/// on to find all other problems, and throws away what was read if one was fatal. Null is nothing, as in a result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    found: &'a Json,
    step: Step<'a>,
    from: Option<&'a Place<'a>>,
    problems: &'a RefCell<Vec<Problem>>,
}

/// The last step of the way to a place.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Entry(usize),
}

impl<'a> Place<'a> {
    /// What `read` makes of the data that a host gives under that name, and all that is wrong with it.
    pub(crate) fn read<T>(name: &str, found: &Json, read: impl FnOnce(&Place) -> T) -> (T, Vec<Problem>) {
        let problems = RefCell::default();
        let made = read(&Place::new(name, found, &problems));
        (made, problems.into_inner())
    }

    pub(crate) fn new(name: &'a str, found: &'a Json, problems: &'a RefCell<Vec<Problem>>) -> Self {
        Self { found, step: Step::Key(name), from: None, problems }
    }

    /// The place of a key in the object that stands here.
    pub(crate) fn at<'b>(&'b self, key: &'b str) -> Place<'b> {
        let found = self.found.get(key).unwrap_or(&Json::Null);
        Place { found, step: Step::Key(key), from: Some(self), problems: self.problems }
    }

    /// The place of an entry in the list that stands here.
    pub(crate) fn entry(&self, entry: usize) -> Place<'_> {
        let found = self.found.list().and_then(|values| values.get(entry)).unwrap_or(&Json::Null);
        Place { found, step: Step::Entry(entry), from: Some(self), problems: self.problems }
    }

    /// The keys and places of the object that stands here; of anything else, none.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, Place<'_>)> {
        let entries = self.found.entries().unwrap_or_default();
        let place =
            |key, found| Place { found, step: Step::Key(key), from: Some(self), problems: self.problems };
        entries.iter().map(move |(key, found)| (key.as_str(), place(key, found)))
    }

    pub(crate) fn found(&self) -> &'a Json {
        self.found
    }

    /// Whether something stands there.
    pub(crate) fn has(&self, key: &str) -> bool {
        !self.at(key).found.is_null()
    }

    fn path(&self) -> String {
        match (self.from.map(Self::path), self.step) {
            (None, Step::Key(key)) => key.into(),
            (None, Step::Entry(entry)) => entry.to_string(),
            (Some(path), Step::Key(key)) => path + "." + key.get(..MAX_KEY).unwrap_or(key),
            (Some(path), Step::Entry(entry)) => format!("{path}[{entry}]"),
        }
    }

    /// Reports problems that were found in another way.
    pub(crate) fn tell(&self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.borrow_mut().extend(problems);
    }

    /// Reports that what stands here spoils the whole.
    pub(crate) fn refuse(&self, expected: &str) {
        self.report(expected, true);
    }

    /// Reports what stands here as something that is passed over.
    pub(crate) fn pass_over(&self, expected: &str) {
        self.report(expected, false);
    }

    fn report(&self, expected: &str, fatal: bool) {
        // What is missing because there is no object is told with the object, if that was told.
        if matches!(self.step, Step::Key(_))
            && let Some(from) = self.from.filter(|from| from.found.entries().is_none())
            && let path = from.path()
            && self.problems.borrow().iter().any(|problem| problem.path == path)
        {
            return;
        }
        let found = if self.found.is_null() { "nothing".into() } else { self.found.to_string() };
        self.problems.borrow_mut().push(Problem {
            path: self.path(),
            found,
            expected: expected.into(),
            fatal,
        });
    }

    /// Whether an object stands here; reports a key that is not among `known`, which may be a misspelled one.
    pub(crate) fn is_object(&self, known: &[&str]) -> bool {
        let Some(entries) = self.found.entries() else {
            self.refuse("an object");
            return false;
        };
        let unknown = entries.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        for (key, _) in unknown.take(MAX_UNKNOWN) {
            self.at(key).pass_over(&format!("no such key, but {}", known.join(", ")));
        }
        true
    }

    /// Visits the entries of the list under `key`. Where the list may be empty, it may be absent.
    pub(crate) fn each(&self, key: &str, length: RangeInclusive<usize>, visit: &mut dyn FnMut(&Place)) {
        self.at(key).visit(length, visit);
    }

    /// Visits the entries of the list that stands here.
    pub(crate) fn visit(&self, length: RangeInclusive<usize>, visit: &mut dyn FnMut(&Place)) {
        let entries = self.found.list().map(<[Json]>::len).or(self.found.is_null().then_some(0));
        match entries.filter(|entries| length.contains(entries)) {
            Some(entries) => (0..entries).for_each(|entry| visit(&self.entry(entry))),
            None => self.refuse(&format!("a list of {} to {}", length.start(), length.end())),
        }
    }

    /// The text under `key`, which says something.
    pub(crate) fn text(&self, key: &str) -> String {
        self.at(key).as_text()
    }

    /// The text that stands here.
    pub(crate) fn as_text(&self) -> String {
        let text = self.found.text().filter(|text| is_text(text));
        if text.is_none() {
            self.refuse("a text of 1 to 10000 characters");
        }
        text.unwrap_or_default().into()
    }

    /// Whether there is `true` under `key`, which may be absent.
    pub(crate) fn flag(&self, key: &str) -> bool {
        match self.at(key).found {
            Json::Bool(flag) => return *flag,
            Json::Null => {}
            _ => self.at(key).refuse("true or false"),
        }
        false
    }

    /// Whether the second of two words stands under `key`; the first, or nothing, is the other.
    pub(crate) fn is_second(&self, key: &str, [first, second]: [&str; 2]) -> bool {
        let found = self.at(key).found;
        if !found.is_null() && found.text() != Some(first) && found.text() != Some(second) {
            self.at(key).refuse(&format!("{first} or {second}"));
        }
        found.text() == Some(second)
    }

    /// The number under `key`, from `lo` to `hi`.
    pub(crate) fn number(&self, key: &str, lo: f64, hi: f64) -> Option<f64> {
        self.at(key).as_number(lo, hi)
    }

    /// The number that stands here.
    pub(crate) fn as_number(&self, lo: f64, hi: f64) -> Option<f64> {
        self.bounded(self.found.number(), "a number", lo, hi)
    }

    /// The whole number under `key`, from `lo` to `hi`.
    pub(crate) fn integer(&self, key: &str, lo: i32, hi: i32) -> Option<i32> {
        self.at(key).as_integer(lo, hi)
    }

    /// The whole number that stands here.
    #[expect(clippy::cast_possible_truncation, reason = "it is whole, and between two integers")]
    pub(crate) fn as_integer(&self, lo: i32, hi: i32) -> Option<i32> {
        let whole = self.found.number().filter(|number| number.fract() == 0.0);
        self.bounded(whole, "a whole number", lo.into(), hi.into()).map(|number| number as i32)
    }

    fn bounded(&self, number: Option<f64>, kind: &str, lo: f64, hi: f64) -> Option<f64> {
        let bounded = number.filter(|number| (lo..=hi).contains(number));
        if bounded.is_none() {
            self.refuse(&format!("{kind} from {} to {}", decimal(lo), decimal(hi)));
        }
        bounded
    }
}

/// Whether it says something, is not longer than a text may be, and has no control characters but line breaks and
/// tabs: FHIR has no place for others.
fn is_text(text: &str) -> bool {
    let stray = |letter: char| letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r');
    !text.trim().is_empty() && !text.contains(stray) && text.chars().count() <= MAX_TEXT
}
