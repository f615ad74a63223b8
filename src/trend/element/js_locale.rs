//! Dates and numbers by the browser's `Intl`.

use super::bindings::JsFormats;
use crate::trend::{DateForm, Locale, Plural};

/// The reader's language and time zone, as the browser knows them.
#[derive(Debug)]
pub(super) struct JsLocale(pub(super) JsFormats);

impl Locale for JsLocale {
    fn wall_clock(&self, at: f64) -> f64 {
        self.0.wall_clock(at)
    }

    fn date(&self, at: f64, form: DateForm) -> String {
        self.0.date(at, form as u32)
    }

    fn number(&self, value: f64) -> String {
        self.0.number(value)
    }

    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    fn plural(&self, count: usize) -> Plural {
        match self.0.plural(count as f64) {
            0 => Plural::Zero,
            1 => Plural::One,
            2 => Plural::Two,
            3 => Plural::Few,
            4 => Plural::Many,
            _ => Plural::Other,
        }
    }

    fn zone(&self) -> String {
        self.0.zone()
    }
}
