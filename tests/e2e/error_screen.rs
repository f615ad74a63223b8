//! The screen that is shown if the form could not be loaded.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![failed_load_shows_an_apology_and_can_be_retried, dialog_that_fails_to_load_can_be_closed,],
    );
}

const WASM: &str = "/rapport.wasm";
const WIDGET: &str = "document.querySelector('rapport-feedback')";

async fn failed_load_shows_an_apology_and_can_be_retried(page: &Page) {
    page.server.fail(WASM);
    page.load("<rapport-feedback lang=\"fr-CA\"></rapport-feedback>").await;
    page.events_exactly("error", 1).await;
    page.wait_for_visible("[part=message-title]").await;
    let shown = page.eval_on(".panel", "[e.lang, e.querySelector('h2').textContent]").await;
    assert_eq!(shown, json!(["fr", "Désolé, ce formulaire n’a pas pu être chargé"]));
    page.click("retry").await;
    page.events_exactly("error", 2).await;
    page.server.restore(WASM);
    page.click("retry").await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 0.5).await;
    page.events_exactly("change", 1).await;

    page.server.fail(WASM);
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("error", 1).await;
    page.click("close").await;
    assert_eq!(
        page.events_exactly("dismiss", 1).await[0],
        json!({ "schema": "rapport/1", "reason": "close", "result": null })
    );
    assert_eq!(page.eval_on(".panel", "e").await, Value::Null);
}

async fn dialog_that_fails_to_load_can_be_closed(page: &Page) {
    page.server.fail(WASM);
    page.load("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.wait_for_visible("dialog").await;
    page.press(&['\u{E00C}']).await;
    page.events_exactly("dismiss", 1).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    assert_eq!(page.eval_on("dialog", "e").await, Value::Null);
}
