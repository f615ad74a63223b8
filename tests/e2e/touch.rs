//! Fingers on a small phone: a tap and a drag answer, a scroll and a pinch do not, and the handle never jumps.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::page::Page;

crate::in_every_engine!(a_handle_that_is_touched_beside_its_middle_does_not_jump);

mod on_a_phone {
    crate::case!(Phone, a_drag_follows_the_finger_and_is_one_answer);
    crate::case!(Phone, a_scroll_that_starts_on_a_slider_answers_nothing);
    crate::case!(Phone, a_scroll_across_an_answered_slider_changes_nothing);
    crate::case!(Phone, a_pinch_zooms_and_answers_nothing);
}

const WIDGET: &str = "rapport-feedback";

async fn a_drag_follows_the_finger_and_is_one_answer(page: &Page) {
    page.open_form("").await;
    let [left, top, width, height] = page.place(WIDGET, "[data-item=safe] input").await;
    let at = |along: f64| (left + height / 2.0 + (width - height) * along, top + height / 2.0);
    let path: Vec<(f64, f64)> = (2..=9).map(|tenth| at(f64::from(tenth) / 10.0)).collect();
    page.point("touch", &path).await;
    let changes = page.hear("change", 1).await;
    assert_eq!(changes.len(), 1);
    let (value, _) = slider(page, "safe").await;
    assert!((88..=92).contains(&value), "dragged to 90, it is at {value}");
    assert_eq!(changes[0]["value"], value);
    assert!(page.all("input").await.len() > 2, "it is told while it moves");
}

async fn a_handle_that_is_touched_beside_its_middle_does_not_jump(page: &Page) {
    page.open_form("").await;
    page.tap("safe", 0.5).await;
    page.hear("change", 1).await;
    let [left, top, width, height] = page.place(WIDGET, "[data-item=safe] input").await;
    let (x, y) = (left + width / 2.0, top + height / 2.0);
    // Within the handle, but a third of it to the right.
    page.point("touch", &[(x + 12.0, y)]).await;
    assert_eq!(slider(page, "safe").await.0, 50, "a tap on the handle");
    let track = width - height;
    page.point("touch", &[(x + 12.0, y), (x + 14.0, y), (x + 32.0, y)]).await;
    let moved = f64::from(slider(page, "safe").await.0 - 50) / 100.0 * track;
    assert!((14.0..=26.0).contains(&moved), "the finger moved 20 pixels, the handle {moved}");
}

async fn scroll_across(page: &Page, item: &str) {
    let [left, top, width, height] = page.place(WIDGET, &format!("[data-item={item}] input")).await;
    let (x, y) = (left + width * 0.8, top + height / 2.0);
    let before = page.eval("return scrollY").await;
    let swipe: Vec<(f64, f64)> = (0..=20).map(|step| (x, y - f64::from(step) * 12.0)).collect();
    page.point("touch", &swipe).await;
    page.wait(&format!("return scrollY > {before} + 50")).await;
}

async fn open_long(page: &Page) {
    page.open(&format!("<rapport-feedback></rapport-feedback>{}", "<br>".repeat(50))).await;
    page.hear("ready", 1).await;
}

async fn a_scroll_that_starts_on_a_slider_answers_nothing(page: &Page) {
    open_long(page).await;
    scroll_across(page, "together").await;
    assert_eq!(page.all("change").await, [] as [Value; 0]);
    assert_eq!(slider(page, "together").await, (50, "not answered".into()));
}

async fn a_scroll_across_an_answered_slider_changes_nothing(page: &Page) {
    open_long(page).await;
    page.tap("together", 0.3).await;
    page.hear("change", 1).await;
    let before = slider(page, "together").await;
    scroll_across(page, "together").await;
    assert_eq!(page.all("change").await.len(), 1);
    assert_eq!(slider(page, "together").await, before);
}

/// Chromium keeps two fingers on a slider to itself and does not zoom; beside one, it does.
async fn a_pinch_zooms_and_answers_nothing(page: &Page) {
    page.open_form("").await;
    for selector in ["[data-item=together] input", "[part=title]"] {
        let [left, top, width, height] = page.place(WIDGET, selector).await;
        page.pinch((left + width / 2.0, top + height / 2.0)).await;
    }
    page.wait("return visualViewport.scale > 1.2").await;
    assert_eq!(page.all("change").await, [] as [Value; 0]);
    assert_eq!(slider(page, "together").await, (50, "not answered".into()));
    let outcome = page.eval("return document.querySelector('rapport-feedback').outcome.answered").await;
    assert_eq!(outcome, json!(0));
}
