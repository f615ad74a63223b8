//! Bands, alerts, notes and answers in words.

use super::change::{Point, Shown};
use super::entry::{Answered, KnownAlerts, Rescored, Scored};
use super::report::Report;
use super::strings::TrendKey as Key;
use crate::instrument::{Band, Instrument, Item, Scope};
use crate::scoring::answers::Response;
use crate::scoring::score::Alert;

impl Report<'_> {
    /// Returns the label of a session's band.
    pub(super) fn band(&self, shown: &Shown, point: &Point) -> Option<String> {
        let id = point.entry.scored()?.score(shown.subscale)?.band.as_ref()?;
        let bands = point.definition.map(|instrument| bands(instrument, shown.subscale));
        let known = bands.unwrap_or_default().iter().find(|band| band.id == *id);
        Some(known.map_or_else(|| id.clone(), |band| self.named(&band.label)))
    }

    /// Returns the alerts of a result, as clauses or as parts of a cell; then that nobody was notified of them, and that
    /// alerts on answers are not known.
    pub(super) fn alerts(&self, point: &Point, scored: &Scored, as_clauses: bool) -> Vec<String> {
        let mut alerts = Vec::new();
        for alert in &scored.alerts {
            let mut alert = self.alert(alert, point.definition);
            if as_clauses {
                alert = self.words(Key::AlertIs, &[("alert", &alert)]);
            }
            alerts.push(alert);
        }
        if !alerts.is_empty() {
            alerts.push(self.text(Key::NobodyNotified));
        }
        if scored.known_alerts == KnownAlerts::OfScores {
            alerts.push(self.text(Key::AlertsUnknown));
        }
        alerts
    }

    /// Returns an alert: the score or item, its value, and the condition.
    fn alert(&self, alert: &Alert, definition: Option<&Instrument>) -> String {
        let item = |id: &str| {
            let known = definition.and_then(|instrument| instrument.items.iter().find(|item| item.id == id));
            known.map_or_else(|| id.to_owned(), |item| self.named(&item.text))
        };
        let name = match &alert.scope {
            Scope::Total => self.score_name(definition, None),
            Scope::Subscale(id) => self.score_name(definition, Some(id)),
            Scope::Item(id) => item(id),
            Scope::AnyItem => item(alert.item.as_deref().unwrap_or_default()),
        };
        let condition = self.condition(alert.below, alert.above, alert.inclusive);
        let value = self.locale.number(alert.value);
        self.words(Key::AlertFired, &[("name", &name), ("value", &value), ("condition", &condition)])
    }

    pub(super) fn condition(&self, below: Option<f64>, above: Option<f64>, inclusive: bool) -> String {
        let key = match (below.is_some(), inclusive) {
            (true, false) => Key::Below,
            (true, true) => Key::BelowOrAt,
            (false, false) => Key::Above,
            (false, true) => Key::AboveOrAt,
        };
        self.words(key, &[("n", &self.locale.number(below.or(above).unwrap_or_default()))])
    }

    /// Returns the notes on a result.
    pub(super) fn remarks(&self, shown: &Shown, point: &Point, scored: &Scored) -> Vec<String> {
        let score = scored.score(shown.subscale);
        let is_undrawn = score.is_some_and(|score| score.value.is_some() && score.range.is_none());
        let rescored = match scored.rescored {
            Rescored::Total(value) if shown.subscale.is_none() => Some(value),
            _ => None,
        };
        let notes = [
            (score.is_some_and(|score| score.prorated), Key::Prorated),
            (scored.is_preliminary, Key::Preliminary),
            (scored.speeding, Key::Speeding),
            (scored.straightlining, Key::Straightlining),
            (point.new_version.is_some(), Key::OtherVersion),
            (is_undrawn, Key::NotDrawn),
            (scored.rescored != Rescored::Same && rescored.is_none(), Key::RescoredParts),
        ];
        let notes = notes.into_iter().filter(|(is, _)| *is).map(|(_, key)| self.text(key));
        let mut notes: Vec<_> = notes.collect();
        if let Some(value) = rescored {
            let value = value.map_or_else(
                || self.words(Key::NoScore, &[("name", &self.text(Key::Total))]),
                |value| self.locale.number(value),
            );
            notes.push(self.words(Key::Rescored, &[("value", &value)]));
        }
        notes
    }

    /// Returns an answer; with the ends of a slider if `with_ends`.
    pub(super) fn answer(
        &self,
        known: Option<(&Instrument, &Item)>,
        answer: Option<Answered>,
        with_ends: bool,
    ) -> String {
        let (response, number) = match answer {
            None => return self.text(Key::NotAnswered),
            Some(Answered::Number(number)) => return self.locale.number(number),
            Some(Answered::Known(response)) => (response, response.value().unwrap_or_default()),
        };
        let value = self.locale.number(number.into());
        if response == Response::NotApplicable {
            let choice = known.and_then(|(_, item)| item.not_applicable.as_ref());
            return choice.map_or_else(|| self.text(Key::NotApplicable), |choice| self.named(&choice.label));
        }
        let Some((instrument, item)) = known else { return value };
        let scale = instrument.scale_of(item);
        if let Some(point) = scale.points().iter().find(|point| point.value == number) {
            let label = self.named(&point.label);
            return self.words(Key::PointAnswer, &[("label", &label), ("value", &value)]);
        }
        let ends = item.low.as_ref().zip(item.high.as_ref()).filter(|_| with_ends);
        let Some((slider, (low, high))) = scale.slider().zip(ends) else { return value };
        let [min, max] = [slider.min, slider.max].map(|end| self.locale.number(end.into()));
        let [low, high] = [low, high].map(|end| self.named(end));
        let values =
            [("value", value.as_str()), ("min", &min), ("low", &low), ("max", &max), ("high", &high)];
        self.words(Key::SliderAnswer, &values)
    }
}

/// Returns the bands of the total, or of a subscale.
pub(super) fn bands<'a>(instrument: &'a Instrument, subscale: Option<&str>) -> &'a [Band] {
    let Some(id) = subscale else { return &instrument.bands };
    let part = instrument.subscales.iter().find(|part| part.id == id);
    part.map(|part| part.bands.as_slice()).unwrap_or_default()
}
