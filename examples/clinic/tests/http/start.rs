//! The start: settings that are refused with one line, files that are not the clinic's, and where it listens.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use rusqlite::Connection;

use crate::process::{Clinic, new_folder};

/// Starts a server that has to refuse, and returns its output. One that serves instead ends after ten seconds.
fn refuse(folder: &Path, name: &str, value: &OsStr) -> Output {
    Command::new("timeout")
        .args(["10", env!("CARGO_BIN_EXE_rapport-clinic")])
        .current_dir(folder)
        .env("PORT", "0")
        .env("DIST", folder)
        .env("PAGES", std::path::absolute("pages").expect("a path"))
        .env("DATABASE", folder.join("clinic.sqlite"))
        .env(name, value)
        .output()
        .expect("an output")
}

fn assert_refused(folder: &Path, name: &str, value: &OsStr, expected: &str) {
    let output = refuse(folder, name, value);
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("clinic: {expected}\n"), "{name}={value:?}");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
}

#[test]
fn settings_that_would_be_misread_are_refused() {
    let folder = new_folder();
    let not_unicode = OsString::from_vec(vec![b'x', 0xFF]);
    for name in [
        "ADDRESS",
        "PORT",
        "DATABASE",
        "DIST",
        "PAGES",
        "HTTPS",
        "FORWARDED",
        "DEMO",
        "ORIGIN",
        "THERAPIST_PASSWORD",
    ] {
        assert_refused(folder.path(), name, &not_unicode, &format!("{name}: expected Unicode"));
        assert_refused(
            folder.path(),
            name,
            OsStr::new(""),
            &format!("{name}: expected a value, or no variable"),
        );
    }
    for value in [":memory:", "file:clinic.sqlite?mode=rwc"] {
        let expected = format!("DATABASE: found {value:?}, expected the path of a file");
        assert_refused(folder.path(), "DATABASE", OsStr::new(value), &expected);
    }
    for value in ["clinic.example", "https://clinic.example/", "ftp://clinic.example", "https://"] {
        let expected = format!("ORIGIN: found {value:?}, expected one as https://clinic.example");
        assert_refused(folder.path(), "ORIGIN", OsStr::new(value), &expected);
    }
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "no file but the stand-in: {names:?}");
}

#[test]
fn database_of_another_program_is_left_as_it_is() {
    let folder = new_folder();
    let file = folder.path().join("other.sqlite");
    let tables = "CREATE TABLE therapists (id INTEGER PRIMARY KEY, note TEXT); PRAGMA user_version = 1;";
    Connection::open(&file).expect("a database").execute_batch(tables).expect("tables");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("permissions");
    let before = std::fs::read(&file).expect("the file");
    let expected =
        format!("{}: found a database of another program; DATABASE=… names another file", file.display());
    assert_refused(folder.path(), "DATABASE", file.as_os_str(), &expected);
    assert_eq!(std::fs::read(&file).expect("the file"), before);
    let text = folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "Notes that are no database, and are longer than its head of one hundred bytes.".repeat(9),
    )
    .expect("a file");
    let expected = format!("{}: Error code 26: file is not a database", text.display());
    assert_refused(folder.path(), "DATABASE", text.as_os_str(), &expected);
}

#[test]
fn database_is_readable_by_its_owner_alone() {
    let mode = |clinic: &Clinic| {
        let data = std::fs::metadata(clinic.database()).expect("the file");
        data.permissions().mode() & 0o777
    };
    let clinic = Clinic::start();
    assert_eq!(mode(&clinic), 0o600);
    std::fs::set_permissions(clinic.database(), std::fs::Permissions::from_mode(0o644)).expect("permissions");
    let clinic = clinic.restart();
    assert_eq!(mode(&clinic), 0o600, "also a file that was there");
}

#[test]
fn address_is_printed_as_it_was_bound() {
    let mut clinic = Clinic::start_with(&[("ADDRESS", "127.0.0.2")]);
    let origin = clinic.origin.replace("127.0.0.1", "127.0.0.2");
    let printed = clinic.end();
    assert!(printed.contains(&format!("Therapist  {origin}/clinic/therapist.html")), "{printed}");
}

#[test]
fn port_in_use_is_one_line() {
    let clinic = Clinic::start();
    let port = clinic.origin.rsplit(':').next().expect("a port");
    let expected = format!("port {port} is in use: end the other server, or choose another by PORT=9000");
    assert_refused(new_folder().path(), "PORT", OsStr::new(port), &expected);
}
