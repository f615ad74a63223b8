//! The beginning and the end of a form before the WASM module runs: sessions, initial answers, and the page's form. Each
//! has the same effect as in the module.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::early::{WASM, load_early, run_module};
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            late_session_keeps_early_answers,
            late_initial_answers_show_early,
            ended_early_form_leaves_nothing_to_the_next,
            early_reset_begins_another_form,
            inline_form_that_ended_early_stays_ended,
            early_form_holds_back_the_pages_form,
            early_form_keeps_its_language_for_a_translator,
        ],
    );
}

pub const WIDGET: &str = "document.querySelector('rapport-feedback')";
pub const KEPT: &str = "<rapport-feedback keep-draft session-id=\"s\"></rapport-feedback>";
pub const UNANSWERED: &str = "not answered";

/// Returns the draft of session `s`.
pub async fn draft(page: &Page) -> Value {
    page.eval("return JSON.parse(sessionStorage.getItem('rapport:s:'))").await
}

pub async fn run_on(page: &Page, script: &str) {
    page.eval(&format!("const e = {WIDGET}; {script}; return new Promise((done) => setTimeout(done))")).await;
}

pub async fn submit(page: &Page) -> Value {
    run_on(page, "e.submit()").await;
    page.events_exactly("submit", 1).await[0].clone()
}

async fn late_session_keeps_early_answers(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.sessionId = 's'").await;
    assert_eq!(slider(page, "safe").await.0, 100);
    run_module(page).await;
    let result = submit(page).await;
    assert_eq!(
        (&result["sessionId"], &result["answers"][0]["value"]),
        (&json!("s"), &json!(100)),
        "{result}"
    );

    load_early(page, "<rapport-feedback session-id=\"s\"></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.sessionId = 't'").await;
    assert_eq!(slider(page, "safe").await.1, UNANSWERED, "another session is another form");
}

async fn late_initial_answers_show_early(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("open", 0.72).await;
    let (tapped, _) = slider(page, "open").await;
    run_on(page, "e.answers = { safe: 70, open: 70 }").await;
    assert_eq!((slider(page, "safe").await.0, slider(page, "open").await.0), (70, tapped));
    run_module(page).await;
    assert_eq!((slider(page, "safe").await.0, slider(page, "open").await.0), (70, tapped));
    let result = submit(page).await;
    let safe = &result["answers"][0];
    assert_eq!((&safe["value"], &safe["input"]), (&json!(70), &json!("script")), "{result}");
    assert_eq!(result["answers"][3]["value"], tapped, "{result}");
}

/// Neither the answers of a form that ended come back, nor those that the host had set for it.
async fn ended_early_form_leaves_nothing_to_the_next(page: &Page) {
    for by_apology in [false, true] {
        let markup = "<rapport-feedback mode=\"dialog\" open keep-draft session-id=\"s\">\
            <script type=\"application/json\">{ \"answers\": { \"helpful\": 20 } }</script></rapport-feedback>";
        load_early(page, markup).await;
        page.tap("safe", 1.0).await;
        assert_ne!(draft(page).await, Value::Null);
        if by_apology {
            page.server.fail(WASM);
            page.server.resume(WASM);
            page.wait_for_visible("[part~=retry]").await;
            page.click("close").await;
            page.events_exactly("dismiss", 1).await;
            page.server.restore(WASM);
            page.server.stall(WASM);
        } else {
            run_on(page, "e.close()").await;
        }
        assert_eq!(draft(page).await, Value::Null);
        run_on(page, "e.show()").await;
        page.wait_for_visible("dialog:modal [data-item]").await;
        for item in ["safe", "helpful"] {
            assert_eq!(slider(page, item).await.1, UNANSWERED, "{item}");
        }
        page.tap("open", 0.0).await;
        run_module(page).await;
        let result = submit(page).await;
        assert_eq!(result["outcome"]["answered"], 1, "{result}");
    }
}

async fn early_reset_begins_another_form(page: &Page) {
    let markup = "<rapport-feedback keep-draft session-id=\"s\">\
        <script type=\"application/json\">{ \"answers\": { \"helpful\": 20 } }</script></rapport-feedback>";
    load_early(page, markup).await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.reset()").await;
    assert_eq!(draft(page).await, Value::Null);
    for item in ["safe", "helpful"] {
        assert_eq!(slider(page, item).await.1, UNANSWERED, "{item}");
    }
    page.tap("open", 0.0).await;
    run_module(page).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);

    load_early(page, markup).await;
    run_on(page, "e.reset(); e.answers = { safe: 70 }").await;
    assert_eq!(slider(page, "safe").await.0, 70, "answers for the new form");
    run_module(page).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);
}

async fn inline_form_that_ended_early_stays_ended(page: &Page) {
    let is_empty = format!("return !{WIDGET}.shadowRoot.querySelector('.root').firstChild");
    for fails in [false, true] {
        load_early(page, "<rapport-feedback session-id=\"s\"></rapport-feedback>").await;
        page.tap("safe", 1.0).await;
        run_on(page, "e.close()").await;
        run_on(page, "e.theme = 'dark'").await;
        assert_eq!(page.eval(&is_empty).await, true);
        if fails {
            page.server.fail(WASM);
            page.server.resume(WASM);
            page.events_exactly("error", 1).await;
            assert_eq!(page.eval(&is_empty).await, true, "no apology for a form that ended");
            page.server.restore(WASM);
            page.eval("dispatchEvent(new Event('online'))").await;
        }
        run_module(page).await;
        page.wait_for_visible("[part=message-title]").await;
        run_on(page, "e.submit()").await;
        assert_eq!(page.events("submit").await, Vec::<Value>::new());
        let dismissed = page.events_exactly("dismiss", 1).await;
        assert_eq!(
            (&dismissed[0]["reason"], &dismissed[0]["answers"]["safe"]),
            (&json!("host"), &json!(100))
        );
        run_on(page, "e.reset()").await;
        page.wait_for_visible("[data-item=safe].unanswered").await;
    }
    for begin in ["e.reset()", "e.sessionId = 't'", "e.instrument = 'one'", "e.mode = 'dialog'; e.show()"] {
        load_early(page, "<rapport-feedback session-id=\"s\"></rapport-feedback>").await;
        run_on(page, "e.close()").await;
        run_on(page, begin).await;
        page.wait_for_visible("[data-item].unanswered").await;
        run_module(page).await;
        page.wait_for_visible("[data-item].unanswered").await;
        assert_eq!(page.eval_on("[part=message-title]", "e").await, Value::Null, "{begin}");
    }
}

async fn early_form_holds_back_the_pages_form(page: &Page) {
    // WebKitGTK crashes seconds after it showed a validation message whose document is gone.
    page.retire_browser();
    let markup = |attributes: &str| {
        format!("<form id=\"f\"><rapport-feedback name=\"feedback\" {attributes}></rapport-feedback></form>")
    };
    // `f` asks the browser, which has the last validity that the element set.
    let is_valid = async || page.eval("return f.checkValidity()").await;
    load_early(page, &markup("required")).await;
    assert_eq!(is_valid().await, false, "required");
    let state =
        page.eval(&format!("return [{WIDGET}.validity.customError, {WIDGET}.validationMessage]")).await;
    assert_eq!(state, json!([true, "One moment…"]));
    run_module(page).await;
    page.wait_for(&format!("return {WIDGET}.validity.valueMissing")).await;

    load_early(page, &markup("")).await;
    assert_eq!(is_valid().await, true, "without an answer");
    page.tap("safe", 1.0).await;
    assert_eq!(is_valid().await, false, "with an answer");
    run_on(page, "e.reset()").await;
    assert_eq!(is_valid().await, true, "after a reset");
    page.tap("safe", 1.0).await;
    page.server.fail(WASM);
    page.server.resume(WASM);
    page.events_exactly("error", 1).await;
    assert_eq!(is_valid().await, true, "there is no module to wait for");
    page.server.restore(WASM);
    page.server.stall(WASM);
    page.click("retry").await;
    page.wait_for_visible("[data-item]").await;
    assert_eq!(is_valid().await, false, "the module is loaded again");
    run_module(page).await;
    page.events_exactly("change", 1).await;
    page.wait_for("return f.checkValidity()").await;
    assert!(page.eval("return new FormData(f).get('feedback')").await.is_string());
}

async fn early_form_keeps_its_language_for_a_translator(page: &Page) {
    page.server.stall(WASM);
    let load = async |lang: &str| {
        page.load_bare("<rapport-feedback></rapport-feedback>").await;
        page.eval(&format!(
            "document.documentElement.lang = '{lang}'; return import('/rapport.js').then(() => 1)"
        ))
        .await;
    };
    let shown = async || page.eval_on(".panel", "[e.lang, e.querySelector('h2').lang]").await;
    for (lang, expected) in [("pl", json!(["de", "de"])), ("es", json!(["es", "es"]))] {
        load("de").await;
        page.wait_for_visible("[data-item]").await;
        assert_eq!(shown().await, json!(["de", "de"]));
        run_on(page, &format!("document.documentElement.lang = '{lang}'")).await;
        assert_eq!(shown().await, expected, "{lang}");
        page.server.resume(WASM);
        page.events_exactly("ready", 1).await;
        assert_eq!(shown().await, expected, "{lang}, the module");
        page.server.stall(WASM);
    }
    // The apology is in that language too.
    load("de").await;
    page.wait_for_visible("[data-item]").await;
    run_on(page, "document.documentElement.lang = 'pl'").await;
    page.server.fail(WASM);
    page.server.resume(WASM);
    page.events_exactly("error", 1).await;
    assert_eq!(page.eval_on(".panel", "e.lang").await, "de");
}
