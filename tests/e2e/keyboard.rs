//! The slider keys of the ARIA authoring practices, in both text directions, and the visible focus.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            arrow_page_and_end_keys_move_a_slider,
            arrow_keys_follow_the_text_direction,
            delete_clears_an_answer,
            keys_answer_either_end_of_a_two_value_scale,
            focus_is_visible,
        ],
    );
}

const UP: char = '\u{E013}';
const DOWN: char = '\u{E015}';
const LEFT: char = '\u{E012}';
const RIGHT: char = '\u{E014}';
const PAGE_UP: char = '\u{E00E}';
const PAGE_DOWN: char = '\u{E00F}';
const HOME: char = '\u{E011}';
const END: char = '\u{E010}';
const DELETE: char = '\u{E017}';
const BACKSPACE: char = '\u{E003}';

/// Presses a key on the focused slider, and returns the value of the change event.
async fn after(page: &Page, key: char, changes: usize) -> Value {
    page.press(&[key]).await;
    page.events_exactly("change", changes).await[changes - 1]["value"].clone()
}

async fn focus(page: &Page, item: &str) {
    page.eval_on(&format!("[data-item={item}] input"), "e.focus()").await;
}

async fn arrow_page_and_end_keys_move_a_slider(page: &Page) {
    page.load_form("").await;
    focus(page, "safe").await;
    let keys = [
        (RIGHT, 51),
        (UP, 52),
        (LEFT, 51),
        (DOWN, 50),
        (PAGE_UP, 60),
        (PAGE_UP, 70),
        (PAGE_DOWN, 60),
        (END, 100),
        (HOME, 0),
    ];
    for (count, (key, value)) in keys.into_iter().enumerate() {
        assert_eq!(after(page, key, count + 1).await, value, "key {count}");
        assert_eq!(slider(page, "safe").await.0, value, "the slider shows the value of the event");
    }
    let spoken = slider(page, "safe").await.1;
    assert_eq!(spoken, "0 out of 100: Not at all", "the spoken value");
    page.press(&[DOWN, HOME]).await;
    assert_eq!(page.events("change").await.len(), keys.len(), "the value is at its minimum");
}

async fn arrow_keys_follow_the_text_direction(page: &Page) {
    page.load_form("dir=\"rtl\"").await;
    focus(page, "safe").await;
    for (count, (key, value)) in [(LEFT, 51), (RIGHT, 50), (UP, 51), (DOWN, 50)].into_iter().enumerate() {
        assert_eq!(after(page, key, count + 1).await, value, "key {count}");
    }
}

async fn delete_clears_an_answer(page: &Page) {
    page.load_form("").await;
    focus(page, "safe").await;
    for (count, key) in [DELETE, BACKSPACE].into_iter().enumerate() {
        after(page, RIGHT, count * 2 + 1).await;
        assert_eq!(after(page, key, count * 2 + 2).await, Value::Null);
        assert_eq!(slider(page, "safe").await, (50, "not answered".into()));
    }
    page.press(&[DELETE]).await;
    assert_eq!(page.events("change").await.len(), 4, "an unanswered item can't be cleared");
}

async fn keys_answer_either_end_of_a_two_value_scale(page: &Page) {
    let items = ["a", "b", "c"].map(|id| json!({ "id": id, "text": "Again?", "low": "No", "high": "Yes" }));
    let instrument = json!({
        "id": "again", "version": "1", "title": "Again", "scale": { "min": 0, "max": 1 }, "score": { "range": [0, 1] },
        "items": items,
    });
    let script = json!({ "instrument": instrument });
    page.load(&format!(
        "<rapport-feedback><script type=\"application/json\">{script}</script></rapport-feedback>"
    ))
    .await;
    page.events_exactly("ready", 1).await;
    for (count, (item, key, value)) in
        [("a", END, 1), ("b", HOME, 0), ("c", RIGHT, 1)].into_iter().enumerate()
    {
        focus(page, item).await;
        assert_eq!(after(page, key, count + 1).await, value, "{item}");
    }
}

async fn focus_is_visible(page: &Page) {
    page.load_form("").await;
    page.eval_on("[part=title]", "e.focus()").await;
    for _ in 0..12 {
        page.press(&['\u{E004}']).await;
        let ring = page
            .eval(
                "const e = document.querySelector('rapport-feedback').shadowRoot.activeElement;
                 const seen = !e || e.localName === 'h2'
                   || (e.matches(':focus-visible') && parseFloat(getComputedStyle(e).outlineWidth) >= 2);
                 return seen || `${e.outerHTML.slice(0, 80)} ${getComputedStyle(e).outline} ${e.matches(':focus-visible')}`",
            )
            .await;
        assert_eq!(ring, true);
    }
}
