//! While there is no program yet, or none to be had: a skeleton in the form's place, or an apology with a way out.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    a_skeleton_keeps_the_place_of_a_form_that_is_slow,
    a_form_that_cannot_be_had_is_apologised_for_and_can_be_tried_again,
    a_dialog_that_cannot_be_had_can_be_closed,
);

mod in_chromium {
    crate::case!(Chromium, nothing_shifts_when_the_form_comes);
}

const PROGRAM: &str = "/rapport.wasm";
const WIDGET: &str = "document.querySelector('rapport-feedback')";

async fn a_skeleton_keeps_the_place_of_a_form_that_is_slow(page: &Page) {
    page.host.hold(PROGRAM);
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.shows(".waiting").await;
    let height = page.eval(&format!("return {WIDGET}.offsetHeight")).await.as_f64().expect("a height");
    page.host.release(PROGRAM);
    page.hear("ready", 1).await;
    let form = page.eval(&format!("return {WIDGET}.offsetHeight")).await.as_f64().expect("a height");
    assert!((height / form - 1.0).abs() < 0.15, "{height} pixels were kept for {form}");
    assert_eq!(page.of(".waiting", "e").await, Value::Null);
}

async fn nothing_shifts_when_the_form_comes(page: &Page) {
    for (width, attributes) in [(1000, ""), (1000, "instrument=\"one\""), (360, "")] {
        page.resize(width, 740).await;
        page.host.hold(PROGRAM);
        page.open(&format!("<rapport-feedback {attributes}></rapport-feedback><p>After</p>")).await;
        page.shows(".waiting").await;
        page.eval(
            "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => { shift += e.value }))
                .observe({ type: 'layout-shift' })",
        )
        .await;
        page.host.release(PROGRAM);
        page.hear("ready", 1).await;
        page.eval("return new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 100))))").await;
        let shift = page.eval("return shift").await.as_f64().expect("a number");
        assert!(shift < 0.01, "at {width} pixels, {attributes}: the layout shifted by {shift}");
    }
}

async fn a_form_that_cannot_be_had_is_apologised_for_and_can_be_tried_again(page: &Page) {
    page.host.lose(PROGRAM);
    page.open("<rapport-feedback lang=\"fr-CA\"></rapport-feedback>").await;
    page.hear("error", 1).await;
    page.shows("[part=thanks]").await;
    let said = page.of(".panel", "[e.lang, e.querySelector('h2').textContent]").await;
    assert_eq!(said, json!(["fr", "Désolé, ce formulaire n’a pas pu être chargé"]));
    page.click("retry").await;
    page.hear("error", 2).await;
    page.host.find(PROGRAM);
    page.click("retry").await;
    page.hear("ready", 1).await;
    page.tap("safe", 0.5).await;
    page.hear("change", 1).await;

    page.host.lose(PROGRAM);
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("error", 1).await;
    page.click("close").await;
    assert_eq!(
        page.hear("dismiss", 1).await[0],
        json!({ "schema": "rapport/1", "reason": "close", "result": null })
    );
    assert_eq!(page.of(".panel", "e").await, Value::Null);
}

async fn a_dialog_that_cannot_be_had_can_be_closed(page: &Page) {
    page.host.lose(PROGRAM);
    page.open("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.open()")).await;
    page.shows("dialog").await;
    page.press(&['\u{E00C}']).await;
    page.hear("dismiss", 1).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    assert_eq!(page.of("dialog", "e").await, Value::Null);
}
