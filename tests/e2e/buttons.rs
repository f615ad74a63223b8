//! Buttons in place of sliders: one tap away, as large as a finger, kept for the rest of the form, told as what they are.

use serde_json::{Value, json};

use crate::page::{Page, inside};

crate::in_every_engine!(buttons_answer_in_place_of_sliders, buttons_are_moved_and_cleared_by_keys,);

const SWITCH: &str = ".plain";

async fn switch(page: &Page) {
    let [left, top, width, height] = page.place("rapport-feedback", SWITCH).await;
    page.point("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
}

/// Taps a number of an item.
async fn tap(page: &Page, item: &str, number: usize) {
    let choice = format!("[data-item={item}] .choice:nth-child({})", number + 1);
    let [left, top, width, height] = page.place("rapport-feedback", &choice).await;
    assert!(width >= 44.0 && height >= 44.0, "{width} by {height} is too small for a finger");
    page.point("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
}

/// The numbers that are on, by item.
async fn on(page: &Page) -> Value {
    page.eval(
        "return [...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll(':checked')]
            .map((e) => [e.closest('[data-item]').dataset.item, e.parentElement.textContent])",
    )
    .await
}

async fn buttons_answer_in_place_of_sliders(page: &Page) {
    page.open_form("").await;
    page.tap("safe", 0.82).await;
    let slid = page.hear("change", 1).await[0]["value"].as_i64().expect("a number");
    switch(page).await;
    page.shows(".choice").await;
    assert_eq!(on(page).await, json!([["safe", "8"]]), "nothing is preselected but what was answered");
    let asked = page.of("[role=radiogroup]", "e.querySelectorAll('input').length").await;
    assert_eq!(asked, 11);
    tap(page, "understood", 0).await;
    tap(page, "together", 10).await;
    tap(page, "open", 3).await;
    let changes = page.hear("change", 4).await;
    let values: Vec<&Value> = changes[1..].iter().map(|change| &change["value"]).collect();
    assert_eq!(values, [0, 100, 30]);
    assert_eq!(page.all("change").await.len(), 4, "a tap is one change");
    switch(page).await;
    page.shows("[data-item=open] [part=slider]").await;
    assert_eq!(page.of("[data-item=open] input", "Number(e.value)").await, 30, "the answers stay");
    switch(page).await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    let given: Vec<Value> = result["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|answer| json!([answer["value"], answer["input"]]))
        .collect();
    let with = page.engine.told("mouse");
    assert_eq!(
        given,
        [
            json!([slid, with]),
            json!([0, "buttons"]),
            json!([100, "buttons"]),
            json!([30, "buttons"]),
            json!([null, null])
        ]
    );
}

async fn buttons_are_moved_and_cleared_by_keys(page: &Page) {
    page.open_form("").await;
    switch(page).await;
    tap(page, "safe", 7).await;
    page.hear("change", 1).await;
    page.press(&['\u{E014}']).await; // ArrowRight
    assert_eq!(page.hear("change", 2).await[1]["value"], 80);
    page.press(&['\u{E017}']).await; // Delete
    assert_eq!(page.hear("change", 3).await[2]["value"], Value::Null);
    assert_eq!(on(page).await, json!([]));
    page.press(&[' ']).await;
    let answered = page.hear("change", 4).await;
    assert_eq!(answered[3]["value"], 80, "the focus was kept");
    page.click("clear").await;
    page.hear("change", 5).await;
    let focused = format!(
        "return document.activeElement.shadowRoot.activeElement === {}",
        inside("rapport-feedback", "[data-item=safe] input")
    );
    assert_eq!(page.eval(&focused).await, true, "clearing leaves the focus with the item");
}
