//! Reads an instrument from a FHIR R4 Questionnaire of sliders and choices, and a definition of its scoring beside it.

use std::cell::RefCell;

use self::groups::Reader;
use self::items::Context;
use self::options::in_order;
use self::texts::{array, read_text};
use super::questionnaire::UNKNOWN_LANGUAGE;
use super::resource::Put;
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::Instrument;

mod choices;
mod groups;
mod items;
mod options;
mod texts;

/// The version of an instrument without one.
const UNVERSIONED: &str = "unversioned";

/// Reads an instrument from a Questionnaire and a definition beside it. Returns every fault, and the instrument if no
/// fault is fatal.
///
/// The Questionnaire gives id (its first identifier, else its name, its id or its url), version, title, license and
/// attribution, lead, sections, and the items with their scales. `beside` is a definition of the rest: `score` and the
/// other scoring keys, `items` with `id` and their `reverse`, `weight`, `subscale` and so on, and `scale` for items
/// without ends or scores. If both give a value, `beside` takes precedence; an option's score gives way only to the
/// `score` of a point in its item's own scale. `leave` lists the `linkId`s of items and groups to leave out.
///
/// Items that are hidden, computed or read-only are skipped with a warning. An item whose meaning depends on anything
/// that no instrument has, such as `enableWhen`, is a fault.
#[must_use]
pub fn from_questionnaire(questionnaire: &Json, beside: &Json) -> (Option<Instrument>, Vec<Diagnostic>) {
    let problems = RefCell::default();
    let cursor = JsonCursor::new("questionnaire", questionnaire, &problems);
    if questionnaire.get("resourceType").and_then(Json::as_str) != Some("Questionnaire") {
        cursor.at("resourceType").error("\"Questionnaire\"");
    }
    if cursor.has("modifierExtension") {
        cursor.at("modifierExtension").error("no modifierExtension: its meaning is unknown");
    }
    let lang = questionnaire.get("language").and_then(Json::as_str).unwrap_or_default();
    let context = Context { lang, contained: array(questionnaire, "contained"), beside };
    let mut reader = Reader::new(context);
    reader.read(&cursor, 0);
    if reader.items.is_empty() && !problems.borrow().iter().any(|problem| problem.fatal) {
        cursor.at("item").error("at least one question");
    }
    let Reader { items, sections, lead, .. } = reader;
    check_ids(questionnaire, &JsonCursor::new("instrument", beside, &problems));
    let mut definition = read_header(&cursor, lang, beside);
    definition.put("lead", lead);
    if !sections.is_empty() {
        definition.put("sections", Json::Array(sections));
    }
    put_scales(&mut definition, items, context);
    let hold_back = problems.borrow().iter().any(|problem| problem.fatal);
    let (instrument, faults) = Instrument::read(&Json::Object(definition));
    let mut problems = problems.into_inner();
    // The definition of a faulty Questionnaire lacks items, which would be reported once more, by another path.
    problems.extend(faults.into_iter().filter(|_| !hold_back));
    (instrument.filter(|_| !problems.iter().any(|problem| problem.fatal)), problems)
}

/// Reports each id of the definition beside that no item of the Questionnaire has, and a second entry of one item.
fn check_ids(questionnaire: &Json, beside: &JsonCursor) {
    for key in ["items", "leave"] {
        let list = beside.at(key);
        let entries = array(beside.value(), key);
        for index in 0..entries.len() {
            let entry = list.index(index);
            let at = if key == "items" { entry.at("id") } else { entry };
            if !has_item(questionnaire, at.value()) {
                at.error("a linkId");
            } else if key == "items"
                && entries.iter().take(index).any(|other| other.get("id") == Some(at.value()))
            {
                at.error("an id that no other entry has");
            }
        }
    }
}

/// Returns whether the Questionnaire, or an item, has an item of that linkId at any depth.
fn has_item(parent: &Json, id: &Json) -> bool {
    array(parent, "item").iter().any(|item| item.get("linkId") == Some(id) || has_item(item, id))
}

/// Reads a definition's keys other than its items.
fn read_header(cursor: &JsonCursor, lang: &str, beside: &Json) -> Vec<(String, Json)> {
    let resource = cursor.value();
    let identifier = array(resource, "identifier").first().and_then(|identifier| identifier.get("value"));
    let id = identifier.or_else(|| ["name", "id", "url"].iter().find_map(|key| resource.get(key)));
    let is_beside = |key| beside.get(key).is_some_and(|value| !value.is_null());
    if identifier.is_none() && !is_beside("id") {
        cursor.at("identifier").warn("an identifier, or an id beside: the id is the name, id or url");
    }
    if !cursor.has("version") && !is_beside("version") {
        cursor.at("version").warn("a version, here or beside: it is \"unversioned\"");
    }
    let title = read_text(resource, "title", lang);
    let mut definition = Vec::new();
    definition.put("id", id.cloned());
    definition.put("version", resource.get("version").cloned().unwrap_or_else(|| UNVERSIONED.into()));
    definition.put("title", if title.is_null() { read_text(resource, "name", lang) } else { title });
    definition.put("attribution", read_text(resource, "publisher", UNKNOWN_LANGUAGE));
    definition.put("license", read_text(resource, "copyright", UNKNOWN_LANGUAGE));
    definition
}

/// Adds the rest of the definition beside, and the items. Items have a scale of their own if it is not the scale
/// beside, or, without one, if the items have several.
fn put_scales(definition: &mut Vec<(String, Json)>, items: Vec<Json>, context: Context) {
    let known = ["items", "leave", "scale"];
    let members = context.beside.as_object().unwrap_or_default().iter();
    definition.extend(members.filter(|(key, _)| !known.contains(&key.as_str())).cloned());
    let is_label = |point: &Json| point.get("label").is_some();
    let is_whole = |scale: &&Json| scale.get("min").is_some() || array(scale, "points").iter().any(is_label);
    let beside = context.beside.get("scale").filter(is_whole).map(in_order);
    let first = items.first().and_then(|item| item.get("scale")).cloned();
    let shared = first.filter(|first| items.iter().all(|item| item.get("scale") == Some(first)));
    let default = beside.or(shared);
    let merged = items.into_iter().map(|item| {
        let beside = context.item_beside(item.get("id")).and_then(Json::as_object).unwrap_or_default();
        let is_default = item.get("scale") == default.as_ref();
        let Json::Object(mut members) = item else { return item };
        members.retain(|(key, _)| key != "scale" || !is_default);
        // The scale beside is part of the item's already.
        members.extend(beside.iter().filter(|(key, _)| key != "scale").cloned());
        Json::Object(members)
    });
    let merged = Json::Array(merged.collect());
    definition.put("scale", default);
    definition.put("items", merged);
}
