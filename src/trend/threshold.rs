//! The size that a difference between two totals has to exceed, to be more than measuring error.

use crate::instrument::{Instrument, ReliabilityBasis};
use crate::scoring::change::{is_reliable, threshold};
use crate::scoring::score::round;

/// A threshold of reliable change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Threshold(ReliabilityBasis);

impl Threshold {
    /// Returns the threshold of an instrument; `None` if its reliability is unknown.
    pub(super) fn of(instrument: &Instrument) -> Option<Self> {
        instrument.reliability.as_ref().map(|reliability| Self(reliability.basis))
    }

    /// Returns whether the size of a difference exceeds the threshold.
    pub(super) fn is_exceeded(self, delta: f64) -> bool {
        is_reliable(self.0, delta.abs())
    }

    /// Returns the threshold for a reader: a published one as it is, a calculated one with as few decimals as keep it on
    /// the same side of the difference.
    pub(super) fn displayed(self, delta: f64) -> f64 {
        let size = match self.0 {
            ReliabilityBasis::Threshold { threshold, .. } => return threshold,
            ReliabilityBasis::Coefficient { sd, r } => threshold(sd, r),
        };
        let rounded = |decimals: u8| round(size, decimals);
        let is_same = |rounded: &f64| (delta.abs() > *rounded) == self.is_exceeded(delta);
        (1..6).map(rounded).find(is_same).unwrap_or(size)
    }

    /// Returns whether it is a multiple of the standard error, for which the chance of a mark is known.
    pub(super) fn has_known_chance(self) -> bool {
        matches!(self.0, ReliabilityBasis::Coefficient { .. })
    }
}
