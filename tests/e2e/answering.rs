//! Answers by taps and keys: a tap anywhere answers, an untouched item has no answer, and the score is right.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &EVERY,
        &cases![
            tapped_items_are_answered_and_scored,
            untouched_items_have_no_answer,
            middle_and_both_ends_can_be_tapped,
            clear_makes_an_item_unanswered,
            finger_and_mouse_are_reported_as_such,
        ],
    );
    tests.add(&DESKTOP, &cases![keys_answer_and_are_reported_as_keyboard,]);
    tests.add(&[Engine::Chromium], &cases![secondary_mouse_button_answers_nothing,]);
}

pub const ITEMS: [&str; 5] = ["safe", "understood", "together", "open", "helpful"];
const WIDGET: &str = "document.querySelector('rapport-feedback')";
const UNSET: &str = "[data-item=safe].unanswered";

/// Returns a slider's value and its `aria-valuetext`.
pub async fn slider(page: &Page, item: &str) -> (i32, String) {
    let selector = format!("[data-item={item}] input");
    let value = page.eval_on(&selector, "Number(e.value)").await;
    let value_text = page.eval_on(&selector, "e.getAttribute('aria-valuetext')").await;
    let value = value.as_i64().and_then(|value| i32::try_from(value).ok());
    (value.expect("an integer"), value_text.as_str().expect("a text").into())
}

async fn tapped_items_are_answered_and_scored(page: &Page) {
    page.load_form("session-id=\"s-1\"").await;
    let mut values = Vec::new();
    for (item, along) in ITEMS.iter().zip([0.82, 0.6, 0.95, 0.31, 0.77]) {
        page.tap(item, along).await;
        let (value, _) = slider(page, item).await;
        let off = (f64::from(value) - along * 100.0).abs();
        assert!(off <= 2.0, "{item}: tapped at {along}, the slider is at {value}");
        values.push(value);
    }
    assert_eq!(page.events_exactly("change", 5).await.len(), 5, "one change a tap");
    assert_eq!(
        page.eval(&format!("return {WIDGET}.complete && {WIDGET}.matches(':state(complete)')")).await,
        true
    );
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];

    // The mean of five integers has one decimal at most: its tenths are exactly twice the sum.
    let tenths = 2 * values.iter().sum::<i32>();
    for score in ["total", "percent"] {
        let scored = result["outcome"][score].as_f64().map(|score| score * 10.0);
        assert_eq!(scored, Some(f64::from(tenths)), "{score} of {values:?}");
    }
    assert_eq!(result["outcome"]["answered"], 5);
    assert_eq!(
        (&result["status"], &result["sessionId"], &result["attempt"]),
        (&json!("complete"), &json!("s-1"), &json!(1))
    );
    assert_eq!(result["instrument"], json!({ "id": "session", "version": "1.0.0" }));
    let answers = result["answers"].as_array().expect("answers");
    for ((answer, item), value) in answers.iter().zip(ITEMS).zip(values) {
        assert_eq!((&answer["item"], &answer["value"]), (&json!(item), &json!(value)));
        assert_eq!(
            (&answer["changes"], &answer["input"]),
            (&json!(1), &json!(page.engine.pointer_type("mouse")))
        );
        let first = answer["firstInteractionMs"].as_u64().expect("a time");
        assert!(first <= result["durationMs"].as_u64().expect("a time"));
    }
    let id = result["id"].as_str().expect("an id");
    assert_eq!((id.len(), &id[14..15]), (36, "4"), "a UUID v4");
    let times = ["startedAt", "submittedAt"].map(|time| result[time].as_str().unwrap_or_default().to_owned());
    assert!(times[0] < times[1] && times.iter().all(|time| time.ends_with('Z')), "{times:?}");
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.eval(&format!("return {WIDGET}.result")).await, *result);
    assert_eq!(page.eval(&format!("return {WIDGET}.matches(':state(sent)')")).await, true);
}

async fn untouched_items_have_no_answer(page: &Page) {
    page.load_form("").await;
    assert_eq!(slider(page, "safe").await, (50, "not answered".into()));
    page.wait_for_visible(UNSET).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.matches(':state(unanswered)')")).await, true);
    assert!(!shows_thumb(page, "safe").await, "an unanswered slider shows a thumb");
    page.press(&['\u{E004}', '\u{E004}', '\u{E004}']).await; // Tab answers nothing
    page.tap("open", 0.5).await;
    page.events_exactly("change", 1).await;
    page.wait_until("an answered slider shows its thumb", async || shows_thumb(page, "open").await).await;
    assert!(!shows_thumb(page, "safe").await, "an unanswered slider shows a thumb");
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!((&result["status"], &result["outcome"]["total"]), (&json!("partial"), &Value::Null));
    let answers = result["answers"].as_array().expect("answers");
    let values: Vec<&Value> = answers.iter().map(|answer| &answer["value"]).collect();
    assert_eq!(values, [&Value::Null, &Value::Null, &Value::Null, &json!(50), &Value::Null]);
    assert_eq!(
        answers[0],
        json!({ "item": "safe", "value": null, "firstInteractionMs": null, "changes": 0, "input": null })
    );
}

async fn middle_and_both_ends_can_be_tapped(page: &Page) {
    page.load_form("").await;
    for (item, along, value, value_text) in [
        ("safe", 0.5, 50, "50 out of 100"),
        ("understood", 0.0, 0, "0 out of 100: Not at all"),
        ("together", 1.0, 100, "100 out of 100: Completely"),
    ] {
        page.tap(item, along).await;
        page.wait_for(&format!(
            "return events.some((e) => e.name === 'change' && e.detail.item === '{item}')"
        ))
        .await;
        assert_eq!(slider(page, item).await, (value, value_text.into()), "{item}");
    }
    let changes = page.events("change").await;
    let given: Vec<(&Value, &Value)> =
        changes.iter().map(|change| (&change["item"], &change["value"])).collect();
    let expected =
        [("safe", 50), ("understood", 0), ("together", 100)].map(|(item, value)| (json!(item), json!(value)));
    assert_eq!(given, expected.iter().map(|(item, value)| (item, value)).collect::<Vec<_>>());
    let last = changes.last().expect("a change");
    let draft = json!({ "safe": 50, "understood": 0, "together": 100, "open": null, "helpful": null });
    assert_eq!((&last["answers"], &last["outcome"]["answered"]), (&draft, &json!(3)));
}

async fn clear_makes_an_item_unanswered(page: &Page) {
    page.load_form("").await;
    page.tap("safe", 0.9).await;
    page.events_exactly("change", 1).await;
    page.wait_for_visible("[data-item=safe] [part=clear]").await;
    page.click("clear").await;
    let cleared = &page.events_exactly("change", 2).await[1];
    assert_eq!(
        (&cleared["item"], &cleared["value"], &cleared["outcome"]["answered"]),
        (&json!("safe"), &Value::Null, &json!(0))
    );
    page.wait_for_visible(UNSET).await;
    assert_eq!(slider(page, "safe").await, (50, "not answered".into()));
    let focused =
        "return document.activeElement.shadowRoot.activeElement.closest('[data-item]').dataset.item";
    assert_eq!(page.eval(focused).await, "safe", "the focus stays with the item");
    page.tap("safe", 0.5).await;
    assert_eq!(
        page.events_exactly("change", 3).await[2]["value"],
        50,
        "it can be answered again where it rests"
    );
}

async fn keys_answer_and_are_reported_as_keyboard(page: &Page) {
    page.load_form("").await;
    page.eval_on("[data-item=safe] input", "e.focus()").await;
    page.press(&['\u{E014}', '\u{E014}']).await; // ArrowRight, twice
    assert_eq!(page.events_exactly("change", 2).await[1]["value"], 52);
    page.eval_on("[data-item=understood] input", "e.focus()").await;
    page.press(&['\u{E011}']).await; // Home
    assert_eq!(page.events_exactly("change", 3).await[2]["value"], 0);
    page.eval_on("[data-item=together] input", "e.focus()").await;
    page.press(&[' ']).await; // a space answers at the midpoint
    assert_eq!(page.events_exactly("change", 4).await[3]["value"], 50);
    page.tap("open", 0.25).await;
    page.events_exactly("change", 5).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let answers = result["answers"].as_array().expect("answers");
    let inputs: Vec<&Value> = answers.iter().map(|answer| &answer["input"]).collect();
    assert_eq!(
        inputs,
        ["keyboard", "keyboard", "keyboard", page.engine.pointer_type("mouse")]
            .map(Value::from)
            .iter()
            .chain([&Value::Null])
            .collect::<Vec<_>>()
    );
}

async fn finger_and_mouse_are_reported_as_such(page: &Page) {
    page.load_form("").await;
    page.tap_on("rapport-feedback", "safe", 0.3, "touch").await;
    page.events_exactly("change", 1).await;
    let (value, _) = slider(page, "safe").await;
    assert!((28..=32).contains(&value), "tapped 30, the slider is at {value}");
    assert_eq!(page.events("change").await.len(), 1, "one tap is one change");
    page.click("submit").await;
    assert_eq!(
        page.events_exactly("submit", 1).await[0]["answers"][0]["input"],
        page.engine.pointer_type("touch")
    );
}

async fn secondary_mouse_button_answers_nothing(page: &Page) {
    page.load_form("").await;
    let [left, top, width, height] = page.element_box("rapport-feedback", "[data-item=safe] input").await;
    let middle = (left + width / 2.0, top + height / 2.0);
    page.drag_with_button("mouse", 2, &[middle]).await;
    page.tap("open", 0.5).await;
    let items: Vec<Value> =
        page.events_exactly("change", 1).await.iter().map(|change| change["item"].clone()).collect();
    assert_eq!(items, ["open"]);
}

/// Returns whether a thumb shows at the midpoint: the track has another colour there than beside it.
async fn shows_thumb(page: &Page, item: &str) -> bool {
    let [left, top, width, height] =
        page.element_box("rapport-feedback", &format!("[data-item={item}] input")).await;
    let row = top + height / 2.0;
    let colours = page.pixels(&[(left + width / 2.0, row), (left + width * 0.3, row)]).await;
    colours[0] != colours[1]
}
