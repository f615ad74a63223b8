//! Faults of the network, the browser and the host that `docs/reliability.md` tells of and no other file is about.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    a_program_that_is_cut_is_not_run,
    a_program_of_the_wrong_type_is_run_all_the_same,
    a_form_that_had_no_line_comes_when_there_is_one,
    where_there_is_no_memory_the_client_is_told,
    a_clock_that_jumps_back_counts_no_time,
    where_nothing_can_be_kept_nothing_is_lost,
    ids_need_no_secure_page,
    a_thousand_calls_a_second_disturb_nothing,
    a_tab_in_the_background_keeps_its_answers,
    a_page_that_is_come_back_to_has_its_answers,
);

mod in_chromium {
    crate::case!(Chromium, a_frozen_page_goes_on);
}

const PROGRAM: &str = "/rapport.wasm";
const WIDGET: &str = "document.querySelector('rapport-feedback')";

fn program() -> Vec<u8> {
    std::fs::read("dist/rapport.wasm").expect("a build")
}

async fn answers(page: &Page) {
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
}

async fn sends(page: &Page) -> Value {
    page.click("submit").await;
    let result = page.hear("submit", 1).await[0].clone();
    page.shows("[part~=thanks]").await;
    assert_eq!(result["outcome"]["answered"], 1, "{result}");
    result
}

async fn a_program_that_is_cut_is_not_run(page: &Page) {
    let whole = program();
    // With the hash of what comes: only the browser's reader stands against it.
    for markup in
        ["<rapport-feedback></rapport-feedback>", "<rapport-feedback wasm-integrity></rapport-feedback>"]
    {
        page.host.swap(PROGRAM, &whole[..whole.len() / 2]);
        page.open(markup).await;
        let error = page.hear("error", 1).await[0].clone();
        assert_eq!((&error["code"], &error["fatal"]), (&json!("wasm-load"), &json!(true)), "{error}");
        page.host.swap(PROGRAM, whole.clone());
        page.click("retry").await;
        page.hear("ready", 1).await;
        answers(page).await;
    }
}

async fn a_program_of_the_wrong_type_is_run_all_the_same(page: &Page) {
    page.host.head(PROGRAM, "content-type", "text/plain");
    page.open_form("").await;
    answers(page).await;
    sends(page).await;
}

async fn a_form_that_had_no_line_comes_when_there_is_one(page: &Page) {
    page.host.lose(PROGRAM);
    page.open("<rapport-feedback></rapport-feedback>").await;
    assert_eq!(page.hear("error", 1).await[0]["code"], "wasm-load");
    page.host.find(PROGRAM);
    page.eval("dispatchEvent(new Event('online'))").await;
    page.hear("ready", 1).await;
    answers(page).await;
    page.host.lose(PROGRAM);
    page.eval("dispatchEvent(new Event('offline'))").await;
    sends(page).await;
}

async fn where_there_is_no_memory_the_client_is_told(page: &Page) {
    page.open_bare(
        "<script src=\"/fault.js\"></script><rapport-feedback mode=\"dialog\"></rapport-feedback>",
    )
    .await;
    page.eval(
        "window.starved = true; const script = document.createElement('script');
         script.type = 'module'; script.src = '/rapport.js'; document.head.append(script)",
    )
    .await;
    let error = page.hear("error", 1).await[0].clone();
    assert_eq!(
        (&error["code"], &error["message"]),
        (&json!("wasm-load"), &json!("Out of memory")),
        "{error}"
    );
    page.eval(&format!("{WIDGET}.open()")).await;
    page.hear("open", 1).await;
    answers(page).await;
}

async fn a_clock_that_jumps_back_counts_no_time(page: &Page) {
    page.open_form("").await;
    answers(page).await;
    // The time of day goes back by an hour; and a browser has been known to let the other clock go back too.
    page.eval(
        "const Real = Date; const now = performance.now.bind(performance);
         window.Date = class extends Real { constructor() { super(Real.now() - 3_600_000) } };
         performance.now = () => now() - 1_000_000",
    )
    .await;
    let result = sends(page).await;
    assert_eq!(result["durationMs"], 0, "{result}");
    assert!(result["submittedAt"].as_str() < result["startedAt"].as_str(), "as the clock has it: {result}");
    assert_eq!(result["quality"]["secondsPerItem"], 0.0);
}

async fn where_nothing_can_be_kept_nothing_is_lost(page: &Page) {
    page.open_bare("").await;
    page.eval(
        "let size = 2 ** 22;
         for (let i = 0; size >= 1;) {
           try { sessionStorage.setItem('full-' + i++, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) }
         }",
    )
    .await;
    page.open_form("keep-draft session-id=\"s\"").await;
    answers(page).await;
    let kept = "return Object.keys(sessionStorage).filter((name) => !name.startsWith('full-')).length";
    assert_eq!(page.eval(kept).await, 0);
    sends(page).await;
    page.eval("sessionStorage.clear()").await;
}

async fn ids_need_no_secure_page(page: &Page) {
    page.open_bare("<rapport-feedback></rapport-feedback>").await;
    page.eval(
        "delete Crypto.prototype.randomUUID; const script = document.createElement('script');
         script.type = 'module'; script.src = '/rapport.js'; document.head.append(script)",
    )
    .await;
    page.hear("ready", 1).await;
    assert_eq!(page.eval("return typeof crypto.randomUUID").await, "undefined");
    answers(page).await;
    let id = sends(page).await["id"].as_str().expect("an id").to_owned();
    assert_eq!((id.len(), &id[14..15]), (36, "4"), "{id}");
}

async fn a_thousand_calls_a_second_disturb_nothing(page: &Page) {
    page.open_form("").await;
    answers(page).await;
    page.eval(&format!(
        "const e = {WIDGET}; let i = 0;
         return new Promise((done) => {{
           const begun = performance.now();
           const timer = setInterval(() => {{
             // As many as are due.
             while (i < Math.min(2000, performance.now() - begun)) {{
               e.theme = i % 2 ? 'dark' : 'light'; e.lang = ['de', 'en', 'ar'][i % 3]; e.history = [{{ total: i % 100 }}];
               e.toggleAttribute('show-value'); dispatchEvent(new Event('online')); e.answers = {{ open: null }};
               void [e.outcome, e.result, e.checkValidity()];
               i += 1;
             }}
             if (i === 2000) {{ clearInterval(timer); e.lang = 'en'; done() }}
           }}, 1);
         }})"
    ))
    .await;
    assert_eq!(page.all("error").await.len() + page.all("dismiss").await.len(), 0);
    assert_eq!((page.all("ready").await.len(), page.all("change").await.len()), (1, 1));
    page.shows("[data-item=safe]:not(.unset)").await;
    sends(page).await;
}

async fn a_tab_in_the_background_keeps_its_answers(page: &Page) {
    page.open_form("").await;
    answers(page).await;
    page.look_away().await;
    page.shows("[data-item=safe]:not(.unset)").await;
    sends(page).await;
}

async fn a_page_that_is_come_back_to_has_its_answers(page: &Page) {
    page.open_form("keep-draft session-id=\"s\"").await;
    answers(page).await;
    let id = page.eval(&format!("return {WIDGET}.toFHIR().entry[0].fullUrl")).await;
    page.go(&page.host.page("away", "<p>Elsewhere</p>")).await;
    page.back().await;
    // Out of the browser's back-forward cache, or loaded again.
    page.hear("ready", 1).await;
    page.shows("[data-item=safe]:not(.unset)").await;
    let result = sends(page).await;
    assert_eq!(id, format!("urn:uuid:{}", result["id"].as_str().expect("an id")), "it is the same form");
}

async fn a_frozen_page_goes_on(page: &Page) {
    page.open_form("").await;
    page.eval(
        "addEventListener('rapport-submit', (e) => e.waitUntil(new Promise((yes) => setTimeout(yes, 500))))",
    )
    .await;
    answers(page).await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    for state in ["frozen", "active"] {
        page.cdp("Page.setWebLifecycleState", json!({ "state": state })).await;
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    }
    page.hear("saved", 1).await;
    page.shows("[part~=thanks]").await;
}
