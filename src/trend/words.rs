//! Names, dates and sentences in the reader's language.

use super::change::Shown;
use super::entry::{Entry, Kind, count};
use super::locale::DateForm;
use super::report::Report;
use super::strings::TrendKey as Key;
use super::time::day;
use crate::instrument::{Better, Instrument, Text};

impl Report<'_> {
    pub(super) fn text(&self, key: Key) -> String {
        self.strings.text(key).into()
    }

    pub(super) fn words(&self, key: Key, values: &[(&str, &str)]) -> String {
        self.strings.format(key, values)
    }

    pub(super) fn count(&self, number: usize) -> String {
        self.locale.number(count(number))
    }

    /// Returns the date of an entry; with its time if another session was on the same day.
    pub(super) fn date(&self, index: usize) -> String {
        let entries = &self.trend.entries;
        let Some(entry) = entries.get(index) else { return String::new() };
        let own = day(self.locale, entry.at);
        let session = |index: usize| self.trend.session_by_entry.get(index);
        let shares = |other: Option<usize>| {
            other.is_some_and(|other| {
                session(other) != session(index)
                    && entries.get(other).is_some_and(|other| day(self.locale, other.at) == own)
            })
        };
        let is_shared = shares(index.checked_sub(1)) || shares(Some(index + 1));
        let form = if is_shared && !entry.is_day { DateForm::DayTime } else { DateForm::Day };
        self.locale.date(entry.at, form)
    }

    /// Returns the text of an instrument in the reader's language, with its language tag.
    pub(super) fn own(&self, text: &Text) -> (String, String) {
        let (lang, text) = text.nearest(&self.settings.lang);
        (lang.into(), text.into())
    }

    /// Returns the text of an instrument for a place within our words.
    pub(super) fn named(&self, text: &Text) -> String {
        self.isolated(text.in_language(&self.settings.lang))
    }

    /// Returns a text of others for a place within our words. If it has letters of the other writing direction, it gets
    /// Unicode's isolates, so that what stands around it keeps its order.
    pub(super) fn isolated(&self, text: &str) -> String {
        let is_rtl = self.strings.is_rtl();
        let is_other = |letter: char| {
            if is_rtl { letter.is_ascii_alphabetic() } else { ('\u{590}'..='\u{8ff}').contains(&letter) }
        };
        if text.contains(is_other) { ["\u{2068}", text, "\u{2069}"].concat() } else { text.into() }
    }

    /// Returns the instrument's title with its language tag; its id if it is unknown.
    pub(super) fn title(&self, shown: &Shown) -> (String, String) {
        let known = shown.definition.map(|instrument| self.own(&instrument.title));
        known.unwrap_or_else(|| (String::new(), shown.panel.instrument.clone()))
    }

    /// Returns the name of the score that shows.
    pub(super) fn score_name(&self, definition: Option<&Instrument>, subscale: Option<&str>) -> String {
        let Some(id) = subscale else { return self.text(Key::Total) };
        let known = definition.and_then(|instrument| instrument.subscales.iter().find(|part| part.id == id));
        known.map_or_else(|| id.into(), |part| self.named(&part.title))
    }

    /// Joins clauses by a separator that has `{first}` and `{rest}`.
    pub(super) fn join(&self, key: Key, parts: &[String]) -> String {
        let parts = parts.iter().filter(|part| !part.is_empty()).cloned();
        parts.reduce(|first, rest| self.words(key, &[("first", &first), ("rest", &rest)])).unwrap_or_default()
    }

    /// Makes a sentence of each clause, and joins them.
    pub(super) fn sentences(&self, clauses: &[String]) -> String {
        let sentence = |clause: &String| {
            let is_sentence = clause.is_empty() || clause.ends_with(['.', '。', '।', '؟', '?', '!']);
            if is_sentence { clause.clone() } else { self.words(Key::Sentence, &[("text", clause)]) }
        };
        self.join(Key::Sentences, &clauses.iter().map(sentence).collect::<Vec<_>>())
    }

    /// Returns what is said of a score without a value.
    pub(super) fn absence(&self, entry: &Entry, name: &str) -> String {
        match entry.kind {
            Kind::Skipped => self.text(Key::Skipped),
            Kind::NotAsked => self.text(Key::NotAsked),
            Kind::Unreadable => self.text(Key::UnreadableResult),
            Kind::Scored(_) => self.words(Key::NoScore, &[("name", name)]),
        }
    }

    /// Returns which end of a score is favourable.
    pub(super) fn better(&self, better: Better) -> String {
        self.text(match better {
            Better::High => Key::BetterHigh,
            Better::Low => Key::BetterLow,
        })
    }
}
