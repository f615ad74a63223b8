//! Change against earlier totals, and response quality, by tables worked out by hand.

use rapport::{
    Instrument, Reliability, ReliabilityBasis, Reliable, change, quality, read_history, score, threshold,
};
use serde_json::{Value, json};

use crate::fixtures::{built_in, json_of};

fn one() -> Instrument {
    built_in("one")
}

fn with_reliability(sd: f64, r: f64) -> Instrument {
    Instrument {
        reliability: Some(Reliability { basis: ReliabilityBasis::Coefficient { sd, r }, source: None }),
        ..one()
    }
}

fn totals(instrument: &Instrument, history: &Value) -> (Vec<Option<f64>>, Vec<String>) {
    let (totals, problems) = read_history(instrument, &json_of(history));
    (totals, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn change_needs_a_total_and_an_earlier_one() {
    assert_eq!(change(&one(), Some(50.0), &[]), None);
    assert_eq!(change(&one(), Some(50.0), &[None, None]), None);
    assert_eq!(change(&one(), None, &[Some(50.0)]), None);
}

#[test]
fn any_worsening_and_reliable_change_are_separate() {
    // 1.96 · 5 · √2 · √(1 − 0.95) = 3.099…
    let instrument = with_reliability(5.0, 0.95);
    for (total, previous, delta, any_worsening, expected) in [
        (50.0, 50.0, 0.0, false, Reliable::None),
        (49.9, 50.0, -0.1, true, Reliable::None),
        (46.9, 50.0, -3.1, true, Reliable::Deteriorated),
        (47.0, 50.0, -3.0, true, Reliable::None),
        (53.1, 50.0, 3.1, false, Reliable::Improved),
        (53.0, 50.0, 3.0, false, Reliable::None),
        (0.3, 0.1, 0.2, false, Reliable::None),
        // Totals that round to the same number are no worsening.
        (50.0, 50.04, 0.0, false, Reliable::None),
    ] {
        let found = change(&instrument, Some(total), &[Some(9.0), Some(previous), None]).expect("a change");
        assert_eq!(
            (found.delta, found.any_worsening, found.reliable),
            (delta, any_worsening, Some(expected)),
            "{total}"
        );
        assert_eq!(found.sessions, 2);
    }
    let unknown = change(&one(), Some(40.0), &[Some(50.0)]).expect("a change");
    assert!(unknown.any_worsening);
    assert_eq!(
        (unknown.reliable, unknown.threshold, unknown.sd, unknown.r, unknown.formula),
        (None, None, None, None, None)
    );
}

#[test]
fn threshold_equals_the_published_one() {
    // The thresholds for SD 5 at these reliabilities, to one decimal.
    for (r, expected) in [(0.95, 3.1), (0.88, 4.8), (0.64, 8.3)] {
        assert!((threshold(5.0, r) - expected).abs() < 0.05, "{r}: {}", threshold(5.0, r));
    }
}

#[test]
fn change_of_exactly_the_calculated_threshold_is_not_reliable() {
    // 1.96 · 12.5 · √2 · √0.08 = 1.96 · 12.5 · √0.16 = 9.8, and likewise with the others. In doubles it is less.
    for (sd, threshold) in [(12.5, 9.8), (25.0, 19.6), (37.5, 29.4)] {
        let instrument = with_reliability(sd, 0.92);
        for (delta, expected) in [
            (-threshold, Reliable::None),
            (threshold, Reliable::None),
            (-threshold - 0.1, Reliable::Deteriorated),
            (threshold + 0.1, Reliable::Improved),
        ] {
            let found = change(&instrument, Some(50.0 + delta), &[Some(50.0)]).expect("a change");
            assert_eq!(found.reliable, Some(expected), "{sd} {delta}");
        }
    }
}

#[test]
fn incomparable_history_entries_are_reported_and_skipped() {
    let result = |id: &str, total: Value| {
        json!({
            "instrument": { "id": id, "version": "0.9.0" }, "outcome": { "total": total, "min": 0, "max": 100 },
        })
    };
    let (found, problems) = totals(
        &one(),
        &json!([
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
            r#"history[1].instrument.id: found "session", expected "one""#,
            "history[3].total: found 101, expected a number from 0 to 100",
            "history[5]: found 60, expected a result, or an object with a total",
            "history[6].outcome.max: found 10, expected a number from 100 to 100",
            r#"history[7].total: found "70", expected a number from 0 to 100"#,
            r#"history[8].instrument.id: missing, expected "one""#,
            "history[9].total: missing, expected a number from 0 to 100",
            "history[10].outcome.total: missing, expected a number from 0 to 100",
        ]
    );
    let many = Value::Array(vec![json!({ "total": 1 }); 1001]);
    let (found, problems) = totals(&one(), &many);
    let message = "history: found [], expected an array of 0 to 1000, not of 1001";
    assert_eq!((found.len(), problems), (0, vec![message.to_owned()]));
}

#[test]
fn quality_describes_unreversed_values() {
    let session = built_in("session");
    for (values, ms, range, sd, straightlining, seconds, speeding) in [
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
        assert_eq!((found.range, found.sd, found.straightlining), (range, sd, straightlining), "{values:?}");
        assert_eq!((found.seconds_per_item, found.speeding), (seconds, speeding), "{values:?}");
    }
}

#[test]
fn best_streak_counts_back_from_this_result() {
    let streak = |value, history: &[Option<f64>]| {
        quality(&one(), [value], &score(&one(), [value]), 9000, history).best_streak
    };
    let (highest, lower) = (Some(100.0), Some(99.9));
    assert_eq!(streak(Some(99), &[highest, highest]), 0);
    assert_eq!(streak(None, &[highest, highest]), 0);
    assert_eq!(streak(Some(100), &[]), 1);
    assert_eq!(streak(Some(100), &[highest, highest]), 3);
    assert_eq!(streak(Some(100), &[highest, lower, highest]), 2);
    assert_eq!(streak(Some(100), &[highest, None]), 1, "a session without a total breaks the streak");
}
