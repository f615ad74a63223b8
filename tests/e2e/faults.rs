//! Faults of the network, the browser and the host page that `docs/reliability.md` lists and no other file tests.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            truncated_wasm_is_not_run,
            wasm_of_a_wrong_mime_type_runs,
            form_loads_once_the_browser_is_online,
            out_of_memory_is_reported_and_recovered,
            clock_that_jumps_back_gives_no_negative_duration,
            full_storage_loses_no_answers,
            ids_need_no_secure_context,
            thousand_calls_a_second_change_no_answer,
            background_tab_keeps_its_answers,
            history_back_restores_the_answers,
        ],
    );
    tests.add(&[Engine::Chromium], &cases![frozen_page_continues_its_save,]);
}

const WASM: &str = "/rapport.wasm";
const WIDGET: &str = "document.querySelector('rapport-feedback')";

fn wasm() -> Vec<u8> {
    std::fs::read("dist/rapport.wasm").expect("a build")
}

async fn answer_one(page: &Page) {
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
}

async fn submit(page: &Page) -> Value {
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    page.wait_for_visible("[part~=message-title]").await;
    assert_eq!(result["outcome"]["answered"], 1, "{result}");
    result
}

async fn truncated_wasm_is_not_run(page: &Page) {
    let whole = wasm();
    // Without integrity, only the compiler refuses the module.
    for markup in
        ["<rapport-feedback></rapport-feedback>", "<rapport-feedback wasm-integrity></rapport-feedback>"]
    {
        page.server.override_body(WASM, &whole[..whole.len() / 2]);
        page.load(markup).await;
        let error = page.events_exactly("error", 1).await[0].clone();
        assert_eq!((&error["code"], &error["fatal"]), (&json!("load-failed"), &json!(true)), "{error}");
        page.server.override_body(WASM, whole.clone());
        page.click("retry").await;
        page.events_exactly("ready", 1).await;
        answer_one(page).await;
    }
}

async fn wasm_of_a_wrong_mime_type_runs(page: &Page) {
    page.server.add_header(WASM, "content-type", "text/plain");
    page.load_form("").await;
    answer_one(page).await;
    submit(page).await;
}

async fn form_loads_once_the_browser_is_online(page: &Page) {
    page.server.fail(WASM);
    page.load("<rapport-feedback></rapport-feedback>").await;
    assert_eq!(page.events_exactly("error", 1).await[0]["code"], "load-failed");
    page.server.restore(WASM);
    page.eval("dispatchEvent(new Event('online'))").await;
    page.events_exactly("ready", 1).await;
    answer_one(page).await;
    page.server.fail(WASM);
    page.eval("dispatchEvent(new Event('offline'))").await;
    submit(page).await;
}

async fn out_of_memory_is_reported_and_recovered(page: &Page) {
    page.load_bare(
        "<script src=\"/pages/break-module.js\"></script><rapport-feedback mode=\"dialog\"></rapport-feedback>",
    )
    .await;
    page.eval(
        "window.starved = true; const script = document.createElement('script');
         script.type = 'module'; script.src = '/rapport.js'; document.head.append(script)",
    )
    .await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!(
        (&error["code"], &error["message"]),
        (&json!("load-failed"), &json!("Out of memory")),
        "{error}"
    );
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    answer_one(page).await;
}

async fn clock_that_jumps_back_gives_no_negative_duration(page: &Page) {
    page.load_form("").await;
    answer_one(page).await;
    // The time of day goes back by an hour. Browsers have let the monotonic clock go back too.
    page.eval(
        "const Real = Date; const now = performance.now.bind(performance);
         window.Date = class extends Real { constructor() { super(Real.now() - 3_600_000) } };
         performance.now = () => now() - 1_000_000",
    )
    .await;
    let result = submit(page).await;
    assert_eq!(result["durationMs"], 0, "{result}");
    assert!(result["submittedAt"].as_str() < result["startedAt"].as_str(), "{result}");
    assert_eq!(result["quality"]["secondsPerItem"], 0.0);
}

async fn full_storage_loses_no_answers(page: &Page) {
    page.load_bare("").await;
    page.eval(
        "let size = 2 ** 22;
         for (let i = 0; size >= 1;) {
           try { sessionStorage.setItem('full-' + i++, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) }
         }",
    )
    .await;
    page.load_form("keep-draft session-id=\"s\"").await;
    answer_one(page).await;
    let kept = "return Object.keys(sessionStorage).filter((name) => !name.startsWith('full-')).length";
    assert_eq!(page.eval(kept).await, 0);
    submit(page).await;
    page.eval("sessionStorage.clear()").await;
}

async fn ids_need_no_secure_context(page: &Page) {
    page.load_bare("<rapport-feedback></rapport-feedback>").await;
    page.eval(
        "delete Crypto.prototype.randomUUID; const script = document.createElement('script');
         script.type = 'module'; script.src = '/rapport.js'; document.head.append(script)",
    )
    .await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.eval("return typeof crypto.randomUUID").await, "undefined");
    answer_one(page).await;
    let id = submit(page).await["id"].as_str().expect("an id").to_owned();
    assert_eq!((id.len(), &id[14..15]), (36, "4"), "{id}");
}

async fn thousand_calls_a_second_change_no_answer(page: &Page) {
    page.load_form("").await;
    answer_one(page).await;
    page.eval(&format!(
        "const e = {WIDGET}; let i = 0;
         return new Promise((done) => {{
           const begun = performance.now();
           const timer = setInterval(() => {{
             // As many calls as are due.
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
    assert_eq!(page.events("error").await.len() + page.events("dismiss").await.len(), 0);
    assert_eq!((page.events("ready").await.len(), page.events("change").await.len()), (1, 1));
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    submit(page).await;
}

async fn background_tab_keeps_its_answers(page: &Page) {
    page.load_form("").await;
    answer_one(page).await;
    page.switch_tabs().await;
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    submit(page).await;
}

async fn history_back_restores_the_answers(page: &Page) {
    page.load_form("keep-draft session-id=\"s\"").await;
    answer_one(page).await;
    let value = page.events("change").await[0]["value"].clone();
    page.goto(&page.server.add_page("away", "<p>Elsewhere</p>")).await;
    page.go_back().await;
    // The page comes from the back-forward cache, or loads again.
    page.events_exactly("ready", 1).await;
    page.wait_for_visible("[data-item=safe]:not(.unanswered)").await;
    let result = submit(page).await;
    assert_eq!(result["answers"][0]["value"], value);
}

async fn frozen_page_continues_its_save(page: &Page) {
    page.load_form("").await;
    page.eval(
        "addEventListener('rapport-submit', (e) => e.waitUntil(new Promise((yes) => setTimeout(yes, 500))))",
    )
    .await;
    answer_one(page).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    for state in ["frozen", "active"] {
        page.cdp("Page.setWebLifecycleState", json!({ "state": state })).await;
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    }
    page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part~=message-title]").await;
}
