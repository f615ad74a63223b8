//! The host page's server: the built files with a strict policy, pages with whatever markup a test wants, and a
//! record of every request.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower_http::services::ServeDir;
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
    pages: Mutex<HashMap<String, String>>,
    requests: Mutex<Vec<String>>,
    lost: Mutex<HashSet<String>>,
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
            .route("/define.js", get(async || script(include_str!("define.js"))))
            .fallback_service(ServeDir::new(dist))
            .layer(SetResponseHeaderLayer::overriding(
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(POLICY),
            ))
            .layer(middleware::from_fn_with_state(Arc::clone(&state), record))
            .with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, state }
    }

    /// Puts up a page with this markup, and returns its address.
    pub fn page(&self, name: &str, markup: &str) -> String {
        let html = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <link rel=\"icon\" href=\"data:,\"><script src=\"/host.js\"></script>{markup}"
        );
        self.state.pages.lock().expect("pages").insert(name.into(), html);
        format!("{}/page/{name}", self.address)
    }

    /// The paths that were requested so far, in order.
    pub fn requests(&self) -> Vec<String> {
        self.state.requests.lock().expect("requests").clone()
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
    page.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |html| Html(html).into_response())
}

fn script(text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript")], text)
}

async fn record(State(state): State<Arc<Record>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let lost = state.lost.lock().expect("lost").contains(&path);
    state.requests.lock().expect("requests").push(path);
    if lost { StatusCode::NOT_FOUND.into_response() } else { next.run(request).await }
}
