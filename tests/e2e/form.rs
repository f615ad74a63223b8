//! The element as a form control: value, validity, reset, restoring, and disabling.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            form_data_has_the_current_result,
            required_blocks_the_form_until_answered,
            required_item_blocks_the_form,
            form_reset_starts_a_new_result,
            disabled_element_takes_no_answers,
            browser_restores_answers,
        ],
    );
    tests.add(&[Engine::WebKit], &cases![validity_report_outlives_its_anchor,]);
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Loads a page with the element in a form, and counts the form's submissions without leaving the page.
async fn load_in_form(page: &Page, attributes: &str) {
    // WebKitGTK crashes seconds after it showed a validation message whose document is gone.
    if page.engine == Engine::WebKit {
        page.retire_browser();
    }
    page.load(&format!(
        "<form id=\"f\"><fieldset id=\"set\"><rapport-feedback name=\"feedback\" {attributes}></rapport-feedback></fieldset>\
         <button id=\"go\">Go</button></form>"
    ))
    .await;
    page.eval(
        "window.sent = 0; f.addEventListener('submit', (e) => { e.preventDefault(); window.sent += 1 })",
    )
    .await;
    page.events_exactly("ready", 1).await;
}

/// Returns the element's entry in the form data.
async fn value(page: &Page) -> Value {
    let value = page.eval("return new FormData(f).get('feedback')").await;
    value.as_str().map_or(Value::Null, |json| serde_json::from_str(json).expect("JSON"))
}

async fn form_data_has_the_current_result(page: &Page) {
    load_in_form(page, "instrument=\"one\"").await;
    assert_eq!(
        page.eval(&format!("return [{WIDGET}.form.id, {WIDGET}.willValidate]")).await,
        json!(["f", true])
    );
    assert_eq!(value(page).await, Value::Null, "nothing was answered");
    page.tap("overall", 0.7).await;
    let answer = page.events_exactly("change", 1).await[0]["value"].clone();
    let unsent = value(page).await;
    assert_eq!((&unsent["answers"][0]["value"], &unsent["submittedAt"]), (&answer, &Value::Null));
    page.click("submit").await;
    let sent = page.events_exactly("submit", 1).await[0].clone();
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(value(page).await, sent);
    page.eval(&format!("{WIDGET}.name = null")).await;
    page.wait_for("return !new FormData(f).has('feedback')").await;
    page.eval(&format!("{WIDGET}.name = 'feedback'; {WIDGET}.reset()")).await;
    page.tap("overall", 0.2).await;
    page.events_exactly("change", 2).await;
    assert_eq!(value(page).await["outcome"]["answered"], 1);
    page.click("skip").await;
    page.events_exactly("dismiss", 1).await;
    assert_eq!(value(page).await, Value::Null, "a skipped form has no value");
}

async fn required_blocks_the_form_until_answered(page: &Page) {
    load_in_form(page, "required").await;
    let state = format!(
        "const e = {WIDGET}; return [e.checkValidity(), e.validity.valueMissing, e.validationMessage]"
    );
    let found = page.eval(&state).await;
    assert_eq!((&found[0], &found[1]), (&json!(false), &json!(true)));
    assert!(found[2].as_str().is_some_and(|message| message.contains("required")), "{found}");
    page.wait_for_visible("[data-item=safe] .required").await;
    page.click_in_page("#go").await;
    let focused = format!("return {WIDGET}.shadowRoot.activeElement?.dataset.index");
    page.wait_until("the missing item has the focus", async || page.eval(&focused).await == "0").await;
    assert_eq!(page.eval("return sent").await, 0);
    // The element's own button requires the same.
    page.click("submit").await;
    page.wait_for_visible(".missing").await;
    for item in ["safe", "understood", "together", "open", "helpful"] {
        page.tap(item, 0.6).await;
    }
    page.events_exactly("change", 5).await;
    assert_eq!(page.eval(&state).await, json!([true, false, ""]));
    page.click_in_page("#go").await;
    page.wait_for("return sent === 1").await;
    // After skip the element is valid, and the page's form can be submitted.
    page.eval("f.reset()").await;
    page.wait_for_visible("[data-item=safe].unanswered").await;
    assert_eq!(page.eval(&state).await[0], false);
    page.click("skip").await;
    page.events_exactly("dismiss", 1).await;
    assert_eq!(page.eval(&state).await, json!([true, false, ""]));
    page.eval("f.reset()").await;
    page.wait_for_visible("[data-item=safe].unanswered").await;
    page.eval(&format!("{WIDGET}.required = false")).await;
    page.wait_for(&format!("return !{WIDGET}.shadowRoot.querySelector('.required')")).await;
    let changes = page.events("change").await;
    assert_eq!(changes.len(), 5, "the answers stay: {changes:?}");
}

/// `WebKit` crashes if the anchor of a validity report is collected, unless the element keeps a reference to it.
async fn validity_report_outlives_its_anchor(page: &Page) {
    load_in_form(page, "required").await;
    page.click_in_page("#go").await;
    page.click("skip").await;
    page.events_exactly("dismiss", 1).await;
    // The bubble shows for five seconds; the anchor is collected after that.
    tokio::time::sleep(Duration::from_secs(9)).await;
    page.eval(&format!("{WIDGET}.required = false")).await;
    page.wait_for(&format!("return {WIDGET}.checkValidity()")).await;
}

async fn required_item_blocks_the_form(page: &Page) {
    load_in_form(page, "").await;
    let item = |id: &str, required: bool| json!({ "id": id, "text": id, "low": "l", "high": "h", "required": required });
    let definition = json!({
        "id": "two", "version": "1", "title": "Two", "scale": { "min": 0, "max": 100 },
        "items": [item("a", false), item("b", true)], "score": { "range": [0, 100] },
    });
    page.eval(&format!("{WIDGET}.instrument = {definition}")).await;
    page.wait_for_visible("[data-item=a]").await;
    let valid = format!("return {WIDGET}.checkValidity()");
    assert_eq!(page.eval(&valid).await, true, "an unanswered form is valid");
    page.tap("a", 0.5).await;
    page.events_exactly("change", 1).await;
    assert_eq!(page.eval(&valid).await, false);
    page.eval(&format!("{WIDGET}.reportValidity()")).await;
    let focused = format!("return {WIDGET}.shadowRoot.activeElement?.dataset.index");
    page.wait_until("the missing item has the focus", async || page.eval(&focused).await == "1").await;
    page.tap("b", 0.5).await;
    page.events_exactly("change", 2).await;
    assert_eq!(page.eval(&valid).await, true);
}

async fn form_reset_starts_a_new_result(page: &Page) {
    load_in_form(page, "instrument=\"one\"").await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    let id = value(page).await["id"].clone();
    page.eval("f.reset()").await;
    page.wait_for_visible(".item.unanswered").await;
    assert_eq!(value(page).await, Value::Null);
    page.tap("overall", 0.1).await;
    page.events_exactly("change", 2).await;
    assert_ne!(value(page).await["id"], id);
}

async fn disabled_element_takes_no_answers(page: &Page) {
    load_in_form(page, "").await;
    page.tap("safe", 0.6).await;
    page.events_exactly("change", 1).await;
    for (off, on) in [
        (format!("{WIDGET}.disabled = true"), format!("{WIDGET}.disabled = false")),
        ("set.disabled = true".into(), "set.disabled = false".into()),
    ] {
        page.eval(&off).await;
        page.wait_for_visible("input:disabled").await;
        page.wait_for_visible("[part=submit][aria-disabled]").await;
        page.tap("open", 0.6).await;
        page.click("submit").await;
        page.click("skip").await;
        page.eval(&format!("{WIDGET}.submit()")).await;
        assert_eq!(value(page).await, Value::Null, "a disabled element has no form data");
        page.eval(&on).await;
        page.wait_for(&format!("return !{WIDGET}.shadowRoot.querySelector('input:disabled')")).await;
        assert_eq!(value(page).await["outcome"]["answered"], 1, "the answers stay");
    }
    assert_eq!(page.events("change").await.len(), 1);
    assert_eq!(page.events("submit").await.len() + page.events("dismiss").await.len(), 0);
}

async fn browser_restores_answers(page: &Page) {
    // Only Chromium restores the state of custom elements. In the other engines the test calls the callback.
    if matches!(page.engine, Engine::Firefox | Engine::WebKit) {
        load_in_form(page, "instrument=\"one\"").await;
        let draft = "{ const e = document.querySelector('rapport-feedback'); e.formStateRestoreCallback(window.draft, 'restore') }";
        page.tap("overall", 0.7).await;
        page.events_exactly("change", 1).await;
        page.eval(&format!("window.draft = JSON.stringify(JSON.parse(new FormData(f).get('feedback'))); {WIDGET}.reset(); {draft}")).await;
        page.wait_for_visible(".item:not(.unanswered)").await;
        return;
    }
    load_in_form(page, "instrument=\"one\"").await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    let left = value(page).await;
    page.goto(&page.server.add_page("away", "<p>Elsewhere</p>")).await;
    page.go_back().await;
    page.events_exactly("ready", 1).await;
    page.wait_for_visible(".item:not(.unanswered)").await;
    let again = value(page).await;
    assert_eq!(again["answers"][0], left["answers"][0]);
    assert_ne!(again["id"], left["id"], "a duplicated tab is restored too");
    assert_eq!(page.events("submit").await.len(), 0);
}
