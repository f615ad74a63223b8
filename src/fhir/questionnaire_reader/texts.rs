//! Reads the parts of FHIR elements: extensions, controls, and texts in several languages.

use crate::data::json::Json;
use crate::fhir::questionnaire::{ITEM_CONTROL, LANGUAGE};

/// Returns the array under `key`; empty for any other value.
pub(super) fn array<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).and_then(Json::as_array).unwrap_or_default()
}

/// Returns the value of the extension with that URL.
pub(super) fn extension_value<'a>(element: &'a Json, url: &str) -> Option<&'a Json> {
    let extensions = array(element, "extension");
    let extension =
        extensions.iter().find(|extension| extension.get("url").and_then(Json::as_str) == Some(url))?;
    extension.as_object()?.iter().find(|(key, _)| key.starts_with("value")).map(|(_, value)| value)
}

/// Returns whether an item has that item control.
pub(super) fn is_control(item: &Json, control: &str) -> bool {
    let codings = extension_value(item, ITEM_CONTROL)
        .and_then(|concept| concept.get("coding"))
        .and_then(Json::as_array);
    let is_code = |coding: &Json| coding.get("code").and_then(Json::as_str) == Some(control);
    codings.unwrap_or_default().iter().any(is_code)
}

/// Reads a FHIR string with its translations, in the format of a definition. `lang` is the language of the resource.
pub(super) fn read_text(element: &Json, key: &str, lang: &str) -> Json {
    let Some(main) = element.get(key).filter(|main| !main.is_null()) else { return Json::Null };
    let more = element.get(&format!("_{key}")).unwrap_or(&Json::Null);
    let lang = extension_value(more, LANGUAGE).and_then(Json::as_str).unwrap_or(lang);
    let translation = |extension: &Json| {
        let part = |url| extension_value(extension, url).and_then(Json::as_str);
        Some((part("lang")?.to_owned(), Json::from(part("content")?)))
    };
    let mut texts: Vec<_> = array(more, "extension").iter().filter_map(translation).collect();
    if lang.is_empty() && texts.is_empty() {
        return main.clone();
    }
    // A translation may have the same text as the original. Only an original of unknown language is taken for it.
    let is_listed = |(tag, text): &(String, Json)| if lang.is_empty() { text == main } else { tag == lang };
    if !texts.iter().any(is_listed) {
        texts.insert(0, (if lang.is_empty() { "und" } else { lang }.into(), main.clone()));
    }
    Json::Object(texts)
}

/// Returns whether two texts are the same in any language.
pub(super) fn have_common_text(one: &Json, other: &Json) -> bool {
    let all = |text: &Json| match text {
        Json::Object(texts) => texts.iter().map(|(_, text)| text.clone()).collect(),
        text => vec![text.clone()],
    };
    all(one).iter().any(|text| all(other).contains(text))
}

/// Joins two texts to one of two lines, in each language of the first; the second is then in its nearest form.
pub(super) fn join(first: Json, second: Json) -> Json {
    let line = |text: &Json, tag: &str| {
        let texts = text.as_object().unwrap_or_default();
        let named = texts.iter().find(|(name, _)| name == tag).or(texts.first());
        named.map_or(text, |(_, text)| text).as_str().unwrap_or_default().to_owned()
    };
    let both = |tag: &str| Json::from(format!("{}\n{}", line(&first, tag), line(&second, tag)));
    match (&first, &second) {
        (Json::Null, _) => second,
        (_, Json::Null) => first,
        (Json::Object(texts), _) | (_, Json::Object(texts)) => {
            Json::Object(texts.iter().map(|(tag, _)| (tag.clone(), both(tag))).collect())
        }
        _ => both(""),
    }
}
