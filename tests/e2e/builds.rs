//! The builds of a release, each under the strictest policy that it is made for: it shows, scores as the others do,
//! and violates nothing (a violation is a fault in the page).

use serde_json::{Value, json};

use crate::instruments::scores_as_the_second_implementation_does;
use crate::page::Page;

crate::in_every_engine!(
    the_pair_needs_no_more_than_the_policy_that_the_readme_names,
    the_inline_build_fetches_nothing,
    the_build_without_wasm_runs_where_wasm_is_refused,
    the_build_without_wasm_scores_as_the_second_implementation_does,
    where_wasm_is_refused_the_cure_is_named,
    a_program_of_another_hash_is_refused,
    every_build_runs_in_a_sandbox,
    every_build_runs_isolated_from_other_origins,
);

const PAIR: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const STRICT: &str = "require-trusted-types-for 'script'; trusted-types 'none'";

/// Puts up a page with one build under a policy, answers, sends, and looks that the score is what the sliders show.
async fn works(page: &Page, file: &str, policy: &str) {
    let markup =
        format!("<script type=\"module\" src=\"/{file}\"></script><rapport-feedback></rapport-feedback>");
    page.go(&page.host.page_under("policy", &format!("{policy}; {STRICT}"), &markup)).await;
    page.hear("ready", 1).await;
    scores(page).await;
}

async fn scores(page: &Page) {
    for (item, along) in
        [("safe", 0.9), ("understood", 0.7), ("together", 0.2), ("open", 0.0), ("helpful", 1.0)]
    {
        page.tap(item, along).await;
    }
    page.hear("change", 5).await;
    let styled = page.of("section", "getComputedStyle(e).borderTopStyle").await;
    assert_eq!(styled, "solid", "the style sheet is allowed");
    let shown = "[...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('input')]";
    let shown = page.eval(&format!("return {shown}.map((e) => Number(e.value))")).await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    let values: Vec<&Value> =
        result["answers"].as_array().expect("a list").iter().map(|answer| &answer["value"]).collect();
    assert_eq!(json!(values), shown);
    let sum: f64 = shown.as_array().expect("a list").iter().filter_map(Value::as_f64).sum();
    // A mean of five whole numbers has one decimal, so that twice the sum is its tenths.
    let total = result["outcome"]["total"].as_f64().expect("a total");
    assert!((total * 10.0 - sum * 2.0).abs() < 1e-9, "{total} of {sum}");
    page.shows("[part=thanks]").await;
}

async fn the_pair_needs_no_more_than_the_policy_that_the_readme_names(page: &Page) {
    works(page, "rapport.js", PAIR).await;
    assert!(page.host.requests().contains(&"/rapport.wasm".into()));
}

async fn the_inline_build_fetches_nothing(page: &Page) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
    works(page, "rapport.inline.js", policy).await;
    assert_eq!(widgets(page), ["/rapport.inline.js"]);
}

async fn the_build_without_wasm_runs_where_wasm_is_refused(page: &Page) {
    works(page, "rapport.nowasm.js", "default-src 'none'; script-src 'self'").await;
    assert_eq!(widgets(page), ["/rapport.nowasm.js"]);
}

/// Puts up a page with the build without WebAssembly, which may fetch what the test needs.
async fn open_without_wasm(page: &Page) {
    let markup =
        "<script type=\"module\" src=\"/rapport.nowasm.js\"></script><rapport-feedback></rapport-feedback>";
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
    page.go(&page.host.page_under("nowasm", policy, markup)).await;
}

async fn the_build_without_wasm_scores_as_the_second_implementation_does(page: &Page) {
    open_without_wasm(page).await;
    scores_as_the_second_implementation_does(page).await;
    // As large as a definition may be, so that memory has to grow, and what was seen of it before is no longer it.
    page.eval(
        "const text = (name) => Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`en-x-${i}`, name + 'x'.repeat(500)]));
         const items = Array.from({ length: 60 }, (_, i) => ({ id: `item-${i}`, text: text('t'), low: 'l', high: 'h' }));
         document.querySelector('rapport-feedback').instrument =
           { id: 'large', version: '1', title: 'Large', scale: { min: 0, max: 100 }, items, score: { range: [0, 100] } }",
    )
    .await;
    page.shows("[data-item=item-59]").await;
    page.tap("item-59", 0.5).await;
    let change = &page.hear("change", 1).await[0];
    assert_eq!((&change["value"], &change["outcome"]["items"]), (&json!(50), &json!(60)));
}

/// What was requested of the widget's.
fn widgets(page: &Page) -> Vec<String> {
    page.host.requests().into_iter().filter(|path| path.contains("rapport")).collect()
}

async fn where_wasm_is_refused_the_cure_is_named(page: &Page) {
    for file in ["rapport.js", "rapport.inline.js"] {
        let policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
        let markup =
            format!("<script type=\"module\" src=\"/{file}\"></script><rapport-feedback></rapport-feedback>");
        page.go(&page.host.page_under(file, policy, &markup)).await;
        let error = &page.hear("error", 1).await[0];
        assert_eq!((&error["code"], &error["fatal"]), (&json!("wasm-blocked"), &json!(true)), "{error}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("'wasm-unsafe-eval'") && message.contains("rapport.nowasm.js"), "{message}");
        page.shows("[part=thanks]").await;
        // The refusal itself is a violation.
        page.eval("faults.length = 0").await;
    }
}

async fn a_program_of_another_hash_is_refused(page: &Page) {
    let mut wasm = std::fs::read("dist/rapport.wasm").expect("a build");
    wasm.extend([0, 2, 1, b'x']); // an empty section of the name x: as good a program as before
    page.host.swap("/rapport.wasm", wasm);
    page.open("<rapport-feedback></rapport-feedback>").await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!(error["code"], "wasm-load", "{error}");
    // The host may answer for another program itself.
    page.open("<rapport-feedback wasm-integrity></rapport-feedback>").await;
    page.hear("ready", 1).await;
    page.open("<rapport-feedback wasm-integrity=\"sha384-AAAA\"></rapport-feedback>").await;
    assert_eq!(page.hear("error", 1).await[0]["code"], "wasm-load");
}

async fn every_build_runs_in_a_sandbox(page: &Page) {
    // An opaque origin: scripts are its own, nothing can be stored, and all that is fetched is from elsewhere.
    page.host.head("/rapport.js", "access-control-allow-origin", "*");
    page.host.head("/rapport.wasm", "access-control-allow-origin", "*");
    page.host.head("/rapport.inline.js", "access-control-allow-origin", "*");
    page.host.head("/rapport.nowasm.js", "access-control-allow-origin", "*");
    for file in ["rapport.js", "rapport.inline.js", "rapport.nowasm.js"] {
        let markup = format!(
            "<script type=\"module\" src=\"/{file}\"></script><rapport-feedback keep-draft session-id=\"s\"></rapport-feedback>"
        );
        let address = &page.host.address;
        let policy = format!(
            "sandbox allow-scripts; default-src 'none'; script-src {address} 'wasm-unsafe-eval'; connect-src {address}"
        );
        page.go(&page.host.page_under(file, &policy, &markup)).await;
        assert_eq!(page.eval("return window.origin").await, "null");
        page.hear("ready", 1).await;
        scores(page).await;
    }
}

async fn every_build_runs_isolated_from_other_origins(page: &Page) {
    for file in ["rapport.js", "rapport.inline.js", "rapport.nowasm.js"] {
        page.host.head("/page/policy", "cross-origin-opener-policy", "same-origin");
        page.host.head("/page/policy", "cross-origin-embedder-policy", "require-corp");
        works(page, file, PAIR).await;
        assert_eq!(page.eval("return crossOriginIsolated").await, true);
    }
}
