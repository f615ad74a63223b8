//! The made-up therapist and clients with which an empty database begins. All names, answers and courses are invented.

use rapport::{FeedbackResult, Instrument, Json, verify};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::sessions::{INSTRUMENT, random};

/// The name with which the made-up therapist signs in.
pub const SIGN_IN_NAME: &str = "lindqvist";
const THERAPIST: &str = "Dr. Amara Lindqvist";

/// The event of one made-up week.
#[derive(Debug, Clone, Copy)]
enum Week {
    Answered([Option<f64>; 5]),
    Skipped,
    NotAsked,
}

use Week::{Answered, NotAsked, Skipped};

fn all(values: [f64; 5]) -> Week {
    Answered(values.map(Some))
}

/// A name, a description of the course, and its weeks, oldest first.
fn courses() -> [(&'static str, &'static str, Vec<Week>); 3] {
    [
        (
            "Ines Moreau",
            "rises over eight weeks",
            vec![
                all([48.0, 40.0, 35.0, 42.0, 30.0]),
                all([52.0, 47.0, 41.0, 45.0, 38.0]),
                all([60.0, 55.0, 52.0, 50.0, 49.0]),
                all([58.0, 60.0, 55.0, 57.0, 52.0]),
                all([70.0, 66.0, 63.0, 64.0, 61.0]),
                all([74.0, 72.0, 70.0, 69.0, 71.0]),
                all([80.0, 79.0, 76.0, 74.0, 78.0]),
                all([86.0, 84.0, 80.0, 82.0, 83.0]),
            ],
        ),
        (
            "Karim Haddad",
            "falls, with a session that was skipped",
            vec![
                all([82.0, 80.0, 78.0, 84.0, 76.0]),
                all([80.0, 77.0, 75.0, 79.0, 74.0]),
                all([71.0, 68.0, 62.0, 70.0, 60.0]),
                Skipped,
                all([58.0, 49.0, 44.0, 52.0, 40.0]),
                all([51.0, 43.0, 38.0, 47.0, 31.0]),
            ],
        ),
        (
            "Noa Lind",
            "stays level, with a partial session and one that was not asked about",
            vec![
                all([66.0, 70.0, 64.0, 61.0, 68.0]),
                all([69.0, 67.0, 66.0, 63.0, 70.0]),
                Answered([Some(64.0), Some(71.0), None, None, Some(66.0)]),
                NotAsked,
                all([68.0, 69.0, 63.0, 65.0, 67.0]),
                all([67.0, 66.0, 68.0, 62.0, 69.0]),
                all([70.0, 68.0, 65.0, 64.0, 66.0]),
            ],
        ),
    ]
}

/// Fills an empty database: the therapist with the password's hash, and the made-up clients of a demo. Returns whether
/// it was empty.
///
/// # Errors
///
/// The database's.
pub fn fill(connection: &Connection, password_hash: &str, is_demo: bool) -> Result<bool, Refusal> {
    let found = connection.query_row("SELECT 1 FROM therapists LIMIT 1", [], |_| Ok(())).optional()?;
    if found.is_some() {
        return Ok(false);
    }
    let instrument = Instrument::built_in(INSTRUMENT).ok_or(Refusal::Failed)?;
    let definition = serde_json::to_string(&instrument).map_err(|_| Refusal::Failed)?;
    connection.execute(
        "INSERT INTO instruments (id, version, definition) VALUES (?1, ?2, ?3)",
        (&instrument.id, &instrument.version, definition),
    )?;
    connection.execute(
        "INSERT INTO therapists (sign_in_name, name, password) VALUES (?1, ?2, ?3)",
        (SIGN_IN_NAME, THERAPIST, password_hash),
    )?;
    let therapist = connection.last_insert_rowid();
    for (name, course, weeks) in courses().into_iter().filter(|_| is_demo) {
        connection.execute(
            "INSERT INTO clients (therapist_id, name, course, is_made_up) VALUES (?1, ?2, ?3, 1)",
            (therapist, name, course),
        )?;
        add_weeks(connection, &instrument, connection.last_insert_rowid(), &weeks)?;
    }
    Ok(true)
}

/// Deletes the calls and results of made-up clients, and adds their first ones again. A call that goes on, or whose form
/// may be open, stays: its pages could do nothing without it.
///
/// # Errors
///
/// The database's.
pub fn begin_again(connection: &Connection) -> Result<(), Refusal> {
    let is_old = "client_id IN (SELECT id FROM clients WHERE is_made_up) \
        AND NOT (feedback = 'open' AND session_expires_at > unixepoch())";
    connection.execute(
        &format!("DELETE FROM results WHERE call_id IN (SELECT id FROM calls WHERE {is_old})"),
        [],
    )?;
    connection.execute(&format!("DELETE FROM calls WHERE {is_old}"), [])?;
    let instrument = Instrument::built_in(INSTRUMENT).ok_or(Refusal::Failed)?;
    for (name, _, weeks) in courses() {
        let statement = "SELECT id FROM clients WHERE name = ?1 AND is_made_up";
        let client: i64 = connection.query_row(statement, [name], |row| row.get(0))?;
        add_weeks(connection, &instrument, client, &weeks)?;
    }
    Ok(())
}

/// Replaces the therapist's password.
///
/// # Errors
///
/// The database's.
pub fn set_password(connection: &Connection, password_hash: &str) -> Result<(), Refusal> {
    connection.execute(
        "UPDATE therapists SET password = ?1 WHERE sign_in_name = ?2",
        (password_hash, SIGN_IN_NAME),
    )?;
    connection.execute("DELETE FROM sign_ins", [])?;
    Ok(())
}

/// Adds one call a week, the last one a week ago, each with the result that this crate calculates from its answers.
fn add_weeks(
    connection: &Connection,
    instrument: &Instrument,
    client: i64,
    weeks: &[Week],
) -> Result<(), Refusal> {
    let mut history = Vec::new();
    for (index, week) in weeks.iter().enumerate() {
        let days = 7 * (weeks.len() - index);
        let at: String = connection.query_row(
            "SELECT strftime('%Y-%m-%dT15:00:00.000Z', 'now', ?1)",
            [format!("-{days} days")],
            |row| row.get(0),
        )?;
        let call = random()?.to_string();
        let feedback = match week {
            Answered(_) => "answered",
            Skipped => "skipped",
            NotAsked => "not-asked",
        };
        connection.execute(
            "INSERT INTO calls (id, client_id, session_hash, session_expires_at, instrument_id, \
             instrument_version, history, started_at, joined_at, ended_at, feedback) \
             VALUES (?1, ?2, ?3, 0, ?4, ?5, '[]', ?6, ?6, ?6, ?7)",
            (&call, client, random()?.hash(), &instrument.id, &instrument.version, &at, feedback),
        )?;
        let Answered(values) = week else {
            history.push(None);
            continue;
        };
        let result = result(instrument, &call, &at, *values, &history)?;
        history.push(result.outcome.total);
        let text = serde_json::to_string(&result).map_err(|_| Refusal::Failed)?;
        let status = if result.outcome.answered == result.outcome.items { "complete" } else { "partial" };
        connection.execute(
            "INSERT INTO results (id, call_id, attempt, total, status, stored_at, result) \
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6)",
            (&result.id, &call, result.outcome.total, status, &at, text),
        )?;
    }
    Ok(())
}

/// Returns the result of these answers: `verify` calculates what is missing in the parts that it is given.
fn result(
    instrument: &Instrument,
    call: &str,
    at: &str,
    values: [Option<f64>; 5],
    history: &[Option<f64>],
) -> Result<FeedbackResult, Refusal> {
    let mut id = random()?.to_string();
    for position in [8, 13, 18, 23] {
        id.insert(position, '-');
    }
    let answers: Vec<Value> = instrument
        .items
        .iter()
        .zip(values)
        .map(|(item, value)| {
            let touched = value.is_some();
            json!({
                "item": item.id, "value": value, "firstInteractionMs": touched.then_some(4000),
                "changes": u8::from(touched), "input": touched.then_some("mouse"),
            })
        })
        .collect();
    let sent = json!({
        "schema": "rapport/1", "id": id, "attempt": 1, "sessionId": call,
        "instrument": { "id": instrument.id, "version": instrument.version }, "lang": "en",
        "startedAt": at, "submittedAt": at, "durationMs": 42000, "answers": answers,
    });
    let sent = Json::parse("result", &sent.to_string()).map_err(|_| Refusal::Failed)?;
    let (result, problems) = verify(instrument, &sent, Some(history));
    result.ok_or(Refusal::Invalid(problems))
}
