//! Each build of a release under the strictest policy that it supports: it renders, scores as the others do, and
//! violates nothing. A violation is a fault of the document.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};
use crate::instruments::scores_like_the_oracle;

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            two_file_build_runs_under_the_readme_policy,
            inline_build_fetches_nothing,
            build_without_wasm_runs_where_wasm_is_refused,
            build_without_wasm_scores_like_the_oracle,
            refused_wasm_error_names_the_fix,
            wasm_of_another_hash_is_refused,
            every_build_runs_in_a_sandbox,
            every_build_runs_cross_origin_isolated,
        ],
    );
}

const PAIR: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const STRICT: &str = "require-trusted-types-for 'script'; trusted-types 'none'";

/// Loads a page with one build under a policy, answers, submits, and compares the score with the sliders.
async fn runs_under(page: &Page, file: &str, policy: &str) {
    let markup =
        format!("<script type=\"module\" src=\"/{file}\"></script><rapport-feedback></rapport-feedback>");
    page.goto(&page.server.add_page_with_policy("policy", &format!("{policy}; {STRICT}"), &markup)).await;
    page.events_exactly("ready", 1).await;
    scores_right(page).await;
}

async fn scores_right(page: &Page) {
    for (item, along) in
        [("safe", 0.9), ("understood", 0.7), ("together", 0.2), ("open", 0.0), ("helpful", 1.0)]
    {
        page.tap(item, along).await;
    }
    page.events_exactly("change", 5).await;
    let styled = page.eval_on("section", "getComputedStyle(e).borderTopStyle").await;
    assert_eq!(styled, "solid", "the style sheet is allowed");
    let shown = "[...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('input')]";
    let shown = page.eval(&format!("return {shown}.map((e) => Number(e.value))")).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let values: Vec<&Value> =
        result["answers"].as_array().expect("a list").iter().map(|answer| &answer["value"]).collect();
    assert_eq!(json!(values), shown);
    let sum: f64 = shown.as_array().expect("a list").iter().filter_map(Value::as_f64).sum();
    // The mean of five integers has one decimal at most: its tenths are twice the sum.
    let total = result["outcome"]["total"].as_f64().expect("a total");
    assert!((total * 10.0 - sum * 2.0).abs() < 1e-9, "{total} of {sum}");
    page.wait_for_visible("[part=message-title]").await;
}

async fn two_file_build_runs_under_the_readme_policy(page: &Page) {
    runs_under(page, "rapport.js", PAIR).await;
    assert!(page.server.requests().contains(&"/rapport.wasm".into()));
}

async fn inline_build_fetches_nothing(page: &Page) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
    runs_under(page, "rapport.inline.js", policy).await;
    assert_eq!(release_requests(page), ["/rapport.inline.js"]);
}

async fn build_without_wasm_runs_where_wasm_is_refused(page: &Page) {
    runs_under(page, "rapport.nowasm.js", "default-src 'none'; script-src 'self'").await;
    assert_eq!(release_requests(page), ["/rapport.nowasm.js"]);
}

/// Loads a page with the build without WebAssembly. Its policy lets the test fetch the cases.
async fn open_without_wasm(page: &Page) {
    let markup =
        "<script type=\"module\" src=\"/rapport.nowasm.js\"></script><rapport-feedback></rapport-feedback>";
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
    page.goto(&page.server.add_page_with_policy("nowasm", policy, markup)).await;
}

async fn build_without_wasm_scores_like_the_oracle(page: &Page) {
    open_without_wasm(page).await;
    scores_like_the_oracle(page).await;
    // A definition of the largest size makes the memory grow, which detaches views of the old memory.
    page.eval(
        "const text = (name) => Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`en-x-${i}`, name + 'x'.repeat(500)]));
         const items = Array.from({ length: 60 }, (_, i) => ({ id: `item-${i}`, text: text('t'), low: 'l', high: 'h' }));
         document.querySelector('rapport-feedback').instrument =
           { id: 'large', version: '1', title: 'Large', scale: { min: 0, max: 100 }, items, score: { range: [0, 100] } }",
    )
    .await;
    page.wait_for_visible("[data-item=item-59]").await;
    page.tap("item-59", 0.5).await;
    let change = &page.events_exactly("change", 1).await[0];
    assert_eq!((&change["value"], &change["outcome"]["items"]), (&json!(50), &json!(60)));
}

/// Returns the requests of release files.
fn release_requests(page: &Page) -> Vec<String> {
    page.server.requests().into_iter().filter(|path| path.contains("rapport")).collect()
}

async fn refused_wasm_error_names_the_fix(page: &Page) {
    if page.engine != Engine::WebKit {
        page.expect_fault("wasm-eval"); // WebKit reports no violation
    }
    for file in ["rapport.js", "rapport.inline.js"] {
        let policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
        let markup =
            format!("<script type=\"module\" src=\"/{file}\"></script><rapport-feedback></rapport-feedback>");
        page.goto(&page.server.add_page_with_policy(file, policy, &markup)).await;
        let error = &page.events_exactly("error", 1).await[0];
        assert_eq!((&error["code"], &error["fatal"]), (&json!("wasm-blocked"), &json!(true)), "{error}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("'wasm-unsafe-eval'") && message.contains("rapport.nowasm.js"), "{message}");
        page.wait_for_visible("[part=message-title]").await;
    }
}

async fn wasm_of_another_hash_is_refused(page: &Page) {
    let mut wasm = std::fs::read("dist/rapport.wasm").expect("a build");
    wasm.extend([0, 2, 1, b'x']); // an empty custom section named x: the module stays valid
    page.server.override_body("/rapport.wasm", wasm);
    page.load("<rapport-feedback></rapport-feedback>").await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!(error["code"], "load-failed", "{error}");
    // The host page can name the hash of another module, or none.
    page.load("<rapport-feedback wasm-integrity></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    page.load("<rapport-feedback wasm-integrity=\"sha384-AAAA\"></rapport-feedback>").await;
    assert_eq!(page.events_exactly("error", 1).await[0]["code"], "load-failed");
}

async fn every_build_runs_in_a_sandbox(page: &Page) {
    // The origin is opaque: storage throws, and every fetch is cross-origin.
    page.server.add_header("/rapport.js", "access-control-allow-origin", "*");
    page.server.add_header("/rapport.wasm", "access-control-allow-origin", "*");
    page.server.add_header("/rapport.inline.js", "access-control-allow-origin", "*");
    page.server.add_header("/rapport.nowasm.js", "access-control-allow-origin", "*");
    for file in ["rapport.js", "rapport.inline.js", "rapport.nowasm.js"] {
        let markup = format!(
            "<script type=\"module\" src=\"/{file}\"></script><rapport-feedback keep-draft session-id=\"s\"></rapport-feedback>"
        );
        let address = &page.server.origin;
        let policy = format!(
            "sandbox allow-scripts; default-src 'none'; script-src {address} 'wasm-unsafe-eval'; connect-src {address}"
        );
        page.goto(&page.server.add_page_with_policy(file, &policy, &markup)).await;
        assert_eq!(page.eval("return window.origin").await, "null");
        page.events_exactly("ready", 1).await;
        scores_right(page).await;
    }
}

async fn every_build_runs_cross_origin_isolated(page: &Page) {
    for file in ["rapport.js", "rapport.inline.js", "rapport.nowasm.js"] {
        page.server.add_header("/page/policy", "cross-origin-opener-policy", "same-origin");
        page.server.add_header("/page/policy", "cross-origin-embedder-policy", "require-corp");
        runs_under(page, file, PAIR).await;
        assert_eq!(page.eval("return crossOriginIsolated").await, true);
    }
}
