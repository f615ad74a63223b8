//! Reads the arguments.

use std::path::PathBuf;

use lexopt::{Arg, Error, Parser, ValueExt};

/// The forms of a call.
pub const USAGE: &str = "\
usage: rapport check DEFINITION.json [--lang TAG] [--json]
       rapport check --questionnaire QUESTIONNAIRE.json [--beside BESIDE.json] [--lang TAG] [--json]
";

/// The text of `--help` after [`USAGE`].
pub const HELP: &str = "
Reads a definition of an instrument, or a FHIR R4 Questionnaire with the scoring rules beside it. Prints every problem
and warning by path, the items, the scoring rules in words, and the scores of four patterns of answers.

  --questionnaire FILE   reads a FHIR Questionnaire in place of a definition
  --beside FILE          the scoring rules beside the Questionnaire
  --lang TAG             the language of the instrument's texts, such as es; by default, the first of each text
  --json                 prints JSON
  --help, --version

Exit codes: 0 without problems, also if there are warnings; 1 with problems; 2 after a wrong call, or if a file cannot
be read or is not JSON.
";

/// A call.
#[derive(Debug)]
pub enum Command {
    /// `check`
    Check {
        /// The files to read.
        source: Source,
        /// A language tag, or an empty string.
        lang: String,
        /// Whether to print JSON.
        json: bool,
    },
    /// `--help`
    Help,
    /// `--version`
    Version,
}

/// The files that give an instrument.
#[derive(Debug)]
pub enum Source {
    /// A definition.
    Definition(PathBuf),
    /// A FHIR Questionnaire.
    Questionnaire {
        /// The Questionnaire.
        path: PathBuf,
        /// The definition beside it.
        beside: Option<PathBuf>,
    },
}

/// Reads the arguments.
///
/// # Errors
///
/// An argument is unknown, occurs twice or has no value, or arguments exclude each other.
pub fn parse(mut arguments: Parser) -> Result<Command, Error> {
    let mut files = Files::default();
    let (mut is_check, mut lang, mut json) = (false, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Version),
            Arg::Long("questionnaire") => {
                set(&mut files.questionnaire, "--questionnaire", arguments.value()?.into())?;
            }
            Arg::Long("beside") => set(&mut files.beside, "--beside", arguments.value()?.into())?,
            Arg::Long("lang") => set(&mut lang, "--lang", arguments.value()?.string()?)?,
            Arg::Long("json") => json = true,
            Arg::Value(command) if !is_check && command == "check" => is_check = true,
            Arg::Value(command) if !is_check => {
                return Err(format!("unknown command {}", command.display()).into());
            }
            Arg::Value(path) => set(&mut files.definition, "DEFINITION.json", path.into())?,
            other => return Err(other.unexpected()),
        }
    }
    if !is_check {
        return Err("the command is missing".into());
    }
    Ok(Command::Check { source: files.source()?, lang: lang.unwrap_or_default(), json })
}

#[derive(Default)]
struct Files {
    definition: Option<PathBuf>,
    questionnaire: Option<PathBuf>,
    beside: Option<PathBuf>,
}

impl Files {
    fn source(self) -> Result<Source, Error> {
        match self {
            Self { definition: Some(path), questionnaire: None, beside: None } => {
                Ok(Source::Definition(path))
            }
            Self { definition: None, questionnaire: Some(path), beside } => {
                Ok(Source::Questionnaire { path, beside })
            }
            Self { definition: Some(_), questionnaire: Some(_), .. } => {
                Err("a definition and --questionnaire exclude each other".into())
            }
            Self { beside: Some(_), .. } => Err("--beside needs --questionnaire".into()),
            _ => Err("the file is missing".into()),
        }
    }
}

fn set<T>(to: &mut Option<T>, name: &str, value: T) -> Result<(), Error> {
    if to.replace(value).is_some() {
        return Err(format!("{name} occurs twice").into());
    }
    Ok(())
}
