//! Reads parts of FHIR elements: extensions, controls, and strings with their translations.

use crate::data::json::Json;

pub(super) const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";

/// Returns the array under `key`; empty for any other value.
pub(super) fn array<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).and_then(Json::as_array).unwrap_or_default()
}

/// Returns the string under `key`.
pub(super) fn string<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key).and_then(Json::as_str)
}

/// Returns the value of the extension with that URL.
pub(super) fn extension_value<'a>(element: &'a Json, url: &str) -> Option<&'a Json> {
    let extension =
        array(element, "extension").iter().find(|extension| string(extension, "url") == Some(url))?;
    extension.as_object()?.iter().find(|(key, _)| key.starts_with("value")).map(|(_, value)| value)
}

/// Returns whether the element has an extension with that URL.
pub(super) fn has_extension(element: &Json, url: &str) -> bool {
    array(element, "extension").iter().any(|extension| string(extension, "url") == Some(url))
}

/// Returns whether the item has that item control.
pub(super) fn is_control(item: &Json, control: &str) -> bool {
    let concept = extension_value(item, ITEM_CONTROL);
    concept.is_some_and(|concept| {
        array(concept, "coding").iter().any(|coding| string(coding, "code") == Some(control))
    })
}

/// Reads a FHIR string with its translations, in the format of a definition. `lang` is the language of the resource;
/// empty if it is unknown.
pub(super) fn read_text(element: &Json, key: &str, lang: &str) -> Json {
    let Some(main) = element.get(key) else { return Json::Null };
    let extensions = element.get(&format!("_{key}")).map(|text| array(text, "extension")).unwrap_or_default();
    let translation = |extension: &Json| {
        let part = |url| extension_value(extension, url).and_then(Json::as_str);
        Some((part("lang")?.to_owned(), Json::from(part("content")?)))
    };
    let mut texts: Vec<_> = extensions.iter().filter_map(translation).collect();
    let has_main = texts.iter().any(|(tag, text)| text == main && (lang.is_empty() || tag == lang));
    if !has_main {
        if lang.is_empty() && texts.is_empty() {
            return main.clone();
        }
        // A translation of the same tag as the resource takes precedence over the main text.
        if !texts.iter().any(|(tag, _)| tag == lang) {
            texts.insert(0, (if lang.is_empty() { "und" } else { lang }.into(), main.clone()));
        }
    }
    Json::Object(texts)
}
