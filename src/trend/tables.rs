//! The table of all sessions and the details of one, in words.

use super::change::{Point, Shown};
use super::entry::{Entry, Scored};
use super::report::{Report, point};
use super::strings::TrendKey as Key;

/// The table of every session. Columns that no instrument can fill are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The column headers; the first column heads its rows.
    pub columns: Vec<String>,
    /// One row for each result and each session without one, in the order of time.
    pub rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The index of the session.
    pub session: usize,
    /// One text for each column; may be empty.
    pub cells: Vec<String>,
}

/// The details of one session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The session's date, as in the table.
    pub title: String,
    /// One part for each instrument that was answered; one without items for a session that was skipped or not asked.
    pub parts: Vec<DetailsPart>,
}

/// The details of one result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailsPart {
    /// The language tag of the instrument's title, which may be empty, and the title.
    pub title: (String, String),
    /// Sentences about the scores.
    pub lines: Vec<String>,
    /// The headers of the three columns of `items`: question, answer, answer before.
    pub columns: [String; 3],
    /// The items, in the instrument's order.
    pub items: Vec<ItemRow>,
}

/// An item of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemRow {
    /// The question, or the item's id if the instrument is unknown.
    pub text: String,
    /// The language tag of the question; may be empty.
    pub lang: String,
    /// The answer in words.
    pub answer: String,
    /// The answer in the session before; empty if there is none.
    pub previous: String,
}

impl Report<'_> {
    /// Returns the table of every session.
    #[must_use]
    pub fn table(&self) -> Table {
        let shown = self.shown();
        let all: Vec<usize> = (0..self.trend.entries.len()).collect();
        let scored = || self.trend.entries.iter().filter_map(Entry::scored);
        let definitions = || shown.iter().filter_map(|shown| shown.definition);
        let has_bands = definitions().any(|instrument| {
            !instrument.bands.is_empty() || instrument.subscales.iter().any(|part| !part.bands.is_empty())
        });
        let has_bands = has_bands || scored().any(|scored| scored.total.band.is_some());
        let has_alerts = definitions().any(|instrument| !instrument.alerts.is_empty());
        let has_alerts = has_alerts || scored().any(|scored| !scored.alerts.is_empty());
        let score = match shown.as_slice() {
            [only] => self.score_name(only.definition, only.subscale),
            _ => self.text(Key::ScoreColumn),
        };
        let has_several = shown.len() > 1 || all.iter().any(|index| !self.absent(&shown, *index).is_empty());
        let columns = [
            (true, self.text(Key::Date)),
            (has_several, self.text(Key::Questionnaire)),
            (true, score),
            (true, self.text(Key::ChangePrevious)),
            (true, self.text(Key::ChangeFirst)),
            (has_bands, self.text(Key::Band)),
            (has_alerts, self.text(Key::Alerts)),
            (true, self.text(Key::AnsweredColumn)),
            (true, self.text(Key::Notes)),
        ];
        let is_present = columns.each_ref().map(|(is_present, _)| *is_present);
        let row = |index: usize| {
            let session = self.trend.session_by(index);
            let scored = point(&shown, index).filter(|(_, point)| point.entry.scored().is_some());
            let cells = scored
                .map_or_else(|| self.absent_cells(&shown, index), |(shown, point)| self.cells(shown, point));
            let cells = cells.into_iter().zip(is_present).filter(|(_, is_present)| *is_present);
            Row { session, cells: cells.map(|(cell, _)| cell).collect() }
        };
        let rows = all.into_iter().map(row).collect();
        let columns = columns.into_iter().filter(|(is_present, _)| *is_present);
        Table { columns: columns.map(|(_, header)| header).collect(), rows }
    }

    /// Returns all cells of a row, those of absent columns included.
    fn cells(&self, shown: &Shown, point: &Point) -> [String; 9] {
        let mut cells = <[String; 9]>::default();
        let Some(scored) = point.entry.scored() else { return cells };
        let [date, title, score, previous, first, band, alerts, answered, notes] = &mut cells;
        *date = self.date(point.index);
        *title = self.title(shown).1;
        *score = self
            .absence(point.entry, &self.score_name(point.definition.or(shown.definition), shown.subscale));
        if let Some(value) = scored.score(shown.subscale).and_then(|score| score.value) {
            *score = self.locale.number(value);
            if let Some(remark) = self.not_validated(point.definition) {
                *score = self.words(Key::Remark, &[("text", score), ("remark", &remark)]);
            }
        }
        let difference =
            |found: Option<_>| found.map(|found| self.short_difference(found)).unwrap_or_default();
        *previous = difference(point.from_previous);
        *first = difference(point.from_first);
        *band = self.band(shown, point).unwrap_or_default();
        *alerts = self.join(Key::Clauses, &self.alerts(point, scored, false));
        *answered = self.answered(Key::AnsweredOf, scored).unwrap_or_default();
        *notes = self.join(Key::Clauses, &self.remarks(shown, point, scored));
        cells
    }

    /// Returns the cells of a session without a result: its date, the instruments, and why there is no score.
    fn absent_cells(&self, shown: &[Shown], index: usize) -> [String; 9] {
        let mut cells = <[String; 9]>::default();
        let [date, title, score, ..] = &mut cells;
        *date = self.date(index);
        *title = self.absent(shown, index);
        if let Some(entry) = self.trend.entries.get(index) {
            *score = self.absence(entry, &self.text(Key::Total));
        }
        cells
    }

    /// Returns the details of one session.
    #[must_use]
    pub fn details(&self, session: usize) -> Details {
        let indices = self.trend.sessions.get(session).map(Vec::as_slice).unwrap_or_default();
        let title = indices.first().map(|index| self.date(*index)).unwrap_or_default();
        let shown = self.shown();
        let part = |index: &usize| match point(&shown, *index) {
            Some((shown, point)) if point.entry.scored().is_some() => self.part(shown, point),
            _ => {
                let entry = self.trend.entries.get(*index);
                let lines = entry.map(|entry| self.sentences(&[self.absence(entry, "")]));
                let title = (String::new(), self.absent(&shown, *index));
                DetailsPart { title, lines: lines.into_iter().collect(), ..DetailsPart::default() }
            }
        };
        let parts = indices.iter().map(part).collect();
        Details { title, parts }
    }

    fn part(&self, shown: &Shown, point: &Point) -> DetailsPart {
        let lines = self.clauses(shown, point);
        let lines = lines.iter().map(|line| self.sentences(std::slice::from_ref(line))).collect();
        let columns = [Key::Question, Key::Answer, Key::AnswerBefore].map(|key| self.text(key));
        let Some(scored) = point.entry.scored() else {
            return DetailsPart { lines, columns, ..DetailsPart::default() };
        };
        let before = shown.points.iter().take_while(|other| other.index < point.index);
        let before = before.filter_map(|other| other.entry.scored()).last();
        let before = before.filter(|before| before.version == scored.version);
        let items = scored.answers.iter().map(|(id, _)| self.item(point, scored, before, id)).collect();
        DetailsPart { title: self.title(shown), lines, columns, items }
    }

    fn item(&self, point: &Point, scored: &Scored, before: Option<&Scored>, id: &str) -> ItemRow {
        let known = point.definition.and_then(|instrument| {
            instrument.items.iter().find(|item| item.id == id).map(|item| (instrument, item.as_ref()))
        });
        let answer = |scored: &Scored, with_ends: bool| {
            let (_, answer) = scored.answers.iter().find(|(item, _)| item == id)?;
            Some(self.answer(known, *answer, with_ends))
        };
        let (lang, text) =
            known.map_or_else(|| (String::new(), id.to_owned()), |(_, item)| self.localized(&item.text));
        ItemRow {
            text,
            lang,
            answer: answer(scored, true).unwrap_or_default(),
            previous: before.and_then(|before| answer(before, false)).unwrap_or_default(),
        }
    }
}
