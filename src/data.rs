//! Reads plain JSON data from anywhere, and reports every fault in it by path. It assigns no meaning to the data.

pub(crate) mod cursor;
pub(crate) mod diagnostics;
pub(crate) mod json;
mod json_reader;

/// Limits that Rust and the scripts share, and the version of the built-in instruments, from `src/limits.json`.
pub(crate) mod limits {
    include!(concat!(env!("OUT_DIR"), "/limits.rs"));
}
