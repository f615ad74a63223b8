//! The drawing: versions, bands, alerts, events, marks, ticks.

use rapport::trend::{
    Axis, Chart, Compare, PanelChart, Report, RuleKind, Settings, Shape, Trend, TrendStrings,
};
use serde_json::{Value, json};

use super::fixtures::{
    Kind, Session, WEEK, calm, entry, input, input_of, iso, read, report_on, weekly, with_report,
};
use super::locale::FakeLocale;

fn chart(input: &Value, settings: &Settings, chosen: Option<usize>) -> Chart {
    with_report(&read(input).0, "en", settings, |report| report.chart(640.0, chosen))
}

fn panel(input: &Value) -> PanelChart {
    chart(input, &Settings::default(), None).panels.remove(0)
}

/// The lines of a kind, each with its label and its whole text.
fn rules(panel: &PanelChart, kind: RuleKind) -> Vec<(String, String)> {
    let rules = panel.rules.iter().filter(|rule| rule.kind == kind);
    rules
        .map(|rule| (rule.label.clone().map(|label| label.text).unwrap_or_default(), rule.text.clone()))
        .collect()
}

#[test]
fn line_breaks_at_a_gap_and_marks_say_why() {
    let panel = panel(&weekly(&[
        Kind::Calm(1, 1),
        Kind::Calm(2, 2),
        Kind::Skipped,
        Kind::Calm(3, 3),
        Kind::NotAsked,
        Kind::Partial(4),
        Kind::Calm(4, 4),
        Kind::Calm(5, 5),
        Kind::Faulty,
    ]));
    let shapes: Vec<_> = panel.marks.iter().map(|mark| mark.shape).collect();
    let [total, skipped, not_asked, unscored] =
        [Shape::Total, Shape::Skipped, Shape::NotAsked, Shape::Unscored];
    assert_eq!(shapes, [total, total, skipped, total, not_asked, unscored, total, total, unscored]);
    assert_eq!(panel.lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    let below: Vec<_> =
        panel.marks.iter().filter(|mark| mark.y > panel.plot.bottom).map(|mark| mark.session).collect();
    assert_eq!(below, [2, 4, 5, 8]);
}

#[test]
fn new_version_breaks_the_line_with_a_labelled_rule() {
    let panel = panel(&weekly(&[
        Kind::Calm(1, 1),
        Kind::Calm(2, 2),
        Kind::Skipped,
        Kind::Second(3, 3),
        Kind::Second(4, 4),
    ]));
    assert_eq!(panel.lines.len(), 2);
    assert_eq!(rules(&panel, RuleKind::Version), [("Version 2".into(), "22 Jan 2026: Version 2".into())]);
    let rule = panel.rules.iter().find(|rule| rule.kind == RuleKind::Version).expect("a rule");
    let x = f64::midpoint(panel.marks[2].x, panel.marks[3].x);
    assert!((rule.from[0] - x).abs() < 1e-9 && rule.from[0] == rule.to[0], "between the sessions");
    let cells = report_on(&weekly(&[Kind::Calm(1, 1), Kind::Second(3, 3)]), |report| {
        report.table().rows[1].cells.clone()
    });
    assert_eq!((cells[2].as_str(), cells[3].as_str()), ("", ""), "nothing is compared");
    assert_eq!(cells.last().expect("notes"), "Not compared: another version");
}

#[test]
fn version_that_comes_back_is_not_compared_over_the_other() {
    let input = weekly(&[Kind::Calm(1, 1), Kind::Second(3, 3), Kind::Calm(4, 4), Kind::Calm(5, 5)]);
    let cells =
        report_on(&input, |report| report.table().rows.into_iter().map(|row| row.cells).collect::<Vec<_>>());
    assert_eq!((cells[2][2].as_str(), cells[2][3].as_str()), ("", ""));
    assert_eq!((cells[3][2].as_str(), cells[3][3].as_str()), ("2 higher", "2 higher"));
}

#[test]
fn bands_and_alerts_are_lines_if_the_definition_has_them() {
    let panel = panel(&weekly(&[Kind::Calm(1, 1)]));
    let text = |text: &str| (text.to_owned(), text.to_owned());
    assert_eq!(rules(&panel, RuleKind::Band), [text("Middle: from 10")], "none at the lowest score");
    assert_eq!(rules(&panel, RuleKind::Alert), [text("Alert: below 5")]);
    let line = panel.rules.iter().find(|rule| rule.kind == RuleKind::Band).expect("a line");
    assert!((line.from[1] - f64::midpoint(panel.plot.top, panel.plot.bottom)).abs() < 1e-9);
    let mut bare = calm("1");
    bare["bands"] = json!([]);
    bare["alerts"] = json!([]);
    let mut plain = weekly(&[Kind::Calm(1, 1)]);
    plain["instruments"] = json!([bare]);
    assert_eq!(self::panel(&plain).rules, []);
}

#[test]
fn subscale_shows_by_choice_on_its_own_range() {
    let input = weekly(&[Kind::Calm(1, 9), Kind::Partial(5)]);
    let settings = Settings { subscales: vec![("calm".into(), "s".into())], ..Settings::default() };
    let drawn = chart(&input, &settings, None).panels.remove(0);
    let share =
        |index: usize| (drawn.plot.bottom - drawn.marks[index].y) / (drawn.plot.bottom - drawn.plot.top);
    assert!((share(0) - 0.1).abs() < 1e-9 && (share(1) - 0.5).abs() < 1e-9);
    assert_eq!(drawn.rules, [], "bands and alerts are the total's");
    with_report(&read(&input).0, "en", &settings, |report| {
        let panel = report.panels().remove(0);
        assert_eq!(
            panel.subtitle,
            "First half, possible range 0 to 10; higher is favourable; not validated."
        );
        assert_eq!(panel.scores, [(String::new(), "Total".into()), ("s".into(), "First half".into())]);
        assert_eq!(panel.notes[0], "This questionnaire does not say how much change of this part is noise.");
        assert_eq!(report.table().columns[1], "First half");
    });
    let unknown = Settings { subscales: vec![("calm".into(), "none".into())], ..Settings::default() };
    assert_eq!(chart(&input, &unknown, None).panels[0].marks[0].shape, Shape::Total);
}

#[test]
fn reliable_changes_have_a_ring() {
    let input = weekly(&[Kind::Calm(1, 1), Kind::Calm(2, 2), Kind::Calm(3, 3), Kind::Calm(10, 10)]);
    let rings = |compare: Compare| {
        let chart = chart(&input, &Settings { compare, ..Settings::default() }, None);
        let marks = chart.panels[0].marks.iter();
        (
            marks.map(|mark| mark.is_reliable).collect::<Vec<_>>(),
            chart.legend.last().expect("a legend").text.clone(),
        )
    };
    let text = |with: &str| format!("Further from the {with} than measuring alone usually explains");
    assert_eq!(rings(Compare::Previous), (vec![false, false, false, true], text("session before")));
    assert_eq!(rings(Compare::First), (vec![false, false, true, true], text("first session")));
}

#[test]
fn chosen_session_is_marked_and_labelled() {
    let input = weekly(&[Kind::Calm(1, 1), Kind::Calm(10, 10), Kind::Skipped]);
    let chosen = |session: usize| {
        let panel = chart(&input, &Settings::default(), Some(session)).panels.remove(0);
        let marks: Vec<_> =
            panel.marks.iter().filter(|mark| mark.is_chosen).map(|mark| mark.session).collect();
        (marks, panel.chosen.map(|label| label.text))
    };
    assert_eq!(chosen(0), (vec![0], Some("2".into())));
    assert_eq!(chosen(1), (vec![1], Some("20".into())));
    assert_eq!(chosen(2), (vec![2], None));
    assert_eq!(chosen(3), (vec![], None));
}

#[test]
fn events_stand_between_the_sessions_around_them() {
    let mut input = weekly(&[Kind::Calm(1, 1), Kind::Calm(2, 2), Kind::Calm(3, 3)]);
    input["events"] = json!([
        { "at": iso(WEEK + 60), "label": "Moved" },
        { "at": "2020-01-01", "label": "Long before" },
    ]);
    for axis in [Axis::Time, Axis::Sessions] {
        let panel = chart(&input, &Settings { axis, ..Settings::default() }, None).panels.remove(0);
        assert_eq!(rules(&panel, RuleKind::Event), [("Moved".into(), "10 Jan 2026: Moved".into())]);
        let x = panel.rules.iter().find(|rule| rule.kind == RuleKind::Event).expect("a line").from[0];
        assert!(panel.marks[1].x < x && x < panel.marks[2].x);
    }
    let events = report_on(&input, |report| report.events());
    assert_eq!(events, ["1 Jan 2020: Long before", "10 Jan 2026: Moved"]);
}

#[test]
fn events_of_the_first_and_last_day_are_drawn() {
    let mut input = input_of(&[14, 7 * 24 + 10].map(|hour| Session { hour, kind: Kind::Calm(1, 1) }));
    let event = |at: &str| json!({ "at": at, "label": at });
    let (first, last, exact) = ("2026-01-01", "2026-01-08", "2026-01-08T10:00:00Z");
    input["events"] =
        ["2025-12-31", first, last, exact, "2026-01-08T10:00:01Z", "2026-01-09"].map(event).into();
    for axis in [Axis::Time, Axis::Sessions] {
        let panel = chart(&input, &Settings { axis, ..Settings::default() }, None).panels.remove(0);
        let [start, end] = [0, 1].map(|index| panel.marks[index].x);
        let drawn: Vec<_> = panel.rules.iter().filter(|rule| rule.kind == RuleKind::Event).collect();
        let expected = [(first, start), (exact, end), (last, end)];
        assert_eq!(drawn.len(), 3, "{drawn:?}");
        for (rule, (label, x)) in drawn.into_iter().zip(expected) {
            assert!(rule.text.ends_with(label) && rule.from[0] == x, "{axis:?}: {rule:?}");
        }
    }
    report_on(&input, |report| {
        let svg = report.to_svg(640.0);
        assert_eq!(report.events().len(), 6);
        assert!(report.events().iter().all(|event| svg.contains(event.as_str())), "{svg}");
    });
}

#[test]
fn long_labels_are_shortened_and_whole_below() {
    let mut input = weekly(&[Kind::Calm(1, 1), Kind::Calm(2, 2)]);
    let long = "A very long label ".repeat(20);
    input["events"] = json!([{ "at": iso(50), "label": long }]);
    let event = rules(&panel(&input), RuleKind::Event).remove(0);
    assert!(event.0.ends_with('…') && event.0.len() < 60, "{event:?}");
    assert!(event.1.ends_with(&long));
}

fn x_labels(input: &Value, axis: Axis, locale: &FakeLocale) -> Vec<String> {
    let json = serde_json::from_value(input.clone()).expect("JSON");
    let (trend, _) = Trend::read(&json, locale);
    let settings = Settings { axis, ..Settings::default() };
    let strings = TrendStrings::nearest("en");
    let report = Report { trend: &trend, settings: &settings, strings: &strings, locale };
    let panel = report.chart(640.0, None).panels.remove(0);
    panel.x_ticks.into_iter().filter_map(|tick| tick.label).map(|label| label.text).collect()
}

#[test]
fn ticks_are_days_months_or_years() {
    let spread =
        |days: u32| input_of(&[0, days].map(|day| Session { hour: 1 + day * 24, kind: Kind::Calm(1, 1) }));
    let labels = |days: u32| x_labels(&spread(days), Axis::Time, &FakeLocale::UTC);
    assert_eq!(labels(0), ["1 Jan 2026"]);
    assert_eq!(labels(4), ["1 Jan", "2 Jan", "3 Jan", "4 Jan", "5 Jan"]);
    assert_eq!(labels(40), ["1 Jan", "8 Jan", "15 Jan", "22 Jan", "29 Jan", "5 Feb"]);
    assert_eq!(labels(200), ["Jan 2026", "Apr 2026", "Jul 2026"]);
    assert_eq!(labels(2000), ["2026", "2027", "2028", "2029", "2030", "2031"]);
    assert_eq!(x_labels(&spread(200), Axis::Sessions, &FakeLocale::UTC), ["1 Jan 2026", "20 Jul 2026"]);
}

#[test]
fn days_are_those_of_the_time_zone() {
    let input = input_of(&[0, 30].map(|hour| Session { hour: 20 + hour, kind: Kind::Calm(1, 1) }));
    let east = FakeLocale { offset: 9.0, summer: f64::INFINITY };
    let csv = |locale: &FakeLocale| {
        let (trend, _) = Trend::read(&serde_json::from_value(input.clone()).expect("JSON"), locale);
        let (settings, strings) = (Settings::default(), TrendStrings::nearest("en"));
        let report = Report { trend: &trend, settings: &settings, strings: &strings, locale };
        let dates = report.table().rows.into_iter().map(|row| row.cells[0].clone()).collect::<Vec<_>>();
        (dates, report.to_csv().lines().nth(1).expect("a line")[..33].to_owned())
    };
    assert_eq!(
        csv(&FakeLocale::UTC),
        (vec!["1 Jan 2026".into(), "3 Jan 2026".into()], "1,2026-01-01,2026-01-01T20:00:00Z".into())
    );
    assert_eq!(
        csv(&east),
        (vec!["2 Jan 2026".into(), "3 Jan 2026".into()], "1,2026-01-02,2026-01-01T20:00:00Z".into())
    );
    // The clock is put forward in between: days are 23 hours apart, and still each begins with a tick.
    let (days, hour) = (3..9_u32, 3_600_000.0);
    let summer = FakeLocale { offset: 1.0, summer: 1_767_225_600_000.0 + 5.0 * 24.0 * hour + hour };
    let daily = input_of(
        &days.map(|day| Session { hour: day * 24 + 12, kind: Kind::Calm(1, 1) }).collect::<Vec<_>>(),
    );
    assert_eq!(x_labels(&daily, Axis::Time, &summer), ["5 Jan", "6 Jan", "7 Jan", "8 Jan", "9 Jan"]);
}

#[test]
fn two_sessions_on_one_day_have_their_times() {
    let hours = [10, 15, 40].map(|hour| Session { hour, kind: Kind::Calm(1, 1) });
    let dates = report_on(&input_of(&hours), |report| {
        report.table().rows.into_iter().map(|row| row.cells[0].clone()).collect::<Vec<_>>()
    });
    assert_eq!(dates, ["1 Jan 2026, 10:00", "1 Jan 2026, 15:00", "2 Jan 2026"]);
}

#[test]
fn single_session_is_drawn_in_the_middle() {
    let chart = report_on(&weekly(&[Kind::Calm(5, 5)]), |report| report.chart(640.0, None));
    let plot = chart.panels[0].plot;
    assert!((chart.session_x[0] - f64::midpoint(plot.left, plot.right)).abs() < 1e-9);
    assert_eq!(chart.panels[0].lines, [] as [Vec<[f64; 2]>; 0]);
}

#[test]
fn preliminary_and_prorated_marks_have_shapes_of_their_own() {
    let mut entries = vec![entry(0, Session { hour: 0, kind: Kind::Pain(1) })];
    entries.push(entry(1, Session { hour: 200, kind: Kind::Pain(2) }));
    entries[1]["answers"] = json!({ "p": 1, "q": "not-applicable" });
    let panel = panel(&input(entries));
    assert_eq!(
        panel.marks.iter().map(|mark| mark.shape).collect::<Vec<_>>(),
        [Shape::Prorated, Shape::Total]
    );
    let paths: Vec<_> = [Shape::Total, Shape::Prorated, Shape::Preliminary, Shape::Unscored, Shape::NotAsked]
        .map(|shape| {
            rapport::trend::Mark { x: 10.0, y: 10.0, radius: 4.0, shape, ..panel.marks[0].clone() }.path(0.0)
        })
        .into();
    assert_eq!(paths[0], "M6 10A4 4 0 0 1 14 10A4 4 0 0 1 6 10Z");
    assert_eq!(paths[3], "M6 6L14 6L14 14L6 14Z");
    let distinct: std::collections::BTreeSet<_> = paths.iter().collect();
    assert_eq!(distinct.len(), 5);
    assert_eq!(rapport::trend::path(&[[1.25, 2.0], [-3.04, 0.0]]), "M1.3 2L-3 0");
}
