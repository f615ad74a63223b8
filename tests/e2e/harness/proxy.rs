//! Passes requests on to another server, so that its pages have the harness's recorder too.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;

/// Returns the response of the server at that origin, as it arrives; 502 if the server is gone.
pub async fn forward(origin: &str, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let address = format!("{origin}{}", parts.uri);
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    let client = client.build().expect("a client");
    let sent =
        client.request(parts.method, address).headers(end_to_end(&parts.headers)).body(body).send().await;
    let Ok(response) = sent else { return StatusCode::BAD_GATEWAY.into_response() };
    let (status, headers) = (response.status(), end_to_end(response.headers()));
    let chunks = unfold(response, async |mut response| Some((response.chunk().await.transpose()?, response)));
    (status, headers, Body::from_stream(chunks)).into_response()
}

/// Returns the headers without those of one connection.
fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    headers
}
