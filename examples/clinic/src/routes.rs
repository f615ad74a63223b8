//! The paths of the server, and the headers of every response.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::clinic::Clinic;
use crate::refusal::Refusal;
use crate::{clients, feedback, sessions, sign_in, signals};

/// Pages load nothing but this server's files, and no other page shows them in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(self), microphone=(self), geolocation=()";

/// Returns the server's routes.
pub fn routes(clinic: &Clinic) -> Router {
    let api = Router::new()
        .route("/calls", post(sessions::start))
        .route("/sessions/{session}", get(sessions::show))
        .route("/sessions/{session}/feedback", post(feedback::store))
        .route("/sessions/{session}/skip", post(sessions::skip))
        .route("/sessions/{session}/signals", get(signals::client_events).post(signals::client_signal))
        .route("/sign-in", post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/me", get(sign_in::show))
        .route("/clients", get(clients::list))
        .route("/clients/{client}/results", get(clients::results))
        .route("/clients/{client}/invitations", post(clients::invite))
        .route("/calls/{call}", get(signals::show))
        .route("/calls/{call}/signals", get(signals::therapist_events).post(signals::therapist_signal))
        .route("/begin-again", post(clients::begin_again))
        .fallback(async || StatusCode::NOT_FOUND)
        .with_state(clinic.clone())
        .layer(from_fn_with_state(clinic.clone(), refuse_other_origins))
        .layer(header(CACHE_CONTROL, "no-store"));
    Router::new()
        .nest("/api", api)
        .route("/", get(async || Redirect::to("/clinic/call.html")))
        .nest_service("/clinic", ServeDir::new(&clinic.settings.pages))
        .fallback_service(ServeDir::new(&clinic.settings.dist))
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(HeaderName::from_static("permissions-policy"), PERMISSIONS))
        .layer(header(REFERRER_POLICY, "no-referrer"))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // The demo's files change while somebody works on them.
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// Refuses a change that a page of another origin asks for. Browsers name the origin of each POST.
async fn refuse_other_origins(State(clinic): State<Clinic>, request: Request, next: Next) -> Response {
    if is_of_another_origin(&request, clinic.settings.origin.as_deref()) {
        Refusal::Forbidden.into_response()
    } else {
        next.run(request).await
    }
}

/// Compares with the origin that is set, or else with the host that the browser asked.
fn is_of_another_origin(request: &Request, own: Option<&str>) -> bool {
    let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_change = request.method() != Method::GET && request.method() != Method::HEAD;
    let is_own = |origin: &str| match own {
        Some(own) => origin == own,
        None => origin.split_once("://").is_some_and(|(_, host)| Some(host) == header(HOST)),
    };
    is_change && header(ORIGIN).is_some_and(|origin| !is_own(origin))
}
