//! Properties of any sessions.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rapport::trend::{Chart, Label, Mark, Rect, Settings, Shape, Trend};
use serde_json::json;

use super::fixtures::{Kind, Session, entry, input, input_of, read, report_on, sessions, with_report};
use super::locale::FakeLocale;
use crate::strategies::any_json;

/// The instrument and version of a session's result, and its total.
fn expected(kind: Kind) -> Option<(&'static str, &'static str, Option<f64>)> {
    Some(match kind {
        Kind::Calm(a, b) => ("calm", "1", Some(f64::from(a + b))),
        Kind::Second(a, b) => ("calm", "2", Some(f64::from(a + b))),
        Kind::Partial(_) => ("calm", "1", None),
        Kind::Pain(p) => ("pain", "1", Some(f64::from(p * 2))),
        Kind::Unknown(total) => ("other", "7", total.map(f64::from)),
        Kind::Faulty | Kind::Skipped | Kind::NotAsked => return None,
    })
}

/// An instrument with each session's total, and whether a line joins it to the session before.
type ExpectedPanel = (&'static str, Vec<(Option<f64>, bool)>);

fn expected_panels(sessions: &[Session]) -> Vec<ExpectedPanel> {
    let mut panels: Vec<&str> = Vec::new();
    for (instrument, ..) in sessions.iter().filter_map(|session| expected(session.kind)) {
        if !panels.contains(&instrument) {
            panels.push(instrument);
        }
    }
    let points = |instrument: &'static str| {
        let mut before: Option<(&str, Option<f64>)> = None;
        let mut points = Vec::new();
        for session in sessions {
            let found = expected(session.kind);
            let of = if session.kind == Kind::Faulty { Some("calm") } else { found.map(|(of, ..)| of) };
            if of.is_some_and(|other| other != instrument) {
                continue;
            }
            let own = found.map(|(_, version, total)| (version, total));
            let joined = own.zip(before).is_some_and(|((version, total), (earlier, previous))| {
                version == earlier && total.is_some() && previous.is_some()
            });
            points.push((own.and_then(|(_, total)| total), joined));
            before = own;
        }
        points
    };
    panels.into_iter().map(|instrument| (instrument, points(instrument))).collect()
}

fn is_on_scale(shape: Shape) -> bool {
    matches!(shape, Shape::Total | Shape::Prorated | Shape::Preliminary)
}

fn labels(chart: &Chart) -> Vec<Vec<&Label>> {
    chart
        .panels
        .iter()
        .map(|panel| {
            let ticks = panel.x_ticks.iter().chain(&panel.y_ticks).filter_map(|tick| tick.label.as_ref());
            let rules = panel.rules.iter().filter_map(|rule| rule.label.as_ref());
            ticks.chain(rules).chain(panel.chosen.as_ref()).collect()
        })
        .collect()
}

fn overlap(one: Rect, other: Rect) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

fn assert_labels_are_apart(chart: &Chart) {
    for (panel, labels) in chart.panels.iter().zip(labels(chart)) {
        for (index, label) in labels.iter().enumerate() {
            let area = label.area();
            assert!(area.left >= 0.0 && area.right <= chart.width, "{label:?} is beyond {}", chart.width);
            assert!(area.top >= 0.0 && area.bottom <= panel.height, "{label:?} is beyond {}", panel.height);
            for other in &labels[index + 1..] {
                assert!(!overlap(area, other.area()), "{label:?} overlaps {other:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_join_neighbours_with_a_total_and_no_others(sessions in sessions(30), width in 300.0..1500.0) {
        let chart = report_on(&input_of(&sessions), |report| report.chart(width, None));
        let expected = expected_panels(&sessions);
        prop_assert_eq!(chart.panels.len(), expected.len());
        for (panel, (instrument, points)) in chart.panels.iter().zip(expected) {
            prop_assert_eq!(panel.marks.len(), points.len(), "{}", instrument);
            let mut lines = Vec::new();
            for (index, (total, joined)) in points.iter().enumerate() {
                let mark = &panel.marks[index];
                prop_assert_eq!(is_on_scale(mark.shape), total.is_some(), "{:?}", mark);
                prop_assert_eq!(mark.y > panel.plot.bottom + mark.radius, total.is_none(), "{:?}", mark);
                if *joined {
                    let before = &panel.marks[index - 1];
                    lines.push([[before.x, before.y], [mark.x, mark.y]]);
                }
            }
            let drawn: Vec<_> = panel.lines.iter().flat_map(|line| line.windows(2)).map(|pair| [pair[0], pair[1]]).collect();
            prop_assert_eq!(drawn, lines, "{}", instrument);
        }
    }

    #[test]
    fn height_of_a_total_does_not_depend_on_other_sessions(sessions in sessions(30), width in 300.0..1500.0) {
        let all = report_on(&input_of(&sessions), |report| report.chart(width, None));
        for (panel, (instrument, points)) in all.panels.iter().zip(expected_panels(&sessions)) {
            let most = match instrument { "calm" => 20.0, "pain" => 4.0, _ => 50.0 };
            let span = panel.plot.bottom - panel.plot.top;
            for (mark, (total, _)) in panel.marks.iter().zip(points) {
                let Some(total) = total else { continue };
                prop_assert!((mark.y - (panel.plot.bottom - total / most * span)).abs() < 1e-9, "{:?}", mark);
            }
            prop_assert!((2.0..=3.0).contains(&(all.width / panel.height)), "{}", all.width / panel.height);
            let aspect = (panel.plot.right - panel.plot.left) / span;
            prop_assert!((2.0..=3.0).contains(&aspect), "{}", aspect);
        }
    }

    #[test]
    fn table_holds_every_session_and_the_text_agrees_with_it(sessions in sessions(30)) {
        let (table, text, count) = report_on(&input_of(&sessions), |report| {
            (report.table(), report.to_text(), report.trend.session_count())
        });
        prop_assert_eq!(table.rows.len(), sessions.len());
        prop_assert_eq!(count, sessions.len());
        let column = |name: &str| table.columns.iter().position(|column| column == name);
        let score = column("Total").or(column("Score")).expect("a column of scores");
        for (row, session) in table.rows.iter().zip(&sessions) {
            prop_assert_eq!(row.cells.len(), table.columns.len());
            let expected = match (session.kind, expected(session.kind)) {
                (_, Some((instrument, _, Some(total)))) => {
                    let mark = if instrument == "pain" { "" } else { " (not validated)" };
                    format!("{total}{mark}")
                }
                (_, Some(_)) => "Total: no score".into(),
                (Kind::Skipped, _) => "Skipped by the client".into(),
                (Kind::NotAsked, _) => "Not asked".into(),
                _ => "Could not be read".into(),
            };
            prop_assert_eq!(&row.cells[score], &expected);
        }
        let panels = expected_panels(&sessions);
        for (title, (_, points)) in panels.iter().map(|panel| (panel.0, panel)) {
            let scored = points.iter().filter(|(total, _)| total.is_some()).count();
            let noun = if points.len() == 1 { "session" } else { "sessions" };
            let title = match title { "calm" => "Calm", "pain" => "Pain", other => other };
            let start = format!("{title}: {} {noun} ", points.len());
            prop_assert!(text.contains(&start), "{} lacks {}", text, start);
            let with_score = format!("; {scored} with a score");
            prop_assert!(text.contains(&with_score), "{}", text);
        }
        for (instrument, _) in &panels {
            let is_of = |session: &Session| expected(session.kind).is_some_and(|(id, ..)| id == *instrument);
            let results = || table.rows.iter().zip(&sessions).rev().filter(|(_, session)| is_of(session));
            let cell = |row: &rapport::trend::Row, name: &str| column(name).map(|column| row.cells[column].clone());
            let (last, _) = results().next().expect("a result");
            for name in ["Date", "Answered", "Change from the one before", "Change from the first"] {
                let cell = cell(last, name).unwrap_or_default();
                prop_assert!(text.to_lowercase().contains(&cell.to_lowercase()), "{} lacks {}", text, cell);
            }
            let band = cell(last, "Band").unwrap_or_default();
            prop_assert!(band.is_empty() || text.contains(&format!("Band: {band}")), "{}", text);
            let mut scored = results().filter(|(_, session)| matches!(expected(session.kind), Some((_, _, Some(_)))));
            if let Some((row, _)) = scored.next() {
                let score = row.cells[score].trim_end_matches(" (not validated)");
                prop_assert!(text.contains(&format!("Total {score}, possible range")), "{}", text);
                prop_assert!(text.contains(&cell(row, "Date").unwrap_or_default()), "{}", text);
            }
        }
    }

    #[test]
    fn order_of_the_input_does_not_matter(sessions in sessions(30), seed in any::<u64>()) {
        let mut entries: Vec<_> = sessions.iter().enumerate().map(|(index, session)| entry(index, *session)).collect();
        let ordered = read(&input(entries.clone())).0;
        shuffle(&mut entries, seed);
        prop_assert_eq!(read(&input(entries)).0, ordered);
    }

    #[test]
    fn later_attempt_replaces_an_earlier_one(values in proptest::collection::vec((0..=10_u8, 1..50_u32), 1..6), reverse in any::<bool>()) {
        let attempt = |(index, (value, hour)): (usize, &(u8, u32))| {
            let mut attempt = entry(0, Session { hour: *hour, kind: Kind::Calm(*value, 1) });
            attempt["attempt"] = json!(index + 1);
            attempt
        };
        let mut attempts: Vec<_> = values.iter().enumerate().map(attempt).collect();
        if reverse {
            attempts.reverse();
        }
        let rows = report_on(&input(attempts), |report| report.table().rows);
        prop_assert_eq!(rows.len(), 1);
        let last = values.last().expect("an attempt").0 + 1;
        prop_assert_eq!(&rows[0].cells[1], &format!("{last} (not validated)"));
    }

    #[test]
    fn labels_never_overlap(
        sessions in sessions(60),
        events in proptest::collection::vec((0..5000_u32, "[ -~а-я\u{4e00}-\u{4e20}]{1,60}[a-z]"), 0..8),
        lang in prop_oneof![Just("en"), Just("ar"), Just("zh-Hans")],
        chosen in 0..60_usize,
        by_time in any::<bool>(),
    ) {
        let mut input = input_of(&sessions);
        let event = |(hour, label): &(u32, String)| json!({ "at": super::fixtures::iso(*hour), "label": label });
        input["events"] = events.iter().map(event).collect();
        let axis = if by_time { rapport::trend::Axis::Time } else { rapport::trend::Axis::Sessions };
        let trend = read(&input).0;
        for width in [320.0, 768.0, 1280.0] {
            let settings = Settings { axis, ..Settings::default() };
            let chart = with_report(&trend, lang, &settings, |report| report.chart(width, Some(chosen)));
            assert_labels_are_apart(&chart);
            for panel in &chart.panels {
                for label in panel.rules.iter().filter_map(|rule| rule.label.as_ref()) {
                    for Mark { x, y, radius, .. } in &panel.marks {
                        let mark = Rect { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
                        prop_assert!(!overlap(label.area(), mark), "{:?} lies under a mark at {}", label, x);
                    }
                }
            }
        }
    }

    #[test]
    fn chart_is_mirrored_for_writing_from_right_to_left(sessions in sessions(20)) {
        let trend = read(&input_of(&sessions)).0;
        let settings = Settings::default();
        let chart = |is_rtl: bool| {
            with_report(&trend, "en", &settings, |report| {
                let settings = Settings { is_rtl, ..report.settings.clone() };
                rapport::trend::Report { settings: &settings, ..*report }.chart(640.0, Some(0))
            })
        };
        let (ltr, rtl) = (chart(false), chart(true));
        prop_assert_eq!(rtl.is_rtl, true);
        for (one, other) in ltr.panels.iter().zip(&rtl.panels) {
            prop_assert_eq!(640.0 - one.plot.left, other.plot.right);
            for (mark, mirrored) in one.marks.iter().zip(&other.marks) {
                prop_assert_eq!((640.0 - mark.x, mark.y), (mirrored.x, mirrored.y));
            }
            for (tick, mirrored) in one.x_ticks.iter().zip(&other.x_ticks) {
                prop_assert_eq!(640.0 - tick.at, mirrored.at);
            }
            for (rule, mirrored) in one.rules.iter().zip(&other.rules) {
                prop_assert_eq!(640.0 - rule.from[0], mirrored.from[0]);
                prop_assert_eq!(640.0 - rule.to[0], mirrored.to[0]);
            }
            for ([x, y], mirrored) in one.lines.iter().flatten().zip(other.lines.iter().flatten()) {
                prop_assert_eq!([640.0 - x, *y], *mirrored);
            }
        }
        for (one, other) in labels(&ltr).iter().flatten().zip(labels(&rtl).iter().flatten()) {
            let (area, mirrored) = (one.area(), other.area());
            prop_assert!((640.0 - area.left - mirrored.right).abs() < 1e-9);
        }
        assert_labels_are_apart(&rtl);
    }

    #[test]
    fn sessions_of_one_day_stand_apart_and_in_order(hours in proptest::collection::btree_set(0..24_u32, 2..5), more in sessions(10)) {
        let mut sessions: Vec<_> = hours.iter().map(|hour| Session { hour: *hour, kind: Kind::Calm(5, 5) }).collect();
        sessions.extend(more.iter().map(|session| Session { hour: session.hour + 24, ..*session }));
        let chart = report_on(&input_of(&sessions), |report| report.chart(320.0, None));
        for (index, pair) in chart.session_x.windows(2).enumerate() {
            prop_assert!(pair[0] <= pair[1], "{:?}", chart.session_x);
            let same_day = sessions[index].hour / 24 == sessions[index + 1].hour / 24;
            prop_assert!(!same_day || pair[1] - pair[0] >= 8.9, "{:?}", chart.session_x);
        }
        let ends = (chart.panels[0].plot.left, chart.panels[0].plot.right);
        prop_assert!(chart.session_x.iter().all(|x| (ends.0..=ends.1).contains(x)));
    }

    #[test]
    fn nearest_session_is_found(sessions in sessions(30), x in -100.0..800.0) {
        let chart = report_on(&input_of(&sessions), |report| report.chart(640.0, None));
        let distance = |session: usize| f64::abs(chart.session_x[session] - x);
        match chart.nearest(x) {
            None => prop_assert!(sessions.is_empty()),
            Some(found) => prop_assert!((0..sessions.len()).all(|other| distance(found) <= distance(other))),
        }
    }

    #[test]
    fn no_text_judges_or_forecasts(sessions in sessions(20), first in any::<bool>()) {
        let compare = if first { rapport::trend::Compare::First } else { rapport::trend::Compare::Previous };
        let settings = Settings { compare, ..Settings::default() };
        let trend = read(&input_of(&sessions)).0;
        let text = with_report(&trend, "en", &settings, |report| {
            let sentences = (0..sessions.len()).map(|session| report.sentence(session)).collect::<Vec<_>>().join(" ");
            format!("{sentences} {} {} {:?} {:?}", report.to_text(), report.to_svg(640.0), report.panels(), report.table())
        });
        super::words::assert_is_neutral(&text);
    }

    #[test]
    fn any_input_is_read_without_a_panic(results in any_json(), bundle in any_json(), instruments in any_json(), events in any_json()) {
        let parts = [("results", results), ("bundle", bundle), ("instruments", instruments), ("events", events)];
        let input = rapport::Json::Object(parts.map(|(key, value)| (key.to_owned(), value)).into());
        let (trend, _) = Trend::read(&input, &FakeLocale::UTC);
        draw_all(&trend);
    }

    #[test]
    fn nearly_valid_input_is_read_without_a_panic(sessions in sessions(6), odd in any_json(), index in any::<prop::sample::Index>()) {
        let mut input: rapport::Json = serde_json::from_value(input_of(&sessions)).expect("JSON");
        let count = crate::strategies::count(&input);
        crate::strategies::replace_nth(&mut input, index.index(count), &odd);
        let (trend, _) = Trend::read(&input, &FakeLocale::UTC);
        draw_all(&trend);
    }
}

/// Brings values into an order that depends on `seed`.
pub fn shuffle<T>(values: &mut [T], seed: u64) {
    let mut state = seed;
    for index in (1..values.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        values.swap(index, usize::try_from(state >> 33).expect("31 bits") % (index + 1));
    }
}

fn draw_all(trend: &Trend) {
    with_report(trend, "en", &Settings::default(), |report| {
        let count = report.trend.session_count();
        let texts = [report.summary(), report.to_text(), report.to_csv(), report.to_svg(f64::NAN)];
        assert!(texts.iter().all(|text| !text.contains("NaN")), "{texts:?}");
        for session in 0..=count {
            assert!(!report.sentence(session).is_empty());
            let _ = report.details(session);
        }
        assert_labels_are_apart(&report.chart(320.0, Some(count / 2)));
    });
}

#[test]
fn a_thousand_sessions_are_drawn_without_loss() {
    let session = |index: u32| Session { hour: index * 24, kind: Kind::Calm((index % 11) as u8, 3) };
    let sessions: Vec<_> = (0..1000).map(session).collect();
    report_on(&input_of(&sessions), |report| {
        for width in [320.0, 768.0, 1280.0] {
            let chart = report.chart(width, Some(500));
            assert_eq!(chart.panels[0].marks.len(), 1000);
            assert_eq!(chart.panels[0].lines.iter().map(Vec::len).sum::<usize>(), 1000);
            assert_labels_are_apart(&chart);
            let nearest: BTreeSet<_> = chart.session_x.iter().filter_map(|x| chart.nearest(*x)).collect();
            assert_eq!(nearest.len(), 1000, "each session can be chosen at its place");
        }
        assert_eq!(report.table().rows.len(), 1000);
        assert_eq!(report.to_csv().lines().count(), 1001);
        assert_eq!(report.details(999).parts.len(), 1);
    });
}

#[test]
fn more_than_a_thousand_results_are_refused() {
    let session = |index: u32| Session { hour: index, kind: Kind::Skipped };
    let sessions: Vec<_> = (0..1001).map(session).collect();
    let (trend, problems) = read(&input_of(&sessions));
    assert_eq!(trend.session_count(), 0);
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["results: found [], expected an array of 0 to 1000, not of 1001"]);
}
