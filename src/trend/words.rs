//! The words for a session: scores, differences, reliable change, bands, alerts, notes. They name no direction as good or
//! bad beyond the favourable end of the scale, and forecast nothing.

use super::change::{Difference, Point, Shown};
use super::entry::{Answered, Entry, Kind, Rescored, Scored, count};
use super::locale::DateForm;
use super::report::Report;
use super::settings::Compare;
use super::strings::TrendKey as Key;
use super::time::day;
use crate::instrument::{Better, Instrument, Item, Scope, Text};
use crate::scoring::answers::Response;
use crate::scoring::score::{Alert, round};

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

    /// Returns the clauses of a session, in the order of the table's columns.
    pub(super) fn clauses(&self, shown: &Shown, point: &Point) -> Vec<String> {
        let name = self.score_name(point.definition.or(shown.definition), shown.subscale);
        let Some(scored) = point.entry.scored() else { return vec![self.absence(point.entry, &name)] };
        let mut clauses = Vec::new();
        let score = scored.score(shown.subscale);
        match score.and_then(|score| score.value) {
            Some(value) => {
                let value = self.locale.number(value);
                let score = score.and_then(|score| score.range).map_or_else(
                    || self.words(Key::Score, &[("name", &name), ("value", &value)]),
                    |(min, max)| {
                        let [min, max] = [min, max].map(|end| self.locale.number(end));
                        let values =
                            [("name", name.as_str()), ("value", &value), ("min", &min), ("max", &max)];
                        self.words(Key::ScoreInRange, &values)
                    },
                );
                clauses.push(score);
                clauses.extend(self.not_validated(point.definition).map(capital));
            }
            None => clauses.push(self.absence(point.entry, &name)),
        }
        clauses.extend(self.differences(point).into_iter().map(capital));
        clauses.extend(self.reliability(point));
        let band = self.band(shown, point);
        clauses.extend(band.map(|band| self.words(Key::BandIs, &[("band", &band)])));
        for alert in &scored.alerts {
            let alert = self.alert(alert, point.definition);
            clauses.push(self.words(Key::AlertIs, &[("alert", &alert)]));
        }
        if !scored.alerts.is_empty() {
            clauses.push(self.text(Key::NobodyNotified));
        }
        if let Some((answered, items)) = scored.answered {
            let [answered, items] = [answered, items].map(|count| self.locale.number(count));
            clauses.push(self.words(Key::Answered, &[("answered", &answered), ("items", &items)]));
        }
        clauses.extend(self.remarks(shown, point, scored));
        clauses
    }

    /// Returns that scores of an instrument are not validated, unless its definition declares them so.
    pub(super) fn not_validated(&self, definition: Option<&Instrument>) -> Option<String> {
        let is_validated = definition.is_some_and(|instrument| instrument.validated);
        (!is_validated).then(|| self.text(Key::NotValidated))
    }

    /// Returns the differences from the session before and, if it is another one, from the first.
    fn differences(&self, point: &Point) -> Vec<String> {
        let previous = point.from_previous.map(|found| self.difference(found, Compare::Previous));
        let first = point
            .from_first
            .filter(|first| point.from_previous.is_none_or(|previous| previous.with != first.with));
        let first = first.map(|found| self.difference(found, Compare::First));
        previous.into_iter().chain(first).collect()
    }

    pub(super) fn difference(&self, found: Difference, compare: Compare) -> String {
        let keys = match compare {
            Compare::First => [Key::LowerThanFirst, Key::SameAsFirst, Key::HigherThanFirst],
            Compare::Previous if found.is_adjacent => {
                [Key::LowerThanPrevious, Key::SameAsPrevious, Key::HigherThanPrevious]
            }
            Compare::Previous => [Key::LowerThanDate, Key::SameAsDate, Key::HigherThanDate],
        };
        self.compared(found, keys, &self.date(found.with))
    }

    /// Returns a difference by itself, as in a column that names the session compared with.
    pub(super) fn short_difference(&self, found: Difference) -> String {
        self.compared(found, [Key::Lower, Key::Same, Key::Higher], "")
    }

    fn compared(&self, found: Difference, [lower, same, higher]: [Key; 3], date: &str) -> String {
        let key = match found.delta {
            delta if delta < 0.0 => lower,
            delta if delta > 0.0 => higher,
            _ => same,
        };
        self.words(key, &[("n", &self.locale.number(found.delta.abs())), ("date", date)])
    }

    /// Returns whether the difference that is compared exceeds the measuring error, in words.
    fn reliability(&self, point: &Point) -> Option<String> {
        let found = point.compared(self.settings.compare)?;
        if !found.reliable? {
            return Some(self.text(Key::NotReliable));
        }
        let threshold = self.locale.number(displayed(found.threshold?, found.delta));
        let size = self.locale.number(found.delta.abs());
        Some(self.words(Key::Reliable, &[("n", &size), ("threshold", &threshold)]))
    }

    /// Returns the label of a session's band.
    pub(super) fn band(&self, shown: &Shown, point: &Point) -> Option<String> {
        let id = point.entry.scored()?.score(shown.subscale)?.band.as_ref()?;
        let bands = point.definition.map(|instrument| match shown.subscale {
            None => instrument.bands.as_slice(),
            Some(part) => instrument
                .subscales
                .iter()
                .find(|subscale| subscale.id == part)
                .map(|subscale| subscale.bands.as_slice())
                .unwrap_or_default(),
        });
        let known = bands.unwrap_or_default().iter().find(|band| band.id == *id);
        Some(known.map_or_else(|| id.clone(), |band| self.named(&band.label)))
    }

    /// Returns an alert: the score or item, its value, and the condition.
    pub(super) fn alert(&self, alert: &Alert, definition: Option<&Instrument>) -> String {
        let item = |id: &str| {
            let known = definition.and_then(|instrument| instrument.items.iter().find(|item| item.id == id));
            known.map_or_else(|| id.to_owned(), |item| self.named(&item.text))
        };
        let name = match &alert.scope {
            Scope::Total => self.score_name(definition, None),
            Scope::Subscale(id) => self.score_name(definition, Some(id)),
            Scope::Item(id) => item(id),
            Scope::AnyItem => item(alert.item.as_deref().unwrap_or_default()),
        };
        let condition = self.condition(alert.below, alert.above, alert.inclusive);
        let value = self.locale.number(alert.value);
        self.words(Key::AlertFired, &[("name", &name), ("value", &value), ("condition", &condition)])
    }

    pub(super) fn condition(&self, below: Option<f64>, above: Option<f64>, inclusive: bool) -> String {
        let key = match (below.is_some(), inclusive) {
            (true, false) => Key::Below,
            (true, true) => Key::BelowOrAt,
            (false, false) => Key::Above,
            (false, true) => Key::AboveOrAt,
        };
        self.words(key, &[("n", &self.locale.number(below.or(above).unwrap_or_default()))])
    }

    /// Returns the notes on a result.
    pub(super) fn remarks(&self, shown: &Shown, point: &Point, scored: &Scored) -> Vec<String> {
        let score = scored.score(shown.subscale);
        let is_undrawn = score.is_some_and(|score| score.value.is_some() && score.range.is_none());
        let notes = [
            (score.is_some_and(|score| score.prorated), Key::Prorated),
            (scored.is_preliminary, Key::Preliminary),
            (scored.speeding, Key::Speeding),
            (scored.straightlining, Key::Straightlining),
            (point.new_version.is_some(), Key::OtherVersion),
            (is_undrawn, Key::NotDrawn),
            (scored.rescored == Rescored::Other, Key::RescoredParts),
        ];
        let notes = notes.into_iter().filter(|(is, _)| *is).map(|(_, key)| self.text(key));
        let mut notes: Vec<_> = notes.collect();
        if let Rescored::Total(value) = scored.rescored {
            let value = value.map_or_else(
                || self.words(Key::NoScore, &[("name", &self.text(Key::Total))]),
                |value| self.locale.number(value),
            );
            notes.push(self.words(Key::Rescored, &[("value", &value)]));
        }
        notes
    }

    /// Returns an answer; with the ends of a slider if `with_ends`.
    pub(super) fn answer(
        &self,
        known: Option<(&Instrument, &Item)>,
        answer: Option<Answered>,
        with_ends: bool,
    ) -> String {
        let (response, number) = match answer {
            None => return self.text(Key::NotAnswered),
            Some(Answered::Number(number)) => return self.locale.number(number),
            Some(Answered::Known(response)) => (response, response.value().unwrap_or_default()),
        };
        let value = self.locale.number(number.into());
        if response == Response::NotApplicable {
            let choice = known.and_then(|(_, item)| item.not_applicable.as_ref());
            return choice.map_or_else(|| self.text(Key::NotApplicable), |choice| self.named(&choice.label));
        }
        let Some((instrument, item)) = known else { return value };
        let scale = instrument.scale_of(item);
        if let Some(point) = scale.points().iter().find(|point| point.value == number) {
            let label = self.named(&point.label);
            return self.words(Key::PointAnswer, &[("label", &label), ("value", &value)]);
        }
        let ends = item.low.as_ref().zip(item.high.as_ref()).filter(|_| with_ends);
        let Some((slider, (low, high))) = scale.slider().zip(ends) else { return value };
        let [min, max] = [slider.min, slider.max].map(|end| self.locale.number(end.into()));
        let [low, high] = [low, high].map(|end| self.named(end));
        let values =
            [("value", value.as_str()), ("min", &min), ("low", &low), ("max", &max), ("high", &high)];
        self.words(Key::SliderAnswer, &values)
    }
}

/// Returns a text of ours as the start of a sentence.
fn capital(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// Rounds a threshold to as few decimals as keep it on the same side of the difference.
fn displayed(threshold: f64, delta: f64) -> f64 {
    let exceeds = |threshold: f64| delta.abs() > threshold;
    let rounded = |decimals: u8| round(threshold, decimals);
    (1..6).map(rounded).find(|rounded| exceeds(*rounded) == exceeds(threshold)).unwrap_or(threshold)
}
