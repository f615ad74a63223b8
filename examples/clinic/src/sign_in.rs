//! Sign-in of therapists: a cookie names one, and each change needs the CSRF token besides.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rusqlite::OptionalExtension;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;

use crate::body;
use crate::clinic::{Clinic, Sender};
use crate::refusal::Refusal;
use crate::sessions::random;
use crate::token::{Token, TokenHash, is_same};

const COOKIE_NAME: &str = "clinic";
const CSRF_HEADER: &str = "x-csrf-token";
const SIGN_IN_SECONDS: i64 = 8 * 60 * 60;
/// Each check of a password takes 19 MiB of memory.
static CHECKS: Semaphore = Semaphore::const_new(2);
/// Checked if the name is unknown, so that the answer takes as long as for a known one.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_password("nobody").ok());

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    name: String,
    password: String,
}

/// A signed-in therapist. As an argument it refuses requests of others: 401, or 403 for a change without the token.
#[derive(Debug)]
pub struct Therapist {
    /// The key in the database.
    pub id: i64,
    /// The name that clients see.
    pub name: String,
    /// The hash under which the sign-in is stored.
    pub sign_in: TokenHash,
    /// The seconds until the sign-in expires.
    pub seconds_left: u32,
    csrf_token: String,
}

impl FromRequestParts<Clinic> for Therapist {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, clinic: &Clinic) -> Result<Self, Refusal> {
        let token = cookie(&parts.headers).and_then(Token::parse).ok_or(Refusal::SignedOut)?;
        let found = clinic.database.transact(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT therapist_id, name, csrf_token, token_hash, expires_at - unixepoch() FROM sign_ins \
                 JOIN therapists ON therapists.id = therapist_id \
                 WHERE token_hash = ?1 AND expires_at > unixepoch()",
            )?;
            let row = statement.query_row([token.hash()], |row| {
                Ok(Self {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    csrf_token: row.get(2)?,
                    sign_in: row.get(3)?,
                    seconds_left: row.get(4)?,
                })
            });
            Ok(row.optional()?.filter(|therapist| token.is_stored_as(&therapist.sign_in)))
        });
        let therapist = found.await?.ok_or(Refusal::SignedOut)?;
        let header = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        let is_change = parts.method != Method::GET && parts.method != Method::HEAD;
        if is_change && !header.is_some_and(|sent| is_same(sent, &therapist.csrf_token)) {
            return Err(Refusal::Forbidden);
        }
        Ok(therapist)
    }
}

/// Signs a therapist in: sets the cookie, and returns the CSRF token.
pub async fn sign_in(
    State(clinic): State<Clinic>,
    Sender(address): Sender,
    request: Request,
) -> Result<Response, Refusal> {
    clinic.rates.sign_in(address)?;
    let Credentials { name, password } = body::read(request).await?;
    let stored = clinic.database.transact(move |connection| {
        let mut statement =
            connection.prepare_cached("SELECT id, password FROM therapists WHERE sign_in_name = ?1")?;
        let row = statement.query_row([name], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
        Ok(row.optional()?)
    });
    let (id, hash) = stored.await?.map_or((None, NOBODY.clone()), |(id, hash)| (Some(id), Some(hash)));
    let is_right = check_password(password, hash.ok_or(Refusal::Failed)?).await?;
    let id = id.filter(|_| is_right).ok_or(Refusal::SignedOut)?;
    let (token, csrf_token) = (random()?, random()?.to_string());
    let csrf = csrf_token.clone();
    let write = clinic.database.transact(move |connection| {
        connection.execute("DELETE FROM sign_ins WHERE expires_at <= unixepoch()", [])?;
        connection.execute(
            "INSERT INTO sign_ins (token_hash, therapist_id, csrf_token, expires_at) \
             VALUES (?1, ?2, ?3, unixepoch() + ?4)",
            (token.hash(), id, csrf, SIGN_IN_SECONDS),
        )?;
        Ok(())
    });
    write.await?;
    let cookie = set_cookie(&clinic, &token.to_string(), SIGN_IN_SECONDS);
    Ok(([(SET_COOKIE, cookie)], Json(json!({ "csrfToken": csrf_token }))).into_response())
}

/// Ends the sign-in, here and in the database, and the streams that it opened.
pub async fn sign_out(State(clinic): State<Clinic>, therapist: Therapist) -> Result<Response, Refusal> {
    let hash = therapist.sign_in;
    let write = clinic.database.transact(move |connection| {
        Ok(connection.execute("DELETE FROM sign_ins WHERE token_hash = ?1", [hash])?)
    });
    write.await?;
    clinic.hub.end_sign_in(&hash);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, set_cookie(&clinic, "", 0))]).into_response())
}

/// Returns whether a sign-in still holds.
///
/// # Errors
///
/// The database's.
pub async fn holds(clinic: &Clinic, sign_in: TokenHash) -> Result<bool, Refusal> {
    let found = clinic.database.transact(move |connection| {
        let mut statement = connection
            .prepare_cached("SELECT 1 FROM sign_ins WHERE token_hash = ?1 AND expires_at > unixepoch()")?;
        Ok(statement.exists([sign_in])?)
    });
    found.await
}

/// Returns who is signed in, with the CSRF token: a page that was reloaded has lost it.
pub async fn show(State(clinic): State<Clinic>, therapist: Therapist) -> Response {
    let Therapist { name, csrf_token, .. } = therapist;
    Json(json!({ "name": name, "csrfToken": csrf_token, "isDemo": clinic.settings.is_demo })).into_response()
}

fn set_cookie(clinic: &Clinic, value: &str, seconds: i64) -> String {
    let secure = if clinic.settings.is_https { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE_NAME).then_some(value)
    })
}

/// Makes the hash that is checked for unknown names, so that the first such check takes no longer.
pub fn prepare() {
    LazyLock::force(&NOBODY);
}

/// Returns the argon2id hash of a password with a random salt, as a PHC string.
///
/// # Errors
///
/// The system has no random source.
pub fn hash_password(password: &str) -> Result<String, String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| error.to_string())?;
    Ok(hash.to_string())
}

async fn check_password(password: String, hash: String) -> Result<bool, Refusal> {
    let _permit = CHECKS.acquire().await.map_err(|_| Refusal::Unavailable)?;
    let check = tokio::task::spawn_blocking(move || {
        let parsed = PasswordHash::new(&hash).ok()?;
        Some(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    });
    check.await.ok().flatten().ok_or(Refusal::Failed)
}
