//! Reads an instrument from a FHIR R4 Questionnaire, and a definition of its scoring beside it.

use std::cell::RefCell;

use super::element::{array, read_text, string};
use super::questionnaire::UNKNOWN_LANGUAGE;
use super::questionnaire_items::{Items, refuse};
use super::resource::Put;
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::data::limits::MAX_ITEMS;
use crate::instrument::Instrument;

/// Reads an instrument from a Questionnaire and a definition beside it. Returns every fault, and the instrument if no
/// fault is fatal.
///
/// The Questionnaire gives id (its first identifier, else its name, else its id), version, title, license and
/// attribution, and the items: `integer` and `decimal` with `minValue`, `maxValue` and perhaps `sliderStepValue` are
/// sliders, `choice` with options or a contained value set is a list of labelled points. Groups become sections, a first
/// display item the lead. Computed, read-only and hidden items are left out, with a warning. Conditions, repetitions,
/// nested questions and modifier extensions are refused.
///
/// `beside` is a definition of the rest: `score` and the other scoring keys, `items` with `id` and the keys that differ
/// from the defaults, and `leave`, the linkIds of items to leave out. If both give a value, `beside` takes precedence.
#[must_use]
pub fn from_questionnaire(questionnaire: &Json, beside: &Json) -> (Option<Instrument>, Vec<Diagnostic>) {
    let problems = RefCell::default();
    let cursor = JsonCursor::new("questionnaire", questionnaire, &problems);
    if string(questionnaire, "resourceType") != Some("Questionnaire") {
        cursor.at("resourceType").error("\"Questionnaire\"");
    }
    refuse(&cursor);
    let lang = string(questionnaire, "language").unwrap_or_default();
    let mut read = Items::read(&cursor, questionnaire, beside, lang);
    check_beside(&read, beside, &problems);
    let scale = share_scale(&mut read.items);
    let mut definition = read_header(&cursor, beside, lang, scale);
    definition.put("lead", read.lead.clone());
    definition.put("sections", Some(read.used_sections()).filter(|list| !list.is_empty()).map(Json::Array));
    let members = beside.as_object().unwrap_or_default().iter();
    definition.extend(members.filter(|(key, _)| key != "leave" && key != "items").cloned());
    definition.put("items", Json::Array(std::mem::take(&mut read.items)));
    let (instrument, faults) = Instrument::read(&Json::Object(definition));
    let faults = faults.into_iter().filter_map(|fault| at_item(fault, &read.paths));
    problems.borrow_mut().extend(faults);
    let problems = problems.into_inner();
    (instrument.filter(|_| !problems.iter().any(|problem| problem.fatal)), problems)
}

/// Reads a definition's keys other than its items. Reports an absent id or version, which results would lack.
fn read_header(cursor: &JsonCursor, beside: &Json, lang: &str, scale: Json) -> Vec<(String, Json)> {
    let questionnaire = cursor.value();
    let identifier =
        array(questionnaire, "identifier").first().and_then(|identifier| identifier.get("value"));
    let id = identifier.or(questionnaire.get("name")).or(questionnaire.get("id"));
    let or_default = |value: Option<&Json>, key: &str, default: Json| {
        if value.is_none() && beside.get(key).is_none() {
            cursor.at(key).warn(&format!("a value, here or beside; {default} is used"));
        }
        value.cloned().unwrap_or(default)
    };
    let url = string(questionnaire, "url").unwrap_or("questionnaire");
    let mut definition = Vec::new();
    definition.put("id", or_default(id, "id", url.into()));
    definition.put("version", or_default(questionnaire.get("version"), "version", "0".into()));
    definition.put("title", read_text(questionnaire, "title", lang));
    definition.put("attribution", read_text(questionnaire, "publisher", UNKNOWN_LANGUAGE));
    definition.put("license", read_text(questionnaire, "copyright", UNKNOWN_LANGUAGE));
    definition.put("scale", scale);
    definition
}

/// Takes the scale that most items have out of them. Returns it.
fn share_scale(items: &mut [Json]) -> Json {
    let scales: Vec<&Json> = items.iter().filter_map(|item| item.get("scale")).collect();
    let count = |scale: &Json| scales.iter().filter(|other| **other == scale).count();
    // The first of the most frequent ones.
    let most = scales.iter().rev().max_by_key(|scale| count(scale)).map(|scale| (*scale).clone());
    let Some(shared) = most else { return Json::Null };
    for item in items {
        let is_shared = item.get("scale") == Some(&shared);
        if let Json::Object(members) = item
            && is_shared
        {
            members.retain(|(key, _)| key != "scale");
        }
    }
    shared
}

/// Reports items beside that the Questionnaire lacks.
fn check_beside(read: &Items, beside: &Json, problems: &RefCell<Vec<Diagnostic>>) {
    let cursor = JsonCursor::new("instrument", beside, problems);
    let [items, leave] = ["items", "leave"].map(|key| array(beside, key).iter().enumerate().take(MAX_ITEMS));
    for (index, item) in items {
        if !item.get("id").is_some_and(|id| read.link_ids.contains(id)) {
            cursor.at("items").index(index).at("id").error("a linkId");
        }
    }
    for (index, id) in leave {
        if !read.link_ids.contains(id) {
            cursor.at("leave").index(index).error("a linkId");
        }
    }
}

/// Returns a fault of an item by its path in the Questionnaire; `None` if the item's fault was reported there already.
fn at_item(mut fault: Diagnostic, paths: &[(String, bool)]) -> Option<Diagnostic> {
    let Some(rest) = fault.path.strip_prefix("instrument.items[") else { return Some(fault) };
    let (index, rest) = rest.split_once(']')?;
    let (path, is_reported) = paths.get(index.parse::<usize>().ok()?)?;
    if *is_reported {
        return None;
    }
    fault.path = format!("{path}{rest}");
    Some(fault)
}
