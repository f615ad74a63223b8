//! The state that all requests share.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use tokio::sync::watch;

use crate::database::Database;
use crate::hub::Hub;
use crate::rates::Rates;
use crate::refusal::Refusal;
use crate::settings::Settings;

/// The shared state; clones refer to the same.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// The stored data.
    pub database: Database,
    /// The limits by time.
    pub rates: Arc<Rates>,
    /// The two browsers of each call.
    pub hub: Arc<Hub>,
    /// The settings from the environment.
    pub settings: Arc<Settings>,
    /// Becomes true when the server ends.
    pub is_ending: watch::Receiver<bool>,
}

/// The address at the other end of a request's connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The address of a request's sender: the peer, or what the own proxy reports of it.
#[derive(Debug, Clone, Copy)]
pub struct Sender(pub IpAddr);

impl FromRequestParts<Clinic> for Sender {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, clinic: &Clinic) -> Result<Self, Refusal> {
        let forwarded = forwarded(&parts.headers).filter(|_| clinic.settings.is_forwarded);
        let peer = parts.extensions.get::<Peer>().map(|Peer(address)| *address);
        forwarded.or(peer).map(Self).ok_or(Refusal::Failed)
    }
}

/// Returns the last address in `X-Forwarded-For`, which the own proxy has added. Senders can forge the ones before.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").into_iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
