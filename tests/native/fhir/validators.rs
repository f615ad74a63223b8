//! Independent validators accept every resource that this crate writes, and every Questionnaire that its tests read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rapport::Json;
use rapport::fhir::{bundle, questionnaire};
use serde_json::{Value, json};

use super::{choices, coded, found, full_options, options, result};
use crate::fixtures::{EXAMPLES, built_in, example, json_of, read};

#[test]
fn independent_validators_accept_all_resources() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fhir");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let write = |name: String, json: &Json| {
        let path = folder.join(format!("{name}.json"));
        fs::write(&path, serde_json::to_string_pretty(json).expect("JSON")).expect("a file");
        path
    };
    let mut instruments: Vec<_> = EXAMPLES.iter().map(|name| read(&example(name))).collect();
    instruments.extend(["session", "one"].map(built_in));
    instruments.push(coded());
    instruments.extend(found::cases().iter().filter_map(|(_, case)| found::instrument(case)));
    instruments.push(choices());
    let mut files = Vec::new();
    for (name, case) in found::cases() {
        files.push(write(format!("found-{name}"), &json_of(&case["questionnaire"])));
    }
    for (index, instrument) in instruments.iter().enumerate() {
        let url = "https://example.org/Questionnaire/whole";
        files.push(write(format!("{index}-questionnaire"), &questionnaire(instrument, Some(url))));
        for (kind, first, sent) in
            [("transaction", 5, true), ("collection", 0, true), ("collection", 1, false)]
        {
            let result = result(instrument, "es", first, sent);
            let bundle = bundle(instrument, &result, &full_options(kind));
            files.push(write(format!("{index}-{kind}-{first}"), &bundle));
        }
        let mut absent = result(instrument, "en", 0, true);
        for answer in &mut absent.answers {
            (answer.value, answer.not_applicable) = (None, true);
        }
        files.push(write(
            format!("{index}-absent"),
            &bundle(instrument, &absent, &full_options("collection")),
        ));
        let minimal = bundle(instrument, &result(instrument, "en", 0, false), &options(&Value::Null));
        files.push(write(format!("{index}-minimal"), &minimal));
    }
    let invalid =
        json!({ "resourceType": "Observation", "status": "finished", "code": {}, "valueQuantity": "5" });
    let invalid = write("invalid".into(), &json_of(&invalid));
    for (program, script) in
        [("node", "tests/interop/validate.mjs"), (".tools/python/bin/python", "tests/interop/validate.py")]
    {
        let (accepted, output) = validate(program, script, &files);
        assert!(accepted, "{output}\n(`make validators` installs the packages of {script})");
        assert!(output.ends_with(" resources valid\n"), "{output}");
        assert!(!validate(program, script, std::slice::from_ref(&invalid)).0, "{script} accepts anything");
    }
}

/// Runs a validator. Returns whether it accepted the files, and its output.
fn validate(program: &str, script: &str, files: &[PathBuf]) -> (bool, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = if program.contains('/') { root.join(program) } else { program.into() };
    let output = Command::new(&program).arg(script).args(files).current_dir(root).output();
    match output {
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            (output.status.success(), String::from_utf8_lossy(&text).into_owned())
        }
        Err(error) => (false, format!("{}: {error}", program.display())),
    }
}
