//! Buttons in place of sliders: one tap away, as large as a finger, kept for the rest of the form, reported as buttons.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Page, Tests, in_shadow};

pub fn tests(tests: &mut Tests) {
    tests.add(&EVERY, &cases![buttons_replace_sliders,]);
    tests.add(&DESKTOP, &cases![keys_move_and_clear_buttons, button_says_the_value_that_it_stores,]);
}

const TOGGLE: &str = ".switch-input";

async fn toggle_buttons(page: &Page) {
    let [left, top, width, height] = page.element_box("rapport-feedback", TOGGLE).await;
    page.drag("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
}

/// Taps the button of a number.
async fn tap(page: &Page, item: &str, number: usize) {
    let choice = format!("[data-item={item}] .choice:nth-child({})", number + 1);
    let [left, top, width, height] = page.element_box("rapport-feedback", &choice).await;
    assert!(width >= 44.0 && height >= 44.0, "{width} by {height} is too small for a finger");
    page.drag("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
}

/// Returns the checked numbers with their items.
async fn checked(page: &Page) -> Value {
    page.eval(
        "return [...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll(':checked')]
            .map((e) => [e.closest('[data-item]').dataset.item, e.parentElement.querySelector('span').textContent])",
    )
    .await
}

async fn buttons_replace_sliders(page: &Page) {
    page.load_form("").await;
    page.tap("safe", 0.82).await;
    let slid = page.events_exactly("change", 1).await[0]["value"].as_i64().expect("a number");
    toggle_buttons(page).await;
    page.wait_for_visible(".choice").await;
    assert_eq!(checked(page).await, json!([["safe", "80"]]), "only an answered item has a checked button");
    let asked = page.eval_on("[role=radiogroup]", "e.querySelectorAll('input').length").await;
    assert_eq!(asked, 11);
    tap(page, "understood", 0).await;
    tap(page, "together", 10).await;
    tap(page, "open", 3).await;
    let changes = page.events_exactly("change", 4).await;
    let values: Vec<&Value> = changes[1..].iter().map(|change| &change["value"]).collect();
    assert_eq!(values, [0, 100, 30]);
    assert_eq!(page.events("change").await.len(), 4, "a tap is one change");
    toggle_buttons(page).await;
    page.wait_for_visible("[data-item=open] [part=slider]").await;
    assert_eq!(page.eval_on("[data-item=open] input", "Number(e.value)").await, 30, "the answers stay");
    toggle_buttons(page).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let given: Vec<Value> = result["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|answer| json!([answer["value"], answer["input"]]))
        .collect();
    let with = page.engine.pointer_type("mouse");
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

/// Also on a scale with too many values for a row, and on a narrow screen, where the row is a column.
async fn button_says_the_value_that_it_stores(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.eval(
        "document.querySelector('rapport-feedback').instrument = {
           id: 'effort', version: '1', title: 'Effort', scale: { min: 6, max: 20 }, score: { range: [6, 20] },
           items: [{ id: 'safe', text: 'How hard was it?', low: 'Easy', high: 'Hard' }] }",
    )
    .await;
    page.wait_for("return document.querySelector('rapport-feedback').outcome?.max === 20").await;
    toggle_buttons(page).await;
    page.wait_for_visible(".choice").await;
    let places = "[...e.querySelectorAll('.choice')].map((label) => {
        const { left, top } = label.getBoundingClientRect();
        return [left, top].map(Math.round);
    })";
    for (width, is_row) in [("600px", true), ("330px", false)] {
        page.eval(&format!(
            "document.querySelector('rapport-feedback').style.setProperty('width', '{width}')"
        ))
        .await;
        let found = page.eval_on(".choices", places).await;
        let places = found.as_array().expect("places");
        let same = |axis: usize| places.iter().all(|place| place[axis] == places[0][axis]);
        assert_eq!((same(1), same(0)), (is_row, !is_row), "one row or one column at {width}: {found}");
        let ends = "[...e.querySelectorAll('.end, [part=low], [part=high]')]
            .filter((end) => end.checkVisibility() && end.getClientRects().length).map((end) => end.textContent)";
        assert_eq!(page.eval_on("[data-item=safe]", ends).await, json!(["Easy", "Hard"]), "{width}");
        for (times, index) in [1, 4, 10].into_iter().enumerate() {
            tap(page, "safe", index).await;
            let count = times + 1 + if is_row { 0 } else { 3 };
            let change = page.events_exactly("change", count).await.pop().expect("a change");
            let said = checked(page).await[0][1].as_str().and_then(|text| text.parse::<i64>().ok());
            assert_eq!(change["value"].as_i64(), said, "{width}");
        }
    }
}

async fn keys_move_and_clear_buttons(page: &Page) {
    page.load_form("").await;
    toggle_buttons(page).await;
    tap(page, "safe", 7).await;
    page.events_exactly("change", 1).await;
    page.press(&['\u{E014}']).await; // ArrowRight
    assert_eq!(page.events_exactly("change", 2).await[1]["value"], 80);
    page.press(&['\u{E017}']).await; // Delete
    assert_eq!(page.events_exactly("change", 3).await[2]["value"], Value::Null);
    assert_eq!(checked(page).await, json!([]));
    page.press(&[' ']).await;
    let answered = page.events_exactly("change", 4).await;
    assert_eq!(answered[3]["value"], 80, "the focus was kept");
    page.click("clear").await;
    page.events_exactly("change", 5).await;
    let focused = format!(
        "return document.activeElement.shadowRoot.activeElement === {}",
        in_shadow("rapport-feedback", "[data-item=safe] input")
    );
    assert_eq!(page.eval(&focused).await, true, "clearing leaves the focus with the item");
}
