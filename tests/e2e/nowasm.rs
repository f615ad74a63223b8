//! The way on where WebAssembly is absent or refused: the host imports the build without it, as in
//! docs/recipes/nowasm.md.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};
use crate::isolated::{load_isolated, start_frame_origin, tap};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            form_goes_on_where_the_browser_has_no_wasm,
            form_goes_on_where_the_policy_refuses_wasm,
            open_dialog_goes_on_without_wasm,
            closed_dialog_is_ready_without_wasm,
            build_without_wasm_is_not_fetched_by_itself,
            build_of_another_release_has_no_effect,
            isolated_form_stays_in_its_frame,
        ],
    );
}

const STRICT: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
     require-trusted-types-for 'script'; trusted-types 'none'";
const ABSENT: &str = "<script src=\"/pages/remove-wasm.js\"></script>";
const RECIPE: &str = "<script type=\"module\" src=\"/pages/import-nowasm.js\"></script>";
const NOWASM: &str = "/rapport.nowasm.js";

/// Loads a page under the strict policy, whose head comes before the element's script.
async fn load(page: &Page, head: &str, markup: &str) {
    if !head.contains(ABSENT) && page.engine != Engine::WebKit {
        page.expect_fault("wasm-eval"); // WebKit reports no violation
    }
    let markup = format!("{head}<script type=\"module\" src=\"/rapport.js\"></script>{markup}");
    page.goto(&page.server.add_page_with_policy("host", STRICT, &markup)).await;
}

fn fetches(page: &Page) -> usize {
    page.server.requests().iter().filter(|path| *path == NOWASM).count()
}

async fn form_goes_on_where_the_browser_has_no_wasm(page: &Page) {
    goes_on(page, &format!("{ABSENT}{RECIPE}")).await;
}

async fn form_goes_on_where_the_policy_refuses_wasm(page: &Page) {
    goes_on(page, RECIPE).await;
}

/// Answers and sends a form that could not load at first, and one that was made later.
async fn goes_on(page: &Page, head: &str) {
    load(
        page,
        head,
        "<rapport-feedback session-id=\"s\"><script type=\"application/json\">
           { \"answers\": { \"safe\": 40 } }
         </script></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!(error["code"], "wasm-blocked");
    assert_eq!(page.eval_on("[part~=retry]", "e").await, Value::Null, "the apology has gone");
    let promise = "return document.querySelector('rapport-feedback').ready.then(() => true)";
    assert_eq!(page.eval(promise).await, true);
    page.eval("document.addEventListener('rapport-submit', (e) => e.waitUntil(Promise.resolve()))").await;
    page.tap("open", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.click("submit").await;
    page.events_exactly("saved", 1).await;
    let result = &page.events_exactly("submit", 1).await[0];
    let answers = &result["answers"];
    assert_eq!(
        (&result["sessionId"], &answers[0]["value"], &answers[3]["value"]),
        (&json!("s"), &json!(40), &value)
    );
    page.eval("document.body.append(document.createElement('rapport-feedback'))").await;
    page.events_exactly("ready", 2).await;
    assert_eq!((page.events("error").await.len(), fetches(page)), (1, 1), "a later form is not refused");
}

async fn open_dialog_goes_on_without_wasm(page: &Page) {
    let markup = "<rapport-feedback mode=\"dialog\" open instrument=\"one\"></rapport-feedback>
        <button id=\"page\">Page</button>";
    load(page, &format!("{ABSENT}{RECIPE}"), markup).await;
    page.events_exactly("open", 1).await;
    assert_eq!(page.eval_on("[part~=retry]", "e").await, Value::Null, "the apology has gone");
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.wait_for_visible("[part~=message-title]").await;
    page.click("close").await;
    page.events_exactly("close", 1).await;
    page.eval("document.querySelector('#page').addEventListener('click', () => { window.clicked = true })")
        .await;
    page.click_in_page("#page").await;
    page.wait_for("return window.clicked").await;
}

/// A dialog that loads while the page is idle shows no apology.
async fn closed_dialog_is_ready_without_wasm(page: &Page) {
    let markup = "<rapport-feedback mode=\"dialog\" instrument=\"one\"></rapport-feedback>";
    load(page, &format!("{ABSENT}{RECIPE}"), markup).await;
    page.events_exactly("ready", 1).await;
    page.eval("document.querySelector('rapport-feedback').show()").await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
}

async fn build_without_wasm_is_not_fetched_by_itself(page: &Page) {
    load(page, ABSENT, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    assert_eq!(page.events_exactly("error", 1).await[0]["code"], "wasm-blocked");
    page.wait_for_visible("[part~=retry]").await;
    assert_eq!(fetches(page), 0);
    // Where WebAssembly runs, the recipe fetches nothing.
    page.load(&format!("{RECIPE}<rapport-feedback instrument=\"one\"></rapport-feedback>")).await;
    page.events_exactly("ready", 1).await;
    assert_eq!(fetches(page), 0);
}

async fn build_of_another_release_has_no_effect(page: &Page) {
    let script = std::fs::read_to_string("dist/rapport.nowasm.js").expect("a build");
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(script.contains(&version));
    page.server.override_body(NOWASM, script.replace(&version, "\"0.0.0\""));
    let head = format!("{ABSENT}{RECIPE}");
    load(page, &head, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    assert_eq!(page.events_exactly("error", 1).await[0]["code"], "wasm-blocked");
    page.server.wait_for_request(NOWASM, 1).await;
    page.eval(&format!("return import('{NOWASM}').then(() => true)")).await;
    page.wait_for_visible("[part~=retry]").await;
    assert_eq!(page.events("ready").await, Vec::<Value>::new());
}

/// Answers in the page would be readable to its scripts.
async fn isolated_form_stays_in_its_frame(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "/beacon").await;
    let markup = format!(
        "<script type=\"module\" src=\"{NOWASM}\"></script>\
                          <rapport-feedback instrument=\"one\"></rapport-feedback>"
    );
    load_isolated(page, &other, &markup).await;
    page.events_exactly("ready", 1).await;
    assert_eq!(fetches(page), 1);
    tap(page, "overall", 0.7).await;
    let change = &page.events_exactly("change", 1).await[0];
    assert_eq!(*change, json!({ "schema": "rapport/1", "item": "overall" }));
    page.allow_requests("/embed.html");
    page.eval("document.body.append(document.createElement('rapport-feedback'))").await;
    page.events_exactly("ready", 2).await;
    let frames = "return [...document.querySelectorAll('rapport-feedback')].map(({ shadowRoot }) =>
        shadowRoot.querySelectorAll('iframe').length)";
    assert_eq!(page.eval(frames).await, json!([1, 1]));
}
