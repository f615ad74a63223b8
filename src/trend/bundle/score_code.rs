//! Finds the score that an Observation's code names.

use super::{array, string};
use crate::data::json::Json;
use crate::instrument::{Band, Better, Code, Instrument, Subscale, Text};

/// The score that an Observation holds.
pub(super) struct Found<'a> {
    pub definition: usize,
    pub instrument: &'a Instrument,
    /// The subscale's id; `None` for the total.
    pub subscale: Option<&'a str>,
    pub range: (f64, f64),
    pub better: Better,
    pub bands: &'a [Band],
}

/// Finds the first score with a code, within one instrument or in all. A subscale without a code is found by its title
/// within one instrument only.
pub(super) fn find<'a>(all: &'a [Instrument], code: &Json, within: Option<usize>) -> Option<Found<'a>> {
    let is_code = |own: Option<&Code>, title: Option<&Text>| match own {
        Some(own) => array(code, "coding").iter().any(|coding| {
            string(coding, "system") == Some(&own.system) && string(coding, "code") == Some(&own.code)
        }),
        None => title.is_some_and(|title| title.all().any(|(_, text)| string(code, "text") == Some(text))),
    };
    let is_within = |index: usize| within.is_none_or(|within| within == index);
    for (definition, instrument) in all.iter().enumerate().filter(|(index, _)| is_within(*index)) {
        let found = |subscale, range, better, bands| {
            Some(Found { definition, instrument, subscale, range, better, bands })
        };
        let rule = &instrument.score;
        if let Some(range) = rule.range().filter(|_| is_code(rule.code.as_ref(), Some(&instrument.title))) {
            return found(None, range, rule.better, instrument.bands.as_slice());
        }
        let is_found = |part: &&Subscale| is_code(part.code.as_ref(), within.map(|_| &part.title));
        if let Some(part) = instrument.subscales.iter().find(is_found) {
            let (id, bands) = (part.id.as_str(), part.bands.as_slice());
            return found(Some(id), part.range(), instrument.better_in(part), bands);
        }
    }
    None
}
