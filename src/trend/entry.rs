//! One result, or a session without one, as it was read.

use super::panel::Scale;
use crate::data::json::Json;
use crate::instrument::{Better, Instrument, Scope};
use crate::scoring::answers::Response;
use crate::scoring::score::{Alert, Outcome, SubscaleScore, alerts, score};

/// A result, or a session without one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub at: f64,
    /// Whether only the day is known; `at` is then its noon.
    pub is_day: bool,
    /// The form's id.
    pub id: Option<String>,
    /// The host's id of the session.
    pub session_id: Option<String>,
    /// The id of the instrument of a stub, or of a result that could not be read; `None` if it is not known.
    pub instrument: Option<String>,
    /// The attempt of the form; 0 if it is not known.
    pub attempt: f64,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// The respondent skipped the form.
    Skipped,
    /// The form was not shown.
    NotAsked,
    /// There is a result, but it could not be read.
    Unreadable,
    /// A result.
    Scored(Box<Scored>),
}

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored {
    /// The instrument's id.
    pub instrument: String,
    pub version: String,
    /// Index of the definition, if it is known.
    pub definition: Option<usize>,
    pub total: Score,
    /// The subscales' scores, by id.
    pub subscales: Vec<(String, Score)>,
    pub alerts: Vec<Alert>,
    pub known_alerts: KnownAlerts,
    /// Number of items with an answer, and of all items.
    pub answered: Option<(f64, f64)>,
    /// The answers by item id; `None` for an unanswered item.
    pub answers: Vec<(String, Option<Answered>)>,
    pub is_preliminary: bool,
    pub speeding: bool,
    pub straightlining: bool,
    pub rescored: Rescored,
}

/// The alerts that are known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum KnownAlerts {
    #[default]
    All,
    /// Those of scores, but not those that the definition has of answers.
    OfScores,
}

/// A score as stored, or as calculated from the answers if none was stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Score {
    pub value: Option<f64>,
    /// The lowest and the highest possible score.
    pub range: Option<(f64, f64)>,
    /// The favourable end; `None` if it is not known.
    pub better: Option<Better>,
    pub prorated: bool,
    /// The band's id.
    pub band: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Answered {
    /// An answer on the item's scale.
    Known(Response),
    /// A number of an unknown instrument.
    Number(f64),
}

/// The comparison of stored scores with those calculated from the answers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Rescored {
    /// They agree, or they cannot be compared.
    #[default]
    Same,
    /// The total differs; this is the calculated one.
    Total(Option<f64>),
    /// Another part differs.
    Other,
}

impl Entry {
    /// Returns the result, if there is one.
    pub(super) fn scored(&self) -> Option<&Scored> {
        match &self.kind {
            Kind::Scored(scored) => Some(scored),
            _ => None,
        }
    }

    /// Returns whether it is a result, readable or not, and no stub.
    pub(super) fn is_result(&self) -> bool {
        matches!(self.kind, Kind::Scored(_) | Kind::Unreadable)
    }

    /// Returns the id of the instrument, if it is known.
    pub(super) fn instrument(&self) -> Option<&str> {
        let scored = self.scored().map(|scored| &scored.instrument);
        scored.or(self.instrument.as_ref()).map(String::as_str)
    }

    /// Returns whether both are attempts of one form. A host may use one id for the forms of several instruments.
    pub(super) fn is_same_form(&self, other: &Self) -> bool {
        let own = self.instrument().zip(other.instrument());
        self.id.is_some() && self.id == other.id && own.is_none_or(|(own, other)| own == other)
    }

    /// Returns whether both are of one session, if they are of one day. Two results of one instrument are not.
    pub(super) fn is_same_session(&self, other: &Self) -> bool {
        let is_apart = match (self.instrument(), other.instrument()) {
            (Some(own), Some(other)) => own != other,
            (None, _) => !self.is_result() && other.is_result(),
            (_, None) => self.is_result() && !other.is_result(),
        };
        self.session_id.is_some() && self.session_id == other.session_id && is_apart
    }
}

impl Scored {
    /// Returns the total, or the score of a subscale.
    pub(super) fn score(&self, subscale: Option<&str>) -> Option<&Score> {
        match subscale {
            None => Some(&self.total),
            Some(id) => self.subscales.iter().find(|(name, _)| name == id).map(|(_, score)| score),
        }
    }

    /// Takes all scores from an outcome.
    pub(super) fn take(&mut self, outcome: Outcome) {
        self.total = Score {
            value: outcome.total,
            range: outcome.min.zip(outcome.max),
            better: Some(outcome.better),
            prorated: outcome.prorated,
            band: outcome.band,
        };
        self.answered = Some((count(outcome.answered), count(outcome.items)));
        self.subscales = outcome.subscales.into_iter().map(Score::of_subscale).collect();
        self.alerts = outcome.alerts;
    }

    /// Takes the alerts of the stored scores. Those of answers stay unknown.
    pub(super) fn take_alerts(&mut self, instrument: &Instrument) {
        let mut parts = score(instrument, Vec::<Option<Response>>::new()).subscales;
        for part in &mut parts {
            part.score = self.score(Some(&part.id)).and_then(|score| score.value);
        }
        self.alerts = alerts(instrument, self.total.value, &parts, &[]);
        let is_of_answers = |scope: &Scope| matches!(scope, Scope::Item(_) | Scope::AnyItem);
        if instrument.alerts.iter().any(|alert| is_of_answers(&alert.scope)) {
            self.known_alerts = KnownAlerts::OfScores;
        }
    }

    /// Compares the scores with those calculated from the answers. Only what `stored`, the outcome, has is compared.
    pub(super) fn compare(&mut self, outcome: Outcome, stored: &Json) {
        let mut calculated = self.clone();
        calculated.take(outcome);
        let has = |key: &str| stored.get(key).is_some();
        calculated.total.leave_out(&self.total, stored);
        if !has("answered") || !has("items") {
            calculated.answered = self.answered;
        }
        if !has("alerts") {
            self.alerts.clone_from(&calculated.alerts);
        }
        let parts = stored.get("subscales").and_then(Json::as_array).unwrap_or_default();
        let part = |((id, own), json): (&(String, Score), &Json)| {
            let mut score = calculated.score(Some(id)).cloned().unwrap_or_default();
            score.leave_out(own, json);
            (id.clone(), score)
        };
        calculated.subscales = self.subscales.iter().zip(parts).map(part).collect();
        if calculated.total.value != self.total.value {
            self.rescored = Rescored::Total(calculated.total.value);
        } else if calculated != *self {
            self.rescored = Rescored::Other;
        }
    }
}

impl Score {
    fn of_subscale(score: SubscaleScore) -> (String, Self) {
        let SubscaleScore { id, score, min, max, better, prorated, band, .. } = score;
        (id, Self { value: score, range: Some((min, max)), better: Some(better), prorated, band })
    }

    /// Takes range and favourable end of the definition, where none is stored.
    pub(super) fn define(&mut self, range: Option<(f64, f64)>, better: Better) {
        let is_within = |(lo, hi): &(f64, f64)| self.value.is_none_or(|value| *lo <= value && value <= *hi);
        self.range = self.range.or(range.filter(is_within));
        self.better = self.better.or(Some(better));
    }

    /// Takes from another score what `stored` lacks.
    fn leave_out(&mut self, other: &Self, stored: &Json) {
        let has = |key: &str| stored.get(key).is_some();
        if other.range.is_none() {
            self.range = None;
        }
        if !has("better") {
            self.better = other.better;
        }
        if !has("prorated") {
            self.prorated = other.prorated;
        }
        if !has("band") {
            self.band.clone_from(&other.band);
        }
    }

    /// Returns the axis that the score is drawn on; `None` if its range is not known.
    pub(super) fn scale(&self) -> Option<Scale> {
        Some((self.range?, self.better))
    }
}

/// Returns a count as a number of the host's data.
pub(super) fn count(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
