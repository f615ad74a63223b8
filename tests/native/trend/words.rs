//! The words: exact, neutral, and complete in each language.

use std::collections::BTreeSet;
use std::fs;

use rapport::trend::{Compare, Settings, TrendKey, TrendStrings};
use rapport::{Json, languages};
use serde_json::{Value, json};

use super::fixtures::{Kind, calm, read, report_on, weekly, with_report};

/// Words that judge, diagnose or forecast.
const FORBIDDEN: [&str; 16] = [
    "worse",
    "worsen",
    "deteriorat",
    "at risk",
    "on track",
    "off track",
    "improv",
    "declin",
    "relaps",
    "recover",
    "normal range",
    "expected",
    "average",
    "forecast",
    "missing",
    "unlikely",
];

pub fn assert_is_neutral(text: &str) {
    let text = text.to_lowercase();
    for word in FORBIDDEN {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

fn sentence(input: &Value, session: usize) -> String {
    report_on(input, |report| report.sentence(session))
}

#[test]
fn summary_is_one_sentence() {
    let kinds = [Kind::Calm(8, 8), Kind::Partial(3), Kind::Skipped, Kind::Calm(3, 1)];
    let summary = report_on(&weekly(&kinds), |report| report.summary());
    assert_eq!(
        summary,
        "4 sessions from 1 Jan 2026 to 22 Jan 2026; 2 with a score; the latest, of 22 Jan 2026: Total 4, possible range \
         0 to 20 (higher is favourable, not validated); 12 lower than on 1 Jan 2026, the last one with a score."
    );
    let one = report_on(&weekly(&kinds[..1]), |report| report.summary());
    assert_eq!(
        one,
        "1 session on 1 Jan 2026; 1 with a score; the latest, of 1 Jan 2026: Total 16, possible range 0 to 20 (higher is \
         favourable, not validated)."
    );
    assert_eq!(report_on(&weekly(&[Kind::Skipped]), |report| report.summary()), "1 session on 1 Jan 2026.");
}

#[test]
fn sentence_says_all_of_a_session() {
    let mut input =
        weekly(&[Kind::Calm(8, 8), Kind::Calm(3, 1), Kind::Calm(3, 2), Kind::Skipped, Kind::NotAsked]);
    input["results"][1]["quality"] = json!({ "speeding": true, "straightlining": true });
    assert_eq!(
        sentence(&input, 1),
        "Session 2 of 5. 8 Jan 2026. Total 4, possible range 0 to 20. Not validated. 12 lower than the session before. \
         Further apart than measuring alone usually explains (12; threshold 3.7). Band: Low. Alert: Total 4 (below 5). \
         Nobody was notified by this page. Answered: 2 of 2. Answered very fast. All answers the same."
    );
    assert_eq!(
        sentence(&input, 2),
        "Session 3 of 5. 15 Jan 2026. Total 5, possible range 0 to 20. Not validated. 1 higher than the session before: \
         no change beyond measuring error was shown. 11 lower than the first session with a score. Band: Low. \
         Answered: 2 of 2."
    );
    assert_eq!(sentence(&input, 3), "Session 4 of 5. 22 Jan 2026. Skipped by the client.");
    assert_eq!(sentence(&input, 4), "Session 5 of 5. 29 Jan 2026. Not asked.");
    assert_eq!(sentence(&weekly(&[Kind::Skipped]), 0), "Session 1 of 1. 1 Jan 2026. Skipped by the client.");
}

#[test]
fn threshold_is_shown_on_its_side_of_the_difference() {
    let mut input = weekly(&[Kind::Calm(8, 8), Kind::Calm(3, 1)]);
    let said = |input: &Value| sentence(input, 1);
    for (r, words) in [
        (0.64, "explains (12; threshold 8.3)"),
        (0.249_2, "12 lower than the session before: no change beyond measuring error"),
        (0.249_5, "explains (12; threshold 11.999)"),
    ] {
        let mut definition = calm("1");
        let sd = if r < 0.5 { 4.997_03 } else { 5.0 };
        definition["reliability"] = json!({ "sd": sd, "r": r, "source": "s" });
        input["instruments"] = json!([definition]);
        let threshold = rapport::threshold(sd, r);
        assert!(said(&input).contains(words), "{threshold}: {}", said(&input));
    }
}

/// Returns weekly results with stored totals of an instrument with a published threshold.
fn stored(totals: [f64; 2], decimals: u8, threshold: &Value) -> Value {
    let mut input = weekly(&[Kind::Calm(8, 8), Kind::Calm(3, 1)]);
    let mut definition = calm("1");
    definition["score"]["decimals"] = json!(decimals);
    definition["reliability"] = threshold.clone();
    input["instruments"] = json!([definition]);
    for (result, total) in input["results"].as_array_mut().expect("results").iter_mut().zip(totals) {
        result["outcome"] = json!({ "total": total, "min": 0, "max": 20 });
    }
    input
}

#[test]
fn stored_totals_are_compared_unrounded() {
    let difference = |totals: [f64; 2], inclusive: bool| {
        let threshold = json!({ "threshold": 3.7, "inclusive": inclusive, "source": "s" });
        sentence(&stored(totals, 0, &threshold), 1)
    };
    let said = difference([10.4, 14.1], false);
    assert!(said.contains("3.7 higher than the session before: no change beyond measuring error"), "{said}");
    for (totals, inclusive) in [([10.4, 14.1], true), ([10.4, 14.100_001], false), ([14.2, 10.4], false)] {
        assert!(difference(totals, inclusive).contains("explains ("), "{totals:?}");
    }
}

#[test]
fn published_threshold_is_shown_as_published() {
    for (totals, threshold, inclusive, words) in [
        ([0.5, 0.75], 0.25, true, "explains (0.25; threshold 0.25)"),
        ([0.05, 0.95], 0.75, false, "explains (0.9; threshold 0.75)"),
        ([0.0, 19.0], 12.345_678, false, "explains (19; threshold 12.345678)"),
    ] {
        let threshold = json!({ "threshold": threshold, "inclusive": inclusive, "source": "s" });
        let said = sentence(&stored(totals, 2, &threshold), 1);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn difference_of_exactly_the_calculated_threshold_is_not_marked() {
    // 1.96 · 12.5 · √2 · √0.08 = 9.8. In doubles it is less.
    let threshold = json!({ "sd": 12.5, "r": 0.92, "source": "s" });
    let said = sentence(&stored([0.0, 9.8], 1, &threshold), 1);
    assert!(said.contains("9.8 higher than the session before: no change beyond measuring error"), "{said}");
    let said = sentence(&stored([0.0, 9.9], 1, &threshold), 1);
    assert!(said.contains("explains (9.9; threshold 9.8)"), "{said}");
}

#[test]
fn notes_say_what_the_definition_does_not() {
    let notes = |reliability: Value, compare: Compare| {
        let mut input = weekly(&[
            Kind::Calm(8, 8),
            Kind::Calm(6, 4),
            Kind::Calm(3, 3),
            Kind::Calm(3, 3),
            Kind::Calm(3, 3),
        ]);
        let mut definition = calm("1");
        definition["reliability"] = reliability;
        input["instruments"] = json!([definition]);
        let settings = Settings { compare, ..Settings::default() };
        with_report(&read(&input).0, "en", &settings, |report| report.panels().remove(0).notes)
    };
    let chance = |percent: u8, with: &str| {
        format!(
            "If nothing changed and errors were independent and normal, {percent} of 100 series of 5 sessions would show such \
             a mark at least once, each session compared with the {with}."
        )
    };
    let known = || json!({ "sd": 3, "r": 0.8, "source": "s" });
    assert_eq!(notes(known(), Compare::Previous), [chance(17, "one before")]);
    assert_eq!(notes(known(), Compare::First), [chance(16, "first")]);
    let none: [String; 0] = [];
    assert_eq!(notes(json!({ "sd": 30, "r": 0.8, "source": "s" }), Compare::First), none);
    assert_eq!(
        notes(Value::Null, Compare::First),
        ["This questionnaire does not say how much change is noise."]
    );
    let published = notes(json!({ "threshold": 3, "source": "s" }), Compare::First);
    assert_eq!(
        published,
        [
            "How often such a mark comes by chance is not known here, because the threshold is a published one."
        ]
    );
}

/// Each step is within the measuring error; all together are far beyond it.
#[test]
fn verdict_of_a_slow_decline_names_its_difference() {
    let totals = [20, 17, 14, 11, 8, 5, 2].map(|total: u8| Kind::Calm(total / 2, total - total / 2));
    let trend = read(&weekly(&totals)).0;
    let said = |lang: &str, compare: Compare| {
        let settings = Settings { compare, ..Settings::default() };
        with_report(&trend, lang, &settings, |report| (report.to_text(), report.panels().remove(0).notes))
    };
    let (text, notes) = said("en", Compare::Previous);
    assert!(
        text.contains(
            " 3 lower than the session before: no change beyond measuring error was shown. \
             18 lower than the first session with a score. Band:"
        ),
        "{text}"
    );
    assert_eq!(notes, ["Nobody was notified by this page."], "nothing is said of the series");
    let (text, _) = said("en", Compare::First);
    assert!(
        text.contains(
            " 3 lower than the session before. 18 lower than the first session with a score. \
             Further apart than measuring alone usually explains (18; threshold 3.7). Band:"
        ),
        "{text}"
    );
    for tag in languages() {
        let strings = TrendStrings::nearest(tag);
        let difference = strings.format(TrendKey::LowerThanPrevious, &[("n", "3")]);
        let verdict = strings.format(TrendKey::NotReliable, &[("difference", &difference)]);
        let (text, _) = said(tag, Compare::Previous);
        assert_eq!(text.matches(&verdict).count(), 1, "{tag}: {text}");
        let words = strings.format(TrendKey::NotReliable, &[]);
        assert_eq!(text.matches(words.trim()).count(), 1, "{tag}: {text}");
    }
}

#[test]
fn alert_says_that_nobody_was_notified() {
    let input = weekly(&[Kind::Calm(1, 1)]);
    report_on(&input, |report| {
        assert_eq!(report.panels()[0].notes, ["Nobody was notified by this page."]);
        let table = report.table();
        let column = table.columns.iter().position(|column| column == "Alerts").expect("a column");
        assert_eq!(table.rows[0].cells[column], "Total 2 (below 5); Nobody was notified by this page");
        assert_eq!(report.to_text().matches("Nobody was notified").count(), 1);
    });
}

#[test]
fn alerts_of_items_name_them() {
    let mut input = weekly(&[Kind::Calm(0, 9)]);
    let mut definition = calm("1");
    definition["alerts"] = json!([
        { "id": "1", "scope": "any-item", "below": 0, "inclusive": true },
        { "id": "2", "scope": "item:b", "above": 8 },
        { "id": "3", "scope": "item:b", "above": 9, "inclusive": true },
        { "id": "4", "scope": "subscale:s", "below": 1 },
    ]);
    input["instruments"] = json!([definition]);
    let said = sentence(&input, 0);
    for alert in [
        "How calm? 0 (0 or below)",
        "How quiet? 9 (above 8)",
        "How quiet? 9 (9 or above)",
        "First half 0 (below 1)",
    ] {
        assert!(said.contains(&format!("Alert: {alert}")), "{said}");
    }
}

#[test]
fn details_have_answers_and_those_before() {
    let input = weekly(&[Kind::Pain(1), Kind::Pain(2)]);
    report_on(&input, |report| {
        let details = report.details(1);
        assert_eq!(details.title, "8 Jan 2026");
        let part = &details.parts[0];
        assert_eq!(part.columns, ["Question", "Answer", "Answer before"]);
        let rows: Vec<_> =
            part.items.iter().map(|item| [item.text.as_str(), &item.answer, &item.previous]).collect();
        assert_eq!(
            rows,
            [
                ["How much in the morning?", "Much (2)", "Some (1)"],
                ["How much in the evening?", "not answered", "not answered"],
            ]
        );
        assert_eq!(part.lines[0], "Total 4, possible range 0 to 4.");
        assert!(!part.lines.contains(&"Not validated.".to_owned()), "its definition declares it validated");
    });
}

/// The texts of a language's file.
fn texts(tag: &str) -> Vec<(String, String)> {
    let path = format!("src/trend/strings/{tag}.json");
    let json: Json = serde_json::from_str(&fs::read_to_string(&path).expect(&path)).expect(&path);
    let member = |(key, text): &(String, Json)| (key.clone(), text.as_str().expect("a string").to_owned());
    json.as_object().expect("an object").iter().map(member).collect()
}

fn slots(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(slot, _)| slot).collect()
}

#[test]
fn each_language_has_every_text_with_its_slots() {
    let english = texts("en");
    let keys: Vec<_> = english.iter().map(|(key, _)| key.as_str()).filter(|key| *key != "@note").collect();
    assert_eq!(keys, TrendKey::NAMES);
    for tag in languages() {
        let own = texts(tag);
        assert!(own[0].0 == "@note" && own[0].1.contains("has not been validated"), "{tag}");
        assert_eq!(own.len(), english.len(), "{tag}");
        for ((key, text), (expected, original)) in own.iter().zip(&english).skip(1) {
            assert_eq!(key, expected, "{tag}");
            assert!(!text.trim().is_empty() && text.trim() == text, "{tag}: {key}");
            let may_lack = key.starts_with("sessions") && key != "sessions";
            assert!(slots(text) == slots(original) || (may_lack && slots(text).is_empty()), "{tag}: {key}");
            let plain: String =
                original.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
            let is_phrase = plain.split_whitespace().filter(|word| word.len() > 3).count() > 1;
            assert!(tag == "en" || !is_phrase || text != original, "{tag}: {key} is English");
        }
        assert_eq!(TrendStrings::nearest(tag).is_rtl(), tag == "ar");
        assert_eq!(TrendStrings::nearest(tag).lang, tag);
        assert_eq!(
            TrendStrings::nearest(tag).text(TrendKey::Next),
            own.iter().find(|(key, _)| key == "next").expect("a text").1
        );
    }
    assert_eq!(TrendStrings::nearest("de-CH").lang, "de");
    assert_eq!(TrendStrings::nearest("sw").lang, "en");
}

#[test]
fn english_texts_judge_and_forecast_nothing() {
    for (_, text) in texts("en") {
        assert_is_neutral(&text);
    }
}

#[test]
fn every_language_says_the_same_numbers() {
    let input = weekly(&[Kind::Calm(8, 8), Kind::Calm(3, 1), Kind::Skipped, Kind::Calm(3, 2), Kind::Pain(1)]);
    let trend = read(&input).0;
    let numbers = |text: &str| {
        let mut numbers: Vec<_> = text
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        numbers.sort_unstable();
        numbers
    };
    let said = |lang: &str| {
        with_report(&trend, lang, &Settings::default(), |report| {
            let sentences: Vec<_> = (0..5).map(|session| report.sentence(session)).collect();
            let around: Vec<_> = report
                .panels()
                .into_iter()
                .flat_map(|panel| [vec![panel.subtitle], panel.notes].concat())
                .collect();
            [report.summary(), report.to_text(), sentences.join(" "), around.join(" ")]
        })
    };
    let english = said("en");
    for tag in languages() {
        for (own, original) in said(tag).iter().zip(&english) {
            assert_eq!(numbers(own), numbers(original), "{tag}: {own}");
            assert!(!own.contains('{'), "{tag}: {own}");
        }
    }
}

#[test]
fn texts_of_the_other_writing_direction_are_isolated() {
    let mut input = weekly(&[Kind::Calm(1, 1), Kind::Calm(2, 2)]);
    input["events"] =
        json!([{ "at": "2026-01-03", "label": "سفر (1)" }, { "at": "2026-01-04", "label": "Trip (1)" }]);
    let trend = read(&input).0;
    let events = |lang: &str| with_report(&trend, lang, &Settings::default(), |report| report.events());
    let isolated = |text: &str| format!("\u{2068}{text}\u{2069}");
    assert_eq!(events("en"), [format!("3 Jan 2026: {}", isolated("سفر (1)")), "4 Jan 2026: Trip (1)".into()]);
    assert_eq!(events("ar"), ["3 Jan 2026: سفر (1)".into(), format!("4 Jan 2026: {}", isolated("Trip (1)"))]);
    let arabic = with_report(&trend, "ar", &Settings::default(), |report| report.sentence(0));
    assert!(arabic.contains(&isolated("Low")), "{arabic}");
}
