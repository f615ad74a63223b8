//! The order of time: results whose order is unknown are not compared, and events stand on their side of each session.

use proptest::prelude::*;
use rapport::trend::{Axis, RuleKind, Settings};
use serde_json::{Value, json};

use super::bundle::resources::{lines, of, total};
use super::fixtures::{Kind, Session, entry, input, input_of, iso, read, report_on, with_report};

fn at(hour: u32, kind: Kind, index: usize, session: &str) -> Value {
    let mut result = entry(index, Session { hour, kind });
    result["sessionId"] = json!(session);
    result
}

/// The table's columns of change, row by row.
fn changes(input: &Value) -> Vec<[String; 2]> {
    report_on(input, |report| {
        let table = report.table();
        let first = table.columns.iter().position(|column| column.starts_with("Change")).expect("a column");
        table.rows.into_iter().map(|row| [row.cells[first].clone(), row.cells[first + 1].clone()]).collect()
    })
}

#[test]
fn results_of_one_day_without_times_are_not_compared() {
    let day = || json!({ "effectiveDateTime": "2026-03-02" });
    let input = of(&[total("o1", 1, 18, day()), total("o2", 1, 5, day())]);
    assert_eq!(changes(&input), [["", ""], ["", ""]]);
    assert_eq!(lines(&input), 0);
    let half = of(&[total("o1", 2, 18, json!({})), total("o2", 1, 5, day())]);
    assert_eq!(changes(&half), [["", ""], ["", ""]], "one of them has a time");
    let timed = of(&[
        total("o1", 2, 18, json!({})),
        total("o2", 2, 5, json!({ "effectiveDateTime": "2026-03-02T11:00:00Z" })),
    ]);
    assert_eq!(changes(&timed)[1], ["13 lower", "13 lower"]);
    let later = of(&[total("o1", 1, 18, day()), total("o2", 1, 5, day()), total("o3", 3, 7, json!({}))]);
    assert_eq!(lines(&later), 1, "the next day is joined");
    let other =
        of(&[total("o1", 1, 18, json!({ "effectiveDateTime": "2026-03-01" })), total("o2", 1, 5, day())]);
    assert_eq!(changes(&other)[1], ["13 lower", "13 lower"], "another day");
}

#[test]
fn overlapping_sessions_keep_each_instrument_in_the_order_of_time() {
    let results =
        [at(9, Kind::Calm(1, 1), 0, "a"), at(11, Kind::Pain(2), 1, "b"), at(12, Kind::Pain(1), 2, "a")];
    report_on(&input(results.to_vec()), |report| {
        let table = report.table();
        let cells = table.rows.iter().map(|row| row.cells[2].as_str()).collect::<Vec<_>>();
        assert_eq!(cells, ["2 (not validated)", "4", "2"]);
        assert_eq!(table.rows[2].cells[3], "2 lower");
        assert_eq!(report.trend.session_count(), 3);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn results_of_an_instrument_are_in_the_order_of_time(
        results in proptest::collection::vec((0..30_u32, any::<bool>(), 0..3_usize), 1..12),
    ) {
        let result = |(index, (hour, is_pain, session)): (usize, &(u32, bool, usize))| {
            at(*hour, if *is_pain { Kind::Pain(1) } else { Kind::Calm(1, 1) }, index, ["a", "b", "c"][*session])
        };
        let csv = report_on(&input(results.iter().enumerate().map(result).collect()), |report| report.to_csv());
        for instrument in ["calm", "pain"] {
            let fields = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
            let times: Vec<_> = fields.filter(|fields| fields[5] == instrument).map(|fields| fields[2]).collect();
            prop_assert!(times.is_sorted(), "{:?}", times);
        }
    }

    #[test]
    fn events_stand_on_their_side_of_each_session(
        hours in proptest::collection::btree_set(prop_oneof![0..24_u32, 100..124_u32, 0..2000_u32], 1..20),
        event in 0..2000_u32,
        is_day in any::<bool>(),
        by_time in any::<bool>(),
    ) {
        let hours: Vec<_> = hours.into_iter().collect();
        let sessions: Vec<_> = hours.iter().map(|hour| Session { hour: *hour, kind: Kind::Calm(1, 1) }).collect();
        let mut input = input_of(&sessions);
        let own = iso(event);
        input["events"] = json!([{ "at": if is_day { &own[..10] } else { &own }, "label": "Event" }]);
        let axis = if by_time { Axis::Time } else { Axis::Sessions };
        let panel = with_report(&read(&input).0, "en", &Settings { axis, ..Settings::default() }, |report| {
            report.chart(640.0, None)
        }).panels.remove(0);
        let unit = |hour: u32| if is_day { hour / 24 } else { hour };
        for rule in panel.rules.iter().filter(|rule| rule.kind == RuleKind::Event) {
            for (mark, hour) in panel.marks.iter().zip(&hours) {
                let is_right = match unit(*hour).cmp(&unit(event)) {
                    std::cmp::Ordering::Less => mark.x <= rule.from[0],
                    std::cmp::Ordering::Equal => true,
                    std::cmp::Ordering::Greater => mark.x >= rule.from[0],
                };
                prop_assert!(is_right, "{} {} {:?}", hour, mark.x, rule);
            }
        }
    }
}
