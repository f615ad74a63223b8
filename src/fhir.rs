//! A result as FHIR R4: one Bundle of a `QuestionnaireResponse` and an Observation for each score. Every code in it is
//! the instrument's own or FHIR's; a score that is unknown is no Observation.

use std::sync::Arc;

use crate::instrument::{Code, Instrument, Item, is_language_tag};
use crate::json::Json;
use crate::problem::{Place, Problem};
use crate::result::FeedbackResult;

mod questionnaire;

pub use questionnaire::{from_questionnaire, questionnaire};

/// What FHIR wants to know that a result does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Whom the session was about: a Reference, or null.
    pub subject: Json,
    /// The session: a Reference, or null.
    pub encounter: Json,
    /// Who recorded the answers: a Reference, or null.
    pub author: Json,
    /// Canonical URL of the Questionnaire that was asked.
    pub questionnaire_url: Option<String>,
    /// Whether the Bundle is a `transaction` that a server stores, and not a `collection`.
    pub transaction: bool,
    /// Whether that Questionnaire has items of type `decimal`, and not `integer`.
    pub decimal: bool,
}

impl Context {
    /// Reads `{ subject, encounter, author, questionnaireUrl, type, answerType }`, each of which may be absent. The
    /// first three are References, or the text of one, such as `Patient/123`; `type` is `collection` or
    /// `transaction`, `answerType` `integer` or `decimal`, the first being the default.
    ///
    /// ```
    /// let context = serde_json::from_str(r#"{ "subject": "Patient/123", "type": "batch" }"#).unwrap();
    /// let (_, problems) = rapport::fhir::Context::read(&context);
    /// assert_eq!(problems[0].to_string(), "context.type: found \"batch\", expected collection or transaction");
    /// ```
    #[must_use]
    pub fn read(context: &Json) -> (Self, Vec<Problem>) {
        Place::read("context", context, |place| {
            if !context.is_null() {
                place.is_object(&[
                    "subject",
                    "encounter",
                    "author",
                    "questionnaireUrl",
                    "type",
                    "answerType",
                ]);
            }
            Self {
                subject: reference(&place.at("subject")),
                encounter: reference(&place.at("encounter")),
                author: reference(&place.at("author")),
                questionnaire_url: place.has("questionnaireUrl").then(|| place.text("questionnaireUrl")),
                transaction: place.is_second("type", ["collection", "transaction"]),
                decimal: place.is_second("answerType", ["integer", "decimal"]),
            }
        })
    }
}

fn reference(place: &Place) -> Json {
    match place.found() {
        Json::Null => Json::Null,
        Json::Text(_) => object(|reference| reference.put("reference", place.as_text())),
        _ => {
            place.is_object(&["reference", "type", "identifier", "display"]);
            if !["reference", "identifier", "display"].iter().any(|key| place.has(key)) {
                place.refuse("a Reference, or the text of one");
            }
            let identifier = place.at("identifier");
            let mut reference = texts(place, ["reference", "type", "display"]);
            if !identifier.found().is_null() {
                identifier.is_object(&["system", "value"]);
                reference.put("identifier", Json::Map(texts(&identifier, ["system", "value"])));
            }
            Json::Map(reference)
        }
    }
}

/// The texts under those keys that are there.
fn texts<const N: usize>(place: &Place, keys: [&str; N]) -> Vec<(String, Json)> {
    let mut texts = Vec::new();
    for key in keys.into_iter().filter(|key| place.has(key)) {
        texts.put(key, place.text(key));
    }
    texts
}

/// The Bundle. Its resources are known by the result's own `id`, in `identifier` and `fullUrl`: made again, it is the
/// same. A transaction creates them, or replaces those of an earlier attempt.
///
/// The response is `completed` and the Observations are `final` once the result was sent, else `in-progress` and
/// `preliminary`. An unanswered item has no answer. The result is of this instrument: a server makes sure of that by
/// [`verify`](crate::verify) first.
#[must_use]
pub fn bundle(instrument: &Instrument, result: &FeedbackResult, context: &Context) -> Json {
    let mut scores = vec![Score {
        value: result.outcome.total,
        code: instrument.score.code.as_ref(),
        title: instrument.title.in_language(&result.lang),
        band: result.outcome.band.as_ref(),
        prorated: result.outcome.prorated,
    }];
    for score in &result.outcome.subscales {
        let Some(subscale) = instrument.subscales.iter().find(|subscale| subscale.id == score.id) else {
            continue;
        };
        let (code, title) = (subscale.code.as_ref(), subscale.title.in_language(&result.lang));
        scores.push(Score { value: score.score, code, title, band: None, prorated: score.prorated });
    }
    let mut entries = vec![entry(response(instrument, result, context), &result.id, context)];
    for (place, score) in scores.iter().enumerate() {
        if let Some(value) = score.value {
            let observation = observation(instrument, result, context, score, value);
            entries.push(entry(observation, &nth_id(&result.id, place + 1), context));
        }
    }
    object(|bundle| {
        bundle.put("resourceType", "Bundle");
        bundle.put("type", if context.transaction { "transaction" } else { "collection" });
        bundle.put("timestamp", result.submitted_at.as_deref());
        bundle.put("entry", Json::List(entries));
    })
}

/// One score that may become an Observation.
struct Score<'a> {
    value: Option<f64>,
    code: Option<&'a Code>,
    title: &'a str,
    band: Option<&'a String>,
    prorated: bool,
}

fn response(instrument: &Instrument, result: &FeedbackResult, context: &Context) -> Vec<(String, Json)> {
    let mut response = Vec::new();
    response.put("resourceType", "QuestionnaireResponse");
    response.put("questionnaire", context.questionnaire_url.as_deref());
    response.put("status", if result.submitted_at.is_some() { "completed" } else { "in-progress" });
    response.put("language", Some(result.lang.as_str()).filter(|lang| is_language_tag(lang)));
    response.put("subject", context.subject.clone());
    response.put("encounter", context.encounter.clone());
    response.put("authored", result.submitted_at.as_deref());
    response.put("author", context.author.clone());
    let kind = if context.decimal { "valueDecimal" } else { "valueInteger" };
    let item = |item: &Arc<Item>| {
        let answer = result.answers.iter().find(|answer| answer.item == item.id);
        object(|entry| {
            entry.put("linkId", item.id.as_str());
            entry.put("text", item.text.in_language(&result.lang));
            if let Some(value) = answer.and_then(|answer| answer.value) {
                entry.put("answer", list(object(|answer| answer.put(kind, f64::from(value)))));
            }
        })
    };
    response.put("item", Json::List(instrument.items.iter().map(item).collect()));
    response
}

fn observation(
    instrument: &Instrument,
    result: &FeedbackResult,
    context: &Context,
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
    observation.put("subject", context.subject.clone());
    observation.put("encounter", context.encounter.clone());
    observation.put("effectiveDateTime", result.submitted_at.as_deref().or(result.started_at.as_deref()));
    observation.put("issued", result.submitted_at.as_deref());
    let quantity = object(|quantity| {
        quantity.put("value", value);
        quantity.put("system", "http://unitsofmeasure.org");
        quantity.put("code", "{score}");
    });
    observation.put("valueQuantity", quantity);
    let text = |text: &str| list(object(|annotation| annotation.put("text", text)));
    if let Some(band) = instrument.bands.iter().find(|band| Some(&band.id) == score.band) {
        observation.put("interpretation", text(band.label.in_language(&result.lang)));
    }
    if score.prorated {
        observation.put("note", text("Prorated: taken over the answered items only."));
    }
    observation.put("derivedFrom", list(object(|source| source.put("reference", urn(&result.id)))));
    observation
}

/// The resource as an entry of the Bundle, known by `id`.
fn entry(mut resource: Vec<(String, Json)>, id: &str, context: &Context) -> Json {
    let kind = resource.first().and_then(|(_, kind)| kind.text()).unwrap_or_default().to_owned();
    let identifier = object(|identifier| {
        identifier.put("system", IDENTIFIER_SYSTEM);
        identifier.put("value", urn(id));
    });
    // One in a response, a list in an Observation.
    resource.put("identifier", if kind == "Observation" { list(identifier) } else { identifier });
    object(|entry| {
        entry.put("fullUrl", urn(id));
        entry.put("resource", Json::Map(resource));
        if context.transaction {
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

/// An id that follows from another: its last four digits count on. What it is taken from is random, so no other
/// result has it.
fn nth_id(id: &str, nth: usize) -> String {
    let (start, end) = id.split_at_checked(id.len().saturating_sub(4)).unwrap_or((id, ""));
    let end = usize::from_str_radix(end, 16).unwrap_or_default();
    format!("{start}{:04x}", (end + nth) & 0xffff)
}

fn coding(system: &str, code: &str, display: Option<&str>) -> Json {
    object(|coding| {
        coding.put("system", system);
        coding.put("code", code);
        coding.put("display", display);
    })
}

fn object(fill: impl FnOnce(&mut Vec<(String, Json)>)) -> Json {
    let mut entries = Vec::new();
    fill(&mut entries);
    Json::Map(entries)
}

fn list(value: Json) -> Json {
    Json::List(vec![value])
}

/// An object in the making.
trait Put {
    /// Adds what there is to say under `key`: FHIR has no null.
    fn put(&mut self, key: &str, value: impl Into<Json>);
}

impl Put for Vec<(String, Json)> {
    fn put(&mut self, key: &str, value: impl Into<Json>) {
        let value = value.into();
        if !value.is_null() {
            self.push((key.into(), value));
        }
    }
}
