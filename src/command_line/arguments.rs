//! Reads the arguments.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use lexopt::{Arg, Error, Parser, ValueExt};

/// The forms of a call.
pub const USAGE: &str = "\
usage: rapport check DEFINITION.json [--lang TAG] [--json]
       rapport check --questionnaire QUESTIONNAIRE.json [--beside BESIDE.json] [--lang TAG] [--json]
       rapport rescore DEFINITION.json < RESULTS.jsonl > SCORES.jsonl
       rapport rescore --questionnaire QUESTIONNAIRE.json [--beside BESIDE.json] < RESULTS.jsonl > SCORES.jsonl
";

/// The text of `--help` after [`USAGE`].
pub const HELP: &str = "
Reads a definition of an instrument, or a FHIR R4 Questionnaire with the scoring rules beside it.

check prints every problem and warning by path, the items, the scoring rules in words, and the scores of four patterns
of answers.

rescore scores lines of JSON from the standard input, each a result or { \"answers\": { \"ID\": VALUE }, \"history\": [] }.
Each line gives one line, in the same order: { \"outcome\", \"change\" }, or { \"error\", \"line\" } if it is faulty. It uses
all cores, and its memory does not grow with the number of lines.

  --questionnaire FILE   reads a FHIR Questionnaire in place of a definition
  --beside FILE          the scoring rules beside the Questionnaire
  --lang TAG             the language of the instrument's texts, such as es; by default, the first of each text (check)
  --json                 prints JSON (check)
  --help, --version

Exit codes: 0 without problems, also if there are warnings; 1 with problems or faulty lines; 2 after a wrong call, or if
a file cannot be read or is not JSON.
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
    /// `rescore`
    Rescore {
        /// The files to read.
        source: Source,
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

impl Source {
    /// Returns the path of the main file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Definition(path) | Self::Questionnaire { path, .. } => path,
        }
    }
}

/// Reads the arguments.
///
/// # Errors
///
/// An argument is unknown, occurs twice or has no value, or arguments exclude each other.
pub fn parse(mut arguments: Parser) -> Result<Command, Error> {
    let mut files = Files::default();
    let (mut command, mut lang, mut json) = (None, None, false);
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
            Arg::Value(name) if command.is_none() => command = Some(Name::parse(&name)?),
            Arg::Value(path) => set(&mut files.definition, "DEFINITION.json", path.into())?,
            other => return Err(other.unexpected()),
        }
    }
    match command.ok_or("the command is missing")? {
        Name::Check => Ok(Command::Check { source: files.source()?, lang: lang.unwrap_or_default(), json }),
        Name::Rescore if json => Err("rescore has no --json".into()),
        Name::Rescore if lang.is_some() => Err("rescore has no --lang".into()),
        Name::Rescore => Ok(Command::Rescore { source: files.source()? }),
    }
}

/// The name of a command.
#[derive(Clone, Copy)]
enum Name {
    Check,
    Rescore,
}

impl Name {
    fn parse(name: &OsStr) -> Result<Self, Error> {
        match name.to_str() {
            Some("check") => Ok(Self::Check),
            Some("rescore") => Ok(Self::Rescore),
            _ => Err(format!("unknown command {}", name.display()).into()),
        }
    }
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
