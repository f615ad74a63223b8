//! Gestures before the WASM module runs: it repeats them, and comes to the answers that the respondent saw.

use std::time::Duration;

use serde_json::json;

use crate::answering::slider;
use crate::cases;
use crate::early::{ROOT, WIDGET, load_early, run_module};
use crate::harness::{DESKTOP, Engine, Page, Tests};
use crate::touch::{Activation, activate};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &[Engine::Chromium, Engine::Phone],
        &cases![early_screen_reader_activation_moves_no_answer, early_press_outlives_a_scripts_move],
    );
    tests.add(&DESKTOP, &cases![early_tap_stays_beside_late_answers, early_drag_stays_beside_late_answers]);
}

async fn early_screen_reader_activation_moves_no_answer(page: &Page) {
    load_early(page, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    activate(page, "input", Activation::Touch).await;
    assert_eq!(slider(page, "overall").await.0, 50, "an unanswered slider takes the value that was read out");
    let mut values = vec![json!(50)];
    for activation in [Activation::Touch, Activation::Mouse] {
        page.tap("overall", 0.8).await;
        let before = slider(page, "overall").await;
        activate(page, "input", activation).await;
        let shown = format!("return {ROOT}.querySelector('input').value");
        page.settled(&shown).await;
        assert_eq!(slider(page, "overall").await, before, "{activation:?}");
        page.tap("overall", 0.3).await;
        values.extend([json!(before.0), json!(slider(page, "overall").await.0)]);
    }
    run_module(page).await;
    let changes = page.events_exactly("change", 5).await;
    assert_eq!(changes.iter().map(|change| change["value"].clone()).collect::<Vec<_>>(), values);
}

/// The host's answers arrive after the respondent's, and put the thumb below the press that the module repeats.
async fn early_tap_stays_beside_late_answers(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 0.72).await;
    let shown = slider(page, "safe").await;
    assert!((71..=73).contains(&shown.0), "{shown:?}");
    assert_stays_beside(page, 70).await;
}

/// Sets an answer of the host, runs the module, and asserts that the one shown before is the one that counts.
async fn assert_stays_beside(page: &Page, late: u8) {
    let shown = slider(page, "safe").await;
    page.eval(&format!("{WIDGET}.answers = {{ safe: {late} }}")).await;
    run_module(page).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], shown.0);
    assert_eq!(slider(page, "safe").await, shown);
}

const ANSWERED: &str = "<rapport-feedback><script type=\"application/json\">{ \"answers\": { \"safe\": 40 } }</script></rapport-feedback>";

/// Returns the points of the slider beside the centre of its thumb, which keeps its distance to the pointer.
async fn beside_thumb(page: &Page) -> impl Fn(f64) -> (f64, f64) {
    let [left, top, width, height] = page.element_box("rapport-feedback", "[data-item=safe] input").await;
    move |along| (left + height / 2.0 + (width - height) * along + 12.0, top + height / 2.0)
}

async fn early_drag_stays_beside_late_answers(page: &Page) {
    load_early(page, ANSWERED).await;
    let at = beside_thumb(page).await;
    page.drag("mouse", &[at(0.4), at(0.5), at(0.6)]).await;
    let shown = slider(page, "safe").await;
    assert!((58..=61).contains(&shown.0), "{shown:?}");
    assert_stays_beside(page, 10).await;
}

/// A script, as of an extension, moves a slider while it is held: that ends the press, before the module runs and after.
async fn early_press_outlives_a_scripts_move(page: &Page) {
    let mut seen = Vec::new();
    for is_early in [true, false] {
        if is_early {
            load_early(page, ANSWERED).await;
        } else {
            page.load(ANSWERED).await;
            page.events_exactly("ready", 1).await;
        }
        let at = beside_thumb(page).await;
        page.press_mouse(&[at(0.4), at(0.5)]).await;
        page.eval(&format!(
            "const slider = {ROOT}.querySelector('[data-item=safe] input');
             slider.value = 80;
             slider.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ))
        .await;
        page.release_mouse(&[at(0.5)]).await;
        if is_early {
            let shown = slider(page, "safe").await;
            run_module(page).await;
            assert_eq!(slider(page, "safe").await, shown);
        }
        page.wait_for_events("change", 1).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        page.click("submit").await;
        let entry = page.events_exactly("submit", 1).await[0]["answers"][0].clone();
        seen.push(json!([entry["value"], entry["changes"], entry["input"]]));
    }
    assert_eq!(seen[0], seen[1]);
}
