//! The size that a difference between two totals has to exceed, to be more than measuring error.

use crate::instrument::{Instrument, ReliabilityBasis};
use crate::scoring::change::threshold;
use crate::scoring::score::round;

/// A threshold of reliable change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Threshold {
    size: f64,
    /// Whether a difference of exactly the size is reliable.
    inclusive: bool,
    /// Whether the definition states it; if not, it is calculated from the standard error.
    is_published: bool,
}

impl Threshold {
    /// Returns the threshold of an instrument; `None` if its reliability is unknown.
    pub(super) fn of(instrument: &Instrument) -> Option<Self> {
        Some(match instrument.reliability.as_ref()?.basis {
            ReliabilityBasis::Coefficient { sd, r } => {
                Self { size: threshold(sd, r), inclusive: false, is_published: false }
            }
            ReliabilityBasis::Threshold { threshold, inclusive } => {
                Self { size: threshold, inclusive, is_published: true }
            }
        })
    }

    /// Returns whether the size of a difference exceeds the threshold.
    pub(super) fn is_exceeded(self, delta: f64) -> bool {
        let size = delta.abs();
        size > self.size || (self.inclusive && size >= self.size)
    }

    /// Returns the threshold for a reader: a published one as it is, a calculated one with as few decimals as keep it on
    /// the same side of the difference.
    pub(super) fn displayed(self, delta: f64) -> f64 {
        if self.is_published {
            return self.size;
        }
        let rounded = |decimals: u8| Self { size: round(self.size, decimals), ..self };
        let is_same = |rounded: &Self| rounded.is_exceeded(delta) == self.is_exceeded(delta);
        (1..6).map(rounded).find(is_same).unwrap_or(self).size
    }

    /// Returns whether it is a multiple of the standard error, for which the chance of a mark is known.
    pub(super) fn has_known_chance(self) -> bool {
        !self.is_published
    }
}
