//! Stores a result that a page sent: after it was scored again from its answers, once by its id, with its attempt.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use rapport::{Diagnostic, FeedbackResult, Instrument, Json, read_history, verify};
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::body;
use crate::clinic::{Clinic, Sender};
use crate::refusal::Refusal;
use crate::sessions::{Session, counted};
use crate::token::Token;

/// Time to send the same form again after it was stored: its acknowledgement may have been lost.
const RETRY_SECONDS: i64 = 15 * 60;
/// The longest language tag that RFC 5646 recommends to allow for (section 4.4.1).
const MAX_LANGUAGE_TAG: usize = 35;

/// Stores the result in the body. 204 if it is stored, also if it was before.
pub async fn store(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    Path(session): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let token = Token::parse(&session);
    let text = body::read_text(request).await?;
    let rates = clinic.rates.clone();
    let stored = clinic.database.transact(move |connection| {
        let token = token.ok_or(Refusal::NotFound)?;
        let session = Session::find(connection, token)?;
        rates.feedback(&token.hash())?;
        if session.feedback == "skipped" || session.feedback == "not-asked" {
            return Err(Refusal::NotFound);
        }
        let result = check(&session, &text)?;
        keep(connection, &session.call, &result, &text)?;
        Ok(StatusCode::NO_CONTENT)
    });
    counted(&clinic, address, stored.await)
}

/// Scores the result again, and compares it with what was sent.
fn check(session: &Session, text: &str) -> Result<FeedbackResult, Refusal> {
    let sent = Json::parse("result", text).map_err(|problem| Refusal::Invalid(vec![problem]))?;
    let stored = |text: &str| Json::parse("stored", text).map_err(|_| Refusal::Failed);
    let (instrument, _) = Instrument::read(&stored(&session.definition)?);
    let instrument = instrument.ok_or(Refusal::Failed)?;
    let (history, _) = read_history(&instrument, &stored(&session.history)?);
    let (result, mut problems) = verify(&instrument, &sent, Some(&history));
    let mut expect = |key: &str, is_met: bool, expected: &str| {
        if !is_met {
            problems.push(Diagnostic::fatal(&format!("result.{key}"), sent.get(key), expected));
        }
    };
    let string = |key| sent.get(key).and_then(Json::as_str);
    expect("sessionId", string("sessionId") == Some(&session.call), "the id of the call");
    expect("lang", string("lang").is_some_and(is_language_tag), "a language tag");
    expect("submittedAt", string("submittedAt").is_some(), "the time of sending");
    let is_sent = sent.get("attempt").and_then(Json::as_f64).is_some_and(|attempt| attempt >= 1.0);
    expect("attempt", is_sent, "an integer from 1");
    result.filter(|_| problems.is_empty()).ok_or(Refusal::Invalid(problems))
}

fn is_language_tag(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.len() <= MAX_LANGUAGE_TAG && text.split('-').all(is_part)
}

/// Stores a verified result, unless this attempt or a later one of the same form is stored.
fn keep(connection: &Connection, call: &str, result: &FeedbackResult, text: &str) -> Result<(), Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT id, call_id, attempt, result FROM results WHERE call_id = ?1 OR id = ?2")?;
    let stored = statement.query_row((call, &result.id), |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, u32>(2)?,
            row.get::<_, String>(3)?,
        ))
    });
    match stored.optional()? {
        Some((_, of_call, ..)) if of_call != call => Err(Refusal::Conflict),
        Some((id, ..)) if id != result.id => Err(Refusal::NotFound), // the session is used up
        Some((_, _, attempt, _)) if attempt > result.attempt => Ok(()),
        Some((_, _, attempt, earlier)) if attempt == result.attempt => {
            if answers(&earlier) == answers(text) {
                Ok(())
            } else {
                Err(Refusal::Conflict)
            }
        }
        _ => write(connection, call, result, text),
    }
}

fn answers(text: &str) -> Option<Json> {
    Json::parse("result", text).ok()?.get("answers").cloned()
}

fn write(connection: &Connection, call: &str, result: &FeedbackResult, text: &str) -> Result<(), Refusal> {
    let status = serde_json::to_value(result.status).map_err(|_| Refusal::Failed)?;
    connection
        .prepare_cached(
            "INSERT INTO results (id, call_id, attempt, total, status, stored_at, result) \
             VALUES (:id, :call, :attempt, :total, :status, strftime('%Y-%m-%dT%H:%M:%fZ'), :result) \
             ON CONFLICT (id) DO UPDATE SET attempt = excluded.attempt, total = excluded.total, \
             status = excluded.status, stored_at = excluded.stored_at, result = excluded.result",
        )?
        .execute(named_params! {
            ":id": result.id, ":call": call, ":attempt": result.attempt, ":total": result.outcome.total,
            ":status": status.as_str(), ":result": text,
        })?;
    connection
        .prepare_cached(
            "UPDATE calls SET feedback = 'answered', ended_at = coalesce(ended_at, \
             strftime('%Y-%m-%dT%H:%M:%fZ')), \
             session_expires_at = min(session_expires_at, unixepoch() + ?2) WHERE id = ?1",
        )?
        .execute((call, RETRY_SECONDS))?;
    Ok(())
}
