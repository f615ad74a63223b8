//! The clinic's pages when they are loaded again, or by another link: whose session goes on, and what is asked.

use std::time::Duration;

use serde_json::{Value, json};

use crate::answering::ITEMS;
use crate::cases;
use crate::clinic_process::Clinic;
use crate::clinic_steps::{
    CLIENT, answer, answer_call, assert_stored, call, enter_call, row_of, see_not_saved, see_stored, send,
    session_path, start_call, text, wait_for_next_page, wait_for_text,
};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            form_outlives_a_reload_although_nobody_hung_up,
            client_who_has_met_the_therapist_is_asked_after_a_reload,
            sent_form_without_an_acknowledgement_outlives_a_reload,
            closed_apology_is_no_skip,
            unreachable_server_is_asked_until_it_answers,
            link_of_another_client_begins_another_session,
            link_pasted_into_the_address_is_taken,
            expired_session_is_named,
        ],
    );
    tests.add(&[Engine::Chromium, Engine::Firefox], &cases![result_is_stored_although_the_page_is_left]);
}

const WASM: &str = "/rapport.wasm";

async fn form_outlives_a_reload_although_nobody_hung_up(page: &Page) {
    let (clinic, _, call) = start_call(page).await;
    let id = call.id.clone();
    drop(call); // the therapist's browser is gone
    wait_for_text(page, "#state", "The connection is lost").await;
    tokio::time::sleep(Duration::from_secs(10)).await; // the page waits for 20
    page.wait_for_visible("dialog").await;
    assert_eq!(clinic.rows(&format!("SELECT ended_at FROM calls WHERE id = '{id}'")), json!([[null]]));
    page.tap(ITEMS[0], 0.5).await;
    page.events_exactly("change", 1).await;
    page.reload().await;
    page.wait_for_visible("dialog").await;
    page.events_exactly("ready", 1).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_eq!(sent["outcome"]["answered"], 1, "the draft outlives the reload");
    assert_stored(&clinic, &id, &sent);
}

async fn client_who_has_met_the_therapist_is_asked_after_a_reload(page: &Page) {
    let (clinic, _, call) = start_call(page).await;
    let id = call.id.clone();
    drop(call);
    wait_for_text(page, "#state", "The connection is lost").await;
    page.reload().await;
    wait_for_text(page, "#state", "Waiting for Dr.").await;
    page.click_in_page("#end").await;
    answer(page, 0.4).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_stored(&clinic, &id, &sent);
}

async fn sent_form_without_an_acknowledgement_outlives_a_reload(page: &Page) {
    let (clinic, _, call) = answer_call(page, 0.6).await;
    let path = session_path(page, "/feedback").await;
    page.allow_fault("502");
    page.server.lose_responses(&path);
    let first = send(page).await;
    see_not_saved(page).await;
    assert_stored(&clinic, &call.id, &first);
    page.server.find_responses(&path);
    page.reload().await;
    page.wait_for_visible("dialog").await;
    page.events_exactly("ready", 1).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_eq!((&sent["id"], &sent["attempt"]), (&first["id"], &json!(2)));
    assert_eq!(sent["outcome"], first["outcome"]);
    assert_stored(&clinic, &call.id, &sent);
    page.reload().await;
    page.wait_for("return !document.querySelector('#join').disabled").await;
    assert_eq!(page.events("open").await, Vec::<Value>::new());
}

async fn closed_apology_is_no_skip(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    page.server.fail(WASM);
    let call = call(page, &therapist).await;
    page.click_in_page("#end").await;
    page.wait_for_visible("[part~=retry]").await;
    page.click("close").await;
    page.events_exactly("dismiss", 1).await;
    wait_for_text(page, "#notice", "could not be shown").await;
    let rows = clinic.rows(&format!("SELECT feedback FROM calls WHERE id = '{}'", call.id));
    assert_eq!(rows, json!([["open"]]));
    page.server.restore(WASM);
    page.reload().await;
    page.events_exactly("ready", 1).await;
    answer(page, 0.7).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_stored(&clinic, &call.id, &sent);
}

async fn unreachable_server_is_asked_until_it_answers(page: &Page) {
    let (_clinic, _, call) = start_call(page).await;
    let path = session_path(page, "").await;
    page.allow_fault("502");
    page.server.lose_responses(&path);
    page.reload().await;
    wait_for_text(page, "#notice", "cannot be reached").await;
    assert_eq!(page.eval("return document.querySelector('#join').disabled").await, true);
    page.server.find_responses(&path);
    wait_for_text(page, "#state", "In call").await;
    assert_eq!(text(page, "#notice").await, "");

    page.eval("document.querySelector('[name=pattern]').value = 'next'").await;
    page.server.lose_responses(&path);
    call.hang_up().await;
    wait_for_next_page(page).await;
    wait_for_text(page, "#notice", "cannot be reached").await;
    assert_eq!(page.events("open").await, Vec::<Value>::new());
    page.server.find_responses(&path);
    page.wait_for_visible("dialog").await;
    assert_eq!(text(page, "#notice").await, "");
}

async fn link_of_another_client_begins_another_session(page: &Page) {
    let (clinic, therapist, first) = start_call(page).await;
    page.click_in_page("#end").await;
    page.wait_for_visible("dialog").await;
    enter_call(page, &therapist, 2).await;
    assert_eq!(page.events("open").await, Vec::<Value>::new(), "the form of the first client");
    let second = therapist.join(page, 2).await;
    assert_ne!(second.id, first.id);
    wait_for_text(page, "#made-up", "Karim Haddad").await;
    second.hang_up().await;
    answer(page, 0.5).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_stored(&clinic, &second.id, &sent);
    assert_eq!(row_of(&clinic, &first.id), json!([]));
}

async fn link_pasted_into_the_address_is_taken(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    page.load_file("clinic/call.html").await;
    wait_for_text(page, "#notice", "Open this page by").await;
    let path = therapist.invite(CLIENT).await;
    page.eval(&format!("location.hash = '{}'", path.rsplit('#').next().expect("an invitation"))).await;
    page.wait_until("the page by its link", async || {
        let is_enabled = "return Boolean(document.querySelector('#join:enabled'))";
        page.try_eval(is_enabled).await.is_ok_and(|is| is == true)
    })
    .await;
    page.click_in_page("#join").await;
    wait_for_text(page, "#state", "Waiting for Dr.").await;
}

async fn expired_session_is_named(page: &Page) {
    let (clinic, _, call) = answer_call(page, 0.6).await;
    clinic.execute(&format!("UPDATE calls SET session_expires_at = 1 WHERE id = '{}'", call.id));
    page.allow_fault("unexpected request: POST /api/sessions/");
    send(page).await;
    wait_for_text(page, "#notice", "takes no more answers").await;
    page.wait_for_visible("[part~=retry]").await;
    assert_eq!(page.events("saved").await, Vec::<Value>::new());
    assert_eq!(row_of(&clinic, &call.id), json!([]));
}

async fn result_is_stored_although_the_page_is_left(page: &Page) {
    let (clinic, _, call) = answer_call(page, 0.6).await;
    let path = session_path(page, "/feedback").await;
    page.server.stall(&path);
    let sent = send(page).await;
    page.server.wait_for_request(&path, 1).await;
    page.goto("about:blank").await;
    page.server.resume(&path);
    page.wait_until("a stored result", async || row_of(&clinic, &call.id) != json!([])).await;
    assert_stored(&clinic, &call.id, &sent);
}
