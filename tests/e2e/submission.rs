//! Submission: one result however often a button is clicked, and no loss when a save fails.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests, in_shadow};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            twenty_quick_clicks_submit_once,
            retries_of_a_failed_save_keep_the_id,
            sent_is_confirmed_only_after_a_save,
            prevented_submit_keeps_the_form,
            host_can_submit_and_reset,
            saving_disables_skip_and_leaves_the_focus,
            save_that_settles_after_removal_is_reported,
            reset_in_submit_handler_starts_a_new_result,
        ],
    );
}

/// Lets the host page save results by an expression for a function of the event's detail that returns a promise.
async fn save_by(page: &Page, store: &str) {
    page.eval(&format!(
        "const store = {store};
         document.addEventListener('rapport-submit', (event) => event.waitUntil(store(event.detail)))"
    ))
    .await;
}

async fn twenty_quick_clicks_submit_once(page: &Page) {
    page.load_form("").await;
    save_by(page, "() => new Promise((resolve) => setTimeout(resolve, 500))").await;
    page.tap("safe", 0.4).await;
    page.events_exactly("change", 1).await;
    page.click_repeatedly("submit", 20).await;
    page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.events("submit").await.len(), 1);
    assert_eq!(page.events("saved").await.len(), 1);
}

async fn retries_of_a_failed_save_keep_the_id(page: &Page) {
    page.load_form("").await;
    save_by(page, "async ({ attempt }) => { if (attempt < 3) throw new Error('down ' + attempt) }").await;
    page.tap("understood", 0.8).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    for attempt in 1..=2 {
        let failed = page.events_exactly("save-failed", attempt).await;
        assert_eq!(failed[attempt - 1]["message"], format!("down {attempt}"));
        page.wait_for_visible("[part~=retry]").await;
        let status = page.eval_on("[part=status]", "e.textContent").await;
        assert!(status.as_str().is_some_and(|text| text.contains("not saved")), "{status}");
        let kept = page.eval_on("[data-item=understood] input", "Number(e.value)").await;
        assert_eq!(kept, page.events("submit").await[0]["answers"][1]["value"], "the answers are kept");
        page.click("retry").await;
    }
    let saved = page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part=message-title]").await;
    let submits = page.events("submit").await;
    let attempts: Vec<&Value> = submits.iter().map(|result| &result["attempt"]).collect();
    assert_eq!(attempts, [&json!(1), &json!(2), &json!(3)]);
    assert!(submits.iter().all(|result| result["id"] == submits[0]["id"]), "one id");
    assert_eq!((&saved[0]["id"], &saved[0]["attempt"]), (&submits[0]["id"], &json!(3)));
}

async fn sent_is_confirmed_only_after_a_save(page: &Page) {
    let status = "e.textContent";
    page.load_form("").await;
    page.eval(
        "document.addEventListener('rapport-submit', async (event) => {
           await undefined;
           try { event.waitUntil(Promise.resolve()) } catch (error) { window.late = error.message }
         })",
    )
    .await;
    page.tap("safe", 0.6).await;
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    page.wait_for("return window.late?.includes('too late')").await;
    assert_eq!(page.eval_on("[part=status]", status).await, "");
    page.load_form("").await;
    save_by(page, "async () => {}").await;
    page.tap("safe", 0.6).await;
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.eval_on("[part=status]", status).await, "Your answers have been sent.");
}

async fn prevented_submit_keeps_the_form(page: &Page) {
    page.load_form("").await;
    page.eval(
        "window.stop = (event) => event.preventDefault(); document.addEventListener('rapport-submit', stop)",
    )
    .await;
    page.tap("safe", 0.7).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.wait_for_visible("[part=submit]").await;
    assert_eq!(page.eval("return document.querySelector('rapport-feedback').result").await, Value::Null);
    page.eval("document.removeEventListener('rapport-submit', stop)").await;
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.events("submit").await.len(), 2);
}

async fn host_can_submit_and_reset(page: &Page) {
    page.load_form("").await;
    page.tap("safe", 0.2).await;
    page.events_exactly("change", 1).await;
    // Methods can be called in an event handler.
    page.eval(
        "document.addEventListener('rapport-change', (event) => event.target.submit(), { once: true })",
    )
    .await;
    page.tap("open", 0.9).await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!(result["outcome"]["answered"], 2);
    page.wait_for_visible("[part=message-title]").await;
    page.eval("document.querySelector('rapport-feedback').reset()").await;
    page.wait_for(&format!(
        "return {} ? true : false",
        in_shadow("rapport-feedback", "[data-item=open].unanswered")
    ))
    .await;
    let outcome = page.eval("return document.querySelector('rapport-feedback').outcome").await;
    assert_eq!(outcome["answered"], 0);
    assert_eq!(
        page.events("dismiss").await.len() + page.events("input").await.len(),
        2,
        "only a person's actions emit events"
    );
}

async fn saving_disables_skip_and_leaves_the_focus(page: &Page) {
    page.load("<input id=\"chat\"><rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    save_by(page, "() => new Promise((resolve) => { window.store = resolve })").await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.click("skip").await;
    page.eval("document.querySelector('#chat').focus(); window.store()").await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.events("dismiss").await.len(), 0, "it was sent, not skipped");
    assert_eq!(
        page.eval("return document.activeElement.id").await,
        "chat",
        "the host's field keeps the focus"
    );
}

async fn save_that_settles_after_removal_is_reported(page: &Page) {
    page.load_form("").await;
    save_by(page, "() => new Promise((resolve) => { window.store = resolve })").await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.eval(
        "const e = document.querySelector('rapport-feedback');
         e.addEventListener('rapport-saved', (event) => { window.attempt = event.detail.attempt });
         e.remove(); setTimeout(() => window.store(), 100)",
    )
    .await;
    page.wait_for("return window.attempt === 1").await;
}

async fn reset_in_submit_handler_starts_a_new_result(page: &Page) {
    page.load_form("").await;
    page.eval("document.addEventListener('rapport-submit', (event) => event.target.reset(), { once: true })")
        .await;
    page.tap("safe", 0.5).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.wait_for_visible("[data-item=safe].unanswered").await;
    page.tap("open", 0.5).await;
    page.events_exactly("change", 2).await;
    page.click("submit").await;
    let submits = page.events_exactly("submit", 2).await;
    assert_ne!(submits[0]["id"], submits[1]["id"]);
    page.wait_for_visible("[part=message-title]").await;
}
