//! The routes of a test's server, and what it does to every response.

use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, Request, State as Shared};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Value;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::{SetResponseHeader, SetResponseHeaderLayer};

use super::proxy;
use super::server::{POLICY, State};

/// The page that a test's last document is left for.
const END: &str = "<!doctype html><title>end</title><link rel=\"icon\" href=\"data:,\">";
const AXE: &str = "tests/interop/node_modules/axe-core/axe.min.js";
const RECORDER: &str = "<script src=\"/host.js\"></script>";
/// The paths of the harness itself, which count as no requests of a page.
const OWN: [&str; 5] = ["/host.js", "/faults", "/faults/policy", "/end", "/favicon.ico"];
/// The paths that pages may post to.
const POSTED: [&str; 4] = ["/beacon", "/login", "/faults", "/faults/policy"];

pub fn app(state: &Arc<State>) -> Router {
    Router::new()
        .route("/page/{name}", get(page))
        .route("/end", get(async || Html(END)))
        .route("/faults", post(fault).get(async || StatusCode::NO_CONTENT))
        .route("/faults/policy", post(violation))
        .route("/beacon", post(beacon))
        .route("/login", post(async || Redirect::to("/index.html")))
        .route("/golden.jsonl", get(async || crate::golden::GOLDEN))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route_service("/host.js", ServeFile::new("tests/e2e/pages/host.js"))
        .route_service("/axe.js", ServeFile::new(AXE))
        .nest_service("/pages", ServeDir::new("tests/e2e/pages"))
        .route("/recipes/{name}", get(recipe))
        .merge(frameworks())
        .merge(crate::lforms::routes())
        .fallback_service(ServeDir::new("dist"))
        .layer(SetResponseHeaderLayer::if_not_present(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ))
        // A file that fails or stalls must not come out of a cache.
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(middleware::from_fn_with_state(Arc::clone(state), handle))
        .with_state(Arc::clone(state))
}

/// Serves each framework's app, with its page under every path where it has no file. The policy allows the inline
/// scripts whose hashes the app lists.
fn frameworks<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let apps = std::fs::read_dir("tests/frameworks/dist").into_iter().flatten().flatten();
    apps.fold(Router::new(), |router, app| {
        let files = ServeDir::new(app.path()).fallback(ServeFile::new(app.path().join("index.html")));
        let hashes = std::fs::read_to_string(app.path().join("script-hashes")).unwrap_or_default();
        let policy = POLICY.replace("script-src", &format!("script-src {hashes}"));
        let policy = HeaderValue::from_str(&policy).expect("a policy");
        let service = SetResponseHeader::if_not_present(files, CONTENT_SECURITY_POLICY, policy);
        router.nest_service(&format!("/frameworks/{}", app.file_name().display()), service)
    })
}

async fn page(Shared(state): Shared<Arc<State>>, Path(name): Path<String>) -> Response {
    let page = state.record().pages.get(&name).cloned();
    page.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |(policy, html)| ([(CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response(),
    )
}

/// Serves a recipe of docs/recipes as a host's bundler compiles it.
async fn recipe(Path(name): Path<String>) -> Response {
    let output = Command::new("node_modules/.bin/esbuild")
        .arg(format!("docs/recipes/{}", name.replace(".js", ".ts")))
        .args(["--bundle", "--format=esm", "--log-level=error"])
        .args(["--alias:rapport-feedback/nowasm=/rapport.nowasm.js", "--external:/rapport.nowasm.js"])
        .output()
        .expect("esbuild");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    ([(CONTENT_TYPE, "text/javascript")], output.stdout).into_response()
}

async fn beacon(Shared(state): Shared<Arc<State>>, body: String) -> StatusCode {
    state.record().beacons.push(serde_json::from_str(&body).expect("JSON"));
    state.changed.notify_waiters();
    StatusCode::NO_CONTENT
}

/// A fault, as a document reports it.
#[derive(Debug, Deserialize)]
struct Fault {
    id: String,
    number: u32,
    text: String,
}

impl Fault {
    fn record(self, state: &State) {
        let fault = (format!("{}-{}", self.id, self.number), self.text);
        let mut record = state.record();
        if !record.faults.contains(&fault) {
            record.faults.push(fault);
        }
    }
}

async fn fault(Shared(state): Shared<Arc<State>>, Query(fault): Query<Fault>) -> StatusCode {
    fault.record(&state);
    StatusCode::NO_CONTENT
}

/// Takes a browser's report of a violation. Where the policy refused the recorder's own request, the address of that
/// request is the fault.
async fn violation(Shared(state): Shared<Arc<State>>, body: String) -> StatusCode {
    let report: Value = serde_json::from_str(&body).unwrap_or_default();
    let report = &report["csp-report"];
    let text = |key: &str| report[key].as_str().unwrap_or_default().to_owned();
    let blocked = text("blocked-uri");
    let own = blocked
        .split_once("/faults?")
        .and_then(|(_, query)| Query::<Fault>::try_from_uri(&format!("/faults?{query}").parse().ok()?).ok());
    if let Some(Query(fault)) = own {
        fault.record(&state);
    } else {
        let fault = (String::new(), format!("{} {blocked}", text("violated-directive")));
        state.record().faults.push(fault);
    }
    StatusCode::NO_CONTENT
}

/// Records a request, and answers it as the test wants it answered.
async fn handle(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let own = OWN.contains(&path.as_str());
    if !own {
        state.record().requests.push(path.clone());
        state.changed.notify_waiters();
    }
    loop {
        let change = state.changed.notified();
        tokio::pin!(change);
        change.as_mut().enable();
        if !state.record().stalled.contains(&path) {
            break;
        }
        change.await;
    }
    if state.record().failing.contains(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let upstream = state.record().upstream.clone().filter(|_| !own && path != "/axe.js");
    let posts = method == Method::POST && (upstream.is_some() || POSTED.contains(&path.as_str()));
    let mut response = match upstream {
        Some(upstream) => proxy::forward(&upstream, request).await,
        None => next.run(request).await,
    };
    if state.record().lost.contains(&path) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    if response.status() == StatusCode::NOT_FOUND || (method != Method::GET && !posts) {
        state.record().unexpected.push(format!("{method} {path}"));
    }
    adapt(&state, &path, &mut response);
    with_recorder(response).await
}

fn adapt(state: &State, path: &str, response: &mut Response) {
    let record = state.record();
    if let Some(bytes) = record.bodies.get(path) {
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = bytes.clone().into();
    }
    for (_, name, value) in record.headers.iter().filter(|(of, ..)| of == path) {
        response.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header's value"));
    }
}

/// Puts the recorder first into a document, and has the browser report violations of its policy. Neither allows the
/// document anything more.
async fn with_recorder(mut response: Response) -> Response {
    let is_html = |value: &HeaderValue| value.to_str().is_ok_and(|kind| kind.starts_with("text/html"));
    if !response.headers().get(CONTENT_TYPE).is_some_and(is_html) {
        return response;
    }
    if let Some(policy) = response.headers_mut().get_mut(CONTENT_SECURITY_POLICY) {
        let reporting = format!("{}; report-uri /faults/policy", policy.to_str().expect("a policy"));
        *policy = HeaderValue::from_str(&reporting).expect("a policy");
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a document");
    let html = String::from_utf8(bytes.into()).expect("UTF-8");
    let first = ["<head>", "<html lang=\"en\">", "<!doctype html>"].into_iter().find_map(|tag| {
        html.starts_with("<!doctype html>").then(|| html.find(tag).map(|at| at + tag.len())).flatten()
    });
    // A fragment is no document.
    let html = first.map_or(html.clone(), |at| format!("{}{RECORDER}{}", &html[..at], &html[at..]));
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}
