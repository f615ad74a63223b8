//! A running server with a database of its own, and results that a page would send.

use std::fmt::Write;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::Response;

use crate::fixtures::random_digits;

pub const PASSWORD: &str = "long-enough-for-a-test";

/// A server; dropping it kills the process and deletes its files.
#[derive(Debug)]
pub struct Clinic {
    pub origin: String,
    pub process: Child,
    pub invitation: String,
    /// All that the process printed, once it has ended.
    printed: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    folder: TempDir,
}

/// A status and the body, as JSON if it is that.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub cookie: Option<String>,
}

/// A therapist's cookie and CSRF token.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub cookie: String,
    pub csrf: String,
}

/// A session as a client's page has it.
#[derive(Debug, Clone)]
pub struct Session {
    pub secret: String,
    pub call: String,
    pub history: Value,
}

impl Clinic {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts with more of the environment set.
    pub fn start_with(environment: &[(&str, &str)]) -> Self {
        Self::start_in(new_folder(), 0, environment, true)
    }

    /// Starts a server whose terminal is closed once it has printed its addresses.
    pub fn start_without_terminal() -> Self {
        Self::start_in(new_folder(), 0, &[], false)
    }

    /// Starts again with the same files, at the same port.
    pub fn restart(mut self) -> Self {
        let port = self.origin.rsplit(':').next().expect("a port").parse().expect("a number");
        self.end();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a folder"));
        Self::start_in(folder, port, &[], true)
    }

    fn start_in(folder: TempDir, port: u16, environment: &[(&str, &str)], is_read: bool) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_rapport-clinic"))
            .env("PORT", port.to_string())
            .env("DATABASE", folder.path().join("clinic.sqlite"))
            .env("DIST", folder.path())
            .env("PAGES", "pages")
            .env("THERAPIST_PASSWORD", PASSWORD)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut client = String::new();
        let mut therapist = String::new();
        let mut first_lines = String::new();
        while therapist.is_empty() {
            let line = lines.next().and_then(Result::ok).expect("the server prints the therapist's address");
            first_lines.push_str(&line);
            match line.split(' ').next() {
                Some("Client") => client = line,
                Some("Therapist") => therapist = line,
                _ => {}
            }
        }
        let port = therapist.rsplit(':').next().and_then(|rest| rest.split('/').next()).expect("a port");
        let printed = Arc::new(Mutex::new(first_lines));
        let (out, all) = (Arc::clone(&printed), Arc::clone(&printed));
        let mut errors = process.stderr.take().expect("its errors");
        let readers = if is_read {
            vec![
                std::thread::spawn(move || {
                    lines.map_while(Result::ok).for_each(|line| out.lock().unwrap().push_str(&line));
                }),
                std::thread::spawn(move || {
                    let mut text = String::new();
                    let _ = errors.read_to_string(&mut text);
                    all.lock().unwrap().push_str(&text);
                }),
            ]
        } else {
            Vec::new()
        };
        Self {
            origin: format!("http://127.0.0.1:{port}"),
            invitation: client.rsplit('#').next().expect("an invitation").to_owned(),
            process,
            printed,
            readers,
            folder,
        }
    }

    /// Kills the process, and returns what it had printed.
    pub fn end(&mut self) -> String {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.readers.drain(..).for_each(|reader| reader.join().expect("a reader"));
        self.printed.lock().unwrap().clone()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("clinic.sqlite")
    }

    pub fn sql(&self) -> Connection {
        let connection = Connection::open(self.database()).expect("the database");
        connection.busy_timeout(std::time::Duration::from_secs(10)).expect("a time limit");
        connection
    }

    /// Returns all rows of all tables as text: whether a request left something behind.
    pub fn contents(&self) -> String {
        let connection = self.sql();
        let mut all = String::new();
        for table in ["therapists", "clients", "instruments", "invitations", "sign_ins", "calls", "results"] {
            let mut statement = connection
                .prepare(&format!("SELECT * FROM {table} ORDER BY rowid"))
                .or_else(|_| connection.prepare(&format!("SELECT * FROM {table}")));
            let statement = statement.as_mut().expect(table);
            let columns = statement.column_count();
            let mut rows = statement.query([]).expect(table);
            while let Some(row) = rows.next().expect(table) {
                for column in 0..columns {
                    match row.get_ref(column).expect("a value") {
                        ValueRef::Text(bytes) => all.push_str(&String::from_utf8_lossy(bytes)),
                        other => write!(all, "{other:?}").expect("a string"),
                    }
                    all.push('|');
                }
                all.push('\n');
            }
        }
        all
    }

    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request =
            headers.iter().fold(agent().get(format!("{}{path}", self.origin)), |request, (name, value)| {
                request.header(*name, *value)
            });
        answer(request.call())
    }

    pub fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = agent().post(format!("{}{path}", self.origin));
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.send(body))
    }

    pub fn session(&self) -> Session {
        self.session_by(&self.invitation)
    }

    pub fn session_by(&self, invitation: &str) -> Session {
        let answer = self.post("/api/calls", &json!({ "invitation": invitation }).to_string(), &[]);
        assert_eq!(answer.status, 201, "{:?}", answer.body);
        let about = &answer.body["about"];
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        let secret = text(&answer.body["session"]);
        Session { secret, call: text(&about["call"]), history: about["history"].clone() }
    }

    /// Posts a result to a session.
    pub fn send(&self, secret: &str, result: &Value) -> Answer {
        self.post(&format!("/api/sessions/{secret}/feedback"), &result.to_string(), &[])
    }

    pub fn sign_in(&self, name: &str) -> SignIn {
        let body = json!({ "name": name, "password": PASSWORD }).to_string();
        let answer = self.post("/api/sign-in", &body, &[]);
        assert_eq!(answer.status, 200);
        let cookie = answer.cookie.expect("a cookie").split(';').next().expect("a pair").to_owned();
        SignIn { cookie, csrf: answer.body["csrfToken"].as_str().expect("a token").to_owned() }
    }

    /// Adds a second therapist with the same password and one client. Returns the client's key.
    pub fn add_other_therapist(&self) -> i64 {
        let connection = self.sql();
        connection
            .execute_batch(
                "INSERT INTO therapists (sign_in_name, name, password) \
                 SELECT 'other', 'Dr. Other', password FROM therapists; \
                 INSERT INTO clients (therapist_id, name) VALUES (last_insert_rowid(), 'Somebody Else');",
            )
            .expect("another therapist");
        connection.last_insert_rowid()
    }

    /// Adds open sessions of the first client without a history, as if so many calls had started.
    pub fn add_sessions(&self, count: usize) -> Vec<Session> {
        let mut connection = self.sql();
        let transaction = connection.transaction().expect("a transaction");
        let sessions = (0..count).map(|_| {
            let session =
                Session { secret: random_digits(), call: random_digits(), history: json!([]) };
            let hash: [u8; 32] = Sha256::digest(session.secret.as_bytes()).into();
            transaction
                .execute(
                    "INSERT INTO calls (id, client_id, session_hash, session_expires_at, instrument_id, \
                     instrument_version, history, started_at) \
                     VALUES (?1, 1, ?2, unixepoch() + 3600, 'session', '1.0.0', '[]', strftime('%Y-%m-%dT%H:%M:%fZ'))",
                    (&session.call, hash),
                )
                .expect("a call");
            session
        });
        let sessions = sessions.collect();
        transaction.commit().expect("a commit");
        sessions
    }
}

impl Drop for Clinic {
    fn drop(&mut self) {
        self.end();
    }
}

impl SignIn {
    pub fn headers(&self) -> [(&str, &str); 2] {
        [("cookie", &self.cookie), ("x-csrf-token", &self.csrf)]
    }
}

/// Returns a folder with a stand-in for the element.
pub fn new_folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("rapport.wasm"), "").expect("a stand-in for the element");
    folder
}

fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(std::time::Duration::from_mins(1)))
        .build()
        .into()
}

fn answer(sent: Result<Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = sent.expect("a response");
    let status = response.status().as_u16();
    let cookie =
        response.headers().get("set-cookie").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let text = response.body_mut().read_to_string().unwrap_or_default();
    Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)), cookie }
}

/// Runs an attack, and checks that it changed no row.
pub fn assert_harmless<T>(clinic: &Clinic, name: &str, attack: impl FnOnce() -> T) -> T {
    let before = clinic.contents();
    let outcome = attack();
    assert_eq!(clinic.contents(), before, "{name}");
    outcome
}
