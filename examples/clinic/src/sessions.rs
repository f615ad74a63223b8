//! Calls, and the session that lets exactly one page store the feedback about one call.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::body;
use crate::clinic::{Clinic, Sender};
use crate::refusal::Refusal;
use crate::token::{Token, TokenHash};

/// A call, and time to answer after it.
const SESSION_SECONDS: i64 = 4 * 60 * 60;
/// The instrument that a call asks, in the newest version that the database has.
pub const INSTRUMENT: &str = "session";

/// The condition in SQL of a call whose feedback is over: it was answered, skipped or not asked, or the two have met and
/// the time to answer has run out. The last counts as not asked.
pub const IS_OVER: &str =
    "(feedback <> 'open' OR joined_at IS NOT NULL AND session_expires_at <= unixepoch())";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    invitation: String,
}

/// A session that was found by its secret id.
#[derive(Debug)]
pub struct Session {
    /// The public id of the call.
    pub call: String,
    /// The JSON of the instrument.
    pub definition: String,
    /// The earlier totals that the page was given, as JSON.
    pub history: String,
    /// `open`, `answered`, `skipped` or `not-asked`.
    pub feedback: String,
    /// Whether the call was ended.
    pub is_ended: bool,
    has_joined: bool,
    therapist: String,
    client: String,
    is_made_up: bool,
}

/// Starts a call for the client whose invitation this is. Returns the session id, which is shown this one time.
pub async fn start(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    request: Request,
) -> Result<Response, Refusal> {
    let Start { invitation } = body::read(request).await?;
    let invitation = Token::parse(&invitation);
    let (session, call) = (random()?, random()?.to_string());
    let rates = clinic.rates.clone();
    let started = clinic.database.transact(move |connection| {
        let client = invited(connection, invitation.ok_or(Refusal::NotFound)?)?;
        rates.call(client)?;
        let history = history(connection, client)?;
        connection
            .prepare_cached(
                "INSERT INTO calls (id, client_id, session_hash, session_expires_at, instrument_id, \
                 instrument_version, history, started_at) \
                 SELECT :call, :client, :hash, unixepoch() + :seconds, id, version, :history, \
                 strftime('%Y-%m-%dT%H:%M:%fZ') \
                 FROM instruments WHERE id = :instrument ORDER BY rowid DESC LIMIT 1",
            )?
            .execute(named_params! {
                ":call": call, ":client": client, ":hash": session.hash(), ":seconds": SESSION_SECONDS,
                ":instrument": INSTRUMENT, ":history": history,
            })?;
        Session::find(connection, session)
    });
    let found = counted(&clinic, address, started.await)?;
    let page = json!({ "session": session.to_string(), "about": found.page()? });
    Ok((StatusCode::CREATED, Json(page)).into_response())
}

/// Returns what a page needs to ask about a call: the public id, the instrument, the earlier totals.
pub async fn show(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    Path(session): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let found = counted(&clinic, address, find(&clinic, &session).await)?;
    found.page().map(Json)
}

/// Records that the client does not want to answer. 204 if that is recorded, also if it was before.
pub async fn skip(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    Path(session): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let _: Value = body::read(request).await?;
    let token = Token::parse(&session);
    let stored = clinic.database.transact(move |connection| {
        let session = Session::find(connection, token.ok_or(Refusal::NotFound)?)?;
        match session.feedback.as_str() {
            "open" => {}
            "skipped" => return Ok(StatusCode::NO_CONTENT),
            _ => return Err(Refusal::NotFound),
        }
        connection
            .prepare_cached(
                "UPDATE calls SET feedback = 'skipped', \
                 ended_at = coalesce(ended_at, strftime('%Y-%m-%dT%H:%M:%fZ')) WHERE id = ?1",
            )?
            .execute([session.call])?;
        Ok(StatusCode::NO_CONTENT)
    });
    counted(&clinic, address, stored.await)
}

/// Finds the session of a secret id.
///
/// # Errors
///
/// 404 if it is malformed, unknown or expired.
pub async fn find(clinic: &Clinic, session: &str) -> Result<Session, Refusal> {
    let token = Token::parse(session).ok_or(Refusal::NotFound)?;
    clinic.database.transact(move |connection| Session::find(connection, token)).await
}

/// Counts a secret that was not found, so that nobody can try many.
///
/// # Errors
///
/// The refusal, or 429 in place of 404.
pub fn counted<T>(
    clinic: &Clinic,
    address: std::net::IpAddr,
    found: Result<T, Refusal>,
) -> Result<T, Refusal> {
    if matches!(found, Err(Refusal::NotFound)) {
        clinic.rates.unknown(address)?;
    }
    found
}

/// Returns a new secret.
///
/// # Errors
///
/// 500 if the system has no random source.
pub fn random() -> Result<Token, Refusal> {
    Token::random().map_err(|_| Refusal::Failed)
}

impl Session {
    /// Finds a session that has not expired, by the hash of its secret id.
    ///
    /// # Errors
    ///
    /// 404 if there is none.
    pub fn find(connection: &Connection, token: Token) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT calls.session_hash, calls.id, definition, history, feedback, ended_at IS NOT NULL, \
             therapists.name, clients.name, is_made_up, joined_at IS NOT NULL FROM calls \
             JOIN instruments ON instruments.id = instrument_id AND version = instrument_version \
             JOIN clients ON clients.id = client_id JOIN therapists ON therapists.id = therapist_id \
             WHERE session_hash = ?1 AND session_expires_at > unixepoch()",
        )?;
        let row = statement.query_row([token.hash()], |row| {
            let hash: TokenHash = row.get(0)?;
            let session = Self {
                call: row.get(1)?,
                definition: row.get(2)?,
                history: row.get(3)?,
                feedback: row.get(4)?,
                is_ended: row.get(5)?,
                therapist: row.get(6)?,
                client: row.get(7)?,
                is_made_up: row.get(8)?,
                has_joined: row.get(9)?,
            };
            Ok((hash, session))
        });
        let (hash, session) = row.optional()?.ok_or(Refusal::NotFound)?;
        if token.is_stored_as(&hash) { Ok(session) } else { Err(Refusal::NotFound) }
    }

    fn page(&self) -> Result<Value, Refusal> {
        let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|_| Refusal::Failed);
        Ok(json!({
            "call": self.call,
            "client": self.client,
            "isMadeUp": self.is_made_up,
            "therapist": self.therapist,
            "feedback": self.feedback,
            "isEnded": self.is_ended,
            "hasJoined": self.has_joined,
            "instrument": json(&self.definition)?,
            "history": json(&self.history)?,
        }))
    }
}

fn invited(connection: &Connection, invitation: Token) -> Result<i64, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT token_hash, client_id FROM invitations WHERE token_hash = ?1 AND expires_at > unixepoch()",
    )?;
    let row = statement.query_row([invitation.hash()], |row| Ok((row.get::<_, TokenHash>(0)?, row.get(1)?)));
    let (hash, client) = row.optional()?.ok_or(Refusal::NotFound)?;
    if invitation.is_stored_as(&hash) { Ok(client) } else { Err(Refusal::NotFound) }
}

/// Returns the totals of a client's earlier sessions as JSON, oldest first: null for one without a total.
fn history(connection: &Connection, client: i64) -> Result<String, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT json_group_array(json_object('total', total, 'at', started_at)) FROM ( \
         SELECT total, started_at FROM calls LEFT JOIN results ON call_id = calls.id \
         WHERE client_id = ?1 AND instrument_id = ?2 AND {IS_OVER} ORDER BY started_at DESC LIMIT 1000)",
    ))?;
    let newest_first: String = statement.query_row((client, INSTRUMENT), |row| row.get(0))?;
    let mut entries: Vec<Value> = serde_json::from_str(&newest_first).map_err(|_| Refusal::Failed)?;
    entries.reverse();
    Ok(Value::from(entries).to_string())
}
