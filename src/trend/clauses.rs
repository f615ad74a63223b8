//! The clauses about a session. They name no direction as good or bad beyond the favourable end of the scale, and forecast
//! nothing.

use super::change::{Difference, Point, Shown};
use super::entry::Scored;
use super::report::Report;
use super::settings::Compare;
use super::strings::TrendKey as Key;
use super::threshold::Threshold;
use crate::instrument::Instrument;

impl Report<'_> {
    /// Returns the clauses of a session, in the order of the table's columns.
    pub(super) fn clauses(&self, shown: &Shown, point: &Point) -> Vec<String> {
        let name = self.score_name(point.definition.or(shown.definition), shown.subscale);
        let Some(scored) = point.entry.scored() else { return vec![self.absence(point.entry, &name)] };
        let mut clauses = Vec::new();
        let score = scored.score(shown.subscale);
        match score.and_then(|score| score.value) {
            Some(value) => {
                clauses.push(self.score(&name, value, score.and_then(|score| score.range)));
                clauses.extend(self.not_validated(point.definition).map(capital));
            }
            None => clauses.push(self.absence(point.entry, &name)),
        }
        clauses.extend(self.differences(shown, point));
        let band = self.band(shown, point);
        clauses.extend(band.map(|band| self.words(Key::BandIs, &[("band", &band)])));
        clauses.extend(self.alerts(point, scored, true));
        clauses.extend(self.answered(Key::Answered, scored));
        clauses.extend(self.remarks(shown, point, scored));
        clauses
    }

    /// Returns how many items are answered, if that is known.
    pub(super) fn answered(&self, key: Key, scored: &Scored) -> Option<String> {
        let (answered, items) = scored.answered?;
        let [answered, items] = [answered, items].map(|count| self.locale.number(count));
        Some(self.words(key, &[("answered", &answered), ("items", &items)]))
    }

    /// Returns a score with its possible range, if that is known.
    pub(super) fn score(&self, name: &str, value: f64, range: Option<(f64, f64)>) -> String {
        let (min, max) = range.unwrap_or_default();
        let [value, min, max] = [value, min, max].map(|number| self.locale.number(number));
        let key = if range.is_some() { Key::ScoreInRange } else { Key::Score };
        self.words(key, &[("name", name), ("value", &value), ("min", &min), ("max", &max)])
    }

    /// Returns that scores of an instrument are not validated, unless its definition declares them so.
    pub(super) fn not_validated(&self, definition: Option<&Instrument>) -> Option<String> {
        let is_validated = definition.is_some_and(|instrument| instrument.validated);
        (!is_validated).then(|| self.text(Key::NotValidated))
    }

    /// Returns the differences from the session before and, if it is another one, from the first. The one that is judged
    /// is followed by its verdict, so that nobody takes the verdict for that of the other. The first session after a new
    /// version has its date, since it is not the first of all.
    fn differences(&self, shown: &Shown, point: &Point) -> Vec<String> {
        let first = point
            .from_first
            .filter(|first| point.from_previous.is_none_or(|previous| previous.with != first.with));
        let found = [(point.from_previous, Compare::Previous), (first, Compare::First)];
        let first_of_all = shown.points.iter().find(|point| point.value.is_some()).map(|point| point.index);
        let judged = point.compared(self.settings.compare).map(|found| found.with);
        let mut clauses = Vec::new();
        for (found, compare) in found.into_iter().filter_map(|(found, compare)| Some((found?, compare))) {
            let mut difference = capital(self.difference(found, compare));
            if compare == Compare::First && first_of_all != Some(found.with) {
                let values = [("text", difference.as_str()), ("remark", &self.date(found.with))];
                difference = self.words(Key::Remark, &values);
            }
            match found.threshold.filter(|_| judged == Some(found.with)) {
                None => clauses.push(difference),
                Some(threshold) if threshold.is_exceeded(found.delta) => {
                    clauses.extend([difference, self.reliable(found.delta, threshold)]);
                }
                Some(_) => clauses.push(self.words(Key::NotReliable, &[("difference", &difference)])),
            }
        }
        clauses
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

    /// Returns that a difference exceeds the measuring error.
    fn reliable(&self, delta: f64, threshold: Threshold) -> String {
        let [size, threshold] =
            [delta.abs(), threshold.displayed(delta)].map(|number| self.locale.number(number));
        self.words(Key::Reliable, &[("n", &size), ("threshold", &threshold)])
    }
}

/// Returns a text of ours as the start of a sentence.
fn capital(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
