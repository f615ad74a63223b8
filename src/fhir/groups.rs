//! Nests items in the groups of their sections, in the Questionnaire and in responses alike.

use super::resource::{Put, object};
use crate::data::json::Json;
use crate::instrument::{Instrument, Section};

/// Returns the items, one JSON per item of the instrument, with those of a section in a group that `group` begins.
pub(super) fn nested(
    instrument: &Instrument,
    items: Vec<Json>,
    group: &dyn Fn(&mut Vec<(String, Json)>, &Section),
) -> Vec<Json> {
    let mut nested: Vec<Json> = Vec::new();
    let mut open: Option<(&Section, String, Vec<Json>)> = None;
    let mut used: Vec<String> = Vec::new();
    let close = |nested: &mut Vec<Json>, open: Option<(&Section, String, Vec<Json>)>| {
        if let Some((section, id, items)) = open {
            nested.push(object(|entry| {
                entry.put("linkId", id);
                group(entry, section);
                entry.put("item", Json::Array(items));
            }));
        }
    };
    for (item, json) in instrument.items.iter().zip(items) {
        let section = instrument.sections.iter().find(|section| Some(&section.id) == item.section.as_ref());
        if open.as_ref().map(|(open, ..)| &open.id) != section.map(|section| &section.id) {
            close(&mut nested, open.take());
            open = section.map(|section| {
                let id = unique(instrument, &used, &section.id);
                used.push(id.clone());
                (section, id, Vec::new())
            });
        }
        match &mut open {
            Some((_, _, items)) => items.push(json),
            None => nested.push(json),
        }
    }
    close(&mut nested, open);
    nested
}

/// Returns `id` with primes added until it differs from each item's id and from `used`.
pub(super) fn unique(instrument: &Instrument, used: &[String], id: &str) -> String {
    let mut id = id.to_owned();
    while instrument.items.iter().any(|item| item.id == id) || used.contains(&id) {
        id.push('\'');
    }
    id
}
