//! Finds the score that an Observation's code names.

use super::{array, string};
use crate::data::json::Json;
use crate::instrument::{Band, Better, Code, Instrument, Text};

/// The score that an Observation holds.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub definition: usize,
    pub instrument: &'a Instrument,
    /// The subscale's id; `None` for the total.
    pub subscale: Option<&'a str>,
    pub range: (f64, f64),
    pub better: Better,
    pub bands: &'a [Band],
    /// Whether no other score has this code. Another version of the instrument has the same one if its range is the same.
    pub is_only: bool,
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
    let mut first: Option<Found> = None;
    let mut add = |found: Found<'a>| match &mut first {
        Some(first) => {
            first.is_only &= first.instrument.id == found.instrument.id
                && first.subscale == found.subscale
                && first.range == found.range;
        }
        None => first = Some(found),
    };
    let is_within = |index: usize| within.is_none_or(|within| within == index);
    for (definition, instrument) in all.iter().enumerate().filter(|(index, _)| is_within(*index)) {
        let rule = &instrument.score;
        let (subscale, better, bands, is_only) = (None, rule.better, instrument.bands.as_slice(), true);
        if let Some(range) = rule.range().filter(|_| is_code(rule.code.as_ref(), Some(&instrument.title))) {
            add(Found { definition, instrument, subscale, range, better, bands, is_only });
        }
        for part in &instrument.subscales {
            if is_code(part.code.as_ref(), within.map(|_| &part.title)) {
                let (subscale, better) = (Some(part.id.as_str()), instrument.better_in(part));
                let (range, bands) = (part.range(), part.bands.as_slice());
                add(Found { definition, instrument, subscale, range, better, bands, is_only });
            }
        }
    }
    first
}
