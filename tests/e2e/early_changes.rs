//! The page changes the form before the WASM module runs, or the module rejects it: answers, focus and drags stay.

use serde_json::json;

use crate::answering::slider;
use crate::cases;
use crate::early::{KEPT, ROOT, WASM, WIDGET, instrument, load_early, markup, run_module};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            early_answers_survive_a_form_that_is_disabled,
            early_answers_survive_a_rejected_definition,
            early_drag_goes_on_while_the_page_changes_the_form,
            early_focus_stays_while_the_page_changes_the_form,
            early_dialog_stays_open_while_the_page_changes_the_form,
        ],
    );
    tests.add(&[Engine::Chromium], &cases![early_drag_ends_as_a_later_one]);
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

/// Changes the form while a slider is held.
async fn drag_across(page: &Page, change: &str) {
    let [left, top, width, height] = page.element_box("rapport-feedback", "[data-item=safe] input").await;
    let at = |along: f64| (left + height / 2.0 + (width - height) * along, top + height / 2.0);
    page.press_mouse(&[at(0.2), at(0.3), at(0.4)]).await;
    page.eval(&format!("{WIDGET}.{change}")).await;
    page.settled(&format!("return {ROOT}.outerHTML")).await;
    page.release_mouse(&[at(0.4), at(0.6), at(0.9)]).await;
}

async fn early_drag_goes_on_while_the_page_changes_the_form(page: &Page) {
    for change in ["theme = 'dark'", "lang = 'es'", "review = true"] {
        load_early(page, "<rapport-feedback></rapport-feedback>").await;
        drag_across(page, change).await;
        let shown = slider(page, "safe").await;
        assert!((88..=92).contains(&shown.0), "{change}: dragged to 90, it is at {shown:?}");
        run_module(page).await;
        assert_eq!(page.events_exactly("change", 1).await[0]["value"], shown.0, "{change}");
        assert_eq!(slider(page, "safe").await.0, shown.0, "{change}");
    }
}

/// A slider that is disabled or replaced ends a drag: then the browser reports a change.
async fn early_drag_ends_as_a_later_one(page: &Page) {
    for change in ["disabled = true", "showValue = true"] {
        let mut seen = Vec::new();
        for is_early in [true, false] {
            load_early(page, "<rapport-feedback></rapport-feedback>").await;
            if !is_early {
                run_module(page).await;
            }
            drag_across(page, change).await;
            let shown = slider(page, "safe").await;
            if is_early {
                run_module(page).await;
                assert_eq!(slider(page, "safe").await, shown, "{change}");
            }
            let changes = page.events_exactly("change", 1).await;
            seen.push((shown, changes[0]["value"].clone()));
        }
        assert_eq!(seen[0], seen[1], "{change}");
    }
}

async fn early_focus_stays_while_the_page_changes_the_form(page: &Page) {
    for (selector, key, item) in [
        ("[data-item=together] input", '\u{E014}', "together"),
        ("[data-item=agreed] .choice:nth-child(3) input", ' ', "agreed"),
    ] {
        load_early(page, &markup("", &instrument())).await;
        page.eval_on(selector, "e.focus()").await;
        page.eval(&format!("{WIDGET}.lang = 'de'")).await;
        page.wait_for(&format!("return {ROOT}.querySelector('[part=submit]').textContent === 'Senden'"))
            .await;
        assert_eq!(page.eval_on(selector, "e === e.getRootNode().activeElement").await, true, "{selector}");
        page.press(&[key]).await;
        run_module(page).await;
        assert_eq!(page.events_exactly("change", 1).await[0]["item"], item);
    }
}

async fn early_dialog_stays_open_while_the_page_changes_the_form(page: &Page) {
    load_early(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.eval(
        "window.calls = [];
         for (const name of ['showModal', 'close']) {
           const method = HTMLDialogElement.prototype[name];
           HTMLDialogElement.prototype[name] = function () { calls.push(name); method.call(this) };
         }",
    )
    .await;
    page.eval(&format!("{WIDGET}.lang = 'de'")).await;
    page.wait_for(&format!("return {ROOT}.querySelector('[part=submit]').textContent === 'Senden'")).await;
    page.eval(&format!("{WIDGET}.instrument = 'one'")).await;
    page.wait_for(&format!("return {ROOT}.querySelector('[data-item=overall]')")).await;
    assert_eq!(page.eval("return calls").await, json!([]));
    assert_eq!(page.eval_on("dialog", "e.matches(':modal')").await, true);
    page.tap("overall", 1.0).await;
    run_module(page).await;
    page.events_exactly("open", 1).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], 100);
}
