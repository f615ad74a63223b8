//! The signalling of a call: messages between the two browsers, and the hang-up, which ends the call for both.
//!
//! The pictures go from browser to browser. The server passes on what connects them, and stores none of it.

use std::convert::Infallible;
use std::future::pending;
use std::pin::Pin;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_util::stream::{Stream, unfold};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::body;
use crate::clinic::{Clinic, Sender};
use crate::hub::{Role, Signal};
use crate::refusal::Refusal;
use crate::sessions::{counted, find};
use crate::sign_in::{Therapist, holds};
use crate::token::TokenHash;

const KEEP_ALIVE: Duration = Duration::from_secs(15);
const JOINED: &str =
    "UPDATE calls SET joined_at = coalesce(joined_at, strftime('%Y-%m-%dT%H:%M:%fZ')) WHERE id = ?1";
const ENDED: &str =
    "UPDATE calls SET ended_at = coalesce(ended_at, strftime('%Y-%m-%dT%H:%M:%fZ')) WHERE id = ?1";

/// The stream of one browser's messages.
type Events = Sse<KeepAliveStream<Pin<Box<dyn Stream<Item = Result<Event, Infallible>> + Send>>>>;

/// Connects the client's browser.
pub async fn client_events(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    Path(session): Path<String>,
) -> Result<Events, Refusal> {
    let session = counted(&clinic, address, find(&clinic, &session).await)?;
    if session.is_ended {
        return Err(Refusal::NotFound);
    }
    let (connection, are_both_there) = Connection::open(&clinic, session.call, Role::Client, None);
    connection.start(are_both_there).await
}

/// Passes a message of the client's browser on.
pub async fn client_signal(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    Path(session): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let signal = body::read(request).await?;
    let session = counted(&clinic, address, find(&clinic, &session).await)?;
    pass(&clinic, session.call, Role::Client, signal).await
}

/// Connects the browser of the therapist whose client's call it is.
pub async fn therapist_events(
    State(clinic): State<Clinic>,
    therapist: Therapist,
    Path(call): Path<String>,
) -> Result<Events, Refusal> {
    own_call(&clinic, &therapist, &call).await?;
    let Therapist { sign_in, seconds_left, .. } = therapist;
    let (mut connection, are_both_there) = Connection::open(&clinic, call, Role::Therapist, Some(sign_in));
    // A sign-out since the request began did not find the connection.
    if !holds(&clinic, sign_in).await? {
        return Err(Refusal::SignedOut);
    }
    connection.end = Some(Instant::now() + Duration::from_secs(seconds_left.into()));
    connection.start(are_both_there).await
}

/// Returns that a call goes on: a page asks it when its stream was refused. 404 if it is over.
pub async fn show(
    State(clinic): State<Clinic>,
    therapist: Therapist,
    Path(call): Path<String>,
) -> Result<Json<Value>, Refusal> {
    own_call(&clinic, &therapist, &call).await?;
    Ok(Json(json!({ "isEnded": false })))
}

/// Passes a message of the therapist's browser on.
pub async fn therapist_signal(
    State(clinic): State<Clinic>,
    therapist: Therapist,
    Path(call): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    own_call(&clinic, &therapist, &call).await?;
    let signal = body::read(request).await?;
    pass(&clinic, call, Role::Therapist, signal).await
}

/// Refuses a call that is over, unknown, or of another therapist's client.
async fn own_call(clinic: &Clinic, therapist: &Therapist, call: &str) -> Result<(), Refusal> {
    let (call, therapist) = (call.to_owned(), therapist.id);
    let found = clinic.database.transact(move |connection| {
        let mut statement = connection.prepare_cached(
            "SELECT therapist_id FROM calls JOIN clients ON clients.id = client_id \
             WHERE calls.id = ?1 AND ended_at IS NULL",
        )?;
        Ok(statement.query_row([call], |row| row.get::<_, i64>(0))?)
    });
    if found.await? == therapist { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// A browser's open stream. Its end is reported to the other browser.
#[derive(Debug)]
struct Connection {
    clinic: Clinic,
    call: String,
    role: Role,
    number: u64,
    receiver: mpsc::Receiver<Signal>,
    /// The end of the sign-in.
    end: Option<Instant>,
}

impl Connection {
    /// Connects a browser. Returns also whether the other one is there.
    fn open(clinic: &Clinic, call: String, role: Role, sign_in: Option<TokenHash>) -> (Self, bool) {
        let (number, receiver, are_both_there) = clinic.hub.connect(&call, role, sign_in);
        (Self { clinic: clinic.clone(), call, role, number, receiver, end: None }, are_both_there)
    }

    /// Begins the stream, which ends with the server, and at the end of a sign-in.
    async fn start(self, are_both_there: bool) -> Result<Events, Refusal> {
        if are_both_there {
            mark(&self.clinic, self.call.clone(), JOINED).await?;
        }
        let stream = unfold(self, async |mut connection| {
            let mut is_ending = connection.clinic.is_ending.clone();
            let signal = tokio::select! {
                signal = connection.receiver.recv() => signal?,
                _ = is_ending.wait_for(|is_ending| *is_ending) => return None,
                () = end_of(connection.end) => return None,
            };
            let event = Event::default().json_data(&signal).ok()?;
            Some((Ok(event), connection))
        });
        Ok(Sse::new(Box::pin(stream) as Pin<Box<dyn Stream<Item = _> + Send>>)
            .keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
    }
}

async fn end_of(end: Option<Instant>) {
    match end {
        Some(end) => sleep_until(end).await,
        None => pending().await,
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.clinic.hub.disconnect(&self.call, self.role, self.number);
    }
}

async fn pass(clinic: &Clinic, call: String, from: Role, signal: Signal) -> Result<StatusCode, Refusal> {
    clinic.rates.signal(&call)?;
    if !signal.is_of_a_browser() {
        return Err(Refusal::invalid("body.kind", "a message of a browser"));
    }
    // Before the other browser learns of it: its page may ask at once whether the call has ended.
    if matches!(signal, Signal::HangUp {}) {
        mark(clinic, call.clone(), ENDED).await?;
    }
    let was_passed = clinic.hub.pass(&call, from, signal);
    Ok(if was_passed { StatusCode::NO_CONTENT } else { StatusCode::ACCEPTED })
}

/// Writes the present time into a call, by a statement that keeps an earlier one.
async fn mark(clinic: &Clinic, call: String, statement: &'static str) -> Result<(), Refusal> {
    let write = clinic.database.transact(move |connection| {
        connection.prepare_cached(statement)?.execute([call])?;
        Ok(())
    });
    write.await
}
