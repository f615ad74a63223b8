//! The program `rapport`: [`rapport::command_line`] in a process of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    rapport::command_line::run(std::env::args_os().skip(1)).into()
}
