//! Panels: one for each instrument and each scale of its score.

use rapport::trend::Settings;
use serde_json::{Value, json};

use super::fixtures::{Kind, calm, entry, input, input_of, read, report_on, with_report};
use super::reading::{row, session};

#[test]
fn another_favourable_end_is_another_panel() {
    let mut second = calm("2");
    second["score"]["better"] = json!("low");
    let mut input =
        input(vec![entry(0, session(0, Kind::Calm(1, 1))), entry(1, session(24, Kind::Second(2, 2)))]);
    input["instruments"] = json!([calm("1"), second]);
    report_on(&input, |report| {
        let subtitles: Vec<_> = report.panels().into_iter().map(|panel| panel.subtitle).collect();
        let subtitle =
            |end: &str| format!("Total, possible range 0 to 20; {end} is favourable; not validated.");
        assert_eq!(subtitles, [subtitle("higher"), subtitle("lower")]);
        let summary = report.summary();
        assert!(
            summary.ends_with("Total 4, possible range 0 to 20 (lower is favourable, not validated)."),
            "{summary}"
        );
    });
}

#[test]
fn favourable_end_is_stored_or_defined_or_unsaid() {
    let subtitle = |kind: Kind, outcome: Value| {
        let mut result = entry(0, session(0, kind));
        result["outcome"] = outcome;
        report_on(&input(vec![result]), |report| {
            (report.panels().remove(0).subtitle, report.summary(), report.to_csv())
        })
    };
    let (defined, summary, _) = subtitle(Kind::Pain(1), json!({ "total": 2, "min": 0, "max": 4 }));
    assert_eq!(defined, "Total, possible range 0 to 4; lower is favourable.");
    assert!(summary.ends_with("(lower is favourable)."), "{summary}");
    let stored = json!({ "total": 2, "min": 0, "max": 4, "better": "high" });
    assert_eq!(subtitle(Kind::Pain(1), stored).0, "Total, possible range 0 to 4; higher is favourable.");
    let (unsaid, summary, csv) = subtitle(Kind::Unknown(None), json!({ "total": 2, "min": 0, "max": 4 }));
    assert_eq!(unsaid, "Total, possible range 0 to 4; not validated.");
    assert!(summary.ends_with("(not validated)."), "{summary}");
    assert!(csv.contains(",2,0,4,,no,"), "{csv}");
}

#[test]
fn totals_of_another_range_are_another_panel() {
    let mut later = entry(1, session(200, Kind::Unknown(Some(30))));
    later["outcome"]["max"] = json!(100);
    later["instrument"]["version"] = json!("8");
    let input = input(vec![entry(0, session(0, Kind::Unknown(Some(30)))), later]);
    let chart = report_on(&input, |report| report.chart(640.0, None));
    assert_eq!(chart.panels.len(), 2);
    assert!(chart.panels.iter().all(|panel| panel.marks.len() == 1 && panel.rules.is_empty()));
}

#[test]
fn subscale_of_another_range_is_another_panel() {
    let mut second = calm("2");
    second["subscales"][0]["range"] = json!([0, 20]);
    let mut input =
        input(vec![entry(0, session(0, Kind::Calm(5, 5))), entry(1, session(200, Kind::Second(6, 6)))]);
    input["instruments"] = json!([calm("1"), second]);
    let trend = read(&input).0;
    let settings = Settings { subscales: vec![("calm".into(), "s".into())], ..Settings::default() };
    with_report(&trend, "en", &settings, |report| {
        assert_eq!(
            report.summary(),
            "Calm: 1 session on 1 Jan 2026; 1 with a score; the latest, of 1 Jan 2026: First half 5, possible range 0 to 10 \
             (higher is favourable, not validated). Calm: 1 session on 9 Jan 2026; 1 with a score; the latest, of \
             9 Jan 2026: First half 12, possible range 0 to 20 (higher is favourable, not validated)."
        );
        assert_eq!(report.table().rows[1].cells[2], "12 (not validated)");
    });
    report_on(&input, |report| assert_eq!(report.panels().len(), 1, "the totals share a range"));
}

#[test]
fn unreadable_result_is_a_gap_of_its_own_instrument() {
    let sessions = [Kind::Calm(1, 1), Kind::Pain(1), Kind::Faulty, Kind::Calm(2, 2), Kind::Pain(1)];
    let sessions: Vec<_> = (0..).zip(sessions).map(|(day, kind)| session(day * 24, kind)).collect();
    let chart = report_on(&input_of(&sessions), |report| report.chart(640.0, None));
    let marks = |panel: usize| chart.panels[panel].marks.iter().map(|mark| mark.session).collect::<Vec<_>>();
    assert_eq!((marks(0), marks(1)), (vec![0, 2, 3], vec![1, 4]));
    assert_eq!((chart.panels[0].lines.len(), chart.panels[1].lines.len()), (0, 1));
}

#[test]
fn results_over_a_scale_of_another_version_are_not_compared() {
    let mut second = calm("2");
    second["score"]["range"] = json!([0, 40]);
    let kinds = [Kind::Calm(1, 1), Kind::Second(1, 1), Kind::Calm(2, 2)];
    let mut input =
        input_of(&(0..).zip(kinds).map(|(day, kind)| session(day * 24, kind)).collect::<Vec<_>>());
    input["instruments"] = json!([calm("1"), second]);
    let cells = row(&input, 2);
    assert_eq!(cells[3..5], ["", ""]);
    assert_eq!(cells.last().expect("notes"), "Not compared: another version");
}
