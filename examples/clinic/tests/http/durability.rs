//! An acknowledged result is stored: after a kill and after an orderly end.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::fixtures::full;
use crate::process::{Clinic, Session};

const POSTS: usize = 1000;
const KILLS: usize = 20;

/// Posts each session's result from a thread of its own, all at the same time. The threads return the sessions whose
/// result was acknowledged, and count them in `acknowledged`.
fn post_all(
    clinic: &Clinic,
    sessions: &[Session],
    acknowledged: &Arc<AtomicUsize>,
) -> Vec<JoinHandle<Option<String>>> {
    let barrier = Arc::new(Barrier::new(sessions.len() + 1));
    let address = clinic.origin.trim_start_matches("http://").to_owned();
    let threads = sessions.iter().map(|session| {
        let (barrier, acknowledged, address) =
            (Arc::clone(&barrier), Arc::clone(acknowledged), address.clone());
        let (call, body) = (session.call.clone(), full(session).to_string());
        let head = format!(
            "POST /api/sessions/{}/feedback HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            session.secret,
            body.len()
        );
        let post = move || {
            let stream = TcpStream::connect(&address);
            barrier.wait();
            let mut stream = stream.ok()?;
            stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
            stream.write_all(format!("{head}{body}").as_bytes()).ok()?;
            let mut status = [0; 12];
            stream.read_exact(&mut status).ok()?;
            (&status == b"HTTP/1.1 204").then(|| {
                acknowledged.fetch_add(1, SeqCst);
                call
            })
        };
        Builder::new().stack_size(256 * 1024).spawn(post).expect("a thread")
    });
    let threads = threads.collect();
    barrier.wait();
    threads
}

/// Checks that the file is sound, and that each acknowledged result is in it once.
fn assert_stored(connection: &Connection, acknowledged: &[String]) {
    let check: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(check, "ok");
    let mut statement = connection
        .prepare("SELECT call_id, count(*) FROM results WHERE json_valid(result) GROUP BY call_id")
        .expect("a statement");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let counts: HashMap<String, u32> = rows.map(|row| row.expect("a row")).collect();
    for call in acknowledged {
        assert_eq!(counts.get(call), Some(&1), "{call}");
    }
}

#[test]
fn acknowledged_results_outlive_kills() {
    let mut clinic = Clinic::start();
    let mut all = Vec::new();
    let mut were_cut = 0;
    for kill in 0..KILLS {
        let sessions = clinic.add_sessions(POSTS);
        let count = Arc::new(AtomicUsize::new(0));
        let threads = post_all(&clinic, &sessions, &count);
        // Each time at another point of the thousand.
        let until = 1 + kill * 47;
        while count.load(SeqCst) < until && threads.iter().any(|thread| !thread.is_finished()) {
            std::thread::yield_now();
        }
        clinic.process.kill().expect("a process to kill");
        let acknowledged: Vec<String> =
            threads.into_iter().filter_map(|thread| thread.join().expect("a thread")).collect();
        assert!(acknowledged.len() >= until, "kill {kill}: {} of {until}", acknowledged.len());
        were_cut += usize::from(acknowledged.len() < POSTS);
        all.extend(acknowledged);
        assert_stored(&clinic.sql(), &all);
        clinic = clinic.restart();
    }
    assert!(were_cut >= KILLS / 2, "the kill came in the middle {were_cut} times");
    assert_stored(&clinic.sql(), &all);
}

#[test]
fn each_of_a_thousand_posts_at_once_is_acknowledged() {
    let clinic = Clinic::start();
    let sessions = clinic.add_sessions(POSTS);
    let threads = post_all(&clinic, &sessions, &Arc::default());
    let acknowledged: Vec<String> =
        threads.into_iter().filter_map(|thread| thread.join().expect("a thread")).collect();
    assert_eq!(acknowledged.len(), POSTS);
    assert_stored(&clinic.sql(), &acknowledged);
}

#[test]
fn locked_database_refuses_what_waits_at_once_and_then_goes_on() {
    let clinic = Clinic::start_without_terminal(); // which the message about the lock cannot reach
    let session = clinic.session();
    let lock = clinic.sql();
    lock.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let start = Instant::now();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| clinic.get(&format!("/api/sessions/{}", session.secret), &[]).status))
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread")).collect()
    });
    assert_eq!(statuses, [503; 6]);
    // SQLite waits for five seconds once, not once for each request.
    assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
    lock.execute_batch("ROLLBACK").expect("no lock");
    assert_eq!(clinic.send(&session.secret, &full(&session)).status, 204);
}

#[test]
fn orderly_end_answers_what_has_begun() {
    let mut clinic = Clinic::start();
    let sessions = clinic.add_sessions(200);
    let count = Arc::new(AtomicUsize::new(0));
    let threads = post_all(&clinic, &sessions, &count);
    while count.load(SeqCst) == 0 {
        std::thread::yield_now();
    }
    let asked = Command::new("kill").arg("-TERM").arg(clinic.process.id().to_string()).status();
    assert!(asked.expect("kill").success());
    assert!(clinic.process.wait().expect("its end").success());
    let acknowledged: Vec<String> =
        threads.into_iter().filter_map(|thread| thread.join().expect("a thread")).collect();
    let connection = clinic.sql();
    assert_stored(&connection, &acknowledged);
    let stored: u32 = connection
        .query_row(
            "SELECT count(*) FROM results JOIN calls ON calls.id = call_id WHERE history = '[]' AND client_id = 1 \
             AND session_expires_at > 0",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(stored as usize, acknowledged.len(), "nothing was stored without an acknowledgement");
    assert!(clinic.end().ends_with("clinic: ended\n"));
}
