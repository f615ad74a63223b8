//! Computes the chart. The vertical axis is the whole possible range, whatever the data.

use super::axis::Horizontal;
use super::change::{Point, Shown};
use super::chart::{Chart, Label, LegendEntry, Mark, PanelChart, Rect, Shape, Side, Tick};
use super::entry::{Kind, count};
use super::labels::{Labels, shorten};
use super::report::Report;
use super::settings::Compare;
use super::strings::TrendKey as Key;
use crate::scoring::score::round;

/// The least and the greatest width of a chart.
const NARROWEST: f64 = 300.0;
const WIDEST: f64 = 8000.0;
/// Heights above the plot, for labels of versions and events, and below it, for hollow marks and dates.
const ABOVE: f64 = 22.0;
const BELOW: f64 = 38.0;
/// From the plot's bottom to the middle of hollow marks, and to the baseline of dates.
const HOLLOW: f64 = 12.0;
const DATES: f64 = 34.0;
/// The space beside the plot, and from the plot's ends to the first and the last session.
const MARGIN: f64 = 8.0;
const INSET: f64 = 12.0;
/// The width of a plot, divided by its height, between the limits of the whole panel.
const ASPECT: f64 = 2.9;
/// The least distance between two ticks of the vertical axis.
const TICK: f64 = 40.0;

impl Report<'_> {
    /// Returns the drawing at a width in CSS pixels, with one session chosen. Widths below 300 are drawn as 300.
    #[must_use]
    pub fn chart(&self, width: f64, chosen: Option<usize>) -> Chart {
        let width = if width.is_finite() { width.clamp(NARROWEST, WIDEST) } else { NARROWEST };
        let shown = self.shown();
        let label_width = |shown: &Shown| {
            self.y_labels(shown, 0.0).iter().map(|(_, text)| super::labels::width(text)).fold(0.0, f64::max)
        };
        let left = shown.iter().map(label_width).fold(0.0, f64::max).min(width / 3.0) + 2.0 * MARGIN;
        let right = width - MARGIN;
        let axis = Horizontal::new(self, left + INSET, right - INSET);
        let height = ((right - left) / ASPECT + ABOVE + BELOW).clamp(width / 3.0, width / 2.0);
        let plot = Rect { left, top: ABOVE, right, bottom: height - BELOW };
        let mut chart = Chart { width, session_x: axis.sessions.clone(), ..Chart::default() };
        for shown in &shown {
            let frame = Frame { report: self, shown, axis: &axis, plot, chosen };
            chart.panels.push(frame.panel(width, height));
        }
        chart.legend = self.legend(&chart.panels);
        if self.settings.is_rtl {
            chart.mirror();
        }
        chart
    }

    /// Returns the values of the vertical axis with their labels: both ends, and round numbers between them.
    fn y_labels(&self, shown: &Shown, height: f64) -> Vec<(f64, String)> {
        let Some((min, max)) = shown.range else { return Vec::new() };
        let mut values = vec![min, max];
        let (mut step, mut factors) = (1e-6, [2.0, 2.5, 2.0].into_iter().cycle());
        while (max - min) / step * TICK > height && step < max - min {
            step *= factors.next().unwrap_or(2.0);
        }
        let least = (max - min) * (TICK * 0.6) / height.max(1.0);
        let mut value = (min / step).ceil() * step;
        while step < max - min && value < max {
            if value - min >= least && max - value >= least {
                values.push(round(value, 6));
            }
            value += step;
        }
        values.into_iter().map(|value| (value, self.locale.number(value))).collect()
    }

    /// Returns the shapes that occur, in words.
    fn legend(&self, panels: &[PanelChart]) -> Vec<LegendEntry> {
        let marks = || panels.iter().flat_map(|panel| &panel.marks);
        let shapes = [
            (Shape::Total, Key::ScoreColumn),
            (Shape::Prorated, Key::MarkProrated),
            (Shape::Preliminary, Key::MarkPreliminary),
            (Shape::Unscored, Key::MarkUnscored),
            (Shape::Skipped, Key::Skipped),
            (Shape::NotAsked, Key::NotAsked),
        ];
        let mut legend = Vec::new();
        for (shape, key) in shapes {
            if marks().any(|mark| mark.shape == shape) {
                legend.push(LegendEntry { shape: Some(shape), text: self.text(key) });
            }
        }
        let key = match self.settings.compare {
            Compare::Previous => Key::MarkReliablePrevious,
            Compare::First => Key::MarkReliableFirst,
        };
        if marks().any(|mark| mark.is_reliable) {
            legend.push(LegendEntry { shape: None, text: self.text(key) });
        }
        legend
    }
}

/// A panel under construction.
pub(super) struct Frame<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) shown: &'a Shown<'a>,
    pub(super) axis: &'a Horizontal,
    pub(super) plot: Rect,
    pub(super) chosen: Option<usize>,
}

impl Frame<'_> {
    fn panel(&self, width: f64, height: f64) -> PanelChart {
        let mut labels = Labels::new(Rect { left: 0.0, top: 0.0, right: width, bottom: height });
        let y_ticks = self.y_ticks(&mut labels);
        let x_ticks = self.axis.ticks(self.report, &mut labels, self.plot.bottom + DATES);
        let (marks, lines) = self.marks();
        let chosen = self.chosen_label(&marks, &mut labels);
        for Mark { x, y, radius, .. } in &marks {
            labels.avoid(Rect { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
        }
        let rules = self.rules(&mut labels);
        PanelChart { height, plot: self.plot, lines, marks, y_ticks, x_ticks, rules, chosen }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let Rect { top, bottom, .. } = self.plot;
        self.shown.range.map_or(bottom, |(min, max)| bottom - (value - min) / (max - min) * (bottom - top))
    }

    fn y_ticks(&self, labels: &mut Labels) -> Vec<Tick> {
        let ticks = self.report.y_labels(self.shown, self.plot.bottom - self.plot.top);
        let tick = |(value, text): (f64, String)| {
            let at = self.y(value);
            let text = shorten(&text, self.plot.left - MARGIN);
            Tick { at, label: labels.place(&text, &[(self.plot.left - MARGIN / 2.0, at + 4.0, Side::Left)]) }
        };
        ticks.into_iter().map(tick).collect()
    }

    pub(super) fn session(&self, point: &Point) -> usize {
        self.report.trend.session_by(point.index)
    }

    fn x(&self, point: &Point) -> f64 {
        self.axis.sessions.get(self.session(point)).copied().unwrap_or(self.plot.left)
    }

    /// Returns the marks, and the lines between neighbours that both have a score.
    fn marks(&self) -> (Vec<Mark>, Vec<Vec<[f64; 2]>>) {
        let (mut marks, mut lines) = (Vec::new(), Vec::<Vec<[f64; 2]>>::new());
        let room = (self.plot.right - self.plot.left) / count(self.axis.sessions.len().max(1));
        let radius = (room * 0.45).clamp(2.0, 5.0);
        for point in &self.shown.points {
            let shape = shape(self.shown, point);
            let (x, value) = (self.x(point), point.value.filter(|_| self.shown.range.is_some()));
            let y = value.map_or(self.plot.bottom + HOLLOW, |value| self.y(value));
            let compared = point.compared(self.report.settings.compare);
            marks.push(Mark {
                session: self.session(point),
                x,
                y,
                radius,
                shape,
                is_chosen: self.chosen == Some(self.session(point)),
                is_reliable: compared.is_some_and(|found| found.is_reliable() == Some(true)),
            });
            match lines.last_mut().filter(|_| point.is_joined()) {
                Some(line) => line.push([x, y]),
                None if value.is_some() => lines.push(vec![[x, y]]),
                None => {}
            }
        }
        lines.retain(|line| line.len() > 1);
        (marks, lines)
    }

    /// Labels the chosen session with its score.
    fn chosen_label(&self, marks: &[Mark], labels: &mut Labels) -> Option<Label> {
        let mark = marks.iter().find(|mark| mark.is_chosen)?;
        let is_of = |point: &&Point| self.session(point) == mark.session;
        let value = self.shown.points.iter().find(is_of)?.value?;
        let (x, y, r) = (mark.x, mark.y, mark.radius + 8.0);
        let places = [
            (x, y - r, Side::Middle),
            (x, y + r + 8.0, Side::Middle),
            (x + r, y + 4.0, Side::Right),
            (x - r, y + 4.0, Side::Left),
        ];
        labels.place(&self.report.locale.number(value), &places)
    }
}

/// Returns the shape of a session's mark.
fn shape(shown: &Shown, point: &Point) -> Shape {
    let Kind::Scored(scored) = &point.entry.kind else {
        return match point.entry.kind {
            Kind::Skipped => Shape::Skipped,
            Kind::NotAsked => Shape::NotAsked,
            _ => Shape::Unscored,
        };
    };
    let is_prorated = scored.score(shown.subscale).is_some_and(|score| score.prorated);
    match point.value.filter(|_| shown.range.is_some()) {
        None => Shape::Unscored,
        Some(_) if scored.is_preliminary => Shape::Preliminary,
        Some(_) if is_prorated => Shape::Prorated,
        Some(_) => Shape::Total,
    }
}
