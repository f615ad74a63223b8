//! The dialog opens on the host page's event, and closes in every way that it offers.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(&EVERY, &cases![dialog_closes_by_skip_close_escape_and_host, dialog_shows_thanks_and_closes,]);
    tests.add(
        &DESKTOP,
        &cases![
            dialog_opens_on_the_event_of_open_on,
            focus_enters_stays_and_returns,
            buttons_of_a_long_dialog_stay_in_view,
            late_close_event_dismisses_nothing,
            demo_call_ends_in_a_scored_result,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const UP: &str =
    "return document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";

async fn dialog_opens_on_the_event_of_open_on(page: &Page) {
    page.load_form("mode=\"dialog\" open-on=\"call-ended\"").await;
    assert_eq!(page.eval(UP).await, false);
    for (target, times) in [("window", 1), ("document", 2)] {
        page.eval(&format!("{target}.dispatchEvent(new Event('call-ended'))")).await;
        page.events_exactly("open", times).await;
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
        "without open-on nothing opens it"
    );
}

async fn dialog_closes_by_skip_close_escape_and_host(page: &Page) {
    page.load_form("mode=\"dialog\"").await;
    for (times, reason) in ["skip", "close", "escape", "host"].iter().enumerate() {
        page.eval(&format!("{WIDGET}.show()")).await;
        page.events_exactly("open", times + 1).await;
        assert_eq!(
            page.eval_on("[data-item=safe]", "e.classList.contains('unanswered')").await,
            true,
            "each opening starts an empty form"
        );
        page.tap("safe", 0.6).await;
        page.events_exactly("change", times + 1).await;
        if ["close", "escape"].contains(reason) {
            // The form asks once, and can return to the answers.
            leave(page, reason).await;
            page.wait_for_visible("[part=edit]").await;
            assert_eq!(focused(page).await, "title", "the focus is on the question");
            // Escape at that question returns to the answers, so the form asks again.
            leave(page, "escape").await;
            page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
            leave(page, reason).await;
            page.wait_for_visible("[part=edit]").await;
            page.click("edit").await;
            page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
        }
        leave(page, reason).await;
        let left = page.events_exactly("dismiss", times + 1).await;
        let detail = &left[times];
        assert_eq!(detail["reason"], *reason);
        assert_eq!(
            (&detail["result"]["status"], &detail["result"]["submittedAt"]),
            (&json!("partial"), &Value::Null)
        );
        assert!(detail["result"]["answers"][0]["value"].is_i64(), "the event has the answers");
        page.wait_for(&format!("return !{}", UP.trim_start_matches("return "))).await;
        assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    }
    assert_eq!(page.events("submit").await.len(), 0);
}

async fn leave(page: &Page, how: &str) {
    match how {
        "escape" => page.press(&['\u{E00C}']).await,
        "host" => drop(page.eval(&format!("{WIDGET}.close()")).await),
        button => page.click(button).await,
    }
}

/// Returns the id of the focused element in the form.
async fn focused(page: &Page) -> Value {
    page.eval(&format!("return {WIDGET}.shadowRoot.activeElement?.id")).await
}

/// The browser fires `close` later than the dialog closes: by then the form may be open again, and its dialog not yet.
async fn late_close_event_dismisses_nothing(page: &Page) {
    page.load_form("mode=\"dialog\" open").await;
    page.events_exactly("open", 1).await;
    page.eval(&format!("{WIDGET}.open = false")).await;
    page.events_exactly("close", 1).await;
    page.eval(&format!(
        "{WIDGET}.show(); {WIDGET}.shadowRoot.querySelector('dialog').dispatchEvent(new Event('close'))"
    ))
    .await;
    page.events_exactly("open", 2).await;
    assert_eq!(page.settled(UP).await, true);
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
}

/// Also while the focus moves down a form that is higher than its dialog: the buttons never cover the focus.
async fn buttons_of_a_long_dialog_stay_in_view(page: &Page) {
    page.load("<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.events_exactly("open", 1).await;
    page.eval(&format!("{WIDGET}.style.setProperty('--rapport-gap', '60px')")).await;
    let look = format!(
        "const root = {WIDGET}.shadowRoot;
         const box = (e) => e.getBoundingClientRect();
         const [body, row, submit] = ['.body', '.footer', '[part=submit]'].map((s) => root.querySelector(s));
         const {{ left, top, width, height }} = box(submit);
         return {{
           isLong: body.scrollHeight > body.clientHeight + 50,
           isInView: box(row).bottom <= innerHeight && root.elementFromPoint(left + width / 2, top + height / 2) === submit,
           isFocusCovered: !row.contains(root.activeElement) && box(root.activeElement).bottom > box(row).top,
           focused: root.activeElement.part.value,
         }}"
    );
    let mut focused = Vec::new();
    while focused.last() != Some(&json!("submit")) && focused.len() < 20 {
        let seen = page.settled(&look).await;
        assert_eq!(seen["isLong"], true, "{seen}");
        assert_eq!(seen["isInView"], true, "{seen}");
        assert_eq!(seen["isFocusCovered"], false, "{seen}");
        focused.push(seen["focused"].clone());
        page.press(&['\u{E004}']).await;
    }
    assert_eq!(focused.iter().filter(|part| *part == "slider").count(), 5, "{focused:?}");
}

async fn focus_enters_stays_and_returns(page: &Page) {
    page.load(
        "<button id=\"end\">End call</button><rapport-feedback mode=\"dialog\"></rapport-feedback><input>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.eval(&format!("document.querySelector('#end').focus(); {WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    assert_eq!(focused(page).await, "title", "the focus enters");
    for key in ['\u{E004}'; 20] {
        page.press(&[key]).await;
        let place = page.eval("return document.activeElement.localName").await;
        assert!(
            ["rapport-feedback", "body"].contains(&place.as_str().expect("a name")),
            "the focus is on {place}"
        );
    }
    page.press(&['\u{E00C}']).await;
    page.events_exactly("dismiss", 1).await;
    page.wait_for("return document.activeElement.id === 'end'").await;
}

async fn dialog_shows_thanks_and_closes(page: &Page) {
    page.load_form("mode=\"dialog\" open").await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.6).await;
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.eval(UP).await, true, "the dialog shows the thanks");
    page.click("close").await;
    page.wait_for(&format!("return !{}", UP.trim_start_matches("return "))).await;
    assert_eq!(page.events("dismiss").await.len(), 0, "a sent form emits no dismiss event");
}

async fn demo_call_ends_in_a_scored_result(page: &Page) {
    page.load_file("index.html").await;
    page.wait_for("return document.querySelector('#events li[data-name=ready]') !== null").await;
    page.click_in_page("#end").await;
    page.wait_for_visible("dialog").await;
    for item in crate::answering::ITEMS {
        page.tap(item, 1.0).await;
    }
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    let line =
        page.wait_for("return document.querySelector('#events li[data-name=submit]')?.textContent").await;
    let line = line.as_str().unwrap_or_default();
    assert!(line.contains("complete, 5 of 5 answered, total 100 of 100"), "{line}");
    assert!(line.contains("\"sessionId\": \"demo-2417\""), "{line}");
}
