//! An instrument as a FHIR R4 Questionnaire of slider items, and back. A Questionnaire says what is asked and on what
//! scale; how it is scored stands in a definition beside it.

use std::cell::RefCell;

use super::{Put, coding, list, object};
use crate::instrument::{Instrument, Item, Scale, Text};
use crate::json::Json;
use crate::problem::{Place, Problem};

const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
const CONTROLS: &str = "http://hl7.org/fhir/questionnaire-item-control";
const MIN: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
const MAX: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
const STEP: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// Most items.
const MAX_ITEMS: usize = 200;

/// Texts about the instrument need not be in the language in which it asks: each names its own, or none.
const NOT_ASKED: &str = "";

/// The instrument's items as a Questionnaire, known by `url` if there is one. The low and the high end are display
/// items within each, as FHIR has them for sliders.
#[must_use]
pub fn questionnaire(instrument: &Instrument, url: Option<&str>) -> Json {
    let lang = instrument.title.nearest("").0;
    let item = |item: &Item| {
        object(|entry| {
            entry.put("extension", Json::List(slider(instrument.scale)));
            entry.put("linkId", item.id.as_str());
            if let Some(code) = &item.code {
                entry.put("code", list(coding(&code.system, &code.code, code.display.as_deref())));
            }
            put_text(entry, "text", &item.text, lang);
            entry.put("type", "integer");
            entry.put("required", item.required);
            let ends = [("lower", &item.low), ("upper", &item.high)];
            entry.put("item", Json::List(ends.map(|(end, text)| label(instrument, item, end, text)).into()));
        })
    };
    object(|entry| {
        entry.put("resourceType", "Questionnaire");
        entry.put("language", Some(lang).filter(|lang| !lang.is_empty()));
        entry.put("url", url);
        entry.put("identifier", list(object(|identifier| identifier.put("value", instrument.id.as_str()))));
        entry.put("version", instrument.version.as_str());
        put_text(entry, "title", &instrument.title, lang);
        entry.put("status", "active");
        for (key, text) in [("publisher", &instrument.attribution), ("copyright", &instrument.license)] {
            if let Some(text) = text {
                put_text(entry, key, text, NOT_ASKED);
            }
        }
        entry.put("item", Json::List(instrument.items.iter().map(|entry| item(entry)).collect()));
    })
}

fn extension(url: &str, kind: &str, value: impl Into<Json>) -> Json {
    object(|extension| {
        extension.put("url", url);
        extension.put(kind, value);
    })
}

fn control(code: &str) -> Json {
    let concept = object(|concept| concept.put("coding", list(coding(CONTROLS, code, None))));
    extension(ITEM_CONTROL, "valueCodeableConcept", concept)
}

fn slider(scale: Scale) -> Vec<Json> {
    let number = |url, value: i32| extension(url, "valueInteger", f64::from(value));
    vec![control("slider"), number(MIN, scale.min), number(MAX, scale.max), number(STEP, scale.step)]
}

/// A display item for one end of an item's slider, under a name that no other item has.
fn label(instrument: &Instrument, item: &Item, end: &str, text: &Text) -> Json {
    let mut id = format!("{}/{end}", item.id);
    while instrument.items.iter().any(|item| item.id == id) {
        id.push('\'');
    }
    object(|entry| {
        entry.put("extension", list(control(end)));
        entry.put("linkId", id);
        put_text(entry, "text", text, instrument.title.nearest("").0);
        entry.put("type", "display");
    })
}

/// A text with its translations. The first one is among them, save where it is the only one and in the resource's
/// language.
fn put_text(entry: &mut Vec<(String, Json)>, key: &str, text: &Text, lang: &str) {
    let (first, main) = text.nearest("");
    entry.put(key, main);
    let several = text.all().count() > 1;
    let named = text.all().filter(|(tag, _)| !tag.is_empty() && (several || first != lang));
    let translations: Vec<_> = named
        .map(|(tag, text)| {
            object(|translation| {
                translation.put(
                    "extension",
                    Json::List(vec![
                        extension("lang", "valueCode", tag),
                        extension("content", "valueString", text),
                    ]),
                );
                translation.put("url", TRANSLATION);
            })
        })
        .collect();
    if !translations.is_empty() {
        entry.put(&format!("_{key}"), object(|element| element.put("extension", Json::List(translations))));
    }
}

/// The instrument that a Questionnaire and a definition beside it describe.
///
/// From the Questionnaire come id (its first identifier, else its name, else its id), version, title, license and
/// attribution, and the items with their scale: type `integer` or `decimal`, `minValue`, `maxValue` and
/// `sliderStepValue` in whole numbers, the same for all. `beside` is a definition of what a Questionnaire cannot say:
/// `score` and what else is scored, and `items` with `id`, `reverse`, `weight` and `subscale` where these are not the
/// defaults. What both say, `beside` says last.
#[must_use]
pub fn from_questionnaire(questionnaire: &Json, beside: &Json) -> (Option<Instrument>, Vec<Problem>) {
    let problems = RefCell::default();
    let place = Place::new("questionnaire", questionnaire, &problems);
    if questionnaire.get("resourceType").and_then(Json::text) != Some("Questionnaire") {
        place.at("resourceType").refuse("Questionnaire");
    }
    let lang = questionnaire.get("language").and_then(Json::text).unwrap_or_default();
    let (mut items, mut scale) = (Vec::new(), Json::Null);
    place.each("item", 1..=MAX_ITEMS, &mut |place| {
        let (item, own) = slider_item(place, lang);
        if scale.is_null() {
            scale = own;
        } else if own != scale {
            place.at("extension").refuse("the scale that the items before have");
        }
        items.push(with(item, beside_item(beside, place.at("linkId").found())));
    });
    let identifier = list_of(questionnaire, "identifier").first();
    let id = identifier.and_then(|identifier| identifier.get("value"));
    let definition = object(|definition| {
        let id = id.or(questionnaire.get("name")).or(questionnaire.get("id")).cloned();
        definition.put("id", id);
        definition.put("version", questionnaire.get("version").cloned());
        definition.put("title", read_text(questionnaire, "title", lang));
        definition.put("attribution", read_text(questionnaire, "publisher", NOT_ASKED));
        definition.put("license", read_text(questionnaire, "copyright", NOT_ASKED));
        definition.put("scale", scale);
    });
    let mut definition = with(definition, Some(beside));
    if let Json::Map(entries) = &mut definition {
        entries.push(("items".into(), Json::List(items)));
    }
    for (entry, item) in list_of(beside, "items").iter().enumerate().take(MAX_ITEMS) {
        let asked = list_of(questionnaire, "item");
        if !asked.iter().take(MAX_ITEMS).any(|asked| asked.get("linkId") == item.get("id")) {
            Place::new("instrument", beside, &problems).at("items").entry(entry).at("id").refuse("a linkId");
        }
    }
    let (instrument, found) = Instrument::read(&definition);
    let mut problems = problems.into_inner();
    problems.extend(found);
    (instrument.filter(|_| !problems.iter().any(|problem| problem.fatal)), problems)
}

/// One item as a definition has it, and its scale.
fn slider_item(place: &Place, lang: &str) -> (Json, Json) {
    let json = place.found();
    let kind = json.get("type").and_then(Json::text);
    if !matches!(kind, Some("integer" | "decimal")) {
        place.at("type").refuse("integer or decimal");
    }
    if !is_control(json, "slider") {
        place.at("extension").refuse("the item control slider");
    }
    let ends = list_of(json, "item");
    let end = |end| {
        ends.iter()
            .find(|item| is_control(item, end))
            .map_or(Json::Null, |item| read_text(item, "text", lang))
    };
    let item = object(|item| {
        item.put("id", json.get("linkId").cloned());
        item.put("text", read_text(json, "text", lang));
        item.put("low", end("lower"));
        item.put("high", end("upper"));
        item.put("required", json.get("required").cloned());
        item.put("code", list_of(json, "code").first().map(code));
    });
    let scale = object(|scale| {
        scale.put("min", value_of(json, MIN).cloned());
        scale.put("max", value_of(json, MAX).cloned());
        scale.put("step", value_of(json, STEP).cloned());
    });
    (item, scale)
}

/// The list under `key`; of anything else, nothing.
fn list_of<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).and_then(Json::list).unwrap_or_default()
}

/// A Coding without what a definition has no place for.
fn code(coding: &Json) -> Json {
    object(|code| {
        for key in ["system", "code", "display"] {
            code.put(key, coding.get(key).cloned());
        }
    })
}

/// The value of the extension of that URL.
fn value_of<'a>(element: &'a Json, url: &str) -> Option<&'a Json> {
    let extensions = list_of(element, "extension");
    let extension =
        extensions.iter().find(|extension| extension.get("url").and_then(Json::text) == Some(url))?;
    extension.entries()?.iter().find(|(key, _)| key.starts_with("value")).map(|(_, value)| value)
}

fn is_control(item: &Json, control: &str) -> bool {
    let codings = value_of(item, ITEM_CONTROL).and_then(|concept| concept.get("coding")).and_then(Json::list);
    codings.unwrap_or_default().iter().any(|coding| coding.get("code").and_then(Json::text) == Some(control))
}

/// A string of FHIR with its translations, as a definition has it.
fn read_text(element: &Json, key: &str, lang: &str) -> Json {
    let Some(main) = element.get(key) else { return Json::Null };
    let extensions =
        element.get(&format!("_{key}")).and_then(|text| text.get("extension")).and_then(Json::list);
    let translation = |extension: &Json| {
        let part = |url| value_of(extension, url).and_then(Json::text);
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
    Json::Map(texts)
}

/// What the definition beside says about the item of that id.
fn beside_item<'a>(beside: &'a Json, id: &Json) -> Option<&'a Json> {
    list_of(beside, "items").iter().take(MAX_ITEMS).find(|item| item.get("id") == Some(id))
}

/// The object with the entries of another after its own: the last of a key counts.
fn with(object: Json, other: Option<&Json>) -> Json {
    let Json::Map(mut entries) = object else { return object };
    entries.extend(other.and_then(Json::entries).unwrap_or_default().iter().cloned());
    Json::Map(entries)
}
