//! An element that is moved, removed, added again, cloned, defined late, or beside another.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            moving_keeps_the_answers,
            removing_and_adding_keeps_the_answers,
            open_dialog_survives_a_move,
            clone_has_its_own_form,
            two_elements_are_independent,
            a_hundred_elements_work_on_one_page,
            script_can_load_after_the_tag,
            define_takes_another_tag_name,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Answers, runs a script on the element, and checks that the answer and the handlers are kept.
async fn survives(page: &Page, what: &str) {
    page.load("<rapport-feedback></rapport-feedback><main></main>").await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 0.8).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.eval(what).await;
    page.wait_for_visible("[data-item=safe] input").await;
    assert_eq!(page.eval_on("[data-item=safe] input", "Number(e.value)").await, value);
    page.tap("open", 0.5).await;
    let changes = page.events_exactly("change", 2).await;
    assert_eq!(changes.len(), 2, "one event a change");
    assert_eq!(changes[1]["answers"]["safe"], value);
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await.len(), 1);
    assert_eq!(page.events("ready").await.len(), 1, "ready once");
}

async fn moving_keeps_the_answers(page: &Page) {
    survives(page, &format!("document.querySelector('main').append({WIDGET})")).await;
}

async fn removing_and_adding_keeps_the_answers(page: &Page) {
    survives(
        page,
        &format!(
            "const widget = {WIDGET}; widget.remove();
             setTimeout(() => document.querySelector('main').append(widget), 200)"
        ),
    )
    .await;
}

async fn open_dialog_survives_a_move(page: &Page) {
    page.load("<rapport-feedback mode=\"dialog\" open></rapport-feedback><main></main>").await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.eval(&format!("document.querySelector('main').append({WIDGET})")).await;
    page.wait_for(&format!("return {WIDGET}.shadowRoot.querySelector('dialog').matches(':modal')")).await;
    page.tap("open", 0.3).await;
    assert_eq!(page.events_exactly("change", 2).await[1]["outcome"]["answered"], 2);
    assert_eq!((page.events("dismiss").await.len(), page.events("open").await.len()), (0, 1));
}

async fn clone_has_its_own_form(page: &Page) {
    page.load_form("id=\"original\" session-id=\"s\"").await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    page.eval(&format!(
        "const copy = {WIDGET}.cloneNode(true); copy.id = 'copy'; document.body.append(copy)"
    ))
    .await;
    page.events_exactly("ready", 2).await;
    page.tap_on("#copy", "open", 0.2, "mouse").await;
    page.events_exactly("change", 2).await;
    let changes = page.wait_for("return events.filter((e) => e.name === 'change')").await;
    assert_eq!(
        (&changes[1]["from"], &changes[1]["detail"]["outcome"]["answered"]),
        (&json!("copy"), &json!(1))
    );
    let sessions =
        page.eval("return [...document.querySelectorAll('rapport-feedback')].map((e) => e.sessionId)").await;
    assert_eq!(sessions, json!(["s", "s"]));
}

async fn two_elements_are_independent(page: &Page) {
    page.load(
        "<rapport-feedback id=\"a\" session-id=\"1\"></rapport-feedback>\
         <rapport-feedback id=\"b\" instrument=\"one\" session-id=\"2\"></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 2).await;
    page.tap_on("#b", "overall", 0.9, "mouse").await;
    page.events_exactly("change", 1).await;
    page.click_on("#b", "submit").await;
    page.events_exactly("submit", 1).await;
    page.tap_on("#a", "safe", 0.1, "mouse").await;
    page.events_exactly("change", 2).await;
    page.click_on("#a", "submit").await;
    let submits = page.events_exactly("submit", 2).await;
    let parts = |result: &Value| {
        [&result["sessionId"], &result["instrument"]["id"], &result["outcome"]["answered"]]
            .map(Value::to_string)
    };
    assert_eq!(parts(&submits[0]), ["\"2\"", "\"one\"", "1"]);
    assert_eq!(parts(&submits[1]), ["\"1\"", "\"session\"", "1"]);
    assert_ne!(submits[0]["id"], submits[1]["id"]);
    assert_eq!(submits[0]["outcome"]["total"], submits[0]["answers"][0]["value"].as_f64().expect("a value"));
    assert_eq!(submits[1]["outcome"]["total"], Value::Null);
}

async fn a_hundred_elements_work_on_one_page(page: &Page) {
    page.load(&"<rapport-feedback instrument=\"one\"></rapport-feedback>".repeat(100)).await;
    page.events_exactly("ready", 100).await;
    page.tap_on("rapport-feedback:nth-of-type(100)", "overall", 0.4, "mouse").await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    assert_eq!(
        page.events_exactly("submit", 1).await[0]["outcome"]["answered"],
        0,
        "the first has no answer"
    );
    let answered = "document.querySelectorAll('rapport-feedback:state(complete)').length";
    assert_eq!(page.eval(&format!("return {answered}")).await, 1);
}

async fn script_can_load_after_the_tag(page: &Page) {
    // Properties set before the definition count.
    page.load_bare("<rapport-feedback></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.instrument = 'one'; {WIDGET}.sessionId = 'late'")).await;
    for file in ["/rapport.js", "/rapport.js?again"] {
        page.eval(&format!(
            "const script = document.createElement('script'); script.type = 'module'; script.src = '{file}';
             document.head.append(script)"
        ))
        .await;
    }
    assert_eq!(page.events_exactly("ready", 1).await[0]["instrument"]["id"], "one");
    page.tap("overall", 0.4).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["sessionId"], "late");
}

async fn define_takes_another_tag_name(page: &Page) {
    page.load_bare(
        "<script type=\"module\" src=\"/pages/define-twice.js\"></script><session-stars></session-stars>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.tap_on("session-stars", "safe", 0.4, "mouse").await;
    assert_eq!(page.events_exactly("change", 1).await[0]["item"], "safe");
}
