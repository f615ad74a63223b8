//! Faults around `<rapport-trend>`, as its page and its reader see them.

use serde_json::json;

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};
use crate::trend_states::{choose, load_trend, on, run_on, seen, twelve};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            trend_under_a_strict_policy_is_drawn,
            trend_that_crashes_shows_a_message,
            module_that_is_missing_can_be_tried_again,
            module_of_another_release_is_refused,
            blocked_webassembly_is_named,
            script_that_is_no_json_is_reported,
        ],
    );
}

const TREND: &str = "document.querySelector('rapport-trend')";

/// Trusted types, where the engine has them, allow no markup from strings.
async fn trend_under_a_strict_policy_is_drawn(page: &Page) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                  require-trusted-types-for 'script'; trusted-types 'none'";
    let markup = format!(
        "<script type=\"module\" src=\"/rapport-trend.js\"></script><rapport-trend>
         <script type=\"application/json\">{}</script></rapport-trend>",
        json!({ "results": twelve() })
    );
    page.goto(&page.server.add_page_with_policy("strict", policy, &markup)).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    choose(page, 3).await;
    let inline = format!(
        "return [...{TREND}.shadowRoot.querySelectorAll('*')].filter((e) => e.matches('style, script, [style]')
           || [...e.attributes].some((a) => a.name.startsWith('on'))).length"
    );
    assert_eq!(page.eval(&inline).await, 0);
    let padding = run_on(page, ".panel", "getComputedStyle(e).paddingTop").await;
    assert_eq!(padding, "24px", "the style sheet applies");
}

/// Overwrites the memory of the instance, so that its next call traps.
async fn trend_that_crashes_shows_a_message(page: &Page) {
    page.load_bare(&format!(
        "<script src=\"/pages/break-module.js\"></script><script type=\"module\" src=\"/rapport-trend.js\"></script>
         <rapport-trend><script type=\"application/json\">{}</script></rapport-trend>",
        json!({ "results": twelve() })
    ))
    .await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    page.eval(&format!("overwriteMemory(); {TREND}.compare = 'first'; return {TREND}.toText()")).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!((&error["code"], &error["fatal"]), (&json!("crashed"), &json!(true)), "{error}");
    seen(page, "[part=status]").await;
    let message = run_on(page, "[part=status]", "e.textContent").await;
    assert_eq!(message, "The results cannot be shown at the moment.");
    assert_eq!(
        page.eval(&format!("return [{TREND}.toText(), {TREND}.toCSV(), {TREND}.toSVG()]")).await,
        json!(["", "", ""])
    );
    // A new instance draws the same data.
    run_on(page, "button", "e.click()").await;
    seen(page, "svg.drawing").await;
    assert_eq!(run_on(page, "table[part=table]", "e.rows.length").await, 13);
}

async fn module_that_is_missing_can_be_tried_again(page: &Page) {
    page.server.fail("/rapport-trend.wasm");
    page.allow_fault("GET /rapport-trend.wasm");
    page.allow_fault("rapport-trend.wasm");
    load_trend(page, "lang=\"de\"", &json!({ "results": twelve() })).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!((&error["code"], &error["fatal"]), (&json!("load-failed"), &json!(true)), "{error}");
    assert_eq!(run_on(page, ".panel", "e.lang").await, "de");
    page.server.restore("/rapport-trend.wasm");
    page.click_in_trend_failure().await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
}

impl Page {
    /// Clicks the button below the message of a failure.
    async fn click_in_trend_failure(&self) {
        let [left, top, width, height] = self.element_box("rapport-trend", "button").await;
        self.drag("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
    }
}

async fn module_of_another_release_is_refused(page: &Page) {
    page.server.override_body("/rapport-trend.wasm", [0, 97, 115, 109, 1, 0, 0, 0]);
    load_trend(page, "", &json!({ "results": twelve() })).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!(error["code"], "load-failed", "{error}");
    seen(page, "[part=status]").await;
    assert!(page.eval(&format!("return {} === null", on("svg.drawing"))).await == true);
}

async fn blocked_webassembly_is_named(page: &Page) {
    let markup = "<script type=\"module\" src=\"/rapport-trend.js\"></script><rapport-trend></rapport-trend>";
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
    page.allow_fault("wasm-eval");
    page.allow_fault("script-src");
    page.goto(&page.server.add_page_with_policy("blocked", policy, markup)).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!(error["code"], "wasm-blocked", "{error}");
    assert!(error["message"].as_str().is_some_and(|message| !message.contains("nowasm")), "{error}");
}

async fn script_that_is_no_json_is_reported(page: &Page) {
    page.load_bare(
        "<script type=\"module\" src=\"/rapport-trend.js\"></script><rapport-trend>
         <script type=\"application/json\">{ results: }</script></rapport-trend>",
    )
    .await;
    page.events_exactly("trend-ready", 1).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!(
        (&error["code"], &error["problems"][0]["path"]),
        (&json!("config-invalid"), &json!("script")),
        "{error}"
    );
}
