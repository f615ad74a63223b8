//! A result that a browser sent, checked on a server: whether it agrees with its own answers, and where it does not.
//! What cannot be worked out again, such as times and ids, is taken as it is told.

use std::cell::RefCell;

use crate::change::change;
use crate::draft::{Draft, moment};
use crate::instrument::Instrument;
use crate::json::Json;
use crate::problem::{Place, Problem};
use crate::quality::quality;
use crate::result::{FeedbackResult, InstrumentName, SCHEMA, Status};
use crate::score::score;

/// The result as it follows from the answers in `sent`, and every place where `sent` says something else. Without
/// problems the two are the same; there is no result where its answers cannot be used.
///
/// `history` is what the server knows of earlier totals, oldest first. Where it knows nothing, pass `None`: then what
/// the result says of earlier totals is believed, and only what follows from it is checked.
///
/// ```
/// let session = rapport::Instrument::built_in("session").unwrap();
/// # let text = r#"{ "schema": "rapport/1", "id": "0b9c7f0e-6f0c-4a57-9d3f-2b0f5b1f7a11", "attempt": 1,
/// #   "sessionId": null, "instrument": { "id": "session", "version": "1.0.0" }, "lang": "en", "status": "partial",
/// #   "startedAt": null, "submittedAt": null, "durationMs": 900, "answers": [
/// #   { "item": "safe", "value": 82, "firstTouchMs": 5, "changes": 1, "input": "mouse" },
/// #   { "item": "understood", "value": null, "firstTouchMs": null, "changes": 0, "input": null },
/// #   { "item": "together", "value": null, "firstTouchMs": null, "changes": 0, "input": null },
/// #   { "item": "open", "value": null, "firstTouchMs": null, "changes": 0, "input": null },
/// #   { "item": "helpful", "value": null, "firstTouchMs": null, "changes": 0, "input": null }],
/// #   "outcome": { "total": 82, "min": 0, "max": 100, "percent": null, "answered": 1, "items": 5,
/// #   "prorated": false, "subscales": [], "band": null, "alerts": [] }, "change": null,
/// #   "quality": { "spread": null, "sd": null, "sameAnswer": false, "secondsPerItem": 0.9, "fast": true,
/// #   "ceilingStreak": 0 } }"#;
/// // A result whose browser made a total out of one answer of five.
/// let sent = serde_json::from_str(text).unwrap();
/// let (result, problems) = rapport::verify(&session, &sent, None);
/// assert_eq!(problems.len(), 1);
/// assert_eq!(problems[0].to_string(), "result.outcome.total: found \"82\", expected null");
/// assert_eq!(result.unwrap().outcome.total, None);
/// ```
#[must_use]
pub fn verify(
    instrument: &Instrument,
    sent: &Json,
    history: Option<&[Option<f64>]>,
) -> (Option<FeedbackResult>, Vec<Problem>) {
    let told = RefCell::default();
    let place = Place::new("result", sent, &told);
    let Draft { id, attempt, started_at, duration_ms, answers, .. } = Draft::at(instrument, &place);
    let values = || answers.iter().map(|answer| answer.value);
    let (lo, hi) = instrument.score.range;
    if sent.get("change").is_some_and(|change| !change.is_null()) {
        place.at("change").number("previous", lo, hi);
    }
    let outcome = score(instrument, values());
    let believed = believed_history(instrument, sent);
    let history = history.unwrap_or(&believed);
    let complete = outcome.answered == outcome.items;
    let result = FeedbackResult {
        schema: SCHEMA,
        id,
        attempt,
        session_id: place
            .has("sessionId")
            .then(|| place.at("sessionId").found().text().unwrap_or_default().into()),
        instrument: InstrumentName::from(instrument),
        lang: place.text("lang"),
        status: if complete { Status::Complete } else { Status::Partial },
        started_at,
        submitted_at: moment(&place, "submittedAt"),
        duration_ms,
        change: change(instrument, outcome.total, history),
        quality: quality(instrument, values(), &outcome, duration_ms, history),
        outcome,
        answers,
    };
    let unusable = !told.borrow().is_empty();
    if !unusable {
        let expected = serde_json::to_value(&result).and_then(serde_json::from_value);
        differences(&place, &expected.unwrap_or(Json::Null));
    }
    (Some(result).filter(|_| !unusable), told.into_inner())
}

/// The shortest history by which what the result says of earlier totals can be true.
fn believed_history(instrument: &Instrument, sent: &Json) -> Vec<Option<f64>> {
    let number = |part: &str, key: &str| sent.get(part).and_then(|part| part.get(key)).and_then(Json::number);
    let Some(previous) = number("change", "previous") else { return Vec::new() };
    let (_, highest) = instrument.score.range;
    let count = |number: f64| (1..=1000).take_while(|count| f64::from(*count) <= number).count();
    let sessions = number("change", "sessions").map_or(0, count);
    let streak = number("quality", "ceilingStreak").map_or(0, count).saturating_sub(1).min(sessions);
    let mut history =
        vec![Some(if streak > 0 { instrument.score.range.0 } else { previous }); sessions - streak];
    history.extend(std::iter::repeat_n(Some(previous), streak));
    if previous >= highest && streak == 0 {
        // A session without a total lay in between.
        history.push(None);
    }
    history
}

/// Reports where what stands there is not what is expected.
fn differences(place: &Place, expected: &Json) {
    match (place.found(), expected) {
        (Json::Map(_), Json::Map(entries)) => {
            let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
            place.is_object(&keys);
            for (key, expected) in entries {
                differences(&place.at(key), expected);
            }
        }
        (Json::List(found), Json::List(values)) if found.len() == values.len() => {
            for (entry, expected) in values.iter().enumerate() {
                differences(&place.entry(entry), expected);
            }
        }
        (found, expected) if found != expected => place.refuse(&expected.to_string()),
        _ => {}
    }
}
