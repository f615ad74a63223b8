//! Stores 500 results a second for a minute, each acknowledged only when it is on disk, and prints the percentiles of
//! the times. It fails if a result is refused or missing, or if one in a hundred takes longer than 100 ms.
//!
//! A result's time runs from the moment at which it was due, so a server that falls behind is not spared.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, dead_code)]

#[path = "../tests/http/fixtures.rs"]
mod fixtures;
#[path = "../tests/http/process.rs"]
mod process;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use fixtures::full;
use process::{Clinic, Session};

const RATE: usize = 500;
const SECONDS: usize = 60;
const CONNECTIONS: usize = 64;
const LIMIT: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS; // `cargo test` builds it only
    }
    let clinic = Clinic::start();
    let count = RATE * SECONDS;
    println!("making {count} sessions and their results");
    let requests: Vec<Vec<u8>> =
        clinic.add_sessions(count).iter().map(|session| request(&clinic, session)).collect();
    println!("storing them, {RATE} a second, over {CONNECTIONS} connections");
    let mut times = store(&clinic, &Arc::new(requests));
    times.sort();
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let index = ((times.len() - 1) as f64 * share) as usize;
        times[index]
    };
    for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)] {
        println!("{name:>6} {:8.1} ms", at(share).as_secs_f64() * 1000.0);
    }
    let made_up =
        "SELECT count(*) FROM results JOIN calls ON calls.id = call_id WHERE session_expires_at > 0";
    let stored: u32 = clinic.sql().query_row(made_up, [], |row| row.get(0)).expect("a count");
    println!("{stored} of {count} are in the database");
    let is_met = stored as usize == count && at(0.99) <= LIMIT;
    if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn request(clinic: &Clinic, session: &Session) -> Vec<u8> {
    let (host, body) = (clinic.origin.trim_start_matches("http://"), full(session).to_string());
    format!(
        "POST /api/sessions/{}/feedback HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        session.secret,
        body.len()
    )
    .into_bytes()
}

/// Sends each request when it is due, over the first connection that is free. Returns the time of each.
fn store(clinic: &Clinic, requests: &Arc<Vec<Vec<u8>>>) -> Vec<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now() + Duration::from_millis(200);
    let workers = (0..CONNECTIONS).map(|_| {
        let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
        let mut stream =
            TcpStream::connect(clinic.origin.trim_start_matches("http://")).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        std::thread::spawn(move || {
            let mut times = Vec::new();
            loop {
                let index = next.fetch_add(1, SeqCst);
                let Some(request) = requests.get(index) else { return times };
                #[expect(clippy::cast_precision_loss, reason = "thousands")]
                let due = start + Duration::from_secs_f64(index as f64 / RATE as f64);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                stream.write_all(request).expect("a request");
                expect_stored(&mut stream);
                times.push(due.elapsed());
            }
        })
    });
    let workers: Vec<_> = workers.collect();
    workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
}

/// Reads a response without a body, which has to be 204.
fn expect_stored(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut buffer = [0; 2048];
    while !head.ends_with(b"\r\n\r\n") {
        let read = stream.read(&mut buffer).expect("a response");
        assert!(read > 0, "the server closed the connection");
        head.extend(&buffer[..read]);
    }
    assert!(head.starts_with(b"HTTP/1.1 204"), "{}", String::from_utf8_lossy(&head));
}
