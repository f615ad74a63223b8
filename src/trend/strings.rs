//! The texts of the trend in each language, from the JSON files in `src/trend/strings/`. Only the English wording is an
//! original; the translations are not validated.

use super::locale::Plural;
use crate::strings::{format, nearest};

// `TrendKey`, and `TREND_LANGUAGES`: tag and texts of each language, a line a key; the first is the fallback.
include!(concat!(env!("OUT_DIR"), "/trend_strings.rs"));

/// The texts of the trend in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendStrings {
    /// The language, as a BCP 47 tag.
    pub lang: &'static str,
    texts: &'static str,
}

impl TrendStrings {
    /// Returns the texts in the language nearest to the tag `lang`, with English as the fallback.
    ///
    /// ```
    /// use rapport::trend::{TrendKey, TrendStrings};
    /// assert_eq!(TrendStrings::nearest("en-GB").text(TrendKey::Next), "Next");
    /// ```
    #[must_use]
    pub fn nearest(lang: &str) -> Self {
        let found = nearest(TREND_LANGUAGES.iter().map(|(tag, _)| *tag), lang);
        let (lang, texts) =
            *found.and_then(|index| TREND_LANGUAGES.get(index)).unwrap_or(&TREND_LANGUAGES[0]);
        Self { lang, texts }
    }

    /// Returns whether the language is written from right to left.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        self.text(TrendKey::Dir) == "rtl"
    }

    /// Returns the text for a key.
    #[must_use]
    pub fn text(&self, key: TrendKey) -> &'static str {
        self.texts.lines().nth(key as usize).unwrap_or_default()
    }

    /// Returns the text for a key with a value in place of each `{slot}`.
    #[must_use]
    pub fn format(&self, key: TrendKey, values: &[(&str, &str)]) -> String {
        format(self.text(key), values)
    }

    /// Returns a number of sessions in words; `number` is the formatted count.
    pub(super) fn sessions(&self, plural: Plural, number: &str) -> String {
        let key = match plural {
            Plural::Zero => TrendKey::SessionsZero,
            Plural::One => TrendKey::SessionsOne,
            Plural::Two => TrendKey::SessionsTwo,
            Plural::Few => TrendKey::SessionsFew,
            Plural::Many => TrendKey::SessionsMany,
            Plural::Other => TrendKey::SessionsOther,
        };
        self.format(key, &[("n", number)])
    }
}
