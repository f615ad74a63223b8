//! What is not sent is not lost, and what is sent is sent once: reloads, pages that are left, and lost connections.

use serde_json::{Value, json};

use crate::engine::Engine;
use crate::page::Page;

crate::in_every_engine!(
    a_draft_survives_a_reload,
    a_draft_goes_when_it_is_sent_or_left,
    a_draft_is_touched_by_nobody_but_its_own_form,
    a_draft_waits_for_an_instrument_that_comes_late,
    a_result_that_is_stored_late_leaves_no_draft_behind,
    nothing_is_kept_without_being_asked_for,
    a_page_that_is_left_hands_over_what_is_unsent,
    a_result_on_its_way_survives_a_reload_under_its_id,
    a_lost_connection_is_told_and_loses_nothing,
);

const KEEP: &str = "keep-draft session-id=\"s-1\"";
const KEPT: &str = "return sessionStorage.length";

async fn a_draft_survives_a_reload(page: &Page) {
    page.open_form(KEEP).await;
    page.tap("safe", 0.8).await;
    page.tap("open", 0.3).await;
    page.tap("helpful", 0.5).await;
    page.hear("change", 3).await;
    page.of("[data-item=helpful] [part=clear]", "e.click()").await;
    let answers = page.hear("change", 4).await[3]["answers"].clone();
    page.reload().await;
    page.hear("ready", 1).await;
    page.shows("[data-item=safe]:not(.unset)").await;
    assert_eq!(page.of("[data-item=safe] input", "Number(e.value)").await, answers["safe"]);
    assert_eq!(
        page.eval("return heard.map((e) => e.name)").await,
        json!(["ready"]),
        "restoring is not answering"
    );
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    let given = |place: usize| [&result["answers"][place]["value"], &result["answers"][place]["input"]];
    let with = Value::from(page.engine.told("mouse"));
    assert_eq!(given(0), [&answers["safe"], &with]);
    assert_eq!(given(3), [&answers["open"], &with]);
    assert_eq!(given(4), [&Value::Null, &Value::Null], "what was cleared stays cleared");
}

async fn a_draft_goes_when_it_is_sent_or_left(page: &Page) {
    for end in ["submit", "skip"] {
        page.open_form(KEEP).await;
        page.tap("safe", 0.8).await;
        page.hear("change", 1).await;
        assert_eq!(page.eval(KEPT).await, 1);
        page.click(end).await;
        page.wait("return sessionStorage.length === 0").await;
        page.reload().await;
        page.hear("ready", 1).await;
        page.shows("[data-item=safe].unset").await;
    }
    page.open_form("keep-draft session-id=\"s-1\"").await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.open_form("keep-draft session-id=\"s-2\"").await;
    page.shows("[data-item=safe].unset").await;
}

async fn a_draft_is_touched_by_nobody_but_its_own_form(page: &Page) {
    let twins = format!(
        "<rapport-feedback id=\"a\" {KEEP}></rapport-feedback>
         <rapport-feedback id=\"b\" {KEEP} mode=\"dialog\"></rapport-feedback>"
    );
    page.open(&twins).await;
    page.hear("ready", 2).await;
    page.tap_in("#a", "safe", 0.8, "mouse").await;
    page.hear("change", 1).await;
    page.eval("document.querySelector('#b').lang = 'es'; document.querySelector('#b').reset()").await;
    page.reload().await;
    page.hear("ready", 2).await;
    assert_eq!(page.eval(KEPT).await, 1);
    page.wait("return document.querySelector('#a').outcome.answered === 1").await;
    // A host that goes on to the next session as soon as it has this one.
    page.eval(
        "document.addEventListener('rapport-submit', (event) => { event.target.setAttribute('session-id', 's-2') })",
    )
    .await;
    page.click("submit").await;
    page.wait("return sessionStorage.length === 0").await;
}

async fn a_draft_waits_for_an_instrument_that_comes_late(page: &Page) {
    let give =
        "document.querySelector('rapport-feedback').instrument = { id: 'late', version: '1', title: 'Late',
        scale: { min: 0, max: 10 }, score: { range: [0, 10] },
        items: [{ id: 'ease', text: 'Easy?', low: 'No', high: 'Yes' }] }";
    page.open_form(KEEP).await;
    page.eval(give).await;
    page.tap("ease", 0.7).await;
    page.hear("change", 1).await;
    page.reload().await;
    page.hear("ready", 1).await;
    page.shows("[data-item=safe]").await;
    page.eval(give).await;
    page.shows("[data-item=ease]:not(.unset)").await;
    assert_eq!(page.of("[data-item=ease] input", "Number(e.value)").await, 7);
}

async fn a_result_that_is_stored_late_leaves_no_draft_behind(page: &Page) {
    page.open_form(KEEP).await;
    page.eval(
        "document.addEventListener('rapport-submit', (event) =>
           event.waitUntil(new Promise((resolve) => { window.store = resolve })))",
    )
    .await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.eval("document.querySelector('rapport-feedback').sessionId = 's-2'").await;
    page.shows("[data-item=safe].unset").await;
    assert_eq!(page.eval(KEPT).await, 1, "it is not stored yet");
    page.eval("store()").await;
    page.hear("saved", 1).await;
    page.wait("return sessionStorage.length === 0").await;
}

async fn nothing_is_kept_without_being_asked_for(page: &Page) {
    page.open_form("session-id=\"s-1\"").await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    assert_eq!(page.eval(KEPT).await, 0);
    page.open_form("keep-draft").await;
    let problems = &page.hear("error", 1).await[0]["problems"];
    assert_eq!(problems[0]["path"], "keepDraft", "there is nothing to keep it under");
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    assert_eq!(page.eval(KEPT).await, 0);
}

/// A host that sends what is unsent when the page is left, and stores what is sent as slowly as can be.
const HOST: &str = "document.addEventListener('rapport-dismiss', ({ detail }) =>
        navigator.sendBeacon('/beacon', JSON.stringify(detail)));
    document.addEventListener('rapport-submit', (event) => event.waitUntil(new Promise(() => {})))";

async fn beacons(page: &Page, count: usize) -> Vec<Value> {
    page.until("a beacon came", async || page.host.beacons().len() >= count).await;
    page.host.beacons()
}

async fn a_page_that_is_left_hands_over_what_is_unsent(page: &Page) {
    page.open_form("").await;
    page.eval(HOST).await;
    page.tap("safe", 0.8).await;
    let value = page.hear("change", 1).await[0]["value"].clone();
    page.visit("inline.html").await;
    let left = beacons(page, 1).await;
    assert_eq!((&left[0]["reason"], &left[0]["schema"]), (&json!("unload"), &json!("rapport/1")));
    let result = &left[0]["result"];
    assert_eq!(
        (&result["answers"][0]["value"], &result["status"], &result["submittedAt"], &result["attempt"]),
        (&value, &json!("partial"), &Value::Null, &json!(0))
    );
    page.open("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
    page.eval(HOST).await;
    page.open_form("").await;
    page.eval(HOST).await;
    page.click("skip").await;
    page.hear("dismiss", 1).await;
    page.visit("inline.html").await;
    let reasons: Vec<Value> = beacons(page, 2).await.iter().map(|detail| detail["reason"].clone()).collect();
    assert_eq!(reasons, ["unload", "skip"], "a closed dialog and a form that was left are not left again");
}

async fn a_result_on_its_way_survives_a_reload_under_its_id(page: &Page) {
    page.open_form(KEEP).await;
    page.eval(HOST).await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.click("submit").await;
    let sent = page.hear("submit", 1).await[0].clone();
    page.reload().await;
    page.hear("ready", 1).await;
    let left = &beacons(page, 1).await[0]["result"];
    assert_eq!(
        (&left["id"], &left["attempt"], &left["submittedAt"]),
        (&sent["id"], &json!(1), &sent["submittedAt"])
    );
    page.shows("[data-item=safe]:not(.unset)").await;
    page.click("submit").await;
    let again = &page.hear("submit", 1).await[0];
    assert_eq!(
        (&again["id"], &again["attempt"]),
        (&sent["id"], &json!(2)),
        "a host that stores by id has it once"
    );
    assert_eq!(again["answers"], sent["answers"]);
}

/// Takes the connection away, or gives it back. Chromium is told so; the others' drivers cannot, so there the page is.
async fn connect(page: &Page, online: bool) {
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

async fn a_lost_connection_is_told_and_loses_nothing(page: &Page) {
    page.open_form("").await;
    page.eval(
        "window.stored = []; document.addEventListener('rapport-submit', (event) => event.waitUntil((async () => {
           if (!navigator.onLine) throw new Error('offline');
           stored.push(event.detail.id);
         })()))",
    )
    .await;
    let says = async |said: &str| {
        let status = "document.querySelector('rapport-feedback').shadowRoot.querySelector('[part=status]').textContent";
        page.wait(&format!("return {status}.includes('{said}')")).await;
    };
    connect(page, false).await;
    says("You are offline").await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.click("submit").await;
    page.hear("save-failed", 1).await;
    says("not saved yet").await;
    says("You are offline").await;
    connect(page, true).await;
    page.wait(
        "return !document.querySelector('rapport-feedback').shadowRoot.querySelector('[part=status]')
        .textContent.includes('offline')",
    )
    .await;
    assert_eq!(page.all("submit").await.len(), 1, "nothing is sent unless the client wants it");
    page.click("retry").await;
    page.shows("[part=thanks]").await;
    let submits = page.all("submit").await;
    assert_eq!((submits.len(), &submits[0]["id"]), (2, &submits[1]["id"]));
    assert_eq!(page.eval("return stored").await, json!([submits[0]["id"]]), "stored once");
}
