//! Reading a definition: a definition without faults is read unchanged, and all faults are reported at once.

use std::fs;

use rapport::{Diagnostic, Instrument, Missing};
use serde_json::{Value, json};

use crate::fixtures::{json_of, read, value_of};

/// A definition with every key.
pub fn definition() -> Value {
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

pub fn problems(definition: &Value) -> Vec<Diagnostic> {
    let (instrument, problems) = Instrument::read(&json_of(definition));
    assert_eq!(instrument.is_none(), problems.iter().any(|problem| problem.fatal), "{problems:?}");
    problems
}

#[test]
fn definition_without_faults_is_read_unchanged() {
    let written = value_of(&read(&definition()));
    assert_eq!(value_of(&read(&written)), written);
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
fn optional_keys_have_defaults() {
    let instrument = read(&json!({
        "id": "short", "version": "1", "title": "Short", "scale": { "min": 1, "max": 5 },
        "items": [{ "id": "a", "text": "A?", "low": "No", "high": "Yes" }], "score": { "range": [1, 5] },
    }));
    let step = instrument.scale_of(&instrument.items[0]).slider().map(|slider| slider.step);
    assert_eq!((step, instrument.score.decimals, instrument.validated), (Some(1), 1, false));
    assert_eq!(instrument.score.missing, Missing::None);
}

#[test]
fn all_faults_are_reported_at_once() {
    let faulty = json!({
        "id": "", "scale": { "min": 5, "max": 5 }, "items": [{ "id": "a", "weight": -1 }], "score": {}, "bands": 3,
    });
    let problems = problems(&faulty);
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
fn duplicate_ids_and_subscales_without_items_are_reported() {
    let mut faulty = definition();
    faulty["subscales"] = json!([
        { "id": "s", "title": "S", "range": [0, 1] },
        { "id": "t", "title": "T", "range": [0, 1] },
        { "id": "s", "title": "S", "range": [0, 1] },
    ]);
    faulty["alerts"] = json!([]);
    let messages: Vec<String> = problems(&faulty).iter().map(Diagnostic::to_string).collect();
    assert_eq!(
        messages,
        [
            r#"instrument.subscales[2].id: found "s", expected an id that no other entry has"#,
            r#"instrument.subscales[1].id: found "t", expected the subscale of at least one item"#,
        ]
    );
}

#[test]
fn examples_have_no_faults() {
    let mut totals = Vec::new();
    for file in fs::read_dir("examples/instruments").expect("examples") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        let (instrument, problems) = Instrument::read(&serde_json::from_str(&text).expect("JSON"));
        assert_eq!(problems, [], "{}", path.display());
        let instrument = instrument.expect("an instrument");
        assert!(!instrument.validated, "{}", path.display());
        assert_eq!(path.file_stem().and_then(|name| name.to_str()), Some(instrument.id.as_str()));
        totals.push((instrument.id.clone(), instrument.items.len(), instrument.score.range()));
    }
    totals.sort_by_key(|(id, ..)| id.clone());
    let totals: Vec<_> = totals.iter().map(|(id, items, range)| (id.as_str(), *items, *range)).collect();
    assert_eq!(
        totals,
        [
            ("five-one-reversed", 5, Some((5.0, 35.0))),
            ("five-signed", 5, Some((-15.0, 15.0))),
            ("four-faces", 4, Some((4.0, 20.0))),
            ("four-own-points", 4, Some((0.0, 16.0))),
            ("four-subscales-one-outside", 8, Some((0.0, 24.0))),
            ("four-table", 4, Some((30.0, 70.0))),
            ("four-visual-lines", 4, Some((0.0, 40.0))),
            ("mean-of-two", 6, Some((1.0, 5.0))),
            ("nine-points-one-outside", 10, Some((0.0, 27.0))),
            ("nine-sum", 9, Some((0.0, 27.0))),
            ("no-total-two-directions", 6, None),
            ("six-not-applicable", 6, Some((1.0, 5.0))),
            ("ten-low-two-reversed", 10, Some((0.0, 40.0))),
            ("ten-prorated", 10, Some((0.0, 40.0))),
            ("three-means", 12, Some((1.0, 5.0))),
            ("twelve-three-subscales", 12, Some((12.0, 60.0))),
        ]
    );
}
