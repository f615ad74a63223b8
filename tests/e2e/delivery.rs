//! The delivery of the element: from another origin, at another address, in two versions, and in a host app that is
//! itself a WASM module.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            element_loads_from_another_origin,
            another_origin_needs_cors_for_the_wasm,
            wasm_src_names_another_address,
            two_versions_work_on_one_page,
            loading_the_script_again_keeps_running_forms,
            element_works_in_a_yew_host_app
        ],
    );
}

async fn element_loads_from_another_origin(page: &Page) {
    let cdn = page.start_server().await;
    for file in ["/rapport.js", "/rapport.wasm"] {
        cdn.add_header(file, "access-control-allow-origin", "*");
    }
    let policy =
        format!("default-src 'none'; script-src 'self' {0} 'wasm-unsafe-eval'; connect-src {0}", cdn.origin);
    let integrity = std::fs::read_to_string("dist/integrity.json").expect("a build");
    let integrity: Value = serde_json::from_str(&integrity).expect("JSON");
    let markup = format!(
        "<script type=\"module\" src=\"{}/rapport.js\" integrity=\"{}\" crossorigin></script><rapport-feedback></rapport-feedback>",
        cdn.origin,
        integrity["rapport.js"].as_str().expect("a hash")
    );
    page.goto(&page.server.add_page_with_policy("host", &policy, &markup)).await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 0.5).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], 50);
    assert_eq!(cdn.requests(), ["/rapport.js", "/rapport.wasm"]);
}

async fn another_origin_needs_cors_for_the_wasm(page: &Page) {
    let cdn = page.start_server().await;
    cdn.add_header("/rapport.js", "access-control-allow-origin", "*");
    let policy =
        format!("default-src 'none'; script-src 'self' {0} 'wasm-unsafe-eval'; connect-src {0}", cdn.origin);
    let markup = format!(
        "<script type=\"module\" src=\"{}/rapport.js\"></script><rapport-feedback></rapport-feedback>",
        cdn.origin
    );
    page.goto(&page.server.add_page_with_policy("host", &policy, &markup)).await;
    assert_eq!(page.events_exactly("error", 1).await[0]["code"], "load-failed");
    page.wait_for_visible("[part=message-title]").await;
    cdn.add_header("/rapport.wasm", "access-control-allow-origin", "*");
    page.click("retry").await;
    page.events_exactly("ready", 1).await;
}

async fn wasm_src_names_another_address(page: &Page) {
    let wasm = std::fs::read("dist/rapport.wasm").expect("a build");
    page.server.override_body("/call.js", wasm);
    page.server.add_header("/call.js", "content-type", "application/wasm");
    page.load("<rapport-feedback wasm-src=\"/call.js\"></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    assert!(!page.server.requests().contains(&"/rapport.wasm".into()));
    // An invalid address is a failed load.
    page.load("<rapport-feedback wasm-src=\"https://[\"></rapport-feedback>").await;
    assert_eq!(page.events_exactly("error", 1).await[0]["code"], "load-failed");
}

async fn two_versions_work_on_one_page(page: &Page) {
    // To the first module, the same script from another address is another version.
    let script = std::fs::read_to_string("dist/rapport.js").expect("a build");
    let other = script.replace(&format!("{:?}", rapport::VERSION), "\"0.0.9\"");
    assert_ne!(script, other, "the script has the version");
    page.server.override_body("/event-log.js", other);
    page.server.override_body(
        "/failing-save.js",
        "import { RapportFeedback } from '/event-log.js'; RapportFeedback.define('older-feedback');",
    );
    page.load(
        "<rapport-feedback></rapport-feedback><script type=\"module\" src=\"/failing-save.js\"></script>\
         <older-feedback></older-feedback>",
    )
    .await;
    page.events_exactly("ready", 2).await;
    let versions =
        "return ['rapport-feedback', 'older-feedback'].map((name) => document.querySelector(name).version)";
    assert_eq!(page.eval(versions).await, json!([rapport::VERSION, "0.0.9"]));
    page.tap("safe", 0.2).await;
    page.tap_on("older-feedback", "safe", 0.8, "mouse").await;
    let changes = page.events_exactly("change", 2).await;
    assert!(changes[0]["value"].as_i64() < changes[1]["value"].as_i64(), "{changes:?}");
    assert_eq!(changes[1]["outcome"]["answered"], 1);
    page.click_on("older-feedback", "submit").await;
    page.events_exactly("submit", 1).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 2).await.len(), 2);
}

async fn loading_the_script_again_keeps_running_forms(page: &Page) {
    page.allow_requests("/rapport.");
    page.load_form("").await;
    page.tap("safe", 0.8).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    // Hot-reload tools replace a module in a running page.
    let classes = page
        .eval(
            "return Promise.all(['/rapport.js?1', '/rapport.js?2'].map((file) => import(file))).then((modules) => {
               modules.forEach(({ RapportFeedback }) => RapportFeedback.define());
               return modules.map((module) => module.RapportFeedback === customElements.get('rapport-feedback'));
             })",
        )
        .await;
    assert_eq!(classes, json!([false, false]), "the name is taken");
    page.tap("open", 0.3).await;
    let changes = page.events_exactly("change", 2).await;
    assert_eq!((changes.len(), &changes[1]["answers"]["safe"]), (2, &value));
    // A class of the new module can define another name, and loads its own WASM module.
    page.eval(
        "return import('/rapport.js?2').then(({ RapportFeedback }) => {
           RapportFeedback.define('fresh-feedback');
           document.body.append(document.createElement('fresh-feedback'));
         })",
    )
    .await;
    page.events_exactly("ready", 2).await;
}

async fn element_works_in_a_yew_host_app(page: &Page) {
    page.load_file("frameworks/yew/index.html").await;
    page.events_exactly("ready", 1).await;
    let counts = async || {
        page.eval(
            "return ['#beside', '#around'].map((place) => Number(document.querySelector(place).textContent))",
        )
        .await
    };
    page.tap("safe", 0.4).await;
    page.tap("open", 0.6).await;
    let changes = page.events_exactly("change", 2).await;
    assert_eq!((changes.len(), &changes[1]["outcome"]["answered"]), (2, &json!(2)));
    assert_eq!(counts().await[0], 0, "a click in the form triggers no handler of its sibling");
    page.click_in_page("#beside").await;
    page.wait_for("return document.querySelector('#beside').textContent === '1'").await;
    let around = counts().await[1].clone();
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(
        counts().await,
        json!([1, around.as_i64().expect("a number") + 1]),
        "a click bubbles to ancestors"
    );
}
