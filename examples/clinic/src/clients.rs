//! A therapist's own clients: the list, their results, links that let them start calls.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value, json};

use crate::body;
use crate::clinic::Clinic;
use crate::refusal::Refusal;
use crate::seed;
use crate::sessions::{IS_OVER, random};
use crate::sign_in::Therapist;
use crate::token::Token;

/// A link is sent days before the session.
const INVITATION_SECONDS: i64 = 14 * 24 * 60 * 60;
/// As many as `<rapport-trend>` takes.
const MAX_RESULTS: i64 = 1000;

/// Returns the therapist's clients, with the call in which each is waiting.
pub async fn list(State(clinic): State<Clinic>, therapist: Therapist) -> Result<Json<Value>, Refusal> {
    let waiting = serde_json::to_string(&clinic.hub.waiting()).map_err(|_| Refusal::Failed)?;
    let clients = clinic.database.transact(move |connection| {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT clients.id, name, course, is_made_up, \
             (SELECT count(*) FROM calls WHERE client_id = clients.id AND {IS_OVER}), \
             (SELECT max(started_at) FROM calls WHERE client_id = clients.id AND {IS_OVER}), \
             (SELECT id FROM calls WHERE client_id = clients.id AND ended_at IS NULL \
              AND id IN (SELECT value FROM json_each(?2)) ORDER BY started_at DESC LIMIT 1) \
             FROM clients WHERE therapist_id = ?1 ORDER BY name",
        ))?;
        let rows = statement.query_map((therapist.id, waiting), |row| {
            Ok(json!({
                "id": row.get::<_, i64>(0)?,
                "name": row.get::<_, String>(1)?,
                "course": row.get::<_, Option<String>>(2)?,
                "isMadeUp": row.get::<_, bool>(3)?,
                "sessions": row.get::<_, i64>(4)?,
                "lastSessionAt": row.get::<_, Option<String>>(5)?,
                "waitingCall": row.get::<_, Option<String>>(6)?,
            }))
        })?;
        Ok(rows.collect::<Result<Vec<Value>, _>>()?)
    });
    Ok(Json(json!({ "clients": clients.await? })))
}

/// Returns a client's results, oldest first, with the instruments that they answer. A session without one is
/// `{ "at", "sessionId", "status" }`.
///
/// The times of each are the start of its call by this server's clock: a result's own times are by the clock of the
/// client's device, which may be wrong by years and would put the sessions into another order. The rest is as it was
/// sent.
pub async fn results(
    State(clinic): State<Clinic>,
    therapist: Therapist,
    Path(client): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let read = clinic.database.transact(move |connection| {
        let client = own_client(connection, &therapist, &client)?;
        let name: String =
            connection.query_row("SELECT name FROM clients WHERE id = ?1", [client], |row| row.get(0))?;
        let results = sessions(connection, client)?;
        let instruments = texts(
            connection,
            "SELECT DISTINCT definition FROM calls JOIN instruments \
             ON instruments.id = instrument_id AND version = instrument_version WHERE client_id = ?1 AND ?2",
            (client, true),
        )?;
        Ok(json!({ "client": { "id": client, "name": name }, "results": results, "instruments": instruments }))
    });
    read.await.map(Json)
}

/// Makes a new link for a client; earlier ones stay valid. Its secret is shown this one time.
pub async fn invite(
    State(clinic): State<Clinic>,
    therapist: Therapist,
    Path(client): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let _: Value = body::read(request).await?;
    let token = random()?;
    let write = clinic.database.transact(move |connection| {
        let client = own_client(connection, &therapist, &client)?;
        Ok(add_invitation(connection, client, token)?)
    });
    write.await?;
    Ok((StatusCode::CREATED, Json(json!({ "path": invitation_path(token) }))))
}

/// Stores an invitation.
///
/// # Errors
///
/// The database's.
pub fn add_invitation(connection: &Connection, client: i64, token: Token) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM invitations WHERE expires_at <= unixepoch()", [])?;
    connection.execute(
        "INSERT INTO invitations (token_hash, client_id, expires_at) VALUES (?1, ?2, unixepoch() + ?3)",
        (token.hash(), client, INVITATION_SECONDS),
    )?;
    Ok(())
}

/// Returns the path of the client's page. Browsers do not send the part after `#`, so no log has the secret.
#[must_use]
pub fn invitation_path(token: Token) -> String {
    format!("/clinic/call.html#{token}")
}

/// Deletes the calls and results of made-up clients, and puts the first ones back. Calls that can still be answered stay.
/// Only the demo has this.
pub async fn begin_again(
    State(clinic): State<Clinic>,
    _therapist: Therapist,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let _: Value = body::read(request).await?;
    if !clinic.settings.is_demo {
        return Err(Refusal::NotFound);
    }
    clinic.database.transact(seed::begin_again).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the client's key. A client of another therapist and one that does not exist are refused alike.
fn own_client(connection: &Connection, therapist: &Therapist, client: &str) -> Result<i64, Refusal> {
    let client: i64 = client.parse().map_err(|_| Refusal::Forbidden)?;
    let mut statement =
        connection.prepare_cached("SELECT id FROM clients WHERE id = ?1 AND therapist_id = ?2")?;
    statement.query_row((client, therapist.id), |row| row.get(0)).optional()?.ok_or(Refusal::Forbidden)
}

/// Returns the newest sessions of a client, oldest first.
fn sessions(connection: &Connection, client: i64) -> Result<Vec<Value>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT started_at, calls.id, iif(feedback = 'open', 'not-asked', feedback), result \
         FROM calls LEFT JOIN results ON call_id = calls.id \
         WHERE client_id = ?1 AND {IS_OVER} ORDER BY started_at DESC LIMIT ?2",
    ))?;
    let rows = statement.query_map((client, MAX_RESULTS), |row| {
        let (at, result): (String, Option<String>) = (row.get(0)?, row.get(3)?);
        let stub =
            json!({ "at": at, "sessionId": row.get::<_, String>(1)?, "status": row.get::<_, String>(2)? });
        Ok((at, stub, result))
    })?;
    let sessions = rows.map(|row| {
        let (at, stub, result) = row?;
        let Some(result) = result else { return Ok(stub) };
        let mut result: Map<String, Value> = serde_json::from_str(&result).map_err(|_| Refusal::Failed)?;
        for key in ["startedAt", "submittedAt"] {
            result.insert(key.into(), at.as_str().into());
        }
        Ok(result.into())
    });
    let mut sessions = sessions.collect::<Result<Vec<Value>, Refusal>>()?;
    sessions.reverse();
    Ok(sessions)
}

fn texts(
    connection: &Connection,
    statement: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Value>, Refusal> {
    let mut statement = connection.prepare_cached(statement)?;
    let rows = statement.query_map(parameters, |row| row.get::<_, String>(0))?;
    rows.map(|text| serde_json::from_str(&text?).map_err(|_| Refusal::Failed)).collect()
}
