//! The clocks and the random source that a form needs, as a trait: a form has none of its own.

/// The source of times and ids.
pub trait Environment {
    /// Returns the current time.
    fn now(&self) -> Timestamp;
    /// Returns a new UUID v4.
    fn new_id(&self) -> String;
}

/// A point in time, by two clocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timestamp {
    /// Milliseconds by a monotonic clock, from any origin.
    pub ms: f64,
    /// The wall-clock time, ISO 8601 in UTC.
    pub utc: String,
}

impl Timestamp {
    /// Returns whole milliseconds since `start`, never negative.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    pub fn since(&self, start: &Self) -> u32 {
        (self.ms - start.ms).round() as u32
    }
}
