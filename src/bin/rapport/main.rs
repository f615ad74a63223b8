//! The command line. `rapport check` shows a definition as it is read, and worked scores. It uses only the crate's public
//! interface, writes no file, and connects to nothing.

use std::io::{self, Write};
use std::process::ExitCode;

use rapport::{Diagnostic, Instrument, Json, fhir};

use arguments::{Command, Source};
use report::Report;

mod arguments;
mod asks;
mod input;
mod layout;
mod patterns;
mod report;
mod rules;

/// The exit code after a fatal problem in the definition.
const PROBLEMS: u8 = 1;
/// The exit code after a wrong call or with an unreadable file.
const WRONG_CALL: u8 = 2;

fn main() -> ExitCode {
    let (text, code) = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => ([arguments::USAGE, arguments::HELP].concat(), ExitCode::SUCCESS),
        Ok(Command::Version) => (format!("rapport {}\n", rapport::VERSION), ExitCode::SUCCESS),
        Ok(Command::Check { source, lang, json }) => match check(&source, &lang, json) {
            Ok(output) => output,
            Err(message) => return fail(&message),
        },
        Err(error) => return fail(&format!("{error}\n\n{}", arguments::USAGE)),
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // The reader, such as `head`, has enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code,
        Err(error) => fail(&error.to_string()),
        Ok(()) => code,
    }
}

/// Returns the report as text or as JSON, and the exit code.
fn check(source: &Source, lang: &str, json: bool) -> Result<(String, ExitCode), String> {
    let (instrument, problems) = read(source)?;
    let report = Report::new(instrument.as_ref(), problems, lang);
    let code = if instrument.is_some() { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS) };
    let text = if json {
        serde_json::to_string_pretty(&report).map_err(|error| error.to_string())? + "\n"
    } else {
        layout::text(&report)
    };
    Ok((text, code))
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

/// Reports an error on the standard error stream, which may be closed.
fn fail(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "rapport: {}", message.trim_end());
    ExitCode::from(WRONG_CALL)
}
