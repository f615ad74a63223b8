//! The definition of an instrument: its items, scale and scoring rules; and the two built-in instruments.

use std::sync::Arc;

use serde::Serialize;

use crate::strings::translations;

mod consistency;
mod definition;
mod one;
mod scale;
#[cfg(feature = "schema")]
mod schema;
mod session;
mod text;

pub(crate) use definition::read_text;
pub use scale::Scale;
#[cfg(feature = "schema")]
use schema::{End, STRING_PATTERN, one_decimal, weight_one};
pub use text::Text;
pub(crate) use text::is_language_tag;

/// A set of items with the rules that score them. It serializes to the definition format that it is read from.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Instrument {
    /// Stable id, echoed in every result.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// Version of the wording and of the scoring, echoed in every result.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub version: String,
    /// Heading above the items.
    pub title: Text,
    /// Terms of use of the wording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<Text>,
    /// Author or owner of the wording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Text>,
    /// Whether the author declares the wording and its scores validated.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub validated: bool,
    /// The raw scale of all items.
    pub scale: Scale,
    /// The items, in display order.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    pub items: Vec<Arc<Item>>,
    /// The rule for the total.
    pub score: ScoreRule,
    /// Groups of items with a score of their own.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subscales: Vec<Subscale>,
    /// Named ranges of the total, in ascending order.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 20)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Thresholds that raise alerts.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<AlertRule>,
    /// The total's reliability; without it no change is classified as reliable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
}

/// One statement or question with a slider.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Stable id, unique within the instrument.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// The question.
    pub text: Text,
    /// Label of the slider's low end.
    pub low: Text,
    /// Label of the high end, the opposite of `low`.
    pub high: Text,
    /// Whether the low end is the favourable one; scoring then turns the value around.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reverse: bool,
    /// Weight in the mean, 0.001–1000 with at most three decimals; 1 by default.
    #[cfg_attr(feature = "schema", schemars(default = "weight_one", range(min = 0.001, max = 1000.0)))]
    pub weight: f64,
    /// Id of the item's subscale.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscale: Option<String>,
    /// Whether the instrument requires an answer to this item.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub required: bool,
    /// The item's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// The rule for the total.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreRule {
    /// Lowest and highest total, −1,000,000 to 1,000,000, with at most `decimals` decimals.
    #[cfg_attr(feature = "schema", schemars(with = "[End; 2]"))]
    pub range: (f64, f64),
    /// Decimal places of scores, 0–6.
    #[cfg_attr(feature = "schema", schemars(default = "one_decimal", range(max = 6)))]
    pub decimals: u8,
    /// The rule for unanswered items.
    #[serde(flatten)]
    pub missing: Missing,
    /// The total's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// The rule for unanswered items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "missing", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Missing {
    /// There is no score unless every item is answered.
    None,
    /// The score is calculated from the answered items if there are at least `min_answered`.
    Prorate {
        /// Minimum number of answered items for a total. A subscale needs its share of them, rounded up.
        min_answered: usize,
    },
}

/// A group of items with a score of its own, by the same rule as the total.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subscale {
    /// Stable id, unique among the subscales.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// Name of the subscale.
    pub title: Text,
    /// Lowest and highest score, with at most as many decimals as the total.
    #[cfg_attr(feature = "schema", schemars(with = "[End; 2]"))]
    pub range: (f64, f64),
    /// The score's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// A named range of the total, up to the next band.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// Stable id, unique among the bands.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// The lowest rounded total in the band, inclusive.
    #[cfg_attr(feature = "schema", schemars(range(min = -1e6, max = 1e6)))]
    pub from: f64,
    /// Name of the band.
    pub label: Text,
}

/// A threshold that raises an alert.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlertRule {
    /// Stable id, unique among the alerts.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// The score or value that is compared.
    pub scope: Scope,
    /// The threshold, on the scale of `scope`; lower values raise the alert.
    #[cfg_attr(feature = "schema", schemars(range(min = -1e6, max = 1e6)))]
    pub below: f64,
    /// Whether a value equal to the threshold raises the alert.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub inclusive: bool,
}

/// The score or value that an alert compares, written `total`, `any-item`, `item:ID` or `subscale:ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The rounded total.
    Total,
    /// Each answered item's value on the raw scale, turned around if the item is reversed.
    AnyItem,
    /// One item's value on the raw scale, turned around if the item is reversed.
    Item(String),
    /// One subscale's rounded score.
    Subscale(String),
}

/// Reliability of the total, for [`Change`](crate::Change).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Standard deviation of the total in the population of the source; above 0.
    #[cfg_attr(feature = "schema", schemars(range(max = 1e9), extend("exclusiveMinimum" = 0)))]
    pub sd: f64,
    /// Reliability coefficient of the total, from 0 to below 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0), extend("exclusiveMaximum" = 1)))]
    pub r: f64,
    /// Source of the two numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
}

/// A reference to an instrument in one version.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstrumentRef {
    /// The instrument's id.
    pub id: String,
    /// The instrument's version.
    pub version: String,
}

impl From<&Instrument> for InstrumentRef {
    fn from(instrument: &Instrument) -> Self {
        Self { id: instrument.id.clone(), version: instrument.version.clone() }
    }
}

/// A code given by the instrument's author. This crate contains no codes of its own.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The code system's URI.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub system: String,
    /// The code.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub code: String,
    /// The code system's display name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
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
    /// Returns a built-in instrument by id: `session` (five items) or `one` (a single item).
    ///
    /// ```
    /// let session = rapport::Instrument::built_in("session").unwrap();
    /// assert_eq!(session.items.len(), 5);
    /// assert!(rapport::Instrument::built_in("unknown").is_none());
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

    /// Returns a built-in instrument: scale and total 0–100, no total unless every item is answered.
    ///
    /// With so few items, a prorated total would mislead.
    fn with_defaults(id: &str, items: &[&str]) -> Self {
        Self {
            id: id.into(),
            version: "1.0.0".into(),
            title: Text::translations(translations(id)),
            license: Some("MIT OR Apache-2.0".into()),
            attribution: None,
            validated: false,
            scale: Scale { min: 0, max: 100, step: 1 },
            items: items.iter().map(|item| Arc::new(Item::with_defaults(id, item))).collect(),
            score: ScoreRule { range: (0.0, 100.0), decimals: 1, missing: Missing::None, code: None },
            subscales: Vec::new(),
            bands: Vec::new(),
            alerts: Vec::new(),
            reliability: None,
        }
    }
}

/// Returns 10 to the power of `decimals`.
pub(crate) fn unit(decimals: u8) -> f64 {
    (0..decimals).fold(1.0, |unit, _| unit * 10.0)
}

impl Item {
    fn with_defaults(instrument: &str, id: &str) -> Self {
        let text = |of: &str| Text::translations(translations(&format!("{instrument}.{id}{of}")));
        Self {
            id: id.into(),
            text: text(""),
            low: text(".low"),
            high: text(".high"),
            reverse: false,
            weight: 1.0,
            subscale: None,
            required: false,
            code: None,
        }
    }
}
