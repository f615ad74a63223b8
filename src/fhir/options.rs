//! The options of a Bundle: the data that FHIR needs and a result lacks.

use super::resource::{Put, object};
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;

/// The options of a Bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleOptions {
    /// The person whom the session was about: a Reference, or null.
    pub subject: Json,
    /// The session: a Reference, or null.
    pub encounter: Json,
    /// The person who recorded the answers: a Reference, or null.
    pub author: Json,
    /// Canonical URL of the Questionnaire that was asked, as [`questionnaire`](super::questionnaire()) writes it.
    pub questionnaire_url: Option<String>,
    /// Whether the Bundle is a `transaction`, and not a `collection`.
    pub transaction: bool,
    /// Whether the Questionnaire's items are of type `decimal`, and not `integer`.
    pub decimal: bool,
}

impl BundleOptions {
    /// Reads `{ subject, encounter, author, questionnaireUrl, type, answerType }`; every key is optional. `subject`,
    /// `encounter` and `author` are References, or the string of one, such as `Patient/123`. `type` is `collection`
    /// (the default) or `transaction`; `answerType` is `integer` (the default) or `decimal`.
    ///
    /// ```
    /// let options = serde_json::from_str(r#"{ "subject": "Patient/123", "type": "batch" }"#).unwrap();
    /// let (_, problems) = rapport::fhir::BundleOptions::read(&options);
    /// assert_eq!(
    ///     problems[0].to_string(),
    ///     "options.type: found \"batch\", expected \"collection\" or \"transaction\""
    /// );
    /// ```
    #[must_use]
    pub fn read(options: &Json) -> (Self, Vec<Diagnostic>) {
        const KEYS: [&str; 6] = ["subject", "encounter", "author", "questionnaireUrl", "type", "answerType"];
        JsonCursor::read("options", options, |cursor| {
            if !options.is_null() {
                cursor.expect_object(&KEYS);
            }
            Self {
                subject: reference(&cursor.at("subject")),
                encounter: reference(&cursor.at("encounter")),
                author: reference(&cursor.at("author")),
                questionnaire_url: cursor.has("questionnaireUrl").then(|| cursor.string("questionnaireUrl")),
                transaction: cursor.expect_choice("type", ["collection", "transaction"]),
                decimal: cursor.expect_choice("answerType", ["integer", "decimal"]),
            }
        })
    }
}

fn reference(cursor: &JsonCursor) -> Json {
    match cursor.value() {
        Json::Null => Json::Null,
        Json::String(_) => object(|reference| reference.put("reference", cursor.expect_string())),
        _ => {
            cursor.expect_object(&["reference", "type", "identifier", "display"]);
            if !["reference", "identifier", "display"].iter().any(|key| cursor.has(key)) {
                cursor.error("a Reference, or the string of one");
            }
            let identifier = cursor.at("identifier");
            let mut reference = strings(cursor, ["reference", "type", "display"]);
            if !identifier.value().is_null() {
                identifier.expect_object(&["system", "value"]);
                reference.put("identifier", Json::Object(strings(&identifier, ["system", "value"])));
            }
            Json::Object(reference)
        }
    }
}

/// Returns the strings under those of the keys that are present.
fn strings<const N: usize>(cursor: &JsonCursor, keys: [&str; N]) -> Vec<(String, Json)> {
    let mut strings = Vec::new();
    for key in keys.into_iter().filter(|key| cursor.has(key)) {
        strings.put(key, cursor.string(key));
    }
    strings
}
