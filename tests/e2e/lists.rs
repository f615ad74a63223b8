//! Labelled points: a list of radio buttons, beside sliders in one form, and the choice that an item does not apply.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(&EVERY, &cases![tap_answers_a_list_with_its_input_method, item_does_not_apply_by_a_tap]);
    tests.add(
        &DESKTOP,
        &cases![
            keys_answer_a_list,
            review_shows_labels_and_a_draft_restores_them,
            labels_are_readable_and_in_a_row_where_they_fit,
            sections_and_lead_are_headings_and_text,
            required_list_takes_the_focus_when_it_is_missing,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

fn instrument() -> Value {
    let points = |labels: [&str; 4]| {
        let point = |(value, label): (usize, &&str)| json!({ "value": value, "label": label });
        json!({ "points": labels.iter().enumerate().map(point).collect::<Vec<_>>() })
    };
    json!({
        "id": "weeks", "version": "1", "title": "Two weeks", "lead": "How often did this happen?",
        "sections": [{ "id": "days", "text": "Your days" }, { "id": "us", "text": "Our sessions" }],
        "scale": points(["Not at all", "Several days", "More than half of the days", "Nearly every day"]),
        "items": [
            { "id": "joy", "section": "days", "text": "Did you enjoy something?", "required": true },
            { "id": "home", "section": "days", "text": "Did you feel at home?",
              "notApplicable": { "label": "Does not apply" } },
            { "id": "short", "section": "us", "text": "Did we agree?", "scale": points(["No", "Hardly", "Mostly", "Yes"]) },
            { "id": "calm", "section": "us", "text": "How calm are you?", "low": "Not calm", "high": "Calm",
              "scale": { "min": 0, "max": 10 }, "notApplicable": { "label": "I cannot say" } },
        ],
        "score": { "range": [0, 12], "better": "low" },
    })
}

async fn load(page: &Page, attributes: &str) {
    page.load(&format!(
        "<rapport-feedback {attributes}><script type=\"application/json\">{}</script></rapport-feedback>",
        json!({ "instrument": instrument() })
    ))
    .await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.events("error").await, Vec::<Value>::new());
}

/// Returns the checked choices with their items.
async fn checked(page: &Page) -> Value {
    page.eval(&format!(
        "return [...{WIDGET}.shadowRoot.querySelectorAll(':checked')]
            .map((e) => [e.closest('[data-item]').dataset.item, e.value])"
    ))
    .await
}

async fn tap_answers_a_list_with_its_input_method(page: &Page) {
    load(page, "").await;
    page.tap_choice("joy", "2").await;
    let change = &page.events_exactly("change", 1).await[0];
    assert_eq!((&change["item"], &change["value"]), (&json!("joy"), &json!(2)));
    page.tap_choice("joy", "3").await;
    page.tap_choice("short", "0").await;
    page.tap("calm", 0.7).await;
    let changes = page.events_exactly("change", 4).await;
    assert_eq!(changes[3]["answers"], json!({ "joy": 3, "home": null, "short": 0, "calm": 7 }));
    assert_eq!(checked(page).await, json!([["joy", "3"], ["short", "0"]]));
    page.click("clear").await;
    assert_eq!(page.events_exactly("change", 5).await[4]["value"], Value::Null);
    assert_eq!(checked(page).await, json!([["short", "0"]]));
    page.tap_choice("joy", "1").await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let with = page.engine.pointer_type("mouse");
    let given: Vec<Value> = result["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|answer| json!([answer["value"], answer["input"]]))
        .collect();
    assert_eq!(given, [json!([1, with]), json!([null, null]), json!([0, with]), json!([7, with])]);
    assert_eq!(result["outcome"]["better"], "low");
}

async fn item_does_not_apply_by_a_tap(page: &Page) {
    load(page, "").await;
    page.tap_choice("home", "na").await;
    let change = &page.events_exactly("change", 1).await[0];
    assert_eq!((&change["value"], &change["notApplicable"]), (&Value::Null, &json!(true)));
    assert_eq!(change["outcome"]["answered"], 1);
    page.tap("calm", 0.3).await;
    page.events_exactly("change", 2).await;
    page.tap_choice("calm", "na").await;
    let change = &page.events_exactly("change", 3).await[2];
    assert_eq!(
        change["answers"],
        json!({ "joy": null, "home": "not-applicable", "short": null, "calm": "not-applicable" })
    );
    assert_eq!(
        page.eval_on("[data-item=calm] [part=slider]", "e.ariaValueText ?? e.getAttribute('aria-valuetext')")
            .await,
        "I cannot say"
    );
    page.tap("calm", 0.8).await;
    assert_eq!(page.events_exactly("change", 4).await[3]["value"], 8, "a value replaces it");
    assert_eq!(checked(page).await, json!([["home", "na"]]));
    page.tap_choice("calm", "na").await;
    page.tap_choice("calm", "na").await;
    assert_eq!(
        page.events_exactly("change", 6).await[5]["answers"]["calm"],
        Value::Null,
        "a second tap clears"
    );
    page.tap_choice("joy", "0").await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let home = &result["answers"][1];
    assert_eq!((&home["value"], &home["notApplicable"]), (&Value::Null, &json!(true)));
    assert_eq!((&result["status"], &result["outcome"]["answered"]), (&json!("partial"), &json!(2)));
}

async fn keys_answer_a_list(page: &Page) {
    load(page, "").await;
    page.eval_on("[data-item=joy] input", "e.focus()").await;
    page.press(&[' ']).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], 0);
    page.press(&['\u{E015}']).await; // ArrowDown
    assert_eq!(page.events_exactly("change", 2).await[1]["value"], 1);
    page.press(&['\u{E004}']).await; // Tab leaves the group
    let focused = format!("return {WIDGET}.shadowRoot.activeElement.closest('[data-item]').dataset.item");
    let part = page.eval(&format!("return {WIDGET}.shadowRoot.activeElement.part.value")).await;
    assert_eq!(
        (page.eval(&focused).await, part),
        (json!("joy"), json!("clear")),
        "then comes the button that clears"
    );
    page.eval_on("[data-item=joy] input:checked", "e.focus()").await;
    page.press(&['\u{E017}']).await; // Delete
    assert_eq!(page.events_exactly("change", 3).await[2]["value"], Value::Null);
    page.press(&['\u{E015}']).await;
    page.events_exactly("change", 4).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!(result["answers"][0]["input"], "keyboard");
}

async fn review_shows_labels_and_a_draft_restores_them(page: &Page) {
    load(page, "review keep-draft session-id=\"s\"").await;
    page.tap_choice("joy", "2").await;
    page.tap_choice("home", "na").await;
    page.events_exactly("change", 2).await;
    page.reload().await;
    page.wait_for_visible("[data-item=joy] :checked").await;
    assert_eq!(checked(page).await, json!([["joy", "2"], ["home", "na"]]));
    page.click("submit").await;
    page.wait_for_visible("[part=review]").await;
    let shown = page
        .eval_on("[part=review]", "[...e.querySelectorAll('dd:first-of-type')].map((e) => e.textContent)")
        .await;
    assert_eq!(
        shown,
        json!(["More than half of the days", "Does not apply", "not answered", "not answered"])
    );
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["answers"][1]["notApplicable"], true);
}

/// Nothing of a label is cut, and each is as high as a finger, on a phone and on a wide screen.
async fn labels_are_readable_and_in_a_row_where_they_fit(page: &Page) {
    load(page, "").await;
    let look = "(() => {
        const boxes = [...e.querySelectorAll('.choice')].map((label) => label.getBoundingClientRect());
        const cut = [...e.querySelectorAll('.choice')].filter((label) => label.scrollWidth > label.clientWidth + 1);
        return { tops: new Set(boxes.map(({ top }) => Math.round(top))).size, cut: cut.length,
                 low: boxes.filter(({ height }) => height < 44).length };
      })()";
    for (width, rows) in [("600px", [1, 1]), ("360px", [4, 1]), ("200px", [4, 4])] {
        page.eval(&format!("{WIDGET}.style.setProperty('width', '{width}')")).await;
        for (item, rows) in ["joy", "short"].into_iter().zip(rows) {
            let seen = page.eval_on(&format!("[data-item={item}]"), look).await;
            assert_eq!(seen, json!({ "tops": rows, "cut": 0, "low": 0 }), "{item} at {width}");
        }
    }
}

async fn sections_and_lead_are_headings_and_text(page: &Page) {
    load(page, "").await;
    let headings =
        "[...e.querySelectorAll('h2, h3, h4, [part=lead]')].map((e) => `${e.localName} ${e.textContent}`)";
    assert_eq!(
        page.eval_on(".panel", headings).await,
        json!([
            "h2 Two weeks",
            "p How often did this happen?",
            "h3 Your days",
            "h4 Did you enjoy something?required",
            "h4 Did you feel at home?",
            "h3 Our sessions",
            "h4 Did we agree?",
            "h4 How calm are you?"
        ])
    );
}

async fn required_list_takes_the_focus_when_it_is_missing(page: &Page) {
    load(page, "").await;
    page.tap_choice("short", "1").await;
    page.click("submit").await;
    page.wait_for_visible("[data-item=joy] [aria-invalid=true]").await;
    let focused = format!("return {WIDGET}.shadowRoot.activeElement.closest('[data-item]').dataset.item");
    assert_eq!(page.eval(&focused).await, "joy");
    assert_eq!(page.events("submit").await, Vec::<Value>::new());
}
