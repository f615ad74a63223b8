//! The interface of the bindings to other languages: JSON text in, JSON text out. A binding passes texts on, and neither
//! reads JSON nor scores. Any input gives problems by path at worst, never a panic.

use std::fmt;

use memchr::memchr;
use serde::Serialize;

pub use crate::data::cursor::push_key;
use crate::data::diagnostics::{Diagnostic, join};
use crate::data::json::Json;
use crate::fhir::{self, BundleOptions};
use crate::instrument::Instrument;
use crate::scoring::answers::read_answers;
use crate::scoring::change::read_history;
use crate::scoring::rescore::{Rescored, rescore, rescore_responses};
use crate::scoring::result::FeedbackResult;
use crate::scoring::verify::verify;

/// Maximum length of a line of [`JsonInstrument::rescore_lines`], in bytes.
pub const MAX_LINE: usize = 1 << 19;

/// The problems for which an input was refused. `Display` joins them to one line, which may be logged: it quotes no string
/// of answers, results and histories, since one may be an answer in words. Of an unknown key a path has the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Problems {
    diagnostics: Vec<Diagnostic>,
    quotes_strings: bool,
}

impl Problems {
    /// Returns the problems, in the order of the input.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns an array of `{ "path", "found", "expected", "fatal", "fault" }`; `found` and `fault` are optional.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&self.diagnostics)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.quotes_strings {
            return to.write_str(&join(&self.diagnostics));
        }
        for (index, problem) in self.diagnostics.iter().enumerate() {
            to.write_str(if index > 0 { "; " } else { "" })?;
            match (problem.fault, &problem.found) {
                (None, Some(Json::String(_))) => {
                    write!(to, "{}: found a string, expected {}", problem.path, problem.expected)?;
                }
                _ => problem.fmt(to)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl From<Diagnostic> for Problems {
    fn from(problem: Diagnostic) -> Self {
        Self { diagnostics: vec![problem], quotes_strings: true }
    }
}

/// The scores of several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescoredLines {
    /// One line of JSON in UTF-8 for each line of the input, each with a line break.
    pub bytes: Vec<u8>,
    /// Number of lines.
    pub lines: usize,
    /// Number of faulty lines.
    pub faulty: usize,
    /// Number of the first faulty line, counted from `first`.
    pub first_faulty: Option<usize>,
}

/// An instrument for a binding.
///
/// ```
/// use rapport::json_api::JsonInstrument;
/// let session = JsonInstrument::built_in("session").unwrap();
/// let problems = session.score(r#"{ "safe": 101 }"#, None).unwrap_err();
/// assert_eq!(
///     problems.to_json(),
///     r#"[{"path":"answers.safe","found":101,"expected":"an integer from 0 to 100","fatal":true}]"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct JsonInstrument {
    instrument: Instrument,
    warnings: Vec<Diagnostic>,
}

impl JsonInstrument {
    /// Reads a definition.
    ///
    /// # Errors
    ///
    /// Every problem and warning, if a problem is fatal.
    pub fn read(definition: &str) -> Result<Self, Problems> {
        Self::of(Instrument::read(&parse("instrument", definition)?))
    }

    /// Reads a FHIR R4 Questionnaire, and a definition of its scoring beside it.
    ///
    /// # Errors
    ///
    /// Every problem and warning, if a problem is fatal.
    pub fn from_questionnaire(questionnaire: &str, beside: Option<&str>) -> Result<Self, Problems> {
        let questionnaire = parse("questionnaire", questionnaire)?;
        Self::of(fhir::from_questionnaire(&questionnaire, &parse_optional("beside", beside)?))
    }

    /// Returns a built-in instrument: `session` or `one`.
    #[must_use]
    pub fn built_in(id: &str) -> Option<Self> {
        Instrument::built_in(id).map(Self::from)
    }

    fn of((instrument, problems): (Option<Instrument>, Vec<Diagnostic>)) -> Result<Self, Problems> {
        match instrument {
            Some(instrument) => Ok(Self { instrument, warnings: problems }),
            None => Err(Problems { diagnostics: problems, quotes_strings: true }),
        }
    }

    /// Returns the instrument.
    #[must_use]
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// Returns the problems of the definition that are not fatal.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Returns the warnings as an array, in the form of [`Problems::to_json`].
    #[must_use]
    pub fn warnings_json(&self) -> String {
        to_json(&self.warnings)
    }

    /// Returns the definition, with its defaults.
    #[must_use]
    pub fn definition(&self) -> String {
        to_json(&self.instrument)
    }

    /// Verifies a result that a browser sent, as [`verify`](crate::verify) does. Returns `{ "result", "problems" }`;
    /// `result` is null if its answers are not usable. Without `history`, the earlier totals that the result implies are
    /// taken as given. Problems of the history come first. Those of single entries are warnings (`"fatal": false`), and
    /// their sessions have no total; if the history is no array, `result` is null.
    #[must_use]
    pub fn verify(&self, result: &str, history: Option<&str>) -> String {
        let (result, problems) = match self.verified(result, history) {
            Ok(verified) => verified,
            Err(Problems { diagnostics, .. }) => (None, diagnostics),
        };
        to_json(&Verified { result, problems })
    }

    fn verified(
        &self,
        result: &str,
        history: Option<&str>,
    ) -> Result<(Option<FeedbackResult>, Vec<Diagnostic>), Problems> {
        let history = parse_optional("history", history)?;
        let (totals, mut problems) = read_history(&self.instrument, &history);
        // An array of too many entries is read as none.
        if !history.is_null() && history.as_array().map(<[Json]>::len) != Some(totals.len()) {
            return Err(refusal(problems));
        }
        let totals = Some(totals.as_slice()).filter(|_| !history.is_null());
        let (result, differences) = verify(&self.instrument, &parse("result", result)?, totals);
        problems.extend(differences);
        Ok((result, problems))
    }

    /// Scores answers in the short form, such as `{ "safe": 82, "open": null, "x": "not-applicable" }`, or those of a
    /// result. Returns `{ "outcome", "change" }`.
    ///
    /// # Errors
    ///
    /// Every problem of the answers and of the history, by path.
    pub fn score(&self, answers: &str, history: Option<&str>) -> Result<String, Problems> {
        let (responses, mut problems) = read_answers(&self.instrument, &parse("answers", answers)?);
        let (totals, faults) = read_history(&self.instrument, &parse_optional("history", history)?);
        problems.extend(faults);
        if !problems.is_empty() {
            return Err(refusal(problems));
        }
        Ok(to_json(&rescore_responses(&self.instrument, responses, &totals)))
    }

    /// Scores the answers and the history of one line, as [`rescore`](crate::rescore) does.
    ///
    /// # Errors
    ///
    /// The line is too long or not UTF-8, and the errors of [`rescore`](crate::rescore). None quotes the line.
    pub fn rescore_line(&self, line: &[u8]) -> Result<Rescored, Problems> {
        if line.len() > MAX_LINE {
            return Err(Diagnostic::unreadable("line", &format!("at most {MAX_LINE} bytes")).into());
        }
        let text = std::str::from_utf8(line).map_err(|_| Diagnostic::unreadable("line", "UTF-8"))?;
        // The one string that such a problem may have is the other instrument's id.
        rescore(&self.instrument, text)
            .map_err(|problems| Problems { quotes_strings: true, ..refusal(problems) })
    }

    /// Scores one line, whose number is `number`. Returns `{ "outcome", "change" }`, without a line break.
    ///
    /// # Errors
    ///
    /// `{ "error", "line" }` if the line is faulty.
    pub fn rescore_to_json(&self, line: &[u8], number: usize) -> Result<String, String> {
        self.scored(line, number).map(|scores| to_json(&scores)).map_err(|fault| to_json(&fault))
    }

    fn scored(&self, line: &[u8], number: usize) -> Result<Rescored, Fault> {
        self.rescore_line(line).map_err(|problems| Fault { error: problems.to_string(), line: number })
    }

    /// Scores lines of JSON, each a result or `{ "answers", "history" }`. Each gives one line, in the same order:
    /// `{ "outcome", "change" }`, or `{ "error", "line" }` if it is faulty. `first` is the number of the first line.
    #[must_use]
    pub fn rescore_lines(&self, lines: &[u8], first: usize) -> RescoredLines {
        let mut rescored =
            RescoredLines { bytes: Vec::with_capacity(lines.len()), lines: 0, faulty: 0, first_faulty: None };
        let mut rest = lines;
        while !rest.is_empty() {
            let (line, after) = rest.split_at(memchr(b'\n', rest).unwrap_or(rest.len()));
            rest = after.get(1..).unwrap_or_default();
            let number = first + rescored.lines;
            match self.scored(line, number) {
                Ok(scores) => append_json(&mut rescored.bytes, &scores),
                Err(fault) => {
                    append_json(&mut rescored.bytes, &fault);
                    rescored.faulty += 1;
                    rescored.first_faulty.get_or_insert(number);
                }
            }
            rescored.bytes.push(b'\n');
            rescored.lines += 1;
        }
        rescored
    }

    /// Returns the FHIR Bundle of a result. `options` are those of [`BundleOptions::read`].
    ///
    /// # Errors
    ///
    /// Every problem of the options, and every path at which the result differs from its own answers.
    pub fn to_fhir(&self, result: &str, options: Option<&str>) -> Result<String, Problems> {
        let (options, problems) = BundleOptions::read(&parse_optional("options", options)?);
        if !problems.is_empty() {
            return Err(refusal(problems));
        }
        match self.verified(result, None)? {
            (Some(result), problems) if problems.is_empty() => {
                Ok(to_json(&fhir::bundle(&self.instrument, &result, &options)))
            }
            (_, problems) => Err(refusal(problems)),
        }
    }

    /// Returns the instrument's items as a FHIR Questionnaire, with the canonical URL `url` if given.
    #[must_use]
    pub fn to_questionnaire(&self, url: Option<&str>) -> String {
        to_json(&fhir::questionnaire(&self.instrument, url))
    }
}

impl From<Instrument> for JsonInstrument {
    fn from(instrument: Instrument) -> Self {
        Self { instrument, warnings: Vec::new() }
    }
}

#[derive(Serialize)]
struct Verified {
    result: Option<FeedbackResult>,
    problems: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Fault {
    error: String,
    line: usize,
}

/// Returns problems that refuse answers, although some of them are warnings elsewhere.
fn refusal(problems: Vec<Diagnostic>) -> Problems {
    let diagnostics = problems.into_iter().map(|problem| Diagnostic { fatal: true, ..problem }).collect();
    Problems { diagnostics, quotes_strings: false }
}

fn parse(name: &str, text: &str) -> Result<Json, Problems> {
    Json::parse(name, text).map_err(Problems::from)
}

fn parse_optional(name: &str, text: Option<&str>) -> Result<Json, Problems> {
    text.map_or(Ok(Json::Null), |text| parse(name, text))
}

/// Writes a value of this crate. Writing to memory fails only for maps whose keys are no strings, and there are none.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

/// Does the same at the end of `to`.
fn append_json(to: &mut Vec<u8>, value: &impl Serialize) {
    let start = to.len();
    if serde_json::to_writer(&mut *to, value).is_err() {
        to.truncate(start);
        to.extend(b"null");
    }
}
