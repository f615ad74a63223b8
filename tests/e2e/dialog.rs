//! The dialog: it comes up when the host's event is heard, and goes by every way there is to leave.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    it_opens_when_the_page_hears_an_event,
    it_is_left_by_skip_close_escape_and_host,
    the_focus_goes_in_stays_in_and_comes_back,
    it_says_thanks_and_closes,
    the_demo_call_ends_in_a_scored_result,
);

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const UP: &str =
    "return document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";

async fn it_opens_when_the_page_hears_an_event(page: &Page) {
    page.open_form("mode=\"dialog\" open-on=\"call-ended\"").await;
    assert_eq!(page.eval(UP).await, false);
    for (target, times) in [("window", 1), ("document", 2)] {
        page.eval(&format!("{target}.dispatchEvent(new Event('call-ended'))")).await;
        page.hear("open", times).await;
        assert_eq!(page.eval(UP).await, true);
        assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, true);
        page.eval(&format!("{WIDGET}.close()")).await;
        assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    }
    page.eval(&format!("{WIDGET}.removeAttribute('open-on'); window.dispatchEvent(new Event('call-ended'))"))
        .await;
    assert_eq!(
        page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await,
        false,
        "no longer listened for"
    );
}

async fn it_is_left_by_skip_close_escape_and_host(page: &Page) {
    page.open_form("mode=\"dialog\"").await;
    for (times, reason) in ["skip", "close", "escape", "host"].iter().enumerate() {
        page.eval(&format!("{WIDGET}.open()")).await;
        page.hear("open", times + 1).await;
        assert_eq!(
            page.of("[data-item=safe]", "e.classList.contains('unset')").await,
            true,
            "fresh each time"
        );
        page.tap("safe", 0.6).await;
        page.hear("change", times + 1).await;
        if ["close", "escape"].contains(reason) {
            // Asked once, and back to the answers.
            leave(page, reason).await;
            page.shows("[part=edit]").await;
            assert_eq!(focused(page).await, "title", "the question is read out");
            // To flee the question is no answer to it: it is asked again.
            leave(page, "escape").await;
            page.shows("[data-item=safe]:not(.unset)").await;
            leave(page, reason).await;
            page.shows("[part=edit]").await;
            page.click("edit").await;
            page.shows("[data-item=safe]:not(.unset)").await;
        }
        leave(page, reason).await;
        let left = page.hear("dismiss", times + 1).await;
        let detail = &left[times];
        assert_eq!(detail["reason"], *reason);
        assert_eq!(
            (&detail["result"]["status"], &detail["result"]["submittedAt"]),
            (&json!("partial"), &Value::Null)
        );
        assert!(detail["result"]["answers"][0]["value"].is_i64(), "what was answered is handed over");
        page.wait(&format!("return !{}", UP.trim_start_matches("return "))).await;
        assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    }
    assert_eq!(page.all("submit").await.len(), 0);
}

async fn leave(page: &Page, how: &str) {
    match how {
        "escape" => page.press(&['\u{E00C}']).await,
        "host" => drop(page.eval(&format!("{WIDGET}.removeAttribute('open')")).await),
        button => page.click(button).await,
    }
}

/// What has the focus in the widget.
async fn focused(page: &Page) -> Value {
    page.eval(&format!("return {WIDGET}.shadowRoot.activeElement?.id")).await
}

async fn the_focus_goes_in_stays_in_and_comes_back(page: &Page) {
    page.open(
        "<button id=\"end\">End call</button><rapport-feedback mode=\"dialog\"></rapport-feedback><input>",
    )
    .await;
    page.hear("ready", 1).await;
    page.eval(&format!("document.querySelector('#end').focus(); {WIDGET}.open()")).await;
    page.hear("open", 1).await;
    assert_eq!(focused(page).await, "title", "the focus goes in");
    for key in ['\u{E004}'; 20] {
        page.press(&[key]).await;
        let place = page.eval("return document.activeElement.localName").await;
        assert!(
            ["rapport-feedback", "body"].contains(&place.as_str().expect("a name")),
            "the focus is on {place}"
        );
    }
    page.press(&['\u{E00C}']).await;
    page.hear("dismiss", 1).await;
    page.wait("return document.activeElement.id === 'end'").await;
}

async fn it_says_thanks_and_closes(page: &Page) {
    page.open_form("mode=\"dialog\" open").await;
    page.hear("open", 1).await;
    page.tap("safe", 0.6).await;
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    assert_eq!(page.eval(UP).await, true, "the thanks are in the dialog");
    page.click("close").await;
    page.wait(&format!("return !{}", UP.trim_start_matches("return "))).await;
    assert_eq!(page.all("dismiss").await.len(), 0, "what is sent is not dismissed");
}

async fn the_demo_call_ends_in_a_scored_result(page: &Page) {
    page.visit("index.html").await;
    page.wait("return document.querySelector('#heard li[data-name=ready]') !== null").await;
    page.click_host("#end").await;
    page.shows("dialog").await;
    for item in crate::answering::ITEMS {
        page.tap(item, 1.0).await;
    }
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    let line = page.wait("return document.querySelector('#heard li[data-name=submit]')?.textContent").await;
    let line = line.as_str().unwrap_or_default();
    assert!(line.contains("complete, 5 of 5 answered, total 100 of 100"), "{line}");
    assert!(line.contains("\"sessionId\": \"demo-2417\""), "{line}");
}
