//! The sessions as CSV, for people and programs: RFC 4180, in English and in plain numbers. No cell is a formula.

use super::change::{Point, Shown};
use super::entry::{Answered, Kind, Score, Scored};
use super::report::{Report, point};
use super::time::{day, iso, iso_date};
use super::words::absent_instruments;
use crate::data::json::decimal;
use crate::instrument::Better;
use crate::scoring::answers::{NOT_APPLICABLE, Response};

/// The first columns. Subscales and answers follow, as `subscale:ID` and `answer:ID`.
const COLUMNS: [&str; 22] = [
    "session",
    "date",
    "time",
    "id",
    "sessionId",
    "instrument",
    "version",
    "status",
    "total",
    "min",
    "max",
    "better",
    "validated",
    "changeFromPrevious",
    "changeFromFirst",
    "band",
    "alerts",
    "answered",
    "items",
    "prorated",
    "speeding",
    "straightlining",
];

/// A line under construction.
#[derive(Default)]
struct Line(Vec<String>);

impl Line {
    /// Adds a text. One that a spreadsheet could take for a formula gets an apostrophe, as spreadsheets mark texts.
    fn text(&mut self, text: &str) {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        let mark = if is_formula { "'" } else { "" };
        let text = [mark, text].concat();
        let is_plain = !text.contains(['"', ',', '\r', '\n']);
        self.0.push(if is_plain { text } else { ["\"", &text.replace('"', "\"\""), "\""].concat() });
    }

    /// Adds a number, with a minus below zero.
    fn number(&mut self, number: Option<f64>) {
        self.0.push(number.map(decimal).unwrap_or_default());
    }

    fn bool(&mut self, value: bool) {
        self.0.push(if value { "yes" } else { "no" }.into());
    }

    fn end(self, to: &mut String) {
        *to += &self.0.join(",");
        *to += "\r\n";
    }
}

impl Report<'_> {
    /// Returns all sessions as CSV (RFC 4180), with a line for each row of the table. Dates are ISO 8601 and numbers
    /// plain. The scores are the totals, whatever shows.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let settings = super::Settings { subscales: Vec::new(), ..self.settings.clone() };
        let report = Report { settings: &settings, ..*self };
        let shown = report.shown();
        let (mut subscales, mut answers) = (Vec::new(), Vec::new());
        for scored in self.trend.entries.iter().filter_map(super::Entry::scored) {
            collect(scored.subscales.iter().map(|(id, _)| id), &mut subscales);
            collect(scored.answers.iter().map(|(id, _)| id), &mut answers);
        }
        let mut csv = String::new();
        let mut header = Line::default();
        for column in COLUMNS {
            header.text(column);
        }
        for (kind, ids) in [("subscale:", &subscales), ("answer:", &answers)] {
            for id in ids {
                header.text(&[kind, id].concat());
            }
        }
        header.end(&mut csv);
        for index in 0..self.trend.entries.len() {
            let point = point(&shown, index);
            let absent = absent_instruments(self.trend, &shown, index).join(" ");
            report.line(index, point, &absent, [&subscales, &answers]).end(&mut csv);
        }
        csv
    }

    fn line(
        &self,
        index: usize,
        point: Option<(&Shown, &Point)>,
        absent: &str,
        [subscales, answers]: [&[&String]; 2],
    ) -> Line {
        let mut line = Line::default();
        let Some(entry) = self.trend.entries.get(index) else { return line };
        line.number(Some(super::entry::count(self.trend.session_by(index) + 1)));
        line.text(&iso_date(day(self.locale, entry.at)));
        line.text(&if entry.is_day { String::new() } else { iso(entry.at) });
        line.text(entry.id.as_deref().unwrap_or_default());
        line.text(entry.session_id.as_deref().unwrap_or_default());
        let Kind::Scored(scored) = &entry.kind else {
            line.text(absent);
            line.text("");
            line.text(match entry.kind {
                Kind::Skipped => "skipped",
                Kind::NotAsked => "not-asked",
                _ => "unreadable",
            });
            line.0.resize(COLUMNS.len() + subscales.len() + answers.len(), String::new());
            return line;
        };
        line.text(&scored.instrument);
        line.text(&scored.version);
        line.text(status(scored));
        let Score { value, range, better, prorated, band } = &scored.total;
        line.number(*value);
        line.number(range.map(|(min, _)| min));
        line.number(range.map(|(_, max)| max));
        line.text(match better {
            Some(Better::High) => "high",
            Some(Better::Low) => "low",
            None => "",
        });
        let definition = point.and_then(|(_, point)| point.definition);
        line.bool(definition.is_some_and(|instrument| instrument.validated));
        // Without a total, the changes are those of a subscale, which no column names.
        let compared = point.filter(|(shown, _)| shown.subscale.is_none()).map(|(_, point)| point);
        line.number(compared.and_then(|point| point.from_previous).map(|found| found.delta));
        line.number(compared.and_then(|point| point.from_first).map(|found| found.delta));
        line.text(band.as_deref().unwrap_or_default());
        let alerts: Vec<_> = scored.alerts.iter().map(|alert| alert.id.as_str()).collect();
        line.text(&alerts.join(" "));
        line.number(scored.answered.map(|(answered, _)| answered));
        line.number(scored.answered.map(|(_, items)| items));
        line.bool(*prorated);
        line.bool(scored.speeding);
        line.bool(scored.straightlining);
        for id in subscales {
            line.number(scored.score(Some(id)).and_then(|score| score.value));
        }
        for id in answers {
            match scored.answers.iter().find(|(item, _)| item == *id).and_then(|(_, answer)| *answer) {
                Some(Answered::Known(Response::NotApplicable)) => line.text(NOT_APPLICABLE),
                Some(Answered::Known(Response::Value(value))) => line.number(Some(value.into())),
                Some(Answered::Number(number)) => line.number(Some(number)),
                None => line.text(""),
            }
        }
        line
    }
}

/// Returns whether all items are answered, and whether the result is preliminary.
fn status(scored: &Scored) -> &'static str {
    match scored.answered {
        _ if scored.is_preliminary => "preliminary",
        Some((answered, items)) if answered < items => "partial",
        Some(_) => "complete",
        None => "",
    }
}

/// Adds the ids that are new.
fn collect<'a>(ids: impl Iterator<Item = &'a String>, to: &mut Vec<&'a String>) {
    for id in ids {
        if !to.contains(&id) {
            to.push(id);
        }
    }
}
