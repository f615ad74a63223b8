//! Reads the body of a request: JSON only, of bounded size, in bounded time.

use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;

/// A result of 200 items has about 25 kB.
pub const MAX_BYTES: usize = 64 * 1024;
const LIMIT: Duration = Duration::from_secs(10);

/// Returns the body as text.
///
/// # Errors
///
/// 415 without `Content-Type: application/json`, which a form of another site cannot send; 413 above 64 KiB; 408 after
/// 10 seconds; 422 if it is not UTF-8.
pub async fn read_text(request: Request) -> Result<String, Refusal> {
    check(request.headers())?;
    let body = to_bytes(request.into_body(), MAX_BYTES);
    let bytes = tokio::time::timeout(LIMIT, body).await.map_err(|_| Refusal::Slow)?;
    let bytes = bytes.map_err(|_| Refusal::TooLarge)?;
    String::from_utf8(bytes.into()).map_err(|_| Refusal::invalid("body", "UTF-8"))
}

fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let kind = header(CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::NotJson);
    }
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BYTES) { Err(Refusal::TooLarge) } else { Ok(()) }
}

/// Returns the body as a value.
///
/// # Errors
///
/// As [`read_text`]; 422 if the JSON is not what the route takes.
pub async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let text = read_text(request).await?;
    // The message of serde quotes values, so it is not passed on.
    serde_json::from_str(&text).map_err(|_| Refusal::invalid("body", "the JSON of this route"))
}
