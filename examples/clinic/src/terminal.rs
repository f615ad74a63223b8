//! Lines for the terminal. The server goes on if nobody reads them, where `println!` and `eprintln!` would panic.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};

/// Writes a line to standard output.
pub fn print(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Writes a line to standard error.
pub fn report(line: impl Display) {
    let _ = writeln!(stderr(), "{line}");
}
