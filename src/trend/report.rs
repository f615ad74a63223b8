//! Everything that is said and drawn about a trend.

use super::Trend;
use super::chart::Chart;
use super::locale::Locale;
use super::settings::Settings;
use super::strings::TrendStrings;
use super::tables::{Details, Table};

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
    /// The instrument's title with its language tag, which may be empty.
    pub title: (String, String),
    /// The score that shows, its range, its favourable end, and that it is not validated.
    pub subtitle: String,
    /// Sentences below the drawing: measuring error, chance, alerts, differences after scoring again.
    pub notes: Vec<String>,
    /// The scores to choose from: id (empty for the total) and name. Fewer than two leave no choice.
    pub scores: Vec<(String, String)>,
    /// The id of the score that shows; empty for the total.
    pub score: String,
}

impl Report<'_> {
    /// Returns the summary of all sessions, one sentence for each instrument.
    #[must_use]
    pub fn summary(&self) -> String {
        String::new()
    }

    /// Returns the sentence that names the time zone of all dates.
    #[must_use]
    pub fn caption(&self) -> String {
        String::new()
    }

    /// Returns sentences about the data as a whole: a further page, entries that were left out.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the texts around each panel.
    #[must_use]
    pub fn panels(&self) -> Vec<PanelReport> {
        Vec::new()
    }

    /// Returns all that is to say of one session in a sentence, for the stepper's `aria-valuetext`.
    #[must_use]
    pub fn sentence(&self, _session: usize) -> String {
        String::new()
    }

    /// Returns the table of every session.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::default()
    }

    /// Returns the details of one session.
    #[must_use]
    pub fn details(&self, _session: usize) -> Details {
        Details::default()
    }

    /// Returns the drawing at a width in CSS pixels, with one session chosen.
    #[must_use]
    pub fn chart(&self, width: f64, _chosen: Option<usize>) -> Chart {
        Chart { width, ..Chart::default() }
    }

    /// Returns a paragraph for the notes, in which all numbers are those of the table.
    #[must_use]
    pub fn to_text(&self) -> String {
        String::new()
    }

    /// Returns the table as CSV (RFC 4180), with a row for each row of the table.
    #[must_use]
    pub fn to_csv(&self) -> String {
        String::new()
    }

    /// Returns the drawing as an SVG document that is readable by itself, in light colours.
    #[must_use]
    pub fn to_svg(&self, _width: f64) -> String {
        String::new()
    }
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Report")
    }
}
