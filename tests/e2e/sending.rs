//! Sending: once, whatever is clicked how often; never lost when the host cannot store it.

use serde_json::{Value, json};

use crate::page::{Page, inside};

crate::in_every_engine!(
    twenty_quick_clicks_give_one_result,
    a_save_that_fails_twice_and_then_succeeds_keeps_one_id,
    nobody_is_told_that_answers_were_sent_who_cannot_know,
    a_host_that_prevents_keeps_the_form,
    the_host_can_send_and_begin_afresh,
    while_sending_skip_is_off_and_the_focus_is_left_alone,
    a_result_that_settles_after_removal_is_still_told,
    a_host_may_begin_afresh_while_it_takes_a_result,
);

/// A host that stores results as the script says: `store` gets the event's detail and returns a promise.
async fn host_stores(page: &Page, store: &str) {
    page.eval(&format!(
        "const store = {store};
         document.addEventListener('rapport-submit', (event) => event.waitUntil(store(event.detail)))"
    ))
    .await;
}

async fn twenty_quick_clicks_give_one_result(page: &Page) {
    page.open_form("").await;
    host_stores(page, "() => new Promise((resolve) => setTimeout(resolve, 500))").await;
    page.tap("safe", 0.4).await;
    page.hear("change", 1).await;
    page.clicks("submit", 20).await;
    page.hear("saved", 1).await;
    page.shows("[part=thanks]").await;
    assert_eq!(page.all("submit").await.len(), 1);
    assert_eq!(page.all("saved").await.len(), 1);
}

async fn a_save_that_fails_twice_and_then_succeeds_keeps_one_id(page: &Page) {
    page.open_form("").await;
    host_stores(page, "async ({ attempt }) => { if (attempt < 3) throw new Error('down ' + attempt) }").await;
    page.tap("understood", 0.8).await;
    page.hear("change", 1).await;
    page.click("submit").await;
    for attempt in 1..=2 {
        let failed = page.hear("save-failed", attempt).await;
        assert_eq!(failed[attempt - 1]["message"], format!("down {attempt}"));
        page.shows("[part~=retry]").await;
        let status = page.of("[part=status]", "e.textContent").await;
        assert!(status.as_str().is_some_and(|text| text.contains("not saved")), "{status}");
        let kept = page.of("[data-item=understood] input", "Number(e.value)").await;
        assert_eq!(kept, page.all("submit").await[0]["answers"][1]["value"], "the answers are kept");
        page.click("retry").await;
    }
    let saved = page.hear("saved", 1).await;
    page.shows("[part=thanks]").await;
    let submits = page.all("submit").await;
    let attempts: Vec<&Value> = submits.iter().map(|result| &result["attempt"]).collect();
    assert_eq!(attempts, [&json!(1), &json!(2), &json!(3)]);
    assert!(submits.iter().all(|result| result["id"] == submits[0]["id"]), "one id");
    assert_eq!((&saved[0]["id"], &saved[0]["attempt"]), (&submits[0]["id"], &json!(3)));
}

async fn nobody_is_told_that_answers_were_sent_who_cannot_know(page: &Page) {
    let status = "e.textContent";
    page.open_form("").await;
    page.eval(
        "document.addEventListener('rapport-submit', async (event) => {
           await undefined;
           try { event.waitUntil(Promise.resolve()) } catch (error) { window.late = error.message }
         })",
    )
    .await;
    page.tap("safe", 0.6).await;
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    page.wait("return window.late?.includes('too late')").await;
    assert_eq!(page.of("[part=status]", status).await, "");
    page.open_form("").await;
    host_stores(page, "async () => {}").await;
    page.tap("safe", 0.6).await;
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    assert_eq!(page.of("[part=status]", status).await, "Your answers have been sent.");
}

async fn a_host_that_prevents_keeps_the_form(page: &Page) {
    page.open_form("").await;
    page.eval(
        "window.stop = (event) => event.preventDefault(); document.addEventListener('rapport-submit', stop)",
    )
    .await;
    page.tap("safe", 0.7).await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.shows("[part=submit]").await;
    assert_eq!(page.eval("return document.querySelector('rapport-feedback').result").await, Value::Null);
    page.eval("document.removeEventListener('rapport-submit', stop)").await;
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    assert_eq!(page.all("submit").await.len(), 2);
}

async fn the_host_can_send_and_begin_afresh(page: &Page) {
    page.open_form("").await;
    page.tap("safe", 0.2).await;
    page.hear("change", 1).await;
    // A host may call back from within an event.
    page.eval(
        "document.addEventListener('rapport-change', (event) => event.target.submit(), { once: true })",
    )
    .await;
    page.tap("open", 0.9).await;
    let result = &page.hear("submit", 1).await[0];
    assert_eq!(result["outcome"]["answered"], 2);
    page.shows("[part=thanks]").await;
    page.eval("document.querySelector('rapport-feedback').reset()").await;
    page.wait(&format!("return {} ? true : false", inside("rapport-feedback", "[data-item=open].unset")))
        .await;
    let outcome = page.eval("return document.querySelector('rapport-feedback').outcome").await;
    assert_eq!(outcome["answered"], 0);
    assert_eq!(
        page.all("dismiss").await.len() + page.all("input").await.len(),
        2,
        "only what a person did is told"
    );
}

async fn while_sending_skip_is_off_and_the_focus_is_left_alone(page: &Page) {
    page.open("<input id=\"chat\"><rapport-feedback></rapport-feedback>").await;
    page.hear("ready", 1).await;
    host_stores(page, "() => new Promise((resolve) => { window.store = resolve })").await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.click("skip").await;
    page.eval("document.querySelector('#chat').focus(); window.store()").await;
    page.shows("[part=thanks]").await;
    assert_eq!(page.all("dismiss").await.len(), 0, "it was sent, not skipped");
    assert_eq!(
        page.eval("return document.activeElement.id").await,
        "chat",
        "the host's field keeps the focus"
    );
}

async fn a_result_that_settles_after_removal_is_still_told(page: &Page) {
    page.open_form("").await;
    host_stores(page, "() => new Promise((resolve) => { window.store = resolve })").await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.eval(
        "const e = document.querySelector('rapport-feedback');
         e.addEventListener('rapport-saved', (event) => { window.told = event.detail.attempt });
         e.remove(); setTimeout(() => window.store(), 100)",
    )
    .await;
    page.wait("return window.told === 1").await;
}

async fn a_host_may_begin_afresh_while_it_takes_a_result(page: &Page) {
    page.open_form("").await;
    page.eval("document.addEventListener('rapport-submit', (event) => event.target.reset(), { once: true })")
        .await;
    page.tap("safe", 0.5).await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.shows("[data-item=safe].unset").await;
    page.tap("open", 0.5).await;
    page.hear("change", 2).await;
    page.click("submit").await;
    let submits = page.hear("submit", 2).await;
    assert_ne!(submits[0]["id"], submits[1]["id"]);
    page.shows("[part=thanks]").await;
}
