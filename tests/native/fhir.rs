//! FHIR R4 resources: a Bundle has the content of its result, independent validators accept it, and a Questionnaire is
//! read as the instrument that it was written from.

use rapport::fhir::BundleOptions;
use rapport::{FeedbackResult, Instrument, Scale, score};
use serde_json::{Value, json};

use crate::fixtures::{example, json_of, read, verified};

mod bundle;
mod found;
mod import;
mod questionnaire;
mod silence;
mod validators;

/// Returns a result in which every third item, from `first` on, is unanswered.
pub fn result(instrument: &Instrument, lang: &str, first: usize, sent: bool) -> FeedbackResult {
    let mut result = verified();
    let value = |index: usize| {
        (index % 3 != first).then(|| match instrument.scale_of(&instrument.items[index]) {
            Scale::Slider(slider) => slider.max - slider.step * i32::from(index % 2 == 1),
            Scale::Points { points } => points[points.len() - 1 - index % 2].value,
        })
    };
    let entry = result.answers[0].clone();
    let entry = |(index, item): (usize, &std::sync::Arc<rapport::Item>)| {
        let (item, value) = (item.id.clone(), value(index));
        rapport::AnswerEntry { item, value, input: entry.input.filter(|_| value.is_some()), ..entry.clone() }
    };
    result.answers = instrument.items.iter().enumerate().map(entry).collect();
    result.instrument = instrument.into();
    result.lang = lang.into();
    result.outcome = score(instrument, result.answers.iter().map(|answer| answer.value));
    if !sent {
        result.submitted_at = None;
    }
    result
}

pub fn options(options: &Value) -> BundleOptions {
    let (options, problems) = BundleOptions::read(&json_of(options));
    assert_eq!(problems, []);
    options
}

/// Returns options with every key but `answerType`.
fn full_options(kind: &str) -> BundleOptions {
    options(&json!({
        "subject": "Patient/123", "encounter": { "reference": "Encounter/7", "display": "Video call" },
        "author": "Device/rapport", "questionnaireUrl": "https://example.org/Questionnaire/whole|1.0", "type": kind,
    }))
}

/// Returns an instrument with codes, subscales, bands and languages.
pub fn coded() -> Instrument {
    let code =
        |code: &str| json!({ "system": "https://example.org/codes", "code": code, "display": "A code" });
    let mut definition = example("three-means");
    definition["items"][0]["code"] = code("item");
    definition["score"]["code"] = code("total");
    definition["score"]["missing"] = "prorate".into();
    definition["score"]["minAnswered"] = 6.into();
    definition["subscales"][1]["code"] = code("part");
    definition["title"] = json!({ "en": "A title", "es": "Un título" });
    definition["bands"] = json!([{ "id": "b", "from": 1, "label": { "en": "All", "es": "Todo" } }]);
    read(&definition)
}

/// Returns an instrument with sections, choices, a slider, items that may not apply, and no total.
pub fn choices() -> Instrument {
    let label = |en: &str, de: &str| json!({ "en": en, "de": de });
    let code = json!({ "system": "https://example.org/answers", "code": "often" });
    let absent = json!({ "label": label("Does not apply", "Trifft nicht zu"), "score": 0 });
    read(&json!({
        "id": "choices", "version": "2", "title": label("Choices", "Auswahl"), "lead": label("Choose.", "Wählen Sie."),
        "sections": [{ "id": "day", "text": label("By day", "Am Tag") }, { "id": "night", "text": label("By night", "In der Nacht") }],
        "scale": { "points": [
            { "value": 0, "label": label("Never", "Nie") },
            { "value": 1, "label": label("Often", "Oft"), "score": 3, "code": code },
        ] },
        "items": [
            { "id": "calm", "text": label("Calm?", "Ruhig?"), "section": "day", "subscale": "all", "notApplicable": absent },
            { "id": "mood", "text": label("Mood?", "Stimmung?"), "section": "day", "subscale": "all",
                "low": label("Low", "Tief"), "high": label("High", "Hoch"), "scale": { "min": 0, "max": 10 },
                "notApplicable": absent },
            { "id": "rest", "text": label("Rest?", "Ruhe?"), "section": "night", "subscale": "all" },
            { "id": "end", "text": label("Done?", "Fertig?"), "subscale": "all" },
        ],
        "score": { "total": false, "missing": "prorate", "minAnswered": 1 },
        "subscales": [{ "id": "all", "title": label("All", "Alle"), "range": [0, 100],
            "bands": [{ "id": "any", "from": 0, "label": label("Any", "Irgendein") }] }],
    }))
}
