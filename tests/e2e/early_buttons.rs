//! Buttons and keys that end a form before the WASM module runs: they act once it does.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::early::{ROOT, WASM, WIDGET, load_early, run_module};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            early_send_waits_for_the_module,
            early_skip_waits_for_the_module,
            early_escape_asks_before_it_leaves,
            early_escape_is_done_if_the_module_fails,
            early_switch_to_buttons_keeps_the_answers,
            early_answer_withdraws_a_button_that_ends_the_form,
            early_send_waits_until_a_drag_has_ended,
            early_skip_is_withdrawn_by_a_drag,
        ],
    );
    // The others let a page prevent each Escape.
    tests.add(
        &[Engine::Chromium],
        &cases![
            early_escape_that_closes_the_dialog_ends_an_unanswered_form,
            early_escape_that_closes_the_dialog_leaves_answers_open,
        ],
    );
}

async fn status(page: &Page) -> Value {
    page.eval_on("[part=status]", "e.textContent").await
}

async fn early_send_waits_for_the_module(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    assert_eq!(status(page).await, "One moment…");
    let disabled = page.eval_on("[part=submit]", "e.getAttribute('aria-disabled')").await;
    assert_eq!(disabled, "true");
    page.tap("open", 0.3).await;
    run_module(page).await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(result["outcome"]["answered"], 2, "{result}");
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(status(page).await, "");
}

async fn early_skip_waits_for_the_module(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.click("submit").await;
    page.click("skip").await;
    assert_eq!(status(page).await, "One moment…");
    run_module(page).await;
    assert_eq!(page.events_exactly("dismiss", 1).await[0]["reason"], "skip");
    assert_eq!(page.events("submit").await, Vec::<Value>::new(), "the last button counts");
}

async fn early_escape_asks_before_it_leaves(page: &Page) {
    load_early(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.tap("safe", 0.8).await;
    page.press(&['\u{E00C}']).await;
    assert_eq!(status(page).await, "One moment…");
    run_module(page).await;
    page.wait_for_visible("[part=edit]").await;
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    page.click("edit").await;
    page.wait_for_visible("[data-item]").await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["outcome"]["answered"], 1);
}

/// A respondent who gave no answer and wants to leave sees no apology.
async fn early_escape_is_done_if_the_module_fails(page: &Page) {
    page.server.stall(WASM);
    page.load("<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.wait_for_visible("dialog:modal [data-item]").await;
    page.click("title").await;
    page.press(&['\u{E00C}']).await;
    assert_eq!(status(page).await, "One moment…");
    page.server.fail(WASM);
    page.server.resume(WASM);
    let dismiss = &page.events_exactly("dismiss", 1).await[0];
    assert_eq!((&dismiss["reason"], &dismiss["result"]), (&json!("escape"), &Value::Null));
    assert_eq!(page.events("error").await[0]["code"], "load-failed");
    assert_eq!(page.eval_on("dialog", "e").await, Value::Null);
    assert_eq!(page.eval(&format!("return {WIDGET}.open")).await, false);
}

async fn early_switch_to_buttons_keeps_the_answers(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.eval_on(".switch-input", "e.click()").await;
    run_module(page).await;
    page.wait_for_visible(".choice").await;
    assert_eq!(page.eval_on("[data-item=safe] :checked", "e.value").await, "100");
}

async fn early_answer_withdraws_a_button_that_ends_the_form(page: &Page) {
    for (attributes, end) in
        [("", "skip"), ("mode=\"dialog\" open", "close"), ("mode=\"dialog\" open", "escape")]
    {
        load_early(page, &format!("<rapport-feedback {attributes}></rapport-feedback>")).await;
        page.click("title").await;
        match end {
            "escape" => page.press(&['\u{E00C}']).await,
            part => page.click(part).await,
        }
        assert_eq!(status(page).await, "One moment…", "{end}");
        page.tap("safe", 1.0).await;
        assert_eq!(status(page).await, "", "{end}");
        assert_eq!(page.eval_on("[aria-disabled]", "e").await, Value::Null, "{end}");
        run_module(page).await;
        page.settled("return events.length").await;
        assert_eq!(page.events("dismiss").await, Vec::<Value>::new(), "{end}");
        page.click("submit").await;
        assert_eq!(page.events_exactly("submit", 1).await[0]["outcome"]["answered"], 1, "{end}");
    }
}

/// Drags a slider from 20 to 90, while the module arrives.
async fn drag_across_the_takeover(page: &Page) {
    let [left, top, width, height] = page.element_box("rapport-feedback", "[data-item=open] input").await;
    let at = |along: f64| (left + height / 2.0 + (width - height) * along, top + height / 2.0);
    page.eval("addEventListener('pointerup', () => { window.liftedAt = performance.now() }, true)").await;
    page.eval("addEventListener('rapport-ready', () => { window.readyAt = performance.now() }, true)").await;
    page.press_mouse(&[at(0.2), at(0.3), at(0.4)]).await;
    run_module(page).await;
    page.release_mouse(&[at(0.4), at(0.6), at(0.9)]).await;
    let order = page.eval("return readyAt < liftedAt").await;
    assert_eq!(order, true, "the module runs during the drag");
}

async fn early_send_waits_until_a_drag_has_ended(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.click("submit").await;
    drag_across_the_takeover(page).await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    let (safe, open) = (&result["answers"][0], &result["answers"][3]);
    assert_eq!((&safe["value"], &open["changes"]), (&json!(100), &json!(1)), "{result}");
    assert!(open["value"].as_f64().is_some_and(|value| (88.0..=92.0).contains(&value)), "{result}");
    assert_eq!(page.eval("return events.findLastIndex(({ name }) => name === 'change') < events.findIndex(({ name }) => name === 'submit')").await, true);
}

async fn early_skip_is_withdrawn_by_a_drag(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.click("skip").await;
    drag_across_the_takeover(page).await;
    page.settled("return events.length").await;
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    let (value, _) = slider(page, "open").await;
    assert!((88..=92).contains(&value), "dragged to 90, it is at {value}");
}

/// Without a click or key before it, Chromium closes a dialog by Escape whatever the page does.
async fn early_escape_that_closes_the_dialog_ends_an_unanswered_form(page: &Page) {
    load_early(page, "<input id=\"other\"><rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.press(&['\u{E00C}']).await;
    let dismiss = &page.events_exactly("dismiss", 1).await[0];
    assert_eq!((&dismiss["reason"], &dismiss["result"]), (&json!("escape"), &Value::Null));
    assert_eq!(page.eval(&format!("return {WIDGET}.open")).await, false);
    page.eval(&format!(
        "{WIDGET}.theme = 'dark'; other.focus(); other.onblur = () => {{ window.hasBlurred = true }}"
    ))
    .await;
    run_module(page).await;
    page.settled("return events.length").await;
    assert_eq!(page.eval("return events.map(({ name }) => name)").await, json!(["dismiss", "ready"]));
    assert_eq!(page.eval("return window.hasBlurred ?? document.activeElement.id").await, "other");
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
}

/// Chromium lets a page prevent one Escape after each click.
async fn early_escape_that_closes_the_dialog_leaves_answers_open(page: &Page) {
    load_early(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.press(&['\u{E00C}', '\u{E00C}']).await;
    page.wait_for(&format!("return {ROOT}.querySelector('dialog:modal')")).await;
    assert_eq!(status(page).await, "One moment…");
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    run_module(page).await;
    page.wait_for_visible("[part=edit]").await;
    page.click("edit").await;
    page.wait_for_visible("[data-item]").await;
    assert_eq!(slider(page, "safe").await.0, 100);
}
