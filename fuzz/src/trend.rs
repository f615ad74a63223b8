//! A therapist's data: any input is drawn and worded for every session, without a coordinate that is no number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::Json;
use rapport::trend::{DateForm, Locale, Plural, Report, Settings, Trend, TrendStrings};

/// Dates as numbers, since the words for them come from the browser.
struct Utc;

impl Locale for Utc {
    fn wall_clock(&self, at: f64) -> f64 {
        at
    }

    fn date(&self, at: f64, form: DateForm) -> String {
        format!("{form:?} {at}")
    }

    fn number(&self, value: f64) -> String {
        value.to_string()
    }

    fn plural(&self, _: usize) -> Plural {
        Plural::Other
    }

    fn zone(&self) -> String {
        "UTC".into()
    }
}

fuzz_target!(|text: &str| {
    let Ok(input) = Json::parse("input", text) else { return };
    let (trend, _) = Trend::read(&input, &Utc);
    let strings = TrendStrings::nearest("en");
    let settings = Settings { lang: "en".into(), ..Settings::default() };
    let report = Report { trend: &trend, settings: &settings, strings: &strings, locale: &Utc };
    for session in 0..trend.session_count() {
        assert!(!report.sentence(session).is_empty(), "session {session} has no words");
        report.details(session);
    }
    assert!(report.table().rows.len() >= trend.session_count(), "a session has no row");
    report.to_text();
    report.to_csv();
    let svg = report.to_svg(640.0);
    assert!(!svg.contains("NaN") || text.contains("NaN"), "a coordinate is no number");
});
