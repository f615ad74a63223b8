//! The clinic of examples/clinic as a process, a therapist who uses it by HTTP, and its database as SQL shows it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Page, Server};

const PROGRAM: &str = "target/clinic/release/rapport-clinic";
/// An origin at which no server can listen.
const NOWHERE: &str = "http://127.0.0.1:0";
pub const NAME: &str = "lindqvist";
pub const PASSWORD: &str = "long-enough-for-a-test";

/// A running clinic behind the server of a test. Dropping it kills the process and deletes the database.
#[derive(Debug)]
pub struct Clinic {
    server: Server,
    process: Child,
    folder: TempDir,
}

impl Clinic {
    /// Starts a clinic with a database of its own, and lets the page's server pass requests on to it.
    pub fn start(page: &Page) -> Self {
        assert!(Path::new(PROGRAM).exists(), "{PROGRAM} is not built: run `make clinic`");
        let folder = tempfile::tempdir().expect("a folder");
        let (process, origin) = start(&folder.path().join("clinic.sqlite"));
        page.server.forward_to(&origin);
        page.allow_requests("/api/"); // the host's own
        Self { server: page.server.clone(), process, folder }
    }

    /// Ends the process as a power cut does. Nothing else may answer at the port that it had.
    pub fn kill(&mut self) {
        self.process.kill().expect("a process to kill");
        self.process.wait().expect("its end");
        self.server.forward_to(NOWHERE);
    }

    /// Starts it again with the same database.
    pub fn restart(&mut self) {
        let origin;
        (self.process, origin) = start(&self.database());
        self.server.forward_to(&origin);
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("clinic.sqlite")
    }

    /// Returns the rows of a query, by Python: not by the code that wrote them.
    pub fn rows(&self, query: &str) -> Value {
        let script = "import json, sqlite3, sys; \
                      print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))";
        let output = Command::new("python3").args(["-c", script]).arg(self.database()).arg(query).output();
        let output = output.expect("python3");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Runs a statement that changes rows, as another program would.
    pub fn execute(&self, statement: &str) {
        let script = "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1], timeout=10); \
                      connection.execute(sys.argv[2]); connection.commit()";
        let status =
            Command::new("python3").args(["-c", script]).arg(self.database()).arg(statement).status();
        assert!(status.expect("python3").success());
    }

    /// Signs the therapist in, by HTTP.
    pub async fn therapist(&self) -> Therapist {
        let origin = self.server.origin.clone();
        let client = Client::builder().no_proxy().build().expect("a client");
        let body = json!({ "name": NAME, "password": PASSWORD });
        let sent = client.post(format!("{origin}/api/sign-in")).json(&body).send().await.expect("a response");
        assert_eq!(sent.status(), 200);
        let cookie =
            sent.headers()[SET_COOKIE].to_str().expect("a cookie").split(';').next().expect("a pair");
        let cookie = cookie.to_owned();
        let body: Value = sent.json().await.expect("JSON");
        let csrf = body["csrfToken"].as_str().expect("a token").to_owned();
        Therapist { origin, client, cookie, csrf }
    }
}

impl Drop for Clinic {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a clinic at a port that the kernel chooses, and returns its origin.
fn start(database: &Path) -> (Child, String) {
    let mut process = Command::new(PROGRAM)
        .env("PORT", "0")
        .env("DATABASE", database)
        .env("THERAPIST_PASSWORD", PASSWORD)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the clinic");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let therapist = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("Therapist"));
    let therapist = therapist.expect("the clinic prints the therapist's address");
    let port = therapist.rsplit(':').next().and_then(|rest| rest.split('/').next()).expect("a port");
    let origin = format!("http://127.0.0.1:{port}");
    // It still prints: a pipe that is full would stop it.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    (process, origin)
}

/// A therapist without a browser, whose side of a call has no pictures.
#[derive(Debug, Clone)]
pub struct Therapist {
    origin: String,
    client: Client,
    cookie: String,
    csrf: String,
}

impl Therapist {
    async fn request(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = self.client.request(method, format!("{}/api/{path}", self.origin));
        let request = request.header(COOKIE, &self.cookie).header("X-CSRF-Token", &self.csrf);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let response = request.send().await.expect("a response");
        assert!(response.status().is_success(), "{path}: {}", response.status());
        response
    }

    /// Makes a link for a client, and returns its path.
    pub async fn invite(&self, client: u32) -> String {
        let path = format!("clients/{client}/invitations");
        let body: Value =
            self.request(Method::POST, &path, Some(json!({}))).await.json().await.expect("JSON");
        body["path"].as_str().expect("a path").to_owned()
    }

    /// Joins the call in which a client waits. The call lasts until it is hung up or the value is dropped.
    pub async fn join(&self, page: &Page, client: u32) -> Call {
        page.wait_until("a waiting client", async || self.waiting(client).await.is_some()).await;
        let call = self.waiting(client).await.expect("a call");
        let path = format!("calls/{call}/signals");
        let events = self.request(Method::GET, &path, None).await;
        Call { therapist: self.clone(), path, id: call, _events: events }
    }

    async fn waiting(&self, client: u32) -> Option<String> {
        let list: Value = self.request(Method::GET, "clients", None).await.json().await.expect("JSON");
        let clients = list["clients"].as_array().expect("clients");
        let found = clients.iter().find(|found| found["id"] == client)?;
        found["waitingCall"].as_str().map(str::to_owned)
    }
}

/// The therapist's side of a call.
#[derive(Debug)]
pub struct Call {
    therapist: Therapist,
    path: String,
    pub id: String,
    _events: Response,
}

impl Call {
    pub async fn hang_up(&self) {
        self.therapist.request(Method::POST, &self.path, Some(json!({ "kind": "hang-up" }))).await;
    }
}
