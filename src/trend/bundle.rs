//! Reads a FHIR R4 Bundle, or pages of one: responses are scored again, Observations are taken as stored. A Bundle about
//! more than one person is refused.

use super::Trend;
use super::definitions::Definitions;
use super::entry::Entry;
use super::locale::Locale;
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;

mod observation;
mod response;

/// Maximum number of pages, and of entries in each.
const MAX_PAGES: usize = 100;
const MAX_ENTRIES: usize = 10_000;

/// The results in a Bundle.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    pub entries: Vec<Entry>,
    /// Whether the last page links to a further one.
    pub has_more: bool,
    /// Number of resources that were entered in error.
    pub dropped: usize,
    /// Whether nothing of it is read: it is about more than one person, or too large.
    pub is_refused: bool,
}

/// The state of reading.
struct Reader<'a> {
    definitions: &'a Definitions,
    locale: &'a dyn Locale,
    /// The subject of all resources; `None` if none has one.
    subject: Option<String>,
    /// The times of Observations, by the reference to their response.
    times: Vec<(String, String)>,
    /// References to responses that were entered in error.
    erroneous: Vec<String>,
    /// Each entry with the references to its response.
    read: Vec<(Vec<String>, Entry)>,
    dropped: usize,
    responses: usize,
    observations: usize,
}

/// Reads the Bundle at the cursor.
pub(super) fn read(cursor: &JsonCursor, definitions: &Definitions, locale: &dyn Locale) -> Bundle {
    if cursor.value().is_null() {
        return Bundle::default();
    }
    let mut reader = Reader {
        definitions,
        locale,
        subject: None,
        times: Vec::new(),
        erroneous: Vec::new(),
        read: Vec::new(),
        dropped: 0,
        responses: 0,
        observations: 0,
    };
    let mut bundle = Bundle::default();
    if cursor.value().as_array().is_some_and(|pages| pages.len() > MAX_PAGES) {
        cursor.error(&["at most ", &MAX_PAGES.to_string(), " pages"].concat());
        return Bundle { is_refused: true, ..bundle };
    }
    each_page(cursor, &mut |page| {
        let links = array(page.value(), "link");
        bundle.has_more = links.iter().any(|link| string(link, "relation") == Some("next"));
        if kind(page.value()) == "Bundle" {
            page.each("entry", 0..=MAX_ENTRIES, &mut |entry| bundle.is_refused |= reader.survey(entry));
        } else {
            page.error("a Bundle");
        }
    });
    if reader.responses > Trend::MAX_RESULTS || reader.observations > MAX_ENTRIES {
        cursor.error(&["at most ", &Trend::MAX_RESULTS.to_string(), " responses"].concat());
        bundle.is_refused = true;
    }
    if bundle.is_refused {
        return bundle;
    }
    for pass in ["QuestionnaireResponse", "Observation"] {
        each_page(cursor, &mut |page| {
            // Faults of pages were reported before.
            let entries = array(page.value(), "entry").len();
            if kind(page.value()) != "Bundle" || entries > MAX_ENTRIES {
                return;
            }
            for index in 0..entries {
                let all = page.at("entry");
                let entry = all.index(index);
                let resource = entry.at("resource");
                if kind(resource.value()) == pass && reader.has_subject(&resource) {
                    if pass == "Observation" {
                        reader.observation(&resource);
                    } else {
                        reader.response(&entry);
                    }
                }
            }
        });
    }
    bundle.entries = reader.read.into_iter().map(|(_, entry)| entry).collect();
    bundle.dropped = reader.dropped;
    bundle
}

fn each_page(cursor: &JsonCursor, visit: &mut dyn FnMut(&JsonCursor)) {
    if cursor.value().as_array().is_some() {
        cursor.expect_array(1..=MAX_PAGES, visit);
    } else {
        visit(cursor);
    }
}

impl Reader<'_> {
    /// Notes the subject and the time of an entry. Returns whether its subject is not that of the entries before.
    fn survey(&mut self, entry: &JsonCursor) -> bool {
        let resource = entry.at("resource");
        let kind = kind(resource.value());
        if kind == "Observation"
            && let (Some(reference), Some(time)) =
                (derived_from(resource.value()), string(resource.value(), "effectiveDateTime"))
        {
            self.times.push((reference.into(), time.into()));
        }
        match kind {
            "Observation" => self.observations += 1,
            "QuestionnaireResponse" => self.responses += 1,
            _ => return false,
        }
        let subject = subject(resource.value());
        if self.subject.is_some() && subject.is_some() && subject != self.subject {
            resource.at("subject").error("the same subject in all resources");
            return true;
        }
        if subject.is_some() {
            self.subject = subject;
        }
        false
    }

    /// Returns whether a resource has the subject of all, and reports one that has none.
    fn has_subject(&self, resource: &JsonCursor) -> bool {
        let has_subject = subject(resource.value()) == self.subject;
        if !has_subject {
            resource.at("subject").error("the subject of the other resources");
        }
        has_subject
    }

    /// Returns whether a resource is preliminary; `None` if it is left out.
    fn is_preliminary(&mut self, resource: &JsonCursor, known: [&[&str]; 2]) -> Option<bool> {
        let status = string(resource.value(), "status").unwrap_or_default();
        let [definite, preliminary] = known;
        if status == "entered-in-error" || status == "cancelled" {
            self.dropped += 1;
            return None;
        }
        if !definite.contains(&status) && !preliminary.contains(&status) {
            resource.at("status").error("the status of a resource");
            return None;
        }
        Some(preliminary.contains(&status))
    }
}

fn kind(resource: &Json) -> &str {
    string(resource, "resourceType").unwrap_or_default()
}

fn string<'a>(object: &'a Json, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Json::as_str)
}

fn array<'a>(object: &'a Json, key: &str) -> &'a [Json] {
    object.get(key).and_then(Json::as_array).unwrap_or_default()
}

/// Returns whom a resource is about: the reference as it is written, else the identifier, else the name.
fn subject(resource: &Json) -> Option<String> {
    let subject = resource.get("subject")?;
    if let Some(reference) = string(subject, "reference") {
        return Some(reference.into());
    }
    if let Some(identifier) = subject.get("identifier") {
        let part = |key: &str| string(identifier, key).unwrap_or_default();
        return Some([part("system"), "|", part("value")].concat());
    }
    string(subject, "display").map(str::to_owned)
}

/// Returns the reference to the response of an Observation.
fn derived_from(observation: &Json) -> Option<&str> {
    array(observation, "derivedFrom").first().and_then(|source| string(source, "reference"))
}
