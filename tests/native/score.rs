//! The scoring rule, by tables. The expected values are worked out by hand from the rule's text.

use rapport::{Instrument, Missing, Outcome, Response, Slider, read_answers, rescore, score};
use serde_json::{Value, json};

use crate::fixtures::{built_in, json_of, read, value_of};

/// Returns a definition whose items have the given keys and placeholder texts.
fn definition(scale: [i32; 3], items: &[Value], score: &Value) -> Value {
    let item = |(index, keys): (usize, &Value)| {
        let mut item = json!({ "id": format!("i{index}"), "text": "text", "low": "low", "high": "high" });
        for (key, value) in keys.as_object().expect("an object") {
            item[key] = value.clone();
        }
        item
    };
    let items: Vec<Value> = items.iter().enumerate().map(item).collect();
    let [min, max, step] = scale;
    let scale = json!({ "min": min, "max": max, "step": step });
    json!({ "id": "test", "version": "1", "title": "Test", "scale": scale, "items": items, "score": score })
}

/// Returns an instrument from each item's reversal and weight.
fn instrument(scale: [i32; 3], items: &[(bool, f64)], mut score: Value) -> Instrument {
    let items: Vec<_> =
        items.iter().map(|(reverse, weight)| json!({ "reverse": reverse, "weight": weight })).collect();
    // The reader would refuse a range with more decimals than scores have; the rule accepts one.
    let decimals = score["decimals"].take();
    let mut instrument = read(&definition(scale, &items, &score));
    instrument.score.decimals = u8::try_from(decimals.as_u64().expect("decimals")).expect("a u8");
    instrument
}

fn rule(lo: f64, hi: f64, decimals: u8, missing: Missing) -> Value {
    let mut rule = value_of(&missing);
    rule["range"] = json!([lo, hi]);
    rule["decimals"] = decimals.into();
    rule
}

fn session() -> Instrument {
    built_in("session")
}

#[test]
fn built_in_total_is_the_mean_of_the_answers() {
    for (values, total) in [
        ([0, 0, 0, 0, 0], 0.0),
        ([100, 100, 100, 100, 100], 100.0),
        ([50, 50, 50, 50, 50], 50.0),
        ([82, 60, 95, 31, 77], 69.0),
        ([1, 0, 0, 0, 0], 0.2),
        ([33, 34, 33, 33, 33], 33.2),
    ] {
        let outcome = score(&session(), values.map(Some));
        assert_eq!((outcome.total, outcome.percent), (Some(total), Some(total)), "{values:?}");
        assert_eq!((outcome.answered, outcome.items, outcome.prorated), (5, 5, false));
        assert_eq!((outcome.min, outcome.max), (Some(0.0), Some(100.0)));
    }
}

#[test]
fn built_in_total_needs_every_answer() {
    for values in [
        [None; 5],
        [Some(80), Some(80), None, Some(80), Some(80)],
        [None, Some(0), Some(0), Some(0), Some(0)],
    ] {
        let Outcome { total, percent, answered, prorated, .. } = score(&session(), values);
        assert_eq!((total, percent, prorated), (None, None, false), "{values:?}");
        assert_eq!(answered, values.iter().flatten().count());
    }
}

#[test]
fn range_of_the_sum_gives_a_sum_score() {
    let nine = instrument([0, 3, 1], &[(false, 1.0); 9], rule(0.0, 27.0, 0, Missing::None));
    for (values, sum) in [([0; 9], 0.0), ([3; 9], 27.0), ([0, 1, 2, 3, 0, 1, 2, 3, 1], 13.0)] {
        assert_eq!(score(&nine, values.map(Some)).total, Some(sum), "{values:?}");
    }
}

#[test]
fn reversed_item_is_turned_around() {
    let two = instrument([1, 7, 1], &[(false, 1.0), (true, 1.0)], rule(1.0, 7.0, 2, Missing::None));
    for (values, total) in [([7, 1], 7.0), ([1, 7], 1.0), ([5, 2], 5.5), ([4, 4], 4.0)] {
        assert_eq!(score(&two, values.map(Some)).total, Some(total), "{values:?}");
    }
}

#[test]
fn weight_multiplies_an_item() {
    let two = instrument([0, 10, 1], &[(false, 1.0), (false, 3.0)], rule(0.0, 40.0, 1, Missing::None));
    for (values, total) in [([10, 0], 10.0), ([0, 10], 30.0), ([10, 10], 40.0)] {
        assert_eq!(score(&two, values.map(Some)).total, Some(total), "{values:?}");
    }
}

#[test]
fn prorated_total_needs_enough_answers_and_is_marked() {
    let prorate = Missing::Prorate { min_answered: 3 };
    let four = instrument([0, 4, 1], &[(false, 1.0); 4], rule(0.0, 16.0, 1, prorate));
    for (values, total, prorated) in [
        ([Some(4), Some(2), Some(1), Some(3)], Some(10.0), false),
        ([Some(4), Some(2), None, Some(3)], Some(12.0), true),
        ([Some(4), None, None, Some(3)], None, false),
        ([None; 4], None, false),
    ] {
        let outcome = score(&four, values);
        assert_eq!((outcome.total, outcome.prorated), (total, prorated), "{values:?}");
    }
}

#[test]
fn prorating_without_answers_gives_no_total() {
    let prorate = Missing::Prorate { min_answered: 1 };
    let mut one = instrument([0, 4, 1], &[(false, 1.0)], rule(0.0, 16.0, 1, prorate));
    one.score.missing = Missing::Prorate { min_answered: 0 };
    assert_eq!(score(&one, [None::<i32>]).total, None);
}

#[test]
fn scores_are_rounded_once_half_away_from_zero() {
    let halves =
        |lo, hi, decimals| instrument([0, 8, 1], &[(false, 1.0)], rule(lo, hi, decimals, Missing::None));
    for (range, decimals, value, total) in [
        ((0.0, 4.0), 0, 1, 1.0),
        ((0.0, 4.0), 0, 3, 2.0),
        ((0.0, 4.0), 0, 5, 3.0),
        ((-4.0, 0.0), 0, 7, -1.0),
        ((-4.0, 0.0), 0, 5, -2.0),
        ((0.0, 1.0), 2, 1, 0.13),
        ((0.0, 1.0), 3, 1, 0.125),
    ] {
        let outcome = score(&halves(range.0, range.1, decimals), [Some(value)]);
        assert_eq!(outcome.total, Some(total), "{value} in {range:?} to {decimals} decimals");
    }
    // Percent comes from the unrounded total: 1 of 8 is 12.5, although the total rounds to 0.
    assert_eq!(score(&halves(0.0, 1.0, 0), [Some(1)]).percent, Some(12.5));
}

#[test]
fn midpoint_is_the_value_nearest_to_the_middle() {
    for (scale, midpoint) in
        [([0, 100, 1], 50), ([1, 7, 1], 4), ([0, 3, 1], 2), ([-5, 5, 5], 0), ([0, 100, 20], 60)]
    {
        let [min, max, step] = scale;
        assert_eq!(Slider { min, max, step }.midpoint(), midpoint, "{scale:?}");
    }
}

#[test]
fn built_in_items_have_texts_and_different_ends() {
    for id in Instrument::BUILT_IN {
        let instrument = built_in(id);
        assert_eq!(instrument.id, id);
        assert!(!instrument.items.is_empty());
        for item in &instrument.items {
            for text in [Some(&item.text), item.low.as_ref(), item.high.as_ref()].into_iter().flatten() {
                assert_eq!(text.all().next().map(|(lang, _)| lang), Some("en"), "{item:?}");
                assert!(text.all().all(|(_, text)| !text.is_empty()), "{item:?}");
            }
            assert_ne!(item.low, item.high);
        }
    }
}

#[test]
fn value_between_two_steps_is_reported_and_no_answer() {
    let two = instrument([0, 10, 5], &[(false, 1.0); 2], rule(0.0, 20.0, 0, Missing::None));
    for answers in
        [json!({ "i0": 5, "i1": 7 }), json!([{ "item": "i1", "value": 7 }, { "item": "i0", "value": 5 }])]
    {
        let (values, problems) = read_answers(&two, &json_of(&answers));
        assert_eq!(values, [Some(Response::Value(5)), None]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].expected, "an integer number of steps from the lowest value");
    }
    let line = r#"{ "answers": { "i1": 7 } }"#;
    let problems = rescore(&two, line).expect_err("off the scale");
    assert_eq!(problems[0].to_string(), "answers.i1: found 7, expected a value from 0 to 10 in steps of 5");
}
