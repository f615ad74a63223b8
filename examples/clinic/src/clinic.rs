//! The state that all requests share.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::watch;

use crate::database::Database;
use crate::hub::Hub;
use crate::rates::Rates;
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

/// The address of a request's sender. Behind a proxy it is the proxy's: see docs/production.md.
#[derive(Debug, Clone, Copy)]
pub struct Sender(pub IpAddr);
