//! The ways in which a request is refused, each with its status. No body of a refusal repeats what was stored.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use rapport::Diagnostic;
use serde_json::json;

use crate::terminal::report;

/// A request that is not fulfilled.
#[derive(Debug)]
pub enum Refusal {
    /// 401: nobody is signed in.
    SignedOut,
    /// 403: the CSRF token or the origin is wrong, or the client is another therapist's.
    Forbidden,
    /// 404: unknown, expired or used up.
    NotFound,
    /// 408: the body did not arrive in time.
    Slow,
    /// 409: the same attempt of the same form was stored with other answers, or the form's id is another session's.
    Conflict,
    /// 413: the body is too large.
    TooLarge,
    /// 415: the body is not JSON by its type.
    NotJson,
    /// 422: the problems by path.
    Invalid(Vec<Diagnostic>),
    /// 429: too many requests; seconds until the next may succeed.
    TooMany(u64),
    /// 500: the database failed. The cause is on standard error.
    Failed,
    /// 503: the server is ending, or has too much to do.
    Unavailable,
}

impl Refusal {
    /// Returns the refusal of a body that is not what a route takes.
    pub fn invalid(path: &str, expected: &str) -> Self {
        Self::Invalid(vec![Diagnostic::fatal(path, None, expected)])
    }
}

/// Keeps the cause out of the response. A message of the database names tables and constraints, and no values.
impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
            return Self::NotFound;
        }
        report(format_args!("database: {error}"));
        Self::Failed
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED.into_response(),
            Self::Forbidden => StatusCode::FORBIDDEN.into_response(),
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Slow => StatusCode::REQUEST_TIMEOUT.into_response(),
            Self::Conflict => StatusCode::CONFLICT.into_response(),
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response(),
            Self::Invalid(problems) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "problems": problems }))).into_response()
            }
            Self::TooMany(seconds) => {
                (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds.to_string())]).into_response()
            }
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}
