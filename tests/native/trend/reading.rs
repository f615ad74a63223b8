//! Reading a host's data: the values, and the reported faults.

use rapport::trend::Settings;
use serde_json::{Value, json};

use super::fixtures::{Kind, Session, calm, entry, input, pain, read, report_on, with_report};

pub fn session(hour: u32, kind: Kind) -> Session {
    Session { hour, kind }
}

pub fn problems(input: &Value) -> Vec<String> {
    read(input).1.iter().map(ToString::to_string).collect()
}

/// The cells of a row, without those of absent columns.
pub fn row(input: &Value, index: usize) -> Vec<String> {
    report_on(input, |report| report.table().rows[index].cells.clone())
}

#[test]
fn nothing_is_a_trend_without_sessions() {
    for empty in [json!(null), json!({}), input(Vec::new())] {
        assert_eq!(problems(&empty), [] as [String; 0]);
        report_on(&empty, |report| {
            assert_eq!(report.summary(), "There are no results to show.");
            assert_eq!(report.table().rows.len(), 0);
            assert_eq!(report.chart(640.0, Some(0)).panels.len(), 0);
        });
    }
}

#[test]
fn faults_are_reported_by_path_and_the_rest_is_read() {
    let mut faulty = entry(1, session(24, Kind::Calm(1, 2)));
    faulty["answers"][1]["value"] = json!(11);
    let mut timeless = entry(2, session(48, Kind::Calm(1, 2)));
    timeless["submittedAt"] = json!("yesterday");
    let results = vec![
        entry(0, session(0, Kind::Calm(3, 4))),
        faulty,
        timeless,
        json!("a result"),
        json!({ "status": "skipped" }),
        json!({ "id": "x", "submittedAt": "2026-03-01T00:00:00Z", "instrument": { "id": "unknown", "version": "1" } }),
    ];
    let mut broken = pain();
    broken["score"]["range"] = json!([4, 0]);
    let mut input = input(results);
    input["instruments"] = json!([calm("1"), calm("1"), broken]);
    input["events"] =
        json!([{ "at": "2026-01-01", "label": "Holiday" }, { "at": "2026-13-01", "label": "Never" }]);
    input["result"] = json!([]);
    let time = r#"expected a day, or a time with an offset, as in "2026-03-02T10:00:24Z""#;
    assert_eq!(
        problems(&input),
        [
            "data.result: unknown key; expected one of results, instruments, bundle, events".to_owned(),
            r#"instruments[1].version: found "1", expected one definition for each id and version"#.into(),
            "instruments[2].score.range[1]: found 0, expected more than the lowest score".into(),
            "results[1].answers[1].value: found 11, expected an integer from 0 to 10".into(),
            format!(r#"results[2].submittedAt: found "yesterday", {time}"#),
            r#"results[3]: found "a result", expected an object"#.into(),
            format!("results[4].at: missing, {time}"),
            "results[5].outcome: missing, expected the outcome, since the definition is unknown".into(),
            format!(r#"events[1].at: found "2026-13-01", {time}"#),
        ]
    );
    assert!(read(&input).1.iter().all(|problem| !problem.fatal));
    let scores = report_on(&input, |report| {
        report.table().rows.iter().map(|row| row.cells[1..3].join(": ")).collect::<Vec<_>>()
    });
    assert_eq!(scores, ["Calm: 7 (not validated)", ": Could not be read", "unknown: Could not be read"]);
}

#[test]
fn times_are_read_with_offset_or_as_days() {
    let stub = |at: &str| input(vec![json!({ "at": at, "status": "skipped" })]);
    for (at, csv) in [
        ("2026-03-02T10:00:24.570Z", "1,2026-03-02,2026-03-02T10:00:24Z,"),
        ("2026-03-02T10:00Z", "1,2026-03-02,2026-03-02T10:00:00Z,"),
        ("2026-03-02T00:30:00+01:00", "1,2026-03-01,2026-03-01T23:30:00Z,"),
        ("2026-02-28T23:30:00-01:00", "1,2026-03-01,2026-03-01T00:30:00Z,"),
        ("2024-02-29", "1,2024-02-29,,"),
        ("1969-12-31T23:59:59.999Z", "1,1969-12-31,1969-12-31T23:59:59Z,"),
        ("0001-01-01T00:00:00Z", "1,0001-01-01,0001-01-01T00:00:00Z,"),
        ("9999-12-31T23:59:59Z", "1,9999-12-31,9999-12-31T23:59:59Z,"),
    ] {
        assert_eq!(problems(&stub(at)), [] as [String; 0], "{at}");
        let line = report_on(&stub(at), |report| report.to_csv()).lines().nth(1).expect("a line").to_owned();
        assert!(line.starts_with(csv), "{at}: {line}");
    }
    for at in [
        "2026-02-29",
        "2026-00-10",
        "2026-1-1",
        "2026-03",
        "2026-03-02T10:00:24",
        "2026-03-02 10:00:24Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T10:60:00Z",
        "2026-03-02T10:00:61Z",
        "2026-03-02T10:00:0Z",
        "2026-03-02T10:00:00+25:00",
        "2026-03-02T10:00:00+1:00",
        "2026-03-02T10:00:00.Z",
        "2026-03-02T10:00:+0Z",
        "2026-03-02T10:00:00++1:00",
        "",
        "x",
        "２026-03-02",
    ] {
        assert_eq!(problems(&stub(at)).len(), 1, "{at}");
    }
}

#[test]
fn stored_scores_show_and_a_difference_is_said() {
    let mut stored = entry(0, session(0, Kind::Calm(3, 4)));
    stored["outcome"] = json!({ "total": 9, "min": 0, "max": 20, "better": "high", "answered": 2, "items": 2, "prorated": false,
        "subscales": [{ "id": "s", "score": 3, "min": 0, "max": 10, "better": "high", "prorated": false, "band": null }],
        "band": "low", "alerts": [] });
    let note = |outcome: &Value| {
        let mut result = stored.clone();
        result["outcome"] = outcome.clone();
        let row = row(&input(vec![result]), 0);
        (row[1].clone(), row.last().cloned().expect("notes"))
    };
    let said = |score: &str, note: &str| (format!("{score} (not validated)"), note.to_owned());
    assert_eq!(note(&stored["outcome"]), said("9", "Shown as stored; scoring again gives 7"));
    let mut outcome = stored["outcome"].clone();
    outcome["total"] = json!(7);
    assert_eq!(note(&outcome), said("7", ""));
    outcome["subscales"][0]["score"] = json!(4);
    assert_eq!(note(&outcome), said("7", "Shown as stored; scoring again gives other numbers"));
    outcome["total"] = json!(null);
    assert_eq!(note(&outcome).1, "Shown as stored; scoring again gives 7");
    outcome["total"] = json!(21);
    let mut result = stored.clone();
    result["outcome"] = outcome;
    assert_eq!(
        problems(&input(vec![result])),
        ["results[0].outcome.total: found 21, expected a number from 0 to 20"]
    );
}

/// Hosts may store the total alone.
#[test]
fn only_stored_parts_are_compared() {
    let whole = json!({ "total": 7, "min": 0, "max": 20, "better": "high", "answered": 2, "items": 2, "prorated": false,
        "subscales": [{ "id": "s", "score": 3, "min": 0, "max": 10, "better": "high", "prorated": false, "band": null }],
        "band": "low", "alerts": [] });
    let note = |outcome: &Value| {
        let mut result = entry(0, session(0, Kind::Calm(3, 4)));
        result["outcome"] = outcome.clone();
        row(&input(vec![result]), 0).last().cloned().expect("notes")
    };
    assert_eq!(note(&json!({ "total": 7, "min": 0, "max": 20 })), "");
    assert_eq!(note(&whole), "");
    for (key, other) in [
        ("max", json!(30)),
        ("better", json!("low")),
        ("answered", json!(1)),
        ("prorated", json!(true)),
        ("band", json!(null)),
        ("alerts", json!([{ "id": "little", "scope": "total", "value": 7, "below": 9, "inclusive": false }])),
        ("subscales", json!([{ "id": "s", "score": 4, "min": 0, "max": 10 }])),
        ("subscales", json!([{ "id": "s", "score": 3, "band": "low" }])),
    ] {
        let [mut absent, mut differs] = [whole.clone(), whole.clone()];
        absent.as_object_mut().expect("an object").remove(key);
        assert_eq!(note(&absent), "", "{key}");
        differs[key] = other;
        assert!(note(&differs).contains("Shown as stored; scoring again gives other numbers"), "{key}");
    }
    let mut part = whole.clone();
    part["subscales"] = json!([{ "id": "s", "score": 3 }]);
    assert_eq!(note(&part), "");
}

#[test]
fn alerts_that_are_not_stored_are_those_of_the_answers() {
    let mut definition = calm("1");
    definition["alerts"] = json!([{ "id": "a", "scope": "item:a", "below": 0, "inclusive": true }]);
    let mut result = entry(0, session(0, Kind::Calm(0, 9)));
    let said = |result: &Value| {
        let mut input = input(vec![result.clone()]);
        input["instruments"] = json!([definition]);
        report_on(&input, |report| report.sentence(0))
    };
    result["outcome"] = json!({ "total": 9, "min": 0, "max": 20 });
    assert!(
        said(&result).contains("Alert: How calm? 0 (0 or below). Nobody was notified"),
        "{}",
        said(&result)
    );
    assert!(!said(&result).contains("Shown as stored"), "{}", said(&result));
    result["outcome"]["alerts"] = json!([]);
    assert!(!said(&result).contains("Alert: "), "shown as stored");
    result["answers"] = Value::Null;
    assert!(!said(&result).contains("Alerts on answers"), "shown as stored");
    result["outcome"] = json!({ "total": 9, "min": 0, "max": 20 });
    assert!(said(&result).contains("Alerts on answers are not known here."), "{}", said(&result));
}

#[test]
fn alerts_of_a_stored_score_are_those_of_the_definition() {
    let mut result = entry(0, session(0, Kind::Calm(1, 1)));
    result.as_object_mut().expect("a result").remove("answers");
    result["outcome"] = json!({ "total": 2, "min": 0, "max": 20 });
    let said = report_on(&input(vec![result]), |report| report.sentence(0));
    assert!(said.contains("Alert: Total 2 (below 5). Nobody was notified"), "{said}");
    assert!(!said.contains("not known here"), "{said}");
}

/// The texts beside a shown subscale name no number of the total.
#[test]
fn texts_of_the_total_are_not_those_of_a_subscale() {
    let part = |score: Value| json!([{ "id": "s", "score": score, "min": 0, "max": 10 }]);
    let settings = Settings { subscales: vec![("calm".into(), "s".into())], ..Settings::default() };
    let said = |outcome: Value| {
        let mut result = entry(0, session(0, Kind::Calm(3, 4)));
        result["outcome"] = outcome;
        with_report(&read(&input(vec![result])).0, "en", &settings, |report| {
            (report.table().rows.remove(0).cells, report.sentence(0))
        })
    };
    let (cells, sentence) = said(json!({ "total": 9, "min": 0, "max": 20, "subscales": part(json!(3)) }));
    assert_eq!(cells[1], "3 (not validated)");
    assert_eq!(cells.last().expect("notes"), "Shown as stored; scoring again gives other numbers");
    assert!(sentence.contains("First half 3") && !sentence.contains("gives 7"), "{sentence}");
    let (cells, sentence) = said(json!({ "total": 7, "min": 0, "max": 20, "subscales": part(json!(null)) }));
    assert_eq!(cells[1], "First half: no score");
    assert!(sentence.contains("First half: no score"), "{sentence}");
}

#[test]
fn result_of_an_unknown_instrument_has_its_own_range_and_ids() {
    let sessions = [session(0, Kind::Unknown(Some(30))), session(200, Kind::Unknown(Some(40)))];
    let input = super::fixtures::input_of(&sessions);
    assert_eq!(problems(&input), [] as [String; 0]);
    report_on(&input, |report| {
        let panel = report.panels().remove(0);
        assert_eq!(panel.title, (String::new(), "other".into()));
        assert_eq!(panel.subtitle, "Total, possible range 0 to 50; not validated.");
        assert_eq!(panel.notes, ["The definition of this questionnaire is not known here."]);
        let item = &report.details(1).parts[0].items[0];
        assert_eq!((item.text.as_str(), item.answer.as_str(), item.previous.as_str()), ("x", "3", "3"));
        let chart = report.chart(640.0, None);
        let ticks: Vec<_> = chart.panels[0].y_ticks.iter().filter_map(|tick| tick.label.as_ref()).collect();
        assert!(ticks.iter().any(|label| label.text == "0") && ticks.iter().any(|label| label.text == "50"));
    });
}

#[test]
fn score_of_an_unknown_range_is_in_the_table_only() {
    let mut result = entry(0, session(0, Kind::Unknown(Some(30))));
    result["outcome"] = json!({ "total": 30 });
    let input = input(vec![result]);
    assert_eq!(row(&input, 0)[1], "30 (not validated)");
    assert_eq!(
        row(&input, 0).last().expect("notes"),
        "Not drawn: the possible range of this score is not known"
    );
    let (chart, summary) = report_on(&input, |report| (report.chart(640.0, Some(0)), report.summary()));
    assert!(chart.panels[0].marks[0].y > chart.panels[0].plot.bottom);
    assert!(chart.panels[0].y_ticks.is_empty());
    assert!(summary.ends_with("the latest, of 1 Jan 2026: Total 30 (not validated)."), "{summary}");
}

#[test]
fn range_that_is_not_stored_is_that_of_the_definition() {
    let drawn = |outcome: Value| {
        let mut result = entry(0, session(0, Kind::Calm(3, 4)));
        result["outcome"] = outcome;
        let panel = report_on(&input(vec![result]), |report| report.chart(640.0, None)).panels.remove(0);
        (panel.plot.bottom - panel.marks[0].y) / (panel.plot.bottom - panel.plot.top)
    };
    assert!((drawn(json!({ "total": 7 })) - 0.35).abs() < 1e-9);
    assert!(drawn(json!({ "total": 21 })) < 0.0, "a total off the range of the definition is not drawn");
    let part = json!({ "total": 7, "subscales": [{ "id": "s", "score": 3 }, { "id": "other", "score": 3 }] });
    let mut result = entry(0, session(0, Kind::Calm(3, 4)));
    result["outcome"] = part;
    let settings = Settings { subscales: vec![("calm".into(), "s".into())], ..Settings::default() };
    let summary = with_report(&read(&input(vec![result])).0, "en", &settings, |report| report.summary());
    assert!(summary.contains("First half 3, possible range 0 to 10"), "{summary}");
}

#[test]
fn built_in_instruments_are_known() {
    let answers = json!([{ "item": "overall", "value": 70 }]);
    let result = json!({ "instrument": { "id": "one", "version": "1.0.0" }, "submittedAt": "2026-01-01T00:00:00Z", "answers": answers });
    let input = json!({ "results": [result] });
    assert_eq!(problems(&input), [] as [String; 0]);
    let trend = read(&input).0;
    let details = with_report(&trend, "de", &Settings::default(), |report| report.details(0));
    assert_eq!(details.parts[0].title, ("de".into(), "Wie war Ihre Sitzung?".into()));
    assert_eq!(details.parts[0].items[0].answer, "70 (0: Schlecht; 100: Gut)");
}
