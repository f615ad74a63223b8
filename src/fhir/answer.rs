//! Writes one answer of a `QuestionnaireResponse`.

use super::BundleOptions;
use super::resource::{Put, coding, list, object};
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Point, Scale};
use crate::scoring::answers::Response;

/// The code system of the code `not-applicable`.
pub(super) const ABSENT_REASON_CODES: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const ABSENT_REASON: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
pub(super) const NOT_APPLICABLE: &str = "not-applicable";

/// Returns the answer to an item: a number of a slider, or the Coding of a labelled point. That a slider does not apply
/// is an absent number with its reason.
pub(super) fn answer(
    instrument: &Instrument,
    item: &Item,
    response: Response,
    lang: &str,
    options: &BundleOptions,
) -> Json {
    let kind = if options.decimal { "valueDecimal" } else { "valueInteger" };
    object(|answer| match (instrument.scale_of(item), response) {
        (Scale::Points { points }, Response::Value(value)) => {
            let point = points.iter().find(|point| point.value == value);
            answer.put("valueCoding", point.map_or(Json::Null, |point| point_coding(point, lang)));
        }
        (Scale::Points { .. }, Response::NotApplicable) => {
            let label = item.not_applicable.as_ref().map(|choice| choice.label.in_language(lang));
            answer.put("valueCoding", coding(ABSENT_REASON_CODES, NOT_APPLICABLE, label));
        }
        (Scale::Slider(_), Response::Value(value)) => answer.put(kind, f64::from(value)),
        (Scale::Slider(_), Response::NotApplicable) => {
            let reason = object(|reason| {
                reason.put("url", ABSENT_REASON);
                reason.put("valueCode", NOT_APPLICABLE);
            });
            answer.put(&["_", kind].concat(), object(|value| value.put("extension", list(reason))));
        }
    })
}

/// Returns the Coding of a point: its own code, else its value.
pub(super) fn point_coding(point: &Point, lang: &str) -> Json {
    let label = Some(point.label.in_language(lang));
    match &point.code {
        Some(code) => coding(&code.system, &code.code, label),
        None => object(|coding| {
            coding.put("code", point.value.to_string());
            coding.put("display", label);
        }),
    }
}
