//! Before the WASM module is loaded, or if it can't be: a placeholder in the form's place, or an apology.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(&EVERY, &cases![placeholder_keeps_the_space_of_a_slow_form,]);
    tests.add(
        &DESKTOP,
        &cases![failed_load_shows_an_apology_and_can_be_retried, dialog_that_fails_to_load_can_be_closed,],
    );
    tests.add(&[Engine::Chromium], &cases![layout_does_not_shift_when_the_form_loads,]);
}

const WASM: &str = "/rapport.wasm";
const WIDGET: &str = "document.querySelector('rapport-feedback')";

async fn placeholder_keeps_the_space_of_a_slow_form(page: &Page) {
    page.server.stall(WASM);
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.wait_for_visible(".skeleton").await;
    let height = page.eval(&format!("return {WIDGET}.offsetHeight")).await.as_f64().expect("a height");
    page.server.resume(WASM);
    page.events_exactly("ready", 1).await;
    let form = page.eval(&format!("return {WIDGET}.offsetHeight")).await.as_f64().expect("a height");
    assert!((height / form - 1.0).abs() < 0.15, "{height} pixels were kept for {form}");
    assert_eq!(page.eval_on(".skeleton", "e").await, Value::Null);
}

async fn layout_does_not_shift_when_the_form_loads(page: &Page) {
    for (width, attributes) in [(1000, ""), (1000, "instrument=\"one\""), (360, "")] {
        page.resize(width, 740).await;
        page.server.stall(WASM);
        page.load(&format!("<rapport-feedback {attributes}></rapport-feedback><p>After</p>")).await;
        page.wait_for_visible(".skeleton").await;
        page.eval(
            "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => { shift += e.value }))
                .observe({ type: 'layout-shift' })",
        )
        .await;
        page.server.resume(WASM);
        page.events_exactly("ready", 1).await;
        page.eval("return new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 100))))").await;
        let shift = page.eval("return shift").await.as_f64().expect("a number");
        assert!(shift < 0.01, "at {width} pixels, {attributes}: the layout shifted by {shift}");
    }
}

async fn failed_load_shows_an_apology_and_can_be_retried(page: &Page) {
    page.server.fail(WASM);
    page.load("<rapport-feedback lang=\"fr-CA\"></rapport-feedback>").await;
    page.events_exactly("error", 1).await;
    page.wait_for_visible("[part=message-title]").await;
    let shown = page.eval_on(".panel", "[e.lang, e.querySelector('h2').textContent]").await;
    assert_eq!(shown, json!(["fr", "Désolé, ce formulaire n’a pas pu être chargé"]));
    page.click("retry").await;
    page.events_exactly("error", 2).await;
    page.server.restore(WASM);
    page.click("retry").await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 0.5).await;
    page.events_exactly("change", 1).await;

    page.server.fail(WASM);
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("error", 1).await;
    page.click("close").await;
    assert_eq!(
        page.events_exactly("dismiss", 1).await[0],
        json!({ "schema": "rapport/1", "reason": "close", "result": null })
    );
    assert_eq!(page.eval_on(".panel", "e").await, Value::Null);
}

async fn dialog_that_fails_to_load_can_be_closed(page: &Page) {
    page.server.fail(WASM);
    page.load("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.wait_for_visible("dialog").await;
    page.press(&['\u{E00C}']).await;
    page.events_exactly("dismiss", 1).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    assert_eq!(page.eval_on("dialog", "e").await, Value::Null);
}
