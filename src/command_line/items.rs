//! The items of an instrument in words: the questions, the possible answers, and the part of each item in the scores.

use crate::{Better, Instrument, Item, Point, Response, Scale, Text, item_score};
use serde::Serialize;

use super::report::{Fact, counted, quoted};

/// One item in words.
#[derive(Debug, Serialize)]
pub struct ItemReport {
    pub id: String,
    /// The heading of its section.
    pub section: Option<String>,
    pub question: String,
    /// The possible answers.
    pub answers: Vec<String>,
    /// The item's part in the scores.
    pub notes: Vec<String>,
}

/// Returns the texts around the items.
pub fn facts(instrument: &Instrument, lang: &str) -> Vec<Fact> {
    let in_language = |text: &Text| text.in_language(lang).to_owned();
    let mut facts = vec![
        Fact::new("Title", in_language(&instrument.title)),
        Fact::new("Id", format!("{}, version {}", instrument.id, instrument.version)),
        Fact::new("Validated", if instrument.validated { "declared as validated" } else { "no" }),
    ];
    let texts = [
        ("Attribution", &instrument.attribution),
        ("License", &instrument.license),
        ("Lead", &instrument.lead),
    ];
    for (name, text) in texts {
        facts.extend(text.as_ref().map(|text| Fact::new(name, in_language(text))));
    }
    let languages: Vec<_> =
        instrument.title.all().map(|(tag, _)| tag).filter(|tag| !tag.is_empty()).collect();
    if !languages.is_empty() {
        facts.push(Fact::new("Languages", format!("{} (of the title)", languages.join(", "))));
    }
    facts.push(Fact::new("Items", counted(instrument.items.len(), "item")));
    let has_common = instrument.items.iter().any(|item| item.scale.is_none());
    if let Some(Scale::Points { points }) = instrument.scale.as_ref().filter(|_| has_common) {
        let text = points.iter().map(|point| describe_point(point, lang)).collect();
        facts.push(Fact { name: "Common points".into(), text });
    }
    facts
}

/// Returns the items, in display order.
pub fn items(instrument: &Instrument, lang: &str) -> Vec<ItemReport> {
    let report = |item: &Item| {
        let section = instrument.sections.iter().find(|section| Some(&section.id) == item.section.as_ref());
        ItemReport {
            id: item.id.clone(),
            section: section.map(|section| section.text.in_language(lang).to_owned()),
            question: item.text.in_language(lang).to_owned(),
            answers: answers(instrument, item, lang),
            notes: notes(instrument, item),
        }
    };
    instrument.items.iter().map(|item| report(item)).collect()
}

fn answers(instrument: &Instrument, item: &Item, lang: &str) -> Vec<String> {
    let mut answers = match instrument.scale_of(item) {
        Scale::Slider(slider) => {
            let label = |text: &Option<Text>| {
                text.as_ref().map_or(String::new(), |text| format!(" {}", quoted(text.in_language(lang))))
            };
            let (low, high) = (label(&item.low), label(&item.high));
            let step =
                if slider.step == 1 { String::new() } else { format!(", in steps of {}", slider.step) };
            vec![format!("Slider from {}{low} to {}{high}{step}.", slider.min, slider.max)]
        }
        Scale::Points { .. } if item.scale.is_none() => vec!["The common points.".into()],
        Scale::Points { points } => points.iter().map(|point| describe_point(point, lang)).collect(),
    };
    if let Some(choice) = &item.not_applicable {
        let score = item_score(instrument, item, Response::NotApplicable);
        let effect = score.map_or("leaves the scores".into(), |score| format!("scores {score}"));
        answers.push(format!("Does not apply: {}, which {effect}.", quoted(choice.label.in_language(lang))));
    }
    answers
}

fn describe_point(point: &Point, lang: &str) -> String {
    let label = quoted(point.label.in_language(lang));
    let value = point.value;
    if point.score() == value {
        format!("{value} {label}")
    } else {
        format!("{value} {label}, scores {}", point.score())
    }
}

/// Returns the values of the lowest and of the highest answer.
pub fn ends(scale: &Scale) -> [i32; 2] {
    match scale {
        Scale::Slider(slider) => [slider.min, slider.max],
        Scale::Points { points } => {
            [points.first(), points.last()].map(|point| point.map_or(0, |point| point.value))
        }
    }
}

fn notes(instrument: &Instrument, item: &Item) -> Vec<String> {
    let mut notes = Vec::new();
    let [lowest, highest] = ends(instrument.scale_of(item));
    let score = |value: i32| item_score(instrument, item, value.into()).unwrap_or_default();
    if item.reverse {
        notes.push(format!(
            "Turned around: the answer {lowest} scores {}, the answer {highest} scores {}.",
            score(lowest),
            score(highest)
        ));
    }
    if !item.counts {
        notes.push("Outside the total.".into());
    }
    if !item.subscales.is_empty() {
        let noun = if item.subscales.len() == 1 { "subscale" } else { "subscales" };
        notes.push(format!("In the {noun} {}.", item.subscales.join(", ")));
    }
    if (item.weight - 1.0).abs() > f64::EPSILON {
        notes.push(format!("Weight {}.", item.weight));
    }
    notes.push(favourable(instrument, item));
    if item.required {
        notes.push("Required.".into());
    }
    notes
}

/// Returns which answers are favourable: those at one end, or by their scores if these rise and fall.
fn favourable(instrument: &Instrument, item: &Item) -> String {
    let scale = instrument.scale_of(item);
    let values = match scale {
        Scale::Slider(_) => ends(scale).to_vec(),
        Scale::Points { points } => points.iter().map(|point| point.value).collect(),
    };
    let scores: Vec<_> = values.iter().map(|value| item_score(instrument, item, (*value).into())).collect();
    let is_high = instrument.better_of(item) == Better::High;
    match (scores.is_sorted(), scores.iter().rev().is_sorted()) {
        (true, false) => format!("{} answers are favourable.", if is_high { "High" } else { "Low" }),
        (false, true) => format!("{} answers are favourable.", if is_high { "Low" } else { "High" }),
        _ => format!("Answers that score {} are favourable.", if is_high { "high" } else { "low" }),
    }
}
