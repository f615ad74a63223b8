//! Instants and days: ISO 8601 in and out, the proleptic Gregorian calendar, and the clock of a time zone.

use super::locale::Locale;

/// Milliseconds of a day.
pub(super) const DAY: f64 = 86_400_000.0;

/// A time as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Time {
    /// An instant, in milliseconds since 1970-01-01T00:00Z.
    Instant(f64),
    /// A day without a time, in days since 1970-01-01.
    Day(i32),
}

impl Time {
    /// Reads an ISO 8601 date, or a date and time with an offset. Returns `None` for any other text: a time without an
    /// offset names no instant, and a month no day.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
            digits.parse::<i32>().ok()
        };
        let is = |at: usize, byte: u8| text.as_bytes().get(at) == Some(&byte);
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        if !is(4, b'-') || !is(7, b'-') || !(1..=12).contains(&month) || !is_day(year, month, day) {
            return None;
        }
        let days = days_of(year, month, day);
        if text.len() == 10 {
            return Some(Self::Day(days));
        }
        let (hour, minute) = (number(11, 13)?, number(14, 16)?);
        if !is(10, b'T') || !is(13, b':') || hour > 23 || minute > 59 {
            return None;
        }
        let mut rest = text.get(16..)?;
        let mut seconds = 0.0;
        if rest.starts_with(':') {
            let end = rest.find(['Z', '+', '-'])?;
            let written = rest.get(1..end)?;
            let is_plain = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            seconds = seconds_of(written).filter(|seconds| is_plain && *seconds < 61.0)?;
            rest = rest.get(end..)?;
        }
        let offset = offset_of(rest)?;
        let minutes = f64::from(hour * 60 + minute - offset);
        Some(Self::Instant(f64::from(days) * DAY + minutes * 60_000.0 + seconds * 1000.0))
    }

    /// Returns the instant; for a day its noon in the time zone.
    pub(super) fn instant(self, locale: &dyn Locale) -> f64 {
        match self {
            Self::Instant(at) => at,
            Self::Day(days) => instant(locale, (f64::from(days) + 0.5) * DAY),
        }
    }
}

/// Reads `SS` or `SS.f…` to the millisecond.
fn seconds_of(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if whole.len() != 2 || fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let digits = fraction.get(..3).unwrap_or(fraction);
    let mut thousandths = f64::from(digits.parse::<u16>().ok()?);
    for _ in digits.len()..3 {
        thousandths *= 10.0;
    }
    Some(f64::from(whole.parse::<u8>().ok()?) + thousandths / 1000.0)
}

/// Reads `Z` or `±HH:MM`, in minutes.
fn offset_of(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let part = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() == 2 && !part.starts_with('+'));
    let (hours, minutes) = (i32::from(part(hours)?), i32::from(part(minutes)?));
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn is_day(year: i32, month: i32, day: i32) -> bool {
    let next = if month == 12 { days_of(year + 1, 1, 1) } else { days_of(year, month + 1, 1) };
    (1..=next - days_of(year, month, 1)).contains(&day)
}

/// Returns the days since 1970-01-01; months may be beyond 12.
pub(super) fn days_of(year: i32, month: i32, day: i32) -> i32 {
    // Years start in March, so that the leap day is their last.
    let months = year * 12 + month - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// Returns year, month and day.
pub(super) fn date_of(days: i32) -> (i32, i32, i32) {
    // A year that is not after the day's.
    let mut year = 1970 + days.div_euclid(if days < 0 { 365 } else { 366 });
    while days_of(year + 1, 1, 1) <= days {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && days_of(year, month + 1, 1) <= days {
        month += 1;
    }
    (year, month, days - days_of(year, month, 1) + 1)
}

/// Returns the day of an instant in the time zone, in days since 1970-01-01.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
pub(super) fn day(locale: &dyn Locale, at: f64) -> i32 {
    (locale.wall_clock(at) / DAY).floor() as i32
}

/// Returns the instant at which the zone's clock reads `wall`. Where the clock skips that reading, the instant is near.
pub(super) fn instant(locale: &dyn Locale, wall: f64) -> f64 {
    let offset = |at: f64| locale.wall_clock(at) - at;
    wall - offset(wall - offset(wall))
}

/// Returns an instant in ISO 8601 in UTC, to the second.
#[expect(clippy::cast_possible_truncation, reason = "the casts saturate")]
pub(super) fn iso(at: f64) -> String {
    let days = (at / DAY).floor();
    let seconds = ((at - days * DAY) / 1000.0).floor() as i32;
    let mut text = iso_date(days as i32);
    for (lead, part) in [("T", seconds / 3600), (":", seconds / 60 % 60), (":", seconds % 60)] {
        text += lead;
        push_padded(&mut text, part, 10);
    }
    text + "Z"
}

/// Returns a day in ISO 8601.
pub(super) fn iso_date(days: i32) -> String {
    let (year, month, day) = date_of(days);
    let mut text = String::new();
    push_padded(&mut text, year, 1000);
    text.push('-');
    push_padded(&mut text, month, 10);
    text.push('-');
    push_padded(&mut text, day, 10);
    text
}

/// Adds a number with zeros up to the digits of `least`.
fn push_padded(text: &mut String, number: i32, mut least: i32) {
    while least > number.max(1) {
        text.push('0');
        least /= 10;
    }
    *text += &number.to_string();
}
