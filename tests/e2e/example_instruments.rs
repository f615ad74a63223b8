//! The demo of the example instruments: each is answered by taps and sent, and shows the total that was worked by hand.

use serde_json::json;

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            each_example_shows_its_worked_total,
            outcome_is_shown_in_words_after_each_answer,
            examples_are_shown_in_a_second_language,
        ],
    );
}

const FORM: &str = "const form = document.querySelector('rapport-feedback');";
/// Returns the descriptions of the outcome.
const WORDS: &str = "return [...document.querySelectorAll('#outcome dd')].map((text) => text.textContent)";

/// Each example with the values that are chosen, `na` for one that does not apply, and the total of
/// `tests/native/examples`. The lines are tapped at their ends and in the middle.
const EXAMPLES: [(&str, &str, Option<f64>); 12] = [
    ("nine-points-one-outside", "1 2 3 0 1 2 2 0 1 3", Some(12.0)),
    ("ten-low-two-reversed", "2 1 3 4 0 1 3 2 1 2", Some(13.0)),
    ("twelve-three-subscales", "5 4 3 4 2 3 4 5 1 2 3 4", Some(40.0)),
    ("mean-of-two", "5 4 3 4 2 1", Some(2.75)),
    ("four-subscales-one-outside", "1 2 0 3 4 1 2 1", Some(11.0)),
    ("no-total-two-directions", "5 1 4 2 3 1", None),
    ("four-table", "2 3 3 4", Some(48.0)),
    ("six-not-applicable", "na 4 3 na 4 5", Some(4.2)),
    ("five-signed", "3 2 1 -3 2", Some(11.0)),
    ("four-own-points", "4 2 3 4", Some(14.0)),
    ("four-visual-lines", "100 0 50 100", Some(25.0)),
    ("four-faces", "4 na 3 5", Some(16.0)),
];

async fn each_example_shows_its_worked_total(page: &Page) {
    page.allow_requests("/instruments/");
    open(page).await;
    for (example, values, total) in EXAMPLES {
        show(page, example).await;
        answer_all(page, values).await;
        page.click("submit").await;
        page.wait_for(&format!("{WORDS}.at(-1).endsWith('items; sent as complete.')")).await;
        let outcome = page.eval(&format!("{FORM} return form.result.outcome")).await;
        assert_eq!(outcome["total"].as_f64(), total, "{example}: {outcome}");
        let words = page.eval(WORDS).await;
        let expected =
            total.map_or_else(|| "This instrument has no total.".into(), |total| format!("{total} on a"));
        assert!(words[0].as_str().is_some_and(|text| text.starts_with(&expected)), "{example}: {words}");
    }
}

async fn outcome_is_shown_in_words_after_each_answer(page: &Page) {
    page.allow_requests("/instruments/");
    open(page).await;
    show(page, "four-subscales-one-outside").await;
    let few = "None, because too few items are answered (on a range from 0 to 24; low is favourable).";
    page.wait_for(&format!("{WORDS}[0] === '{few}'")).await;
    answer_all(page, "4 4 4 4 4 4 4 4").await;
    assert_eq!(
        page.eval(WORDS).await,
        json!([
            "24 on a range from 0 to 24; low is favourable; at 100 % of the range.",
            "Body: 8 (0 to 8; low is favourable)",
            "Mind: 8 (0 to 8; low is favourable)",
            "Other people: 8 (0 to 8; low is favourable)",
            "Places: 8 (0 to 8; low is favourable; band: Example of an upper band (made up for illustration; no \
             clinical meaning))",
            "made-up-place: subscale:place is 8; fires at above 7",
            "8 of 8 items; not sent.",
        ])
    );
    page.click_in_page("#again").await;
    page.wait_for(&format!("{FORM} return form.outcome.answered === 0")).await;
    assert_eq!(page.eval(WORDS).await[0], few);
}

async fn examples_are_shown_in_a_second_language(page: &Page) {
    page.allow_requests("/instruments/");
    open(page).await;
    page.eval(
        "const list = document.querySelector('[name=lang]'); list.value = 'de';
         list.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await;
    let title = "form.shadowRoot.querySelector('[part=title]').textContent";
    page.wait_for(&format!("{FORM} return {title} === 'Die letzte Woche'")).await;
    show(page, "four-faces").await;
    page.wait_for(&format!("{FORM} return {title} === 'Der Tag in Gesichtern'")).await;
}

async fn open(page: &Page) {
    page.load_file("instruments.html").await;
    page.wait_for("return document.querySelector('#outcome dd') !== null").await;
}

/// Selects an example. A native list has no elements that a driver could tap.
async fn show(page: &Page, example: &str) {
    page.eval(&format!(
        "const list = document.querySelector('[name=example]'); list.value = '{example}';
         list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ))
    .await;
    page.wait_for(&format!(
        "{FORM} return form.instrument.id === '{example}' && form.outcome.answered === 0"
    ))
    .await;
}

/// Taps the choice, or the place on the slider, of each item's value.
async fn answer_all(page: &Page, values: &str) {
    let ids = page.eval(&format!("{FORM} return form.instrument.items.map((item) => item.id)")).await;
    let ids = ids.as_array().expect("ids");
    assert_eq!(ids.len(), values.split(' ').count(), "{values}");
    for (index, (id, value)) in ids.iter().zip(values.split(' ')).enumerate() {
        let item = id.as_str().expect("an id");
        page.wait_for_visible(&format!("[data-item={item}] input")).await;
        if page.eval_on(&format!("[data-item={item}] input"), "e.type").await == "range" {
            page.tap(item, value.parse::<f64>().expect("a value") / 100.0).await;
        } else {
            page.tap_choice(item, value).await;
        }
        page.wait_for(&format!("{FORM} return form.outcome.answered === {}", index + 1)).await;
    }
}
