//! A reader's language and time zone, without a browser.

use rapport::trend::{DateForm, Locale, Plural};

const HOUR: f64 = 3_600_000.0;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// English dates in a zone that is `offset` hours ahead of UTC, and one more from `summer` on.
#[derive(Debug, Clone, Copy)]
pub struct FakeLocale {
    pub offset: f64,
    pub summer: f64,
}

impl FakeLocale {
    pub const UTC: Self = Self { offset: 0.0, summer: f64::INFINITY };
}

impl Locale for FakeLocale {
    fn wall_clock(&self, at: f64) -> f64 {
        at + (self.offset + if at >= self.summer { 1.0 } else { 0.0 }) * HOUR
    }

    fn date(&self, at: f64, form: DateForm) -> String {
        let wall = self.wall_clock(at);
        let (year, month, day) = civil((wall / (24.0 * HOUR)).floor() as i64);
        let month = MONTHS[month - 1];
        let minutes = (wall.rem_euclid(24.0 * HOUR) / 60_000.0).floor() as i64;
        match form {
            DateForm::Day => format!("{day} {month} {year}"),
            DateForm::DayTime => format!("{day} {month} {year}, {:02}:{:02}", minutes / 60, minutes % 60),
            DateForm::DayMonth => format!("{day} {month}"),
            DateForm::Month => format!("{month} {year}"),
            DateForm::Year => year.to_string(),
        }
    }

    fn number(&self, value: f64) -> String {
        let text = format!("{value:.6}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    fn plural(&self, count: usize) -> Plural {
        if count == 1 { Plural::One } else { Plural::Other }
    }

    fn zone(&self) -> String {
        "Test/Zone".into()
    }
}

/// Counts days from 1970 one by one, unlike the code under test.
fn civil(mut days: i64) -> (i64, usize, i64) {
    let mut year = 1970;
    let is_leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = |year: i64| if is_leap(year) { 366 } else { 365 };
    while days < 0 {
        year -= 1;
        days += length(year);
    }
    while days >= length(year) {
        days -= length(year);
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    for (month, length) in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate() {
        if days < length {
            return (year, month + 1, days + 1);
        }
        days -= length;
    }
    unreachable!("a year has twelve months")
}
