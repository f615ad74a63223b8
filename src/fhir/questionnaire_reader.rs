//! Reads an instrument from a FHIR R4 Questionnaire of slider items, and a definition of its scoring beside it.

use std::cell::RefCell;

use super::questionnaire::{ITEM_CONTROL, MAX_VALUE, MIN_VALUE, SLIDER_STEP, UNKNOWN_LANGUAGE};
use super::resource::{Put, object};
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::data::limits::MAX_ITEMS;
use crate::instrument::Instrument;

/// Reads an instrument from a Questionnaire and a definition beside it. Returns every fault, and the instrument if no
/// fault is fatal.
///
/// The Questionnaire gives id (its first identifier, else its name, else its id), version, title, license and
/// attribution, and the items with their scale: type `integer` or `decimal`, `minValue`, `maxValue` and
/// `sliderStepValue` as integers, equal for all items. `beside` is a definition of the rest: `score` and the other
/// scoring keys, and `items` with `id`, `reverse`, `weight` and `subscale` if they differ from the defaults. If both
/// give a value, `beside` takes precedence.
#[must_use]
pub fn from_questionnaire(questionnaire: &Json, beside: &Json) -> (Option<Instrument>, Vec<Diagnostic>) {
    let problems = RefCell::default();
    let cursor = JsonCursor::new("questionnaire", questionnaire, &problems);
    if questionnaire.get("resourceType").and_then(Json::as_str) != Some("Questionnaire") {
        cursor.at("resourceType").error("\"Questionnaire\"");
    }
    let lang = questionnaire.get("language").and_then(Json::as_str).unwrap_or_default();
    let (mut items, mut scale) = (Vec::new(), Json::Null);
    cursor.each("item", 1..=MAX_ITEMS, &mut |cursor| {
        let (item, own_scale) = read_item(cursor, lang);
        if scale.is_null() {
            scale = own_scale;
        } else if own_scale != scale {
            cursor.at("extension").error("the scale of the items before");
        }
        items.push(merge(item, item_beside(beside, cursor.at("linkId").value())));
    });
    let mut definition = merge(read_header(questionnaire, lang, scale), Some(beside));
    if let Json::Object(members) = &mut definition {
        members.push(("items".into(), Json::Array(items)));
    }
    for (index, item) in array(beside, "items").iter().enumerate().take(MAX_ITEMS) {
        let mut known = array(questionnaire, "item").iter().take(MAX_ITEMS);
        if !known.any(|known| known.get("linkId") == item.get("id")) {
            JsonCursor::new("instrument", beside, &problems)
                .at("items")
                .index(index)
                .at("id")
                .error("a linkId");
        }
    }
    let (instrument, faults) = Instrument::read(&definition);
    let mut problems = problems.into_inner();
    problems.extend(faults);
    (instrument.filter(|_| !problems.iter().any(|problem| problem.fatal)), problems)
}

/// Reads a definition's keys other than its items.
fn read_header(questionnaire: &Json, lang: &str, scale: Json) -> Json {
    let identifier = array(questionnaire, "identifier").first();
    let id = identifier.and_then(|identifier| identifier.get("value"));
    object(|definition| {
        definition.put("id", id.or(questionnaire.get("name")).or(questionnaire.get("id")).cloned());
        definition.put("version", questionnaire.get("version").cloned());
        definition.put("title", read_text(questionnaire, "title", lang));
        definition.put("attribution", read_text(questionnaire, "publisher", UNKNOWN_LANGUAGE));
        definition.put("license", read_text(questionnaire, "copyright", UNKNOWN_LANGUAGE));
        definition.put("scale", scale);
    })
}

/// Reads one item in the format of a definition, and its scale.
fn read_item(cursor: &JsonCursor, lang: &str) -> (Json, Json) {
    let json = cursor.value();
    let kind = json.get("type").and_then(Json::as_str);
    if !matches!(kind, Some("integer" | "decimal")) {
        cursor.at("type").error("\"integer\" or \"decimal\"");
    }
    if !is_control(json, "slider") {
        cursor.at("extension").error("the item control slider");
    }
    let labels = array(json, "item");
    let label = |end| {
        let item = labels.iter().find(|item| is_control(item, end));
        item.map_or(Json::Null, |item| read_text(item, "text", lang))
    };
    let item = object(|item| {
        item.put("id", json.get("linkId").cloned());
        item.put("text", read_text(json, "text", lang));
        item.put("low", label("lower"));
        item.put("high", label("upper"));
        item.put("required", json.get("required").cloned());
        item.put("code", array(json, "code").first().map(code));
    });
    let scale = object(|scale| {
        scale.put("min", extension_value(json, MIN_VALUE).cloned());
        scale.put("max", extension_value(json, MAX_VALUE).cloned());
        scale.put("step", extension_value(json, SLIDER_STEP).cloned());
    });
    (item, scale)
}

/// Returns the array under `key`; empty for any other value.
fn array<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).and_then(Json::as_array).unwrap_or_default()
}

/// Returns a Coding with only the keys that a definition has.
fn code(coding: &Json) -> Json {
    object(|code| {
        for key in ["system", "code", "display"] {
            code.put(key, coding.get(key).cloned());
        }
    })
}

/// Returns the value of the extension with that URL.
fn extension_value<'a>(element: &'a Json, url: &str) -> Option<&'a Json> {
    let extensions = array(element, "extension");
    let extension =
        extensions.iter().find(|extension| extension.get("url").and_then(Json::as_str) == Some(url))?;
    extension.as_object()?.iter().find(|(key, _)| key.starts_with("value")).map(|(_, value)| value)
}

fn is_control(item: &Json, control: &str) -> bool {
    let codings = extension_value(item, ITEM_CONTROL)
        .and_then(|concept| concept.get("coding"))
        .and_then(Json::as_array);
    let is_code = |coding: &Json| coding.get("code").and_then(Json::as_str) == Some(control);
    codings.unwrap_or_default().iter().any(is_code)
}

/// Reads a FHIR string with its translations, in the format of a definition.
fn read_text(element: &Json, key: &str, lang: &str) -> Json {
    let Some(main) = element.get(key) else { return Json::Null };
    let extensions =
        element.get(&format!("_{key}")).and_then(|text| text.get("extension")).and_then(Json::as_array);
    let translation = |extension: &Json| {
        let part = |url| extension_value(extension, url).and_then(Json::as_str);
        Some((part("lang")?.to_owned(), Json::from(part("content")?)))
    };
    let mut texts: Vec<_> = extensions.unwrap_or_default().iter().filter_map(translation).collect();
    if !texts.iter().any(|(_, text)| text == main) {
        if lang.is_empty() && texts.is_empty() {
            return main.clone();
        }
        let tag = if lang.is_empty() { "und" } else { lang };
        texts.insert(0, (tag.into(), main.clone()));
    }
    Json::Object(texts)
}

/// Returns the item of that id in the definition beside.
fn item_beside<'a>(beside: &'a Json, id: &Json) -> Option<&'a Json> {
    array(beside, "items").iter().take(MAX_ITEMS).find(|item| item.get("id") == Some(id))
}

/// Appends the members of another object. The last member of a key counts.
fn merge(object: Json, other: Option<&Json>) -> Json {
    let Json::Object(mut members) = object else { return object };
    members.extend(other.and_then(Json::as_object).unwrap_or_default().iter().cloned());
    Json::Object(members)
}
