//! What is asked and how it is scored: the definition of an instrument, and the two built-in ones.
//! It decides nothing about how items look or what a client answered.

use std::rc::Rc;

mod one;
mod session;

/// A set of items with the rule that scores them.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    /// Stable name, echoed in every result.
    pub id: String,
    /// Version of the wording and of the scoring, echoed in every result.
    pub version: String,
    /// Heading above the items.
    pub title: String,
    /// The raw scale that all items share.
    pub scale: Scale,
    /// The items, in the order in which they are shown.
    pub items: Vec<Rc<Item>>,
    /// How answers become a total.
    pub score: ScoreRule,
}

/// The raw scale of a slider, in whole steps from `min` to `max`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Value at the low end.
    pub min: i32,
    /// Value at the high end; greater than `min`.
    pub max: i32,
    /// Distance between neighbouring values; divides `max - min`.
    pub step: i32,
}

/// One statement or question with a slider.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Stable name, unique within the instrument.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// What the low end of the slider means.
    pub low: String,
    /// What the high end means: the opposite of `low`.
    pub high: String,
    /// Whether the low end is the favourable one, so that the value is turned around in scoring.
    pub reverse: bool,
    /// How much the item counts in the weighted mean; greater than 0, normally 1.
    pub weight: f64,
}

/// How answers become a total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreRule {
    /// The total's lowest and highest value.
    pub range: (f64, f64),
    /// Decimal places that scores are rounded to.
    pub decimals: u8,
    /// What happens when items are unanswered.
    pub missing: Missing,
}

/// The rule for unanswered items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Any unanswered item leaves the total unknown.
    None,
    /// The total is taken over the answered items when there are at least `min_answered`.
    Prorate {
        /// Fewest answered items that give a total.
        min_answered: usize,
    },
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
    fn plain(id: &str, title: &str, items: &[[&str; 4]]) -> Self {
        Self {
            id: id.into(),
            version: "1.0.0".into(),
            title: title.into(),
            scale: Scale { min: 0, max: 100, step: 1 },
            items: items.iter().map(|words| Rc::new(Item::plain(*words))).collect(),
            score: ScoreRule { range: (0.0, 100.0), decimals: 1, missing: Missing::None },
        }
    }
}

impl Item {
    fn plain([id, text, low, high]: [&str; 4]) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            low: low.into(),
            high: high.into(),
            reverse: false,
            weight: 1.0,
        }
    }
}

impl Scale {
    /// Where an untouched slider rests: the value nearest to the middle. It is never an answer.
    #[must_use]
    pub fn resting(self) -> i32 {
        self.nearest(self.at(0.5))
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
