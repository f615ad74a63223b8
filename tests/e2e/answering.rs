//! Giving answers: a tap anywhere answers, what nobody touched is no answer, and the score is right.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(every_item_is_answered_by_a_tap_and_scored,);

const ITEMS: [&str; 5] = ["safe", "understood", "together", "open", "helpful"];

/// The value that a slider itself has.
async fn value_of(page: &Page, item: &str) -> i64 {
    let value = page.of(&format!("[data-item={item}] input"), "Number(e.value)").await;
    value.as_i64().expect("a whole number")
}

async fn every_item_is_answered_by_a_tap_and_scored(page: &Page) {
    page.open_form("session-id=\"s-1\"").await;
    let mut sum = 0;
    for (item, along) in ITEMS.iter().zip([0.82, 0.6, 0.95, 0.31, 0.77]) {
        page.tap(item, along).await;
        let value = value_of(page, item).await;
        assert!(
            (value as f64 - along * 100.0).abs() <= 2.0,
            "{item}: tapped {along}, the slider is at {value}"
        );
        sum += value;
    }
    page.hear("change", 5).await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    println!("{result:#}");
    // The mean of five whole numbers has at most one decimal, so tenths are exact.
    assert_eq!(
        result["outcome"]["total"].as_f64().map(|total| (total * 10.0).round()),
        Some(sum as f64 * 2.0)
    );
}
