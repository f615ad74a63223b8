//! Strategies for random instruments, answers and JSON.

use proptest::prelude::*;
use rapport::{Instrument, Json, Outcome, score};
use serde_json::{Value, json};

use crate::fixtures::{json_of, read};
use crate::forms::form;

/// An instrument, and a value or none for each item.
#[derive(Debug, Clone)]
pub struct Case {
    pub scale: (i32, i32),
    pub range: (i32, i32),
    pub decimals: u8,
    pub min_answered: Option<usize>,
    /// Each item's reversal, weight in thousandths, and subscale: none, the first or the second.
    pub items: Vec<(bool, u32, Option<bool>)>,
    pub values: Vec<Option<i32>>,
}

pub fn case() -> impl Strategy<Value = Case> {
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
    pub fn definition(&self) -> Value {
        let item = |(index, (reverse, weight, subscale)): (usize, &(bool, u32, Option<bool>))| {
            json!({
                "id": index.to_string(), "text": "A?", "low": "No", "high": "Yes", "reverse": reverse,
                "weight": f64::from(*weight) / 1000.0,
                "subscale": subscale.map(|second| if second { "y" } else { "x" }),
            })
        };
        let has = |second| self.items.iter().any(|(_, _, subscale)| *subscale == Some(second));
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

    pub fn instrument(&self) -> Instrument {
        read(&self.definition())
    }

    pub fn outcome(&self) -> Outcome {
        score(&self.instrument(), self.values.iter().copied())
    }
}

/// The formats' words.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "id", "text", "label", "low", "high", "lead", "sections", "section", "items", "scale", "min", "max",
    "step", "points", "score", "range", "total", "from", "table", "better", "missing", "minAnswered", "sum",
    "mean", "subscales", "subscale", "bands", "alerts", "scope", "below", "above", "inclusive", "any-item",
    "counts", "notApplicable", "reliability", "threshold", "sd", "r", "weight", "answers", "not-applicable",
    "item", "value", "outcome", "instrument", "history", "extension", "url", "linkId", "type", "resourceType",
    "Questionnaire", "integer", "choice", "group", "display", "answerOption", "valueCoding", "code", "",
];

/// Returns a definition with sections, a lead, choices, sliders of their own scale, and choices that do not apply.
pub fn mixed_definition() -> impl Strategy<Value = Value> {
    let points =
        (proptest::collection::btree_set(-50..50_i32, 2..8), any::<bool>()).prop_map(|(values, scored)| {
            let point = |(index, value): (usize, &i32)| {
                let mut point =
                    json!({ "value": value, "label": { "en": format!("L{value}"), "de": "Wert" } });
                if scored {
                    point["score"] = json!(1000 + index * index);
                }
                point
            };
            json!({ "points": values.iter().enumerate().map(point).collect::<Vec<_>>() })
        });
    let slider = (-20..20, 1..9, 1..9)
        .prop_map(|(min, steps, step)| json!({ "min": min, "max": min + steps * step, "step": step }));
    let item = (prop_oneof![points, slider], any::<bool>(), any::<Option<bool>>(), any::<bool>());
    (proptest::collection::vec(item, 1..8), any::<bool>()).prop_map(|(items, has_lead)| {
        let (mut sections, mut last) = (Vec::new(), None);
        let entry = |(index, (scale, required, section, absent)): (usize, (Value, bool, Option<bool>, bool))| {
            let mut item = json!({ "id": index.to_string(), "text": { "en": "A?" }, "required": required });
            if section.is_some() && section != last {
                let text = json!({ "en": "A part", "fr": "Partie" });
                sections.push(json!({ "id": format!("s{index}"), "text": text }));
            }
            last = section;
            if section.is_some() {
                item["section"] = sections.last().expect("a section")["id"].clone();
            }
            if scale.get("min").is_some() {
                (item["low"], item["high"]) = (json!({ "fr": "Non" }), json!({ "en": "Yes" }));
            } else if absent {
                item["notApplicable"] = json!({ "label": { "en": "Does not apply" } });
            }
            item["scale"] = scale;
            item
        };
        let items: Vec<_> = items.into_iter().enumerate().map(entry).collect();
        let mut definition = json!({
            "id": "mixed", "version": "1", "title": { "en": "Mixed" }, "items": items, "score": { "range": [0, 10] },
        });
        if !sections.is_empty() {
            definition["sections"] = sections.into();
        }
        if has_lead {
            definition["lead"] = json!({ "en": "Choose.", "de": "Choose." });
        }
        definition
    })
}

/// Returns any JSON. It includes the formats' words, so that readers do not stop early.
pub fn any_json() -> impl Strategy<Value = Json> {
    let words = proptest::sample::select(WORDS);
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
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Json::Array),
            proptest::collection::vec((key, inner), 0..8).prop_map(Json::Object),
        ]
    })
}

/// Returns a valid definition in which one value is replaced by any JSON.
pub fn nearly_valid() -> impl Strategy<Value = Json> {
    let definition = prop_oneof![
        case().prop_map(|case| json_of(&case.definition())),
        form().prop_map(|form| json_of(&form.definition())),
    ];
    (definition, any_json(), any::<prop::sample::Index>()).prop_map(|(mut definition, odd, index)| {
        remove_nulls(&mut definition);
        let count = count(&definition);
        replace_nth(&mut definition, index.index(count), &odd);
        definition
    })
}

/// Removes the members that are null.
pub fn remove_nulls(json: &mut Json) {
    if let Json::Object(members) = json {
        members.retain(|(_, value)| !value.is_null());
    }
    children(json).into_iter().for_each(remove_nulls);
}

fn children(json: &mut Json) -> Vec<&mut Json> {
    match json {
        Json::Array(values) => values.iter_mut().collect(),
        Json::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

pub fn count(json: &Json) -> usize {
    1 + children(&mut json.clone()).into_iter().map(|child| count(child)).sum::<usize>()
}

/// Replaces the `nth` value in depth-first order.
pub fn replace_nth(json: &mut Json, nth: usize, with: &Json) {
    if nth == 0 {
        json.clone_from(with);
        return;
    }
    let mut left = nth - 1;
    for child in children(json) {
        let size = count(child);
        if left < size {
            return replace_nth(child, left, with);
        }
        left -= size;
    }
}
