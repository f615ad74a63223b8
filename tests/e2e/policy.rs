//! What the element never does: a request after the program, an inline style, a fault in the host page.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    nothing_is_requested_after_the_program,
    nothing_is_styled_or_run_inline,
    a_bad_configuration_is_told_and_apologised_for,
    nothing_that_a_host_sets_throws,
    a_program_that_cannot_be_fetched_is_told,
    a_private_element_keeps_its_events_to_itself,
);

async fn nothing_is_requested_after_the_program(page: &Page) {
    page.open_form("").await;
    page.tap("safe", 0.3).await;
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    assert_eq!(page.host.requests(), ["/page/host", "/host.js", "/rapport.js", "/rapport.wasm"]);
    let kept = page.eval("return [document.cookie, localStorage.length, sessionStorage.length]").await;
    assert_eq!(kept, json!(["", 0, 0]));
}

async fn nothing_is_styled_or_run_inline(page: &Page) {
    page.open_form("mode=\"dialog\" open").await;
    page.hear("open", 1).await;
    page.tap("safe", 0.3).await;
    page.hear("change", 1).await;
    let inline = "[...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('*')].filter((e) =>
        e.matches('style, script, [style]') || [...e.attributes].some((a) => a.name.startsWith('on'))).length";
    assert_eq!(page.eval(&format!("return {inline}")).await, 0);
    let padding = page.of("dialog", "getComputedStyle(e).paddingTop").await;
    assert_ne!(padding, "0px", "it is styled all the same");
    let marks = "return Object.keys(document.querySelector('rapport-feedback').shadowRoot.firstChild)";
    let marks = page.eval(marks).await;
    let marks: Vec<&str> = marks.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(marks.iter().any(|mark| mark.starts_with("__rapport_")), "{marks:?}");
    assert!(!marks.iter().any(|mark| mark.starts_with("__yew_")), "{marks:?}");
}

async fn a_bad_configuration_is_told_and_apologised_for(page: &Page) {
    page.open("<rapport-feedback instrument=\"phq-9\" mode=\"popup\" lang=\"?\"></rapport-feedback>").await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("config-invalid"), &json!(true)));
    assert_eq!(
        error["problems"],
        json!([
            { "path": "mode", "found": "popup", "expected": "inline, dialog", "fatal": false },
            { "path": "instrument", "found": "phq-9", "expected": "session, one, or a definition", "fatal": true },
        ])
    );
    page.shows("[part=thanks]").await;
    assert_eq!(page.of("input", "e").await, Value::Null, "another instrument would be a wrong questionnaire");
    page.eval("document.querySelector('rapport-feedback').instrument = 'one'").await;
    page.hear("ready", 1).await;
    page.tap("overall", 0.5).await;
    page.hear("change", 1).await;
    page.eval("document.querySelector('rapport-feedback').instrument = 'gone'").await;
    page.hear("error", 2).await;
    page.click("close").await;
    assert_eq!(page.hear("dismiss", 1).await[0]["result"], Value::Null, "the apology can be closed");
}

async fn nothing_that_a_host_sets_throws(page: &Page) {
    page.open_form("").await;
    page.eval(
        "const e = document.querySelector('rapport-feedback');
         const odd = ['', ' ', 'null', '\\u0000', '🙂', '<img src=x onerror=alert(1)>', 'x'.repeat(1e5), null, undefined,
           NaN, -1, true, {}, [], Object.create(null), Symbol('s'), () => 1, 10n];
         const attempt = async () => {
           for (const name of ['instrument', 'mode', 'theme', 'sessionId', 'openOn', 'open', 'name', 'wasmSrc',
               'wasmIntegrity', 'embedSrc', 'disabled', 'required', 'private', 'review', 'showValue', 'keepDraft']) {
             for (const value of odd) {
               e[name] = value;
               await new Promise((resolve) => setTimeout(resolve));
             }
             e[name] = null;
           }
         };
         attempt().catch((error) => faults.push(String(error))).then(() => { window.tried = true })",
    )
    .await;
    page.wait("return window.tried === true").await;
    assert_eq!(page.of("img", "e").await, Value::Null);
    assert!(page.all("error").await.iter().all(|error| error["code"] == "config-invalid"));
    page.tap("safe", 0.5).await;
    assert_eq!(page.hear("change", 1).await[0]["value"], 50, "it works all the same");
}

async fn a_program_that_cannot_be_fetched_is_told(page: &Page) {
    page.host.lose("/rapport.wasm");
    page.open("<rapport-feedback></rapport-feedback>").await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("wasm-load"), &json!(true)));
    let refused =
        "return document.querySelector('rapport-feedback').ready.then(() => 'ready', (e) => e.message)";
    assert_eq!(page.eval(refused).await, error["message"]);
    page.host.find("/rapport.wasm");
    page.eval("document.body.append(document.createElement('rapport-feedback'))").await;
    page.hear("ready", 1).await;
}

async fn a_private_element_keeps_its_events_to_itself(page: &Page) {
    page.open(
        "<div><rapport-feedback></rapport-feedback></div><rapport-feedback id=\"loud\"></rapport-feedback>",
    )
    .await;
    page.eval(
        "window.own = []; const e = document.querySelector('rapport-feedback'); e.private = true;
         e.addEventListener('rapport-change', (event) => own.push(event.detail.item))",
    )
    .await;
    page.hear("ready", 1).await;
    page.tap("safe", 0.5).await;
    page.wait("return own.length === 1").await;
    page.tap_in("#loud", "open", 0.5, "mouse").await;
    let heard = page.hear("change", 1).await;
    assert_eq!(heard.iter().map(|change| &change["item"]).collect::<Vec<_>>(), ["open"]);
}
