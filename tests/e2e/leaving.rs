//! Applications that leave the call when the client hangs up, by another page or another route, and a call that comes in
//! while the form is open.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            next_page_asks_until_the_result_is_stored,
            next_page_asks_no_more_after_a_dismissal,
            next_page_asks_again_after_an_apology_that_was_closed,
            next_page_asks_nobody_who_was_not_in_the_call,
            form_outside_the_router_survives_a_change_of_route,
            incoming_call_interrupts_the_form_and_loses_nothing,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const MODAL: &str =
    "return document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";

/// Loads the call page. Its link leads to the page after the call.
async fn load_call(page: &Page) {
    let script = |file: &str| format!("<script type=\"module\" src=\"/{file}\"></script>");
    let after = page.server.add_page(
        "after",
        &format!(
            "<rapport-feedback mode=\"dialog\" keep-draft instrument=\"one\"></rapport-feedback>{}{}",
            script("rapport.js"),
            script("pages/after-call.js")
        ),
    );
    page.allow_requests("/beacon");
    let markup = format!(
        "<button id=\"join\">Join</button><a id=\"leave\" href=\"{after}\">Leave</a>{}<p id=\"end\">",
        script("pages/call.js")
    );
    page.goto(&page.server.add_page("call", &markup)).await;
}

/// Follows the link of the call page, and waits until the form of the page after it can be answered.
async fn hang_up(page: &Page) {
    leave(page).await;
    page.events_exactly("ready", 1).await;
}

/// Follows the link of the call page, and waits for the scripts of the page after it.
async fn leave(page: &Page) {
    page.click_in_page("#leave").await;
    page.wait_until("the next page", async || {
        page.try_eval("return window.asked").await.is_ok_and(|is| is == true)
    })
    .await;
}

async fn next_page_asks_until_the_result_is_stored(page: &Page) {
    load_call(page).await;
    page.click_in_page("#join").await;
    hang_up(page).await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.reload().await;
    page.events_exactly("open", 1).await;
    page.wait_for_visible("[data-item=overall]:not(.unanswered)").await;
    page.click("submit").await;
    page.events_exactly("saved", 1).await;
    let stored = page.server.wait_for_beacons(1).await;
    assert_eq!((&stored[0]["sessionId"], &stored[0]["answers"][0]["value"]), (&json!("s-1"), &value));
    assert_is_not_due(page).await;
}

/// Loads the page after the call again, which opens no form.
async fn assert_is_not_due(page: &Page) {
    page.reload().await;
    page.wait_until("the page again", async || {
        page.try_eval("return window.asked").await.is_ok_and(|is| is == true)
    })
    .await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.events("open").await, Vec::<Value>::new());
    assert_eq!(page.eval("return sessionStorage.length").await, 0);
}

async fn next_page_asks_no_more_after_a_dismissal(page: &Page) {
    for part in ["skip", "close"] {
        load_call(page).await;
        page.click_in_page("#join").await;
        hang_up(page).await;
        page.events_exactly("open", 1).await;
        page.click(part).await;
        page.events_exactly("dismiss", 1).await;
        assert_is_not_due(page).await;
    }
}

async fn next_page_asks_again_after_an_apology_that_was_closed(page: &Page) {
    load_call(page).await;
    page.click_in_page("#join").await;
    page.server.fail("/rapport.wasm");
    leave(page).await;
    page.wait_for_visible("[part~=retry]").await;
    page.click("close").await;
    page.events_exactly("dismiss", 1).await;
    page.server.restore("/rapport.wasm");
    page.reload().await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    page.click("submit").await;
    page.events_exactly("saved", 1).await;
    assert_is_not_due(page).await;
}

/// Such as the therapist, whose page does not call the recipe, and a client who never joined.
async fn next_page_asks_nobody_who_was_not_in_the_call(page: &Page) {
    load_call(page).await;
    hang_up(page).await;
    assert_is_not_due(page).await;
}

async fn form_outside_the_router_survives_a_change_of_route(page: &Page) {
    page.load(
        "<main id=\"route\"></main><rapport-feedback mode=\"dialog\" keep-draft instrument=\"one\"></rapport-feedback>
         <script type=\"module\" src=\"/pages/single-page.js\"></script>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.click_in_page("#hang-up").await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.eval("history.back()").await;
    page.wait_for("return location.hash === '#call'").await;
    assert_eq!(page.eval(MODAL).await, true);
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!((&result["sessionId"], &result["answers"][0]["value"]), (&json!("s-1"), &value));
    assert_eq!(page.events("error").await, Vec::<Value>::new());
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
}

async fn incoming_call_interrupts_the_form_and_loses_nothing(page: &Page) {
    page.load(
        "<rapport-feedback mode=\"dialog\" open keep-draft session-id=\"s\" review></rapport-feedback>
         <button id=\"accept\">Accept the call</button>",
    )
    .await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.7).await;
    page.tap("open", 0.2).await;
    let answers = page.events_exactly("change", 2).await[1]["answers"].clone();
    page.click("submit").await;
    page.wait_for_visible("[part~=edit]").await;
    let id = "return JSON.parse(sessionStorage.getItem(sessionStorage.key(0))).id";
    let before = page.eval(id).await;
    page.eval(&format!(
        "document.querySelector('#accept').addEventListener('click', () => {{ window.accepted = true }});
         {WIDGET}.open = false"
    ))
    .await;
    page.events_exactly("close", 1).await;
    page.click_in_page("#accept").await;
    page.wait_for("return window.accepted").await;
    page.eval(&format!("{WIDGET}.open = true")).await;
    page.events_exactly("open", 2).await;
    page.wait_for_visible("[part~=edit]").await;
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let given = [&result["answers"][0]["value"], &result["answers"][3]["value"]];
    assert_eq!((&result["id"], given), (&before, [&answers["safe"], &answers["open"]]));
}
