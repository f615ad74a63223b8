//! Results as FHIR R4: one Bundle of a `QuestionnaireResponse` and an Observation per score. Each code is the
//! instrument's own or FHIR's. A missing score gives no Observation.

use crate::data::json::Json;
use crate::instrument::{Band, Code, Instrument, Item, Scale, Text, is_language_tag};
use crate::scoring::answers::{AnswerEntry, NOT_APPLICABLE, Response};
use crate::scoring::result::FeedbackResult;

mod groups;
mod options;
mod questionnaire;
mod questionnaire_reader;
mod resource;

pub use options::BundleOptions;
pub use questionnaire::questionnaire;
pub use questionnaire_reader::from_questionnaire;
pub(crate) use resource::DATA_ABSENT_REASON;
use resource::{Put, coding, list, object};

/// Returns the Bundle of a result. Its resources are identified by the result's `id`, in `identifier` and `fullUrl`, so
/// that the same result gives the same Bundle. A transaction creates them, or replaces those of an earlier attempt.
///
/// The response is `completed` and the Observations are `final` once the result was sent, else `in-progress` and
/// `preliminary`. An unanswered item has no `answer`. The result has to be of this instrument: on a server, call
/// [`verify`](crate::verify) first.
#[must_use]
pub fn bundle(instrument: &Instrument, result: &FeedbackResult, options: &BundleOptions) -> Json {
    let mut scores = vec![Score {
        value: result.outcome.total,
        code: instrument.score.code.as_ref(),
        title: instrument.title.in_language(&result.lang),
        bands: &instrument.bands,
        band: result.outcome.band.as_ref(),
        prorated: result.outcome.prorated,
    }];
    for score in &result.outcome.subscales {
        let Some(subscale) = instrument.subscales.iter().find(|subscale| subscale.id == score.id) else {
            continue;
        };
        let (code, title) = (subscale.code.as_ref(), subscale.title.in_language(&result.lang));
        let (bands, band) = (&subscale.bands, score.band.as_ref());
        scores.push(Score { value: score.score, code, title, bands, band, prorated: score.prorated });
    }
    let mut entries = vec![entry(response(instrument, result, options), &result.id, options)];
    for (index, score) in scores.iter().enumerate() {
        if let Some(value) = score.value {
            let observation = observation(result, options, score, value);
            entries.push(entry(observation, &nth_id(&result.id, index + 1), options));
        }
    }
    object(|bundle| {
        bundle.put("resourceType", "Bundle");
        bundle.put("type", if options.transaction { "transaction" } else { "collection" });
        bundle.put("timestamp", result.submitted_at.as_deref());
        bundle.put("entry", Json::Array(entries));
    })
}

/// A score that becomes an Observation if it has a value.
struct Score<'a> {
    value: Option<f64>,
    code: Option<&'a Code>,
    title: &'a str,
    bands: &'a [Band],
    band: Option<&'a String>,
    prorated: bool,
}

fn response(
    instrument: &Instrument,
    result: &FeedbackResult,
    options: &BundleOptions,
) -> Vec<(String, Json)> {
    let mut response = Vec::new();
    response.put("resourceType", "QuestionnaireResponse");
    response.put("questionnaire", options.questionnaire_url.as_deref());
    response.put("status", if result.submitted_at.is_some() { "completed" } else { "in-progress" });
    response.put("language", Some(result.lang.as_str()).filter(|lang| is_language_tag(lang)));
    response.put("subject", options.subject.clone());
    response.put("encounter", options.encounter.clone());
    response.put("authored", result.submitted_at.as_deref());
    response.put("author", options.author.clone());
    let item = |item: &Item| {
        let answer = result.answers.iter().find(|answer| answer.item == item.id);
        let lang = &result.lang;
        object(|entry| {
            entry.put("linkId", item.id.as_str());
            entry.put("text", item.text.in_language(lang));
            let given = answer.and_then(AnswerEntry::response);
            let given =
                given.and_then(|given| answered(instrument.scale_of(item), item, given, lang, options));
            entry.put("answer", given.map(list));
        })
    };
    let text =
        |entry: &mut Vec<(String, Json)>, text: &Text| entry.put("text", text.in_language(&result.lang));
    response.put("item", groups::nested(instrument, &item, &text));
    response
}

/// Returns an answer. An answer to labelled points is a Coding of the Questionnaire; the answer that a slider's item does
/// not apply has no value, and FHIR's reason for that.
fn answered(
    scale: &Scale,
    item: &Item,
    given: Response,
    lang: &str,
    options: &BundleOptions,
) -> Option<Json> {
    let kind = if options.decimal { "valueDecimal" } else { "valueInteger" };
    let (key, value) = match (given, scale) {
        (Response::Value(value), Scale::Slider(_)) => (kind.to_owned(), f64::from(value).into()),
        (Response::Value(value), Scale::Points { points }) => {
            let point = points.iter().find(|point| point.value == value)?;
            let label = point.label.in_language(lang);
            let coding = match &point.code {
                Some(code) => coding(&code.system, &code.code, code.display.as_deref().or(Some(label))),
                None => object(|coding| {
                    coding.put("code", value.to_string());
                    coding.put("display", label);
                }),
            };
            ("valueCoding".to_owned(), coding)
        }
        (Response::NotApplicable, Scale::Slider(_)) => {
            let reason = object(|reason| {
                reason.put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason");
                reason.put("valueCode", NOT_APPLICABLE);
            });
            ("_".to_owned() + kind, object(|element| element.put("extension", list(reason))))
        }
        (Response::NotApplicable, Scale::Points { .. }) => {
            let label = item.not_applicable.as_ref().map(|choice| choice.label.in_language(lang));
            ("valueCoding".to_owned(), coding(DATA_ABSENT_REASON, NOT_APPLICABLE, label))
        }
    };
    Some(object(|answer| answer.put(&key, value)))
}

fn observation(
    result: &FeedbackResult,
    options: &BundleOptions,
    score: &Score,
    value: f64,
) -> Vec<(String, Json)> {
    let mut observation = Vec::new();
    observation.put("resourceType", "Observation");
    observation.put("status", if result.submitted_at.is_some() { "final" } else { "preliminary" });
    let category =
        coding("http://terminology.hl7.org/CodeSystem/observation-category", "survey", Some("Survey"));
    observation.put("category", list(object(|concept| concept.put("coding", list(category)))));
    let code = object(|concept| {
        if let Some(Code { system, code, display }) = score.code {
            concept.put("coding", list(coding(system, code, display.as_deref())));
        }
        concept.put("text", score.title);
    });
    observation.put("code", code);
    observation.put("subject", options.subject.clone());
    observation.put("encounter", options.encounter.clone());
    observation.put("effectiveDateTime", result.submitted_at.as_deref().or(result.started_at.as_deref()));
    observation.put("issued", result.submitted_at.as_deref());
    let quantity = object(|quantity| {
        quantity.put("value", value);
        quantity.put("system", "http://unitsofmeasure.org");
        quantity.put("code", "{score}");
    });
    observation.put("valueQuantity", quantity);
    let text = |text: &str| list(object(|annotation| annotation.put("text", text)));
    if let Some(band) = score.bands.iter().find(|band| Some(&band.id) == score.band) {
        observation.put("interpretation", text(band.label.in_language(&result.lang)));
    }
    if score.prorated {
        observation.put("note", text("Prorated: calculated from the answered items only."));
    }
    observation.put("derivedFrom", list(object(|source| source.put("reference", urn(&result.id)))));
    observation
}

/// Returns a resource as an entry of the Bundle, identified by `id`.
fn entry(mut resource: Vec<(String, Json)>, id: &str, options: &BundleOptions) -> Json {
    let kind = resource.first().and_then(|(_, kind)| kind.as_str()).unwrap_or_default().to_owned();
    let identifier = object(|identifier| {
        identifier.put("system", IDENTIFIER_SYSTEM);
        identifier.put("value", urn(id));
    });
    // A response has one identifier, an Observation an array of them.
    resource.put("identifier", if kind == "Observation" { list(identifier) } else { identifier });
    object(|entry| {
        entry.put("fullUrl", urn(id));
        entry.put("resource", Json::Object(resource));
        if options.transaction {
            let url = format!("{kind}?identifier={IDENTIFIER_SYSTEM}%7C{}", urn(id));
            entry.put(
                "request",
                object(|request| {
                    request.put("method", "PUT");
                    request.put("url", url);
                }),
            );
        }
    })
}

const IDENTIFIER_SYSTEM: &str = "urn:ietf:rfc:3986";

fn urn(id: &str) -> String {
    "urn:uuid:".to_owned() + id
}

/// Returns an id derived from a random one by adding to its last four hexadecimal digits, so that no other result has
/// it.
fn nth_id(id: &str, nth: usize) -> String {
    let (start, end) = id.split_at_checked(id.len().saturating_sub(4)).unwrap_or((id, ""));
    let end = usize::from_str_radix(end, 16).unwrap_or_default();
    format!("{start}{:04x}", (end + nth) & 0xffff)
}
