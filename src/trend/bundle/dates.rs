//! Reads the dates of resources. A date that names no day is reported, and yet keeps its resource in its place.

use crate::data::cursor::JsonCursor;
use crate::trend::result_reader::time;
use crate::trend::time::Time;

/// Reads a date, and reports one without a day, or a time without an offset. A month counts as its 16th, a year as its
/// 2 July: they are next to the middle.
pub(super) fn date(cursor: &JsonCursor) -> Option<Time> {
    time(cursor).or_else(|| {
        let text = cursor.value().as_str()?;
        let middle = match text.len() {
            4 => "-07-02",
            7 => "-16",
            _ => "",
        };
        Time::parse([text, middle].concat().get(..10)?)
    })
}

/// Reads the date of an Observation: the time to which it applies, at its start, else the time of its release.
pub(super) fn effective(observation: &JsonCursor) -> Option<Time> {
    let keys = ["effectiveDateTime", "effectiveInstant", "effectivePeriod", "effectiveTiming"];
    let key = keys.into_iter().find(|key| observation.has(key)).unwrap_or("issued");
    let cursor = observation.at(key);
    let start = cursor.at("start");
    date(if start.value().is_null() { &cursor } else { &start })
}
