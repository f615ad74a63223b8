//! Reading a definition: all that is wrong is found at once and by its path, whatever stands there; and what is right
//! is read as it was written.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::time::{Duration, Instant};

use rapport::{Instrument, Json, Problem};
use serde_json::{Value, json};

/// A definition with something of everything.
fn definition() -> Value {
    json!({
        "id": "whole", "version": "2.1.0", "title": { "en": "A title", "es": "Un título" }, "license": "CC0-1.0",
        "attribution": "Its author", "validated": true, "scale": { "min": 0, "max": 10, "step": 2 },
        "items": [
            { "id": "a", "text": "A?", "low": "No", "high": "Yes", "reverse": true, "weight": 2.5, "subscale": "s",
              "required": true, "code": { "system": "http://example.org", "code": "a", "display": "A" } },
            { "id": "b", "text": { "en": "B?", "es": "¿B?" }, "low": "No", "high": "Yes", "subscale": "s" },
            { "id": "c", "text": "C?", "low": "No", "high": "Yes", "code": null },
        ],
        "score": { "range": [0, 40], "decimals": 2, "missing": "prorate", "minAnswered": 2 },
        "subscales": [{ "id": "s", "title": "S", "range": [0, 20.25] }],
        "bands": [{ "id": "low", "from": 0, "label": "Low" }, { "id": "high", "from": 20.5, "label": "High" }],
        "alerts": [
            { "id": "t", "scope": "total", "below": 36, "inclusive": true },
            { "id": "x", "scope": "any-item", "below": 4 },
            { "id": "i", "scope": "item:c", "below": 10 },
            { "id": "u", "scope": "subscale:s", "below": 20.25 },
        ],
        "reliability": { "sd": 5.0, "r": 0.95, "source": "Made up" },
    })
}

fn json_of(value: &Value) -> Json {
    serde_json::from_value(value.clone()).expect("JSON")
}

fn problems(definition: &Value) -> Vec<Problem> {
    let (instrument, problems) = Instrument::read(&json_of(definition));
    assert_eq!(instrument.is_none(), problems.iter().any(|problem| problem.fatal), "{problems:?}");
    problems
}

/// The definition with one thing changed, by JSON pointer. `null` takes it away.
fn with(pointer: &str, value: Value) -> Value {
    let mut definition = definition();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match definition.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Object(entries) => drop(entries.insert(key.into(), value)),
        Value::Array(values) => values[key.parse::<usize>().expect("a place")] = value,
        other => panic!("{pointer}: {other}"),
    }
    definition
}

#[test]
fn what_is_right_is_read_as_it_was_written() {
    assert_eq!(problems(&definition()), []);
    let (instrument, _) = Instrument::read(&json_of(&definition()));
    let written = serde_json::to_value(instrument.expect("an instrument")).expect("JSON");
    let (again, problems) = Instrument::read(&json_of(&written));
    assert_eq!(problems, []);
    assert_eq!(serde_json::to_value(again.expect("the same")).expect("JSON"), written);
    for (pointer, value) in [
        ("/items/0/weight", json!(2.5)),
        ("/items/1/weight", json!(1.0)),
        ("/items/1/text/es", json!("¿B?")),
        ("/items/2/reverse", json!(false)),
        ("/score/minAnswered", json!(2)),
        ("/alerts/3/scope", json!("subscale:s")),
        ("/alerts/1/inclusive", json!(false)),
        ("/reliability/source", json!("Made up")),
    ] {
        assert_eq!(written.pointer(pointer), Some(&value), "{pointer}");
    }
}

#[test]
fn what_may_be_left_out_has_its_default() {
    let short = json!({
        "id": "short", "version": "1", "title": "Short", "scale": { "min": 1, "max": 5 },
        "items": [{ "id": "a", "text": "A?", "low": "No", "high": "Yes" }], "score": { "range": [1, 5] },
    });
    assert_eq!(problems(&short), []);
    let (instrument, _) = Instrument::read(&json_of(&short));
    let instrument = instrument.expect("an instrument");
    assert_eq!((instrument.scale.step, instrument.score.decimals, instrument.validated), (1, 1, false));
    assert_eq!(instrument.score.missing, rapport::Missing::None);
}

#[test]
fn each_thing_that_is_wrong_is_named_by_its_path() {
    let bounds = "a whole number from -1000000 to 1000000";
    let text = "a text of 1 to 10000 characters";
    let scope = "total, any-item, item: or subscale: and the id of one";
    for (pointer, value, path, found, expected) in [
        ("/id", json!(7), "instrument.id", "7", text),
        ("/id", json!(" \n"), "instrument.id", " \n", text),
        ("/version", Value::Null, "instrument.version", "nothing", text),
        ("/title", json!([]), "instrument.title", "a list of 0", text),
        ("/title", json!({}), "instrument.title", "an object", "texts in 1 to 64 languages"),
        ("/title", json!({ "en": "" }), "instrument.title.en", "", text),
        ("/title", json!({ "the best": "A" }), "instrument.title.the best", "A", "a language tag as key"),
        ("/license", json!("a\u{0}b"), "instrument.license", "a\u{0}b", text),
        ("/validated", json!("yes"), "instrument.validated", "yes", "true or false"),
        ("/scale", Value::Null, "instrument.scale", "nothing", "an object"),
        ("/scale/min", json!("0"), "instrument.scale.min", "0", bounds),
        ("/scale/min", json!(0.5), "instrument.scale.min", "0.5", bounds),
        ("/scale/max", json!(1e300), "instrument.scale.max", "9223372036854775807", bounds),
        ("/scale/min", json!(10), "instrument.scale.max", "10", "more than min"),
        ("/scale/min", json!(11), "instrument.scale.max", "10", "more than min"),
        ("/scale/step", json!(3), "instrument.scale.step", "3", "a number that divides max - min"),
        ("/scale/step", json!(0), "instrument.scale.step", "0", "a whole number from 1 to 2000000"),
        ("/items", json!([]), "instrument.items", "a list of 0", "a list of 1 to 200"),
        ("/items", json!({}), "instrument.items", "an object", "a list of 1 to 200"),
        ("/items/2", json!("c"), "instrument.items[2]", "c", "an object"),
        ("/items/2/low", Value::Null, "instrument.items[2].low", "nothing", text),
        ("/items/2/id", json!("a"), "instrument.items[2].id", "a", "an id that no other has"),
        ("/items/0/reverse", json!(1), "instrument.items[0].reverse", "1", "true or false"),
        ("/items/0/weight", json!(0), "instrument.items[0].weight", "0", "a number from 0.001 to 1000"),
        ("/items/0/weight", json!(-1.5), "instrument.items[0].weight", "-1.5", "a number from 0.001 to 1000"),
        ("/items/0/weight", json!("NaN"), "instrument.items[0].weight", "NaN", "a number from 0.001 to 1000"),
        ("/items/0/weight", json!(0.0015), "instrument.items[0].weight", "0.0015", "at most 3 decimals"),
        ("/items/2/subscale", json!("z"), "instrument.items[2].subscale", "z", "the id of a subscale"),
        ("/items/0/code", json!("a"), "instrument.items[0].code", "a", "an object"),
        ("/items/0/code/system", Value::Null, "instrument.items[0].code.system", "nothing", text),
        ("/score/range", json!([0]), "instrument.score.range", "a list of 1", "a list of 2 to 2"),
        ("/score/range/0", json!("0"), "instrument.score.range[0]", "0", "a number from -1000000 to 1000000"),
        ("/score/range", json!([40, 40]), "instrument.score.range[1]", "40", "more than the lowest score"),
        ("/score/decimals", json!(7), "instrument.score.decimals", "7", "a whole number from 0 to 6"),
        ("/score/missing", json!(true), "instrument.score.missing", "true", "none or prorate"),
        ("/score/minAnswered", json!(4), "instrument.score.minAnswered", "4", "a whole number from 1 to 3"),
        (
            "/score/minAnswered",
            Value::Null,
            "instrument.score.minAnswered",
            "nothing",
            "a whole number from 1 to 3",
        ),
        (
            "/subscales/0/range/1",
            json!(20.255),
            "instrument.subscales[0].range",
            "a list of 2",
            "at most 2 decimals, as the score has",
        ),
        ("/bands/0/from", json!(-1), "instrument.bands[0].from", "-1", "a number from 0 to 40"),
        ("/bands/1/from", json!(0), "instrument.bands[1].from", "0", "more than the bands before have"),
        ("/alerts/0/scope", json!("sum"), "instrument.alerts[0].scope", "sum", scope),
        ("/alerts/2/scope", json!("item:z"), "instrument.alerts[2].scope", "item:z", scope),
        ("/alerts/3/scope", json!("subscale:z"), "instrument.alerts[3].scope", "subscale:z", scope),
        ("/alerts/0/below", json!(41), "instrument.alerts[0].below", "41", "a number from 0 to 40"),
        ("/alerts/1/below", json!(11), "instrument.alerts[1].below", "11", "a number from 0 to 10"),
        ("/alerts/3/below", json!(21), "instrument.alerts[3].below", "21", "a number from 0 to 20.25"),
        ("/reliability/sd", json!(0), "instrument.reliability.sd", "0", "more than 0"),
        ("/reliability/r", json!(1), "instrument.reliability.r", "1", "less than 1"),
    ] {
        let (found, problems) =
            (Problem::fatal(path, &found, expected), problems(&with(pointer, value.clone())));
        // What hangs on what is wrong may be wrong as well.
        let hangs_on_it =
            ["instrument.alerts[2].scope", "instrument.subscales[0].id", "instrument.score.minAnswered"];
        let told: Vec<_> =
            problems.iter().filter(|problem| !hangs_on_it.contains(&problem.path.as_str())).collect();
        let told = if hangs_on_it.contains(&path) { problems.iter().collect() } else { told };
        assert_eq!(told, [&found], "{pointer} {value}");
    }
}

#[test]
fn what_changes_no_score_is_passed_over_and_told() {
    for (pointer, value, path) in [
        ("/colour", json!("red"), "instrument.colour"),
        ("/items/1/colour", json!("red"), "instrument.items[1].colour"),
        ("/scale/colour", json!(1), "instrument.scale.colour"),
        ("/reliability/source", Value::Null, "instrument.reliability.source"),
    ] {
        let problems = problems(&with(pointer, value));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((problems[0].path.as_str(), problems[0].fatal), (path, false));
    }
    let mut without = definition();
    without["score"] = json!({ "range": [0, 40], "decimals": 2, "minAnswered": 2 });
    assert_eq!(problems(&without)[0].path, "instrument.score.minAnswered");
}

#[test]
fn every_problem_is_told_at_once() {
    let wrong = json!({
        "id": "", "scale": { "min": 5, "max": 5 }, "items": [{ "id": "a", "weight": -1 }], "score": {}, "bands": 3,
    });
    let problems = problems(&wrong);
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "instrument.id",
            "instrument.version",
            "instrument.title",
            "instrument.scale.max",
            "instrument.items[0].weight",
            "instrument.items[0].text",
            "instrument.items[0].low",
            "instrument.items[0].high",
            "instrument.score.range",
            "instrument.bands",
        ]
    );
}

#[test]
fn a_subscale_without_items_and_items_that_name_one_another_are_refused() {
    let mut lonely = definition();
    lonely["subscales"] = json!([
        { "id": "s", "title": "S", "range": [0, 1] },
        { "id": "t", "title": "T", "range": [0, 1] },
        { "id": "s", "title": "S", "range": [0, 1] },
    ]);
    lonely["alerts"] = json!([]);
    let problems = problems(&lonely);
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(
        told,
        [
            "instrument.subscales[2].id: found \"s\", expected an id that no other has",
            "instrument.subscales[1].id: found \"t\", expected the subscale of at least one item",
        ]
    );
}

#[test]
fn every_list_and_text_is_bounded() {
    let many = |count: usize, entry: &dyn Fn(usize) -> Value| Value::Array((0..count).map(entry).collect());
    let item = |n: usize| json!({ "id": n.to_string(), "text": "A?", "low": "No", "high": "Yes" });
    let languages = |count: u8| {
        let tag = |n: u8| format!("a{}{}", char::from(b'a' + n / 26), char::from(b'a' + n % 26));
        Value::Object((0..count).map(|n| (tag(n), "A".into())).collect())
    };
    let mut large = definition();
    large["items"] = many(200, &item);
    large["title"] = languages(64);
    large["license"] = "x".repeat(10_000).into();
    large["subscales"] = json!([]);
    large["bands"] = many(20, &|n| json!({ "id": n.to_string(), "from": n, "label": "B" }));
    large["alerts"] = many(50, &|n| json!({ "id": n.to_string(), "scope": "total", "below": 1 }));
    assert_eq!(problems(&large), []);
    for (key, value) in [
        ("items", many(201, &item)),
        ("items", many(1_000, &item)),
        ("title", languages(65)),
        ("license", "x".repeat(10_001).into()),
        ("bands", many(21, &|n| json!({ "id": n.to_string(), "from": n, "label": "B" }))),
        ("alerts", many(51, &|n| json!({ "id": n.to_string(), "scope": "total", "below": 1 }))),
    ] {
        let mut larger = large.clone();
        larger[key] = value;
        assert!(
            problems(&larger)
                .iter()
                .any(|problem| problem.fatal && problem.path == format!("instrument.{key}"))
        );
    }
}

#[test]
fn what_is_too_large_or_too_deep_or_cut_short_is_refused_soon() {
    let text = definition().to_string();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let problem = Json::parse("instrument", &text[..end]).expect_err("cut off");
        assert_eq!((problem.path.as_str(), problem.fatal), ("instrument", true), "cut off after {end} bytes");
    }
    let item = r#"{"id":"a","text":"A?","low":"No","high":"Yes"},"#;
    let items = format!(r#"{{"items":[{}]}}"#, item.repeat(100_000).trim_end_matches(','));
    let ten_megabytes = format!(r#"{{"title":"{}"}}"#, "x".repeat(10_000_000));
    for text in [items, ten_megabytes] {
        let start = Instant::now();
        let problem = Json::parse("instrument", &text).expect_err("too large");
        assert!(start.elapsed() < Duration::from_millis(100), "{:?}", start.elapsed());
        assert_eq!(problem.expected, "at most 4000000 bytes");
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let deep = format!(r#"{{"title":{deep},"items":{deep}}}"#);
    assert!(
        problems(&serde_json::from_str(&deep).expect("JSON")).iter().any(|p| p.path == "instrument.title")
    );
    assert_eq!(Json::parse("instrument", &"[".repeat(1_000_000)).expect_err("no end").path, "instrument");
    let many = format!("[{}0]", "0,".repeat(Json::MAX_VALUES));
    assert!(Json::parse("instrument", &many).expect_err("too many").found.contains("too large"));
}

#[test]
fn numbers_that_are_none_are_refused() {
    let (mut found, Json::Map(entries)) = (0, json_of(&definition())) else { panic!("an object") };
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut entries = entries.clone();
        entries.push(("scale".into(), Json::Map(vec![("min".into(), Json::Number(odd))])));
        let (instrument, problems) = Instrument::read(&Json::Map(entries));
        assert!(instrument.is_none());
        found += problems.iter().filter(|problem| problem.found == "not a finite number").count();
    }
    assert_eq!(found, 3);
}

#[test]
fn every_example_is_an_instrument_without_problems() {
    let mut ranges = Vec::new();
    for file in fs::read_dir("examples/instruments").expect("examples") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        let (instrument, problems) = Instrument::read(&serde_json::from_str(&text).expect("JSON"));
        assert_eq!(problems, [], "{}", path.display());
        let instrument = instrument.expect("an instrument");
        assert!(!instrument.validated, "{}", path.display());
        ranges.push((instrument.id, instrument.items.len(), instrument.score.range));
    }
    ranges.sort_by_key(|(id, ..)| id.clone());
    let ranges: Vec<_> = ranges.iter().map(|(id, items, range)| (id.as_str(), *items, *range)).collect();
    assert_eq!(
        ranges,
        [
            ("five-one-reversed", 5, (5.0, 35.0)),
            ("nine-sum", 9, (0.0, 27.0)),
            ("ten-prorated", 10, (0.0, 40.0)),
            ("three-means", 12, (1.0, 5.0)),
        ]
    );
}
