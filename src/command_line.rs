//! The command line. `rapport check` shows a definition as it is read, with worked scores; `rapport rescore` scores a
//! file of results. It uses only the crate's public interface, writes no file, and connects to nothing.

use std::ffi::OsString;
use std::io::{self, Write};

use crate::json_api::JsonInstrument;
use crate::{Diagnostic, Instrument, Json, fhir};

use arguments::{Command, Source};
use report::Report;

mod arguments;
mod chunks;
mod input;
mod items;
mod layout;
mod patterns;
mod progress;
mod report;
mod rescore;
mod rules;

/// The exit code of a call that did what it should.
const SUCCESS: u8 = 0;
/// The exit code after a fatal problem in the definition, or with faulty lines.
const PROBLEMS: u8 = 1;
/// The exit code after a wrong call or with an unreadable file.
const WRONG_CALL: u8 = 2;

/// Runs the command line with the arguments after the program's name, on the process's own streams. Returns the exit
/// code: 0 without problems, 1 with problems, 2 after a wrong call or with an unreadable file.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let parser = lexopt::Parser::from_args(arguments);
    match arguments::parse(parser) {
        Ok(Command::Help) => print(&[arguments::USAGE, arguments::HELP].concat(), SUCCESS),
        Ok(Command::Version) => print(&format!("rapport {}\n", crate::VERSION), SUCCESS),
        Ok(Command::Check { source, lang, json }) => match check(&source, &lang, json) {
            Ok((text, code)) => print(&text, code),
            Err(message) => fail(&message),
        },
        Ok(Command::Rescore { source }) => rescore(&source).unwrap_or_else(|message| fail(&message)),
        Err(error) => fail(&format!("{error}\n\n{}", arguments::USAGE)),
    }
}

/// Returns the report as text or as JSON, and the exit code.
fn check(source: &Source, lang: &str, json: bool) -> Result<(String, u8), String> {
    let (instrument, problems) = read(source)?;
    let report = Report::new(instrument.as_ref(), problems, lang);
    let code = if instrument.is_some() { SUCCESS } else { PROBLEMS };
    let text = if json {
        serde_json::to_string_pretty(&report).map_err(|error| error.to_string())? + "\n"
    } else {
        layout::text(&report)
    };
    Ok((text, code))
}

/// Rescores the standard input. Returns the exit code.
fn rescore(source: &Source) -> Result<u8, String> {
    let (instrument, problems) = read(source)?;
    for problem in &problems {
        let kind = if problem.fatal { "problem" } else { "warning" };
        say(&format!("{}: {kind}: {problem}", source.path().display()));
    }
    let Some(instrument) = instrument else { return Ok(PROBLEMS) };
    let rescored = rescore::rescore(&JsonInstrument::from(instrument), io::stdin(), io::stdout())
        .map_err(|error| format!("after line {}: {}", error.lines, error.error))?;
    let Some(first) = rescored.first_faulty else { return Ok(SUCCESS) };
    let (faulty, lines) = (rescored.faulty, rescored.lines);
    say(&format!("{faulty} of {lines} lines are faulty, the first is line {first}"));
    Ok(PROBLEMS)
}

fn read(source: &Source) -> Result<(Option<Instrument>, Vec<Diagnostic>), String> {
    match source {
        Source::Definition(path) => Ok(Instrument::read(&input::json("instrument", path)?)),
        Source::Questionnaire { path, beside } => {
            let questionnaire = input::json("questionnaire", path)?;
            let beside = beside.as_deref().map_or(Ok(Json::Null), |path| input::json("beside", path))?;
            Ok(fhir::from_questionnaire(&questionnaire, &beside))
        }
    }
}

/// Writes to the standard output. Returns `code`, or that of an error.
fn print(text: &str, code: u8) -> u8 {
    match io::stdout().lock().write_all(text.as_bytes()) {
        // The reader, such as `head`, has enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code,
        Err(error) => fail(&error.to_string()),
        Ok(()) => code,
    }
}

/// Reports an error. Returns the exit code.
fn fail(message: &str) -> u8 {
    say(message);
    WRONG_CALL
}

/// Writes to the standard error stream, which may be closed.
fn say(message: &str) {
    let _ = writeln!(io::stderr(), "rapport: {}", message.trim_end());
}
