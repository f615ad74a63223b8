//! An element's life: moved, removed, added again, cloned, defined late, and beside another.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    a_move_keeps_the_answers,
    removed_and_added_again_keeps_the_answers,
    an_open_dialog_survives_a_move,
    a_clone_is_a_form_of_its_own,
    two_do_not_disturb_each_other,
    a_hundred_stand_on_one_page,
    the_script_may_come_after_the_tag,
    another_name_is_another_tag,
);

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Answers, does something to the element, and looks that the answer and the handlers are still there.
async fn survives(page: &Page, what: &str) {
    page.open("<rapport-feedback></rapport-feedback><main></main>").await;
    page.hear("ready", 1).await;
    page.tap("safe", 0.8).await;
    let value = page.hear("change", 1).await[0]["value"].clone();
    page.eval(what).await;
    page.shows("[data-item=safe] input").await;
    assert_eq!(page.of("[data-item=safe] input", "Number(e.value)").await, value);
    page.tap("open", 0.5).await;
    let changes = page.hear("change", 2).await;
    assert_eq!(changes.len(), 2, "heard once");
    assert_eq!(changes[1]["answers"]["safe"], value);
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await.len(), 1);
    assert_eq!(page.all("ready").await.len(), 1, "ready once");
}

async fn a_move_keeps_the_answers(page: &Page) {
    survives(page, &format!("document.querySelector('main').append({WIDGET})")).await;
}

async fn removed_and_added_again_keeps_the_answers(page: &Page) {
    survives(
        page,
        &format!(
            "const widget = {WIDGET}; widget.remove();
             setTimeout(() => document.querySelector('main').append(widget), 200)"
        ),
    )
    .await;
}

async fn an_open_dialog_survives_a_move(page: &Page) {
    page.open("<rapport-feedback mode=\"dialog\" open></rapport-feedback><main></main>").await;
    page.hear("open", 1).await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.eval(&format!("document.querySelector('main').append({WIDGET})")).await;
    page.wait(&format!("return {WIDGET}.shadowRoot.querySelector('dialog').matches(':modal')")).await;
    page.tap("open", 0.3).await;
    assert_eq!(page.hear("change", 2).await[1]["outcome"]["answered"], 2);
    assert_eq!((page.all("dismiss").await.len(), page.all("open").await.len()), (0, 1));
}

async fn a_clone_is_a_form_of_its_own(page: &Page) {
    page.open_form("id=\"original\" session-id=\"s\"").await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    page.eval(&format!(
        "const copy = {WIDGET}.cloneNode(true); copy.id = 'copy'; document.body.append(copy)"
    ))
    .await;
    page.hear("ready", 2).await;
    page.tap_in("#copy", "open", 0.2, "mouse").await;
    page.hear("change", 2).await;
    let heard = page.wait("return heard.filter((e) => e.name === 'change')").await;
    assert_eq!((&heard[1]["from"], &heard[1]["detail"]["outcome"]["answered"]), (&json!("copy"), &json!(1)));
    let sessions =
        page.eval("return [...document.querySelectorAll('rapport-feedback')].map((e) => e.sessionId)").await;
    assert_eq!(sessions, json!(["s", "s"]));
}

async fn two_do_not_disturb_each_other(page: &Page) {
    page.open(
        "<rapport-feedback id=\"a\" session-id=\"1\"></rapport-feedback>\
         <rapport-feedback id=\"b\" instrument=\"one\" session-id=\"2\"></rapport-feedback>",
    )
    .await;
    page.hear("ready", 2).await;
    page.tap_in("#b", "overall", 0.9, "mouse").await;
    page.hear("change", 1).await;
    page.click_in("#b", "submit").await;
    page.hear("submit", 1).await;
    page.tap_in("#a", "safe", 0.1, "mouse").await;
    page.hear("change", 2).await;
    page.click_in("#a", "submit").await;
    let submits = page.hear("submit", 2).await;
    let told = |result: &Value| {
        [&result["sessionId"], &result["instrument"]["id"], &result["outcome"]["answered"]]
            .map(Value::to_string)
    };
    assert_eq!(told(&submits[0]), ["\"2\"", "\"one\"", "1"]);
    assert_eq!(told(&submits[1]), ["\"1\"", "\"session\"", "1"]);
    assert_ne!(submits[0]["id"], submits[1]["id"]);
    assert_eq!(submits[0]["outcome"]["total"], submits[0]["answers"][0]["value"].as_f64().expect("a value"));
    assert_eq!(submits[1]["outcome"]["total"], Value::Null);
}

async fn a_hundred_stand_on_one_page(page: &Page) {
    page.open(&"<rapport-feedback instrument=\"one\"></rapport-feedback>".repeat(100)).await;
    page.hear("ready", 100).await;
    page.tap_in("rapport-feedback:nth-of-type(100)", "overall", 0.4, "mouse").await;
    page.hear("change", 1).await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["outcome"]["answered"], 0, "the first has no answer");
    let answered = "document.querySelectorAll('rapport-feedback:state(complete)').length";
    assert_eq!(page.eval(&format!("return {answered}")).await, 1);
}

async fn the_script_may_come_after_the_tag(page: &Page) {
    // A property that was set before the element was defined is honoured.
    page.open_bare("<rapport-feedback></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.instrument = 'one'; {WIDGET}.sessionId = 'late'")).await;
    for file in ["/rapport.js", "/rapport.js?again"] {
        page.eval(&format!(
            "const script = document.createElement('script'); script.type = 'module'; script.src = '{file}';
             document.head.append(script)"
        ))
        .await;
    }
    assert_eq!(page.hear("ready", 1).await[0]["instrument"]["id"], "one");
    page.tap("overall", 0.4).await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["sessionId"], "late");
}

async fn another_name_is_another_tag(page: &Page) {
    page.open_bare("<script type=\"module\" src=\"/define.js\"></script><session-stars></session-stars>")
        .await;
    page.hear("ready", 1).await;
    page.tap_in("session-stars", "safe", 0.4, "mouse").await;
    assert_eq!(page.hear("change", 1).await[0]["item"], "safe");
}
