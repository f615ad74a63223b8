//! Reads an Observation of a score, as stored.

use super::dates::effective;
use super::references::is_any_same;
use super::score_code::{Found, find};
use super::{Read, Reader, Resource, array, expect_none, is_preliminary, string};
use crate::data::cursor::JsonCursor;
use crate::instrument::Band;
use crate::trend::entry::{Entry, Kind, Rescored, Score, Scored};
use crate::trend::time::Time;

impl<'a> Reader<'a> {
    /// Reads an Observation. It belongs to the response that it is derived from, else to the other Observations of the
    /// same source, or of the same time and encounter. One that cannot be read makes its entry unreadable, except beside
    /// a response, which is scored from its answers.
    pub(super) fn observation(&mut self, entry: &JsonCursor, facts: &'a Resource) {
        let cursor = &entry.at("resource");
        let of_response = |read: &Read| read.is_response && is_any_same(read.references, &facts.sources);
        let response = self.read.iter().position(of_response);
        let within = response.and_then(|index| self.read.get(index)?.entry.scored()?.definition);
        if response.is_some() && within.is_none() {
            return;
        }
        let faults = cursor.fault_count();
        let code = cursor.at("code");
        let Some(found) = find(self.definitions.all(), code.value(), within) else {
            code.error("the code or the title of one known score");
            return;
        };
        self.check(entry, facts);
        let is_preliminary = is_preliminary(cursor);
        let score = score(cursor, &found);
        let index = if let Some(index) = response {
            index
        } else {
            let Some(time) = effective(cursor) else { return };
            let id = facts.sources.first().and_then(|source| source.strip_prefix("urn:uuid:"));
            let entry = Entry {
                at: time.instant(self.locale),
                is_day: matches!(time, Time::Day(_)),
                id: id.map(str::to_owned),
                session_id: encounter(cursor),
                instrument: Some(found.instrument.id.clone()),
                attempt: 0.0,
                kind: Kind::Unreadable,
            };
            self.place(entry, &facts.sources, &found)
        };
        let Some(read) = self.read.get_mut(index) else { return };
        if !found.is_only || read.stored.contains(&found.subscale) {
            code.error("the code or the title of one known score");
        }
        let is_readable = cursor.fault_count() == faults;
        if !read.is_response {
            if !is_readable {
                read.entry.kind = Kind::Unreadable;
            } else if read.stored.is_empty() {
                read.definition = Some(found.definition);
                read.entry.kind = Kind::Scored(Box::new(Scored::of(found.instrument, found.definition)));
            }
        }
        read.stored.push(found.subscale);
        if let (true, Kind::Scored(scored)) = (is_readable, &mut read.entry.kind) {
            scored.is_preliminary |= is_preliminary;
            scored.put(found.subscale, score);
            if !read.is_response {
                scored.take_alerts(found.instrument);
            }
        }
    }

    /// Returns the index of the entry for an Observation without a response: that of its source, else that of its time
    /// and encounter, if it lacks this score; else the new one.
    fn place(&mut self, entry: Entry, sources: &'a [String], found: &Found<'a>) -> usize {
        let is_of = |read: &Read| {
            let is_same = if sources.is_empty() {
                read.references.is_empty()
                    && read.entry.at.total_cmp(&entry.at).is_eq()
                    && read.entry.session_id == entry.session_id
            } else {
                is_any_same(read.references, sources)
            };
            is_same
                && read.definition.is_none_or(|definition| definition == found.definition)
                && !read.stored.contains(&found.subscale)
        };
        let index = self.read.iter().position(is_of).unwrap_or(self.read.len());
        if index == self.read.len() {
            let definition = Some(found.definition);
            self.read.push(Read {
                entry,
                is_response: false,
                references: sources,
                definition,
                stored: Vec::new(),
            });
        }
        index
    }
}

/// Returns the session's id. A contained encounter has none outside of its resource.
pub(super) fn encounter(cursor: &JsonCursor) -> Option<String> {
    let encounter = cursor.value().get("encounter").and_then(|encounter| string(encounter, "reference"));
    encounter.filter(|encounter| !encounter.starts_with('#')).map(str::to_owned)
}

/// Reads the score. It has no value if the Observation has a reason for that, or is registered only.
fn score(cursor: &JsonCursor, found: &Found) -> Score {
    let (lo, hi) = found.range;
    let quantity = cursor.at("valueQuantity");
    expect_none(&quantity, "comparator");
    let is_absent = cursor.has("dataAbsentReason") || string(cursor.value(), "status") == Some("registered");
    let value = if cursor.has("valueInteger") {
        cursor.number("valueInteger", lo, hi)
    } else if cursor.has("valueQuantity") || !is_absent {
        quantity.number("value", lo, hi)
    } else {
        None
    };
    if value.is_some() {
        expect_none(cursor, "dataAbsentReason");
    }
    let label = array(cursor.value(), "interpretation").first().and_then(|text| string(text, "text"));
    let is_band = |band: &&Band| band.label.all().any(|(_, text)| Some(text) == label);
    let mut notes = array(cursor.value(), "note").iter().filter_map(|note| string(note, "text"));
    Score {
        value,
        range: Some(found.range),
        better: Some(found.better),
        prorated: notes.any(|note| note.starts_with("Prorated")),
        band: found.bands.iter().find(is_band).map(|band| band.id.clone()),
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
