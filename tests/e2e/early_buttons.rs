//! Buttons and keys that end a form before the WASM module runs: they act once it does.

use serde_json::{Value, json};

use crate::cases;
use crate::early::{WASM, WIDGET, load_early, run_module};
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            early_send_waits_for_the_module,
            early_skip_waits_for_the_module,
            early_escape_asks_before_it_leaves,
            early_escape_is_done_if_the_module_fails,
            early_switch_to_buttons_keeps_the_answers,
        ],
    );
}

async fn status(page: &Page) -> Value {
    page.eval_on("[part=status]", "e.textContent").await
}

async fn early_send_waits_for_the_module(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    assert_eq!(status(page).await, "One moment…");
    let disabled = page.eval_on("[part=submit]", "e.getAttribute('aria-disabled')").await;
    assert_eq!(disabled, "true");
    page.tap("open", 0.3).await;
    run_module(page).await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(result["outcome"]["answered"], 2, "{result}");
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(status(page).await, "");
}

async fn early_skip_waits_for_the_module(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.click("submit").await;
    page.click("skip").await;
    assert_eq!(status(page).await, "One moment…");
    run_module(page).await;
    assert_eq!(page.events_exactly("dismiss", 1).await[0]["reason"], "skip");
    assert_eq!(page.events("submit").await, Vec::<Value>::new(), "the last button counts");
}

async fn early_escape_asks_before_it_leaves(page: &Page) {
    load_early(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.press(&['\u{E00C}']).await;
    assert_eq!(status(page).await, "One moment…");
    run_module(page).await;
    page.wait_for_visible("[part=edit]").await;
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    page.click("edit").await;
    page.wait_for_visible("[data-item]").await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["outcome"]["answered"], 1);
}

/// A respondent who gave no answer and wants to leave sees no apology.
async fn early_escape_is_done_if_the_module_fails(page: &Page) {
    page.server.stall(WASM);
    page.load("<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.wait_for_visible("dialog:modal [data-item]").await;
    page.press(&['\u{E00C}']).await;
    assert_eq!(status(page).await, "One moment…");
    page.server.fail(WASM);
    page.server.resume(WASM);
    let dismiss = &page.events_exactly("dismiss", 1).await[0];
    assert_eq!((&dismiss["reason"], &dismiss["result"]), (&json!("escape"), &Value::Null));
    assert_eq!(page.events("error").await[0]["code"], "load-failed");
    assert_eq!(page.eval_on("dialog", "e").await, Value::Null);
    assert_eq!(page.eval(&format!("return {WIDGET}.open")).await, false);
}

async fn early_switch_to_buttons_keeps_the_answers(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.eval_on(".switch-input", "e.click()").await;
    run_module(page).await;
    page.wait_for_visible(".choice").await;
    assert_eq!(page.eval_on("[data-item=safe] :checked", "e.value").await, "100");
}
