//! The element in a host app of each framework, built with that framework's own tools out of the npm package. All
//! apps have the same hooks: `tests/frameworks/shared/hooks.ts`.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Engine, Page, Tests};

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Pairs functions of a page and an app with their names.
macro_rules! app_cases {
    ($($name:ident),+ $(,)?) => {
        [$((stringify!($name), (|page, app| Box::pin($name(page, app))) as AppCase)),+]
    };
}

type AppCase = for<'a> fn(&'a Page, &'a str) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// The apps in `tests/frameworks/dist`. `react-dev` is the app with React's double effects. The apps of `COMPONENT` show
/// the element by the component of `docs/frameworks.md`.
const APPS: [&str; 14] = [
    "react",
    "react-dev",
    "react-component",
    "react18",
    "react18-server",
    "next",
    "vue",
    "svelte",
    "angular",
    "preact",
    "solid",
    "lit",
    "htmx",
    "plain",
];
const COMPONENT: [&str; 4] = ["react-component", "react18", "react18-server", "next"];
/// Those of them whose page a server rendered.
const SERVER: [&str; 2] = ["react18-server", "next"];

pub fn tests(tests: &mut Tests) {
    for app in APPS {
        add_cases(
            tests,
            app,
            &app_cases![
                element_loads_without_children,
                element_can_be_hidden_and_shown,
                string_properties_are_set_and_reset,
                boolean_properties_are_set_and_reset,
                object_properties_are_set_and_reset,
                events_arrive_once,
                failure_events_arrive_once,
                dialog_events_arrive_once,
                local_events_do_not_bubble,
                rendering_again_keeps_the_answers,
                routes_can_change_and_return,
                element_can_be_removed_while_it_saves,
            ],
        );
        // The component imports the element itself.
        if !COMPONENT.contains(&app) {
            add_cases(tests, app, &app_cases![element_can_be_defined_late]);
        }
        // A server with React 18 escapes the JSON inside the tag.
        if app != "react18-server" {
            add_cases(tests, app, &app_cases![children_survive_rendering]);
        }
    }
    for app in SERVER {
        add_cases(tests, app, &app_cases![server_renders_the_attributes]);
    }
}

fn add_cases(tests: &mut Tests, app: &'static str, cases: &[(&str, AppCase)]) {
    for (name, case) in cases {
        let (name, case) = (format!("{}::{name}", app.replace('-', "_")), *case);
        tests.add_named(Engine::Chromium, &name, async move |page| case(page, app).await);
    }
}

/// Loads a framework's app, and waits until it has rendered.
async fn load_app(page: &Page, app: &str, flags: &str) {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frameworks/dist").join(app);
    if ["htmx", "next"].contains(&app) {
        page.allow_requests(&format!("/frameworks/{app}/")); // fragments of pages
    }
    // A server does not render otherwise by the query of a file.
    let flags = if app == "next" { flags.replace("?children", "children/") } else { flags.into() };
    assert!(built.join("index.html").exists(), "tests/frameworks/dist has no {app}: run `make frameworks`");
    page.goto(&format!("{}/frameworks/{app}/{flags}", page.server.origin)).await;
    page.wait_for(&format!("return Boolean(window.app && {WIDGET})")).await;
}

/// The same, and waits until the element is ready.
async fn load_ready_app(page: &Page, app: &str, flags: &str) {
    load_app(page, app, flags).await;
    page.events_exactly("ready", 1).await;
}

async fn set(page: &Page, patch: &str) {
    page.eval(&format!("window.app.set({patch})")).await;
}

async fn wait_for_element(page: &Page, script: &str) {
    page.wait_for(&format!("const widget = {WIDGET}; return {script}")).await;
}

/// Returns the details of the events that the template's listeners got.
async fn template_events(page: &Page, name: &str) -> Vec<Value> {
    let script = format!("return recorded.filter((e) => e.name === 'rapport-{name}').map((e) => e.detail)");
    page.eval(&script).await.as_array().expect("a list").clone()
}

/// Asserts that the template's listeners, and those by reference, got every event that the document got.
async fn listeners_agree(page: &Page) {
    let expected = page.eval("return events.map((e) => `rapport-${e.name}`)").await;
    assert_eq!(page.eval("return recorded.map((e) => e.name)").await, expected, "by the template");
    assert_eq!(page.eval("return recordedByScript").await, expected, "by reference");
}

fn wasm_requests(page: &Page) -> usize {
    page.server
        .requests()
        .iter()
        .filter(|path| Path::new(path).extension().is_some_and(|e| e == "wasm"))
        .count()
}

async fn element_loads_without_children(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    let ready = template_events(page, "ready").await;
    assert_eq!((ready.len(), &ready[0]["instrument"]["id"]), (1, &json!("session")));
    page.wait_for_visible("[data-item=safe]").await;
    assert_eq!(page.eval(&format!("return {WIDGET}.sessionId")).await, "first");
    assert_eq!(wasm_requests(page), 1, "the WASM module is fetched once");
    listeners_agree(page).await;
}

async fn children_survive_rendering(page: &Page, app: &str) {
    load_ready_app(page, app, "?children").await;
    assert_eq!(page.events("ready").await[0]["instrument"]["id"], "one");
    page.tap("overall", 0.7).await;
    page.eval("window.child = document.querySelector('#child')").await;
    for _ in 0..2 {
        page.eval("window.app.rerender()").await;
    }
    set(page, "{ theme: 'dark', strings: { submit: 'Off it goes' } }").await;
    wait_for_element(page, "widget.theme === 'dark' && document.querySelector('#count').textContent === '2'")
        .await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Off it goes'")
        .await;
    let child = page.eval(&format!("return child.parentElement === {WIDGET} && child.textContent")).await;
    assert_eq!(child, "light", "the child is kept");
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["instrument"]["id"], "one");
    listeners_agree(page).await;
}

async fn element_can_be_hidden_and_shown(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    for round in 1..=2 {
        page.eval("window.app.show(false)").await;
        wait_for_element(page, "!widget").await;
        page.eval("window.app.show(true)").await;
        page.events_exactly("ready", round + 1).await;
    }
    page.tap("safe", 0.8).await;
    assert_eq!(page.events_exactly("change", 1).await.len(), 1);
    assert_eq!(wasm_requests(page), 1, "the WASM module is fetched once");
    listeners_agree(page).await;
}

async fn string_properties_are_set_and_reset(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    set(page, "{ sessionId: 'second', theme: 'dark', instrument: 'one' }").await;
    wait_for_element(page, "widget.sessionId === 'second' && widget.theme === 'dark'").await;
    wait_for_element(page, "widget.getAttribute('session-id') === 'second'").await;
    page.wait_for_visible("[data-item=overall]").await;
    set(page, "{ sessionId: undefined, theme: undefined, instrument: undefined, lang: 'es' }").await;
    wait_for_element(
        page,
        "!['session-id', 'theme', 'instrument'].some((name) => widget.hasAttribute(name))",
    )
    .await;
    page.wait_for_visible("[data-item=safe]").await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Enviar'")
        .await;
    set(page, "{ mode: 'dialog' }").await;
    wait_for_element(page, "widget.mode === 'dialog'").await;
    wait_for_element(
        page,
        "!widget.shadowRoot.querySelector('[part~=submit]')?.checkVisibility({ visibilityProperty: true })",
    )
    .await;
    set(page, "{ mode: undefined }").await;
    wait_for_element(page, "!widget.hasAttribute('mode')").await;
    page.wait_for_visible("[part~=submit]").await;
    assert_eq!(page.events("error").await, Vec::<Value>::new());
}

async fn boolean_properties_are_set_and_reset(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    for (property, attribute) in [
        ("review", "review"),
        ("showValue", "show-value"),
        ("keepDraft", "keep-draft"),
        ("localEvents", "local-events"),
    ] {
        let off = format!("widget.{property} === false && !widget.hasAttribute('{attribute}')");
        let on = format!("widget.{property} === true && widget.hasAttribute('{attribute}')");
        wait_for_element(page, &off).await;
        set(page, &format!("{{ {property}: true }}")).await;
        wait_for_element(page, &on).await;
        set(page, &format!("{{ {property}: false }}")).await;
        wait_for_element(page, &off).await;
    }
}

async fn object_properties_are_set_and_reset(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    let instrument = json!({
        "id": "ease", "version": "1.0.0", "title": "Ease", "scale": { "min": 1, "max": 5 },
        "items": [
            { "id": "ease", "text": "How easy was it?", "low": "Hard", "high": "Easy", "required": true },
            { "id": "rush", "text": "How rushed?", "low": "Not", "high": "Very", "reverse": true },
        ],
        "score": { "range": [2, 10], "decimals": 0 },
    });
    set(page, &format!("{{ instrument: {instrument}, answers: {{ rush: 2 }}, history: [{{ total: 8 }}] }}"))
        .await;
    page.wait_for_visible("[data-item=ease]").await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[data-item=rush] input').value === '2'").await;
    set(page, "{ strings: { submit: 'Off it goes' } }").await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Off it goes'")
        .await;
    page.tap("ease", 1.0).await;
    page.click("submit").await;
    let result = &template_events(page, "submit").await[0];
    assert_eq!((&result["outcome"]["total"], &result["change"]["previous"]), (&json!(9), &json!(8)));
    let nothing = "{ instrument: undefined, answers: undefined, history: undefined, strings: undefined }";
    set(page, nothing).await;
    wait_for_element(page, "widget.history === null && widget.strings === null && widget.answers === null")
        .await;
    page.wait_for_visible("[data-item=safe]").await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Send'").await;
    assert_eq!(page.events("error").await, Vec::<Value>::new());
}

async fn events_arrive_once(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    page.eval("window.save = Promise.resolve()").await;
    page.tap("safe", 0.8).await;
    assert_eq!(page.events_exactly("change", 1).await.len(), 1);
    page.click("submit").await;
    page.events_exactly("saved", 1).await;
    for name in ["submit", "saved", "ready"] {
        assert_eq!(template_events(page, name).await.len(), 1, "{name}");
    }
    assert_eq!(template_events(page, "submit").await[0]["sessionId"], "first");
    assert!(!template_events(page, "input").await.is_empty());
    listeners_agree(page).await;
}

async fn failure_events_arrive_once(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    page.eval("window.save = Promise.reject(new Error('full')); window.save.catch(() => {})").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    page.events_exactly("save-failed", 1).await;
    assert_eq!(template_events(page, "save-failed").await[0]["message"], "full");
    set(page, "{ sessionId: 'second' }").await;
    wait_for_element(page, "!widget.shadowRoot.querySelector('[part~=retry]')").await;
    page.click("skip").await;
    page.events_exactly("dismiss", 1).await;
    set(page, "{ instrument: 'unknown' }").await;
    page.events_exactly("error", 1).await;
    assert_eq!(template_events(page, "error").await[0]["problems"][0]["found"], "unknown");
    listeners_agree(page).await;
}

async fn dialog_events_arrive_once(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    set(page, "{ mode: 'dialog' }").await;
    wait_for_element(page, "widget.mode === 'dialog'").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    page.tap("safe", 0.8).await;
    page.eval(&format!("{WIDGET}.close()")).await;
    assert_eq!(page.events_exactly("close", 1).await[0]["sent"], false);
    assert_eq!(page.events_exactly("dismiss", 1).await[0]["reason"], "host");
    listeners_agree(page).await;
}

/// The tag is in the page before any script runs. The form is that of its attributes, and reaches each listener.
async fn server_renders_the_attributes(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    let source = std::fs::read_to_string(format!("tests/frameworks/dist/{app}/index.html")).expect("a page");
    let tag = "<rapport-feedback session-id=\"first\"";
    assert!(source.contains(tag), "{source}");
    page.click("skip").await;
    let dismissed = &page.events_exactly("dismiss", 1).await[0];
    assert_eq!(dismissed["result"]["sessionId"], "first");
    listeners_agree(page).await;
}

async fn local_events_do_not_bubble(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    set(page, "{ localEvents: true }").await;
    wait_for_element(page, "widget.localEvents").await;
    page.tap("safe", 0.8).await;
    page.wait_for("return recordedByScript.includes('rapport-change')").await;
    // htmx listens on the document only.
    let expected = usize::from(app != "htmx");
    assert_eq!(
        (template_events(page, "change").await.len(), page.events("change").await.len()),
        (expected, 0)
    );
}

async fn element_can_be_defined_late(page: &Page, app: &str) {
    load_app(page, app, "?late").await;
    set(
        page,
        "{ sessionId: 'late', review: true, showValue: true, keepDraft: false, theme: 'dark', lang: 'es',
           instrument: 'one', answers: { overall: 30 }, history: [{ total: 50 }], strings: { skip: 'Hoy no' } }",
    )
    .await;
    // No event marks the end of a rendering.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(page.eval("return customElements.get('rapport-feedback') ?? null").await, Value::Null);
    assert_eq!(wasm_requests(page), 0);
    page.eval("return window.app.define().then(() => null)").await;
    assert_eq!(page.events_exactly("ready", 1).await[0]["instrument"]["id"], "one");
    wait_for_element(page, "widget.shadowRoot.querySelector('[data-item=overall] input').value === '30'")
        .await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[part~=skip]').textContent === 'Hoy no'").await;
    let scalars =
        "[widget.sessionId, widget.review, widget.showValue, widget.keepDraft, widget.theme, widget.lang]";
    let scalars = page.eval(&format!("const widget = {WIDGET}; return {scalars}")).await;
    assert_eq!(scalars, json!(["late", true, true, false, "dark", "es"]));
    set(page, "{ review: false, showValue: false, keepDraft: true, strings: undefined }").await;
    wait_for_element(page, "!widget.review && !widget.showValue && widget.keepDraft").await;
    wait_for_element(page, "widget.shadowRoot.querySelector('[part~=skip]').textContent !== 'Hoy no'").await;
    page.tap("overall", 0.6).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!((&result["sessionId"], &result["change"]["previous"]), (&json!("late"), &json!(50)));
    assert_eq!(wasm_requests(page), 1, "the WASM module is fetched once");
    listeners_agree(page).await;
}

async fn rendering_again_keeps_the_answers(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    page.tap("safe", 0.8).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.eval(&format!("window.first = {WIDGET}")).await;
    for _ in 0..3 {
        page.eval("window.app.rerender()").await;
    }
    set(page, "{ theme: 'dark', review: false }").await;
    wait_for_element(page, "widget.theme === 'dark' && document.querySelector('#count').textContent === '3'")
        .await;
    assert_eq!(page.eval(&format!("return window.first === {WIDGET}")).await, true);
    assert_eq!(page.eval_on("[data-item=safe] input", "Number(e.value)").await, value);
    page.tap("open", 0.5).await;
    let changes = page.events_exactly("change", 2).await;
    assert_eq!((changes.len(), &changes[1]["answers"]["safe"]), (2, &value));
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    assert_eq!(
        (template_events(page, "submit").await.len(), template_events(page, "ready").await.len()),
        (1, 1)
    );
    listeners_agree(page).await;
}

async fn routes_can_change_and_return(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    page.tap("safe", 0.8).await;
    page.events_exactly("change", 1).await;
    for (round, back) in ["window.app.go('/')", "history.back()"].iter().enumerate() {
        page.eval("window.app.go('/other')").await;
        page.wait_for(&format!("return !{WIDGET} && document.querySelector('h1')?.textContent === 'Other'"))
            .await;
        let path = page.eval("return location.pathname.replace(/[/]$/, '')").await;
        assert_eq!(path, format!("/frameworks/{app}/other"));
        page.eval(back).await;
        page.events_exactly("ready", round + 2).await;
        page.tap("open", 0.5).await;
        assert_eq!(page.events_exactly("change", round + 2).await.len(), round + 2);
    }
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    assert_eq!(wasm_requests(page), 1, "the WASM module is fetched once");
    listeners_agree(page).await;
}

async fn element_can_be_removed_while_it_saves(page: &Page, app: &str) {
    load_ready_app(page, app, "").await;
    for (round, ends) in ["resolve", "reject"].iter().enumerate() {
        page.eval("window.save = new Promise((resolve, reject) => (window.ends = { resolve, reject }))")
            .await;
        page.tap("safe", 0.8).await;
        page.click("submit").await;
        page.events_exactly("submit", round + 1).await;
        page.eval("window.app.show(false)").await;
        wait_for_element(page, "!widget").await;
        page.eval(&format!("window.ends.{ends}(new Error('late'))")).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        page.eval("window.app.show(true)").await;
        page.events_exactly("ready", round + 2).await;
    }
    page.tap("safe", 0.2).await;
    page.events_exactly("change", 3).await;
}
