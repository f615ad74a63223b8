//! The definition of an instrument: its items, scale and scoring rules; and the two built-in instruments.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::data::limits::BUILT_IN_VERSION;
use crate::strings::translations;

mod consistency;
mod definition;
mod one;
mod rules;
mod scale;
#[cfg(feature = "schema")]
mod schema;
mod session;
mod text;

pub(crate) use definition::{LARGEST, read_text};
pub use rules::{
    AlertRule, Band, Better, Combination, Missing, Reliability, ReliabilityBasis, Scope, ScoreRule, Subscale,
    Threshold, Total,
};
pub use scale::{Point, Scale, Slider};
#[cfg(feature = "schema")]
use schema::{STRING_PATTERN, weight_one, yes};
pub use text::Text;
pub(crate) use text::is_language_tag;

/// A set of items with the rules that score them. It serializes to the definition format that it is read from.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = schema::add_common_scale))]
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
    /// A text below the heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Text>,
    /// Groups of items with a heading.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The scale of the items that have none of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
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

/// A group of items with a heading.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Stable id, unique among the sections.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// The heading above its items.
    pub text: Text,
}

/// One statement or question.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = schema::add_ends_of_own_slider))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Stable id, unique within the instrument.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    pub id: String,
    /// The question.
    pub text: Text,
    /// Label of a slider's low end; labelled points have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Text>,
    /// Label of a slider's high end, the opposite of `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Text>,
    /// Id of the item's section.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10_000), regex(pattern = STRING_PATTERN)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The item's own scale, in place of the instrument's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// Whether the item counts the other way round than the total; scoring then turns its score around.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reverse: bool,
    /// Weight in the mean, 0.001–1000 with at most three decimals; 1 by default.
    #[cfg_attr(feature = "schema", schemars(default = "weight_one", range(min = 0.001, max = 1000.0)))]
    pub weight: f64,
    /// Ids of the item's subscales; in a definition, a string or an array.
    #[cfg_attr(feature = "schema", schemars(default, with = "schema::OneOrMore"))]
    #[serde(rename = "subscale", skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_more")]
    pub subscales: Vec<String>,
    /// Whether the item is part of the total, and of the total's rule for unanswered items.
    #[cfg_attr(feature = "schema", schemars(default = "yes"))]
    #[serde(skip_serializing_if = "is_true")]
    pub counts: bool,
    /// A choice beside the scale: that the item does not apply.
    #[serde(rename = "notApplicable", skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<NotApplicable>,
    /// Whether the instrument requires an answer to this item.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub required: bool,
    /// The item's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

/// The choice that an item does not apply. It counts as an answer.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotApplicable {
    /// The label of the choice.
    pub label: Text,
    /// The number that scoring counts, within the scores of the item's scale; without it the item leaves the score.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i32>,
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
            version: BUILT_IN_VERSION.into(),
            title: Text::translations(translations(id)),
            license: Some("MIT OR Apache-2.0".into()),
            attribution: None,
            validated: false,
            lead: None,
            sections: Vec::new(),
            scale: Some(Scale::FALLBACK),
            items: items.iter().map(|item| Arc::new(Item::with_defaults(id, item))).collect(),
            score: ScoreRule {
                total: Total::Items { range: (0.0, 100.0), table: Vec::new() },
                decimals: 1,
                missing: Missing::None,
                better: Better::High,
                code: None,
            },
            subscales: Vec::new(),
            bands: Vec::new(),
            alerts: Vec::new(),
            reliability: None,
        }
    }
}

impl Instrument {
    /// Returns the scale of one of its items.
    #[must_use]
    pub fn scale_of<'a>(&'a self, item: &'a Item) -> &'a Scale {
        item.scale.as_ref().or(self.scale.as_ref()).unwrap_or(&Scale::FALLBACK)
    }

    /// Returns which end of an item's answers is favourable, after turning a reversed item around: that of the total if
    /// the item is part of it, else that of its first subscale.
    #[must_use]
    pub fn better_of(&self, item: &Item) -> Better {
        let is_in_total = item.counts && self.score.range().is_some();
        let first = item.subscales.first().filter(|_| !is_in_total);
        let subscale = self.subscales.iter().find(|subscale| Some(&subscale.id) == first);
        subscale.map_or(self.score.better, |subscale| self.better_in(subscale))
    }

    /// Returns whether a value is nearer to the unfavourable end of its scale than to the favourable one.
    pub(crate) fn is_unfavourable(&self, item: &Item, value: i32) -> bool {
        let scale = self.scale_of(item);
        let (lo, hi) = scale.score_ends();
        let from_middle = 2.0 * scale.score(value) - f64::from(lo) - f64::from(hi);
        let keyed = if item.reverse { -from_middle } else { from_middle };
        self.better_of(item).improvement(keyed) < 0.0
    }

    /// Returns which end of a subscale's score is favourable.
    #[must_use]
    pub fn better_in(&self, subscale: &Subscale) -> Better {
        subscale.better.unwrap_or(self.score.better)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_true(value: &bool) -> bool {
    *value
}

fn one_or_more<S: Serializer>(ids: &[String], to: S) -> Result<S::Ok, S::Error> {
    match ids {
        [id] => to.serialize_str(id),
        ids => to.collect_seq(ids),
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
            low: Some(text(".low")),
            high: Some(text(".high")),
            section: None,
            scale: None,
            reverse: false,
            weight: 1.0,
            subscales: Vec::new(),
            counts: true,
            not_applicable: None,
            required: false,
            code: None,
        }
    }
}
