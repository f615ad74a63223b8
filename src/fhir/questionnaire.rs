//! Writes an instrument as a FHIR R4 Questionnaire of sliders and choices. A Questionnaire has no place for scoring rules.

use super::groups::{free_id, nested};
use super::resource::{DATA_ABSENT_REASON, Put, coding, list, object};
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Scale, Slider, Text};
use crate::scoring::answers::NOT_APPLICABLE;

pub(super) const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
pub(super) const ITEM_CONTROL_CODES: &str = "http://hl7.org/fhir/questionnaire-item-control";
pub(super) const MIN_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
pub(super) const MAX_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
pub(super) const SLIDER_STEP: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
pub(super) const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
/// The language of an element, if it is not that of the resource.
pub(super) const LANGUAGE: &str = "http://hl7.org/fhir/StructureDefinition/language";
pub(super) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// The language of publisher and copyright: it may differ from that of the questions, so none is assumed.
pub(super) const UNKNOWN_LANGUAGE: &str = "";

/// Returns the instrument's items as a Questionnaire, with the canonical URL `url` if given. The labels of a slider's
/// ends are display items within its item, as FHIR defines them; labelled points are the options of a choice, with their
/// scores; sections are groups, and `lead` is a display item at the start. A slider's `notApplicable` is left out: an
/// integer has no further option.
#[must_use]
pub fn questionnaire(instrument: &Instrument, url: Option<&str>) -> Json {
    let lang = instrument.title.nearest("").0;
    let item = |item: &Item| {
        object(|entry| {
            let scale = instrument.scale_of(item);
            let (extension, kind) = match scale {
                Scale::Slider(scale) => (slider(*scale), "integer"),
                Scale::Points { .. } => (vec![control("radio-button")], "choice"),
            };
            entry.put("extension", Json::Array(extension));
            entry.put("linkId", item.id.as_str());
            if let Some(code) = &item.code {
                entry.put("code", list(coding(&code.system, &code.code, code.display.as_deref())));
            }
            put_text(entry, "text", &item.text, lang);
            entry.put("type", kind);
            entry.put("required", item.required);
            if let Scale::Points { .. } = scale {
                entry.put("answerOption", options(item, scale, lang));
            }
            let ends = [("lower", &item.low), ("upper", &item.high)].into_iter();
            let ends = ends.filter_map(|(end, text)| Some(label(instrument, item, end, text.as_ref()?)));
            let ends: Vec<_> = ends.collect();
            if !ends.is_empty() {
                entry.put("item", Json::Array(ends));
            }
        })
    };
    let group_text = |group: &mut Vec<(String, Json)>, text: &Text| {
        put_text(group, "text", text, lang);
        group.put("type", "group");
    };
    let mut items = nested(instrument, &item, &group_text);
    if let (Some(lead), Json::Array(items)) = (&instrument.lead, &mut items) {
        let sections: Vec<_> = instrument.sections.iter().map(|section| section.id.clone()).collect();
        let lead = object(|entry| {
            entry.put("linkId", free_id(instrument, "lead", &sections));
            put_text(entry, "text", lead, lang);
            entry.put("type", "display");
        });
        items.insert(0, lead);
    }
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
        entry.put("item", items);
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

/// Returns the options of a choice.
fn options(item: &Item, scale: &Scale, lang: &str) -> Json {
    let option = |system: Option<&str>, code: String, label: &Text, score: Option<i32>| {
        let value = object(|value| {
            let score = score.map(|score| list(extension(ORDINAL_VALUE, "valueDecimal", f64::from(score))));
            value.put("extension", score);
            value.put("system", system);
            value.put("code", code);
            put_text(value, "display", label, lang);
        });
        object(|option| option.put("valueCoding", value))
    };
    let mut options: Vec<_> = scale
        .points()
        .iter()
        .map(|point| match &point.code {
            Some(code) => option(Some(&code.system), code.code.clone(), &point.label, Some(point.score())),
            None => option(None, point.value.to_string(), &point.label, Some(point.score())),
        })
        .collect();
    if let Some(choice) = &item.not_applicable {
        options.push(option(Some(DATA_ABSENT_REASON), NOT_APPLICABLE.into(), &choice.label, choice.score));
    }
    Json::Array(options)
}

/// Returns a display item for one end of an item's slider, with a `linkId` that no item has.
fn label(instrument: &Instrument, item: &Item, end: &str, text: &Text) -> Json {
    let sections: Vec<_> = instrument.sections.iter().map(|section| section.id.clone()).collect();
    let id = free_id(instrument, &format!("{}/{end}", item.id), &sections);
    object(|entry| {
        entry.put("extension", list(control(end)));
        entry.put("linkId", id);
        put_text(entry, "text", text, instrument.title.nearest("").0);
        entry.put("type", "display");
    })
}

/// Adds a text with its translations, and with its language if that is not the resource's.
fn put_text(entry: &mut Vec<(String, Json)>, key: &str, text: &Text, lang: &str) {
    let (main_lang, main) = text.nearest("");
    entry.put(key, main);
    let mut extensions = Vec::new();
    if !main_lang.is_empty() && main_lang != lang {
        extensions.push(extension(LANGUAGE, "valueCode", main_lang));
    }
    for (tag, text) in text.all().filter(|(tag, _)| *tag != main_lang) {
        extensions.push(object(|translation| {
            let parts = vec![extension("lang", "valueCode", tag), extension("content", "valueString", text)];
            translation.put("extension", Json::Array(parts));
            translation.put("url", TRANSLATION);
        }));
    }
    if !extensions.is_empty() {
        entry.put(&format!("_{key}"), object(|element| element.put("extension", Json::Array(extensions))));
    }
}
