//! A test's server: the release under a strict policy, pages with the markup of a test, a record of every request, and
//! the faults that documents reported.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::page::TIME_LIMIT;
use super::routes;

pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src data:";

/// A server on the loopback address. It ends when its last handle is dropped.
#[derive(Debug, Clone)]
pub struct Server {
    pub origin: String,
    state: Arc<State>,
    _task: Arc<Task>,
}

#[derive(Debug)]
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The state that the handlers share.
#[derive(Debug, Default)]
pub struct State {
    pub record: Mutex<Record>,
    /// Notified whenever the record changes.
    pub changed: Notify,
}

#[derive(Debug, Default)]
pub struct Record {
    /// Each page's policy and HTML, by its name.
    pub pages: HashMap<String, (String, String)>,
    /// The paths that were requested, but for those of the harness.
    pub requests: Vec<String>,
    /// Requests that no test asked for: of paths that do not exist, or other than GET.
    pub unexpected: Vec<String>,
    pub failing: HashSet<String>,
    pub stalled: HashSet<String>,
    /// The paths whose responses are lost, after the server behind this one has made them.
    pub lost: HashSet<String>,
    /// The origin of a server that answers in place of this one.
    pub upstream: Option<String>,
    pub beacons: Vec<Value>,
    pub bodies: HashMap<String, Vec<u8>>,
    pub headers: Vec<(String, &'static str, String)>,
    /// Each fault with its document and number, which the report of a policy violation repeats.
    pub faults: Vec<(String, String)>,
}

impl State {
    pub fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    pub async fn start() -> Self {
        assert!(
            std::path::Path::new("dist/rapport.wasm").exists(),
            "dist/ has no build: run `make build` first"
        );
        let state = Arc::new(State::default());
        let app = routes::app(&state);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("its address"));
        let task = tokio::spawn(async move {
            axum::serve(listener, app).await.expect("it serves until it is aborted");
        });
        Self { origin, state, _task: Arc::new(Task(task)) }
    }

    /// Adds a page with this markup, and returns its address.
    pub fn add_page(&self, name: &str, markup: &str) -> String {
        self.add(name, POLICY.into(), markup)
    }

    /// Adds a page under a policy of its own, which allows the page's icon besides.
    pub fn add_page_with_policy(&self, name: &str, policy: &str, markup: &str) -> String {
        self.add(name, format!("{policy}; img-src data:"), markup)
    }

    fn add(&self, name: &str, policy: String, markup: &str) -> String {
        let html = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <link rel=\"icon\" href=\"data:,\">{markup}"
        );
        self.state.record().pages.insert(name.into(), (policy, html));
        format!("{}/page/{name}", self.origin)
    }

    /// Replaces the body of the responses for a path. Their type and status stay.
    pub fn override_body(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.state.record().bodies.insert(path.into(), bytes.into());
    }

    /// Adds a header to the responses for a path, or replaces it.
    pub fn add_header(&self, path: &str, name: &'static str, value: &str) {
        self.state.record().headers.push((path.into(), name, value.into()));
    }

    /// Returns the paths that were requested so far, in order.
    pub fn requests(&self) -> Vec<String> {
        self.state.record().requests.clone()
    }

    /// Waits until a path was requested so often.
    pub async fn wait_for_request(&self, path: &str, count: usize) {
        self.wait_until(&format!("{count} requests of {path}"), |record| {
            record.requests.iter().filter(|requested| *requested == path).count() >= count
        })
        .await;
    }

    /// Returns what pages posted to `/beacon`, in order.
    pub fn beacons(&self) -> Vec<Value> {
        self.state.record().beacons.clone()
    }

    /// Waits until pages posted so many beacons, and returns all.
    pub async fn wait_for_beacons(&self, count: usize) -> Vec<Value> {
        self.wait_until(&format!("{count} beacons"), |record| record.beacons.len() >= count).await;
        self.beacons()
    }

    async fn wait_until(&self, what: &str, is_met: impl Fn(&Record) -> bool) {
        let wait = async {
            loop {
                let change = self.state.changed.notified();
                tokio::pin!(change);
                change.as_mut().enable(); // before the check, so that no change is missed
                if is_met(&self.state.record()) {
                    return;
                }
                change.await;
            }
        };
        let met = tokio::time::timeout(TIME_LIMIT, wait).await;
        assert!(met.is_ok(), "{what} within {TIME_LIMIT:?}; requests: {:?}", self.requests());
    }

    /// Stalls responses for a path from now on.
    pub fn stall(&self, path: &str) {
        self.state.record().stalled.insert(path.into());
    }

    /// Lets the stalled responses for a path go on.
    pub fn resume(&self, path: &str) {
        self.state.record().stalled.remove(path);
        self.state.changed.notify_waiters();
    }

    /// Passes requests on to another server, except those of the harness.
    pub fn forward_to(&self, origin: &str) {
        self.state.record().upstream = Some(origin.into());
    }

    /// Loses the responses for a path from now on: the request arrives, and its sender gets an error.
    pub fn lose_responses(&self, path: &str) {
        self.state.record().lost.insert(path.into());
    }

    /// Lets the responses for a path arrive again.
    pub fn find_responses(&self, path: &str) {
        self.state.record().lost.remove(path);
    }

    /// Answers requests for a path with 404 from now on.
    pub fn fail(&self, path: &str) {
        self.state.record().failing.insert(path.into());
    }

    /// Answers requests for a failing path again.
    pub fn restore(&self, path: &str) {
        self.state.record().failing.remove(path);
    }

    /// Returns the faults that documents of this origin reported so far, and the requests that were not expected.
    pub fn faults(&self) -> Vec<String> {
        let record = self.state.record();
        let requests = record.unexpected.iter().map(|request| format!("unexpected request: {request}"));
        record.faults.iter().map(|(_, text)| text.clone()).chain(requests).collect()
    }
}
