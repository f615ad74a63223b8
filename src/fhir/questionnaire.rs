//! Writes an instrument as a FHIR R4 Questionnaire of sliders and choices, with sections as groups. A Questionnaire has
//! no place for scoring rules but the scores of its options.

use super::answer::{ABSENT_REASON_CODES, NOT_APPLICABLE, point_coding};
use super::element::ITEM_CONTROL;
use super::groups::{nested, unique};
use super::resource::{Put, coding, list, object};
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, NotApplicable, Point, Scale, Slider, Text};

pub(super) const ITEM_CONTROL_CODES: &str = "http://hl7.org/fhir/questionnaire-item-control";
pub(super) const MIN_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
pub(super) const MAX_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
pub(super) const SLIDER_STEP: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
pub(super) const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
pub(super) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// The language of publisher and copyright: it may differ from that of the questions, so none is assumed.
pub(super) const UNKNOWN_LANGUAGE: &str = "";

/// Returns the instrument's items as a Questionnaire, with the canonical URL `url` if given. The labels of a slider's
/// ends are display items within its item, as FHIR defines them. Labelled points are answer options with their scores.
/// That an item does not apply is an option too; an item with a slider has none, so that choice is not written.
#[must_use]
pub fn questionnaire(instrument: &Instrument, url: Option<&str>) -> Json {
    let lang = instrument.title.nearest("").0;
    let mut items = nested(
        instrument,
        instrument.items.iter().map(|item| question(instrument, item, lang)).collect(),
        &|group, section| {
            put_text(group, "text", &section.text, lang);
            group.put("type", "group");
        },
    );
    if let Some(lead) = &instrument.lead {
        let sections: Vec<_> = instrument.sections.iter().map(|section| section.id.clone()).collect();
        items.insert(
            0,
            object(|entry| {
                entry.put("linkId", unique(instrument, &sections, "lead"));
                put_text(entry, "text", lead, lang);
                entry.put("type", "display");
            }),
        );
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
        entry.put("item", Json::Array(items));
    })
}

fn question(instrument: &Instrument, item: &Item, lang: &str) -> Json {
    let scale = instrument.scale_of(item);
    object(|entry| {
        let extensions = match scale {
            Scale::Slider(slider) => slider_extensions(*slider),
            Scale::Points { .. } => vec![control("radio-button")],
        };
        entry.put("extension", Json::Array(extensions));
        entry.put("linkId", item.id.as_str());
        if let Some(code) = &item.code {
            entry.put("code", list(coding(&code.system, &code.code, code.display.as_deref())));
        }
        put_text(entry, "text", &item.text, lang);
        entry.put("type", if scale.slider().is_some() { "integer" } else { "choice" });
        entry.put("required", item.required);
        let points = scale.points().iter().map(|point| option(point, lang));
        let absent = item.not_applicable.iter().map(|choice| absent_option(choice, lang));
        if scale.slider().is_none() {
            entry.put("answerOption", Json::Array(points.chain(absent).collect()));
        }
        let ends = [("lower", &item.low), ("upper", &item.high)].into_iter();
        let ends: Vec<_> =
            ends.filter_map(|(end, text)| Some(label(instrument, item, end, text.as_ref()?))).collect();
        entry.put("item", if ends.is_empty() { Json::Null } else { Json::Array(ends) });
    })
}

fn option(point: &Point, lang: &str) -> Json {
    answer_option(point_coding(point, lang), &point.label, Some(point.score()), lang)
}

fn absent_option(choice: &NotApplicable, lang: &str) -> Json {
    answer_option(coding(ABSENT_REASON_CODES, NOT_APPLICABLE, None), &choice.label, choice.score, lang)
}

/// Returns an option, whose Coding has its score and the translations of its label.
fn answer_option(coding: Json, label: &Text, score: Option<i32>, lang: &str) -> Json {
    let mut members = match coding {
        Json::Object(members) => members,
        _ => Vec::new(),
    };
    members.retain(|(key, _)| key != "display");
    if let Some(score) = score {
        members.insert(
            0,
            ("extension".into(), list(extension(ORDINAL_VALUE, "valueDecimal", f64::from(score)))),
        );
    }
    put_text(&mut members, "display", label, lang);
    object(|option| option.put("valueCoding", Json::Object(members)))
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

fn slider_extensions(scale: Slider) -> Vec<Json> {
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
    let id = unique(instrument, &[], &format!("{}/{end}", item.id));
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
