//! Names, dates and sentences in the reader's language.

use super::Trend;
use super::change::Shown;
use super::entry::{Entry, Kind, count};
use super::locale::DateForm;
use super::report::Report;
use super::strings::TrendKey as Key;
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
        let Some(entry) = self.trend.entries.get(index) else { return String::new() };
        let session = self.trend.session_by(index);
        let day = |session: usize| self.trend.days.get(session);
        let is_shared = [session.checked_sub(1), Some(session + 1)]
            .into_iter()
            .flatten()
            .any(|other| day(other).is_some() && day(other) == day(session));
        let form = if is_shared && !entry.is_day { DateForm::DayTime } else { DateForm::Day };
        self.locale.date(entry.at, form)
    }

    /// Returns the text of an instrument in the reader's language, with its language tag.
    pub(super) fn localized(&self, text: &Text) -> (String, String) {
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

    /// Returns the name of a version.
    pub(super) fn version(&self, version: &str) -> String {
        self.words(Key::Version, &[("version", &self.isolated(version))])
    }

    /// Returns the instrument's title with its language tag; its id if it is unknown.
    pub(super) fn title(&self, shown: &Shown) -> (String, String) {
        let known = shown.definition.map(|instrument| self.localized(&instrument.title));
        known.unwrap_or_else(|| (String::new(), shown.panel.instrument.to_owned()))
    }

    /// Returns the titles of the instruments that a session without a result is of; empty if it is of all.
    pub(super) fn absent(&self, shown: &[Shown], index: usize) -> String {
        let title = |id: &&str| {
            let known = self.trend.definitions.all().iter().find(|instrument| instrument.id == *id);
            known.map_or_else(|| self.isolated(id), |instrument| self.named(&instrument.title))
        };
        let titles: Vec<_> = absent_instruments(self.trend, shown, index).iter().map(title).collect();
        self.join(Key::Listed, &titles)
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

    /// Returns the text for a score without a value.
    pub(super) fn absence(&self, entry: &Entry, name: &str) -> String {
        match entry.kind {
            Kind::Skipped => self.text(Key::Skipped),
            Kind::NotAsked => self.text(Key::NotAsked),
            Kind::Unreadable => self.text(Key::UnreadableResult),
            Kind::Scored(_) => self.words(Key::NoScore, &[("name", name)]),
        }
    }

    /// Returns which end of a score is favourable; `None` if that is not known.
    pub(super) fn better(&self, better: Option<Better>) -> Option<String> {
        Some(self.text(match better? {
            Better::High => Key::BetterHigh,
            Better::Low => Key::BetterLow,
        }))
    }
}

/// Returns the ids of the instruments that a session without a result is of; none if it is of all.
pub(super) fn absent_instruments<'a>(trend: &'a Trend, shown: &[Shown<'a>], index: usize) -> Vec<&'a str> {
    let (mut own, mut is_of_all) = (Vec::new(), true);
    for shown in shown {
        let id = shown.panel.instrument;
        if !shown.panel.has(index) {
            is_of_all = false;
        } else if !own.contains(&id) {
            own.push(id);
        }
    }
    if is_of_all {
        return Vec::new();
    }
    if own.is_empty() {
        own.extend(trend.entries.get(index).and_then(Entry::instrument));
    }
    own
}
