//! The faults of a definition, each with its path, the value found and the values allowed.

use rapport::Diagnostic;
use serde_json::{Value, json};

use crate::definition::{definition, problems};
use crate::fixtures::json_of;

const STRING: &str = "a string of 1 to 10000 characters";

/// Returns the definition with another value at a JSON pointer, or without that key.
fn with(pointer: &str, value: Option<&Value>) -> Value {
    let mut definition = definition();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match (definition.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(key.into(), value.clone())),
        (Value::Object(members), None) => drop(members.remove(key).expect(pointer)),
        (Value::Array(values), Some(value)) => {
            values[key.parse::<usize>().expect("an index")] = value.clone();
        }
        (other, _) => panic!("{pointer}: {other}"),
    }
    definition
}

#[test]
fn each_fault_is_reported_by_path() {
    let bounds = "an integer from -1000000 to 1000000";
    let weight = "a number from 0.001 to 1000";
    let scope = r#""total", "any-item", "item:ID" or "subscale:ID""#;
    for (pointer, value, path, expected) in [
        ("/id", json!(7), "instrument.id", STRING),
        ("/id", json!(" \n"), "instrument.id", STRING),
        ("/title", json!([]), "instrument.title", STRING),
        ("/title", json!({}), "instrument.title", "1 to 64 languages"),
        ("/license", json!("a\u{0}b"), "instrument.license", STRING),
        ("/validated", json!("yes"), "instrument.validated", "true or false"),
        ("/scale/min", json!("0"), "instrument.scale.min", bounds),
        ("/scale/min", json!(0.5), "instrument.scale.min", bounds),
        ("/scale/max", json!(1e300), "instrument.scale.max", bounds),
        ("/scale/step", json!(3), "instrument.scale.step", "a number that divides max - min"),
        ("/scale/step", json!(0), "instrument.scale.step", "an integer from 1 to 2000000"),
        ("/items", json!([]), "instrument.items", "an array of 1 to 200, not of 0"),
        ("/items", json!({}), "instrument.items", "an array of 1 to 200"),
        ("/items/2", json!("c"), "instrument.items[2]", "an object"),
        ("/items/2/id", json!("a"), "instrument.items[2].id", "an id that no other entry has"),
        ("/items/0/reverse", json!(1), "instrument.items[0].reverse", "true or false"),
        ("/items/0/weight", json!(0), "instrument.items[0].weight", weight),
        ("/items/0/weight", json!(-1.5), "instrument.items[0].weight", weight),
        ("/items/0/weight", json!("NaN"), "instrument.items[0].weight", weight),
        ("/items/0/weight", json!(0.0015), "instrument.items[0].weight", "at most 3 decimals"),
        ("/items/2/subscale", json!("z"), "instrument.items[2].subscale", "the id of a subscale"),
        ("/items/0/code", json!("a"), "instrument.items[0].code", "an object"),
        ("/score/range", json!([0]), "instrument.score.range", "an array of 2 to 2, not of 1"),
        ("/score/decimals", json!(7), "instrument.score.decimals", "an integer from 0 to 6"),
        ("/score/missing", json!(true), "instrument.score.missing", r#""none" or "prorate""#),
        ("/score/minAnswered", json!(4), "instrument.score.minAnswered", "an integer from 1 to 3"),
        ("/bands/0/from", json!(-1), "instrument.bands[0].from", "a number from 0 to 40"),
        ("/bands/1/from", json!(0), "instrument.bands[1].from", "more than the bands before"),
        ("/alerts/0/scope", json!("sum"), "instrument.alerts[0].scope", scope),
        ("/alerts/2/scope", json!("item:z"), "instrument.alerts[2].scope", scope),
        ("/alerts/3/scope", json!("subscale:z"), "instrument.alerts[3].scope", scope),
        ("/alerts/0/below", json!(41), "instrument.alerts[0].below", "a number from 0 to 40"),
        ("/alerts/1/below", json!(11), "instrument.alerts[1].below", "a number from 0 to 10"),
        ("/alerts/3/below", json!(21), "instrument.alerts[3].below", "a number from 0 to 20.25"),
        ("/reliability/sd", json!(0), "instrument.reliability.sd", "more than 0"),
        ("/reliability/r", json!(1), "instrument.reliability.r", "less than 1"),
    ] {
        assert_one_fault(pointer, Some(&value), path, Some(&value), expected);
    }
    // Faults at another path than the changed value.
    let range_expected = "a number from -1000000 to 1000000";
    let decimals_expected = "at most 2 decimals, as in score.decimals";
    for (pointer, value, path, found, expected) in [
        ("/title", json!({ "en": "" }), "instrument.title.en", json!(""), STRING),
        (
            "/title",
            json!({ "the best": "A" }),
            "instrument.title.the best",
            json!("A"),
            "a language tag as key",
        ),
        ("/scale/min", json!(10), "instrument.scale.max", json!(10), "more than min"),
        ("/scale/min", json!(11), "instrument.scale.max", json!(10), "more than min"),
        ("/score/range/0", json!("0"), "instrument.score.range[0]", json!("0"), range_expected),
        (
            "/score/range",
            json!([40, 40]),
            "instrument.score.range[1]",
            json!(40),
            "more than the lowest score",
        ),
        (
            "/subscales/0/range/1",
            json!(20.255),
            "instrument.subscales[0].range",
            json!([0, 20.255]),
            decimals_expected,
        ),
    ] {
        assert_one_fault(pointer, Some(&value), path, Some(&found), expected);
    }
}

#[test]
fn absent_and_null_values_of_required_keys_are_reported() {
    for (pointer, path, expected) in [
        ("/version", "instrument.version", STRING),
        ("/scale", "instrument.scale", "an object"),
        ("/items/2/low", "instrument.items[2].low", STRING),
        ("/items/0/code/system", "instrument.items[0].code.system", STRING),
        ("/score/minAnswered", "instrument.score.minAnswered", "an integer from 1 to 3"),
    ] {
        assert_one_fault(pointer, None, path, None, expected);
        assert_one_fault(pointer, Some(&Value::Null), path, Some(&Value::Null), expected);
    }
}

fn assert_one_fault(pointer: &str, value: Option<&Value>, path: &str, found: Option<&Value>, expected: &str) {
    let fault = Diagnostic::fatal(path, found.map(json_of).as_ref(), expected);
    let problems = problems(&with(pointer, value));
    // Values that depend on the faulty one may be faulty as well.
    let dependent =
        ["instrument.alerts[2].scope", "instrument.subscales[0].id", "instrument.score.minAnswered"];
    let is_own = |problem: &&Diagnostic| path == problem.path || !dependent.contains(&problem.path.as_str());
    let own: Vec<_> = if dependent.contains(&path) {
        problems.iter().collect()
    } else {
        problems.iter().filter(is_own).collect()
    };
    assert_eq!(own, [&fault], "{pointer} {value:?}");
}

#[test]
fn value_that_changes_no_score_is_reported_as_a_warning() {
    let (colour, one) = (json!("red"), json!(1));
    for (pointer, value, path) in [
        ("/colour", Some(&colour), "instrument.colour"),
        ("/items/1/colour", Some(&colour), "instrument.items[1].colour"),
        ("/scale/colour", Some(&one), "instrument.scale.colour"),
        ("/reliability/source", Some(&Value::Null), "instrument.reliability.source"),
        ("/reliability/source", None, "instrument.reliability.source"),
    ] {
        let problems = problems(&with(pointer, value));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((problems[0].path.as_str(), problems[0].fatal), (path, false));
    }
    let mut without = definition();
    without["score"] = json!({ "range": [0, 40], "decimals": 2, "minAnswered": 2 });
    assert_eq!(problems(&without)[0].path, "instrument.score.minAnswered");
}
