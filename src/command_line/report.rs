//! The report of one instrument, as data. It serializes to the output of `--json`.

use crate::{Diagnostic, Instrument};
use serde::Serialize;

use super::items::{ItemReport, facts, items};
use super::patterns::{Pattern, patterns};
use super::rules::rules;

/// The report of one instrument.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Every problem and warning.
    pub problems: Vec<Finding>,
    /// The instrument; `None` after a fatal problem.
    pub instrument: Option<InstrumentReport>,
}

/// A problem or a warning.
#[derive(Debug, Serialize)]
pub struct Finding {
    #[serde(flatten)]
    pub problem: Diagnostic,
    /// The problem as one sentence.
    pub message: String,
}

/// An instrument in words.
#[derive(Debug, Serialize)]
pub struct InstrumentReport {
    /// The texts around the items.
    pub facts: Vec<Fact>,
    /// The items.
    pub items: Vec<ItemReport>,
    /// The scoring rules.
    pub rules: Vec<Fact>,
    /// The worked scores.
    pub patterns: Vec<Pattern>,
    /// The definition as it was read, with defaults.
    pub definition: Instrument,
}

/// A name, and sentences.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub name: String,
    pub text: Vec<String>,
}

impl Fact {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: vec![text.into()] }
    }
}

impl Report {
    /// Returns the report, with the instrument's texts in the language nearest to `lang`.
    pub fn new(instrument: Option<&Instrument>, problems: Vec<Diagnostic>, lang: &str) -> Self {
        let finding = |problem: Diagnostic| Finding { message: problem.to_string(), problem };
        let instrument = instrument.map(|instrument| InstrumentReport {
            facts: facts(instrument, lang),
            items: items(instrument, lang),
            rules: rules(instrument, lang),
            patterns: patterns(instrument),
            definition: instrument.clone(),
        });
        Self { problems: problems.into_iter().map(finding).collect(), instrument }
    }
}

/// Returns `count` with a noun, in the singular for one.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Returns a text in quotes.
pub fn quoted(text: &str) -> String {
    format!("“{text}”")
}
