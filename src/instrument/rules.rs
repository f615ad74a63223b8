//! The rules of an instrument: how its items become a total and subscales, and what their values mean.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

#[cfg(feature = "schema")]
use super::schema::{End, STRING_PATTERN, one_decimal};
use super::{Code, Text};

/// The rules of all scores.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreRule {
    /// The rule for the total.
    #[serde(flatten)]
    pub total: Total,
    /// Decimal places of scores, 0–6.
    #[cfg_attr(feature = "schema", schemars(default = "one_decimal", range(max = 6)))]
    pub decimals: u8,
    /// The rule for unanswered items.
    #[serde(flatten)]
    pub missing: Missing,
    /// Which end of the total is favourable.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "Better::is_high")]
    pub better: Better,
    /// The total's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

impl ScoreRule {
    /// Returns the lowest and the highest possible total; `None` if there is no total.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        match &self.total {
            Total::None => None,
            Total::Items { range, table } => Some(final_range(*range, table)),
            Total::Subscales { range, .. } => Some(*range),
        }
    }
}

/// The rule for the total.
#[derive(Debug, Clone, PartialEq)]
pub enum Total {
    /// There is no total.
    None,
    /// From the items that count.
    Items {
        /// Lowest and highest score, −1,000,000 to 1,000,000, with at most as many decimals as scores have.
        range: (f64, f64),
        /// Pairs of each whole score of the range and the total in its place; may be empty.
        table: Vec<(f64, f64)>,
    },
    /// From the rounded scores of subscales. There is no total unless each of them has a score.
    Subscales {
        /// Lowest and highest total.
        range: (f64, f64),
        /// Ids of the subscales.
        subscales: Vec<String>,
        /// Their sum or their mean.
        combination: Combination,
    },
}

/// The combination of subscales into a total.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Combination {
    /// The sum.
    Sum,
    /// The mean.
    Mean,
}

impl Combination {
    /// Returns the number by which the sum of that many scores is divided.
    pub(crate) fn divisor(self, scores: usize) -> f64 {
        match self {
            Self::Sum => 1.0,
            Self::Mean => (0..scores).fold(0.0, |count, _| count + 1.0),
        }
    }
}

impl Serialize for Total {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct From<'a> {
            subscales: &'a [String],
            r#as: Combination,
        }
        let mut map = to.serialize_map(None)?;
        match self {
            Self::None => map.serialize_entry("total", &false)?,
            Self::Items { range, table } => {
                map.serialize_entry("range", range)?;
                if !table.is_empty() {
                    map.serialize_entry("table", table)?;
                }
            }
            Self::Subscales { range, subscales, combination } => {
                map.serialize_entry("range", range)?;
                map.serialize_entry("from", &From { subscales, r#as: *combination })?;
            }
        }
        map.end()
    }
}

/// Which end of a score is favourable.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// The high end.
    #[default]
    High,
    /// The low end.
    Low,
}

impl Better {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    fn is_high(&self) -> bool {
        *self == Self::High
    }

    /// Returns a difference as it counts: above 0 if it is an improvement.
    #[must_use]
    pub fn improvement(self, delta: f64) -> f64 {
        match self {
            Self::High => delta,
            Self::Low => -delta,
        }
    }

    /// Returns the unfavourable and the favourable end of a range.
    #[must_use]
    pub fn ends(self, (lo, hi): (f64, f64)) -> [f64; 2] {
        match self {
            Self::High => [lo, hi],
            Self::Low => [hi, lo],
        }
    }
}

/// Returns the lowest and the highest score after the table, whose scores never fall.
fn final_range(range: (f64, f64), table: &[(f64, f64)]) -> (f64, f64) {
    table.first().zip(table.last()).map_or(range, |(first, last)| (first.1, last.1))
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
    /// Lowest and highest score, with at most as many decimals as scores have.
    #[cfg_attr(feature = "schema", schemars(with = "[End; 2]"))]
    pub range: (f64, f64),
    /// Pairs of each whole score of the range and the score in its place; may be empty.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<[End; 2]>>", length(min = 2, max = 1001)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<(f64, f64)>,
    /// Which end of the score is favourable; that of the total by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// Named ranges of the score, in ascending order.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 20)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// The score's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

impl Subscale {
    /// Returns the lowest and the highest possible score.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        final_range(self.range, &self.table)
    }
}

/// A named range of a score, up to the next band.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// Stable id, unique among the bands.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// The lowest rounded score in the band, inclusive.
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
    /// The threshold, on the scale of `scope`.
    #[serde(flatten)]
    pub threshold: Threshold,
    /// Whether a value equal to the threshold raises the alert.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub inclusive: bool,
}

/// The side of a threshold on which values raise an alert.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Threshold {
    /// Lower values.
    Below(f64),
    /// Higher values.
    Above(f64),
}

/// The score or value that an alert compares, written `total`, `any-item`, `item:ID` or `subscale:ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The rounded total.
    Total,
    /// Each answered item's score, turned around if the item is reversed.
    AnyItem,
    /// One item's score, turned around if the item is reversed.
    Item(String),
    /// One subscale's rounded score.
    Subscale(String),
}

/// Reliability of the total, for [`Change`](crate::Change).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// The published numbers.
    #[serde(flatten)]
    pub basis: ReliabilityBasis,
    /// Source of the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
}

/// The published numbers from which reliable change follows.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ReliabilityBasis {
    /// Standard deviation and reliability coefficient.
    Coefficient {
        /// Standard deviation of the total in the population of the source; above 0.
        #[cfg_attr(feature = "schema", schemars(range(max = 1e9), extend("exclusiveMinimum" = 0)))]
        sd: f64,
        /// Reliability coefficient of the total, from 0 to below 1.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0), extend("exclusiveMaximum" = 1)))]
        r: f64,
    },
    /// A published threshold.
    Threshold {
        /// The size of a reliable change; above 0.
        #[cfg_attr(feature = "schema", schemars(range(max = 1e9), extend("exclusiveMinimum" = 0)))]
        threshold: f64,
        /// Whether a change of exactly that size is reliable.
        #[cfg_attr(feature = "schema", schemars(default))]
        inclusive: bool,
    },
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
