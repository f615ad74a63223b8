//! The raw scale of a slider: its values, steps and positions.

use serde::Serialize;

#[cfg(feature = "schema")]
use super::schema::one_step;

/// The raw scale of a slider: integers from `min` to `max` in equal steps.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scale {
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

impl Scale {
    /// Returns the value nearest to the middle, where an untouched slider rests. It is never an answer by itself.
    #[must_use]
    pub fn midpoint(self) -> i32 {
        self.snap(self.value_at(0.5))
    }

    /// Returns `raw` as a value; `None` if it is outside the scale or between two steps.
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
        reason = "compared with the number it was cast from"
    )]
    pub fn value(self, raw: f64) -> Option<i32> {
        let value = raw as i32;
        let on_scale = f64::from(value) == raw && (self.min..=self.max).contains(&value);
        (on_scale && (value - self.min) % self.step == 0).then_some(value)
    }

    /// Returns the buttons that replace a slider, each with its label and its value: every value if the scale has at
    /// most eleven, else the labels 0 to 10, evenly along the scale.
    ///
    /// ```
    /// let stars = rapport::Scale { min: 1, max: 5, step: 2 };
    /// assert_eq!(stars.button_values(), [(1, 1), (3, 3), (5, 5)]);
    /// let hundred = rapport::Scale { min: 0, max: 100, step: 1 };
    /// assert_eq!(hundred.button_values()[3], (3, 30));
    /// ```
    #[must_use]
    pub fn button_values(self) -> Vec<(i32, i32)> {
        let tenth = |tenth: i32| (tenth, self.snap(self.value_at(f64::from(tenth) / 10.0)));
        let every = |step: i32| (self.min + step * self.step, self.min + step * self.step);
        let steps = (self.max - self.min) / self.step;
        if steps <= 10 { (0..=steps).map(every).collect() } else { (0..=10).map(tenth).collect() }
    }

    /// Returns whether a slider that is pressed in its middle can be at `raw`: browsers round to either side.
    pub(crate) fn is_midpoint(self, raw: f64) -> bool {
        (raw - f64::from(self.midpoint())).abs() <= f64::from(self.step)
    }

    /// Returns whether a value is nearer to the unfavourable end than to the favourable one.
    pub(crate) fn is_low(self, value: i32, reverse: bool) -> bool {
        let fraction = self.fraction_of(value);
        if reverse { fraction > 0.5 } else { fraction < 0.5 }
    }

    /// Returns the raw number at a fraction of the scale, from 0 at `min` to 1 at `max`.
    pub(crate) fn value_at(self, fraction: f64) -> f64 {
        f64::from(self.min) + fraction * self.span()
    }

    /// Returns the fraction of the scale at which a value lies: the inverse of `value_at`.
    pub(crate) fn fraction_of(self, value: i32) -> f64 {
        (f64::from(value) - f64::from(self.min)) / self.span()
    }

    /// Returns `max − min`.
    pub(crate) fn span(self) -> f64 {
        f64::from(self.max) - f64::from(self.min)
    }

    /// Returns the value nearest to `raw`, a finite number; halves are rounded up, as in a native slider.
    ///
    /// ```
    /// let scale = rapport::Scale { min: 0, max: 100, step: 5 };
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
