//! The signalling of a call: who hears of whom, and who cannot take part.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{Clinic, Session, SignIn};

/// An open stream of events.
#[derive(Debug)]
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(clinic: &Clinic, path: &str, cookie: &str) -> Self {
        let mut stream =
            TcpStream::connect(clinic.origin.trim_start_matches("http://")).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a time limit");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n").expect("a request");
        let mut events = Self(BufReader::new(stream));
        let mut status = String::new();
        events.0.read_line(&mut status).expect("a status");
        assert!(status.starts_with("HTTP/1.1 200"), "{status}");
        events
    }

    /// Returns the kind of the next message; null after some seconds without one.
    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap_or(0) == 0 {
                return Value::Null;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str::<Value>(data).expect("JSON")["kind"].take();
            }
        }
    }
}

#[test]
fn each_browser_learns_of_the_other() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let therapist = clinic.sign_in("lindqvist");
    let of_client = format!("/api/sessions/{}/signals", session.secret);
    let of_therapist = format!("/api/calls/{}/signals", session.call);
    let mut client = Events::open(&clinic, &of_client, "");
    let list = clinic.get("/api/clients", &therapist.headers()).body;
    assert_eq!(list["clients"][0]["waitingCall"], session.call.as_str());
    assert_eq!(list["clients"][1]["waitingCall"], Value::Null);
    let mut other = Events::open(&clinic, &of_therapist, &therapist.cookie);
    assert_eq!((client.next(), other.next()), (json!("joined"), json!("joined")));

    // A connection that takes the place of another is not reported as gone, but to that one.
    let mut again = Events::open(&clinic, &of_client, "");
    assert_eq!(
        (again.next(), other.next(), client.next()),
        (json!("joined"), json!("joined"), json!("replaced"))
    );
    assert_eq!(client.next(), Value::Null, "its stream has ended");
    drop(client);
    let candidate = json!({ "kind": "candidate", "candidate": { "candidate": "x" } }).to_string();
    assert_eq!(clinic.post(&of_client, &candidate, &[]).status, 204);
    assert_eq!(other.next(), "candidate");
    drop(again);
    assert_eq!(other.next(), "gone");
    assert_eq!(
        clinic.post(&of_therapist, r#"{"kind":"hang-up"}"#, &therapist.headers()).status,
        202,
        "nobody is there"
    );
    assert_eq!(clinic.get(&of_client, &[]).status, 404, "the call is over");
    assert_eq!(clinic.get(&of_therapist, &therapist.headers()).status, 404);
    let times: (bool, bool) = clinic
        .sql()
        .query_row(
            "SELECT joined_at IS NOT NULL, ended_at IS NOT NULL FROM calls WHERE id = ?1",
            [&session.call],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("a row");
    assert_eq!(times, (true, true));
}

#[test]
fn page_can_ask_whether_the_two_have_met() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let path = format!("/api/sessions/{}", session.secret);
    assert_eq!(clinic.get(&path, &[]).body["hasJoined"], false);
    let therapist = clinic.sign_in("lindqvist");
    let (_, client, other) = open_both(&clinic, &session, &therapist);
    drop((client, other));
    let about = clinic.get(&path, &[]).body;
    assert_eq!((&about["hasJoined"], &about["isEnded"]), (&json!(true), &json!(false)));
}

#[test]
fn message_that_a_browser_does_not_send_is_refused() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let path = format!("/api/sessions/{}/signals", session.secret);
    for body in [
        r#"{"kind":"joined"}"#,
        r#"{"kind":"gone"}"#,
        r#"{"kind":"replaced"}"#,
        r#"{"kind":"other"}"#,
        r#"{"kind":"hang-up","more":1}"#,
        "{}",
    ] {
        assert_eq!(clinic.post(&path, body, &[]).status, 422, "{body}");
    }
}

/// Opens both streams of a call. Returns the client's path and messages, and the therapist's messages.
fn open_both(clinic: &Clinic, session: &Session, therapist: &SignIn) -> (String, Events, Events) {
    let of_client = format!("/api/sessions/{}/signals", session.secret);
    let mut client = Events::open(clinic, &of_client, "");
    let path = format!("/api/calls/{}/signals", session.call);
    let mut other = Events::open(clinic, &path, &therapist.cookie);
    assert_eq!((client.next(), other.next()), (json!("joined"), json!("joined")));
    (of_client, client, other)
}

#[test]
fn sign_out_ends_the_streams_of_that_sign_in() {
    let clinic = Clinic::start();
    let (session, another) = (clinic.session(), clinic.session());
    let (therapist, elsewhere) = (clinic.sign_in("lindqvist"), clinic.sign_in("lindqvist"));
    let (of_client, mut client, mut ended) = open_both(&clinic, &session, &therapist);
    let (of_another, _client, mut open) = open_both(&clinic, &another, &elsewhere);
    assert_eq!(clinic.post("/api/sign-out", "{}", &therapist.headers()).status, 204);
    assert_eq!(client.next(), "gone");
    let candidate = json!({ "kind": "candidate", "candidate": { "candidate": "x" } }).to_string();
    assert_eq!(clinic.post(&of_client, &candidate, &[]).status, 202, "nobody is there");
    assert_eq!(ended.next(), Value::Null);
    assert_eq!(clinic.post(&of_another, &candidate, &[]).status, 204);
    assert_eq!(open.next(), "candidate", "another browser stays signed in");
}

#[test]
fn stream_ends_when_the_sign_in_expires() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let therapist = clinic.sign_in("lindqvist");
    clinic.sql().execute("UPDATE sign_ins SET expires_at = unixepoch() + 6", []).expect("an update");
    let (_, mut client, mut other) = open_both(&clinic, &session, &therapist);
    let start = Instant::now();
    assert_eq!(client.next(), "gone");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(other.next(), Value::Null);
}

#[test]
fn page_can_ask_whether_its_call_goes_on() {
    let clinic = Clinic::start();
    let session = clinic.session();
    clinic.add_other_therapist();
    let (therapist, other) = (clinic.sign_in("lindqvist"), clinic.sign_in("other"));
    let path = format!("/api/calls/{}", session.call);
    assert_eq!(clinic.get(&path, &therapist.headers()).body, json!({ "isEnded": false }));
    assert_eq!(clinic.get(&path, &other.headers()).status, 403);
    assert_eq!(clinic.get(&path, &[]).status, 401);
    let hang_up = r#"{"kind":"hang-up"}"#;
    assert_eq!(clinic.post(&format!("{path}/signals"), hang_up, &therapist.headers()).status, 202);
    assert_eq!(clinic.get(&path, &therapist.headers()).status, 404);
}

#[test]
fn open_streams_do_not_delay_an_orderly_end() {
    let mut clinic = Clinic::start();
    let session = clinic.session();
    let mut client = Events::open(&clinic, &format!("/api/sessions/{}/signals", session.secret), "");
    let start = Instant::now();
    let asked = Command::new("kill").arg("-TERM").arg(clinic.process.id().to_string()).status();
    assert!(asked.expect("kill").success());
    assert!(clinic.process.wait().expect("its end").success());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed()); // the server would wait for ten
    assert_eq!(client.next(), Value::Null);
}
