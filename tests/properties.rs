//! What holds for any instrument and any answers, and that nothing at all makes the readers panic.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use rapport::fhir::{Context, bundle, from_questionnaire, questionnaire};
use rapport::{Instrument, Json, Outcome, read_answers, read_history, rescore, score, verify};
use serde_json::{Value, json};

/// An instrument that asks, in thousandths of a weight, and one value or none an item.
#[derive(Debug, Clone)]
struct Case {
    scale: (i32, i32),
    range: (i32, i32),
    decimals: u8,
    min_answered: Option<usize>,
    items: Vec<(bool, u32, Option<bool>)>,
    values: Vec<Option<i32>>,
}

fn case() -> impl Strategy<Value = Case> {
    (1_usize..12, -20..20, 1..200, -100..100, 1..500, 0_u8..4).prop_flat_map(
        |(count, min, span, lo, width, decimals)| {
            let item = (any::<bool>(), 1_u32..20_000, any::<Option<bool>>());
            let value = proptest::option::weighted(0.8, min..=min + span);
            let items = proptest::collection::vec(item, count);
            let values = proptest::collection::vec(value, count);
            (items, values, proptest::option::of(1..=count)).prop_map(move |(items, values, min_answered)| {
                Case {
                    scale: (min, min + span),
                    range: (lo, lo + width),
                    decimals,
                    min_answered,
                    items,
                    values,
                }
            })
        },
    )
}

impl Case {
    fn definition(&self) -> Value {
        let item = |(place, (reverse, weight, part)): (usize, &(bool, u32, Option<bool>))| {
            json!({
                "id": place.to_string(), "text": "A?", "low": "No", "high": "Yes", "reverse": reverse,
                "weight": f64::from(*weight) / 1000.0, "subscale": part.map(|second| if second { "y" } else { "x" }),
            })
        };
        let has = |second| self.items.iter().any(|(_, _, part)| *part == Some(second));
        let subscales: Vec<_> = [("x", false), ("y", true)]
            .into_iter()
            .filter(|(_, second)| has(*second))
            .map(|(id, _)| json!({ "id": id, "title": id, "range": [self.range.0, self.range.1] }))
            .collect();
        json!({
            "id": "case", "version": "1", "title": "A case", "scale": { "min": self.scale.0, "max": self.scale.1 },
            "items": self.items.iter().enumerate().map(item).collect::<Vec<_>>(),
            "score": {
                "range": [self.range.0, self.range.1], "decimals": self.decimals,
                "missing": if self.min_answered.is_some() { "prorate" } else { "none" },
                "minAnswered": self.min_answered,
            },
            "subscales": subscales,
        })
    }

    fn instrument(&self) -> Instrument {
        let (instrument, problems) = Instrument::read(&json_of(&self.definition()));
        assert_eq!(problems, []);
        instrument.expect("an instrument")
    }

    fn outcome(&self) -> Outcome {
        score(&self.instrument(), self.values.iter().copied())
    }
}

fn json_of(value: &Value) -> Json {
    serde_json::from_value(value.clone()).expect("JSON")
}

/// Any JSON, with the words of the formats in it, so that readers get far.
fn any_json() -> impl Strategy<Value = Json> {
    let words = prop_oneof![
        Just("id"),
        Just("text"),
        Just("low"),
        Just("high"),
        Just("items"),
        Just("scale"),
        Just("min"),
        Just("max"),
        Just("step"),
        Just("score"),
        Just("range"),
        Just("alerts"),
        Just("scope"),
        Just("below"),
        Just("bands"),
        Just("from"),
        Just("subscales"),
        Just("weight"),
        Just("answers"),
        Just("item"),
        Just("value"),
        Just("total"),
        Just("outcome"),
        Just("instrument"),
        Just("extension"),
        Just("url"),
        Just("linkId"),
        Just("type"),
        Just("resourceType"),
        Just("Questionnaire"),
        Just("integer"),
        Just("any-item"),
        Just("history"),
        Just(""),
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        prop_oneof![any::<f64>(), (-10..10_i32).prop_map(f64::from)].prop_map(Json::from),
        words.clone().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        Just(Json::from("a\u{0}b")),
    ];
    leaf.prop_recursive(5, 100, 8, move |inner| {
        let key = prop_oneof![4 => words.clone().prop_map(String::from), 1 => any::<String>()];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Json::List),
            proptest::collection::vec((key, inner), 0..8).prop_map(Json::Map),
        ]
    })
}

/// A whole definition in which one place says something else.
fn nearly_right() -> impl Strategy<Value = Json> {
    (case(), any_json(), any::<prop::sample::Index>()).prop_map(|(case, odd, place)| {
        let mut definition = json_of(&case.definition());
        without_nulls(&mut definition);
        let places = count(&definition);
        replace(&mut definition, &mut place.index(places), &odd);
        definition
    })
}

fn without_nulls(json: &mut Json) {
    if let Json::Map(entries) = json {
        entries.retain(|(_, value)| !value.is_null());
    }
    children(json).into_iter().for_each(without_nulls);
}

fn children(json: &mut Json) -> Vec<&mut Json> {
    match json {
        Json::List(values) => values.iter_mut().collect(),
        Json::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

fn count(json: &Json) -> usize {
    1 + children(&mut json.clone()).into_iter().map(|child| count(child)).sum::<usize>()
}

fn replace(json: &mut Json, place: &mut usize, with: &Json) {
    if *place == 0 {
        json.clone_from(with);
        *place = usize::MAX;
        return;
    }
    *place -= 1;
    for child in children(json) {
        if *place < usize::MAX / 2 {
            replace(child, place, with);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_stay_within_their_ranges(case in case()) {
        let outcome = case.outcome();
        let within = |score: Option<f64>, min: f64, max: f64| score.is_none_or(|score| (min..=max).contains(&score));
        prop_assert!(within(outcome.total, outcome.min, outcome.max), "{:?}", outcome);
        prop_assert!(within(outcome.percent, 0.0, 100.0), "{:?}", outcome);
        prop_assert_eq!(outcome.total.is_some(), outcome.percent.is_some());
        for part in &outcome.subscales {
            prop_assert!(within(part.score, part.min, part.max), "{:?}", part);
        }
        let needed = case.min_answered.unwrap_or(case.items.len());
        prop_assert_eq!(outcome.total.is_some(), outcome.answered >= needed);
        prop_assert_eq!(outcome.prorated, outcome.total.is_some() && outcome.answered < outcome.items);
    }

    #[test]
    fn a_more_favourable_answer_never_lowers_a_score(case in case(), item in any::<prop::sample::Index>()) {
        let item = item.index(case.items.len());
        let mut better = case.clone();
        let Some(value) = case.values[item] else { return Ok(()) };
        let end = if case.items[item].0 { case.scale.0 } else { case.scale.1 };
        better.values[item] = Some(value + (end - value).signum());
        prop_assert!(better.outcome().total >= case.outcome().total);
    }

    #[test]
    fn reversing_every_item_and_turning_every_answer_around_changes_nothing(case in case()) {
        let mut turned = case.clone();
        turned.items.iter_mut().for_each(|item| item.0 = !item.0);
        turned.values.iter_mut().flatten().for_each(|value| *value = case.scale.0 + case.scale.1 - *value);
        prop_assert_eq!(turned.outcome(), case.outcome());
    }

    #[test]
    fn the_order_of_the_items_changes_no_score(case in case(), by in 0_usize..12) {
        let mut moved = case.clone();
        let by = by % case.items.len();
        moved.items.rotate_left(by);
        moved.values.rotate_left(by);
        let (moved, own) = (moved.outcome(), case.outcome());
        prop_assert_eq!((moved.total, moved.percent, moved.subscales), (own.total, own.percent, own.subscales));
    }

    #[test]
    fn the_extremes_of_the_answers_are_the_extremes_of_the_score(mut case in case(), high in any::<bool>()) {
        let (lo, hi) = case.scale;
        case.values = case.items.iter().map(|(reverse, ..)| Some(if high == *reverse { lo } else { hi })).collect();
        let outcome = case.outcome();
        let end = if high { (outcome.max, 100.0) } else { (outcome.min, 0.0) };
        prop_assert_eq!((outcome.total, outcome.percent), (Some(end.0), Some(end.1)));
    }

    #[test]
    fn nothing_makes_the_readers_panic(odd in any_json(), beside in any_json()) {
        let session = Instrument::built_in("session").expect("a built-in");
        let read = Instrument::read(&odd);
        prop_assert_eq!(read.0.is_none(), read.1.iter().any(|problem| problem.fatal));
        let _ = (read_answers(&session, &odd), read_history(&session, &odd), verify(&session, &odd, None));
        let _ = (Context::read(&odd), from_questionnaire(&odd, &beside));
        let text = serde_json::to_string(&odd).expect("text");
        let _ = rescore(&session, &mut serde_json::Deserializer::from_str(&text));
    }

    #[test]
    fn what_is_read_of_nearly_right_definitions_can_be_used(definition in nearly_right(), answers in any_json()) {
        let (instrument, problems) = Instrument::read(&definition);
        prop_assert_eq!(instrument.is_none(), problems.iter().any(|problem| problem.fatal));
        if let Some(instrument) = instrument {
            let (values, _) = read_answers(&instrument, &answers);
            let outcome = score(&instrument, values);
            prop_assert!(outcome.total.is_none_or(|total| (outcome.min..=outcome.max).contains(&total)));
        }
    }

    #[test]
    fn a_questionnaire_carries_what_is_asked(case in case()) {
        let (instrument, definition) = (case.instrument(), json_of(&case.definition()));
        let Json::Map(mut beside) = definition else { return Ok(()) };
        beside.retain(|(key, _)| !["id", "version", "title", "scale"].contains(&key.as_str()));
        let (again, problems) = from_questionnaire(&questionnaire(&instrument, None), &Json::Map(beside));
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again, Some(instrument));
    }
}

/// What a JSON Schema cannot say of a definition: how its parts go together.
#[cfg(feature = "schema")]
const BEYOND_A_SCHEMA: [&str; 10] = [
    "more than min",
    "a number that divides max - min",
    "at most 3 decimals",
    "the id of a subscale",
    "the subscale of at least one item",
    "an id that no other has",
    "more than the lowest score",
    "total, any-item, item: or subscale: and the id of one",
    "at most ",
    "a whole number from 1 to ",
];

#[cfg(feature = "schema")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_schema_and_the_reader_agree(definition in nearly_right()) {
        static SCHEMA: std::sync::LazyLock<jsonschema::Validator> = std::sync::LazyLock::new(|| {
            let schema = serde_json::from_str(include_str!("../schema/instrument.schema.json")).expect("JSON");
            jsonschema::draft202012::new(&schema).expect("a schema")
        });
        let value = serde_json::to_value(&definition).expect("JSON");
        let (_, problems) = Instrument::read(&definition);
        if SCHEMA.is_valid(&value) {
            let beyond = |problem: &rapport::Problem| {
                !problem.fatal || BEYOND_A_SCHEMA.iter().any(|expected| problem.expected.starts_with(expected))
            };
            prop_assert!(problems.iter().all(beyond), "{:?} in {}", problems, value);
        } else {
            // Null is nothing to the reader, wherever something may be left out.
            prop_assert!(!problems.is_empty() || value.to_string().contains("null"), "{}", value);
        }
    }
}

#[test]
fn a_bundle_is_the_same_each_time() {
    // Nothing in it is drawn by chance: a second transaction replaces the first.
    let session = Instrument::built_in("session").expect("a built-in");
    let sent = include_str!("data/result.json");
    let (result, problems) = verify(&session, &serde_json::from_str(sent).expect("JSON"), None);
    assert_eq!(problems, []);
    let (context, _) = Context::read(&json_of(&json!({ "type": "transaction" })));
    let result = result.expect("a result");
    assert_eq!(bundle(&session, &result, &context), bundle(&session, &result, &context));
}
