//! What is asked and how it is scored: the definition of an instrument, and the two built-in ones.
//! It decides nothing about how items look or what a client answered.

use std::sync::Arc;

use serde::Serialize;

use crate::strings::by_language;

mod definition;
mod one;
#[cfg(feature = "schema")]
mod schema;
mod session;
mod text;

pub(crate) use definition::read_text;
#[cfg(feature = "schema")]
use schema::{End, TEXT, one_decimal, one_step, weight_one};
pub use text::Text;
pub(crate) use text::is_language_tag;

/// A set of items with the rules that score them. It serializes to the definition that it can be read from.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Instrument {
    /// Stable name, echoed in every result.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub id: String,
    /// Version of the wording and of the scoring, echoed in every result.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub version: String,
    /// Heading above the items.
    pub title: Text,
    /// Under what terms the wording may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<Text>,
    /// Whom the wording is owed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Text>,
    /// Whether the wording and its scores were validated, as its author says.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub validated: bool,
    /// The raw scale that all items share.
    pub scale: Scale,
    /// The items, in the order in which they are shown.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    pub items: Vec<Arc<Item>>,
    /// How answers become a total.
    pub score: ScoreRule,
    /// Parts of the instrument that have a score of their own.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subscales: Vec<Subscale>,
    /// Named stretches of the total, from the lowest up.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 20)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Scores below which somebody should look.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<AlertRule>,
    /// How reliably the total is measured; without it no change is called reliable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
}

/// The raw scale of a slider, in whole steps from `min` to `max`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scale {
    /// Value at the low end.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    pub min: i32,
    /// Value at the high end; greater than `min`.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    pub max: i32,
    /// Distance between neighbouring values; divides `max - min`.
    #[cfg_attr(feature = "schema", schemars(default = "one_step", range(min = 1, max = 2_000_000)))]
    pub step: i32,
}

/// One statement or question with a slider.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Stable name, unique within the instrument.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub id: String,
    /// What is asked.
    pub text: Text,
    /// What the low end of the slider means.
    pub low: Text,
    /// What the high end means: the opposite of `low`.
    pub high: Text,
    /// Whether the low end is the favourable one, so that the value is turned around in scoring.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reverse: bool,
    /// How much the item counts in the weighted mean, 0.001–1000 in thousandths; normally 1.
    #[cfg_attr(feature = "schema", schemars(default = "weight_one", range(min = 0.001, max = 1000.0)))]
    pub weight: f64,
    /// Id of the subscale that it belongs to.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscale: Option<String>,
    /// Whether the instrument needs this item answered.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub required: bool,
    /// What it is called in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// How answers become a total.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreRule {
    /// The total's lowest and highest value; no more decimals than `decimals`.
    #[cfg_attr(feature = "schema", schemars(with = "[End; 2]"))]
    pub range: (f64, f64),
    /// Decimal places that scores are rounded to, 0–6.
    #[cfg_attr(feature = "schema", schemars(default = "one_decimal", range(max = 6)))]
    pub decimals: u8,
    /// What happens when items are unanswered.
    #[serde(flatten)]
    pub missing: Missing,
    /// What the total is called in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// The rule for unanswered items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "missing", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Missing {
    /// Any unanswered item leaves the score unknown.
    None,
    /// The score is taken over the answered items when there are at least `min_answered`.
    Prorate {
        /// Fewest answered items that give a total. A subscale needs its share of them, rounded up.
        min_answered: usize,
    },
}

/// A part of the instrument with a score of its own: the same rule over its items.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subscale {
    /// Stable name, unique among the subscales.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub id: String,
    /// What it is about.
    pub title: Text,
    /// Its score's lowest and highest value; no more decimals than the total has.
    #[cfg_attr(feature = "schema", schemars(with = "[End; 2]"))]
    pub range: (f64, f64),
    /// What its score is called in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// A named stretch of the total, up to the next band.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// Stable name, unique among the bands.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub id: String,
    /// The lowest rounded total that is in it.
    #[cfg_attr(feature = "schema", schemars(range(min = -1e6, max = 1e6)))]
    pub from: f64,
    /// What it is called.
    pub label: Text,
}

/// A score below which somebody should look.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlertRule {
    /// Stable name, unique among the alerts.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub id: String,
    /// What is looked at.
    pub scope: Scope,
    /// The threshold, on the scale of what is looked at.
    #[cfg_attr(feature = "schema", schemars(range(min = -1e6, max = 1e6)))]
    pub below: f64,
    /// Whether the threshold itself raises the alert.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub inclusive: bool,
}

/// What an alert looks at. It is written `total`, `any-item`, `item:ID` or `subscale:ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The rounded total.
    Total,
    /// Each answered item's value on the raw scale, turned around where the item is reversed.
    AnyItem,
    /// One item's value on the raw scale, turned around if the item is reversed.
    Item(String),
    /// One subscale's rounded score.
    Subscale(String),
}

/// How reliably the total is measured, for [`Change`](crate::Change).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Standard deviation of the total in the population that it was measured in; above 0.
    #[cfg_attr(feature = "schema", schemars(range(max = 1e9), extend("exclusiveMinimum" = 0)))]
    pub sd: f64,
    /// Reliability of the total, from 0 to below 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0), extend("exclusiveMaximum" = 1)))]
    pub r: f64,
    /// Where the two numbers are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
}

/// A code, as the instrument's author gives it. None is ever made up.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The code system's URI.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub system: String,
    /// The code in it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    pub code: String,
    /// How the code system words it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = TEXT)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl std::fmt::Display for Scope {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Total => to.write_str("total"),
            Self::AnyItem => to.write_str("any-item"),
            Self::Item(id) => write!(to, "item:{id}"),
            Self::Subscale(id) => write!(to, "subscale:{id}"),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Instrument {
    /// The built-in instrument of that id: `session` (five items) or `one` (a single item).
    ///
    /// ```
    /// let session = rapport::Instrument::built_in("session").unwrap();
    /// assert_eq!(session.items.len(), 5);
    /// assert!(rapport::Instrument::built_in("unheard-of").is_none());
    /// ```
    #[must_use]
    pub fn built_in(id: &str) -> Option<Self> {
        match id {
            session::ID => Some(session::instrument()),
            one::ID => Some(one::instrument()),
            _ => None,
        }
    }

    /// Ids of the built-in instruments.
    pub const BUILT_IN: [&'static str; 2] = [session::ID, one::ID];

    /// A built-in: sliders of 0–100, a total of 0–100, none unless every item is answered.
    ///
    /// With so few items the honest rule for missing answers is no total at all.
    fn plain(id: &str, items: &[&str]) -> Self {
        Self {
            id: id.into(),
            version: "1.0.0".into(),
            title: Text::by_language(by_language(id)),
            license: Some("MIT OR Apache-2.0".into()),
            attribution: None,
            validated: false,
            scale: Scale { min: 0, max: 100, step: 1 },
            items: items.iter().map(|item| Arc::new(Item::plain(id, item))).collect(),
            score: ScoreRule { range: (0.0, 100.0), decimals: 1, missing: Missing::None, code: None },
            subscales: Vec::new(),
            bands: Vec::new(),
            alerts: Vec::new(),
            reliability: None,
        }
    }
}

/// How many of the last decimal place make up 1.
pub(crate) fn unit(decimals: u8) -> f64 {
    (0..decimals).fold(1.0, |unit, _| unit * 10.0)
}

impl Item {
    fn plain(instrument: &str, id: &str) -> Self {
        let said = |of: &str| Text::by_language(by_language(&format!("{instrument}.{id}{of}")));
        Self {
            id: id.into(),
            text: said(""),
            low: said(".low"),
            high: said(".high"),
            reverse: false,
            weight: 1.0,
            subscale: None,
            required: false,
            code: None,
        }
    }
}

impl Scale {
    /// Where an untouched slider rests: the value nearest to the middle. It is never an answer.
    #[must_use]
    pub fn resting(self) -> i32 {
        self.nearest(self.at(0.5))
    }

    /// The value that is exactly `raw`; `None` where the scale has none, be it between two steps.
    ///
    /// ```
    /// let scale = rapport::Scale { min: 0, max: 100, step: 5 };
    /// assert_eq!(scale.value(80.0), Some(80));
    /// assert_eq!(scale.value(82.0), None);
    /// ```
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "compared with what it was cast from"
    )]
    pub fn value(self, raw: f64) -> Option<i32> {
        let value = raw as i32;
        let on_scale = f64::from(value) == raw && (self.min..=self.max).contains(&value);
        (on_scale && (value - self.min) % self.step == 0).then_some(value)
    }

    /// What a row of buttons offers in place of a slider: a number to show, and the value that it stands for. All
    /// values where there are no more than eleven, else 0 to 10, evenly along the scale.
    ///
    /// ```
    /// let stars = rapport::Scale { min: 1, max: 5, step: 2 };
    /// assert_eq!(stars.choices(), [(1, 1), (3, 3), (5, 5)]);
    /// let hundred = rapport::Scale { min: 0, max: 100, step: 1 };
    /// assert_eq!(hundred.choices()[3], (3, 30));
    /// ```
    #[must_use]
    pub fn choices(self) -> Vec<(i32, i32)> {
        let tenth = |tenth: i32| (tenth, self.nearest(self.at(f64::from(tenth) / 10.0)));
        let every = |step: i32| (self.min + step * self.step, self.min + step * self.step);
        let steps = (self.max - self.min) / self.step;
        if steps <= 10 { (0..=steps).map(every).collect() } else { (0..=10).map(tenth).collect() }
    }

    /// Whether a value lies nearer to the unfavourable end than to the favourable one.
    pub(crate) fn is_low(self, value: i32, reverse: bool) -> bool {
        let along = self.along(value);
        if reverse { along > 0.5 } else { along < 0.5 }
    }

    /// The raw number that far along the scale, from 0 at `min` to 1 at `max`.
    pub(crate) fn at(self, along: f64) -> f64 {
        f64::from(self.min) + along * self.span()
    }

    /// How far along the scale a value lies: the inverse of `at`.
    pub(crate) fn along(self, value: i32) -> f64 {
        (f64::from(value) - f64::from(self.min)) / self.span()
    }

    /// The distance from `min` to `max`.
    pub(crate) fn span(self) -> f64 {
        f64::from(self.max) - f64::from(self.min)
    }

    /// The scale's value nearest to `raw`, a finite number; halves go up, as in a native slider.
    ///
    /// ```
    /// let scale = rapport::Scale { min: 0, max: 100, step: 5 };
    /// assert_eq!(scale.nearest(82.4), 80);
    /// assert_eq!(scale.nearest(-3.0), 0);
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "clamped into the scale first")]
    pub fn nearest(self, raw: f64) -> i32 {
        let (min, max, step) = (f64::from(self.min), f64::from(self.max), f64::from(self.step));
        let steps = ((raw.clamp(min, max) - min) / step + 0.5).floor();
        (min + steps * step).min(max) as i32
    }
}
