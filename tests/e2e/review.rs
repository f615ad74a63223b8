//! What a client is told before anything is sent: what needs an answer, what will be sent, who sees it, where help is.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    what_will_be_sent_is_shown_item_by_item,
    two_quick_clicks_send_nothing_that_nobody_has_read,
    what_needs_an_answer_says_so_before_and_is_asked_for,
    what_the_host_says_of_help_is_on_every_screen,
    a_low_answer_brings_a_thought_that_the_host_can_change,
);

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// All that the client reads now.
async fn text(page: &Page) -> String {
    let text = page.of(".panel", "e.innerText").await;
    text.as_str().expect("a text").into()
}

async fn what_will_be_sent_is_shown_item_by_item(page: &Page) {
    page.open_form("review").await;
    page.tap("safe", 0.82).await;
    page.tap("open", 0.0).await;
    let changes = page.hear("change", 2).await;
    page.click("submit").await;
    page.shows("[part=review]").await;
    assert_eq!(page.all("submit").await, [] as [Value; 0], "nothing is sent yet");
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
    assert_eq!(page.of("[part=review]", shown).await, expected);
    page.click("edit").await;
    page.tap("open", 1.0).await;
    page.hear("change", 3).await;
    page.click("submit").await;
    page.shows("[part=review]").await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    assert_eq!(
        (&result["answers"][0]["value"], &result["answers"][3]["value"]),
        (&changes[0]["value"], &json!(100))
    );
    page.shows("[part=thanks]").await;
    assert!(!text(page).await.contains("100"), "no score is shown");
}

async fn two_quick_clicks_send_nothing_that_nobody_has_read(page: &Page) {
    page.open_form("review instrument=\"one\"").await;
    page.tap("overall", 0.8).await;
    page.hear("change", 1).await;
    page.clicks("submit", 2).await;
    page.shows("[part=review]").await;
    assert_eq!(page.all("submit").await, [] as [Value; 0]);
}

fn needing(strings: &Value) -> String {
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

async fn what_needs_an_answer_says_so_before_and_is_asked_for(page: &Page) {
    page.open(&needing(&json!({}))).await;
    page.hear("ready", 1).await;
    let before = text(page).await;
    assert!(before.contains("Questions marked “required” need an answer"), "{before}");
    let marked = "[...e.querySelectorAll('[part=question]')].map((q) => q.textContent)";
    let marked = page.of(".panel", marked).await;
    assert_eq!(marked, json!(["How was the pace?", "How easy was it?required"]));
    page.click("submit").await;
    page.wait(&format!(
        "return {WIDGET}.shadowRoot.activeElement?.closest('[data-item=ease]') ? true : false"
    ))
    .await;
    let told = page.of("[part=status]", "e.textContent").await;
    assert_eq!(told, "Please answer the questions marked “required” first, or skip.");
    assert_eq!(page.of("[data-item=ease] input", "e.getAttribute('aria-invalid')").await, "true");
    assert_eq!(page.all("submit").await, [] as [Value; 0]);
    page.press(&['\u{E014}']).await;
    page.wait(&format!("return {WIDGET}.shadowRoot.querySelector('[part=status]').textContent === ''")).await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["answers"][1]["value"], 6);
}

async fn what_the_host_says_of_help_is_on_every_screen(page: &Page) {
    let strings =
        json!({ "strings": { "whoSees": "Only Ana sees this.", "crisis": "In an emergency call Ana." } });
    page.open(&format!(
        "<rapport-feedback mode=\"dialog\" open review lang=\"es\"><script type=\"application/json\">{strings}</script></rapport-feedback>"
    ))
    .await;
    page.hear("open", 1).await;
    let helps = async |screen: &str| {
        let said = text(page).await;
        for help in ["Only Ana sees this.", "In an emergency call Ana.", "Nadie revisa este formulario"] {
            assert!(said.contains(help), "{screen}: {said}");
        }
    };
    helps("questions").await;
    page.tap("safe", 0.9).await;
    page.hear("change", 1).await;
    page.click("close").await;
    page.shows("[part=edit]").await;
    helps("leave").await;
    page.click("edit").await;
    page.click("submit").await;
    page.shows("[part=review]").await;
    helps("review").await;
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    helps("thanks").await;
}

async fn a_low_answer_brings_a_thought_that_the_host_can_change(page: &Page) {
    let thought = "If something did not feel right";
    for (along, strings, said) in [
        (0.9, json!({}), None),
        (0.2, json!({}), Some(thought)),
        (0.2, json!({ "lowAnswer": "Talk to Ana" }), Some("Talk to Ana")),
        (0.2, json!({ "lowAnswer": "" }), None),
    ] {
        page.open(&needing(&strings)).await;
        page.hear("ready", 1).await;
        page.tap("ease", along).await;
        page.hear("change", 1).await;
        page.click("submit").await;
        page.shows("[part=thanks]").await;
        let shown = text(page).await;
        assert_eq!(shown.contains(thought), said == Some(thought), "{shown}");
        assert_eq!(shown.contains("Talk to Ana"), said == Some("Talk to Ana"), "{shown}");
    }
}
