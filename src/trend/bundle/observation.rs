//! Reads an Observation of a score, as stored.

use super::{Reader, array, derived_from, string};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::instrument::{Band, Better, Code, Instrument, Text};
use crate::trend::entry::{Entry, Kind, Rescored, Score, Scored};
use crate::trend::result_reader::time;
use crate::trend::time::Time;

/// The score that an Observation holds.
struct Found<'a> {
    definition: usize,
    instrument: &'a Instrument,
    /// The subscale's id; `None` for the total.
    subscale: Option<&'a str>,
    range: (f64, f64),
    better: Better,
    bands: &'a [Band],
}

impl Reader<'_> {
    /// Reads an Observation. It belongs to the response that it is derived from, else to the other Observations of its
    /// time.
    pub(super) fn observation(&mut self, cursor: &JsonCursor) {
        let source = derived_from(cursor.value());
        if source.is_some_and(|source| self.erroneous.iter().any(|reference| reference == source)) {
            self.dropped += 1;
            return;
        }
        let statuses: [&[&str]; 2] =
            [&["final", "amended", "corrected"], &["preliminary", "registered", "unknown"]];
        let Some(is_preliminary) = self.is_preliminary(cursor, statuses) else { return };
        let is_of = |(references, _): &(Vec<String>, Entry)| {
            references.iter().any(|reference| Some(reference.as_str()) == source)
        };
        let response = self.read.iter().position(is_of);
        let definition = response
            .and_then(|index| self.read.get(index)?.1.scored()?.definition)
            .filter(|_| source.is_some());
        let definitions = self.definitions;
        let Some(found) = find(definitions.all(), cursor.value().get("code"), definition) else {
            cursor.at("code").error("the code or the title of a score of a known instrument");
            return;
        };
        let value = cursor.at("valueQuantity");
        let (lo, hi) = found.range;
        let Some(value) = value.number("value", lo, hi) else { return };
        let label = array(cursor.value(), "interpretation").first().and_then(|text| string(text, "text"));
        let is_band = |band: &&Band| band.label.all().any(|(_, text)| Some(text) == label);
        let notes = array(cursor.value(), "note").iter().filter_map(|note| string(note, "text"));
        let score = Score {
            value: Some(value),
            range: Some(found.range),
            better: Some(found.better),
            prorated: notes.into_iter().any(|note| note.starts_with("Prorated")),
            band: found.bands.iter().find(is_band).map(|band| band.id.clone()),
        };
        let index = match response {
            Some(index) => index,
            None => match self.entry_of(cursor, &found) {
                Some(index) => index,
                None => return,
            },
        };
        let Some((_, Entry { kind: Kind::Scored(scored), .. })) = self.read.get_mut(index) else { return };
        scored.is_preliminary |= is_preliminary;
        scored.put(found.subscale, score);
    }

    /// Returns the index of the entry of an Observation without a response.
    fn entry_of(&mut self, cursor: &JsonCursor, found: &Found) -> Option<usize> {
        let key = if cursor.has("effectiveDateTime") { "effectiveDateTime" } else { "issued" };
        let time = time(&cursor.at(key))?;
        let at = time.instant(self.locale);
        let source = derived_from(cursor.value());
        let key =
            [source.or_else(|| string(cursor.value(), key)).unwrap_or_default(), "|", &found.instrument.id]
                .concat();
        let is_of = |(references, _): &(Vec<String>, Entry)| references.first() == Some(&key);
        if let Some(index) = self.read.iter().position(is_of) {
            return Some(index);
        }
        let encounter = cursor.value().get("encounter").and_then(|encounter| string(encounter, "reference"));
        let id = source.and_then(|source| source.strip_prefix("urn:uuid:"));
        let entry = Entry {
            at,
            is_day: matches!(time, Time::Day(_)),
            id: id.map(str::to_owned),
            session_id: encounter.map(str::to_owned),
            instrument: None,
            attempt: 0.0,
            kind: Kind::Scored(Box::new(Scored::of(found.instrument, found.definition))),
        };
        self.read.push((vec![key], entry));
        Some(self.read.len() - 1)
    }
}

impl Scored {
    /// Replaces a calculated score by the stored one, and notes a difference.
    fn put(&mut self, subscale: Option<&str>, score: Score) {
        let is_calculated = self.answered.is_some();
        let place = match subscale {
            None => Some(&mut self.total),
            Some(id) => {
                self.subscales.iter_mut().find(|(name, _)| name == id).map(|(_, calculated)| calculated)
            }
        };
        match (place, subscale) {
            (Some(calculated), _) => {
                let before = std::mem::replace(calculated, score);
                if !is_calculated || before.value == calculated.value {
                    // An Observation may say less of the score than its answers do.
                    calculated.band = calculated.band.take().or(before.band);
                    calculated.prorated |= before.prorated;
                } else if subscale.is_none() {
                    self.rescored = Rescored::Total(before.value);
                } else if self.rescored == Rescored::Same {
                    self.rescored = Rescored::Other;
                }
            }
            (None, Some(id)) => self.subscales.push((id.into(), score)),
            (None, None) => {}
        }
    }
}

/// Finds the score with a code, within one instrument or in all. A subscale without a code is found by its title within
/// one instrument only.
fn find<'a>(all: &'a [Instrument], code: Option<&Json>, within: Option<usize>) -> Option<Found<'a>> {
    let code = code?;
    let is_code = |own: Option<&Code>, title: Option<&Text>| match own {
        Some(own) => array(code, "coding").iter().any(|coding| {
            string(coding, "system") == Some(&own.system) && string(coding, "code") == Some(&own.code)
        }),
        None => title.is_some_and(|title| title.all().any(|(_, text)| string(code, "text") == Some(text))),
    };
    let instruments =
        all.iter().enumerate().filter(|(index, _)| within.is_none_or(|within| within == *index));
    for (definition, instrument) in instruments {
        let found = |subscale, range, better, bands| {
            Some(Found { definition, instrument, subscale, range, better, bands })
        };
        let rule = &instrument.score;
        if let Some(range) = rule.range().filter(|_| is_code(rule.code.as_ref(), Some(&instrument.title))) {
            return found(None, range, rule.better, instrument.bands.as_slice());
        }
        let is_found = |subscale: &&crate::instrument::Subscale| {
            is_code(subscale.code.as_ref(), within.map(|_| &subscale.title))
        };
        if let Some(subscale) = instrument.subscales.iter().find(is_found) {
            return found(
                Some(subscale.id.as_str()),
                subscale.range(),
                instrument.better_in(subscale),
                subscale.bands.as_slice(),
            );
        }
    }
    None
}
