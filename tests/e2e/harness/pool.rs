//! Browser sessions that are reused: one at a time for each worker and engine, with a fresh tab for each test.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::json;
use thirtyfour::WebDriver;
use thirtyfour::common::command::Command;
use thirtyfour::error::WebDriverError;

use super::driver::Driver;
use super::engine::Engine;

const QUIT_LIMIT: Duration = Duration::from_secs(5);
/// A browser that starts beside busy ones now and then takes longer than its driver waits for it.
const STARTS: usize = 3;
const START_LIMIT: Duration = Duration::from_mins(2);
/// A random walk is one script, and a machine may be busy.
const SCRIPT_LIMIT: Duration = Duration::from_mins(5);
/// Longer than a script may take, so that the driver can still report that it did not end.
const REQUEST_LIMIT: Duration = Duration::from_mins(6);

static IDLE: Mutex<BTreeMap<Engine, Vec<Session>>> = Mutex::new(BTreeMap::new());

/// A browser and its driver.
#[derive(Debug)]
pub struct Session {
    pub browser: WebDriver,
    driver: Driver,
}

/// Takes an idle session with a new tab, or starts one, at the third attempt at the latest.
///
/// # Errors
/// Returns what is missing, or what the driver answered, if no browser can be started.
pub async fn take(engine: Engine) -> Result<Session, String> {
    loop {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).entry(engine).or_default().pop();
        let Some(session) = idle else {
            return start_within_attempts(engine).await;
        };
        if renew(engine, &session.browser).await.is_ok() {
            return Ok(session);
        }
        end(session).await;
    }
}

/// Puts a session back for the next test of its engine.
pub fn give_back(engine: Engine, session: Session) {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner).entry(engine).or_default().push(session);
}

/// Ends a session for good, be it that its browser does not answer any more.
pub async fn end(session: Session) {
    let _ = tokio::time::timeout(QUIT_LIMIT, session.browser.clone().quit()).await;
    drop(session.driver);
}

/// Ends all idle sessions.
pub async fn end_all() {
    let all = std::mem::take(&mut *IDLE.lock().unwrap_or_else(PoisonError::into_inner));
    for session in all.into_values().flatten() {
        end(session).await;
    }
}

async fn start_within_attempts(engine: Engine) -> Result<Session, String> {
    let mut failure = String::new();
    for _ in 0..STARTS {
        match tokio::time::timeout(START_LIMIT, start(engine)).await {
            Ok(Ok(session)) => return Ok(session),
            Ok(Err(error)) => failure = error,
            Err(_) => failure = format!("{engine:?} does not start within {START_LIMIT:?}"),
        }
    }
    Err(failure)
}

async fn start(engine: Engine) -> Result<Session, String> {
    let driver = Driver::start(engine)?;
    let browser = WebDriver::builder(&driver.address, engine.capabilities()?).request_timeout(REQUEST_LIMIT);
    let browser = browser.connect().await.map_err(|error| {
        format!("{engine:?} does not start: {error}\nrun `make browsers`, and `make test`")
    })?;
    browser.set_script_timeout(SCRIPT_LIMIT).await.map_err(|error| error.to_string())?;
    Ok(Session { browser, driver })
}

/// Opens a new tab and closes all others. History, `sessionStorage`, and all that is emulated belong to a tab; cookies
/// belong to the browser.
async fn renew(engine: Engine, browser: &WebDriver) -> Result<(), WebDriverError> {
    browser.delete_all_cookies().await?;
    // WebKitGTK gives a new tab no focus. It emulates nothing, and each test clears the storage of its origin.
    if engine == Engine::WebKit {
        return Ok(());
    }
    let old = browser.windows().await?;
    let new = browser.new_tab().await?;
    for tab in old {
        browser.switch_to_window(tab).await?;
        browser.cmd(Command::CloseWindow).await?;
    }
    browser.switch_to_window(new).await?;
    if engine.has_cdp() {
        browser.cdp().send_raw("Page.bringToFront", json!({})).await?; // for the focus of its frames
    }
    Ok(())
}
