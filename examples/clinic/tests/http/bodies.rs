//! Requests that are oversized, slow, malformed, tampered with or full of SQL, markup and paths: each has its status, and
//! leaves nothing behind.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::fixtures::{full, problem_paths};
use crate::process::{Clinic, assert_harmless};

#[test]
fn oversized_bodies_are_refused() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let path = format!("/api/sessions/{}/feedback", session.secret);
    assert_harmless(&clinic, "oversized", || {
        let mut sent = full(&session);
        sent["lang"] = "x".repeat(70_000).into();
        assert_eq!(clinic.send(&session.secret, &sent).status, 413);
        for path in ["/api/calls", "/api/sign-in"] {
            assert_eq!(clinic.post(path, &sent.to_string(), &[]).status, 413, "{path}");
        }
        // Without a length, the body is counted as it arrives.
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        let mut stream = connect(&clinic);
        stream.write_all(head.as_bytes()).expect("a head");
        let chunk = format!("1000\r\n{}\r\n", " ".repeat(4096));
        for _ in 0..20 {
            let _ = stream.write_all(chunk.as_bytes()); // the server may have answered before
        }
        assert_eq!(status(&mut stream), Some(413));
        let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "x".repeat(1_000_000));
        let mut stream = connect(&clinic);
        let _ = stream.write_all(head.as_bytes());
        assert!([Some(431), None].contains(&status(&mut stream)));
    });
}

#[test]
fn slow_requests_end() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = full(&session).to_string();
    assert_harmless(&clinic, "slow", || {
        let start = Instant::now();
        // A body that drips in, and a head that never ends.
        let mut body = connect(&clinic);
        let length = sent.len();
        let path = format!("/api/sessions/{}/feedback", session.secret);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        body.write_all(head.as_bytes()).expect("a head");
        let mut head = connect(&clinic);
        head.write_all(b"GET / HTTP/1.1\r\n").expect("a line");
        let mut bytes = sent.bytes();
        let mut is_open = true;
        while start.elapsed() < Duration::from_secs(12) {
            let _ = body.write_all(&[bytes.next().expect("a long body")]);
            is_open &= head.write_all(b"X").is_ok();
            std::thread::sleep(Duration::from_millis(500));
        }
        assert_eq!(status(&mut body), Some(408));
        assert!(is_open, "the head had not yet run out of time");
        assert_eq!(status(&mut head), None, "closed without a response, or with 408");
        assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
    });
}

#[test]
fn malformed_bodies_are_refused() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let path = format!("/api/sessions/{}/feedback", session.secret);
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    assert_harmless(&clinic, "malformed", || {
        let bodies = [
            "",
            "{",
            "null",
            "[]",
            "{}",
            "42",
            "\"x\"",
            "{\"answers\":NaN}",
            "\u{0}",
            &deep,
            "{\"schema\":\"rapport/1\"}",
        ];
        for body in bodies {
            let answer = clinic.post(&path, body, &[]);
            assert_eq!(answer.status, 422, "{}", &body[..body.len().min(40)]);
            assert_ne!(answer.body["problems"], json!([]));
        }
        let mut stream = connect(&clinic);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a head");
        stream.write_all(&[0xFF, 0xFE]).expect("a body");
        assert_eq!(status(&mut stream), Some(422));
        for line in ["GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n"] {
            let mut stream = connect(&clinic);
            stream.write_all(line.as_bytes()).expect("a line");
            assert!([Some(400), None].contains(&status(&mut stream)), "{line}");
        }
        for body in ["{}", "{\"invitation\":1}", "{\"invitation\":\"x\",\"more\":1}", "[]"] {
            assert_eq!(clinic.post("/api/calls", body, &[]).status, 422, "{body}");
        }
        assert_eq!(clinic.post("/api/calls", "{\"invitation\":\"'; DROP TABLE calls;--\"}", &[]).status, 404);
    });
}

#[test]
fn tampered_scores_are_reported_by_path() {
    let clinic = Clinic::start();
    let sessions = [clinic.session(), clinic.session()]; // each takes 20 posts at once
    let rows = [
        ("/outcome/total", json!(99), "result.outcome.total"),
        ("/outcome/total", json!(null), "result.outcome.total"),
        ("/outcome/percent", json!(99), "result.outcome.percent"),
        ("/outcome/max", json!(1000), "result.outcome.max"),
        ("/outcome/answered", json!(4), "result.outcome.answered"),
        ("/outcome/band", json!("good"), "result.outcome.band"),
        ("/answers/0/value", json!(101), "result.answers[0].value"),
        ("/answers/0/value", json!(-1), "result.answers[0].value"),
        ("/answers/0/value", json!(50.5), "result.answers[0].value"),
        ("/answers/0/value", json!("81"), "result.answers[0].value"),
        ("/answers/0/value", json!(80), "result.outcome.total"),
        ("/answers/0/item", json!("other"), "result.answers[0].item"),
        ("/change/delta", json!(1), "result.change.delta"),
        ("/change/sessions", json!(1), "result.change.sessions"),
        ("/change/anyWorsening", json!(false), "result.change.anyWorsening"),
        ("/quality/bestStreak", json!(3), "result.quality.bestStreak"),
        ("/status", json!("partial"), "result.status"),
        ("/instrument/id", json!("one"), "result.instrument.id"),
        ("/instrument/version", json!("9.9.9"), "result.instrument.version"),
        ("/schema", json!("rapport/2"), "result.schema"),
        ("/attempt", json!(0), "result.attempt"),
        ("/attempt", json!(-1), "result.attempt"),
        ("/attempt", json!(1e300), "result.attempt"),
        ("/id", json!("not a uuid"), "result.id"),
        ("/submittedAt", json!(null), "result.submittedAt"),
        ("/submittedAt", json!("yesterday"), "result.submittedAt"),
        ("/sessionId", json!(null), "result.sessionId"),
        ("/lang", json!(""), "result.lang"),
        ("/lang", json!("<b>"), "result.lang"),
        ("", json!({ "more": 1 }), "result"),
    ];
    assert_harmless(&clinic, "tampered", || {
        for (index, (pointer, value, path)) in rows.into_iter().enumerate() {
            let session = &sessions[index / 18];
            let mut sent = full(session);
            *sent.pointer_mut(pointer).expect(pointer) = value.clone();
            let answer = clinic.send(&session.secret, &sent);
            assert_eq!(answer.status, 422, "{pointer} = {value}");
            let paths = problem_paths(&answer);
            assert!(paths.iter().any(|found| found.starts_with(path)), "{pointer} = {value}: {paths:?}");
        }
        let mut sent = full(&sessions[1]);
        sent["more"] = json!(1);
        let answer = clinic.send(&sessions[1].secret, &sent);
        assert_eq!((answer.status, problem_paths(&answer)), (422, vec!["result.more"]));
    });
}

#[test]
fn key_that_occurs_twice_is_refused() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let path = format!("/api/sessions/{}/feedback", session.secret);
    let sent = full(&session).to_string();
    let deep = format!("\"id\":{}{}", "[".repeat(200), "]".repeat(200));
    assert_harmless(&clinic, "twice", || {
        for (member, found) in [(deep.as_str(), "result.id"), ("\"status\":\"partial\"", "result.status")] {
            let answer = clinic.post(&path, &sent.replacen('{', &format!("{{{member},"), 1), &[]);
            assert_eq!((answer.status, problem_paths(&answer)), (422, vec![found]));
        }
    });
}

/// Returns the pointer of each string in a value.
fn strings(value: &Value, pointer: &str, to: &mut Vec<String>) {
    match value {
        Value::String(_) => to.push(pointer.to_owned()),
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(index, value)| strings(value, &format!("{pointer}/{index}"), to));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| strings(value, &format!("{pointer}/{key}"), to));
        }
        _ => {}
    }
}

#[test]
fn sql_and_markup_in_every_field_are_refused() {
    let clinic = Clinic::start();
    let sessions = clinic.add_sessions(8);
    let mut pointers = Vec::new();
    strings(&full(&sessions[0]), "", &mut pointers);
    assert!(pointers.len() > 15, "{pointers:?}");
    let texts =
        ["'); DROP TABLE results;--", "<script>alert(1)</script>", "\u{202e}\u{0}", "../../etc/passwd"];
    assert_harmless(&clinic, "text", || {
        let mut posts = 0;
        for pointer in &pointers {
            for text in texts {
                let session = &sessions[posts / 18]; // below the limit of a session
                posts += 1;
                let mut sent = full(session);
                *sent.pointer_mut(pointer).expect(pointer) = text.into();
                assert_eq!(clinic.send(&session.secret, &sent).status, 422, "{pointer}: {text}");
            }
        }
    });
}

#[test]
fn paths_do_not_leave_their_folders() {
    let clinic = Clinic::start();
    assert_harmless(&clinic, "paths", || {
        for path in [
            "/clinic/../../Cargo.toml",
            "/clinic/..%2f..%2fCargo.toml",
            "/clinic/%2e%2e/%2e%2e/Cargo.toml",
            "/clinic/..\\..\\Cargo.toml",
            "/clinic//etc/passwd",
            "/../clinic.sqlite",
            "/clinic.sqlite-wal%00.html",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
            "/clinic/call.html/../../../Cargo.toml",
        ] {
            let mut stream = connect(&clinic);
            stream
                .write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
                .expect("a request");
            let mut text = String::new();
            let _ = stream.read_to_string(&mut text);
            assert!(text.starts_with("HTTP/1.1 40") || text.starts_with("HTTP/1.1 30"), "{path}: {text}");
            assert!(!text.contains("[package]") && !text.contains("root:"), "{path}");
        }
        for (path, status) in [("/api/unknown", 404), ("/api/sessions", 404), ("/api/calls", 405)] {
            assert_eq!(clinic.get(path, &[]).status, status, "{path}");
        }
    });
}

#[test]
fn terminal_has_no_answer_and_no_secret() {
    let mut clinic = Clinic::start();
    let session = clinic.session();
    let mut sent = full(&session);
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
    sent["answers"][0]["value"] = json!(77777);
    assert_eq!(clinic.send(&session.secret, &sent).status, 422);
    assert_eq!(clinic.post("/api/calls", "{ 77777", &[]).status, 422);
    clinic.sign_in("lindqvist");
    let printed = clinic.end();
    assert!(printed.contains("Ctrl-C"), "{printed}");
    for secret in [session.secret.as_str(), session.call.as_str(), "77777", "firstInteractionMs", "answers"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

fn connect(clinic: &Clinic) -> TcpStream {
    let stream = TcpStream::connect(clinic.origin.trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a time limit");
    stream
}

/// Returns the status of the response; `None` if the server closed the connection without one.
fn status(stream: &mut TcpStream) -> Option<u16> {
    let mut bytes = [0; 12];
    stream.read_exact(&mut bytes).ok()?;
    std::str::from_utf8(&bytes).ok()?.split(' ').nth(1)?.parse().ok()
}
