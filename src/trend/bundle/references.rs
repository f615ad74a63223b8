//! Compares references to resources: relative ones are those of the server that the entry's `fullUrl` names, and a
//! version is part of no reference.

use super::{array, kind, string};
use crate::data::json::Json;

/// Returns a reference of an entry's resource without the version, and absolute if the entry has an absolute URL.
fn resolve(reference: &str, entry: &Json) -> String {
    let reference = unversioned(reference);
    let mut parts = unversioned(string(entry, "fullUrl").unwrap_or_default()).rsplitn(3, '/').skip(1);
    match (parts.next() == Some(kind(entry)), parts.next()) {
        (true, Some(server)) if !reference.contains([':', '#']) => [server, "/", reference].concat(),
        _ => reference.into(),
    }
}

fn unversioned(reference: &str) -> &str {
    reference.split_once("/_history/").map_or(reference, |(resource, _)| resource)
}

/// Returns the references to an entry's own resource: its URL, its type and id, and its identifier.
pub(super) fn references_to(entry: &Json) -> Vec<String> {
    let resource = entry.get("resource").unwrap_or(&Json::Null);
    let mut references = Vec::new();
    if let Some(url) = string(entry, "fullUrl") {
        references.push(unversioned(url).into());
    }
    if let Some(id) = string(resource, "id") {
        references.push(resolve(&[kind(entry), "/", id].concat(), entry));
    }
    references.extend(resource.get("identifier").and_then(identifier));
    references
}

/// Returns the references to the responses from which an Observation is derived.
pub(super) fn sources(entry: &Json) -> Vec<String> {
    let resource = entry.get("resource").unwrap_or(&Json::Null);
    let sources = array(resource, "derivedFrom").iter().filter_map(|source| target(source, entry));
    sources.filter(|source| !source.contains("Observation/")).collect()
}

/// Returns the target of a Reference, by its reference, else by its identifier.
fn target(reference: &Json, entry: &Json) -> Option<String> {
    match string(reference, "reference").filter(|text| !text.is_empty()) {
        Some(text) => Some(resolve(text, entry)),
        None => reference.get("identifier").and_then(identifier),
    }
}

/// Returns whether two lists share a resource.
pub(super) fn is_any_same(some: &[String], others: &[String]) -> bool {
    some.iter().any(|one| others.iter().any(|other| is_end(one, other) || is_end(other, one)))
}

/// Returns whether a reference is the other one, or its relative end.
fn is_end(end: &str, reference: &str) -> bool {
    let is_relative = !end.contains([':', '|']);
    reference.strip_suffix(end).is_some_and(|rest| rest.is_empty() || is_relative && rest.ends_with('/'))
}

/// Returns an Identifier as text: a URN, or its system and value. One without a value identifies nothing, nor does one
/// that is temporary or no longer valid.
fn identifier(identifier: &Json) -> Option<String> {
    let value = string(identifier, "value").filter(|value| !value.is_empty())?;
    if matches!(string(identifier, "use"), Some("temp" | "old")) {
        return None;
    }
    let system = string(identifier, "system").unwrap_or_default();
    Some(if value.starts_with("urn:") { value.into() } else { [system, "|", value].concat() })
}

/// Returns the subject of an entry's resource: the reference, else the identifier, else the name. A contained subject is
/// its first identifier. Without one it equals no other subject; `index` is that of the entry.
pub(super) fn subject(entry: &Json, index: usize) -> Option<String> {
    let resource = entry.get("resource")?;
    let subject = resource.get("subject")?;
    let Some(target) = target(subject, entry) else {
        return string(subject, "display").filter(|name| !name.is_empty()).map(str::to_owned);
    };
    let Some(id) = target.strip_prefix('#') else { return Some(target) };
    let contained = array(resource, "contained").iter().find(|resource| string(resource, "id") == Some(id));
    let identifiers = contained.map(|contained| array(contained, "identifier")).unwrap_or_default();
    identifiers.iter().find_map(identifier).or_else(|| Some(["#", &index.to_string()].concat()))
}
