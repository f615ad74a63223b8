//! Builds FHIR resources as [`Json`]. FHIR has no null, so an absent value adds no key.

use crate::data::json::Json;

/// FHIR's code system of reasons for a missing value; its code `not-applicable` is the choice that an item does not
/// apply.
pub(crate) const DATA_ABSENT_REASON: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

/// Returns an object with the members that `fill` adds.
pub(super) fn object(fill: impl FnOnce(&mut Vec<(String, Json)>)) -> Json {
    let mut members = Vec::new();
    fill(&mut members);
    Json::Object(members)
}

/// Returns an array of one value.
pub(super) fn list(value: Json) -> Json {
    Json::Array(vec![value])
}

/// Returns a Coding.
pub(super) fn coding(system: &str, code: &str, display: Option<&str>) -> Json {
    object(|coding| {
        coding.put("system", system);
        coding.put("code", code);
        coding.put("display", display);
    })
}

/// The members of an object under construction.
pub(super) trait Put {
    /// Adds `value` under `key`, unless it is null.
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
