//! Guarantees: no request after the WASM module, no inline style, no fault in the host page.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            nothing_is_requested_after_the_wasm,
            nothing_is_styled_or_scripted_inline,
            invalid_configuration_is_reported_and_shown,
            setting_odd_values_never_throws,
            wasm_that_fails_to_load_is_reported,
            local_events_do_not_bubble,
        ],
    );
}

async fn nothing_is_requested_after_the_wasm(page: &Page) {
    page.load_form("").await;
    page.tap("safe", 0.3).await;
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.server.requests(), ["/page/host", "/rapport.js", "/rapport.wasm"]);
    let kept = page.eval("return [document.cookie, localStorage.length, sessionStorage.length]").await;
    assert_eq!(kept, json!(["", 0, 0]));
}

async fn nothing_is_styled_or_scripted_inline(page: &Page) {
    page.load_form("mode=\"dialog\" open").await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.3).await;
    page.events_exactly("change", 1).await;
    let inline = "[...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('*')].filter((e) =>
        e.matches('style, script, [style]') || [...e.attributes].some((a) => a.name.startsWith('on'))).length";
    assert_eq!(page.eval(&format!("return {inline}")).await, 0);
    let padding = page.eval_on(".body", "getComputedStyle(e).paddingTop").await;
    assert_ne!(padding, "0px", "the adopted style sheet applies");
    let marks = "return Object.keys(document.querySelector('rapport-feedback').shadowRoot.firstChild)";
    let marks = page.eval(marks).await;
    let marks: Vec<&str> = marks.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(marks.iter().any(|mark| mark.starts_with("__rapport_")), "{marks:?}");
    assert!(!marks.iter().any(|mark| mark.starts_with("__yew_")), "{marks:?}");
}

async fn invalid_configuration_is_reported_and_shown(page: &Page) {
    page.load("<rapport-feedback instrument=\"phq-9\" mode=\"popup\" lang=\"?\"></rapport-feedback>").await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("config-invalid"), &json!(true)));
    assert_eq!(
        error["problems"],
        json!([
            { "path": "mode", "found": "popup", "expected": "one of \"inline\", \"dialog\"", "fatal": false },
            { "path": "instrument", "found": "phq-9", "expected": "\"session\", \"one\", or a definition", "fatal": true },
        ])
    );
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.eval_on("input", "e").await, Value::Null, "it never falls back to another instrument");
    page.eval("document.querySelector('rapport-feedback').instrument = 'one'").await;
    page.events_exactly("ready", 1).await;
    page.tap("overall", 0.5).await;
    page.events_exactly("change", 1).await;
    page.eval("document.querySelector('rapport-feedback').instrument = 'gone'").await;
    page.events_exactly("error", 3).await;
    page.click("close").await;
    assert_eq!(
        page.events_exactly("dismiss", 1).await[0]["result"],
        Value::Null,
        "the apology can be closed"
    );
}

async fn setting_odd_values_never_throws(page: &Page) {
    page.load_form("").await;
    page.eval(
        "const e = document.querySelector('rapport-feedback');
         const odd = ['', ' ', 'null', '\\u0000', '🙂', '<img src=x onerror=alert(1)>', 'x'.repeat(1e5), null, undefined,
           NaN, -1, true, {}, [], Object.create(null), Symbol('s'), () => 1, 10n];
         const attempt = async () => {
           for (const name of ['instrument', 'mode', 'theme', 'sessionId', 'openOn', 'open', 'name', 'wasmSrc',
               'wasmIntegrity', 'embedSrc', 'disabled', 'required', 'localEvents', 'review', 'showValue', 'keepDraft']) {
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
    page.wait_for("return window.tried === true").await;
    assert_eq!(page.eval_on("img", "e").await, Value::Null);
    assert!(page.events("error").await.iter().all(|error| error["code"] == "config-invalid"));
    page.tap("safe", 0.5).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], 50, "the form still works");
}

async fn wasm_that_fails_to_load_is_reported(page: &Page) {
    page.server.fail("/rapport.wasm");
    page.load("<rapport-feedback></rapport-feedback>").await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("load-failed"), &json!(true)));
    let refused =
        "return document.querySelector('rapport-feedback').ready.then(() => 'ready', (e) => e.message)";
    assert_eq!(page.eval(refused).await, error["message"]);
    page.server.restore("/rapport.wasm");
    page.eval("document.body.append(document.createElement('rapport-feedback'))").await;
    page.events_exactly("ready", 1).await;
}

async fn local_events_do_not_bubble(page: &Page) {
    page.load_bare(
        "<div><rapport-feedback></rapport-feedback></div><rapport-feedback id=\"loud\"></rapport-feedback>",
    )
    .await;
    page.eval(
        "window.own = []; const e = document.querySelector('rapport-feedback'); e.localEvents = true;
         e.addEventListener('rapport-change', (event) => own.push(event.detail.item));
         const script = document.createElement('script'); script.type = 'module'; script.src = '/rapport.js';
         document.head.append(script)",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 0.5).await;
    page.wait_for("return own.length === 1").await;
    page.tap_on("#loud", "open", 0.5, "mouse").await;
    let changes = page.events_exactly("change", 1).await;
    assert_eq!(changes.iter().map(|change| &change["item"]).collect::<Vec<_>>(), ["open"]);
}
