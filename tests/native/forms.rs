//! A strategy for random definitions with all kinds of scales, items and scores, and an answer or none for each item.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use rapport::{Instrument, Outcome, Response, read_answers, score};
use serde_json::{Map, Value, json};

use crate::fixtures::{json_of, read};

/// The subscales' ids.
const SUBSCALES: [&str; 2] = ["x", "y"];

#[derive(Debug, Clone)]
pub struct Form {
    /// The instrument's scale, and another.
    pub scales: [PlannedScale; 2],
    pub items: Vec<PlannedItem>,
    pub total: PlannedTotal,
    /// The range of the total, and of the subscales.
    pub ranges: [Range; 3],
    pub has_table: [bool; 3],
    /// The differences between a table's neighbouring scores.
    pub rises: Vec<u8>,
    pub decimals: u8,
    pub is_low_better: [Option<bool>; 3],
    pub min_answered: Option<Index>,
    pub has_lead: bool,
}

pub type Range = (i32, i32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedTotal {
    None,
    Items,
    Sum,
    Mean,
}

#[derive(Debug, Clone)]
pub enum PlannedScale {
    /// The lowest value, and the highest.
    Slider(i32, i32),
    /// Each point's value, and its score unless it is the value.
    Points(Vec<(i32, Option<i32>)>),
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, clippy::option_option, reason = "each is a key of an item")]
pub struct PlannedItem {
    pub has_own_scale: bool,
    pub reverse: bool,
    /// In thousandths.
    pub weight: u32,
    pub subscales: [bool; 2],
    pub counts: bool,
    /// Whether the item has a choice that it does not apply, and the index of its score.
    pub not_applicable: Option<Option<Index>>,
    pub has_section: bool,
    pub answer: Option<PlannedAnswer>,
}

#[derive(Debug, Clone, Copy)]
pub enum PlannedAnswer {
    /// The index of a value of the scale, counted round.
    Value(usize),
    /// That the item does not apply, or the first value if the item has no such choice.
    NotApplicable,
}

fn scale() -> impl Strategy<Value = PlannedScale> {
    let points = (vec((1..9, option::of(-9..9)), 2..11), -9..9).prop_map(|(steps, first)| {
        let mut value = first;
        let mut points: Vec<(i32, Option<i32>)> = Vec::new();
        for (step, score) in steps {
            value += step;
            points.push((value, score));
        }
        if points.iter().all(|(value, score)| score.unwrap_or(*value) == points[0].1.unwrap_or(points[0].0)) {
            points[0].1 = Some(-10);
        }
        PlannedScale::Points(points)
    });
    prop_oneof![(-20..20, 1..100).prop_map(|(min, span)| PlannedScale::Slider(min, min + span)), points]
}

fn item() -> impl Strategy<Value = PlannedItem> {
    let answer = prop_oneof![
        4 => (0..1000_usize).prop_map(PlannedAnswer::Value),
        1 => Just(PlannedAnswer::NotApplicable),
    ];
    let not_applicable = option::weighted(0.3, option::of(any::<Index>()));
    let flags = (any::<[bool; 3]>(), any::<[bool; 2]>(), prop::bool::weighted(0.8));
    (flags, 1_u32..5_000, not_applicable, option::weighted(0.85, answer)).prop_map(
        |(([has_own_scale, reverse, has_section], subscales, counts), weight, not_applicable, answer)| {
            PlannedItem {
                has_own_scale,
                reverse,
                weight,
                subscales,
                counts,
                not_applicable,
                has_section,
                answer,
            }
        },
    )
}

pub fn form() -> impl Strategy<Value = Form> {
    let total = prop_oneof![
        1 => Just(PlannedTotal::None),
        3 => Just(PlannedTotal::Items),
        1 => Just(PlannedTotal::Sum),
        1 => Just(PlannedTotal::Mean),
    ];
    let range = || (-20..20, 1..40).prop_map(|(lo, width)| (lo, lo + width));
    let ranges = [range(), range(), range()];
    let parts = (total, ranges, any::<[bool; 3]>(), vec(any::<u8>(), 40), 2_u8..5);
    let others = (any::<[Option<bool>; 3]>(), option::of(any::<Index>()), any::<bool>());
    ([scale(), scale()], vec(item(), 1..9), parts, others).prop_map(|(scales, mut items, parts, others)| {
        let (total, ranges, has_table, rises, decimals) = parts;
        let (is_low_better, min_answered, has_lead) = others;
        items[0].counts = true;
        items[0].subscales = [true, true];
        Form {
            scales,
            items,
            total,
            ranges,
            has_table,
            rises,
            decimals,
            is_low_better,
            min_answered,
            has_lead,
        }
    })
}

impl PlannedScale {
    /// Returns each value with its score.
    pub fn scores(&self) -> Vec<(i32, i32)> {
        match self {
            Self::Slider(min, max) => (*min..=*max).map(|value| (value, value)).collect(),
            Self::Points(points) => {
                points.iter().map(|(value, score)| (*value, score.unwrap_or(*value))).collect()
            }
        }
    }

    fn definition(&self) -> Value {
        match self {
            Self::Slider(min, max) => json!({ "min": min, "max": max }),
            Self::Points(points) => {
                let point =
                    |(value, score): &(i32, _)| json!({ "value": value, "label": "A", "score": score });
                json!({ "points": points.iter().map(point).collect::<Vec<_>>() })
            }
        }
    }
}

impl Form {
    pub fn scale_of(&self, item: &PlannedItem) -> &PlannedScale {
        &self.scales[usize::from(item.has_own_scale)]
    }

    fn table(&self, part: usize) -> Option<Vec<(i32, f64)>> {
        let (lo, hi) = self.ranges[part];
        let mut score = -7.5;
        let mut table: Vec<(i32, f64)> = Vec::new();
        for (raw, rise) in (lo..=hi).zip(self.rises.iter().chain([&0])) {
            table.push((raw, score));
            score += f64::from(*rise) / 2.0;
        }
        if let Some(last) = table.last_mut() {
            last.1 += 0.5;
        }
        Some(table).filter(|_| self.has_table[part])
    }

    fn subscale_range(&self, index: usize) -> (f64, f64) {
        let (lo, hi) = self.ranges[index + 1];
        self.table(index + 1).map_or((lo.into(), hi.into()), |table| (table[0].1, table[table.len() - 1].1))
    }

    fn item_definition(&self, index: usize) -> Value {
        let item = &self.items[index];
        let scale = self.scale_of(item);
        let ids: Vec<_> = SUBSCALES.iter().zip(item.subscales).filter(|(_, is_in)| *is_in).collect();
        let not_applicable = item.not_applicable.map(|score| {
            let scores = scale.scores();
            json!({ "label": "No", "score": score.map(|index| scores[index.index(scores.len())].1) })
        });
        let is_slider = matches!(scale, PlannedScale::Slider(..));
        json!({
            "id": index.to_string(), "text": "A?", "reverse": item.reverse, "counts": item.counts,
            "low": is_slider.then_some("No"), "high": is_slider.then_some("Yes"),
            "scale": item.has_own_scale.then(|| scale.definition()), "weight": f64::from(item.weight) / 1000.0,
            "subscale": Some(ids.iter().map(|(id, _)| *id).collect::<Vec<_>>()).filter(|ids| !ids.is_empty()),
            "section": item.has_section.then_some("g"), "notApplicable": not_applicable,
        })
    }

    fn score_definition(&self) -> Value {
        let better = |part: usize| self.is_low_better[part].map(|is_low| if is_low { "low" } else { "high" });
        let counting = self.items.iter().filter(|item| item.counts).count();
        let mut rule = json!({
            "better": better(0), "decimals": self.decimals,
            "missing": if self.min_answered.is_some() { "prorate" } else { "none" },
            "minAnswered": self.min_answered.map(|least| 1 + least.index(counting)),
        });
        let [first, second] = [0, 1].map(|index| self.subscale_range(index));
        let (lo, hi) = (first.0 + second.0, first.1 + second.1);
        let of = |combination| json!({ "subscales": SUBSCALES, "as": combination });
        match self.total {
            PlannedTotal::None => rule["total"] = false.into(),
            PlannedTotal::Items => {
                (rule["range"], rule["table"]) = (json!(self.ranges[0]), json!(self.table(0)));
            }
            PlannedTotal::Sum => (rule["range"], rule["from"]) = (json!([lo, hi]), of("sum")),
            PlannedTotal::Mean => (rule["range"], rule["from"]) = (json!([lo / 2.0, hi / 2.0]), of("mean")),
        }
        rule
    }

    pub fn definition(&self) -> Value {
        let subscale = |index: usize| {
            let better = self.is_low_better[index + 1].map(|is_low| if is_low { "low" } else { "high" });
            let from = self.subscale_range(index).0;
            json!({
                "id": SUBSCALES[index], "title": "A", "range": self.ranges[index + 1],
                "table": self.table(index + 1), "better": better,
                "bands": [{ "id": "all", "from": from, "label": "All" }],
            })
        };
        let sections: Vec<_> = self.items.iter().filter(|item| item.has_section).take(1).collect();
        json!({
            "id": "form", "version": "1", "title": "A form", "lead": self.has_lead.then_some("Lately"),
            "sections": sections.iter().map(|_| json!({ "id": "g", "text": "A group" })).collect::<Vec<_>>(),
            "scale": self.scales[0].definition(),
            "items": (0..self.items.len()).map(|index| self.item_definition(index)).collect::<Vec<_>>(),
            "score": self.score_definition(), "subscales": [subscale(0), subscale(1)],
            "alerts": [{ "id": "high", "scope": "subscale:x", "above": self.subscale_range(0).0 }],
        })
    }

    pub fn instrument(&self) -> Instrument {
        read(&self.definition())
    }

    /// Returns the answers in their short form.
    pub fn answers(&self) -> Value {
        let answer = |item: &PlannedItem| match item.answer {
            None => Value::Null,
            Some(PlannedAnswer::NotApplicable) if item.not_applicable.is_some() => "not-applicable".into(),
            Some(PlannedAnswer::NotApplicable) => self.scale_of(item).scores()[0].0.into(),
            Some(PlannedAnswer::Value(index)) => {
                let scores = self.scale_of(item).scores();
                scores[index % scores.len()].0.into()
            }
        };
        let answers = self.items.iter().enumerate().map(|(index, item)| (index.to_string(), answer(item)));
        Value::Object(answers.collect::<Map<_, _>>())
    }

    pub fn values(&self) -> Vec<Option<Response>> {
        let (values, problems) = read_answers(&self.instrument(), &json_of(&self.answers()));
        assert_eq!(problems, []);
        values
    }

    pub fn outcome(&self) -> Outcome {
        score(&self.instrument(), self.values())
    }
}
