//! Passes messages between the two browsers of each call, while they are connected.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::token::TokenHash;

/// Messages that wait for a browser.
const WAITING: usize = 256;

/// A message of one browser to the other, or of the server to one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Signal {
    /// Both are there. Only the server sends it.
    Joined {},
    /// The other browser's connection to the server is lost. Only the server sends it.
    Gone {},
    /// Another tab of the same person took this browser's place. Only the server sends it.
    Replaced {},
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

impl Signal {
    /// Whether a browser may send it.
    #[must_use]
    pub fn is_of_a_browser(&self) -> bool {
        !matches!(self, Self::Joined {} | Self::Gone {} | Self::Replaced {})
    }
}

impl Role {
    fn other(self) -> Self {
        if self == Self::Client { Self::Therapist } else { Self::Client }
    }
}

/// The open stream of a browser, with a number of its own. It ends when this is dropped.
#[derive(Debug)]
struct Side {
    number: u64,
    sign_in: Option<TokenHash>,
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

    /// Ends a side that is meant, and reports that to the other. Returns whether nobody is left.
    fn end(&mut self, role: Role, is_meant: impl FnOnce(&Side) -> bool) -> bool {
        if self.side(role).as_ref().is_some_and(is_meant) {
            *self.side(role) = None;
            if let Some(other) = self.side(role.other()) {
                other.send(Signal::Gone {});
            }
        }
        self.client.is_none() && self.therapist.is_none()
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

    /// Connects a browser, in place of an earlier connection of the same role, which is told and ends. A therapist's
    /// belongs to a sign-in. Returns the connection's number, its messages, and whether the other browser is there.
    pub fn connect(
        &self,
        call: &str,
        role: Role,
        sign_in: Option<TokenHash>,
    ) -> (u64, mpsc::Receiver<Signal>, bool) {
        let (sender, receiver) = mpsc::channel(WAITING);
        let side = Side { number: self.connections.fetch_add(1, Relaxed), sign_in, sender };
        let number = side.number;
        let mut calls = self.calls();
        let call = calls.entry(call.to_owned()).or_default();
        let is_other_there =
            call.side(role.other()).as_ref().is_some_and(|other| other.send(Signal::Joined {}));
        if is_other_there {
            side.send(Signal::Joined {});
        }
        if let Some(earlier) = call.side(role).replace(side) {
            earlier.send(Signal::Replaced {});
        }
        (number, receiver, is_other_there)
    }

    /// Ends a connection, unless a later one took its place, and reports that to the other browser.
    pub fn disconnect(&self, id: &str, role: Role, number: u64) {
        let mut calls = self.calls();
        if calls.get_mut(id).is_some_and(|call| call.end(role, |side| side.number == number)) {
            calls.remove(id);
        }
    }

    /// Ends the connections of a sign-in, and reports that to the other browsers.
    pub fn end_sign_in(&self, sign_in: &TokenHash) {
        self.calls()
            .retain(|_, call| !call.end(Role::Therapist, |side| side.sign_in.as_ref() == Some(sign_in)));
    }

    /// Passes a message to the other browser. Returns whether that is connected.
    pub fn pass(&self, call: &str, from: Role, signal: Signal) -> bool {
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
