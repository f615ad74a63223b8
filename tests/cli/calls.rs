//! Exit codes, messages of wrong calls, and a reader that leaves.

use std::io::pipe;

use crate::program::{File, check, command, definition, run};

#[test]
fn exit_code_is_0_without_problems_also_with_warnings() {
    assert_eq!(check(definition("1", "1")).code, Some(0));
    let warned = check(definition(r#""id": "calm""#, r#""id": "calm", "colour": "red""#));
    assert_eq!(warned.code, Some(0), "{}", warned.stdout);
    assert!(warned.stdout.contains("warning  instrument.colour: unknown key"), "{}", warned.stdout);
    assert!(warned.stdout.contains("WORKED SCORES"), "{}", warned.stdout);
}

#[test]
fn exit_code_is_1_with_problems_and_each_has_its_path() {
    let cases = [
        (r#""max": 10"#, r#""max": 0"#, "problem  instrument.scale.max: found 0, expected more than min"),
        (r#""low": "Not calm","#, "", "problem  instrument.items[0].low: missing"),
        ("[0, 10]", "[10, 0]", "problem  instrument.score.range[1]: found 0"),
        (r#""title": "Calm""#, r#""title": 5"#, "problem  instrument.title: found 5"),
    ];
    for (from, to, expected) in cases {
        let found = check(definition(from, to));
        assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""), "{to}");
        assert!(found.stdout.contains(expected), "{to}: {}", found.stdout);
        assert!(!found.stdout.contains("WORKED SCORES"), "{to}: {}", found.stdout);
    }
    let both = check(definition("[0, 10]", "[10, 0]").replace(r#""title": "Calm","#, ""));
    for path in ["instrument.title", "instrument.score.range[1]"] {
        assert!(both.stdout.contains(path), "{path}: {}", both.stdout);
    }
}

#[test]
fn wrong_call_exits_with_2_and_shows_the_usage() {
    let cases: [(&[&str], &str); 12] = [
        (&[], "the command is missing"),
        (&["verify", "a.json"], "unknown command verify"),
        (&["check"], "the file is missing"),
        (&["check", "a.json", "b.json"], "DEFINITION.json occurs twice"),
        (&["check", "a.json", "--colour"], "invalid option '--colour'"),
        (&["check", "a.json", "--lang"], "missing argument"),
        (&["check", "a.json", "--lang", "de", "--lang", "fr"], "--lang occurs twice"),
        (&["check", "a.json", "--json=yes"], "unexpected argument"),
        (&["check", "--beside", "b.json"], "--beside needs --questionnaire"),
        (&["check", "a.json", "--beside", "b.json"], "--beside needs --questionnaire"),
        (&["check", "a.json", "--questionnaire", "q.json"], "exclude each other"),
        (&["check", "--questionnaire"], "missing argument"),
    ];
    for (arguments, expected) in cases {
        let found = run(arguments);
        assert_eq!((found.code, found.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(found.stderr.contains(expected), "{arguments:?}: {}", found.stderr);
        assert!(found.stderr.contains("usage: rapport check"), "{arguments:?}: {}", found.stderr);
    }
}

#[test]
fn help_and_version_need_no_file() {
    let help = run(&["--help"]);
    assert_eq!(help.code, Some(0));
    assert!(help.stdout.contains("--beside FILE"), "{}", help.stdout);
    assert_eq!(run(&["check", "--version"]).stdout, format!("rapport {}\n", rapport::VERSION));
}

#[test]
fn reader_that_leaves_causes_no_error() {
    let file = File::new("definition.json", definition("1", "1"));
    for arguments in [&["check", file.path()][..], &["check", "--json", file.path()], &["--help"]] {
        let (reader, writer) = pipe().expect("a pipe");
        drop(reader);
        let output = command(arguments).stdout(writer).output().expect("the program");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}
