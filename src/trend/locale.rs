//! Dates, numbers and plural forms in the reader's language and time zone, which only the caller knows.

/// The reader's language and time zone. The element implements it by the browser's `Intl`, with one cached formatter a
/// form; tests implement it by a fake. Instants are milliseconds since 1970-01-01T00:00Z.
pub trait Locale {
    /// Returns the reading of the time zone's clock at an instant, in milliseconds since 1970-01-01T00:00 on that clock:
    /// the instant plus the zone's offset then. Day boundaries and ticks follow from it.
    fn wall_clock(&self, at: f64) -> f64;

    /// Returns the date at an instant in the time zone.
    fn date(&self, at: f64, form: DateForm) -> String;

    /// Returns a number with all of its decimals, at most six, and a sign only below zero.
    fn number(&self, value: f64) -> String;

    /// Returns the CLDR plural category of a count, as `Intl.PluralRules` does.
    fn plural(&self, count: usize) -> Plural;

    /// Returns the name of the time zone, such as `Europe/Berlin`.
    fn zone(&self) -> String;
}

/// A form of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// The day in full, such as “2 Mar 2026”.
    Day,
    /// The day and the time, such as “2 Mar 2026, 10:00”.
    DayTime,
    /// Day and month, such as “2 Mar”.
    DayMonth,
    /// Month and year, such as “Mar 2026”.
    Month,
    /// The year, such as “2026”.
    Year,
}

/// A plural category of CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// `zero`
    Zero,
    /// `one`
    One,
    /// `two`
    Two,
    /// `few`
    Few,
    /// `many`
    Many,
    /// `other`
    Other,
}
