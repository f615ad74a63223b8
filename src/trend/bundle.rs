//! Reads a FHIR R4 Bundle, or pages of one: responses are scored again, Observations are taken as stored. A Bundle about
//! more than one person is refused.

use self::survey::{Resource, Survey};
use super::Trend;
use super::definitions::Definitions;
use super::entry::Entry;
use super::locale::Locale;
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;

mod dates;
mod observation;
mod references;
mod response;
mod score_code;
mod survey;

/// Maximum number of pages.
const MAX_PAGES: usize = 100;
/// Maximum number of entries in a page, and of Observations in all pages.
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
    survey: &'a Survey,
    /// The responses, and then the Observations without one.
    read: Vec<Read<'a>>,
    dropped: usize,
}

/// An entry that was read, and how Observations find it.
struct Read<'a> {
    entry: Entry,
    /// Whether it is a response. Observations take the place of one without a subject.
    is_response: bool,
    /// The references to the response. Observations that name none have none.
    references: &'a [String],
    /// Index of the definition of Observations without a response.
    definition: Option<usize>,
    /// The scores of Observations: `None` is the total, else the subscale's id.
    stored: Vec<Option<&'a str>>,
}

/// Reads the Bundle at the cursor.
pub(super) fn read(cursor: &JsonCursor, definitions: &Definitions, locale: &dyn Locale) -> Bundle {
    let mut bundle = Bundle::default();
    if cursor.value().is_null() {
        return bundle;
    }
    if cursor.value().as_array().is_some_and(|pages| pages.len() > MAX_PAGES) {
        cursor.error(&["at most ", &MAX_PAGES.to_string(), " pages"].concat());
        return Bundle { is_refused: true, ..bundle };
    }
    let mut survey = Survey::default();
    let pages = cursor.value().as_array();
    let page_of = |number: usize| if pages.is_some() { cursor.index(number) } else { *cursor };
    if pages.is_some_and(<[Json]>::is_empty) {
        cursor.error("a Bundle");
    }
    for number in 0..pages.map_or(1, <[Json]>::len) {
        let page = &page_of(number);
        let links = array(page.value(), "link");
        bundle.has_more = links.iter().any(|link| string(link, "relation") == Some("next"));
        if string(page.value(), "resourceType") != Some("Bundle") {
            page.error("a Bundle");
            continue;
        }
        let faults = page.fault_count();
        expect_none(page, "implicitRules");
        if string(page.value(), "type") == Some("history") {
            page.at("type").error("a current resource");
        }
        let is_too_large = array(page.value(), "entry").len() > MAX_ENTRIES;
        bundle.is_refused |= is_too_large || page.fault_count() > faults;
        let mut index = 0;
        page.each("entry", 0..=MAX_ENTRIES, &mut |entry| {
            bundle.is_refused |= survey.entry(entry, [number, index]);
            index += 1;
        });
    }
    let is_observation = |resource: &&Resource| resource.is_observation;
    let observations = survey.resources.iter().filter(is_observation).count();
    for (count, limit, kind) in [
        (survey.resources.len() - observations, Trend::MAX_RESULTS, " responses"),
        (observations, MAX_ENTRIES, " Observations"),
    ] {
        if count > limit {
            cursor.error(&["at most ", &limit.to_string(), kind].concat());
            bundle.is_refused = true;
        }
    }
    if bundle.is_refused {
        return bundle;
    }
    let survey = &survey;
    let mut reader = Reader { definitions, locale, survey, read: Vec::new(), dropped: 0 };
    for pass in [false, true] {
        for (index, resource) in survey.resources.iter().enumerate() {
            let [number, entry] = resource.position;
            if resource.is_observation == pass {
                reader.entry(&page_of(number).at("entry").index(entry), index, resource);
            }
        }
    }
    bundle.entries = reader.read.into_iter().map(|read| read.entry).collect();
    bundle.dropped = reader.dropped;
    bundle
}

impl<'a> Reader<'a> {
    /// Reads an entry. Counts those that were entered in error.
    fn entry(&mut self, entry: &JsonCursor, index: usize, resource: &'a Resource) {
        if self.survey.is_replaced(index, resource) {
        } else if self.survey.is_erroneous(resource) {
            self.dropped += 1;
        } else if resource.is_observation {
            self.observation(entry, resource);
        } else {
            self.response(entry, resource);
        }
    }

    /// Reports each part of an entry that changes its meaning, and that its subject is missing.
    fn check(&self, entry: &JsonCursor, facts: &Resource) {
        let resource = entry.at("resource");
        if !self.survey.has_subject(facts) {
            resource.at("subject").error("the same subject in all resources");
        }
        expect_resource(entry);
        expect_none(entry, "modifierExtension");
        for key in ["modifierExtension", "implicitRules", "focus"] {
            expect_none(&resource, key);
        }
    }
}

/// Returns whether a resource is preliminary, and reports a status that is not known.
fn is_preliminary(resource: &JsonCursor) -> bool {
    match string(resource.value(), "status") {
        Some("final" | "amended" | "corrected" | "completed") => return false,
        Some("preliminary" | "registered" | "unknown" | "in-progress" | "stopped") => {}
        _ => resource.at("status").error("the status of a resource"),
    }
    true
}

/// Reports an element that changes the meaning of the others.
fn expect_none(cursor: &JsonCursor, key: &str) {
    if cursor.has(key) {
        cursor.at(key).error("none: it changes the meaning");
    }
}

/// Reports an entry that failed or deletes its resource, and a Bundle within a Bundle.
fn expect_resource(entry: &JsonCursor) {
    let text = |part: &str, key: &str| {
        entry.value().get(part).and_then(|part| string(part, key)).unwrap_or_default()
    };
    let is_failed = text("response", "status").starts_with(['4', '5']);
    if is_failed || text("request", "method") == "DELETE" || kind(entry.value()) == "Bundle" {
        entry.error("a current resource");
    }
}

/// Returns the type of an entry's resource.
fn kind(entry: &Json) -> &str {
    entry.get("resource").and_then(|resource| string(resource, "resourceType")).unwrap_or_default()
}

fn string<'a>(object: &'a Json, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Json::as_str)
}

fn array<'a>(object: &'a Json, key: &str) -> &'a [Json] {
    object.get(key).and_then(Json::as_array).unwrap_or_default()
}
