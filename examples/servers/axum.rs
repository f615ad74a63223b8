//! A server in axum: `PORT=3000 cargo run --example axum-server`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rapport::{FeedbackResult, Instrument, Json, verify};
use serde_json::json;

/// A result of 200 items has 25 KiB.
const MAX_BODY: usize = 256 * 1024;
/// `read_history` refuses a longer history, and so does the element.
const MAX_HISTORY: usize = 1000;

/// Results in memory, by id. In your server this is a table: docs/recipes/backend.sql.
struct App {
    instrument: Instrument,
    stored: Mutex<Vec<Stored>>,
    /// The person of each session.
    people: HashMap<&'static str, &'static str>,
}

struct Stored {
    person: String,
    result: FeedbackResult,
}

impl App {
    /// Returns the person of a session. This is the place of your login: an address is no secret, so return the person
    /// only if the cookie or the token in the headers is that person's.
    fn person(&self, _headers: &HeaderMap, session: &str) -> Option<&'static str> {
        self.people.get(session).copied()
    }

    /// Returns the newest totals of a person that were stored before the first one of this session, oldest first: a
    /// form that is sent again is not compared with later sessions.
    fn history(stored: &[Stored], person: &str, session: &str) -> Vec<Option<f64>> {
        let is_other = |entry: &&Stored| entry.result.session_id.as_deref() != Some(session);
        let earlier = stored.iter().take_while(is_other).filter(|entry| entry.person == person);
        let mut totals: Vec<_> = earlier.map(|entry| entry.result.outcome.total).collect();
        totals.split_off(totals.len().saturating_sub(MAX_HISTORY))
    }
}

async fn history(State(app): State<Arc<App>>, Path(session): Path<String>, headers: HeaderMap) -> Response {
    let Some(person) = app.person(&headers, &session) else { return StatusCode::NOT_FOUND.into_response() };
    let stored = app.stored.lock().unwrap_or_else(PoisonError::into_inner);
    let history = App::history(&stored, person, &session);
    json_response(StatusCode::OK, &history.iter().map(|total| json!({ "total": total })).collect())
}

/// Verifies a result, and stores it by its id; a later attempt replaces an earlier one.
async fn feedback(
    State(app): State<Arc<App>>,
    Path(session): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(person) = app.person(&headers, &session) else { return StatusCode::NOT_FOUND.into_response() };
    let sent = std::str::from_utf8(&body).ok().and_then(|text| Json::parse("result", text).ok());
    let mut stored = app.stored.lock().unwrap_or_else(PoisonError::into_inner);
    let history = App::history(&stored, person, &session);
    let (result, problems) = verify(&app.instrument, &sent.unwrap_or_default(), Some(&history));
    // The values found and expected may be answers, so neither the response nor a log gets them.
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    let is_other = paths.iter().any(|path| path.starts_with("result.instrument") || *path == "result.schema");
    // Without `submitted_at` the person has not pressed Send.
    let is_sent = |result: &FeedbackResult| {
        result.submitted_at.is_some() && result.session_id.as_ref() == Some(&session)
    };
    let Some(mut result) = result.filter(|result| !is_other && is_sent(result)) else {
        return json_response(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "problems": paths }));
    };
    result.id.make_ascii_lowercase(); // a UUID is the same in capitals, and a key is not
    match stored.iter_mut().find(|entry| entry.result.id == result.id) {
        Some(known) if known.result.session_id != result.session_id => StatusCode::CONFLICT.into_response(),
        Some(known) if known.result.attempt == result.attempt && known.result.answers != result.answers => {
            StatusCode::CONFLICT.into_response()
        }
        Some(known) => {
            if result.attempt > known.result.attempt {
                known.result = result;
            }
            StatusCode::NO_CONTENT.into_response()
        }
        None => {
            stored.push(Stored { person: person.to_owned(), result });
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

fn json_response(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = App {
        instrument: Instrument::built_in("session").ok_or("no such instrument")?,
        stored: Mutex::default(),
        people: HashMap::from([
            ("a1b2", "person-1"),
            ("c3d4", "person-1"),
            ("a7b8", "person-1"),
            ("e5f6", "person-2"),
        ]),
    };
    let router = Router::new()
        .route("/api/sessions/{session}/history", get(history))
        .route("/api/sessions/{session}/feedback", post(feedback))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(Arc::new(app));
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".into());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}
