//! Surveys all resources before one of them is read: their subject, their versions and their errors.

use super::references::{is_any_same, references_to, sources, subject};
use super::{expect_resource, kind, string};
use crate::data::cursor::JsonCursor;
use crate::trend::time::Time;

/// The facts about all resources.
#[derive(Default)]
pub(super) struct Survey {
    /// The subject of all resources; `None` if none has one.
    subject: Option<String>,
    /// The responses and Observations.
    pub resources: Vec<Resource>,
}

/// The facts about a resource.
pub(super) struct Resource {
    /// Indices of its page, and of its entry there.
    pub position: [usize; 2],
    pub is_observation: bool,
    /// The references to it.
    pub own: Vec<String>,
    /// The references to the responses from which it is derived.
    pub sources: Vec<String>,
    /// The time of its version, as its server writes it.
    version: String,
    /// The date of an Observation.
    date: Option<Time>,
    is_erroneous: bool,
    has_subject: bool,
}

impl Survey {
    /// Notes an entry. Returns whether its subject is not that of the entries before.
    pub(super) fn entry(&mut self, entry: &JsonCursor, position: [usize; 2]) -> bool {
        if !entry.expect_any_object() {
            return false;
        }
        let json = entry.value();
        let is_observation = kind(json) == "Observation";
        if !is_observation && kind(json) != "QuestionnaireResponse" {
            expect_resource(entry);
            return false;
        }
        let cursor = entry.at("resource");
        let subject = subject(json, self.resources.len());
        let version = cursor.value().get("meta").and_then(|meta| string(meta, "lastUpdated"));
        self.resources.push(Resource {
            position,
            is_observation,
            own: references_to(json),
            sources: sources(json),
            version: version.unwrap_or_default().into(),
            date: string(cursor.value(), "effectiveDateTime").and_then(Time::parse),
            is_erroneous: matches!(string(cursor.value(), "status"), Some("entered-in-error" | "cancelled")),
            has_subject: subject.is_some(),
        });
        let is_other = subject.is_some() && self.subject.is_some() && subject != self.subject;
        if is_other {
            cursor.at("subject").error("the same subject in all resources");
        }
        self.subject = self.subject.take().or(subject);
        is_other
    }

    /// Returns whether another version replaces a resource: one in error all others, a newer one the older, and the last
    /// one those of its time.
    pub(super) fn is_replaced(&self, index: usize, resource: &Resource) -> bool {
        let replaces = |(at, other): (usize, &Resource)| match (other.own.first(), resource.own.first()) {
            // References differ at their ends.
            (Some(one), Some(other_one)) if one.bytes().rev().eq(other_one.bytes().rev()) => {
                (other.is_erroneous, &other.version, at) > (resource.is_erroneous, &resource.version, index)
            }
            _ => false,
        };
        self.resources.iter().enumerate().any(replaces)
    }

    /// Returns whether a resource, or one from which it is derived, was entered in error.
    pub(super) fn is_erroneous(&self, resource: &Resource) -> bool {
        let is_source = |other: &Resource| other.is_erroneous && is_any_same(&other.own, &resource.sources);
        resource.is_erroneous || self.resources.iter().any(is_source)
    }

    /// Returns whether a resource has the subject of all.
    pub(super) fn has_subject(&self, resource: &Resource) -> bool {
        self.subject.is_none() || resource.has_subject
    }

    /// Returns the date of an Observation of the response.
    pub(super) fn date_of(&self, response: &Resource) -> Option<Time> {
        let is_of = |other: &&Resource| is_any_same(&other.sources, &response.own);
        self.resources.iter().filter(is_of).find_map(|other| other.date)
    }
}
