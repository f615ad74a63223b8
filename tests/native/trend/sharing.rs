//! Sessions that several instruments share: which panel has a gap, which rows and lines there are.

use proptest::prelude::*;
use rapport::trend::Shape;
use serde_json::{Value, json};

use super::fixtures::{Kind, Session, WEEK, entry, input, read, report_on};

/// One session: the results of both instruments, and a stub.
#[derive(Debug, Clone)]
struct Shared {
    calm: Option<u8>,
    pain: Option<u8>,
    /// Whether the form was skipped, and of which instrument the stub is; `None` for all.
    stub: Option<(bool, Option<&'static str>)>,
}

/// An instrument, and how a session's score of it is read.
type Scores = (&'static str, fn(&Shared) -> Option<u8>);

/// Returns the host's data of a week's session.
fn entries(week: usize, shared: &Shared) -> Vec<Value> {
    let hour = 10 + u32::try_from(week).expect("few") * WEEK;
    let results = [shared.calm.map(|a| Kind::Calm(a, 0)), shared.pain.map(Kind::Pain)];
    let mut all: Vec<Value> = (0..)
        .zip(results)
        .filter_map(|(index, kind)| Some(entry(week * 2 + index, Session { hour, kind: kind? })))
        .collect();
    if let Some((is_skipped, instrument)) = shared.stub {
        let kind = if is_skipped { Kind::Skipped } else { Kind::NotAsked };
        let mut stub = entry(0, Session { hour: hour + 1, kind });
        if let Some(id) = instrument {
            stub["instrument"] = json!({ "id": id });
        }
        all.push(stub);
    }
    for entry in &mut all {
        entry["sessionId"] = json!(format!("week {week}"));
    }
    all
}

fn input_of(sessions: &[Shared]) -> Value {
    input(sessions.iter().enumerate().flat_map(|(week, shared)| entries(week, shared)).collect())
}

fn shared() -> impl Strategy<Value = Vec<Shared>> {
    let stub =
        (any::<bool>(), prop_oneof![2 => Just(None), 1 => Just(Some("calm")), 1 => Just(Some("pain"))]);
    let session = (
        proptest::option::of(0..=10_u8),
        proptest::option::of(0..=2_u8),
        proptest::option::weighted(0.4, stub),
    );
    let session = session.prop_map(|(calm, pain, stub)| Shared { calm, pain, stub });
    proptest::collection::vec(
        session.prop_filter("something", |shared| !entries(0, shared).is_empty()),
        0..12,
    )
}

/// Returns whether the session's stub is a gap of an instrument with or without a result.
fn is_gap(shared: &Shared, instrument: &str, has_result: bool) -> bool {
    !has_result && shared.stub.is_some_and(|(_, of)| of.is_none_or(|of| of == instrument))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_instrument_has_its_own_gaps(sessions in shared()) {
        let scores: [Scores; 2] =
            [("calm", |shared| shared.calm), ("pain", |shared| shared.pain)];
        let answered: Vec<_> =
            scores.iter().filter(|(_, score)| sessions.iter().any(|shared| score(shared).is_some())).collect();
        let input = input_of(&sessions);
        let (chart, reports, table, csv, count) = report_on(&input, |report| {
            (report.chart(640.0, None), report.panels(), report.table(), report.to_csv(), report.trend.session_count())
        });
        prop_assert_eq!(count, sessions.len());
        prop_assert_eq!(chart.panels.len(), answered.len());
        let mut rows = vec![0; sessions.len()];
        for (instrument, score) in &answered {
            let panel = &chart.panels[reports.iter().position(|panel| panel.instrument == *instrument).expect("a panel")];
            let marks: Vec<_> = sessions
                .iter()
                .enumerate()
                .filter(|(_, shared)| score(shared).is_some() || is_gap(shared, instrument, score(shared).is_some()))
                .collect();
            let drawn: Vec<_> = panel.marks.iter().map(|mark| (mark.session, mark.shape)).collect();
            let shape = |shared: &Shared| match (score(shared), shared.stub) {
                (Some(_), _) if *instrument == "pain" => Shape::Prorated,
                (Some(_), _) => Shape::Total,
                (_, Some((true, _))) => Shape::Skipped,
                _ => Shape::NotAsked,
            };
            let expected: Vec<_> = marks.iter().map(|(week, shared)| (*week, shape(shared))).collect();
            prop_assert_eq!(drawn, expected, "{}", instrument);
            let joins = marks.windows(2).filter(|pair| pair.iter().all(|(_, shared)| score(shared).is_some())).count();
            prop_assert_eq!(panel.lines.iter().map(|line| line.len() - 1).sum::<usize>(), joins, "{}", instrument);
            for (week, shared) in marks {
                rows[week] += usize::from(score(shared).is_some());
            }
        }
        // A stub is a row, unless the session has a result of everything that it stands for.
        for (row, shared) in rows.iter_mut().zip(&sessions) {
            let Some((_, of)) = shared.stub else { continue };
            let lacks = |(instrument, score): &Scores| is_gap(shared, instrument, score(shared).is_some());
            let is_alone = answered.is_empty() || of.is_some_and(|of| answered.iter().all(|(id, _)| *id != of));
            *row += usize::from(is_alone || answered.iter().any(|it| lacks(it)));
        }
        let mut listed = vec![0; sessions.len()];
        for row in &table.rows {
            listed[row.session] += 1;
        }
        prop_assert_eq!(&listed, &rows);
        prop_assert_eq!(csv.lines().count(), 1 + rows.iter().sum::<usize>());
    }

    #[test]
    fn order_of_shared_sessions_does_not_matter(sessions in shared(), seed in any::<u64>()) {
        let input = input_of(&sessions);
        let ordered = read(&input).0;
        let mut shuffled = input.clone();
        super::properties::shuffle(shuffled["results"].as_array_mut().expect("results"), seed);
        prop_assert_eq!(read(&shuffled).0, ordered);
    }
}

fn weeks(sessions: [(Option<u8>, Option<u8>, bool); 3]) -> Value {
    input_of(&sessions.map(|(calm, pain, is_skipped)| Shared {
        calm,
        pain,
        stub: is_skipped.then_some((true, None)),
    }))
}

#[test]
fn skipped_form_stays_beside_a_result_of_another_instrument() {
    let input = weeks([(Some(1), None, false), (None, Some(2), true), (Some(3), None, false)]);
    report_on(&input, |report| {
        assert_eq!(
            report.summary(),
            "Calm: 3 sessions from 1 Jan 2026 to 15 Jan 2026; 2 with a score; the latest, of 15 Jan 2026: Total 3, possible \
             range 0 to 20 (higher is favourable, not validated); 2 higher than on 1 Jan 2026, the last one with a score. \
             Pain: 1 session on 8 Jan 2026; 1 with a score; the latest, of 8 Jan 2026: Total 4, possible range 0 to 4 \
             (lower is favourable)."
        );
        let chart = report.chart(640.0, None);
        assert!(chart.panels.iter().all(|panel| panel.lines.is_empty()), "no line crosses the gap");
        let rows: Vec<_> = report
            .table()
            .rows
            .into_iter()
            .map(|row| (row.session, row.cells[1].clone(), row.cells[2].clone()))
            .collect();
        assert_eq!(rows[1..3].iter().map(|row| row.0).collect::<Vec<_>>(), [1, 1], "one session");
        assert!(rows.contains(&(1, "Calm".into(), "Skipped by the client".into())), "{rows:?}");
        let said = report.sentence(1);
        assert!(said.contains("Calm. Skipped by the client."), "{said}");
        assert!(said.contains("Pain. Total 4"), "{said}");
        let parts = report.details(1).parts;
        assert!(parts.iter().any(|part| part.title.1 == "Calm" && part.lines == ["Skipped by the client."]));
    });
}

/// An instrument that was no part of a session has no gap there: the line joins, and the words name the day.
#[test]
fn session_without_an_instrument_is_not_the_session_before() {
    let mut input = weeks([(Some(5), Some(2), false), (Some(4), None, false), (Some(3), Some(1), false)]);
    report_on(&input, |report| {
        let said = report.sentence(2);
        assert!(
            said.contains(
                "Pain. Total 2, possible range 0 to 4. 2 lower than on 1 Jan 2026, the last one with a score."
            ),
            "{said}"
        );
        assert!(
            said.contains(
                "Calm. Total 3, possible range 0 to 20. Not validated. 1 lower than the session before:"
            ),
            "{said}"
        );
        assert_eq!(report.chart(640.0, None).panels[1].lines.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
    });
    let stub = json!({ "at": "2026-01-08T09:00:00Z", "sessionId": "week 1", "status": "not-asked" });
    input["results"].as_array_mut().expect("results").push(stub);
    report_on(&input, |report| {
        let lines: Vec<_> =
            report.chart(640.0, None).panels.into_iter().map(|panel| panel.lines.len()).collect();
        assert_eq!(lines, [1, 0], "a stub is a gap of the instrument without a result");
    });
}

#[test]
fn sessions_of_one_day_with_two_instruments_all_have_their_times() {
    let at = |hour: u32, kind: Kind, index: usize, session: &str| {
        let mut result = entry(index, Session { hour, kind });
        result["sessionId"] = json!(session);
        result
    };
    let results = vec![
        at(9, Kind::Calm(1, 1), 0, "a"),
        at(10, Kind::Pain(1), 1, "a"),
        at(15, Kind::Calm(2, 2), 2, "b"),
        at(16, Kind::Pain(2), 3, "b"),
    ];
    let dates = |results: &[Value]| {
        report_on(&input(results.to_vec()), |report| {
            report.table().rows.into_iter().map(|row| (row.session, row.cells[0].clone())).collect::<Vec<_>>()
        })
    };
    let day = |session: usize, time: &str| (session, format!("1 Jan 2026{time}"));
    assert_eq!(dates(&results), [day(0, ", 09:00"), day(0, ", 10:00"), day(1, ", 15:00"), day(1, ", 16:00")]);
    assert_eq!(dates(&results[..2]), [day(0, ""), day(0, "")], "one session");
    // Two sessions that overlap: the rows of each stand together.
    let overlapping = [results[0].clone(), at(11, Kind::Calm(2, 2), 2, "b"), at(12, Kind::Pain(1), 1, "a")];
    assert_eq!(dates(&overlapping), [day(0, ", 09:00"), day(0, ", 12:00"), day(1, ", 11:00")]);
}
