//! Checks a result that a browser sent: whether it agrees with its own answers. Values that cannot be calculated again,
//! such as times and ids, are checked for their form only.

use std::cell::RefCell;

use super::draft::{Draft, TIME, date_time};
use super::result::FeedbackResult;
use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::data::limits::MAX_HISTORY;
use crate::instrument::Instrument;

/// Returns the result calculated from the answers in `sent`, and each path at which `sent` differs from it. Without
/// problems the two are equal. The result is `None` if the answers are not usable, or an object has a key twice. The
/// sentence of a difference has no value, so it may be logged: its `found` and `expected` may be answers.
///
/// `history` holds the earlier totals that the server stored, oldest first. With `None`, the earlier totals that `sent`
/// implies are taken as given, and only the values calculated from them are checked.
///
/// ```
/// let session = rapport::Instrument::built_in("session").unwrap();
/// # let text = r#"{ "schema": "rapport/1", "id": "0b9c7f0e-6f0c-4a57-9d3f-2b0f5b1f7a11", "attempt": 1,
/// #   "sessionId": null, "instrument": { "id": "session", "version": "1.0.0" }, "lang": "en", "status": "partial",
/// #   "startedAt": null, "submittedAt": null, "durationMs": 900, "answers": [
/// #   { "item": "safe", "value": 82, "firstInteractionMs": 5, "changes": 1, "input": "mouse" },
/// #   { "item": "understood", "value": null, "firstInteractionMs": null, "changes": 0, "input": null },
/// #   { "item": "together", "value": null, "firstInteractionMs": null, "changes": 0, "input": null },
/// #   { "item": "open", "value": null, "firstInteractionMs": null, "changes": 0, "input": null },
/// #   { "item": "helpful", "value": null, "firstInteractionMs": null, "changes": 0, "input": null }],
/// #   "outcome": { "total": 82, "min": 0, "max": 100, "better": "high", "percent": null, "answered": 1, "items": 5,
/// #   "prorated": false, "subscales": [], "band": null, "alerts": [] }, "change": null,
/// #   "quality": { "range": null, "sd": null, "straightlining": false, "secondsPerItem": 0.9, "speeding": true,
/// #   "bestStreak": 0 } }"#;
/// // This result claims a total although only one of five items is answered.
/// let sent = serde_json::from_str(text).unwrap();
/// let (result, problems) = rapport::verify(&session, &sent, None);
/// assert_eq!(problems.len(), 1);
/// assert_eq!(problems[0].path, "result.outcome.total");
/// assert_eq!(problems[0].expected, "null");
/// assert_eq!(result.unwrap().outcome.total, None);
/// ```
#[must_use]
pub fn verify(
    instrument: &Instrument,
    sent: &Json,
    history: Option<&[Option<f64>]>,
) -> (Option<FeedbackResult>, Vec<Diagnostic>) {
    let problems = RefCell::default();
    let cursor = JsonCursor::new("result", sent, &problems);
    let draft = Draft::read_at(instrument, &cursor);
    // Beside a history nothing is calculated from the change that was sent, so a damaged one is a mere difference.
    let takes_previous = history.is_none() && cursor.has("change");
    if let Some((lo, hi)) = instrument.score.range().filter(|_| takes_previous) {
        cursor.at("change").number("previous", lo, hi);
    }
    let session_id =
        cursor.has("sessionId").then(|| cursor.at("sessionId").value().as_str().unwrap_or_default().into());
    let implied = implied_history(instrument, sent);
    let (lang, submitted_at) = (cursor.string("lang"), date_time(&cursor, "submittedAt"));
    for (key, time) in [("startedAt", &draft.started_at), ("submittedAt", &submitted_at)] {
        if time.as_deref().is_some_and(|time| !is_on_calendar(time)) {
            cursor.at(key).error(TIME);
        }
    }
    let history = history.unwrap_or(&implied);
    let result = FeedbackResult::new(instrument, draft, session_id, lang, submitted_at, history);
    let usable = problems.borrow().is_empty() && cursor.expect_unique_keys();
    if usable {
        // By text, since the order of a `serde_json::Value` depends on the features of the whole build.
        let expected = serde_json::to_string(&result).and_then(|text| serde_json::from_str(&text));
        report_differences(&cursor, &expected.unwrap_or(Json::Null));
    }
    (Some(result).filter(|_| usable), problems.into_inner())
}

/// Returns whether the calendar and the clock have a time of the form `0000-00-00T00:00:00.000Z`. Browsers know no leap
/// seconds.
fn is_on_calendar(time: &str) -> bool {
    let number =
        |from, to| time.get(from..to).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let (year, month) = (number(0, 4), number(5, 7));
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&number(8, 10)) && number(11, 13) < 24 && number(14, 16) < 60 && number(17, 19) < 60
}

/// Returns the shortest history that is consistent with the earlier totals in `sent`.
fn implied_history(instrument: &Instrument, sent: &Json) -> Vec<Option<f64>> {
    let number = |part: &str, key: &str| sent.get(part).and_then(|part| part.get(key)).and_then(Json::as_f64);
    let Some(previous) = number("change", "previous") else { return Vec::new() };
    let Some(range) = instrument.score.range() else { return Vec::new() };
    let [worst, best] = instrument.score.better.ends(range);
    let count =
        |number: f64| (1_u32..).take(MAX_HISTORY).take_while(|count| f64::from(*count) <= number).count();
    let sessions = number("change", "sessions").map_or(0, count);
    let streak = number("quality", "bestStreak").map_or(0, count).saturating_sub(1).min(sessions);
    let mut history = vec![Some(if streak > 0 { worst } else { previous }); sessions - streak];
    history.extend(std::iter::repeat_n(Some(previous), streak));
    if instrument.score.better.improvement(previous - best) >= 0.0 && streak == 0 {
        // A session without a total in between broke the streak.
        history.push(None);
    }
    history
}

/// Reports each path at which the value at the cursor differs from `expected`.
fn report_differences(cursor: &JsonCursor, expected: &Json) {
    match (cursor.value(), expected) {
        (Json::Object(_), Json::Object(members)) => {
            let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
            cursor.expect_object(&keys);
            for (key, expected) in members {
                report_differences(&cursor.at(key), expected);
            }
        }
        (Json::Array(found), Json::Array(values)) => {
            if found.len() != values.len() {
                cursor.differs(&format!("an array of {}, not of {}", values.len(), found.len()));
                return;
            }
            for (index, expected) in values.iter().enumerate() {
                report_differences(&cursor.index(index), expected);
            }
        }
        (found, expected) if found != expected => cursor.differs(&expected.to_string()),
        _ => {}
    }
}
