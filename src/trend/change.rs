//! The score of a panel that shows, session by session, and its differences. Scores of different versions or ranges are
//! never compared.

use super::Trend;
use super::entry::{Entry, Score, Scored};
use super::panel::Panel;
use super::settings::{Compare, Settings};
use super::threshold::Threshold;
use crate::instrument::{Better, Instrument};
use crate::scoring::score::round;

/// A panel with the score that shows.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub panel: &'a Panel,
    /// The newest known definition of the instrument.
    pub definition: Option<&'a Instrument>,
    /// The id of the subscale; `None` for the total.
    pub subscale: Option<&'a str>,
    /// The lowest and the highest possible score.
    pub range: Option<(f64, f64)>,
    pub better: Better,
    /// One for each entry of the panel.
    pub points: Vec<Point<'a>>,
}

/// A session of a panel.
#[derive(Debug)]
pub(super) struct Point<'a> {
    /// Index of the entry.
    pub index: usize,
    pub entry: &'a Entry,
    /// The score; `None` if it has no value that can be compared and drawn.
    pub value: Option<f64>,
    pub definition: Option<&'a Instrument>,
    /// The version, if it is not that of the result before.
    pub new_version: Option<&'a str>,
    /// The difference from the last earlier session with a score.
    pub from_previous: Option<Difference>,
    /// The difference from the first session with a score of this version.
    pub from_first: Option<Difference>,
}

/// The difference between two scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    pub delta: f64,
    /// Index of the entry compared with.
    pub with: usize,
    /// Whether that is the session just before.
    pub is_adjacent: bool,
    /// The threshold of reliable change; `None` if the reliability is unknown.
    pub threshold: Option<Threshold>,
}

impl Difference {
    /// Returns whether the size exceeds the threshold; `None` if the reliability is unknown.
    pub(super) fn is_reliable(self) -> Option<bool> {
        self.threshold.map(|threshold| threshold.is_exceeded(self.delta))
    }
}

/// The sessions so far since the last new version.
#[derive(Default)]
struct Run<'a> {
    version: Option<&'a str>,
    /// The first and the last entry with a value.
    first: Option<(usize, f64)>,
    previous: Option<(usize, f64)>,
    /// The last entry, with a value or without.
    last: Option<usize>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(trend: &'a Trend, panel: &'a Panel, settings: &'a Settings) -> Self {
        let scored = |index: &usize| trend.entries.get(*index).and_then(Entry::scored);
        let results = || panel.results().iter().filter_map(scored);
        let chosen = settings.subscales.iter().find(|(instrument, _)| *instrument == panel.instrument);
        let subscale = chosen.map(|(_, subscale)| subscale.as_str());
        let subscale = subscale.filter(|id| results().any(|scored| scored.score(Some(id)).is_some()));
        // Without a total the first part shows.
        let has_total = results().any(|scored| scored.total.range.is_some() || scored.total.value.is_some());
        let part = results().find_map(|scored| scored.subscales.first()).filter(|_| !has_total);
        let subscale = subscale.or(part.map(|(id, _)| id.as_str()));
        let first = results().filter_map(|scored| scored.score(subscale)).find(|score| score.range.is_some());
        let known = |scored: &Scored| scored.definition.and_then(|index| trend.definitions.get(index));
        let mut shown = Self {
            panel,
            definition: results().filter_map(known).next_back(),
            subscale,
            range: first.and_then(|score| score.range),
            better: first.map_or(Better::High, |score| score.better),
            points: Vec::new(),
        };
        let mut run = Run::default();
        for index in &panel.entries {
            if let Some(entry) = trend.entries.get(*index) {
                let point = shown.point(*index, entry, entry.scored().and_then(known), &mut run);
                shown.points.push(point);
            }
        }
        shown
    }

    fn point(
        &self,
        index: usize,
        entry: &'a Entry,
        definition: Option<&'a Instrument>,
        run: &mut Run<'a>,
    ) -> Point<'a> {
        let scored = entry.scored();
        let version = scored.map(|scored| scored.version.as_str());
        let new_version = version.filter(|version| run.version.is_some_and(|last| last != *version));
        if new_version.is_some() {
            *run = Run { last: run.last, ..Run::default() };
        }
        run.version = version.or(run.version);
        let is_comparable = |score: &&Score| score.range == self.range;
        let score = scored.and_then(|scored| scored.score(self.subscale)).filter(is_comparable);
        let value = score.and_then(|score| score.value);
        let difference =
            |earlier: Option<(usize, f64)>| Some(self.difference(definition, value?, earlier?, run.last));
        let (from_previous, from_first) = (difference(run.previous), difference(run.first));
        let with_value = value.map(|value| (index, value));
        run.first = run.first.or(with_value);
        run.previous = with_value.or(run.previous);
        run.last = Some(index);
        Point { index, entry, value, definition, new_version, from_previous, from_first }
    }

    /// Returns the difference of a value from that of an earlier entry; `last` is the entry just before.
    fn difference(
        &self,
        definition: Option<&Instrument>,
        value: f64,
        (with, earlier): (usize, f64),
        last: Option<usize>,
    ) -> Difference {
        let known = definition.filter(|_| self.subscale.is_none());
        Difference {
            // The stored totals may have more decimals than the definition: to round them first could move a difference
            // over the threshold. Six decimals only hide the error of binary fractions.
            delta: round(value - earlier, 6),
            with,
            is_adjacent: last == Some(with),
            threshold: known.and_then(Threshold::of),
        }
    }

    /// Returns the largest number of totals that are compared with each other.
    pub(super) fn compared(&self) -> usize {
        let runs = self.points.chunk_by(|_, next| next.new_version.is_none());
        runs.map(|run| run.iter().filter(|point| point.value.is_some()).count()).max().unwrap_or_default()
    }

    /// Returns whether the thresholds are multiples of the standard error, for which the chance of a mark is known.
    pub(super) fn has_known_chance(&self) -> bool {
        self.definition.and_then(Threshold::of).is_some_and(Threshold::has_known_chance)
    }
}

impl Point<'_> {
    /// Returns whether the line from the point before joins this one.
    pub(super) fn is_joined(&self) -> bool {
        self.from_previous.is_some_and(|difference| difference.is_adjacent)
    }

    /// Returns the difference that marks of reliable change follow.
    pub(super) fn compared(&self, compare: Compare) -> Option<Difference> {
        match compare {
            Compare::Previous => self.from_previous,
            Compare::First => self.from_first,
        }
    }
}
