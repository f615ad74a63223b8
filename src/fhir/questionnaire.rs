//! Writes an instrument as a FHIR R4 Questionnaire of slider items. A Questionnaire has no place for scoring rules.

use super::resource::{Put, coding, list, object};
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Slider, Text};

pub(super) const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
pub(super) const ITEM_CONTROL_CODES: &str = "http://hl7.org/fhir/questionnaire-item-control";
pub(super) const MIN_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
pub(super) const MAX_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
pub(super) const SLIDER_STEP: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
pub(super) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// The language of publisher and copyright: it may differ from that of the questions, so none is assumed.
pub(super) const UNKNOWN_LANGUAGE: &str = "";

/// Returns the instrument's items as a Questionnaire, with the canonical URL `url` if given. The labels of a slider's
/// ends are display items within its item, as FHIR defines them.
#[must_use]
pub fn questionnaire(instrument: &Instrument, url: Option<&str>) -> Json {
    let lang = instrument.title.nearest("").0;
    let item = |item: &Item| {
        object(|entry| {
            let slider = instrument.scale_of(item).slider().map(slider);
            entry.put("extension", slider.map(Json::Array));
            entry.put("linkId", item.id.as_str());
            if let Some(code) = &item.code {
                entry.put("code", list(coding(&code.system, &code.code, code.display.as_deref())));
            }
            put_text(entry, "text", &item.text, lang);
            entry.put("type", "integer");
            entry.put("required", item.required);
            let ends = [("lower", &item.low), ("upper", &item.high)].into_iter();
            let ends = ends.filter_map(|(end, text)| Some(label(instrument, item, end, text.as_ref()?)));
            entry.put("item", Json::Array(ends.collect()));
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
                put_text(entry, key, text, UNKNOWN_LANGUAGE);
            }
        }
        entry.put("item", Json::Array(instrument.items.iter().map(|entry| item(entry)).collect()));
    })
}

fn extension(url: &str, kind: &str, value: impl Into<Json>) -> Json {
    object(|extension| {
        extension.put("url", url);
        extension.put(kind, value);
    })
}

fn control(code: &str) -> Json {
    let concept = object(|concept| concept.put("coding", list(coding(ITEM_CONTROL_CODES, code, None))));
    extension(ITEM_CONTROL, "valueCodeableConcept", concept)
}

fn slider(scale: Slider) -> Vec<Json> {
    let number = |url, value: i32| extension(url, "valueInteger", f64::from(value));
    vec![
        control("slider"),
        number(MIN_VALUE, scale.min),
        number(MAX_VALUE, scale.max),
        number(SLIDER_STEP, scale.step),
    ]
}

/// Returns a display item for one end of an item's slider, with a `linkId` that no item has.
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

/// Adds a text with its translations. The main text is among the translations, unless it is the only text and in the
/// resource's language.
fn put_text(entry: &mut Vec<(String, Json)>, key: &str, text: &Text, lang: &str) {
    let (main_lang, main) = text.nearest("");
    entry.put(key, main);
    let several = text.all().count() > 1;
    let named = text.all().filter(|(tag, _)| !tag.is_empty() && (several || main_lang != lang));
    let translations: Vec<_> = named
        .map(|(tag, text)| {
            object(|translation| {
                translation.put(
                    "extension",
                    Json::Array(vec![
                        extension("lang", "valueCode", tag),
                        extension("content", "valueString", text),
                    ]),
                );
                translation.put("url", TRANSLATION);
            })
        })
        .collect();
    if !translations.is_empty() {
        entry.put(&format!("_{key}"), object(|element| element.put("extension", Json::Array(translations))));
    }
}
