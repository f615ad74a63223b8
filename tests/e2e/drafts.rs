//! Unsent answers survive reloads, unloads and lost connections, and a result is saved once.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            draft_survives_a_reload,
            draft_is_deleted_when_sent_or_skipped,
            only_the_forms_own_session_changes_its_draft,
            draft_waits_for_its_instrument,
            late_save_deletes_the_draft_of_its_session,
            nothing_is_stored_without_keep_draft_and_session,
        ],
    );
}

const KEEP: &str = "keep-draft session-id=\"s-1\"";
const KEPT: &str = "return sessionStorage.length";

async fn draft_survives_a_reload(page: &Page) {
    page.load_form(KEEP).await;
    page.tap("safe", 0.8).await;
    page.tap("open", 0.3).await;
    page.tap("helpful", 0.5).await;
    page.events_exactly("change", 3).await;
    page.eval_on("[data-item=helpful] [part=clear]", "e.click()").await;
    let answers = page.events_exactly("change", 4).await[3]["answers"].clone();
    page.reload().await;
    page.events_exactly("ready", 1).await;
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    assert_eq!(page.eval_on("[data-item=safe] input", "Number(e.value)").await, answers["safe"]);
    assert_eq!(
        page.eval("return events.map((e) => e.name)").await,
        json!(["ready"]),
        "restoring emits no change"
    );
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let given = |place: usize| [&result["answers"][place]["value"], &result["answers"][place]["input"]];
    let with = Value::from(page.engine.pointer_type("mouse"));
    assert_eq!(given(0), [&answers["safe"], &with]);
    assert_eq!(given(3), [&answers["open"], &with]);
    assert_eq!(given(4), [&Value::Null, &Value::Null], "a cleared item stays unanswered");
}

async fn draft_is_deleted_when_sent_or_skipped(page: &Page) {
    for end in ["submit", "skip"] {
        page.load_form(KEEP).await;
        page.tap("safe", 0.8).await;
        page.events_exactly("change", 1).await;
        assert_eq!(page.eval(KEPT).await, 1);
        page.click(end).await;
        page.wait_for("return sessionStorage.length === 0").await;
        page.reload().await;
        page.events_exactly("ready", 1).await;
        page.wait_for_visible("[data-item=safe].unanswered").await;
    }
    page.load_form("keep-draft session-id=\"s-1\"").await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.load_form("keep-draft session-id=\"s-2\"").await;
    page.wait_for_visible("[data-item=safe].unanswered").await;
}

async fn only_the_forms_own_session_changes_its_draft(page: &Page) {
    let twins = format!(
        "<rapport-feedback id=\"a\" {KEEP}></rapport-feedback>
         <rapport-feedback id=\"b\" {KEEP} mode=\"dialog\"></rapport-feedback>"
    );
    page.load(&twins).await;
    page.events_exactly("ready", 2).await;
    page.tap_on("#a", "safe", 0.8, "mouse").await;
    page.events_exactly("change", 1).await;
    page.eval("document.querySelector('#b').lang = 'es'; document.querySelector('#b').reset()").await;
    page.reload().await;
    page.events_exactly("ready", 2).await;
    assert_eq!(page.eval(KEPT).await, 1);
    page.wait_for("return document.querySelector('#a').outcome.answered === 1").await;
    // The host page sets the next session in the submit handler.
    page.eval(
        "document.addEventListener('rapport-submit', (event) => { event.target.setAttribute('session-id', 's-2') })",
    )
    .await;
    page.click("submit").await;
    page.wait_for("return sessionStorage.length === 0").await;
}

async fn draft_waits_for_its_instrument(page: &Page) {
    let give =
        "document.querySelector('rapport-feedback').instrument = { id: 'late', version: '1', title: 'Late',
        scale: { min: 0, max: 10 }, score: { range: [0, 10] },
        items: [{ id: 'ease', text: 'Easy?', low: 'No', high: 'Yes' }] }";
    page.load_form(KEEP).await;
    page.eval(give).await;
    page.tap("ease", 0.7).await;
    page.events_exactly("change", 1).await;
    page.reload().await;
    page.events_exactly("ready", 1).await;
    page.wait_for_visible("[data-item=safe]").await;
    page.eval(give).await;
    page.wait_for_visible("[data-item=ease]:not(.unanswered)").await;
    assert_eq!(page.eval_on("[data-item=ease] input", "Number(e.value)").await, 7);
}

async fn late_save_deletes_the_draft_of_its_session(page: &Page) {
    page.load_form(KEEP).await;
    page.eval(
        "document.addEventListener('rapport-submit', (event) =>
           event.waitUntil(new Promise((resolve) => { window.store = resolve })))",
    )
    .await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.eval("document.querySelector('rapport-feedback').sessionId = 's-2'").await;
    page.wait_for_visible("[data-item=safe].unanswered").await;
    assert_eq!(page.eval(KEPT).await, 1, "the save has not settled");
    page.eval("store()").await;
    page.events_exactly("saved", 1).await;
    page.wait_for("return sessionStorage.length === 0").await;
}

async fn nothing_is_stored_without_keep_draft_and_session(page: &Page) {
    page.load_form("session-id=\"s-1\"").await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    assert_eq!(page.eval(KEPT).await, 0);
    page.load_form("keep-draft").await;
    let problems = &page.events_exactly("error", 1).await[0]["problems"];
    assert_eq!(problems[0]["path"], "keepDraft", "a draft needs a session");
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    assert_eq!(page.eval(KEPT).await, 0);
}
