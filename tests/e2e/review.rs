//! Information before anything is sent: required items, the answers themselves, who sees them, and where help is.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            review_lists_every_answer,
            double_click_does_not_skip_the_review,
            required_items_are_marked_and_asked_for,
            help_texts_are_on_every_screen,
            low_answer_shows_a_note_that_the_host_can_replace,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Returns the visible text of the form.
async fn text(page: &Page) -> String {
    let text = page.eval_on(".panel", "e.innerText").await;
    text.as_str().expect("a text").into()
}

async fn review_lists_every_answer(page: &Page) {
    page.load_form("review").await;
    page.tap("safe", 0.82).await;
    page.tap("open", 0.0).await;
    let changes = page.events_exactly("change", 2).await;
    page.click("submit").await;
    page.wait_for_visible("[part=review]").await;
    assert_eq!(page.events("submit").await, [] as [Value; 0], "nothing is sent yet");
    let focused = format!("return {WIDGET}.shadowRoot.activeElement?.id");
    assert_eq!(page.eval(&focused).await, "title", "the focus is not lost");
    let shown = "[...e.children].map((d) => [d.dataset.item, d.querySelector('dd').textContent])";
    let safe = format!("{} out of 100", changes[0]["value"]);
    let none = "not answered";
    let expected = json!([
        ["safe", safe],
        ["understood", none],
        ["together", none],
        ["open", "0 out of 100: None of it"],
        ["helpful", none]
    ]);
    assert_eq!(page.eval_on("[part=review]", shown).await, expected);
    page.click("edit").await;
    page.tap("open", 1.0).await;
    page.events_exactly("change", 3).await;
    page.click("submit").await;
    page.wait_for_visible("[part=review]").await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!(
        (&result["answers"][0]["value"], &result["answers"][3]["value"]),
        (&changes[0]["value"], &json!(100))
    );
    page.wait_for_visible("[part=message-title]").await;
    assert!(!text(page).await.contains("100"), "no score is shown");
}

async fn double_click_does_not_skip_the_review(page: &Page) {
    page.load_form("review instrument=\"one\"").await;
    page.tap("overall", 0.8).await;
    page.events_exactly("change", 1).await;
    page.click_repeatedly("submit", 2).await;
    page.wait_for_visible("[part=review]").await;
    assert_eq!(page.events("submit").await, [] as [Value; 0]);
}

fn with_required_item(strings: &Value) -> String {
    let instrument = json!({
        "id": "ease", "version": "1", "title": "Ease", "scale": { "min": 0, "max": 10 }, "score": { "range": [0, 10] },
        "items": [
            { "id": "pace", "text": "How was the pace?", "low": "Bad", "high": "Good" },
            { "id": "ease", "text": "How easy was it?", "low": "Hard", "high": "Easy", "required": true },
        ],
    });
    let script = json!({ "instrument": instrument, "strings": strings });
    format!("<rapport-feedback><script type=\"application/json\">{script}</script></rapport-feedback>")
}

async fn required_items_are_marked_and_asked_for(page: &Page) {
    page.load(&with_required_item(&json!({}))).await;
    page.events_exactly("ready", 1).await;
    let before = text(page).await;
    assert!(before.contains("Questions marked “required” need an answer"), "{before}");
    let marked = "[...e.querySelectorAll('[part=question]')].map((q) => q.textContent)";
    let marked = page.eval_on(".panel", marked).await;
    assert_eq!(marked, json!(["How was the pace?", "How easy was it?required"]));
    page.click("submit").await;
    page.wait_for(&format!(
        "return {WIDGET}.shadowRoot.activeElement?.closest('[data-item=ease]') ? true : false"
    ))
    .await;
    let status = page.eval_on("[part=status]", "e.textContent").await;
    assert_eq!(status, "Please answer the questions marked “required” first, or skip.");
    assert_eq!(page.eval_on("[data-item=ease] input", "e.getAttribute('aria-invalid')").await, "true");
    assert_eq!(page.events("submit").await, [] as [Value; 0]);
    page.press(&['\u{E014}']).await;
    page.wait_for(&format!("return {WIDGET}.shadowRoot.querySelector('[part=status]').textContent === ''"))
        .await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["answers"][1]["value"], 6);
}

async fn help_texts_are_on_every_screen(page: &Page) {
    let strings =
        json!({ "strings": { "whoSees": "Only Ana sees this.", "crisis": "In an emergency call Ana." } });
    page.load(&format!(
        "<rapport-feedback mode=\"dialog\" open review lang=\"es\"><script type=\"application/json\">{strings}</script></rapport-feedback>"
    ))
    .await;
    page.events_exactly("open", 1).await;
    let shows_help = async |screen: &str| {
        let text = text(page).await;
        for help in ["Only Ana sees this.", "In an emergency call Ana.", "Nadie revisa este formulario"] {
            assert!(text.contains(help), "{screen}: {text}");
        }
    };
    shows_help("questions").await;
    page.tap("safe", 0.9).await;
    page.events_exactly("change", 1).await;
    page.click("close").await;
    page.wait_for_visible("[part=edit]").await;
    shows_help("leave").await;
    page.click("edit").await;
    page.click("submit").await;
    page.wait_for_visible("[part=review]").await;
    shows_help("review").await;
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    shows_help("message-title").await;
}

async fn low_answer_shows_a_note_that_the_host_can_replace(page: &Page) {
    let default_note = "If something did not feel right";
    for (fraction, strings, note) in [
        (0.9, json!({}), None),
        (0.2, json!({}), Some(default_note)),
        (0.2, json!({ "lowAnswerNote": "Talk to Ana" }), Some("Talk to Ana")),
        (0.2, json!({ "lowAnswerNote": "" }), None),
    ] {
        page.load(&with_required_item(&strings)).await;
        page.events_exactly("ready", 1).await;
        page.tap("ease", fraction).await;
        page.events_exactly("change", 1).await;
        page.click("submit").await;
        page.wait_for_visible("[part=message-title]").await;
        let shown = text(page).await;
        assert_eq!(shown.contains(default_note), note == Some(default_note), "{shown}");
        assert_eq!(shown.contains("Talk to Ana"), note == Some("Talk to Ana"), "{shown}");
    }
}
