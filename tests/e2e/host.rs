//! The host page's server: the built files with a strict policy, pages with whatever markup a test wants, and a
//! record of every request.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src data:";

/// A server on the loopback address; it ends with the test.
#[derive(Debug, Clone)]
pub struct Host {
    pub address: String,
    state: Arc<Record>,
}

#[derive(Debug, Default)]
struct Record {
    /// Each with its policy.
    pages: Mutex<HashMap<String, (String, String)>>,
    requests: Mutex<Vec<String>>,
    lost: Mutex<HashSet<String>>,
    held: Mutex<HashSet<String>>,
    beacons: Mutex<Vec<Value>>,
    /// What a path is answered with in place of what it has.
    swapped: Mutex<HashMap<String, Vec<u8>>>,
    /// The headers that a path has besides.
    headers: Mutex<Vec<(String, &'static str, String)>>,
}

impl Host {
    pub async fn start() -> Self {
        let dist = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dist");
        assert!(dist.join("rapport.wasm").exists(), "dist/ has no build: run `make build` first");
        let state = Arc::new(Record::default());
        let app = Router::new()
            .route("/page/{name}", get(page))
            .route("/host.js", get(async || script(include_str!("host.js"))))
            .route("/golden.jsonl", get(async || crate::golden::GOLDEN))
            .route("/beacon", post(beacon))
            .route("/axe.js", get(axe))
            .route("/wire.js", get(async || script(include_str!("wire.js"))))
            .route("/login", post(async || Redirect::to("/index.html")))
            .route("/fast.js", get(async || script(include_str!("fast.js"))))
            .route("/growth.js", get(async || script(include_str!("growth.js"))))
            .route("/walk.js", get(async || script(include_str!("walk.js"))))
            .route("/fault.js", get(async || script(include_str!("fault.js"))))
            .route("/define.js", get(async || script(include_str!("define.js"))))
            .merge(frameworks())
            .fallback_service(ServeDir::new(dist))
            .layer(SetResponseHeaderLayer::if_not_present(
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(POLICY),
            ))
            // A program that is lost or held is not to come out of a cache.
            .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .layer(middleware::from_fn_with_state(Arc::clone(&state), record))
            .with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, state }
    }

    /// Puts up a page with this markup, and returns its address.
    pub fn page(&self, name: &str, markup: &str) -> String {
        self.put(name, POLICY.into(), markup)
    }

    /// Puts up a page under a policy of its own, besides which it may have an icon.
    pub fn page_under(&self, name: &str, policy: &str, markup: &str) -> String {
        self.put(name, format!("{policy}; img-src data:"), markup)
    }

    fn put(&self, name: &str, policy: String, markup: &str) -> String {
        let html = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <link rel=\"icon\" href=\"data:,\"><script src=\"/host.js\"></script>{markup}"
        );
        self.state.pages.lock().expect("pages").insert(name.into(), (policy, html));
        format!("{}/page/{name}", self.address)
    }

    /// Lets a path be answered with that in place of what it has, and of its type.
    pub fn swap(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.state.swapped.lock().expect("swapped").insert(path.into(), bytes.into());
    }

    /// Lets the answers for a path have a header besides.
    pub fn head(&self, path: &str, name: &'static str, value: &str) {
        self.state.headers.lock().expect("headers").push((path.into(), name, value.into()));
    }

    /// The paths that were requested so far, in order.
    pub fn requests(&self) -> Vec<String> {
        self.state.requests.lock().expect("requests").clone()
    }

    /// What pages sent by `sendBeacon`, in order.
    pub fn beacons(&self) -> Vec<Value> {
        self.state.beacons.lock().expect("beacons").clone()
    }

    /// Lets requests for a path wait from now on.
    pub fn hold(&self, path: &str) {
        self.state.held.lock().expect("held").insert(path.into());
    }

    /// Lets the requests that wait for a path go on.
    pub fn release(&self, path: &str) {
        self.state.held.lock().expect("held").remove(path);
    }

    /// Lets a path be not found from now on.
    pub fn lose(&self, path: &str) {
        self.state.lost.lock().expect("lost").insert(path.into());
    }

    /// Lets a lost path be found again.
    pub fn find(&self, path: &str) {
        self.state.lost.lock().expect("lost").remove(path);
    }
}

async fn page(State(state): State<Arc<Record>>, Path(name): Path<String>) -> Response {
    let page = state.pages.lock().expect("pages").get(&name).cloned();
    page.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |(policy, html)| ([(CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response(),
    )
}

async fn beacon(State(state): State<Arc<Record>>, body: String) -> StatusCode {
    state.beacons.lock().expect("beacons").push(serde_json::from_str(&body).expect("JSON"));
    StatusCode::NO_CONTENT
}

/// The accessibility checks that others wrote.
async fn axe() -> impl IntoResponse {
    let file = "tests/interop/node_modules/axe-core/axe.min.js";
    let axe = std::fs::read_to_string(file).expect("axe-core is missing: run `make validators`");
    ([(CONTENT_TYPE, "text/javascript")], axe)
}

/// The host apps, each with its page under every path that it has no file for.
fn frameworks<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let apps = std::fs::read_dir("tests/frameworks/dist").into_iter().flatten().flatten();
    apps.fold(Router::new(), |router, app| {
        let files = ServeDir::new(app.path()).fallback(ServeFile::new(app.path().join("index.html")));
        router.nest_service(&format!("/frameworks/{}", app.file_name().display()), files)
    })
}

fn script(text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript")], text)
}

async fn record(State(state): State<Arc<Record>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let lost = state.lost.lock().expect("lost").contains(&path);
    state.requests.lock().expect("requests").push(path.clone());
    while state.held.lock().expect("held").contains(&path) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    if lost {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    if let Some(bytes) = state.swapped.lock().expect("swapped").get(&path) {
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = bytes.clone().into();
    }
    for (of, name, value) in state.headers.lock().expect("headers").iter() {
        if *of == path {
            response.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header's value"));
        }
    }
    response
}
