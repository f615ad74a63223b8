//! The clinic's pages when something fails or overtakes: late responses, a lost server, two tabs, sign-out in a call.

use serde_json::json;

use crate::cases;
use crate::clinic_process::Clinic;
use crate::clinic_steps::{
    CLIENT, TREND, answer_call, enter_call, session_path, sign_in, start_call, text, wait_for_text,
};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            camera_is_off_after_the_call,
            late_results_stay_off_the_screen,
            sign_out_that_does_not_arrive_is_not_claimed,
            client_who_leaves_while_waiting_goes_on,
            call_goes_on_after_a_refused_reconnect,
            skip_is_sent_until_it_is_noted,
        ],
    );
    tests.add(
        &[Engine::Chromium, Engine::Firefox],
        &cases![second_tab_takes_the_call_over, sign_out_in_another_tab_ends_the_call],
    );
    tests.add(&[Engine::Chromium], &cases![people_are_called_made_up_if_they_are]);
}

/// Simulates a camera whose tracks are in `tracks`. It is given once `allow` is called.
const CAMERA: &str = "window.tracks = [];
     const devices = navigator.mediaDevices ?? {};
     Object.defineProperty(navigator, 'mediaDevices', { value: devices, configurable: true });
     devices.getUserMedia = () => new Promise((done) => {
       window.allow = () => {
         const canvas = document.createElement('canvas');
         canvas.getContext('2d').fillRect(0, 0, 9, 9);
         const camera = canvas.captureStream?.(5) ?? new MediaStream();
         const track = camera.getTracks()[0] ?? { readyState: 'live', stop() { this.readyState = 'ended'; } };
         camera.getTracks = () => [track];
         camera.getVideoTracks = () => [track];
         window.tracks.push(track);
         done(camera);
       };
     })";

async fn camera_is_off_after_the_call(page: &Page) {
    let (_clinic, _, _call) = start_call(page).await;
    page.eval(CAMERA).await;
    let states = "return tracks.map((track) => track.readyState)";
    let pressed = "return document.querySelector('#camera').getAttribute('aria-pressed')";
    page.click_in_page("#camera").await;
    page.wait_for("return document.querySelector('#camera').disabled && 'allow' in window").await;
    page.eval("allow()").await;
    page.wait_for("return document.querySelector('#camera[aria-pressed=true]:enabled') !== null").await;
    assert_eq!(page.eval(states).await, json!(["live"]));
    page.click_in_page("#camera").await;
    page.wait_for("return document.querySelector('#camera[aria-pressed=false]:enabled') !== null").await;
    assert_eq!(page.eval(states).await, json!(["ended"]), "the second press switches it off");
    page.eval("delete window.allow").await;
    page.click_in_page("#camera").await;
    page.wait_for("return 'allow' in window").await;
    page.click_in_page("#end").await;
    page.wait_for_visible("dialog").await;
    page.eval("allow()").await; // when the call is over
    page.settled(states).await;
    assert_eq!(page.eval(states).await, json!(["ended", "ended"]));
    assert_eq!(page.eval(pressed).await, "false");
}

async fn late_results_stay_off_the_screen(page: &Page) {
    let _clinic = Clinic::start(page);
    sign_in(page).await;
    let path = |client: u32| format!("/api/clients/{client}/results");
    page.server.stall(&path(2));
    page.click_in_page("[data-client=\"2\"] .show").await;
    page.server.wait_for_request(&path(2), 1).await;
    page.click_in_page("[data-client=\"1\"] .show").await;
    wait_for_text(page, "#record-title", "Ines Moreau").await;
    page.server.resume(&path(2));
    page.settled("return document.querySelector('#record-title').textContent").await;
    assert_eq!(text(page, "#record-title").await, "Results of Ines Moreau", "the client chosen last");

    page.server.stall(&path(2));
    page.click_in_page("[data-client=\"2\"] .show").await;
    page.server.wait_for_request(&path(2), 2).await;
    page.click_in_page("#sign-out").await;
    page.wait_for("return document.querySelector('#credentials').checkVisibility()").await;
    page.server.resume(&path(2));
    page.settled("return document.querySelector('#record').hidden").await;
    let left = "return [document.querySelector('#record').checkVisibility(), document.querySelector('#list').childElementCount,
       document.querySelector('#record-title').textContent, document.querySelector('rapport-trend').results?.length ?? 0]";
    assert_eq!(page.eval(left).await, json!([false, 0, "", 0]));
    let shown = page.eval(&format!("return {TREND}.textContent")).await;
    assert!(!shown.as_str().expect("text").contains("2026"), "{shown}");
}

async fn sign_out_that_does_not_arrive_is_not_claimed(page: &Page) {
    let clinic = Clinic::start(page);
    sign_in(page).await;
    page.click_in_page("[data-client=\"1\"] .show").await;
    wait_for_text(page, "#record-title", "Ines Moreau").await;
    let paths = ["/api/me", "/api/sign-out"];
    page.allow_fault("404");
    for path in paths {
        page.server.fail(path);
    }
    page.click_in_page("#sign-out").await;
    wait_for_text(page, "#signing-out-state", "You are not signed out yet").await;
    let visible = "return ['sign-in', 'clients', 'record', 'call'].filter((id) => document.getElementById(id).checkVisibility())";
    assert_eq!(page.eval(visible).await, json!([]));
    for path in paths {
        page.server.restore(path);
    }
    page.click_in_page("#sign-out-again").await;
    page.wait_for("return document.querySelector('#credentials').checkVisibility()").await;
    page.reload().await;
    page.wait_for("return document.querySelector('#credentials').checkVisibility()").await;
    assert_eq!(clinic.rows("SELECT count(*) FROM sign_ins"), json!([[0]]));
}

async fn client_who_leaves_while_waiting_goes_on(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    enter_call(page, &therapist, CLIENT).await;
    let session = "return sessionStorage.getItem('clinic-session')";
    let before = page.eval(session).await;
    assert!(before.is_string());
    page.reload().await;
    wait_for_text(page, "#state", "Waiting for Dr.").await;
    assert_eq!(page.eval(session).await, before);
    let call = therapist.join(page, CLIENT).await;
    wait_for_text(page, "#state", "In call").await;
    call.hang_up().await;
    page.wait_for_visible("dialog").await;
}

async fn call_goes_on_after_a_refused_reconnect(page: &Page) {
    let (mut clinic, _, first) = start_call(page).await;
    let path = &session_path(page, "/signals").await;
    page.allow_fault("502");
    page.server.lose_responses(path);
    clinic.kill();
    page.server.wait_for_request(path, 2).await; // which the proxy refuses
    clinic.restart();
    page.server.find_responses(path);
    let therapist = clinic.therapist().await; // a start with a password ends all sign-ins
    let again = therapist.join(page, CLIENT).await; // once the client's page is back
    assert_eq!(again.id, first.id);
    wait_for_text(page, "#state", "In call").await;
    assert_eq!(page.events("open").await.len(), 0);
    again.hang_up().await;
    page.wait_for_visible("dialog").await;
}

async fn skip_is_sent_until_it_is_noted(page: &Page) {
    let (clinic, _, call) = answer_call(page, 0.2).await;
    let path = &session_path(page, "/skip").await;
    page.allow_fault("502");
    page.server.stall(path);
    page.server.lose_responses(path);
    page.click("skip").await;
    page.server.wait_for_request(path, 1).await;
    page.reload().await; // the request goes with the page, or its response does
    page.server.resume(path);
    wait_for_text(page, "#notice", "has not noted yet").await;
    page.server.find_responses(path);
    wait_for_text(page, "#notice", "has noted that you skipped").await;
    let rows = clinic.rows(&format!("SELECT feedback FROM calls WHERE id = '{}'", call.id));
    assert_eq!(rows, json!([["skipped"]]));
    assert_eq!(page.eval("return sessionStorage.length").await, 0);
}

/// Waits until a document that is being loaded is in the call.
async fn wait_for_call(page: &Page) {
    page.wait_until("the call", async || {
        let state = page.try_eval("return document.querySelector('#state')?.textContent").await;
        state.is_ok_and(|state| state.as_str().is_some_and(|state| state.starts_with("In call")))
    })
    .await;
}

async fn second_tab_takes_the_call_over(page: &Page) {
    let (_clinic, _, call) = start_call(page).await;
    page.load_file("clinic/call.html").await; // without a link: the tab remembers the call
    wait_for_call(page).await;
    let first = page.browser().window().await.expect("the first tab");
    page.eval("window.open(location.href)").await; // with a copy of the tab's storage
    page.enter_opened_window().await;
    wait_for_call(page).await;
    let second = page.browser().window().await.expect("the second tab");
    page.browser().switch_to_window(first.clone()).await.expect("the first tab");
    wait_for_text(page, "#state", "The call goes on in another tab").await;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await; // a stream that was closed comes back after three
    assert_eq!(text(page, "#state").await, "The call goes on in another tab");
    assert_eq!(page.events("open").await.len(), 0);
    page.click_in_page("#join").await;
    wait_for_call(page).await;
    page.browser().switch_to_window(second).await.expect("the second tab");
    wait_for_text(page, "#state", "The call goes on in another tab").await;
    page.browser().close_window().await.expect("the second tab is closed");
    page.browser().switch_to_window(first).await.expect("the first tab");
    call.hang_up().await;
    page.wait_for_visible("dialog").await;
}

async fn sign_out_in_another_tab_ends_the_call(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    enter_call(page, &therapist, CLIENT).await;
    let client = page.browser().window().await.expect("the client's tab");
    let other = page.browser().new_tab().await.expect("the therapist's tab");
    page.browser().switch_to_window(other).await.expect("the therapist's tab");
    sign_in(page).await;
    let join = format!("[data-client=\"{CLIENT}\"] .join");
    page.wait_for(&format!("return document.querySelector('{join}').checkVisibility()")).await;
    page.click_in_page(&join).await;
    wait_for_text(page, "#state", "In call").await;
    page.allow_fault("401");
    page.eval(
        "return (async () => {
           const { csrfToken } = await (await fetch('/api/me')).json();
           const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken };
           await fetch('/api/sign-out', { method: 'POST', headers, body: '{}' });
         })()",
    )
    .await;
    page.wait_for("return document.querySelector('#credentials').checkVisibility()").await;
    let left = "return [document.querySelector('#call').checkVisibility(), document.querySelector('#local').srcObject,
       document.querySelector('#remote').srcObject, document.querySelector('#call-title').textContent]";
    assert_eq!(page.eval(left).await, json!([false, null, null, ""]));
    page.browser().close_window().await.expect("the therapist's tab is closed");
    page.browser().switch_to_window(client).await.expect("the client's tab");
    wait_for_text(page, "#state", "The connection is lost").await;
}

async fn people_are_called_made_up_if_they_are(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    enter_call(page, &therapist, CLIENT).await;
    let sentence = "This is a demo: Dr. Amara Lindqvist and Ines Moreau are made up.";
    assert_eq!(text(page, "#made-up").await, sentence);
    sign_in(page).await;
    page.wait_for("return document.querySelector('#all-made-up').checkVisibility()").await;
    let dates = page.eval("return document.querySelector('#list small').textContent").await;
    let dates = dates.as_str().expect("text");
    assert!(dates.contains("the last on") && dates.contains(", 20") && !dates.contains('/'), "{dates}");
    clinic.execute("UPDATE clients SET is_made_up = 0 WHERE id = 1");
    page.wait_for("return document.querySelector('#all-made-up').hidden").await;
    enter_call(page, &therapist, CLIENT).await;
    assert_eq!(text(page, "#made-up").await, "");
}
