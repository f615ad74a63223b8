//! The thin lines of a panel: bands, alerts, new versions, events.

use super::chart::{Rect, Rule, RuleKind, Side};
use super::drawing::Frame;
use super::labels::{Labels, Place, shorten, width};
use super::locale::DateForm;
use super::remarks::bands;
use super::strings::TrendKey as Key;
use crate::instrument::{Scope, Threshold};

impl Frame<'_> {
    /// Returns the thin lines with their labels.
    pub(super) fn rules(&self, labels: &mut Labels) -> Vec<Rule> {
        let (mut rules, ends) = self.version_rules(labels);
        rules.extend(self.event_rules(labels));
        if let (Some(instrument), Some(range)) = (self.shown.definition, self.shown.range) {
            let is_inside = |value: f64| range.0 < value && value <= range.1;
            let scope = self.shown.subscale.map_or(Scope::Total, |id| Scope::Subscale(id.into()));
            for alert in instrument.alerts.iter().filter(|alert| alert.scope == scope) {
                let (below, above) = match alert.threshold {
                    Threshold::Below(below) => (Some(below), None),
                    Threshold::Above(above) => (None, Some(above)),
                };
                let condition = self.report.condition(below, above, alert.inclusive);
                let text = self.report.words(Key::AlertIs, &[("alert", &condition)]);
                let value = below.or(above).unwrap_or_default();
                if range.0 <= value && value <= range.1 {
                    rules.push(self.level(RuleKind::Alert, value, text, ends, labels));
                }
            }
            for band in bands(instrument, self.shown.subscale).iter().filter(|band| is_inside(band.from)) {
                let (label, from) = (self.report.named(&band.label), self.report.locale.number(band.from));
                let text = self.report.words(Key::BandFrom, &[("band", &label), ("n", &from)]);
                rules.push(self.level(RuleKind::Band, band.from, text, ends, labels));
            }
        }
        rules
    }

    /// Returns a line at a score.
    fn level(
        &self,
        kind: RuleKind,
        value: f64,
        mut text: String,
        (left, right): (f64, f64),
        labels: &mut Labels,
    ) -> Rule {
        let y = self.y(value);
        let (start, end) = (left + 4.0, right - 2.0);
        let (above, below) = (y - 4.0, y + 12.0);
        let places = [
            (end, above, Side::Left),
            (end, below, Side::Left),
            (start, above, Side::Right),
            (start, below, Side::Right),
            (f64::midpoint(left, right), above, Side::Middle),
            (f64::midpoint(left, right), below, Side::Middle),
        ];
        let within = |(_, y, _): &Place| *y - 11.0 >= self.plot.top - 2.0 && *y + 4.0 <= self.plot.bottom;
        let places: Vec<_> = places.into_iter().filter(within).collect();
        let whole = self.plot.right - self.plot.left;
        let label = labels.place(&shorten(&text, whole * 0.6), &places);
        if let Some(instrument) = self.shown.definition.filter(|_| right - left < whole) {
            let version = self.report.version(&instrument.version);
            text = self.report.words(Key::Remark, &[("text", &text), ("remark", &version)]);
        }
        Rule { kind, from: [left, y], to: [right, y], label, text }
    }

    /// Returns the lines at new versions, and where those of bands and alerts start and end: they are of the last sessions
    /// in a row with the version of the definition.
    fn version_rules(&self, labels: &mut Labels) -> (Vec<Rule>, (f64, f64)) {
        let Rect { left: mut start, right, .. } = self.plot;
        let (mut end, mut rules) = (right, Vec::new());
        for (before, point) in self.shown.points.iter().zip(self.shown.points.iter().skip(1)) {
            if let Some(version) = point.new_version {
                let x = self.axis.between(self.session(before), self.session(point));
                let date = self.report.date(point.index);
                rules.push(self.upright(RuleKind::Version, x, &self.report.version(version), &date, labels));
                if self.shown.definition.is_some_and(|own| own.version == version) {
                    (start, end) = (x, right);
                } else {
                    end = end.min(x);
                }
            }
        }
        (rules, (start, end))
    }

    fn event_rules(&self, labels: &mut Labels) -> Vec<Rule> {
        let mut rules = Vec::new();
        for event in &self.report.trend.events {
            if let Some(x) = self.axis.event(self.report, event) {
                let date = self.report.locale.date(event.at, DateForm::Day);
                rules.push(self.upright(RuleKind::Event, x, &event.label, &date, labels));
            }
        }
        rules
    }

    /// Returns an upright line, labelled above the plot.
    fn upright(&self, kind: RuleKind, x: f64, name: &str, date: &str, labels: &mut Labels) -> Rule {
        let Rect { left, top, right, bottom } = self.plot;
        // The isolates hold the … at the end of the text, whatever its direction.
        let short = self.report.isolated(&shorten(name, (right - left) * 0.4));
        let half = width(&short) / 2.0;
        let middle = x.clamp(left + half, (right - half).max(left + half));
        let y = top - 9.0;
        let label =
            labels.place(&short, &[(middle, y, Side::Middle), (x, y, Side::Right), (x, y, Side::Left)]);
        let text = self.report.words(Key::Labelled, &[("name", date), ("text", &self.report.isolated(name))]);
        Rule { kind, from: [x, top - 5.0], to: [x, bottom], label, text }
    }
}
