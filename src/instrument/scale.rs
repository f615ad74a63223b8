//! The possible values of an item: those along a slider, or labelled points.

use serde::Serialize;

#[cfg(feature = "schema")]
use super::schema::one_step;
use super::{Code, Text};

/// The possible values of an item.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scale {
    /// Integers along a slider.
    Slider(Slider),
    /// Labelled points, shown as radio buttons.
    Points {
        /// The points, by rising value.
        #[cfg_attr(feature = "schema", schemars(length(min = 2, max = 11)))]
        points: Vec<Point>,
    },
}

/// A value with a label.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The value that an answer stores, −1,000,000 to 1,000,000; greater than the value before.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    pub value: i32,
    /// The label of the radio button.
    pub label: Text,
    /// The number that scoring counts, −1,000,000 to 1,000,000; `value` by default.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i32>,
    /// The answer's code in a code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

impl Point {
    /// Returns the number that scoring counts.
    #[must_use]
    pub fn score(&self) -> i32 {
        self.score.unwrap_or(self.value)
    }
}

impl Scale {
    /// Stands in for a missing scale, which no instrument that was read has.
    pub(crate) const FALLBACK: Self = Self::Slider(Slider { min: 0, max: 100, step: 1 });

    /// Returns the slider; `None` for labelled points.
    #[must_use]
    pub fn slider(&self) -> Option<Slider> {
        match self {
            Self::Slider(slider) => Some(*slider),
            Self::Points { .. } => None,
        }
    }

    /// Returns the labelled points; none for a slider.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        match self {
            Self::Slider(_) => &[],
            Self::Points { points } => points,
        }
    }

    /// Returns whether both scales have the same values.
    pub(crate) fn has_values_of(&self, other: &Self) -> bool {
        let values = |scale: &Self| scale.points().iter().map(|point| point.value).collect::<Vec<_>>();
        self.slider() == other.slider() && values(self) == values(other)
    }

    /// Returns `raw` as a value; `None` if it is none of the scale's.
    #[must_use]
    pub fn value(&self, raw: f64) -> Option<i32> {
        match self {
            Self::Slider(slider) => slider.value(raw),
            Self::Points { points } => {
                points.iter().map(|point| point.value).find(|value| (f64::from(*value) - raw).abs() <= 0.0)
            }
        }
    }

    /// Returns the value nearest to `raw`, a finite number; the higher one of two.
    #[must_use]
    pub fn snap(&self, raw: f64) -> i32 {
        match self {
            Self::Slider(slider) => slider.snap(raw),
            Self::Points { points } => {
                let nearer = |nearest: i32, value: i32| {
                    let distance = |value: i32| (f64::from(value) - raw).abs();
                    if distance(value) <= distance(nearest) { value } else { nearest }
                };
                points.iter().map(|point| point.value).reduce(nearer).unwrap_or_default()
            }
        }
    }

    /// Returns the number that scoring counts for a value.
    pub(crate) fn score(&self, value: i32) -> f64 {
        let point = self.points().iter().find(|point| point.value == value);
        point.map_or(value, Point::score).into()
    }

    /// Returns the lowest and the highest number that scoring counts.
    #[must_use]
    pub fn score_ends(&self) -> (i32, i32) {
        match self {
            Self::Slider(slider) => (slider.min, slider.max),
            Self::Points { points } => {
                let scores = || points.iter().map(Point::score);
                (scores().min().unwrap_or_default(), scores().max().unwrap_or_default())
            }
        }
    }
}

/// The raw scale of a slider: integers from `min` to `max` in equal steps.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Slider {
    /// Value at the low end, −1,000,000 to 1,000,000.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    pub min: i32,
    /// Value at the high end, up to 1,000,000; greater than `min`.
    #[cfg_attr(feature = "schema", schemars(range(min = -1_000_000, max = 1_000_000)))]
    pub max: i32,
    /// Distance between neighbouring values; a divisor of `max - min`.
    #[cfg_attr(feature = "schema", schemars(default = "one_step", range(min = 1, max = 2_000_000)))]
    pub step: i32,
}

impl Slider {
    /// Returns the value nearest to the middle, where an untouched slider rests. It is never an answer by itself.
    #[must_use]
    pub fn midpoint(self) -> i32 {
        self.snap(self.value_at(0.5))
    }

    /// Returns `raw` as a value; `None` if it is outside the scale or between two steps.
    ///
    /// ```
    /// let scale = rapport::Slider { min: 0, max: 100, step: 5 };
    /// assert_eq!(scale.value(80.0), Some(80));
    /// assert_eq!(scale.value(82.0), None);
    /// ```
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "compared with the number it was cast from"
    )]
    pub fn value(self, raw: f64) -> Option<i32> {
        let value = raw as i32;
        let on_scale = f64::from(value) == raw && (self.min..=self.max).contains(&value);
        (on_scale && (value - self.min) % self.step == 0).then_some(value)
    }

    /// Returns the values of the buttons that replace a slider: every value if the scale has at most eleven, else
    /// eleven evenly along the scale, from end to end.
    ///
    /// ```
    /// let stars = rapport::Slider { min: 1, max: 5, step: 2 };
    /// assert_eq!(stars.button_values(), [1, 3, 5]);
    /// let hundred = rapport::Slider { min: 0, max: 100, step: 1 };
    /// assert_eq!(hundred.button_values()[3], 30);
    /// ```
    #[must_use]
    pub fn button_values(self) -> Vec<i32> {
        let steps = (self.max - self.min) / self.step;
        let tenth = |tenth: i32| self.snap(self.value_at(f64::from(tenth) / 10.0));
        let every = |step: i32| self.min + step * self.step;
        if steps <= 10 { (0..=steps).map(every).collect() } else { (0..=10).map(tenth).collect() }
    }

    /// Returns whether a slider that is pressed in its middle can be at `raw`: browsers round to either side.
    pub(crate) fn is_midpoint(self, raw: f64) -> bool {
        (raw - f64::from(self.midpoint())).abs() <= f64::from(self.step)
    }

    /// Returns the raw number at a fraction of the scale, from 0 at `min` to 1 at `max`.
    pub(crate) fn value_at(self, fraction: f64) -> f64 {
        f64::from(self.min) + fraction * self.span()
    }

    /// Returns the fraction of the scale at which a value lies: the inverse of `value_at`.
    pub(crate) fn fraction_of(self, value: f64) -> f64 {
        (value - f64::from(self.min)) / self.span()
    }

    /// Returns `max − min`.
    pub(crate) fn span(self) -> f64 {
        f64::from(self.max) - f64::from(self.min)
    }

    /// Returns the value nearest to `raw`, a finite number; halves are rounded up, as in a native slider.
    ///
    /// ```
    /// let scale = rapport::Slider { min: 0, max: 100, step: 5 };
    /// assert_eq!(scale.snap(82.4), 80);
    /// assert_eq!(scale.snap(-3.0), 0);
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "clamped into the scale first")]
    pub fn snap(self, raw: f64) -> i32 {
        let (min, max, step) = (f64::from(self.min), f64::from(self.max), f64::from(self.step));
        let steps = ((raw.clamp(min, max) - min) / step + 0.5).floor();
        (min + steps * step).min(max) as i32
    }
}
