//! Lays the report out as text, in aligned columns.

use std::fmt::Write;

use crate::Missing;

use super::patterns::Pattern;
use super::report::{Fact, InstrumentReport, Report};

/// The number of characters after which text is wrapped.
const WIDTH: usize = 100;
const INDENT: &str = "  ";
/// The sign of an absent answer or score.
const ABSENT: &str = "–";

/// Returns the report as text.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    heading(&mut text, "Problems and warnings");
    let kind = |fatal| if fatal { "problem" } else { "warning" };
    let findings = report.problems.iter();
    let mut rows: Vec<_> =
        findings.map(|found| vec![kind(found.problem.fatal).to_owned(), found.message.clone()]).collect();
    if rows.is_empty() {
        rows.push(vec!["None.".into()]);
    }
    columns(&mut text, &rows);
    if let Some(instrument) = &report.instrument {
        describe(&mut text, instrument);
    }
    text
}

fn describe(text: &mut String, report: &InstrumentReport) {
    heading(text, "Instrument");
    facts(text, &report.facts);
    heading(text, "Items");
    items(text, report);
    heading(text, "Scoring");
    facts(text, &report.rules);
    heading(text, "Worked scores");
    let rows = worked(report);
    columns(text, &rows);
    if rows.iter().flatten().any(|cell| cell.contains(" → ")) {
        paragraph(text, "“7 → 1” is the answer 7, which scores 1.");
    }
}

fn heading(text: &mut String, heading: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{}", heading.to_uppercase());
}

fn paragraph(text: &mut String, paragraph: &str) {
    let _ = writeln!(text, "\n{INDENT}{paragraph}");
}

fn facts(text: &mut String, facts: &[Fact]) {
    let rows: Vec<_> = facts.iter().flat_map(|fact| named(&fact.name, &fact.text)).collect();
    columns(text, &rows);
}

/// Returns rows of a name and of lines beside it.
fn named<'a>(name: &'a str, lines: &'a [String]) -> impl Iterator<Item = Vec<String>> + use<'a> {
    let row = move |(index, line): (usize, &String)| {
        vec![if index == 0 { name.to_owned() } else { String::new() }, line.clone()]
    };
    lines.iter().enumerate().map(row)
}

fn items(text: &mut String, report: &InstrumentReport) {
    let mut rows = Vec::new();
    let mut section = None;
    for (index, item) in report.items.iter().enumerate() {
        if item.section.is_some() && item.section != section {
            rows.push(vec![
                String::new(),
                String::new(),
                format!("— {} —", item.section.as_deref().unwrap_or("")),
            ]);
        }
        section.clone_from(&item.section);
        rows.push(vec![(index + 1).to_string(), item.id.clone(), item.question.clone()]);
        let details = item.answers.iter().chain(&item.notes);
        rows.extend(details.map(|line| vec![String::new(), String::new(), format!("{INDENT}{line}")]));
    }
    columns(text, &rows);
}

/// Returns the table of the worked scores: a column a pattern.
fn worked(report: &InstrumentReport) -> Vec<Vec<String>> {
    let definition = &report.definition;
    let mut rows = Vec::new();
    let mut row = |name: &str, cell: &dyn Fn(&Pattern) -> String| {
        let mut cells = vec![name.to_owned()];
        cells.extend(report.patterns.iter().map(cell));
        rows.push(cells);
    };
    row("", &|pattern| pattern.name.into());
    for item in &report.items {
        row(&item.id, &|pattern| answer(pattern, &item.id));
    }
    if definition.score.range().is_some() {
        row("Total", &|pattern| number(pattern.outcome.total));
        row("Percent", &|pattern| number(pattern.outcome.percent));
        if matches!(definition.score.missing, Missing::Prorate { .. }) {
            row("Prorated", &|pattern| if pattern.outcome.prorated { "yes" } else { "no" }.into());
        }
        if !definition.bands.is_empty() {
            row("Band", &|pattern| string(pattern.outcome.band.as_ref()));
        }
    }
    for (index, subscale) in definition.subscales.iter().enumerate() {
        let score = |pattern: &Pattern| pattern.outcome.subscales.get(index).cloned();
        row(&format!("Subscale {}", subscale.id), &|pattern| {
            number(score(pattern).and_then(|score| score.score))
        });
        if !subscale.bands.is_empty() {
            row("  its band", &|pattern| string(score(pattern).and_then(|score| score.band).as_ref()));
        }
    }
    if !definition.alerts.is_empty() {
        row("Alerts", &alerts);
    }
    rows
}

fn answer(pattern: &Pattern, id: &str) -> String {
    let answer = pattern.answers.get(id).copied().flatten();
    let score = pattern.scores.get(id).copied().flatten();
    match (answer, score) {
        (Some(answer), Some(score)) if (f64::from(answer) - score).abs() > f64::EPSILON => {
            format!("{answer} → {score}")
        }
        (Some(answer), _) => answer.to_string(),
        (None, _) => ABSENT.into(),
    }
}

fn alerts(pattern: &Pattern) -> String {
    let alerts = pattern.outcome.alerts.iter();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for alert in alerts {
        match counts.last_mut() {
            Some((id, count)) if *id == alert.id => *count += 1,
            _ => counts.push((&alert.id, 1)),
        }
    }
    let name =
        |(id, count): &(&str, usize)| if *count == 1 { (*id).to_owned() } else { format!("{id} × {count}") };
    if counts.is_empty() { ABSENT.into() } else { counts.iter().map(name).collect::<Vec<_>>().join(", ") }
}

fn number(number: Option<f64>) -> String {
    number.map_or(ABSENT.into(), |number| number.to_string())
}

fn string(string: Option<&String>) -> String {
    string.map_or(ABSENT.into(), Clone::clone)
}

/// Writes rows in columns, as wide as their widest cell. The last column is wrapped.
fn columns(text: &mut String, rows: &[Vec<String>]) {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| length(cell)).max();
    let widths: Vec<usize> =
        (0..count.saturating_sub(1)).map(|column| width(column).unwrap_or_default()).collect();
    let before = INDENT.len() + widths.iter().map(|width| width + INDENT.len()).sum::<usize>();
    for row in rows {
        let mut line = INDENT.to_owned();
        let (last, cells) = row
            .split_last()
            .map_or((String::new(), <&[String]>::default()), |(last, cells)| (printable(last), cells));
        for (cell, width) in cells.iter().zip(&widths) {
            let cell = printable(cell);
            let _ = write!(line, "{cell:width$}{INDENT}", width = *width);
        }
        let hanging = " ".repeat(before + last.len() - last.trim_start().len());
        line.push_str(&wrap(&last, WIDTH.saturating_sub(before).max(30), &hanging));
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Returns the text on one line: a definition's text may contain control characters, which a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Breaks a text at spaces into lines of up to `width` characters; `hanging` begins each further line.
fn wrap(text: &str, width: usize, hanging: &str) -> String {
    let (mut wrapped, mut used) = (String::new(), 0);
    for word in text.split_inclusive(' ') {
        if used > 0 && used + length(word.trim_end()) > width {
            wrapped.truncate(wrapped.trim_end().len());
            let _ = write!(wrapped, "\n{hanging}");
            used = 0;
        }
        wrapped.push_str(word);
        used += length(word);
    }
    wrapped
}
