//! The program crashes, and no answer is lost: its memory is overwritten until it traps, or what it calls throws.

use serde_json::{Value, json};

use crate::engine::Engine;
use crate::page::Page;

crate::in_every_engine!(
    answers_survive_a_crash,
    a_crash_within_an_event_is_no_exception,
    what_is_being_sent_survives_a_crash,
    a_result_that_is_stored_as_it_crashes_is_told,
    what_is_being_sent_survives_a_crash_out_of_the_page,
    a_host_that_begins_afresh_when_told_of_a_crash_has_that,
    a_host_that_sends_when_told_of_a_crash_has_that,
    a_host_that_closes_when_told_of_a_crash_has_that,
    what_was_sent_stays_sent,
    a_dialog_stays_open,
    a_form_that_crashes_again_and_again_says_so,
    the_build_without_wasm_comes_back_too,
);

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Opens a page that can break what it shows.
async fn open(page: &Page, markup: &str) {
    page.open_bare(&format!(
        "<script src=\"/fault.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>{markup}"
    ))
    .await;
    page.hear("ready", 1).await;
}

/// Opens such a page with a form whose result is on its way: it is stored when the page calls `store.yes`.
async fn open_sending(page: &Page) {
    open(page, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.eval("addEventListener('rapport-submit', (e) => e.waitUntil(new Promise((yes, no) => { window.store = { yes, no } })))").await;
    page.tap("overall", 0.8).await;
    page.hear("change", 1).await;
    page.click("submit").await;
    page.hear("submit", 1).await;
}

/// Has the program of the first widget work, and so crash if it was ruined.
async fn stir(page: &Page) {
    page.eval(&format!("{WIDGET}.theme = {WIDGET}.theme === 'dark' ? 'light' : 'dark'")).await;
}

async fn crashed(page: &Page, times: usize) -> Value {
    let error = page.hear("error", times).await[times - 1].clone();
    assert_eq!(error["code"], "crashed", "{error}");
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
    error
}

async fn answers_survive_a_crash(page: &Page) {
    open(page, "<rapport-feedback id=\"a\" instrument=\"one\"></rapport-feedback>").await;
    page.tap("overall", 0.3).await;
    page.hear("change", 1).await;
    page.eval(
        "document.body.insertAdjacentHTML('afterbegin', '<rapport-feedback id=\"b\"></rapport-feedback>')",
    )
    .await;
    page.hear("ready", 2).await;
    page.tap("safe", 0.8).await;
    page.tap("open", 0.1).await;
    let answers = page.hear("change", 3).await[2]["answers"].clone();
    page.of(".plain", "e.click()").await;
    page.shows(".choices").await;
    page.eval("ruin()").await;
    stir(page).await;
    let error = crashed(page, 1).await;
    assert_eq!((&error["answers"], &error["fatal"]), (&answers, &json!(false)));
    page.shows(".choices").await;
    page.shows("[data-item=safe]:not(.unset)").await;
    page.shows("[data-item=helpful].unset").await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 2);
    page.click("submit").await;
    let result = page.hear("submit", 1).await[0].clone();
    assert_eq!((&result["answers"][0]["value"], &result["attempt"]), (&answers["safe"], &json!(1)));
    assert_eq!(result["answers"][4]["value"], Value::Null);
    let of_a = "heard.filter((e) => e.from === 'a').map((e) => e.name)";
    let a = page.eval(&format!("return {of_a}.filter((name) => name !== 'input')")).await;
    assert_eq!(a, json!(["ready", "change"]), "the other form has no part in it");
    assert_eq!(page.all("ready").await.len(), 2, "it was ready before");
    assert_eq!(page.eval("return memories.length").await, 3);
}

async fn a_crash_within_an_event_is_no_exception(page: &Page) {
    open(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.eval(&format!(
        "addEventListener('rapport-change', () => {{ ruin(); window.said = [{WIDGET}.outcome, {WIDGET}.complete, {WIDGET}.toFHIR()] }}, {{ once: true }})"
    ))
    .await;
    page.tap("open", 0.4).await;
    let error = crashed(page, 1).await;
    assert_eq!(page.eval("return said").await, json!([null, false, null]), "nobody knows at that moment");
    assert!(error["answers"]["open"].is_number(), "what was just answered counts: {error}");
    page.shows("[data-item=open]:not(.unset)").await;
    let focused = format!("return {WIDGET}.shadowRoot.activeElement?.dataset.place");
    if page.engine != Engine::Phone {
        // There a tap on a slider focuses nothing.
        page.until("the focus is where it was", async || page.eval(&focused).await == "3").await;
    }
    page.eval("spoil()").await;
    page.tap("helpful", 0.4).await;
    crashed(page, 2).await;
    page.shows("[data-item=open]:not(.unset)").await;
    page.tap("helpful", 0.4).await;
    page.click("submit").await;
    let result = page.hear("submit", 1).await[0].clone();
    assert_eq!(result["outcome"]["answered"], 3);
    assert_eq!(result["answers"][3]["value"], error["answers"]["open"]);
}

async fn what_is_being_sent_survives_a_crash(page: &Page) {
    open_sending(page).await;
    let id = page.all("submit").await[0]["id"].clone();
    for (times, settles, event) in [(1, "store.no('full')", "save-failed"), (2, "store.yes()", "saved")] {
        page.eval("ruin()").await;
        stir(page).await;
        crashed(page, times).await;
        page.shows("[part~=submit][aria-disabled]").await;
        page.eval(settles).await;
        let settled = page.hear(event, 1).await[0].clone();
        assert_eq!((&settled["id"], &settled["attempt"]), (&id, &json!(times)));
        if times == 1 {
            page.click("retry").await;
            page.hear("submit", 2).await;
        }
    }
    page.shows("[part~=thanks]").await;
}

async fn a_result_that_is_stored_as_it_crashes_is_told(page: &Page) {
    open_sending(page).await;
    page.eval("ruin(); store.yes()").await;
    crashed(page, 1).await;
    page.hear("saved", 1).await;
    page.shows("[part~=thanks]").await;
    // And it goes on being the host's.
    page.eval(&format!("{WIDGET}.reset()")).await;
    page.shows(".unset").await;
    page.tap("overall", 0.3).await;
    page.click("submit").await;
    page.hear("submit", 2).await;
}

async fn a_host_that_begins_afresh_when_told_of_a_crash_has_that(page: &Page) {
    open(page, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.tap("overall", 0.8).await;
    page.hear("change", 1).await;
    page.eval(&format!("addEventListener('rapport-error', () => {WIDGET}.reset()); ruin()")).await;
    stir(page).await;
    crashed(page, 1).await;
    page.shows(".unset").await;
}

async fn a_host_that_sends_when_told_of_a_crash_has_that(page: &Page) {
    open(page, "<rapport-feedback session-id=\"s1\"></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    let answers = page.hear("change", 1).await[0]["answers"].clone();
    page.eval(&format!("addEventListener('rapport-error', () => {{ {WIDGET}.submit(); {WIDGET}.sessionId = 's2' }}, {{ once: true }}); ruin()"))
        .await;
    stir(page).await;
    crashed(page, 1).await;
    let result = page.hear("submit", 1).await[0].clone();
    assert_eq!((&result["answers"][0]["value"], &result["attempt"]), (&answers["safe"], &json!(1)));
    assert_eq!(result["sessionId"], "s1", "it is of the session that it was given in");
    page.shows("[data-item=safe].unset").await;
    page.tap("safe", 0.3).await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 2).await[1]["sessionId"], "s2");
}

async fn a_host_that_closes_when_told_of_a_crash_has_that(page: &Page) {
    open(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.hear("open", 1).await;
    page.tap("safe", 0.8).await;
    let answers = page.hear("change", 1).await[0]["answers"].clone();
    page.eval(&format!("addEventListener('rapport-error', () => {WIDGET}.close()); ruin()")).await;
    stir(page).await;
    crashed(page, 1).await;
    let left = page.hear("dismiss", 1).await[0].clone();
    assert_eq!((&left["reason"], &left["result"]["answers"][0]["value"]), (&json!("host"), &answers["safe"]));
    let open =
        format!("return {WIDGET}.hasAttribute('open') || {WIDGET}.shadowRoot.querySelector('dialog').open");
    page.until("it is closed", async || page.eval(&open).await == false).await;
}

async fn what_is_being_sent_survives_a_crash_out_of_the_page(page: &Page) {
    open_sending(page).await;
    page.eval(&format!(
        "window.e = {WIDGET}; e.addEventListener('rapport-saved', ({{ detail }}) => {{ window.told = detail }}); e.remove()"
    ))
    .await;
    // What becomes of the result is the next that the program hears.
    page.eval("ruin(); store.yes()").await;
    let told = page.wait("return window.told").await;
    assert_eq!(told["id"], page.all("submit").await[0]["id"]);
    page.eval("document.body.append(e)").await;
    page.shows("[part~=thanks]").await;
}

async fn what_was_sent_stays_sent(page: &Page) {
    open(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    let sent = page.hear("submit", 1).await[0].clone();
    page.shows("[part~=thanks]").await;
    page.eval("ruin()").await;
    stir(page).await;
    crashed(page, 1).await;
    page.shows("[part~=thanks]").await;
    page.wait(&format!("return {WIDGET}.result")).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.result")).await, sent, "to the last digit");
    assert_eq!(page.all("submit").await.len(), 1);
}

async fn a_dialog_stays_open(page: &Page) {
    open(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.hear("open", 1).await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.eval("ruin()").await;
    stir(page).await;
    crashed(page, 1).await;
    page.shows("dialog[open] [data-item=safe]:not(.unset)").await;
    let focused = format!("return Boolean({WIDGET}.shadowRoot.activeElement)");
    page.until("the focus is in it again", async || page.eval(&focused).await == true).await;
    page.click("skip").await;
    let left = page.hear("dismiss", 1).await[0].clone();
    assert_eq!(left["result"]["outcome"]["answered"], 1);
    assert_eq!(page.all("open").await.len(), 1);
    page.eval("ruin()").await;
    page.eval(&format!("{WIDGET}.open()")).await;
    crashed(page, 2).await;
    page.shows("dialog[open] [data-item=safe].unset").await;
}

async fn a_form_that_crashes_again_and_again_says_so(page: &Page) {
    open(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    let answers = page.hear("change", 1).await[0]["answers"].clone();
    for times in 1..=4 {
        let fatal = times == 4;
        page.eval("ruin()").await;
        stir(page).await;
        let error = crashed(page, times).await;
        assert_eq!((&error["answers"], &error["fatal"]), (&answers, &json!(fatal)));
        let shown = if fatal { "[part~=retry]" } else { "[data-item=safe]:not(.unset)" };
        page.shows(shown).await;
    }
    page.click("retry").await;
    page.shows("[data-item=safe]:not(.unset)").await;
    for times in 5..=8 {
        page.eval("ruin()").await;
        stir(page).await;
        crashed(page, times).await;
        page.shows(if times == 8 { "[part~=retry]" } else { "[data-item=safe]:not(.unset)" }).await;
    }
    // Who closes the apology has left the form: it does not come back to another client.
    page.click("close").await;
    page.hear("dismiss", 1).await;
    page.eval(&format!("{WIDGET}.open()")).await;
    page.shows("[data-item=safe].unset").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["answers"][0]["value"], answers["safe"]);
}

async fn the_build_without_wasm_comes_back_too(page: &Page) {
    page.open_bare(
        "<script src=\"/fault.js\"></script><script type=\"module\" src=\"/rapport.nowasm.js\"></script>\
         <rapport-feedback></rapport-feedback>",
    )
    .await;
    page.hear("ready", 1).await;
    page.tap("safe", 0.8).await;
    let answers = page.hear("change", 1).await[0]["answers"].clone();
    page.eval("spoil()").await;
    page.tap("open", 0.4).await;
    assert_eq!(crashed(page, 1).await["answers"], answers);
    page.shows("[data-item=safe]:not(.unset)").await;
    page.tap("open", 0.4).await;
    page.hear("change", 2).await;
}
