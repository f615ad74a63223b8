//! The clinic's server as a process, asked over the loopback address: what it stores, what it refuses, what survives.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod attacks;
mod bodies;
mod durability;
mod fixtures;
mod process;
mod results;
mod signals;
mod start;
mod therapists;
