//! The built command line: its output, its exit codes, and files that are not what they should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod calls;
#[path = "../native/golden.rs"]
mod expected;
mod files;
mod golden;
mod oracle;
mod program;
mod report;
mod rescore;
