//! All texts and drawings of a trend.

use super::Trend;
use super::chance::chance;
use super::change::Shown;
use super::locale::{DateForm, Locale};
use super::panel::panels;
use super::settings::{Compare, Settings};
use super::strings::{TrendKey as Key, TrendStrings};

/// A trend in words and shapes, for one reader.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The sessions.
    pub trend: &'a Trend,
    /// The reader's choices.
    pub settings: &'a Settings,
    /// The texts in the reader's language.
    pub strings: &'a TrendStrings,
    /// Dates and numbers in the reader's language.
    pub locale: &'a dyn Locale,
}

/// The texts around the drawing of one instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PanelReport {
    /// The instrument's id, for `Settings::subscales`.
    pub instrument: String,
    /// The language tag of the instrument's title, which may be empty, and the title.
    pub title: (String, String),
    /// The score that shows, its range, its favourable end, and that it is not validated.
    pub subtitle: String,
    /// Sentences below the drawing: chance, an unknown measuring error, alerts.
    pub notes: Vec<String>,
    /// The scores to choose from: id (empty for the total) and name. Fewer than two leave no choice.
    pub scores: Vec<(String, String)>,
    /// The id of the score that shows; empty for the total.
    pub score: String,
}

impl<'a> Report<'a> {
    pub(super) fn shown(&self) -> Vec<Shown<'a>> {
        let (trend, settings) = (self.trend, self.settings);
        panels(trend, settings).into_iter().map(|panel| Shown::new(trend, panel)).collect()
    }

    /// Returns the summary of all sessions, one sentence for each instrument: the number of sessions, their dates, how
    /// many have a score, the latest score, its range and favourable end, and its difference from the one before.
    #[must_use]
    pub fn summary(&self) -> String {
        let shown = self.shown();
        if shown.is_empty() {
            let (first, last) = (0, self.trend.entries.len());
            let sessions = if last == 0 {
                self.text(Key::Empty)
            } else {
                self.period(&(first..last).collect::<Vec<_>>())
            };
            return self.sentences(&[sessions]);
        }
        let several = shown.len() > 1;
        let sentence = |shown: &Shown| self.panel_summary(shown, several);
        self.sentences(&shown.iter().map(sentence).collect::<Vec<_>>())
    }

    fn panel_summary(&self, shown: &Shown, with_title: bool) -> String {
        let scored = shown.points.iter().filter(|point| point.value.is_some());
        let with_score = self.words(Key::WithScore, &[("n", &self.count(scored.count()))]);
        let mut clauses = vec![self.period(&shown.panel.entries), with_score];
        let latest = shown.points.iter().rev().find(|point| point.value.is_some());
        if let Some((point, value)) = latest.and_then(|point| Some((point, point.value?))) {
            let name = self.score_name(shown.definition, shown.subscale);
            let score = self.score(&name, value, shown.range);
            let mut remarks = Vec::new();
            remarks.extend(self.better(shown.better));
            remarks.extend(self.not_validated(point.definition));
            let remark = self.join(Key::Listed, &remarks);
            let score = if remark.is_empty() {
                score
            } else {
                self.words(Key::Remark, &[("text", &score), ("remark", &remark)])
            };
            clauses.push(self.words(Key::Latest, &[("date", &self.date(point.index)), ("score", &score)]));
            let previous = point.from_previous.map(|found| self.difference(found, Compare::Previous));
            clauses.extend(previous);
        }
        let summary = self.join(Key::Clauses, &clauses);
        let title = self.isolated(&self.title(shown).1);
        if with_title { self.words(Key::Labelled, &[("name", &title), ("text", &summary)]) } else { summary }
    }

    /// Returns the number of sessions of a panel, and their dates.
    fn period(&self, entries: &[usize]) -> String {
        let plural = self.locale.plural(entries.len());
        let sessions = self.strings.sessions(plural, &self.count(entries.len()));
        let date = |index: Option<&usize>| {
            let entry = index.and_then(|index| self.trend.entries.get(*index));
            entry.map(|entry| self.locale.date(entry.at, DateForm::Day)).unwrap_or_default()
        };
        let (first, last) = (date(entries.first()), date(entries.last()));
        let key = if first == last { Key::OnDay } else { Key::Between };
        self.words(key, &[("sessions", &sessions), ("first", &first), ("last", &last)])
    }

    /// Returns the sentence that names the time zone of all dates.
    #[must_use]
    pub fn caption(&self) -> String {
        self.words(Key::TimeZone, &[("zone", &self.isolated(&self.locale.zone()))])
    }

    /// Returns sentences about the data as a whole: a further page, resources that were entered in error.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.trend.has_more {
            notes.push(self.text(Key::HasMore));
        }
        if self.trend.dropped > 0 {
            notes.push(self.words(Key::EnteredInError, &[("n", &self.count(self.trend.dropped))]));
        }
        notes
    }

    /// Returns the events, each with its date.
    #[must_use]
    pub fn events(&self) -> Vec<String> {
        let event = |event: &super::Event| {
            let date = self.locale.date(event.at, DateForm::Day);
            self.words(Key::Labelled, &[("name", &date), ("text", &self.isolated(&event.label))])
        };
        self.trend.events.iter().map(event).collect()
    }

    /// Returns the texts around each panel.
    #[must_use]
    pub fn panels(&self) -> Vec<PanelReport> {
        self.shown().iter().map(|shown| self.panel(shown)).collect()
    }

    pub(super) fn panel(&self, shown: &Shown) -> PanelReport {
        let name = self.score_name(shown.definition, shown.subscale);
        let range = shown.range.map(|(min, max)| {
            let [min, max] = [min, max].map(|end| self.locale.number(end));
            self.words(Key::Range, &[("name", &name), ("min", &min), ("max", &max)])
        });
        let mut clauses = vec![range.unwrap_or(name)];
        clauses.extend(self.better(shown.better));
        let mut results = shown.points.iter().filter(|point| point.entry.scored().is_some());
        clauses.extend(results.find_map(|point| self.not_validated(point.definition)));
        let mut scores = Vec::new();
        let parts = shown.definition.map(|instrument| instrument.subscales.as_slice()).unwrap_or_default();
        if !parts.is_empty() {
            let has_total = shown.definition.is_some_and(|instrument| instrument.score.range().is_some());
            scores.extend(has_total.then(|| (String::new(), self.text(Key::Total))));
            scores.extend(parts.iter().map(|part| (part.id.clone(), self.localized(&part.title).1)));
        }
        PanelReport {
            instrument: shown.panel.instrument.into(),
            title: self.title(shown),
            subtitle: self.sentences(&[self.join(Key::Clauses, &clauses)]),
            notes: self
                .panel_notes(shown)
                .iter()
                .map(|note| self.sentences(std::slice::from_ref(note)))
                .collect(),
            scores,
            score: shown.subscale.unwrap_or_default().into(),
        }
    }

    /// Returns the clauses below a panel.
    fn panel_notes(&self, shown: &Shown) -> Vec<String> {
        let mut notes = Vec::new();
        let compared = |point: &super::change::Point| point.compared(self.settings.compare)?.is_reliable();
        let mut differences = shown.points.iter().filter_map(compared).peekable();
        if differences.peek().is_some() {
            notes.extend(differences.any(|is_reliable| is_reliable).then(|| self.chance(shown)));
        } else if shown.points.iter().any(|point| point.from_previous.is_some()) {
            notes.push(self.text(match (shown.definition, shown.subscale) {
                (None, _) => Key::UnknownDefinition,
                (_, Some(_)) => Key::NoReliabilityPart,
                _ => Key::NoReliability,
            }));
        }
        let has_alerts = |point: &super::change::Point| {
            point.entry.scored().is_some_and(|scored| !scored.alerts.is_empty())
        };
        if shown.points.iter().any(has_alerts) {
            notes.push(self.text(Key::NobodyNotified));
        }
        notes
    }

    /// Returns how often a mark of reliable change comes by chance over as many sessions.
    fn chance(&self, shown: &Shown) -> String {
        if !shown.has_known_chance() {
            return self.text(Key::ChanceUnknown);
        }
        let totals = shown.compared();
        let percent = chance(self.settings.compare, totals);
        let mut words = self.count(percent);
        if percent >= 99 {
            words = self.words(Key::OrMore, &[("n", &words)]);
        }
        let key = match self.settings.compare {
            Compare::Previous => Key::ChancePrevious,
            Compare::First => Key::ChanceFirst,
        };
        let values =
            [("percent", words.as_str()), ("hundred", &self.count(100)), ("count", &self.count(totals))];
        self.words(key, &values)
    }

    /// Returns the sentence of one session, for the stepper's `aria-valuetext`.
    #[must_use]
    pub fn sentence(&self, session: usize) -> String {
        let count = self.count(self.trend.session_count());
        let position = self.words(Key::Position, &[("n", &self.count(session + 1)), ("count", &count)]);
        let indices = self.trend.sessions.get(session).map(Vec::as_slice).unwrap_or_default();
        let mut clauses = vec![position];
        clauses.extend(indices.first().map(|index| self.date(*index)));
        let shown = self.shown();
        for index in indices {
            let Some((panel, point)) =
                point(&shown, *index).filter(|(_, point)| point.entry.scored().is_some())
            else {
                let entry = self.trend.entries.get(*index);
                clauses.push(self.absent(&shown, *index));
                clauses.extend(entry.map(|entry| self.absence(entry, "")));
                continue;
            };
            if shown.len() > 1 {
                clauses.push(self.isolated(&self.title(panel).1));
            }
            clauses.extend(self.clauses(panel, point));
        }
        self.sentences(&clauses)
    }

    /// Returns a paragraph for the notes: for each instrument the summary and the sentence of its latest result; then
    /// how often chance alone marks a change, notes on the data, and the time zone. Its numbers are those of the table.
    #[must_use]
    pub fn to_text(&self) -> String {
        let shown = self.shown();
        let mut sentences = if shown.is_empty() { vec![self.summary()] } else { Vec::new() };
        for panel in &shown {
            sentences.push(self.panel_summary(panel, true));
            let latest = panel.points.iter().rev().find(|point| point.entry.scored().is_some());
            let Some(point) = latest else { continue };
            let words = self.sentences(&self.clauses(panel, point));
            let date = self.date(point.index);
            sentences.push(self.words(Key::Labelled, &[("name", &date), ("text", &words)]));
            let nobody_notified = self.text(Key::NobodyNotified);
            sentences.extend(
                self.panel_notes(panel)
                    .into_iter()
                    .filter(|note| *note != nobody_notified || !words.contains(&nobody_notified)),
            );
        }
        sentences.extend(self.notes());
        sentences.push(self.caption());
        self.sentences(&sentences)
    }
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Report")
    }
}

/// Returns the point of an entry: of a result in its panel, of a session without a result in the first that has it.
pub(super) fn point<'b, 's>(
    shown: &'b [Shown<'s>],
    index: usize,
) -> Option<(&'b Shown<'s>, &'b super::change::Point<'s>)> {
    let own = shown.iter().find(|shown| shown.panel.has(index))?;
    let place = own.points.binary_search_by_key(&index, |point| point.index).ok()?;
    Some((own, own.points.get(place)?))
}
