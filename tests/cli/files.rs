//! Files that are not what they should be.

use rapport::Json;

use crate::program::{check, definition, run};

/// Larger than every file that is read.
const HUGE: usize = Json::MAX_CHARACTERS + 1000;

#[test]
fn byte_order_mark_is_skipped() {
    let found = check("\u{feff}".to_owned() + &definition("1", "1"));
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""));
}

#[test]
fn unreadable_file_exits_with_2_and_the_reason() {
    let many = format!("[{}0]", "0,".repeat(Json::MAX_VALUES + 10));
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("empty", Vec::new(), "EOF while parsing"),
        ("not JSON", b"id: calm".to_vec(), "expected JSON"),
        ("not UTF-8", b"{ \"id\": \"\xff\" }".to_vec(), "not UTF-8"),
        ("many values", many.into(), "too large"),
        ("huge", vec![b' '; HUGE], "more than 4000000 bytes"),
        ("huge string", format!("\"{}\"", "x".repeat(HUGE)).into(), "more than 4000000 bytes"),
    ];
    for (name, content, expected) in cases {
        let found = check(content);
        assert_eq!((found.code, found.stdout.as_str()), (Some(2), ""), "{name}: {}", found.stderr);
        assert!(found.stderr.contains(expected), "{name}: {}", found.stderr);
        assert!(found.stderr.contains("definition.json"), "{name}: {}", found.stderr);
        assert!(found.stderr.len() < 500, "{name}: {} bytes", found.stderr.len());
    }
}

#[test]
fn missing_file_and_folder_exit_with_2() {
    for path in ["missing.json", "tests"] {
        let found = run(&["check", path]);
        assert_eq!(found.code, Some(2), "{path}");
        assert!(found.stderr.starts_with(&format!("rapport: {path}: ")), "{}", found.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn endless_file_is_not_read_to_its_end() {
    let found = run(&["check", "/dev/zero"]);
    assert_eq!(found.code, Some(2));
    assert!(found.stderr.contains("more than 4000000 bytes"), "{}", found.stderr);
}

#[test]
fn deep_values_are_problems() {
    for depth in [17, 100, 1_000_000] {
        let deep = "[".repeat(depth) + &"]".repeat(depth);
        let found = check(definition(r#""Calm""#, &deep));
        assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""), "{depth}");
        assert!(found.stdout.contains("problem  instrument.title"), "{depth}: {}", found.stdout);
    }
}
