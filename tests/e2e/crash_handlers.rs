//! Calls of the host page in its event handlers while the WASM instance crashes or recovers.

use serde_json::json;

use crate::cases;
use crate::crash::{crashed, load_breakable, render};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            crash_in_an_event_handler_is_recovered,
            reset_in_error_handler_applies_after_recovery,
            submit_in_error_handler_applies_after_recovery,
            close_in_error_handler_applies_after_recovery
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

async fn crash_in_an_event_handler_is_recovered(page: &Page) {
    load_breakable(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.eval(&format!(
        "addEventListener('rapport-change', () => {{ overwriteMemory(); window.seenInHandler = [{WIDGET}.outcome, {WIDGET}.complete, {WIDGET}.toFHIR()] }}, {{ once: true }})"
    ))
    .await;
    page.tap("open", 0.4).await;
    let error = crashed(page, 1).await;
    assert_eq!(
        page.eval("return seenInHandler").await,
        json!([null, false, null]),
        "null while the instance is gone"
    );
    assert!(error["answers"]["open"].is_number(), "the answer of the crashing event is kept: {error}");
    page.wait_for_visible("[data-item=open]:not(.unanswered)").await;
    let focused = format!("return {WIDGET}.shadowRoot.activeElement?.dataset.index");
    if page.engine != Engine::Phone {
        page.wait_until("the focus is where it was", async || page.eval(&focused).await == "3").await;
    }
    page.eval("failNextCall()").await;
    page.tap("helpful", 0.4).await;
    crashed(page, 2).await;
    page.wait_for_visible("[data-item=open]:not(.unanswered)").await;
    page.tap("helpful", 0.4).await;
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(result["outcome"]["answered"], 3);
    assert_eq!(result["answers"][3]["value"], error["answers"]["open"]);
}

async fn reset_in_error_handler_applies_after_recovery(page: &Page) {
    load_breakable(page, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.tap("overall", 0.8).await;
    page.events_exactly("change", 1).await;
    page.eval(&format!("addEventListener('rapport-error', () => {WIDGET}.reset()); overwriteMemory()")).await;
    render(page).await;
    crashed(page, 1).await;
    page.wait_for_visible(".unanswered").await;
}

async fn submit_in_error_handler_applies_after_recovery(page: &Page) {
    load_breakable(page, "<rapport-feedback session-id=\"s1\"></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    let answers = page.events_exactly("change", 1).await[0]["answers"].clone();
    page.eval(&format!("addEventListener('rapport-error', () => {{ {WIDGET}.submit(); {WIDGET}.sessionId = 's2' }}, {{ once: true }}); overwriteMemory()"))
        .await;
    render(page).await;
    crashed(page, 1).await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!((&result["answers"][0]["value"], &result["attempt"]), (&answers["safe"], &json!(1)));
    assert_eq!(result["sessionId"], "s1", "the result keeps the session of its answers");
    page.wait_for_visible("[data-item=safe].unanswered").await;
    page.tap("safe", 0.3).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 2).await[1]["sessionId"], "s2");
}

async fn close_in_error_handler_applies_after_recovery(page: &Page) {
    load_breakable(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.8).await;
    let answers = page.events_exactly("change", 1).await[0]["answers"].clone();
    page.eval(&format!("addEventListener('rapport-error', () => {WIDGET}.close()); overwriteMemory()")).await;
    render(page).await;
    crashed(page, 1).await;
    let left = page.events_exactly("dismiss", 1).await[0].clone();
    assert_eq!((&left["reason"], &left["result"]["answers"][0]["value"]), (&json!("host"), &answers["safe"]));
    let open =
        format!("return {WIDGET}.hasAttribute('open') || {WIDGET}.shadowRoot.querySelector('dialog').open");
    page.wait_until("it is closed", async || page.eval(&open).await == false).await;
}
