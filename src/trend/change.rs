//! The score of a panel that shows, session by session, and its differences. Scores of different versions or ranges are
//! never compared.

use super::Trend;
use super::entry::{Entry, Score, Scored};
use super::panel::Panel;
use super::settings::Compare;
use super::threshold::Threshold;
use crate::instrument::{Better, Instrument};
use crate::scoring::score::round;

/// A panel with the score that shows.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub panel: Panel<'a>,
    /// The newest known definition of the instrument.
    pub definition: Option<&'a Instrument>,
    /// The id of the subscale; `None` for the total.
    pub subscale: Option<&'a str>,
    /// The lowest and the highest possible score.
    pub range: Option<(f64, f64)>,
    /// The favourable end; `None` if it is not known.
    pub better: Option<Better>,
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
    /// Whether the form was neither skipped, left out nor unreadable in between, so that a line may join both.
    pub is_joined: bool,
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
    pub(super) fn new(trend: &'a Trend, panel: Panel<'a>) -> Self {
        let scored = |index: &usize| trend.entries.get(*index).and_then(Entry::scored);
        let known = |scored: &Scored| scored.definition.and_then(|index| trend.definitions.get(index));
        let mut shown = Self {
            definition: panel.results.iter().filter_map(scored).filter_map(known).next_back(),
            subscale: panel.subscale,
            range: panel.scale.map(|(range, _)| range),
            better: panel.scale.and_then(|(_, better)| better),
            panel,
            points: Vec::new(),
        };
        let mut run = Run::default();
        for (index, entry) in trend.entries.iter().enumerate() {
            let scored = entry.scored();
            if shown.panel.has(index) {
                let point = shown.point(trend, index, scored.and_then(known), &mut run);
                shown.points.extend(point);
            } else if let Some(scored) = scored.filter(|scored| scored.instrument == shown.panel.instrument) {
                // Nothing is compared over a result on another scale.
                run = Run { version: Some(&scored.version), ..Run::default() };
            }
        }
        shown
    }

    fn point(
        &self,
        trend: &'a Trend,
        index: usize,
        definition: Option<&'a Instrument>,
        run: &mut Run<'a>,
    ) -> Option<Point<'a>> {
        let entry = trend.entries.get(index)?;
        let scored = entry.scored();
        let version = scored.map(|scored| scored.version.as_str());
        let new_version = version.filter(|version| run.version.is_some_and(|last| last != *version));
        if new_version.is_some() {
            *run = Run { last: run.last, ..Run::default() };
        }
        run.version = version.or(run.version);
        let is_comparable = |score: &&Score| score.scale() == self.panel.scale;
        let score = scored.and_then(|scored| scored.score(self.subscale)).filter(is_comparable);
        let value = score.and_then(|score| score.value);
        let difference = |earlier: Option<(usize, f64)>| {
            let (with, earlier) = earlier?;
            let [before, own] = [with, index].map(|entry| trend.session_by(entry));
            // The order of two sessions of one day is not known if one of them has no time.
            if trend.days.get(before) == trend.days.get(own)
                && (entry.is_day || trend.entries.get(with)?.is_day)
            {
                return None;
            }
            let is_joined = run.last == Some(with);
            Some(Difference {
                // The stored totals may have more decimals than the definition: to round them first could move a
                // difference over the threshold. Six decimals only hide the error of binary fractions.
                delta: round(value? - earlier, 6),
                with,
                is_adjacent: is_joined && own - before <= 1,
                is_joined,
                threshold: definition.filter(|_| self.subscale.is_none()).and_then(Threshold::of),
            })
        };
        let (from_previous, from_first) = (difference(run.previous), difference(run.first));
        let with_value = value.map(|value| (index, value));
        run.first = run.first.or(with_value);
        run.previous = with_value.or(run.previous);
        run.last = Some(index);
        Some(Point { index, entry, value, definition, new_version, from_previous, from_first })
    }

    /// Returns the largest number of totals that are compared with each other by a threshold.
    pub(super) fn compared(&self) -> usize {
        let (mut run, mut most) = (0, 0);
        for point in self.points.iter().filter(|point| point.value.is_some()) {
            let threshold = point.from_previous.and_then(|difference| difference.threshold);
            run = if threshold.is_some() { run + 1 } else { 1 };
            most = most.max(run);
        }
        most
    }

    /// Returns whether the thresholds are multiples of the standard error, for which the chance of a mark is known.
    pub(super) fn has_known_chance(&self) -> bool {
        let mut thresholds = self.points.iter().filter_map(|point| point.from_previous?.threshold);
        thresholds.all(Threshold::has_known_chance)
    }
}

impl Point<'_> {
    /// Returns whether the line from the point before joins this one.
    pub(super) fn is_joined(&self) -> bool {
        self.from_previous.is_some_and(|difference| difference.is_joined)
    }

    /// Returns the difference that marks of reliable change follow.
    pub(super) fn compared(&self, compare: Compare) -> Option<Difference> {
        match compare {
            Compare::Previous => self.from_previous,
            Compare::First => self.from_first,
        }
    }
}
