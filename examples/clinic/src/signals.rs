//! The signalling of a call: messages between the two browsers, and the hang-up, which ends the call for both.
//!
//! The pictures and the sound go from browser to browser. The server passes on what connects them, and stores none of it.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::body;
use crate::clinic::{Clinic, Sender};
use crate::refusal::Refusal;
use crate::sessions::{counted, find};
use crate::sign_in::Therapist;

/// Messages that wait for a browser.
const WAITING: usize = 256;
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A message of one browser to the other, or of the server to one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Signal {
    /// Both are there. Only the server sends it.
    Joined {},
    /// The other browser's connection to the server is lost. Only the server sends it.
    Gone {},
    /// The call is over.
    HangUp {},
    /// The sender's browser has no WebRTC.
    NoVideo {},
    /// A session description of WebRTC.
    Description { description: Value },
    /// A candidate of WebRTC; null at the end.
    Candidate { candidate: Value },
}

/// One of the two browsers of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The client's.
    Client,
    /// The therapist's.
    Therapist,
}

impl Role {
    fn other(self) -> Self {
        if self == Self::Client { Self::Therapist } else { Self::Client }
    }
}

/// The open stream of a browser, with a number of its own.
#[derive(Debug)]
struct Side {
    number: u64,
    sender: mpsc::Sender<Signal>,
}

impl Side {
    fn send(&self, signal: Signal) -> bool {
        self.sender.try_send(signal).is_ok()
    }
}

/// The two browsers of a call, each while it is connected.
#[derive(Debug, Default)]
struct Call {
    client: Option<Side>,
    therapist: Option<Side>,
}

impl Call {
    fn side(&mut self, role: Role) -> &mut Option<Side> {
        match role {
            Role::Client => &mut self.client,
            Role::Therapist => &mut self.therapist,
        }
    }
}

/// The calls in which a browser is connected now, by their public id.
#[derive(Debug, Default)]
pub struct Hub {
    calls: Mutex<HashMap<String, Call>>,
    connections: AtomicU64,
}

impl Hub {
    fn calls(&self) -> MutexGuard<'_, HashMap<String, Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connects a browser, in place of an earlier connection of the same role. Returns the connection's number, its
    /// messages, and whether the other browser is there.
    fn connect(&self, call: &str, role: Role) -> (u64, mpsc::Receiver<Signal>, bool) {
        let (sender, receiver) = mpsc::channel(WAITING);
        let side = Side { number: self.connections.fetch_add(1, Relaxed), sender };
        let number = side.number;
        let mut calls = self.calls();
        let call = calls.entry(call.to_owned()).or_default();
        let is_other_there =
            call.side(role.other()).as_ref().is_some_and(|other| other.send(Signal::Joined {}));
        if is_other_there {
            side.send(Signal::Joined {});
        }
        *call.side(role) = Some(side);
        (number, receiver, is_other_there)
    }

    /// Ends a connection, unless a later one took its place, and reports that to the other browser.
    fn disconnect(&self, id: &str, role: Role, number: u64) {
        let mut calls = self.calls();
        let Some(call) = calls.get_mut(id) else { return };
        if call.side(role).as_ref().is_none_or(|side| side.number != number) {
            return;
        }
        *call.side(role) = None;
        match call.side(role.other()) {
            Some(other) => {
                other.send(Signal::Gone {});
            }
            None => {
                calls.remove(id);
            }
        }
    }

    /// Passes a message to the other browser. Returns whether that is connected.
    fn pass(&self, call: &str, from: Role, signal: Signal) -> bool {
        let mut calls = self.calls();
        let other = calls.get_mut(call).and_then(|call| call.side(from.other()).as_ref());
        other.is_some_and(|other| other.send(signal))
    }

    /// Returns the calls in which the client's browser is connected.
    #[must_use]
    pub fn waiting(&self) -> Vec<String> {
        let calls = self.calls();
        calls.iter().filter(|(_, call)| call.client.is_some()).map(|(id, _)| id.clone()).collect()
    }
}

type Events = Sse<axum::response::sse::KeepAliveStream<std::pin::Pin<Box<dyn EventStream>>>>;

/// The stream of one browser's messages.
pub trait EventStream: Stream<Item = Result<Event, Infallible>> + Send {}
impl<T: Stream<Item = Result<Event, Infallible>> + Send> EventStream for T {}

/// Connects the client's browser.
pub async fn client_events(
    State(clinic): State<Clinic>,
    Extension(Sender(address)): Extension<Sender>,
    Path(session): Path<String>,
) -> Result<Events, Refusal> {
    let session = counted(&clinic, address, find(&clinic, &session).await)?;
    if session.is_ended {
        return Err(Refusal::NotFound);
    }
    connect(&clinic, session.call, Role::Client).await
}

/// Passes a message of the client's browser on.
pub async fn client_signal(
    State(clinic): State<Clinic>,
    Extension(Sender(address)): Extension<Sender>,
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
    connect(&clinic, call, Role::Therapist).await
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

async fn connect(clinic: &Clinic, call: String, role: Role) -> Result<Events, Refusal> {
    let (number, receiver, are_both_there) = clinic.hub.connect(&call, role);
    let connection = Connection { clinic: clinic.clone(), call: call.clone(), role, number, receiver };
    if are_both_there {
        mark(clinic, call, "joined_at").await?;
    }
    let stream = unfold(connection, async |mut connection| {
        let mut is_ending = connection.clinic.is_ending.clone();
        let signal = tokio::select! {
            signal = connection.receiver.recv() => signal?,
            _ = is_ending.wait_for(|is_ending| *is_ending) => return None,
        };
        let event = Event::default().json_data(&signal).ok()?;
        Some((Ok(event), connection))
    });
    let stream: std::pin::Pin<Box<dyn EventStream>> = Box::pin(stream);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// A browser's open stream. Its end is reported to the other browser.
#[derive(Debug)]
struct Connection {
    clinic: Clinic,
    call: String,
    role: Role,
    number: u64,
    receiver: mpsc::Receiver<Signal>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.clinic.hub.disconnect(&self.call, self.role, self.number);
    }
}

async fn pass(clinic: &Clinic, call: String, from: Role, signal: Signal) -> Result<StatusCode, Refusal> {
    clinic.rates.signal(&call)?;
    if matches!(signal, Signal::Joined {} | Signal::Gone {}) {
        return Err(Refusal::invalid("body.kind", "a message of a browser"));
    }
    let is_over = matches!(signal, Signal::HangUp {});
    let was_passed = clinic.hub.pass(&call, from, signal);
    if is_over {
        mark(clinic, call, "ended_at").await?;
    }
    Ok(if was_passed { StatusCode::NO_CONTENT } else { StatusCode::ACCEPTED })
}

/// Writes the present time into a column of a call that has none there.
async fn mark(clinic: &Clinic, call: String, column: &'static str) -> Result<(), Refusal> {
    let statement = match column {
        "joined_at" => {
            "UPDATE calls SET joined_at = coalesce(joined_at, strftime('%Y-%m-%dT%H:%M:%fZ')) WHERE id = ?1"
        }
        _ => "UPDATE calls SET ended_at = coalesce(ended_at, strftime('%Y-%m-%dT%H:%M:%fZ')) WHERE id = ?1",
    };
    clinic
        .database
        .transact(move |connection| {
            connection.prepare_cached(statement)?.execute([call])?;
            Ok(())
        })
        .await
}
