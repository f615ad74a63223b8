//! Fingers on a small phone: a tap and a drag answer, a scroll and a pinch do not, and the thumb never jumps.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::harness::{EVERY, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(&EVERY, &cases![thumb_does_not_jump_when_touched_off_centre,]);
    tests.add(&[Engine::Chromium, Engine::Phone], &cases![screen_reader_activation_moves_no_answer]);
    tests.add(
        &[Engine::Phone],
        &cases![
            drag_follows_the_finger_and_is_one_change,
            scroll_from_a_slider_answers_nothing,
            scroll_across_an_answered_slider_keeps_its_value,
            pinch_zooms_and_answers_nothing,
        ],
    );
}

const WIDGET: &str = "rapport-feedback";

async fn drag_follows_the_finger_and_is_one_change(page: &Page) {
    page.load_form("").await;
    let [left, top, width, height] = page.element_box(WIDGET, "[data-item=safe] input").await;
    let at = |along: f64| (left + height / 2.0 + (width - height) * along, top + height / 2.0);
    let path: Vec<(f64, f64)> = (2..=9).map(|tenth| at(f64::from(tenth) / 10.0)).collect();
    page.drag("touch", &path).await;
    let changes = page.events_exactly("change", 1).await;
    assert_eq!(changes.len(), 1);
    let (value, _) = slider(page, "safe").await;
    assert!((88..=92).contains(&value), "dragged to 90, it is at {value}");
    assert_eq!(changes[0]["value"], value);
    assert!(page.events("input").await.len() > 2, "input events follow the finger");
}

async fn thumb_does_not_jump_when_touched_off_centre(page: &Page) {
    page.load_form("").await;
    page.tap("safe", 0.5).await;
    page.events_exactly("change", 1).await;
    let [left, top, width, height] = page.element_box(WIDGET, "[data-item=safe] input").await;
    let (x, y) = (left + width / 2.0, top + height / 2.0);
    // Within the thumb, a third of it to the right.
    page.drag("touch", &[(x + 12.0, y)]).await;
    assert_eq!(slider(page, "safe").await.0, 50, "a tap on the thumb");
    let track = width - height;
    page.drag("touch", &[(x + 12.0, y), (x + 14.0, y), (x + 32.0, y)]).await;
    let moved = f64::from(slider(page, "safe").await.0 - 50) / 100.0 * track;
    assert!((14.0..=26.0).contains(&moved), "the finger moved 20 pixels, the thumb {moved}");
}

async fn scroll_across(page: &Page, item: &str) {
    let [left, top, width, height] = page.element_box(WIDGET, &format!("[data-item={item}] input")).await;
    let (x, y) = (left + width * 0.8, top + height / 2.0);
    let before = page.eval("return scrollY").await;
    let swipe: Vec<(f64, f64)> = (0..=20).map(|step| (x, y - f64::from(step) * 12.0)).collect();
    page.drag("touch", &swipe).await;
    page.wait_for(&format!("return scrollY > {before} + 50")).await;
}

async fn open_long(page: &Page) {
    page.load(&format!("<rapport-feedback></rapport-feedback>{}", "<br>".repeat(50))).await;
    page.events_exactly("ready", 1).await;
}

async fn scroll_from_a_slider_answers_nothing(page: &Page) {
    open_long(page).await;
    scroll_across(page, "together").await;
    assert_eq!(page.events("change").await, [] as [Value; 0]);
    assert_eq!(slider(page, "together").await, (50, "not answered".into()));
}

async fn scroll_across_an_answered_slider_keeps_its_value(page: &Page) {
    open_long(page).await;
    page.tap("together", 0.3).await;
    page.events_exactly("change", 1).await;
    let before = slider(page, "together").await;
    scroll_across(page, "together").await;
    assert_eq!(page.events("change").await.len(), 1);
    assert_eq!(slider(page, "together").await, before);
}

/// Chromium does not zoom by two fingers on a slider; beside one, it does.
async fn pinch_zooms_and_answers_nothing(page: &Page) {
    page.load_form("").await;
    for selector in ["[data-item=together] input", "[part=title]"] {
        let [left, top, width, height] = page.element_box(WIDGET, selector).await;
        page.pinch((left + width / 2.0, top + height / 2.0)).await;
    }
    page.wait_for("return visualViewport.scale > 1.2").await;
    assert_eq!(page.events("change").await, [] as [Value; 0]);
    assert_eq!(slider(page, "together").await, (50, "not answered".into()));
    let outcome = page.eval("return document.querySelector('rapport-feedback').outcome.answered").await;
    assert_eq!(outcome, json!(0));
}

/// A way in which a screen reader on a phone activates a slider: it presses its middle.
#[derive(Debug, Clone, Copy)]
pub enum Activation {
    /// `VoiceOver`: a touch without a size.
    Touch,
    /// `TalkBack`: a mouse without pressure.
    Mouse,
}

/// Activates a slider as a screen reader does.
pub async fn activate(page: &Page, slider: &str, activation: Activation) {
    let [left, top, width, height] = page.element_box(WIDGET, slider).await;
    let (x, y) = (left + width / 2.0, top + height / 2.0);
    match activation {
        Activation::Touch => {
            let point = json!({ "x": x, "y": y, "radiusX": 0.2, "radiusY": 0.2, "force": 0 });
            for (kind, points) in [("touchStart", json!([point])), ("touchEnd", json!([]))] {
                page.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
            }
        }
        Activation::Mouse => {
            for kind in ["mousePressed", "mouseReleased"] {
                let event =
                    json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 0, "clickCount": 1 });
                page.cdp("Input.dispatchMouseEvent", event).await;
            }
        }
    }
}

async fn screen_reader_activation_moves_no_answer(page: &Page) {
    page.load_form("instrument=\"one\"").await;
    activate(page, "input", Activation::Touch).await;
    page.events_exactly("change", 1).await;
    assert_eq!(slider(page, "overall").await.0, 50, "an unanswered slider takes the value that was read out");
    for (count, activation) in [(2, Activation::Touch), (3, Activation::Mouse)] {
        page.tap("overall", 0.8).await;
        page.events_exactly("change", count).await;
        let before = slider(page, "overall").await;
        activate(page, "input", activation).await;
        page.settled("return events.length").await;
        assert_eq!(slider(page, "overall").await, before);
        page.events_exactly("change", count).await;
        page.tap("overall", 0.3).await;
        page.wait_for_events("change", count + 1).await;
        page.eval("events.pop()").await;
    }
}
