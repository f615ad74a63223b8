//! The element among others' code: from another origin, in two versions, reloaded by a host's tools, with slow hosts,
//! and with hosts that throw or remove it in its own events.

use serde_json::json;

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            ready_is_a_new_promise_after_recovery,
            save_fails_when_its_promise_never_settles,
            form_survives_handlers_that_throw,
            element_can_be_removed_in_any_event_handler,
            submit_in_change_handler_sends_that_change,
            boolean_attributes_written_as_false_are_off,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

async fn ready_is_a_new_promise_after_recovery(page: &Page) {
    page.server.fail("/rapport.wasm");
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("error", 1).await;
    let ready = format!("return {WIDGET}.ready.then(() => 'ready', () => 'rejected')");
    assert_eq!(page.eval(&ready).await, "rejected");
    page.server.restore("/rapport.wasm");
    page.wait_for_visible("[part~=retry]").await;
    page.click("retry").await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.eval(&ready).await, "ready");
    page.load("<rapport-feedback instrument=\"none\"></rapport-feedback>").await;
    page.events_exactly("error", 1).await;
    assert_eq!(page.eval(&ready).await, "rejected");
    page.eval(&format!("{WIDGET}.instrument = 'one'")).await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.eval(&ready).await, "ready");
}

async fn save_fails_when_its_promise_never_settles(page: &Page) {
    // The page shortens waits of more than five seconds to a hundredth.
    page.load_bare(
        "<script src=\"/pages/fast-clock.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>\
         <rapport-feedback instrument=\"one\"></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.eval(
        "window.late = []; document.addEventListener('rapport-submit', (e) => {
           e.waitUntil(late.length ? Promise.resolve() : new Promise((resolve) => late.push(resolve)))
         })",
    )
    .await;
    page.tap("overall", 0.4).await;
    page.click("submit").await;
    let failed = page.events_exactly("save-failed", 1).await;
    assert!(
        failed[0]["message"].as_str().is_some_and(|message| message.contains("30 seconds")),
        "{failed:?}"
    );
    assert!(page.eval("return waits").await.as_array().expect("a list").contains(&json!(30000)));
    page.wait_for_visible("[part~=retry]").await;
    // The late resolution changes nothing; a retry does.
    page.eval("late[0]()").await;
    page.click("retry").await;
    let saved = page.events_exactly("saved", 1).await;
    assert_eq!((&saved[0]["id"], &saved[0]["attempt"]), (&failed[0]["id"], &json!(2)));
}

async fn form_survives_handlers_that_throw(page: &Page) {
    page.allow_fault("host: ");
    page.allow_fault("Script error."); // all that a page gets of an error in a driver's script
    page.load("<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.eval(
        "for (const name of ['ready', 'input', 'change', 'submit', 'saved'])
           document.addEventListener(`rapport-${name}`, () => { throw new Error(`host: ${name}`) });
         document.addEventListener('rapport-submit', (e) => e.waitUntil({ then() { throw new Error('odd') } }))",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.tap("overall", 0.4).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("save-failed", 1).await[0]["message"], "odd");
    page.wait_for_visible("[part~=retry]").await;
}

async fn element_can_be_removed_in_any_event_handler(page: &Page) {
    for name in ["ready", "open", "input", "change", "submit", "saved", "dismiss", "error"] {
        page.load("<main></main>").await;
        page.eval(&format!(
            "const e = document.createElement('rapport-feedback'); e.mode = 'dialog'; e.toggleAttribute('open', true);
             e.instrument = {}; e.sessionId = 's';
             document.addEventListener('rapport-submit', (event) => event.waitUntil(Promise.resolve()));
             window.removed = false;
             e.addEventListener('rapport-{name}', () => {{ e.remove(); window.removed = true }});
             document.querySelector('main').append(e)",
            if name == "error" { "'none'" } else { "'one'" }
        ))
        .await;
        if matches!(name, "input" | "change" | "submit" | "saved") {
            page.events_exactly("open", 1).await;
            page.tap("overall", 0.4).await;
        }
        if matches!(name, "submit" | "saved") {
            page.events_exactly("change", 1).await;
            page.click("submit").await;
        }
        if name == "dismiss" {
            page.events_exactly("open", 1).await;
            page.click("skip").await;
        }
        page.wait_for("return removed").await;
        // The page still loads other forms.
        page.eval(&format!(
            "return new Promise((resolve) => setTimeout(resolve, 100)).then(() => {{
               const e = document.createElement('rapport-feedback'); e.instrument = 'one'; document.body.append(e) }}) // {name}"
        ))
        .await;
        page.wait_for_visible("[data-item=overall] input").await;
    }
}

async fn submit_in_change_handler_sends_that_change(page: &Page) {
    page.load_form("instrument=\"one\"").await;
    page.eval("document.addEventListener('rapport-change', (e) => e.target.submit())").await;
    page.tap("overall", 0.4).await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!(result["answers"][0]["value"], page.events("change").await[0]["value"]);
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.events("submit").await.len(), 1);
}

async fn boolean_attributes_written_as_false_are_off(page: &Page) {
    page.load(
        "<rapport-feedback mode=\"dialog\" open=\"false\" local-events=\"false\" keep-draft=\"false\" review=\"false\"></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    let switches = "const e = document.querySelector('rapport-feedback');
        return [e.localEvents, e.keepDraft, e.review, e.shadowRoot.querySelector('dialog').open]";
    assert_eq!(page.eval(switches).await, json!([false, false, false, false]));
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    page.eval(&format!(
        "{WIDGET}.setAttribute('show-value', 'false'); {WIDGET}.showValue = true; {WIDGET}.show()"
    ))
    .await;
    page.events_exactly("open", 1).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('show-value')")).await, true);
    assert_eq!(page.events("error").await.len(), 0, "without keep-draft no session is needed");
}
