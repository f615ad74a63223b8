//! Change against earlier totals, and how the answers were given, by tables worked out by hand.
#![allow(clippy::expect_used)]

use rapport::{Instrument, Json, Reliability, Reliable, change, quality, read_history, score, threshold};
use serde_json::{Value, json};

fn one() -> Instrument {
    Instrument::built_in("one").expect("a built-in")
}

fn reliable(sd: f64, r: f64) -> Instrument {
    Instrument { reliability: Some(Reliability { sd, r, source: None }), ..one() }
}

fn totals(instrument: &Instrument, history: Value) -> (Vec<Option<f64>>, Vec<String>) {
    let history: Json = serde_json::from_value(history).expect("JSON");
    let (totals, problems) = read_history(instrument, &history);
    (totals, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn without_a_total_or_an_earlier_one_there_is_no_change() {
    assert_eq!(change(&one(), Some(50.0), &[]), None);
    assert_eq!(change(&one(), Some(50.0), &[None, None]), None);
    assert_eq!(change(&one(), None, &[Some(50.0)]), None);
}

#[test]
fn any_drop_and_reliable_change_are_told_apart() {
    // 1.96 · 5 · √2 · √(1 − 0.95) = 3.099…
    let instrument = reliable(5.0, 0.95);
    for (total, previous, delta, any_drop, expected) in [
        (50.0, 50.0, 0.0, false, Reliable::None),
        (49.9, 50.0, -0.1, true, Reliable::None),
        (46.9, 50.0, -3.1, true, Reliable::Declined),
        (47.0, 50.0, -3.0, true, Reliable::None),
        (53.1, 50.0, 3.1, false, Reliable::Improved),
        (53.0, 50.0, 3.0, false, Reliable::None),
        (0.3, 0.1, 0.2, false, Reliable::None),
        // What is rounded to the same total is no drop.
        (50.0, 50.04, 0.0, false, Reliable::None),
    ] {
        let found = change(&instrument, Some(total), &[Some(9.0), Some(previous), None]).expect("a change");
        assert_eq!(
            (found.delta, found.any_drop, found.reliable),
            (delta, any_drop, Some(expected)),
            "{total}"
        );
        assert_eq!(found.sessions, 2);
    }
    let unknown = change(&one(), Some(40.0), &[Some(50.0)]).expect("a change");
    assert!(unknown.any_drop);
    assert_eq!(
        (unknown.reliable, unknown.threshold, unknown.sd, unknown.r, unknown.formula),
        (None, None, None, None, None)
    );
}

#[test]
fn the_threshold_is_the_published_one() {
    // The thresholds for SD 5 at these reliabilities, to one decimal.
    for (r, expected) in [(0.95, 3.1), (0.88, 4.8), (0.64, 8.3)] {
        assert!((threshold(5.0, r) - expected).abs() < 0.05, "{r}: {}", threshold(5.0, r));
    }
}

#[test]
fn a_history_of_something_else_is_passed_over_and_told() {
    let result = |id: &str, total: Value| {
        json!({
            "instrument": { "id": id, "version": "0.9.0" }, "outcome": { "total": total, "min": 0, "max": 100 },
        })
    };
    let (found, problems) = totals(
        &one(),
        json!([
            result("one", json!(80)), result("session", json!(80)), result("one", Value::Null), { "total": 101 },
            { "total": 70, "at": "2026-01-01T00:00:00Z" }, 60, { "outcome": { "total": 7, "min": 0, "max": 10 } },
            { "total": "70" }, { "total": 70, "instrument": "one" },
            { "totl": 70 }, { "outcome": 5 },
        ]),
    );
    assert_eq!(found, [Some(80.0), None, None, None, Some(70.0), None, None, None, None, None, None]);
    assert_eq!(
        problems,
        [
            "history[1].instrument.id: found \"session\", expected one",
            "history[3].total: found \"101\", expected a number from 0 to 100",
            "history[5]: found \"60\", expected a result, or an object with a total",
            "history[6].outcome.max: found \"10\", expected a number from 100 to 100",
            "history[7].total: found \"70\", expected a number from 0 to 100",
            "history[8].instrument.id: found \"nothing\", expected one",
            "history[9].total: found \"nothing\", expected a number from 0 to 100",
            "history[10].outcome.total: found \"nothing\", expected a number from 0 to 100",
        ]
    );
    let many = Value::Array(vec![json!({ "total": 1 }); 1001]);
    let (found, problems) = totals(&one(), many);
    assert_eq!(
        (found.len(), problems),
        (0, vec!["history: found \"a list of 1001\", expected a list of 0 to 1000".into()])
    );
}

#[test]
fn quality_describes_the_values_as_they_were_given() {
    let session = Instrument::built_in("session").expect("a built-in");
    for (values, ms, spread, sd, same, seconds, fast) in [
        ([None; 5], 9000, None, None, false, None, false),
        ([Some(50), None, None, None, None], 1000, None, None, false, Some(1.0), true),
        ([Some(50), Some(50), None, None, None], 4000, Some(0.0), Some(0.0), false, Some(2.0), false),
        ([Some(50), Some(50), Some(50), None, None], 5999, Some(0.0), Some(0.0), true, Some(2.0), true),
        (
            [Some(2), Some(4), Some(4), Some(4), Some(6)],
            21_450,
            Some(4.0),
            Some(1.4),
            false,
            Some(4.3),
            false,
        ),
    ] {
        let found = quality(&session, values, &score(&session, values), ms, &[]);
        assert_eq!((found.spread, found.sd, found.same_answer), (spread, sd, same), "{values:?}");
        assert_eq!((found.seconds_per_item, found.fast), (seconds, fast), "{values:?}");
    }
}

#[test]
fn a_streak_at_the_ceiling_counts_back_from_this_result() {
    let streak = |value, history: &[Option<f64>]| {
        quality(&one(), [value], &score(&one(), [value]), 9000, history).ceiling_streak
    };
    let (top, less) = (Some(100.0), Some(99.9));
    assert_eq!(streak(Some(99), &[top, top]), 0);
    assert_eq!(streak(None, &[top, top]), 0);
    assert_eq!(streak(Some(100), &[]), 1);
    assert_eq!(streak(Some(100), &[top, top]), 3);
    assert_eq!(streak(Some(100), &[top, less, top]), 2);
    assert_eq!(streak(Some(100), &[top, None]), 1, "a session without a total is not at the ceiling");
}
