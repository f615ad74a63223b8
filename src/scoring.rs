//! Scores answers, and reads and checks results. It reads no clock, draws no random number and touches no browser.

pub(crate) mod answers;
pub(crate) mod change;
pub(crate) mod draft;
pub(crate) mod quality;
pub(crate) mod result;
pub(crate) mod score;

#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub(crate) mod rescore;
#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub(crate) mod verify;
