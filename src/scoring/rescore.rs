//! Scores one JSON line at a time, for files of results. It reads only the answers and the history of a line.

use serde::Serialize;

use super::answers::Response;
use super::change::{Change, change, read_history};
use super::score::{Outcome, score};
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::Instrument;

mod line_answer;
mod line_reader;
mod position;

/// The scores of one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rescored {
    /// The scored answers.
    pub outcome: Outcome,
    /// The change against the line's history; `None` without an earlier total to compare.
    pub change: Option<Change>,
}

/// Scores the answers in one JSON text: a result, or
/// `{ "answers": { "ID": number | null }, "history": [] }`. Items without an entry are unanswered; `history` is
/// optional.
///
/// # Errors
///
/// The first fault of the line: not JSON, a result of another instrument, an unknown item, two answers to an item, or a
/// value off the scale; or every fault of the history. A fault has at most the one faulty number or the id of the other
/// instrument, and never another part of the line: its answers must not reach logs.
///
/// ```
/// let one = rapport::Instrument::built_in("one").unwrap();
/// let line = r#"{ "answers": { "overall": 70 }, "history": [{ "total": 80 }] }"#;
/// let rescored = rapport::rescore(&one, line).unwrap();
/// assert_eq!(rescored.change.unwrap().delta, -10.0);
/// let problems = rapport::rescore(&one, r#"{ "answers": { "overall": 101 } }"#).unwrap_err();
/// assert!(problems[0].to_string().starts_with("answers.overall: found 101, expected a value from 0 to 100"));
/// ```
pub fn rescore(instrument: &Instrument, line: &str) -> Result<Rescored, Vec<Diagnostic>> {
    let (values, history) = line_reader::read(instrument, line).map_err(|problem| vec![problem])?;
    let (history, problems) = read_history(instrument, &history);
    if !problems.is_empty() {
        return Err(problems.into_iter().map(without_text).collect());
    }
    Ok(rescore_responses(instrument, values, &history))
}

/// Drops what a problem of the history has found, unless it is a number: a string may be an answer in words.
fn without_text(problem: Diagnostic) -> Diagnostic {
    if let None | Some(Json::Null | Json::Number(_)) = problem.found {
        return problem;
    }
    let is_id = problem.path.ends_with(".instrument.id");
    Diagnostic {
        found: None,
        fault: Some(if is_id { "another instrument" } else { "wrong type" }),
        ..problem
    }
}

/// Scores responses, one per item, and compares the total with the earlier ones.
pub(crate) fn rescore_responses(
    instrument: &Instrument,
    responses: Vec<Option<Response>>,
    history: &[Option<f64>],
) -> Rescored {
    let outcome = score(instrument, responses);
    let change = change(instrument, outcome.total, history);
    Rescored { outcome, change }
}
