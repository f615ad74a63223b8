//! A text in one language or in several, and the choice of the nearest one.

use serde::{Serialize, Serializer};

use crate::strings::nearest;

/// A text in an unnamed language, or texts by language tag; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Vec<(String, String)>);

impl Text {
    /// Returns a text in the language of a BCP 47 tag, or in an unnamed one if the tag is empty.
    #[must_use]
    pub fn new(lang: &str, text: &str) -> Self {
        Self(vec![(lang.into(), text.into())])
    }

    /// Returns texts by language tag; the first is the fallback.
    pub(crate) fn translations(texts: Vec<(String, String)>) -> Self {
        Self(texts)
    }

    /// Returns the text nearest to `lang` after its own language tag, which is empty if the language is unnamed.
    ///
    /// The nearest text has the same tag, else the same tag without its last parts, else the same language, else it is
    /// the first.
    ///
    /// ```
    /// # let definition = r#"{ "en": "calm", "pt": "calmo" }"#;
    /// # let text = rapport::Text::read(&serde_json::from_str(definition).unwrap()).unwrap();
    /// // { "en": "calm", "pt": "calmo" }
    /// assert_eq!(text.nearest("pt-BR"), ("pt", "calmo"));
    /// assert_eq!(text.nearest("fr"), ("en", "calm"));
    /// ```
    #[must_use]
    pub fn nearest(&self, lang: &str) -> (&str, &str) {
        let found = nearest(self.all().map(|(tag, _)| tag), lang).unwrap_or_default();
        self.all().nth(found).unwrap_or_default()
    }

    /// Returns the text nearest to `lang`.
    #[must_use]
    pub fn in_language(&self, lang: &str) -> &str {
        self.nearest(lang).1
    }

    /// Returns each language tag with its text, in the order of the definition.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(lang, text)| (lang.as_str(), text.as_str()))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new("", text)
    }
}

/// A string, or an object from language tag to string.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [(lang, text)] if lang.is_empty() => to.serialize_str(text),
            texts => to.collect_map(texts.iter().map(|(lang, text)| (lang, text))),
        }
    }
}

/// Returns whether a string has the form of a BCP 47 tag: parts of up to eight letters and digits, a letter first.
pub(crate) fn is_language_tag(tag: &str) -> bool {
    let part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    tag.len() <= 35 && tag.split('-').all(part) && tag.starts_with(|first: char| first.is_ascii_alphabetic())
}
