//! The element in a page of others: from another origin, in two versions, reloaded by a host's tools, slow hosts, and
//! hosts that throw or take it away in the middle of its own events.

use serde_json::{Value, json};

use crate::host::Host;
use crate::page::Page;

crate::in_every_engine!(
    it_comes_from_another_origin,
    another_origin_has_to_allow_it,
    the_program_may_lie_elsewhere,
    two_versions_stand_on_one_page,
    a_script_that_is_loaded_again_disturbs_nothing,
    ready_is_a_fresh_promise_after_a_failure_that_was_got_over,
    a_promise_that_never_settles_is_not_waited_for_for_ever,
    handlers_that_throw_do_not_stop_it,
    it_may_be_taken_away_within_each_of_its_events,
    submit_within_a_change_sends_that_change,
    switches_that_are_written_as_false_are_off,
    a_host_that_is_a_yew_program_is_not_disturbed,
);

const WIDGET: &str = "document.querySelector('rapport-feedback')";

async fn it_comes_from_another_origin(page: &Page) {
    let cdn = Host::start().await;
    for file in ["/rapport.js", "/rapport.wasm"] {
        cdn.head(file, "access-control-allow-origin", "*");
    }
    let policy =
        format!("default-src 'none'; script-src 'self' {0} 'wasm-unsafe-eval'; connect-src {0}", cdn.address);
    let integrity = std::fs::read_to_string("dist/integrity.json").expect("a build");
    let integrity: Value = serde_json::from_str(&integrity).expect("JSON");
    let markup = format!(
        "<script type=\"module\" src=\"{}/rapport.js\" integrity=\"{}\" crossorigin></script><rapport-feedback></rapport-feedback>",
        cdn.address,
        integrity["rapport.js"].as_str().expect("a hash")
    );
    page.go(&page.host.page_under("host", &policy, &markup)).await;
    page.hear("ready", 1).await;
    page.tap("safe", 0.5).await;
    assert_eq!(page.hear("change", 1).await[0]["value"], 50);
    assert_eq!(cdn.requests(), ["/rapport.js", "/rapport.wasm"]);
}

async fn another_origin_has_to_allow_it(page: &Page) {
    let cdn = Host::start().await;
    cdn.head("/rapport.js", "access-control-allow-origin", "*");
    let policy =
        format!("default-src 'none'; script-src 'self' {0} 'wasm-unsafe-eval'; connect-src {0}", cdn.address);
    let markup = format!(
        "<script type=\"module\" src=\"{}/rapport.js\"></script><rapport-feedback></rapport-feedback>",
        cdn.address
    );
    page.go(&page.host.page_under("host", &policy, &markup)).await;
    assert_eq!(page.hear("error", 1).await[0]["code"], "wasm-load");
    page.shows("[part=thanks]").await;
    cdn.head("/rapport.wasm", "access-control-allow-origin", "*");
    page.click("retry").await;
    page.hear("ready", 1).await;
}

async fn the_program_may_lie_elsewhere(page: &Page) {
    let wasm = std::fs::read("dist/rapport.wasm").expect("a build");
    page.host.swap("/call.js", wasm);
    page.host.head("/call.js", "content-type", "application/wasm");
    page.open("<rapport-feedback wasm-src=\"/call.js\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
    assert!(!page.host.requests().contains(&"/rapport.wasm".into()));
    // An address that is none is a failure like others.
    page.open("<rapport-feedback wasm-src=\"https://[\"></rapport-feedback>").await;
    assert_eq!(page.hear("error", 1).await[0]["code"], "wasm-load");
}

async fn two_versions_stand_on_one_page(page: &Page) {
    // The same element from another address is as strange to the first as another version is: all but its name.
    let script = std::fs::read_to_string("dist/rapport.js").expect("a build");
    let other = script.replace("\"0.1.0\"", "\"0.0.9\"");
    assert_ne!(script, other, "the version is in the script");
    page.host.swap("/heard.js", other);
    page.host.swap(
        "/failing-save.js",
        "import { RapportFeedback } from '/heard.js'; RapportFeedback.define('older-feedback');",
    );
    page.open(
        "<rapport-feedback></rapport-feedback><script type=\"module\" src=\"/failing-save.js\"></script>\
         <older-feedback></older-feedback>",
    )
    .await;
    page.hear("ready", 2).await;
    let versions =
        "return ['rapport-feedback', 'older-feedback'].map((name) => document.querySelector(name).version)";
    assert_eq!(page.eval(versions).await, json!(["0.1.0", "0.0.9"]));
    page.tap("safe", 0.2).await;
    page.tap_in("older-feedback", "safe", 0.8, "mouse").await;
    let changes = page.hear("change", 2).await;
    assert!(changes[0]["value"].as_i64() < changes[1]["value"].as_i64(), "{changes:?}");
    assert_eq!(changes[1]["outcome"]["answered"], 1);
    page.click_in("older-feedback", "submit").await;
    page.hear("submit", 1).await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 2).await.len(), 2);
}

async fn a_script_that_is_loaded_again_disturbs_nothing(page: &Page) {
    page.open_form("").await;
    page.tap("safe", 0.8).await;
    let value = page.hear("change", 1).await[0]["value"].clone();
    // As tools do that replace a module in a running page.
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
    let changes = page.hear("change", 2).await;
    assert_eq!((changes.len(), &changes[1]["answers"]["safe"]), (2, &value));
    // A class of the new module may have a name of its own, and a program of its own.
    page.eval(
        "return import('/rapport.js?2').then(({ RapportFeedback }) => {
           RapportFeedback.define('fresh-feedback');
           document.body.append(document.createElement('fresh-feedback'));
         })",
    )
    .await;
    page.hear("ready", 2).await;
}

async fn ready_is_a_fresh_promise_after_a_failure_that_was_got_over(page: &Page) {
    page.host.lose("/rapport.wasm");
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("error", 1).await;
    let ready = format!("return {WIDGET}.ready.then(() => 'ready', () => 'rejected')");
    assert_eq!(page.eval(&ready).await, "rejected");
    page.host.find("/rapport.wasm");
    page.shows("[part~=retry]").await;
    page.click("retry").await;
    page.hear("ready", 1).await;
    assert_eq!(page.eval(&ready).await, "ready");
    page.open("<rapport-feedback instrument=\"none\"></rapport-feedback>").await;
    page.hear("error", 1).await;
    assert_eq!(page.eval(&ready).await, "rejected");
    page.eval(&format!("{WIDGET}.instrument = 'one'")).await;
    page.hear("ready", 1).await;
    assert_eq!(page.eval(&ready).await, "ready");
}

async fn a_promise_that_never_settles_is_not_waited_for_for_ever(page: &Page) {
    // The page's clock runs a hundred times as fast.
    page.open_bare(
        "<script src=\"/fast.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>\
         <rapport-feedback instrument=\"one\"></rapport-feedback>",
    )
    .await;
    page.hear("ready", 1).await;
    page.eval(
        "window.late = []; document.addEventListener('rapport-submit', (e) => {
           e.waitUntil(late.length ? Promise.resolve() : new Promise((resolve) => late.push(resolve)))
         })",
    )
    .await;
    page.tap("overall", 0.4).await;
    page.click("submit").await;
    let failed = page.hear("save-failed", 1).await;
    assert!(
        failed[0]["message"].as_str().is_some_and(|message| message.contains("30 seconds")),
        "{failed:?}"
    );
    assert!(page.eval("return waits").await.as_array().expect("a list").contains(&json!(30000)));
    page.shows("[part~=retry]").await;
    // What comes after all changes nothing; trying again does.
    page.eval("late[0]()").await;
    page.click("retry").await;
    let saved = page.hear("saved", 1).await;
    assert_eq!((&saved[0]["id"], &saved[0]["attempt"]), (&failed[0]["id"], &json!(2)));
}

async fn handlers_that_throw_do_not_stop_it(page: &Page) {
    page.open("<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.eval(
        "for (const name of ['ready', 'input', 'change', 'submit', 'saved'])
           document.addEventListener(`rapport-${name}`, () => { throw new Error(`host: ${name}`) });
         document.addEventListener('rapport-submit', (e) => e.waitUntil({ then() { throw new Error('odd') } }))",
    )
    .await;
    page.hear("ready", 1).await;
    page.tap("overall", 0.4).await;
    page.hear("change", 1).await;
    page.click("submit").await;
    assert_eq!(page.hear("save-failed", 1).await[0]["message"], "odd");
    page.shows("[part~=retry]").await;
    let faults = page
        .eval("const all = faults.splice(0); return all.filter((fault) => !fault.includes('host: ') && fault !== 'Script error.')")
        .await;
    // Of the test's own script a page may hear no more than that it threw.
    assert_eq!(faults, json!([]), "only what the host threw");
}

async fn it_may_be_taken_away_within_each_of_its_events(page: &Page) {
    for name in ["ready", "open", "input", "change", "submit", "saved", "dismiss", "error"] {
        page.open("<main></main>").await;
        page.eval(&format!(
            "const e = document.createElement('rapport-feedback'); e.mode = 'dialog'; e.toggleAttribute('open', true);
             e.instrument = {}; e.sessionId = 's';
             document.addEventListener('rapport-submit', (event) => event.waitUntil(Promise.resolve()));
             window.removed = false;
             e.addEventListener('rapport-{name}', () => {{ e.remove(); window.removed = true }});
             document.querySelector('main').append(e)",
            if name == "error" { "'none'" } else { "'one'" }
        ))
        .await;
        if matches!(name, "input" | "change" | "submit" | "saved") {
            page.hear("open", 1).await;
            page.tap("overall", 0.4).await;
        }
        if matches!(name, "submit" | "saved") {
            page.hear("change", 1).await;
            page.click("submit").await;
        }
        if name == "dismiss" {
            page.hear("open", 1).await;
            page.click("skip").await;
        }
        page.wait("return removed").await;
        // Put back, it goes on where it was, or begins again.
        page.eval(&format!(
            "return new Promise((resolve) => setTimeout(resolve, 100)).then(() => {{
               const e = document.createElement('rapport-feedback'); e.instrument = 'one'; document.body.append(e) }}) // {name}"
        ))
        .await;
        page.shows("[data-item=overall] input").await;
    }
}

async fn submit_within_a_change_sends_that_change(page: &Page) {
    page.open_form("instrument=\"one\"").await;
    page.eval("document.addEventListener('rapport-change', (e) => e.target.submit())").await;
    page.tap("overall", 0.4).await;
    let result = &page.hear("submit", 1).await[0];
    assert_eq!(result["answers"][0]["value"], page.all("change").await[0]["value"]);
    page.shows("[part=thanks]").await;
    assert_eq!(page.all("submit").await.len(), 1);
}

async fn a_host_that_is_a_yew_program_is_not_disturbed(page: &Page) {
    page.visit("frameworks/yew/index.html").await;
    page.hear("ready", 1).await;
    let counts = async || {
        page.eval(
            "return ['#beside', '#around'].map((place) => Number(document.querySelector(place).textContent))",
        )
        .await
    };
    page.tap("safe", 0.4).await;
    page.tap("open", 0.6).await;
    let changes = page.hear("change", 2).await;
    assert_eq!((changes.len(), &changes[1]["outcome"]["answered"]), (2, &json!(2)));
    assert_eq!(counts().await[0], 0, "a click in the widget is none on what stands beside it");
    page.click_host("#beside").await;
    page.wait("return document.querySelector('#beside').textContent === '1'").await;
    let around = counts().await[1].clone();
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.shows("[part=thanks]").await;
    assert_eq!(counts().await, json!([1, around.as_i64().expect("a number") + 1]), "a click bubbles, as any");
}

async fn switches_that_are_written_as_false_are_off(page: &Page) {
    page.open(
        "<rapport-feedback mode=\"dialog\" open=\"false\" private=\"false\" keep-draft=\"false\" review=\"false\"></rapport-feedback>",
    )
    .await;
    page.hear("ready", 1).await;
    let switches = "const e = document.querySelector('rapport-feedback');
        return [e.private, e.keepDraft, e.review, e.shadowRoot.querySelector('dialog').open]";
    assert_eq!(page.eval(switches).await, json!([false, false, false, false]));
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('open')")).await, false);
    page.eval(&format!(
        "{WIDGET}.setAttribute('show-value', 'false'); {WIDGET}.showValue = true; {WIDGET}.open()"
    ))
    .await;
    page.hear("open", 1).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.hasAttribute('show-value')")).await, true);
    assert_eq!(page.all("error").await.len(), 0, "a draft that is not kept needs no session");
}
