//! Crashes of the WASM instance lose no answer. A test overwrites its memory until it traps, or a function that it
//! calls throws.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            answers_survive_a_crash,
            answer_that_does_not_apply_survives_a_crash,
            result_being_saved_survives_a_crash,
            save_that_settles_during_a_crash_is_reported,
            removed_element_reports_its_save_after_a_crash,
            sent_result_survives_a_crash,
            open_dialog_survives_a_crash,
            repeated_crashes_show_an_apology,
            build_without_wasm_recovers_too,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Loads a page that can break its WASM instances.
pub async fn load_breakable(page: &Page, markup: &str) {
    page.load_bare(&format!(
        "<script src=\"/pages/break-module.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>{markup}"
    ))
    .await;
    page.events_exactly("ready", 1).await;
}

/// Loads such a page with a form whose result is being saved, until the page calls `store.yes` or `store.no`.
async fn load_saving(page: &Page) {
    load_breakable(page, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.eval("addEventListener('rapport-submit', (e) => e.waitUntil(new Promise((yes, no) => { window.store = { yes, no } })))").await;
    page.tap("overall", 0.8).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
}

/// Makes the first element's instance render, so that it crashes if its memory was overwritten.
pub async fn render(page: &Page) {
    page.eval(&format!("{WIDGET}.theme = {WIDGET}.theme === 'dark' ? 'light' : 'dark'")).await;
}

pub async fn crashed(page: &Page, times: usize) -> Value {
    let error = page.events_exactly("error", times).await[times - 1].clone();
    assert_eq!(error["code"], "crashed", "{error}");
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
    error
}

async fn answers_survive_a_crash(page: &Page) {
    load_breakable(page, "<rapport-feedback id=\"a\" instrument=\"one\"></rapport-feedback>").await;
    page.tap("overall", 0.3).await;
    page.events_exactly("change", 1).await;
    page.eval(
        "document.body.insertAdjacentHTML('afterbegin', '<rapport-feedback id=\"b\"></rapport-feedback>')",
    )
    .await;
    page.events_exactly("ready", 2).await;
    page.tap("safe", 0.8).await;
    page.tap("open", 0.1).await;
    let answers = page.events_exactly("change", 3).await[2]["answers"].clone();
    page.eval_on(".switch-input", "e.click()").await;
    page.wait_for_visible(".choices").await;
    page.eval("overwriteMemory()").await;
    render(page).await;
    let error = crashed(page, 1).await;
    assert_eq!((&error["answers"], &error["fatal"]), (&answers, &json!(false)));
    page.wait_for_visible(".choices").await;
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    page.wait_for_visible("[data-item=helpful].unanswered").await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 2);
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!((&result["answers"][0]["value"], &result["attempt"]), (&answers["safe"], &json!(1)));
    assert_eq!(result["answers"][4]["value"], Value::Null);
    let of_a = "events.filter((e) => e.from === 'a').map((e) => e.name)";
    let a = page.eval(&format!("return {of_a}.filter((name) => name !== 'input')")).await;
    assert_eq!(a, json!(["ready", "change"]), "the crash of one instance leaves the other alone");
    assert_eq!(page.events("ready").await.len(), 2, "recovery emits no ready event");
    assert_eq!(page.eval("return memories.length").await, 3);
}

async fn answer_that_does_not_apply_survives_a_crash(page: &Page) {
    let item = json!({ "id": "home", "text": "At home?", "low": "No", "high": "Yes",
        "notApplicable": { "label": "Does not apply" } });
    let instrument = json!({ "id": "i", "version": "1", "title": "T", "scale": { "min": 0, "max": 10 },
        "items": [item], "score": { "range": [0, 10] } });
    let script = json!({ "instrument": instrument });
    load_breakable(
        page,
        &format!("<rapport-feedback><script type=\"application/json\">{script}</script></rapport-feedback>"),
    )
    .await;
    page.tap_choice("home", "na").await;
    let change = page.events_exactly("change", 1).await[0].clone();
    assert_eq!(change["answers"], json!({ "home": "not-applicable" }));
    page.eval("overwriteMemory()").await;
    render(page).await;
    assert_eq!(crashed(page, 1).await["answers"], change["answers"]);
    page.wait_for_visible("[data-item=home]:not(.unanswered)").await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["answers"][0]["notApplicable"], true);
}

async fn result_being_saved_survives_a_crash(page: &Page) {
    load_saving(page).await;
    let id = page.events("submit").await[0]["id"].clone();
    for (times, settles, event) in [(1, "store.no('full')", "save-failed"), (2, "store.yes()", "saved")] {
        page.eval("overwriteMemory()").await;
        render(page).await;
        crashed(page, times).await;
        page.wait_for_visible("[part~=submit][aria-disabled]").await;
        page.eval(settles).await;
        let settled = page.events_exactly(event, 1).await[0].clone();
        assert_eq!((&settled["id"], &settled["attempt"]), (&id, &json!(times)));
        if times == 1 {
            page.click("retry").await;
            page.events_exactly("submit", 2).await;
        }
    }
    page.wait_for_visible("[part~=message-title]").await;
}

async fn save_that_settles_during_a_crash_is_reported(page: &Page) {
    load_saving(page).await;
    page.eval("overwriteMemory(); store.yes()").await;
    crashed(page, 1).await;
    page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part~=message-title]").await;
    // The next form works as the first did.
    page.eval(&format!("{WIDGET}.reset()")).await;
    page.wait_for_visible(".unanswered").await;
    page.tap("overall", 0.3).await;
    page.click("submit").await;
    page.events_exactly("submit", 2).await;
}

async fn removed_element_reports_its_save_after_a_crash(page: &Page) {
    load_saving(page).await;
    page.eval(&format!(
        "window.e = {WIDGET}; e.addEventListener('rapport-saved', ({{ detail }}) => {{ window.saved = detail }}); e.remove()"
    ))
    .await;
    // The outcome of the save is the instance's next call.
    page.eval("overwriteMemory(); store.yes()").await;
    let saved = page.wait_for("return window.saved").await;
    assert_eq!(saved["id"], page.events("submit").await[0]["id"]);
    page.eval("document.body.append(e)").await;
    page.wait_for_visible("[part~=message-title]").await;
}

async fn sent_result_survives_a_crash(page: &Page) {
    load_breakable(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    let sent = page.events_exactly("submit", 1).await[0].clone();
    page.wait_for_visible("[part~=message-title]").await;
    page.eval("overwriteMemory()").await;
    render(page).await;
    crashed(page, 1).await;
    page.wait_for_visible("[part~=message-title]").await;
    page.wait_for(&format!("return {WIDGET}.result")).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.result")).await, sent, "every digit is kept");
    assert_eq!(page.events("submit").await.len(), 1);
}

async fn open_dialog_survives_a_crash(page: &Page) {
    load_breakable(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.eval("overwriteMemory()").await;
    render(page).await;
    crashed(page, 1).await;
    page.wait_for_visible("dialog[open] [data-item=safe]:not(.unanswered)").await;
    let focused = format!("return Boolean({WIDGET}.shadowRoot.activeElement)");
    page.wait_until("the focus is in it again", async || page.eval(&focused).await == true).await;
    page.click("skip").await;
    let left = page.events_exactly("dismiss", 1).await[0].clone();
    assert_eq!(left["result"]["outcome"]["answered"], 1);
    assert_eq!(page.events("open").await.len(), 1);
    page.eval("overwriteMemory()").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    crashed(page, 2).await;
    page.wait_for_visible("dialog[open] [data-item=safe].unanswered").await;
}

async fn repeated_crashes_show_an_apology(page: &Page) {
    load_breakable(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    let answers = page.events_exactly("change", 1).await[0]["answers"].clone();
    for times in 1..=4 {
        let fatal = times == 4;
        page.eval("overwriteMemory()").await;
        render(page).await;
        let error = crashed(page, times).await;
        assert_eq!((&error["answers"], &error["fatal"]), (&answers, &json!(fatal)));
        let shown = if fatal { "[part~=retry]" } else { "[data-item=safe]:not(.unanswered)" };
        page.wait_for_visible(shown).await;
    }
    page.click("retry").await;
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    for times in 5..=8 {
        page.eval("overwriteMemory()").await;
        render(page).await;
        crashed(page, times).await;
        page.wait_for_visible(if times == 8 { "[part~=retry]" } else { "[data-item=safe]:not(.unanswered)" })
            .await;
    }
    // Closing the apology ends the form, so the next respondent gets an empty one.
    page.click("close").await;
    page.events_exactly("dismiss", 1).await;
    page.eval(&format!("{WIDGET}.reset()")).await;
    page.wait_for_visible("[data-item=safe].unanswered").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["answers"][0]["value"], answers["safe"]);
}

async fn build_without_wasm_recovers_too(page: &Page) {
    page.load_bare(
        "<script src=\"/pages/break-module.js\"></script><script type=\"module\" src=\"/rapport.nowasm.js\"></script>\
         <rapport-feedback></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 0.8).await;
    let answers = page.events_exactly("change", 1).await[0]["answers"].clone();
    page.eval("failNextCall()").await;
    page.tap("open", 0.4).await;
    assert_eq!(crashed(page, 1).await["answers"], answers);
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    page.tap("open", 0.4).await;
    page.events_exactly("change", 2).await;
}
