//! The steps that tests of the clinic's pages share: a call, its end, the answers, and what is stored.

use serde_json::{Value, json};

use crate::answering::ITEMS;
use crate::clinic_process::{Call, Clinic, NAME, PASSWORD, Therapist};
use crate::harness::Page;

pub const CLIENT: u32 = 1;
pub const TREND: &str = "document.querySelector('rapport-trend').shadowRoot";

/// Opens a client's call page by a new link, and joins.
pub async fn enter_call(page: &Page, therapist: &Therapist, client: u32) {
    let path = therapist.invite(client).await;
    page.goto("about:blank").await; // the driver does not wait for a reload of the page itself
    page.load_file(path.trim_start_matches('/')).await;
    page.wait_for("return !document.querySelector('#join').disabled").await;
    page.click_in_page("#join").await;
    page.wait_for("return document.querySelector('#state').textContent.startsWith('Waiting for Dr.')").await;
}

/// Enters a call, has the therapist join it, and returns the therapist's side.
pub async fn call(page: &Page, therapist: &Therapist) -> Call {
    enter_call(page, therapist, CLIENT).await;
    let call = therapist.join(page, CLIENT).await;
    page.wait_for("return document.querySelector('#state').textContent.startsWith('In call')").await;
    call
}

/// Starts a clinic, and a call in which both are.
pub async fn start_call(page: &Page) -> (Clinic, Therapist, Call) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    let call = call(page, &therapist).await;
    (clinic, therapist, call)
}

/// Starts a clinic and a call, ends that on the client's page, and answers. Nothing is sent.
pub async fn answer_call(page: &Page, fraction: f64) -> (Clinic, Therapist, Call) {
    let started = start_call(page).await;
    page.click_in_page("#end").await;
    answer(page, fraction).await;
    started
}

pub async fn answer(page: &Page, fraction: f64) {
    page.wait_for_visible("dialog").await;
    for item in ITEMS {
        page.tap(item, fraction).await;
    }
}

pub async fn send(page: &Page) -> Value {
    let sent = page.events("submit").await.len();
    page.click("submit").await;
    page.wait_for_events("submit", sent + 1).await.swap_remove(sent)
}

pub async fn see_stored(page: &Page) {
    page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part=message-title]").await;
    page.wait_for("return document.querySelector('#notice').textContent.includes('has stored')").await;
}

pub async fn see_not_saved(page: &Page) {
    page.wait_for_visible("[part~=retry]").await;
    assert_eq!(page.events("saved").await.len(), 0, "nothing claims that it is stored");
    let notice = page.eval("return document.querySelector('#notice').textContent").await;
    assert_eq!(notice, "Your answers are not stored yet.");
}

pub fn row_of(clinic: &Clinic, call: &str) -> Value {
    clinic.rows(&format!(
        "SELECT id, attempt, total, status, json(result) FROM results WHERE call_id = '{call}'"
    ))
}

/// Checks that the database has one row of this call, with what the page sent.
pub fn assert_stored(clinic: &Clinic, call: &str, detail: &Value) {
    let rows = row_of(clinic, call);
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "{rows}");
    let expected = json!([detail["id"], detail["attempt"], detail["status"]]);
    assert_eq!(json!([rows[0][0], rows[0][1], rows[0][3]]), expected);
    assert_eq!(rows[0][2].as_f64(), detail["outcome"]["total"].as_f64());
    let result: Value = serde_json::from_str(rows[0][4].as_str().expect("the JSON")).expect("JSON");
    assert_eq!(&result, detail);
}

pub async fn sign_in(page: &Page) {
    page.load_file("clinic/therapist.html").await;
    page.wait_for("return document.querySelector('#credentials').checkVisibility()").await;
    for (field, text) in [("name", NAME), ("password", PASSWORD)] {
        page.click_in_page(&format!("input[name={field}]")).await;
        page.press(&text.chars().collect::<Vec<char>>()).await;
    }
    page.click_in_page("#credentials button").await;
    page.wait_for("return document.querySelectorAll('#list li').length === 3").await;
}

/// Waits until the page after the call is loaded.
pub async fn wait_for_next_page(page: &Page) {
    page.wait_until("the next page", async || {
        // A page that goes returns nothing, and one that comes has no harness until its first script ran.
        let path = page.try_eval("return Boolean(window.harness) && location.pathname").await;
        path.is_ok_and(|path| path == "/clinic/after.html")
    })
    .await;
}

/// Returns the path of the session that the page remembers, with this end.
pub async fn session_path(page: &Page, end: &str) -> String {
    let session = page.eval("return sessionStorage.getItem('clinic-session')").await;
    format!("/api/sessions/{}{end}", session.as_str().expect("a session"))
}

pub async fn text(page: &Page, selector: &str) -> Value {
    page.eval(&format!("return document.querySelector('{selector}').textContent")).await
}

pub async fn wait_for_text(page: &Page, selector: &str, text: &str) {
    page.wait_for(&format!("return document.querySelector('{selector}').textContent.includes('{text}')"))
        .await;
}
