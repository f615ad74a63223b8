//! Runs the built program.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The exit code, the standard output and the standard error of a run.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.args(arguments).stdin(Stdio::null());
    command
}

pub fn run(arguments: &[&str]) -> Run {
    let Output { status, stdout, stderr } = command(arguments).output().expect("the program");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

/// A file that is removed with this value.
pub struct File {
    path: PathBuf,
    _folder: TempDir,
}

impl File {
    pub fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file");
        Self { path, _folder: folder }
    }

    pub fn path(&self) -> &str {
        self.path.to_str().expect("UTF-8")
    }
}

/// Checks a definition.
pub fn check(definition: impl AsRef<[u8]>) -> Run {
    run(&["check", File::new("definition.json", definition).path()])
}

/// Returns a definition without faults, after one replacement in its text.
pub fn definition(from: &str, to: &str) -> String {
    let text = r#"{ "id": "calm", "version": "1", "title": "Calm", "scale": { "min": 0, "max": 10 },
        "items": [{ "id": "a", "text": "How calm?", "low": "Not calm", "high": "Calm" }],
        "score": { "range": [0, 10] } }"#;
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}
