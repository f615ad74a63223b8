//! The whole loop of examples/clinic: a call, the hang-up, the answers, the row in the database, the therapist's page.

use serde_json::{Value, json};

use crate::accessibility::{ALL_RULES, violations};
use crate::answering::ITEMS;
use crate::cases;
use crate::clinic_process::Clinic;
use crate::clinic_steps::{
    CLIENT, TREND, answer, answer_call, assert_stored, call, enter_call, row_of, see_not_saved, see_stored,
    send, session_path, sign_in, start_call, wait_for_next_page,
};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            therapist_reads_what_a_client_answered_after_two_calls,
            result_outlives_a_server_that_is_killed,
            lost_acknowledgement_stores_one_row,
            next_page_asks_after_a_reload,
            skipped_session_is_stored_as_skipped,
            client_who_never_met_the_therapist_is_not_asked,
            reload_goes_on_with_the_call_and_with_the_form,
        ],
    );
    tests.add(&[Engine::Chromium, Engine::Firefox], &cases![call_connects_two_tabs_and_ends_in_both]);
    tests.add(&[Engine::Chromium], &cases![pages_pass_axe]);
    tests.add_ignored(Engine::Chromium, cases![screenshots][0]);
}

async fn therapist_reads_what_a_client_answered_after_two_calls(page: &Page) {
    let (clinic, therapist, first) = answer_call(page, 0.9).await;
    let one = send(page).await;
    see_stored(page).await;
    assert_stored(&clinic, &first.id, &one);
    assert_eq!(one["sessionId"], first.id.as_str());
    assert_eq!(one["change"]["sessions"], 8, "the made-up weeks");

    let second = call(page, &therapist).await;
    second.hang_up().await;
    answer(page, 0.3).await;
    let other = send(page).await;
    see_stored(page).await;
    assert_stored(&clinic, &second.id, &other);
    assert_eq!(other["change"]["previous"], one["outcome"]["total"]);
    assert_eq!(other["change"]["anyWorsening"], true);
    assert_ne!(first.id, second.id);

    sign_in(page).await;
    page.click_in_page(&format!("[data-client=\"{CLIENT}\"] .show")).await;
    let rows = format!("[...{TREND}.querySelectorAll('[part=table] tbody tr[data-session]')]");
    page.wait_for(&format!("return {rows}.length === 10")).await;
    let totals = page.eval(&format!("return {rows}.slice(-2).map((row) => row.cells[1].textContent)")).await;
    let expected = [&one, &other].map(|sent| format!("{} (not validated)", sent["outcome"]["total"]));
    assert_eq!(totals, json!(expected));
    assert_eq!(page.eval("return document.querySelector('rapport-feedback')").await, Value::Null);
}

async fn result_outlives_a_server_that_is_killed(page: &Page) {
    let (mut clinic, _, call) = answer_call(page, 0.6).await;
    clinic.kill();
    page.allow_fault("502");
    send(page).await;
    see_not_saved(page).await;
    assert_eq!(row_of(&clinic, &call.id), json!([]));
    clinic.restart();
    page.click("retry").await;
    let sent = page.wait_for_events("submit", 2).await.swap_remove(1);
    see_stored(page).await;
    assert_eq!(sent["attempt"], 2);
    assert_stored(&clinic, &call.id, &sent);
}

async fn lost_acknowledgement_stores_one_row(page: &Page) {
    let (mut clinic, _, call) = answer_call(page, 0.6).await;
    let path = session_path(page, "/feedback").await;
    page.server.lose_responses(&path);
    let first = send(page).await;
    see_not_saved(page).await;
    clinic.kill(); // after it stored the row, and before the page learned of it
    assert_stored(&clinic, &call.id, &first);
    clinic.restart();
    page.server.find_responses(&path);
    page.click("retry").await;
    let sent = page.wait_for_events("submit", 2).await.swap_remove(1);
    see_stored(page).await;
    assert_eq!(sent["id"], first["id"]);
    assert_stored(&clinic, &call.id, &sent);
}

async fn next_page_asks_after_a_reload(page: &Page) {
    let (clinic, _, call) = start_call(page).await;
    page.eval("document.querySelector('[name=pattern]').value = 'next'").await;
    call.hang_up().await;
    wait_for_next_page(page).await;
    page.wait_for_visible("dialog").await;
    page.tap(ITEMS[0], 0.5).await;
    page.events_exactly("change", 1).await;
    page.reload().await;
    page.wait_for_visible("dialog").await;
    page.events_exactly("ready", 1).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_eq!(sent["outcome"]["answered"], 1, "the draft outlives the reload");
    assert_eq!(sent["status"], "partial");
    assert_stored(&clinic, &call.id, &sent);
    page.reload().await;
    page.wait_for("return document.querySelector('#notice').textContent.startsWith('No feedback')").await;
}

async fn skipped_session_is_stored_as_skipped(page: &Page) {
    let (clinic, _, call) = answer_call(page, 0.2).await;
    page.click("skip").await;
    page.wait_for("return document.querySelector('#notice').textContent.includes('you skipped')").await;
    let rows = clinic.rows(&format!("SELECT feedback FROM calls WHERE id = '{}'", call.id));
    assert_eq!(rows, json!([["skipped"]]));
    assert_eq!(row_of(&clinic, &call.id), json!([]), "answers that were not sent are not stored");
}

async fn client_who_never_met_the_therapist_is_not_asked(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    enter_call(page, &therapist, CLIENT).await;
    page.click_in_page("#end").await;
    page.wait_for("return document.querySelector('#notice').textContent.startsWith('Nobody joined')").await;
    assert_eq!(page.events("open").await.len(), 0);
    page.click_in_page("#join").await;
    page.wait_until("the page again", async || {
        let label = page.try_eval("return document.querySelector('#join:enabled')?.textContent").await;
        label.is_ok_and(|label| label == "Join the call")
    })
    .await;
}

async fn reload_goes_on_with_the_call_and_with_the_form(page: &Page) {
    let (clinic, _, call) = start_call(page).await;
    page.reload().await;
    page.wait_for("return document.querySelector('#state').textContent.startsWith('In call')").await;
    call.hang_up().await;
    page.wait_for_visible("dialog").await;
    page.reload().await;
    page.wait_for_visible("dialog").await;
    page.tap(ITEMS[0], 0.5).await;
    let sent = send(page).await;
    see_stored(page).await;
    assert_stored(&clinic, &call.id, &sent);
    let calls = clinic.rows("SELECT count(*) FROM calls WHERE session_expires_at > 0");
    assert_eq!(calls, json!([[1]]), "one call, and no other session");
}

async fn call_connects_two_tabs_and_ends_in_both(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    enter_call(page, &therapist, CLIENT).await;
    let client = page.browser().window().await.expect("the client's tab");
    let other = page.browser().new_tab().await.expect("the therapist's tab");
    page.browser().switch_to_window(other.clone()).await.expect("the therapist's tab");
    sign_in(page).await;
    page.wait_for(&format!(
        "return document.querySelector('[data-client=\"{CLIENT}\"] .join').checkVisibility()"
    ))
    .await;
    page.click_in_page(&format!("[data-client=\"{CLIENT}\"] .join")).await;
    page.wait_for("return document.querySelector('#state').textContent === 'In call, connected'").await;
    page.wait_for("return document.querySelector('#remote').videoWidth > 0").await;
    page.browser().switch_to_window(client.clone()).await.expect("the client's tab");
    page.wait_for("return document.querySelector('#state').textContent === 'In call, connected'").await;
    page.wait_for("return document.querySelector('#remote').videoWidth > 0").await;
    // A camera is simulated: the machine of a test has none.
    page.eval(
        "const canvas = document.createElement('canvas');
         canvas.getContext('2d').fillRect(0, 0, 9, 9);
         window.tracks = [document.querySelector('#local').srcObject.getTracks()[0]];
         navigator.mediaDevices.getUserMedia = async () => {
           const camera = canvas.captureStream(5);
           tracks.push(camera.getTracks()[0]);
           return camera;
         }",
    )
    .await;
    page.click_in_page("#camera").await;
    page.wait_for("return document.querySelector('#camera').getAttribute('aria-pressed') === 'true'").await;
    page.browser().switch_to_window(other).await.expect("the therapist's tab");
    page.click_in_page("#end").await;
    page.wait_for("return !document.querySelector('#call').checkVisibility()").await;
    assert_eq!(page.events("open").await.len(), 0, "the therapist is not asked");
    page.browser().switch_to_window(client).await.expect("the client's tab");
    page.wait_for_visible("dialog").await;
    assert_eq!(
        page.eval("return [tracks.map((t) => t.readyState), document.querySelector('#remote').srcObject]")
            .await,
        json!([["ended", "ended"], null]),
        "neither the camera nor the drawn picture stays on"
    );
    let ended = clinic
        .rows("SELECT joined_at IS NOT NULL, ended_at IS NOT NULL FROM calls ORDER BY rowid DESC LIMIT 1");
    assert_eq!(ended, json!([[1, 1]]));
}

async fn choose_language(page: &Page, lang: &str) {
    page.eval(&format!(
        "const {{ lang }} = document.querySelector('#options').elements;
         lang.value = '{lang}';
         lang.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ))
    .await;
}

/// Runs axe on a page of the clinic, in its light and its dark colours.
async fn pass_axe(page: &Page, state: &str) {
    let load = "const script = document.createElement('script');
         const loaded = new Promise((done) => { script.onload = () => done(true); });
         script.src = '/axe.js';
         document.head.append(script);
         return loaded";
    page.eval(load).await;
    for scheme in ["light", "dark"] {
        page.emulate_media(&[("prefers-color-scheme", scheme)]).await;
        page.settled("return getComputedStyle(document.body).backgroundColor").await;
        assert_eq!(violations(page, ALL_RULES).await, json!([]), "{state}, {scheme}");
    }
}

async fn pages_pass_axe(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    page.allow_requests("/axe.js");
    page.load_file("clinic/call.html").await;
    page.wait_for("return document.querySelector('#notice').textContent !== ''").await;
    pass_axe(page, "without a link").await;
    let _call = call(page, &therapist).await;
    pass_axe(page, "in a call").await;
    page.click_in_page("#end").await;
    page.wait_for_visible("dialog").await;
    page.wait_for_animations().await;
    pass_axe(page, "asked").await;
    choose_language(page, "ar").await;
    page.wait_for_animations().await;
    pass_axe(page, "asked in Arabic").await;
    page.load_file("clinic/therapist.html").await;
    page.wait_for("return document.querySelector('#credentials').checkVisibility()").await;
    pass_axe(page, "signed out").await;
    sign_in(page).await;
    page.click_in_page("[data-client=\"2\"] .show").await;
    page.wait_for(&format!("return {TREND}.querySelector('svg.drawing') !== null")).await;
    pass_axe(page, "signed in").await;
    choose_language(page, "ar").await;
    page.wait_for(&format!(
        "return {TREND}.querySelector('[dir=rtl]') !== null || {TREND}.host.dir === 'rtl'"
    ))
    .await;
    pass_axe(page, "signed in, in Arabic").await;
}

/// Draws the pages into screenshots/: two widths, light and dark, with the form and the trend in English and Arabic.
async fn screenshots(page: &Page) {
    let clinic = Clinic::start(page);
    let therapist = clinic.therapist().await;
    for (width, height) in [(1280, 720), (360, 740)] {
        for scheme in ["light", "dark"] {
            page.resize(width, height).await;
            page.emulate_media(&[("prefers-color-scheme", scheme)]).await;
            let name = |state: &str| format!("clinic-{state}-{width}-{scheme}");
            let call = call(page, &therapist).await;
            draw(page, &name("call")).await;
            call.hang_up().await;
            page.wait_for_visible("dialog").await;
            page.wait_for_animations().await;
            page.tap(ITEMS[0], 0.8).await;
            page.eval("scrollTo(0, 0)").await;
            draw(page, &name("form")).await;
            choose_language(page, "ar").await;
            draw(page, &name("form-arabic")).await;
            page.click("skip").await;
            page.wait_for("return document.querySelector('#notice').textContent.includes('you skipped')")
                .await;
            page.load_file("clinic/therapist.html").await;
            let state =
                "return ['credentials', 'list'].find((id) => document.getElementById(id).checkVisibility())";
            if page.wait_for(state).await == "credentials" {
                draw(page, &name("sign-in")).await;
                sign_in(page).await;
            }
            page.click_in_page("[data-client=\"2\"] .show").await;
            page.wait_for(&format!("return {TREND}.querySelector('svg.drawing') !== null")).await;
            draw(page, &name("therapist")).await;
            page.eval("document.querySelector('#record').scrollIntoView()").await;
            draw(page, &name("trend")).await;
            choose_language(page, "ar").await;
            draw(page, &name("trend-arabic")).await;
        }
    }
}

async fn draw(page: &Page, name: &str) {
    let root = "document.querySelector('rapport-feedback, rapport-trend')?.shadowRoot";
    page.settled(&format!("return {root}?.getAnimations().length ?? 0")).await;
    std::fs::create_dir_all("screenshots").expect("a folder");
    std::fs::write(format!("screenshots/{name}.png"), page.screenshot().await).expect("a picture");
}
