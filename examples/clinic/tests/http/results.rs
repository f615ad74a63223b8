//! Stored results: each form once, with its last attempt, as it was sent.

use serde_json::{Value, json};

use crate::fixtures::{full, problem_paths, random_id, result};
use crate::process::{Clinic, Session};

/// Returns the stored attempt, total, status and JSON of a call.
fn row(clinic: &Clinic, session: &Session) -> Option<(u32, Option<f64>, String, Value)> {
    let connection = clinic.sql();
    let mut statement = connection
        .prepare("SELECT attempt, total, status, result FROM results WHERE call_id = ?1")
        .expect("a statement");
    let mut rows = statement
        .query_map([&session.call], |row| {
            let text: String = row.get(3)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, serde_json::from_str(&text).expect("JSON")))
        })
        .expect("rows");
    let first = rows.next().map(|row| row.expect("a row"));
    assert!(rows.next().is_none(), "one row for each session");
    first
}

#[test]
fn result_is_stored_as_it_was_sent() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = full(&session);
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
    assert_eq!(row(&clinic, &session), Some((1, Some(63.0), "complete".into(), sent)));
}

#[test]
fn call_asks_the_newest_version_in_the_database() {
    let clinic = Clinic::start();
    let newer = "INSERT INTO instruments \
         SELECT id, 'newer', json_set(definition, '$.version', 'newer') FROM instruments";
    clinic.sql().execute(newer, []).expect("a version");
    let session = clinic.session();
    let page = clinic.get(&format!("/api/sessions/{}", session.secret), &[]).body;
    assert_eq!(page["instrument"]["version"], "newer");
    let mut sent = full(&session);
    assert_eq!(clinic.send(&session.secret, &sent).status, 422, "a result of the older version");
    sent["instrument"]["version"] = "newer".into();
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
}

#[test]
fn partial_result_has_no_total() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = result(&session, &random_id(), 1, [Some(40.0), None, None, None, Some(0.0)]);
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
    assert_eq!(row(&clinic, &session), Some((1, None, "partial".into(), sent)));
}

#[test]
fn attempts_of_one_form_are_one_row_with_the_last() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let id = random_id();
    let attempt = |number, value: f64| result(&session, &id, number, [Some(value); 5]);
    for (number, value, status, stored) in [
        (2, 50.0, 204, (2, 50.0)),
        (2, 50.0, 204, (2, 50.0)), // sent twice
        (2, 51.0, 409, (2, 50.0)), // a duplicated tab changed the answers
        (1, 20.0, 204, (2, 50.0)), // overtaken
        (3, 60.0, 204, (3, 60.0)),
    ] {
        assert_eq!(clinic.send(&session.secret, &attempt(number, value)).status, status, "{number}, {value}");
        let (number, total, ..) = row(&clinic, &session).expect("a row");
        assert_eq!((number, total), (stored.0, Some(stored.1)));
    }
}

#[test]
fn next_session_compares_with_the_stored_one() {
    let clinic = Clinic::start();
    let first = clinic.session();
    assert_eq!(clinic.send(&first.secret, &full(&first)).status, 204);
    let second = clinic.session();
    let history = second.history.as_array().expect("an array");
    assert_eq!(history.len(), 9, "eight made-up weeks, and the first session");
    assert_eq!(history[8]["total"], 63.0);
    let sent = result(&second, &random_id(), 1, [Some(60.0); 5]);
    assert_eq!(sent["change"]["delta"], -3.0);
    assert_eq!(clinic.send(&second.secret, &sent).status, 204);
    // A history that the server did not give is a problem.
    let third = clinic.session();
    let made_up = Session { history: json!([{ "total": 10 }]), ..third.clone() };
    let answer = clinic.send(&third.secret, &full(&made_up));
    assert_eq!(answer.status, 422);
    assert_eq!(problem_paths(&answer)[..2], ["result.change.previous", "result.change.delta"]);
}

#[test]
fn skipped_session_is_stored_and_used_up() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let skip = format!("/api/sessions/{}/skip", session.secret);
    assert_eq!(clinic.post(&skip, "{}", &[]).status, 204);
    let feedback: String = clinic
        .sql()
        .query_row("SELECT feedback FROM calls WHERE id = ?1", [&session.call], |row| row.get(0))
        .expect("a row");
    assert_eq!(feedback, "skipped");
    assert_eq!(clinic.send(&session.secret, &full(&session)).status, 404);
    assert_eq!(clinic.post(&skip, "{}", &[]).status, 204, "its acknowledgement was lost");
    let answered = clinic.session();
    assert_eq!(clinic.send(&answered.secret, &full(&answered)).status, 204);
    assert_eq!(clinic.post(&format!("/api/sessions/{}/skip", answered.secret), "{}", &[]).status, 404);
    assert_eq!(row(&clinic, &session), None);
    assert_eq!(clinic.session().history[8]["total"], Value::Null, "a session without a total");
}

#[test]
fn client_of_many_years_can_still_answer() {
    let clinic = Clinic::start();
    clinic.add_sessions(1_100);
    clinic
        .sql()
        .execute("UPDATE calls SET feedback = 'skipped' WHERE feedback = 'open'", [])
        .expect("an update");
    let session = clinic.session();
    assert_eq!(session.history.as_array().expect("an array").len(), 1_000, "as many as a form takes");
    let sent = full(&session);
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
    let therapist = clinic.sign_in("lindqvist");
    let results = clinic.get("/api/clients/1/results", &therapist.headers()).body;
    let results = results["results"].as_array().expect("results");
    assert_eq!((results.len(), &results[999]["id"]), (1_000, &sent["id"]), "as many as the trend takes");
}

#[test]
fn media_type_is_read_without_regard_to_case() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let path = format!("/api/sessions/{}/feedback", session.secret);
    let kind = [("content-type", "Application/JSON; charset=UTF-8")];
    assert_eq!(clinic.post(&path, &full(&session).to_string(), &kind).status, 204);
}
