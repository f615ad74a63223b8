//! The worked scores of four patterns of answers.

use std::collections::BTreeMap;

use crate::{Instrument, Item, Outcome, Response, Scale, item_score, score};
use serde::Serialize;

use super::items::ends;

/// A pattern of answers with its outcome.
#[derive(Debug, Serialize)]
pub struct Pattern {
    pub name: &'static str,
    /// The answers by item id; `None` for an unanswered item.
    pub answers: BTreeMap<String, Option<i32>>,
    /// The items' scores, turned around for reversed items, by item id.
    pub scores: BTreeMap<String, Option<f64>>,
    pub outcome: Outcome,
}

/// Returns the patterns: all lowest answers, all highest, middle answers, and the last again without the first item's.
pub fn patterns(instrument: &Instrument) -> Vec<Pattern> {
    let value_of = |item: &Item, value: fn(&Scale) -> i32| value(instrument.scale_of(item));
    let all = |value: fn(&Scale) -> i32| -> Vec<Option<i32>> {
        instrument.items.iter().map(|item| Some(value_of(item, value))).collect()
    };
    let mut without_first = all(middle);
    if let Some(first) = without_first.first_mut() {
        *first = None;
    }
    vec![
        pattern(instrument, "all lowest", all(|scale| ends(scale)[0])),
        pattern(instrument, "all highest", all(|scale| ends(scale)[1])),
        pattern(instrument, "middle", all(middle)),
        pattern(instrument, "middle, first unanswered", without_first),
    ]
}

/// Returns the value in the middle; the higher one of two.
fn middle(scale: &Scale) -> i32 {
    match scale {
        Scale::Slider(slider) => slider.midpoint(),
        Scale::Points { points } => points.get(points.len() / 2).map_or(0, |point| point.value),
    }
}

fn pattern(instrument: &Instrument, name: &'static str, values: Vec<Option<i32>>) -> Pattern {
    let ids = || instrument.items.iter().map(|item| item.id.clone());
    let answers = ids().zip(values.iter().copied()).collect();
    let score_of = |(item, value): (&std::sync::Arc<Item>, &Option<i32>)| {
        value.and_then(|value| item_score(instrument, item, Response::Value(value)))
    };
    let scores = ids().zip(instrument.items.iter().zip(&values).map(score_of)).collect();
    Pattern { name, answers, scores, outcome: score(instrument, values) }
}
