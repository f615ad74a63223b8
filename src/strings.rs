//! The texts of the form in each language, from the JSON files in `src/strings/`. Only the English wording is an
//! original; the translations are not validated.

#[cfg(feature = "element")]
use std::sync::OnceLock;

// `KEYS`: the keys, one a line. `LANGUAGES`: tag and texts of each language, a line a key; the first is the fallback.
// `LATER_KEYS` and `LATER_LANGUAGES`: the same for the screens after the first one.
// `INSTRUMENT_KEYS` and `INSTRUMENT_LANGUAGES`: the built-in instruments' texts, at least.
include!(concat!(env!("OUT_DIR"), "/strings.rs"));

/// `KEYS` and `LANGUAGES` as the element's script provides them: it draws the first screen before the WASM module runs,
/// and a client downloads these texts once.
#[cfg(feature = "element")]
static PROVIDED: OnceLock<(&str, Vec<(&str, &str)>)> = OnceLock::new();

/// Takes the texts from the script, separated by tabs: the keys, then the tag of each language and its texts. A second
/// call has no effect.
#[cfg(feature = "element")]
pub(crate) fn provide(texts: String) {
    let mut parts = String::leak(texts).split('\t');
    let keys = parts.next().unwrap_or_default();
    PROVIDED.get_or_init(|| (keys, std::iter::from_fn(|| Some((parts.next()?, parts.next()?))).collect()));
}

/// Returns the keys, one a line; and tag and texts of each language, the fallback first.
fn all() -> (&'static str, &'static [(&'static str, &'static str)]) {
    #[cfg(feature = "element")]
    return PROVIDED.get().map_or(("", &[]), |(keys, languages)| (*keys, languages.as_slice()));
    #[cfg(not(feature = "element"))]
    (KEYS, &LANGUAGES)
}

/// The same of the built-in instruments. A module without the form has no other texts.
fn instrument_texts() -> (&'static str, &'static [(&'static str, &'static str)]) {
    #[cfg(feature = "element")]
    return all();
    #[cfg(not(feature = "element"))]
    (INSTRUMENT_KEYS, &INSTRUMENT_LANGUAGES)
}

/// The line of the first message key; `dir` is on the line before it.
const FIRST_MESSAGE: usize = 1;

/// Number of message keys before those of the later screens.
const EARLY_MESSAGES: usize = MessageKey::HowButtons as usize;

macro_rules! message_keys {
    ($($(#[doc = $doc:literal])+ $key:ident = $name:literal,)+) => {
        /// The key of a text of the form. A host can replace the text under the key's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum MessageKey {
            $($(#[doc = $doc])+ $key,)+
        }

        impl MessageKey {
            /// All keys.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$key),+];

            /// The names of all keys, in the same order, which is that of the language files.
            pub const NAMES: [&'static str; Self::ALL.len()] = [$($name),+];

            /// Returns the same names without a second copy of them in the WASM module.
            pub(crate) fn names() -> impl Iterator<Item = &'static str> {
                let early = all().0.lines().skip(FIRST_MESSAGE).take(EARLY_MESSAGES);
                early.chain(LATER_KEYS.lines())
            }

            /// Returns whether the text is a notice, which is marked with its own language.
            pub(crate) fn is_notice(self) -> bool {
                matches!(self, Self::WhoSees | Self::NotMonitored | Self::DraftNotice | Self::Crisis)
            }

            /// Returns whether a host can replace the text by an empty string. A button or a dialog needs a name.
            #[must_use]
            pub fn is_optional(self) -> bool {
                matches!(
                    self,
                    Self::Instructions
                        | Self::HowButtons
                        | Self::Optional
                        | Self::WhoSees
                        | Self::NotMonitored
                        | Self::DraftNotice
                        | Self::Crisis
                        | Self::ReviewMore
                        | Self::LeaveMore
                        | Self::Sent
                        | Self::LowAnswerNote
                        | Self::ApologyMore
                )
            }
        }
    };
}

message_keys! {
    /// How to answer a slider. Above the first item.
    Instructions = "instructions",
    /// That every question is optional. Above the first item.
    Optional = "optional",
    /// That some items are required, in place of `optional`.
    SomeRequired = "someRequired",
    /// Who will see the answers. Above the first item and on every screen with answers.
    WhoSees = "whoSees",
    /// That the form is not monitored for urgent messages. Below the items, and on every other screen.
    NotMonitored = "notMonitored",
    /// That the tab stores the answers, if the host turned drafts on.
    DraftNotice = "draftNotice",
    /// Whom to contact in an emergency, beside `notMonitored`. It has no default: only the host knows.
    Crisis = "crisis",
    /// The mark of a required item.
    Required = "required",
    /// The button that replaces sliders by buttons.
    UseButtons = "useButtons",
    /// The value text of an unanswered item.
    NotAnswered = "notAnswered",
    /// The value text of an answer, with `{value}` and `{max}`.
    Value = "value",
    /// The value text of an answer at one end of a slider, with that end's label in `{anchor}`.
    ValueAt = "valueAt",
    /// The value text of an answer near one end of a slider, with that end's label in `{anchor}`.
    ValueNear = "valueNear",
    /// The description of a slider's ends, with their labels in `{low}` and `{high}`.
    Ends = "ends",
    /// The button that clears one answer.
    Clear = "clear",
    /// The button that opens the review.
    Review = "review",
    /// The button that sends.
    Submit = "submit",
    /// The button that skips the form.
    Skip = "skip",
    /// The button that closes the form.
    Close = "close",
    /// The status while a button was pressed and the WASM module is still loading.
    OneMoment = "oneMoment",
    /// The status after the host failed to store the result.
    NotSaved = "notSaved",
    /// The button that sends again.
    Retry = "retry",
    /// How to answer a row of buttons, in place of `instructions`.
    HowButtons = "howButtons",
    /// The button that replaces buttons by sliders.
    UseSliders = "useSliders",
    /// The title of the review.
    ReviewTitle = "reviewTitle",
    /// The data sent besides the answers, below `reviewTitle`.
    ReviewMore = "reviewMore",
    /// The button that goes from the review back to the questions.
    Edit = "edit",
    /// The title of the question whether to leave without sending.
    LeaveTitle = "leaveTitle",
    /// The text below `leaveTitle`.
    LeaveMore = "leaveMore",
    /// The button that leaves without sending.
    ConfirmLeave = "confirmLeave",
    /// The button that goes back to the answers.
    CancelLeave = "cancelLeave",
    /// The status while the host stores the result.
    Sending = "sending",
    /// The status once the host has stored the result.
    Sent = "sent",
    /// Added to `notSaved` while the browser is offline.
    Offline = "offline",
    /// The status if a required item is unanswered on sending.
    Missing = "missing",
    /// The title after sending.
    Thanks = "thanks",
    /// The text below `thanks` if an answer is nearer to the unfavourable end.
    LowAnswerNote = "lowAnswerNote",
    /// The title after an inline form was skipped or closed.
    SkippedTitle = "skippedTitle",
    /// The title if the host's configuration has no usable instrument.
    UnavailableTitle = "unavailableTitle",
    /// The text below `unavailableTitle`.
    ApologyMore = "apologyMore",
}

/// The texts of the form in one language, some of them replaced by the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    /// The language, as a BCP 47 tag.
    pub lang: &'static str,
    /// The writing direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language and region for formatting numbers, as a BCP 47 tag.
    pub locale: String,
    texts: &'static str,
    later_texts: &'static str,
    replacements: Vec<Replacement>,
}

/// A text with which the host replaces one of the form's: the key, the text's language tag (may be empty), the text.
pub type Replacement = (MessageKey, String, String);

impl Strings {
    /// Returns the texts in the language nearest to the tag `lang`, with English as the fallback.
    ///
    /// ```
    /// use rapport::{MessageKey, Strings};
    /// assert_eq!(Strings::nearest("de-AT").text(MessageKey::Submit), "Senden");
    /// assert_eq!(Strings::nearest("zh-CN").lang, "zh-Hans");
    /// assert_eq!(Strings::nearest("sw").lang, "en");
    /// ```
    #[must_use]
    pub fn nearest(lang: &str) -> Self {
        let found = nearest(languages(), lang);
        let index = found.unwrap_or_default();
        let (tag, texts) = all().1.get(index).copied().unwrap_or_default();
        let later_texts = LATER_LANGUAGES.get(index).map_or("", |(_, texts)| texts);
        let locale = if found.is_some() { lang } else { tag }.to_owned();
        let dir = texts.lines().next().unwrap_or_default();
        Self { lang: tag, dir, locale, texts, later_texts, replacements: Vec::new() }
    }

    /// Returns whether these are the texts of the language that was asked for, and not the fallback.
    pub(crate) fn has_language_of(&self, lang: &str) -> bool {
        self.locale == lang
    }

    /// Returns the same texts, some of them replaced by the host's.
    #[must_use]
    pub fn with(mut self, replacements: Vec<Replacement>) -> Self {
        self.replacements = replacements;
        self
    }

    /// Returns the text for a key; empty if it has none.
    #[must_use]
    pub fn text(&self, key: MessageKey) -> &str {
        let index = key as usize;
        let (texts, line) = match index.checked_sub(EARLY_MESSAGES) {
            None => (self.texts, FIRST_MESSAGE + index),
            Some(line) => (self.later_texts, line),
        };
        let own = || texts.lines().nth(line).unwrap_or_default();
        self.replacement(key).map_or_else(own, |(_, _, text)| text)
    }

    /// Returns the host's text for a key, if it gave one.
    pub(crate) fn replacement(&self, key: MessageKey) -> Option<&Replacement> {
        self.replacements.iter().find(|(replaced, ..)| *replaced == key)
    }

    /// Returns the text for a key with a value in place of each `{slot}`.
    pub(crate) fn format(&self, key: MessageKey, values: &[(&str, &str)]) -> String {
        format(self.text(key), values)
    }

    /// Returns an answer in words: `value` of `max`, and the label of an end that it is at or near. `fraction` is its
    /// position, from 0 at the end labelled `low` to 1 at the end labelled `high`.
    ///
    /// Near is within a tenth of the slider. Farther from both ends, neither label describes the answer.
    #[must_use]
    pub fn answer(&self, value: &str, max: &str, fraction: f64, [low, high]: [&str; 2]) -> String {
        let (distance, anchor) = if fraction < 0.5 { (fraction, low) } else { (1.0 - fraction, high) };
        let key = match distance {
            0.0 => MessageKey::ValueAt,
            _ if distance <= 0.1 => MessageKey::ValueNear,
            _ => MessageKey::Value,
        };
        self.format(key, &[("value", value), ("max", max), ("anchor", anchor)])
    }
}

/// Returns a text with a value in place of each `{slot}`.
pub(crate) fn format(text: &str, values: &[(&str, &str)]) -> String {
    let mut formatted = String::new();
    for part in text.split('{') {
        let (slot, rest) = part.split_once('}').unwrap_or(("", part));
        formatted += values.iter().find(|(name, _)| *name == slot).map_or("", |(_, value)| value);
        formatted += rest;
    }
    formatted
}

/// Returns the tags of the available languages, the fallback first.
pub fn languages() -> impl Iterator<Item = &'static str> + Clone {
    all().1.iter().map(|(tag, _)| *tag)
}

/// Returns a built-in instrument's text under a key, by language.
pub(crate) fn translations(key: &str) -> Vec<(String, String)> {
    let text = |(tag, texts): &(&str, &'static str)| Some(((*tag).into(), line(texts, key)?.into()));
    instrument_texts().1.iter().filter_map(text).collect()
}

/// Returns the index of the tag nearest to `lang`: the same tag, else the same without its last parts, else the first
/// of the same language.
pub(crate) fn nearest<'a>(mut tags: impl Iterator<Item = &'a str> + Clone, lang: &str) -> Option<usize> {
    // Some systems write an underscore, as in `pt_BR`.
    let lang = lang.replace('_', "-");
    let mut wanted = lang.as_str();
    loop {
        if let Some(found) = tags.clone().position(|tag| tag.eq_ignore_ascii_case(wanted)) {
            return Some(found);
        }
        let Some(shorter) = wanted.rfind('-').and_then(|end| wanted.get(..end)) else { break };
        wanted = shorter;
    }
    tags.position(|tag| is_same_language(tag, wanted))
}

/// Returns whether a text with that tag is in the language `lang`, of whatever region. An empty tag names none.
pub(crate) fn is_same_language(tag: &str, lang: &str) -> bool {
    let [tag, lang] = [tag, lang].map(|tag| tag.split('-').next().unwrap_or_default());
    !tag.is_empty() && tag.eq_ignore_ascii_case(lang)
}

/// Returns the line of `texts` for a key.
fn line(texts: &'static str, key: &str) -> Option<&'static str> {
    texts.lines().nth(instrument_texts().0.lines().position(|line| line == key)?)
}
