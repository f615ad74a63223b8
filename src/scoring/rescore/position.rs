//! A position in a line, with its path and the values allowed there.

use crate::data::diagnostics::Diagnostic;
use crate::instrument::Instrument;

/// A position in a line. The numbers are indexes: of an item in the instrument, or of an entry in an array of answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Position {
    Line,
    Instrument,
    History,
    Answers,
    Item(usize),
    Entry(usize),
    Id(usize),
    Value(usize),
    NotApplicable(usize),
}

impl Position {
    pub(super) fn path(self, instrument: &Instrument) -> String {
        match self {
            Self::Line => "line".into(),
            Self::Instrument => "instrument".into(),
            Self::History => "history".into(),
            Self::Answers => "answers".into(),
            Self::Item(index) => {
                let id = instrument.items.get(index).map(|item| item.id.as_str());
                ["answers.", id.unwrap_or_default()].concat()
            }
            Self::Entry(index) => format!("answers[{index}]"),
            Self::Id(index) => format!("answers[{index}].item"),
            Self::Value(index) => format!("answers[{index}].value"),
            Self::NotApplicable(index) => format!("answers[{index}].notApplicable"),
        }
    }

    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Line => "an object with answers",
            Self::Instrument => "an object with id",
            Self::History => "an array of earlier totals",
            Self::Answers => "an object or an array of answers",
            Self::Entry(_) => "an object with item and value",
            Self::Id(_) => "the id of an item",
            Self::Item(_) | Self::Value(_) => "a number, null or \"not-applicable\"",
            Self::NotApplicable(_) => "true or false",
        }
    }

    /// Returns the fault of a value of another type. It has no `found`: the value may be an answer in words.
    pub(super) fn wrong_type(self, instrument: &Instrument) -> Diagnostic {
        Diagnostic::wrong_type(&self.path(instrument), self.expected())
    }
}
