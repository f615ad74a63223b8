//! Unsent results when the page unloads, reloads or is offline.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            unload_emits_the_unsent_result,
            result_being_saved_keeps_its_id_over_a_reload,
            offline_notice_shows_and_answers_stay
        ],
    );
}

const KEEP: &str = "keep-draft session-id=\"s-1\"";
/// A host page that posts an unsent result when it unloads, and whose saves never settle.
const HOST: &str = "document.addEventListener('rapport-dismiss', ({ detail }) =>
        navigator.sendBeacon('/beacon', JSON.stringify(detail)));
    document.addEventListener('rapport-submit', (event) => event.waitUntil(new Promise(() => {})))";

async fn unload_emits_the_unsent_result(page: &Page) {
    page.allow_requests("/beacon");
    page.load_form("").await;
    page.eval(HOST).await;
    page.tap("safe", 0.8).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.load_file("inline.html").await;
    let left = page.server.wait_for_beacons(1).await;
    assert_eq!((&left[0]["reason"], &left[0]["schema"]), (&json!("unload"), &json!("rapport/1")));
    let result = &left[0]["result"];
    assert_eq!(
        (&result["answers"][0]["value"], &result["status"], &result["submittedAt"], &result["attempt"]),
        (&value, &json!("partial"), &Value::Null, &json!(0))
    );
    page.load("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    page.eval(HOST).await;
    page.load_form("").await;
    page.eval(HOST).await;
    page.click("skip").await;
    page.events_exactly("dismiss", 1).await;
    page.load_file("inline.html").await;
    let reasons: Vec<Value> =
        page.server.wait_for_beacons(2).await.iter().map(|detail| detail["reason"].clone()).collect();
    assert_eq!(reasons, ["unload", "skip"], "a closed dialog and a skipped form emit no unload");
}

async fn result_being_saved_keeps_its_id_over_a_reload(page: &Page) {
    page.allow_requests("/beacon");
    page.load_form(KEEP).await;
    page.eval(HOST).await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    let sent = page.events_exactly("submit", 1).await[0].clone();
    page.reload().await;
    page.events_exactly("ready", 1).await;
    let left = &page.server.wait_for_beacons(1).await[0]["result"];
    assert_eq!(
        (&left["id"], &left["attempt"], &left["submittedAt"]),
        (&sent["id"], &json!(1), &sent["submittedAt"])
    );
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    page.click("submit").await;
    let again = &page.events_exactly("submit", 1).await[0];
    assert_eq!(
        (&again["id"], &again["attempt"]),
        (&sent["id"], &json!(2)),
        "a host that stores by id has it once"
    );
    assert_eq!(again["answers"], sent["answers"]);
}

/// Emulates a lost or restored connection: by the driver in Chromium, by an event in the page elsewhere.
async fn set_online(page: &Page, online: bool) {
    if matches!(page.engine, Engine::Chromium | Engine::Phone) {
        page.cdp("Network.enable", json!({})).await;
        let conditions =
            json!({ "offline": !online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        page.cdp("Network.emulateNetworkConditions", conditions).await;
    } else {
        let event = if online { "online" } else { "offline" };
        page.eval(&format!(
            "Object.defineProperty(navigator, 'onLine', {{ configurable: true, value: {online} }});
             window.dispatchEvent(new Event('{event}'))"
        ))
        .await;
    }
}

async fn offline_notice_shows_and_answers_stay(page: &Page) {
    page.load_form("").await;
    page.eval(
        "window.stored = []; document.addEventListener('rapport-submit', (event) => event.waitUntil((async () => {
           if (!navigator.onLine) throw new Error('offline');
           stored.push(event.detail.id);
         })()))",
    )
    .await;
    let wait_for_status = async |text: &str| {
        let status = "document.querySelector('rapport-feedback').shadowRoot.querySelector('[part=status]').textContent";
        page.wait_for(&format!("return {status}.includes('{text}')")).await;
    };
    set_online(page, false).await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    assert_eq!(page.eval_on("[part=status]", "e.textContent").await, "", "only a failed save confirms it");
    page.click("submit").await;
    page.events_exactly("save-failed", 1).await;
    wait_for_status("not saved yet").await;
    wait_for_status("You are offline").await;
    set_online(page, true).await;
    page.wait_for(
        "return !document.querySelector('rapport-feedback').shadowRoot.querySelector('[part=status]')
        .textContent.includes('offline')",
    )
    .await;
    assert_eq!(page.events("submit").await.len(), 1, "only the respondent retries");
    page.click("retry").await;
    page.wait_for_visible("[part=message-title]").await;
    let submits = page.events("submit").await;
    assert_eq!((submits.len(), &submits[0]["id"]), (2, &submits[1]["id"]));
    assert_eq!(page.eval("return stored").await, json!([submits[0]["id"]]), "stored once");
}
