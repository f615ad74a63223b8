//! The harness: browsers, a server for each test, a page with a person's hands on it, and the runner.

mod driver;
pub mod engine;
mod input;
pub mod page;
mod pool;
mod proxy;
mod routes;
pub mod runner;
pub mod server;

pub use engine::{DESKTOP, EVERY, Engine};
pub use page::{Page, in_shadow};
pub use runner::Tests;
pub use server::Server;
