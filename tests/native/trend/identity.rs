//! Ids, attempts and stubs: which results replace others, and which form one session.

use std::cell::Cell;

use rapport::trend::{DateForm, Locale, Plural, Trend};
use serde_json::{Value, json};

use super::fixtures::{Kind, entry, input, read, report_on};
use super::locale::FakeLocale;
use super::reading::{problems, row, session};

#[test]
fn stub_gives_way_to_the_result_of_its_session() {
    let mut stub = entry(0, session(0, Kind::Skipped));
    let result = entry(0, session(3, Kind::Calm(1, 1)));
    assert_eq!(read(&input(vec![stub.clone(), result.clone()])).0.session_count(), 1);
    stub["sessionId"] = json!("another");
    assert_eq!(read(&input(vec![stub, result])).0.session_count(), 2);
}

#[test]
fn empty_ids_are_none() {
    let mut results: Vec<_> = (0..4)
        .map(|day| entry(0, session(day * 24, if day == 2 { Kind::Skipped } else { Kind::Calm(1, 1) })))
        .collect();
    for result in &mut results {
        result["sessionId"] = json!("");
        result["id"] = json!("");
    }
    let input = input(results);
    assert_eq!(problems(&input), [] as [String; 0]);
    assert_eq!(read(&input).0.session_count(), 4);
    assert_eq!(read(&input).0.session_ids(0), (None, None));
}

#[test]
fn one_id_of_two_instruments_is_two_forms() {
    let mut results = vec![entry(0, session(0, Kind::Calm(1, 1))), entry(0, session(1, Kind::Pain(1)))];
    results.push(entry(0, session(24, Kind::Pain(2))));
    results[2]["attempt"] = json!(2);
    let input = input(results);
    assert_eq!(row(&input, 0)[1..3], ["Calm", "2 (not validated)"]);
    assert_eq!(row(&input, 1)[1..3], ["Pain", "4"]);
    assert_eq!(report_on(&input, |report| report.table().rows.len()), 2);
}

#[test]
fn unreadable_attempt_replaces_an_earlier_one() {
    let attempt = |number: u8, kind: Kind| {
        let mut result = entry(0, session(u32::from(number), kind));
        result["attempt"] = json!(number);
        result
    };
    let score = |attempts: Vec<Value>| {
        let input = input(attempts);
        assert_eq!(report_on(&input, |report| report.table().rows.len()), 1);
        row(&input, 0)[1].clone()
    };
    let (one, two, three) =
        (attempt(1, Kind::Calm(1, 0)), attempt(2, Kind::Calm(2, 0)), attempt(3, Kind::Faulty));
    assert_eq!(score(vec![two.clone(), one.clone()]), "2 (not validated)");
    assert_eq!(score(vec![one.clone(), three.clone(), two.clone()]), "Could not be read");
    // A readable copy of the same attempt is that attempt.
    let mut copy = attempt(3, Kind::Calm(3, 0));
    copy["submittedAt"] = one["submittedAt"].clone();
    assert_eq!(score(vec![three, copy, two]), "3 (not validated)");
}

#[test]
fn ids_and_attempts_of_another_type_are_reported() {
    let mut results = vec![entry(0, session(0, Kind::Calm(1, 1))), entry(1, session(24, Kind::Skipped))];
    results[0]["id"] = json!(7);
    results[0]["attempt"] = json!("2");
    results[1]["sessionId"] = json!(1);
    results[1]["instrument"] = json!("calm");
    let input = input(results);
    assert_eq!(
        problems(&input),
        [
            "results[0].id: found 7, expected a string of 1 to 10000 characters",
            r#"results[0].attempt: found "2", expected a number from 0 to 1000000000"#,
            "results[1].sessionId: found 1, expected a string of 1 to 10000 characters",
            r#"results[1].instrument: found "calm", expected an object"#,
        ]
    );
    assert_eq!(
        (row(&input, 0)[1].as_str(), row(&input, 1)[1].as_str()),
        ("2 (not validated)", "Skipped by the client")
    );
}

#[test]
fn results_of_one_session_share_a_step() {
    let mut results = vec![
        entry(0, session(0, Kind::Calm(1, 1))),
        entry(1, session(1, Kind::Pain(1))),
        entry(2, session(2, Kind::Pain(1))),
        entry(3, session(48, Kind::Pain(2))),
    ];
    for result in &mut results {
        result["sessionId"] = json!("same");
    }
    let trend = read(&input(results)).0;
    assert_eq!(
        trend.session_count(),
        3,
        "two results of one instrument are two sessions, another day is another one"
    );
    let id = |index: usize| format!("00000000-0000-4000-8000-{index:012}");
    assert_eq!(trend.session_ids(0), (Some(id(0).as_str()), Some("same")));
    assert_eq!(trend.session_ids(1).0, Some(id(2).as_str()));
    assert_eq!(trend.session_ids(2).0, Some(id(3).as_str()));
    assert_eq!(trend.session_ids(3), (None, None));
}

/// Counts the readings of the clock: in a browser each is a slow call of `Intl`.
struct CountingLocale(Cell<usize>);

impl Locale for CountingLocale {
    fn wall_clock(&self, at: f64) -> f64 {
        self.0.set(self.0.get() + 1);
        FakeLocale::UTC.wall_clock(at)
    }

    fn date(&self, at: f64, form: DateForm) -> String {
        FakeLocale::UTC.date(at, form)
    }

    fn number(&self, value: f64) -> String {
        FakeLocale::UTC.number(value)
    }

    fn plural(&self, count: usize) -> Plural {
        FakeLocale::UTC.plural(count)
    }

    fn zone(&self) -> String {
        FakeLocale::UTC.zone()
    }
}

#[test]
fn day_of_a_result_is_read_once() {
    let mut results: Vec<_> = (0..500).map(|index| entry(index, session(0, Kind::Calm(1, 1)))).collect();
    for result in &mut results {
        result["sessionId"] = json!("same");
    }
    let locale = CountingLocale(Cell::new(0));
    let (trend, _) = Trend::read(&serde_json::from_value(input(results)).expect("JSON"), &locale);
    assert_eq!((trend.session_count(), locale.0.get()), (500, 500));
}
