//! The page changes the form before the WASM module runs, or the module rejects it: answers, focus and drags stay.

use serde_json::json;

use crate::answering::slider;
use crate::cases;
use crate::early::{KEPT, WASM, WIDGET, instrument, load_early, markup, run_module};
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![early_answers_survive_a_form_that_is_disabled, early_answers_survive_a_rejected_definition,],
    );
}

const STORED: &str =
    "return JSON.parse(sessionStorage['rapport:s:'] ?? '{}').answers?.map(({ value }) => value)";

/// As a page does that saves other fields: by the attribute, and by a fieldset around the element.
async fn early_answers_survive_a_form_that_is_disabled(page: &Page) {
    let fieldset = format!("<form><fieldset>{KEPT}</fieldset></form>");
    for (markup, disabled) in [(KEPT, WIDGET), (&fieldset, "document.querySelector('fieldset')")] {
        page.load("").await;
        page.eval("sessionStorage.clear()").await;
        load_early(page, markup).await;
        page.tap("safe", 1.0).await;
        page.tap("open", 0.0).await;
        page.eval(&format!("{disabled}.disabled = true")).await;
        run_module(page).await;
        let changes = page.events_exactly("change", 2).await;
        assert_eq!((&changes[0]["value"], &changes[1]["value"]), (&json!(100), &json!(0)));
        assert_eq!(slider(page, "safe").await.0, 100);
        assert_eq!(page.eval(STORED).await, json!([100, null, null, 0, null]));
        page.eval(&format!("{disabled}.disabled = false")).await;
        page.click("submit").await;
        let result = page.events_exactly("submit", 1).await[0].clone();
        assert_eq!(result["outcome"]["answered"], 2, "{result}");
    }
}

async fn early_answers_survive_a_rejected_definition(page: &Page) {
    let mut faulty = instrument();
    faulty["score"]["range"] = json!([0]);
    load_early(page, &markup("keep-draft session-id=\"s\"", &faulty)).await;
    page.tap("safe", 1.0).await;
    page.server.resume(WASM);
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!((&error["code"], &error["fatal"]), (&json!("config-invalid"), &json!(true)), "{error}");
    assert_eq!(error["answers"]["safe"], 100, "{error}");
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.settled(STORED).await[0], 100);
    page.eval(&format!("{WIDGET}.instrument = {}", instrument())).await;
    page.events_exactly("ready", 1).await;
    assert_eq!(slider(page, "safe").await.0, 100, "the draft is there for the corrected definition");
}
