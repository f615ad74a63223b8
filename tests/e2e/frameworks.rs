//! The element in a host app of each framework, built with that framework's own tools out of the npm package. All
//! apps have the same hooks: `tests/frameworks/shared/hooks.ts`.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::page::Page;

const WIDGET: &str = "document.querySelector('rapport-feedback')";

/// Makes a test of each function in each framework. `react_dev` is the same app with React's double effects.
macro_rules! in_every_framework {
    ($($case:ident),+ $(,)?) => {
        mod react { $(case!("react", $case);)+ }
        mod react_dev { $(case!("react-dev", $case);)+ }
        mod vue { $(case!("vue", $case);)+ }
        mod svelte { $(case!("svelte", $case);)+ }
        mod angular { $(case!("angular", $case);)+ }
        mod preact { $(case!("preact", $case);)+ }
        mod solid { $(case!("solid", $case);)+ }
        mod lit { $(case!("lit", $case);)+ }
        mod htmx { $(case!("htmx", $case);)+ }
        mod plain { $(case!("plain", $case);)+ }
    };
}

macro_rules! case {
    ($app:literal, $case:ident) => {
        #[test]
        fn $case() {
            crate::page::run(crate::engine::Engine::Chromium, async |page| super::$case(page, $app).await);
        }
    };
}

in_every_framework!(
    shows_without_children,
    shows_with_children,
    hides_and_shows,
    strings_are_set_and_reset,
    booleans_are_set_and_reset,
    data_is_set_and_reset,
    events_are_heard_once,
    trouble_is_heard_once,
    private_events_stay,
    the_definition_may_come_late,
    rendering_again_keeps_the_answers,
    a_route_may_change_and_come_back,
    it_may_go_while_it_sends,
);

/// Opens a framework's app, and waits until it has rendered.
async fn open(page: &Page, app: &str, flags: &str) {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frameworks/dist").join(app);
    assert!(built.join("index.html").exists(), "tests/frameworks/dist has no {app}: run `make frameworks`");
    page.go(&format!("{}/frameworks/{app}/{flags}", page.host.address)).await;
    page.wait(&format!("return Boolean(window.app && {WIDGET})")).await;
}

/// The same, and waits until it can be answered.
async fn open_ready(page: &Page, app: &str, flags: &str) {
    open(page, app, flags).await;
    page.hear("ready", 1).await;
}

async fn set(page: &Page, patch: &str) {
    page.eval(&format!("window.app.set({patch})")).await;
}

async fn comes(page: &Page, script: &str) {
    page.wait(&format!("const widget = {WIDGET}; return {script}")).await;
}

/// What the template's listeners heard by that name.
async fn told(page: &Page, name: &str) -> Vec<Value> {
    let script = format!("return told.filter((e) => e.name === 'rapport-{name}').map((e) => e.detail)");
    page.eval(&script).await.as_array().expect("a list").clone()
}

/// Every event so far reached the template's listeners and those by reference as often as the document.
async fn heard_alike(page: &Page) {
    let heard = page.eval("return heard.map((e) => `rapport-${e.name}`)").await;
    assert_eq!(page.eval("return told.map((e) => e.name)").await, heard, "by the template");
    assert_eq!(page.eval("return imperative").await, heard, "by reference");
}

fn programs(page: &Page) -> usize {
    page.host
        .requests()
        .iter()
        .filter(|path| Path::new(path).extension().is_some_and(|e| e == "wasm"))
        .count()
}

async fn shows_without_children(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    let ready = told(page, "ready").await;
    assert_eq!((ready.len(), &ready[0]["instrument"]["id"]), (1, &json!("session")));
    page.shows("[data-item=safe]").await;
    assert_eq!(page.eval(&format!("return {WIDGET}.sessionId")).await, "first");
    assert_eq!(programs(page), 1, "the program was fetched once");
    heard_alike(page).await;
}

async fn shows_with_children(page: &Page, app: &str) {
    open_ready(page, app, "?children").await;
    assert_eq!(page.all("ready").await[0]["instrument"]["id"], "one");
    page.tap("overall", 0.7).await;
    page.eval("window.child = document.querySelector('#child')").await;
    for _ in 0..2 {
        page.eval("window.app.rerender()").await;
    }
    set(page, "{ theme: 'dark', strings: { submit: 'Off it goes' } }").await;
    comes(page, "widget.theme === 'dark' && document.querySelector('#count').textContent === '2'").await;
    comes(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Off it goes'").await;
    let child = page.eval(&format!("return child.parentElement === {WIDGET} && child.textContent")).await;
    assert_eq!(child, "light", "the child stays");
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["instrument"]["id"], "one");
    heard_alike(page).await;
}

async fn hides_and_shows(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    for round in 1..=2 {
        page.eval("window.app.show(false)").await;
        comes(page, "!widget").await;
        page.eval("window.app.show(true)").await;
        page.hear("ready", round + 1).await;
    }
    page.tap("safe", 0.8).await;
    assert_eq!(page.hear("change", 1).await.len(), 1);
    assert_eq!(programs(page), 1, "the program was fetched once");
    heard_alike(page).await;
}

async fn strings_are_set_and_reset(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    set(page, "{ sessionId: 'second', theme: 'dark', instrument: 'one' }").await;
    comes(page, "widget.sessionId === 'second' && widget.theme === 'dark'").await;
    comes(page, "widget.getAttribute('session-id') === 'second'").await;
    page.shows("[data-item=overall]").await;
    set(page, "{ sessionId: undefined, theme: undefined, instrument: undefined, lang: 'es' }").await;
    comes(page, "!['session-id', 'theme', 'instrument'].some((name) => widget.hasAttribute(name))").await;
    page.shows("[data-item=safe]").await;
    comes(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Enviar'").await;
    set(page, "{ mode: 'dialog' }").await;
    comes(page, "widget.mode === 'dialog'").await;
    comes(page, "!widget.shadowRoot.querySelector('[part~=submit]')?.checkVisibility()").await;
    set(page, "{ mode: undefined }").await;
    comes(page, "!widget.hasAttribute('mode')").await;
    page.shows("[part~=submit]").await;
    assert_eq!(page.all("error").await, Vec::<Value>::new());
}

async fn booleans_are_set_and_reset(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    for (property, attribute) in [
        ("review", "review"),
        ("showValue", "show-value"),
        ("keepDraft", "keep-draft"),
        ("private", "private"),
    ] {
        let off = format!("widget.{property} === false && !widget.hasAttribute('{attribute}')");
        let on = format!("widget.{property} === true && widget.hasAttribute('{attribute}')");
        comes(page, &off).await;
        set(page, &format!("{{ {property}: true }}")).await;
        comes(page, &on).await;
        set(page, &format!("{{ {property}: false }}")).await;
        comes(page, &off).await;
    }
}

async fn data_is_set_and_reset(page: &Page, app: &str) {
    open_ready(page, app, "").await;
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
    page.shows("[data-item=ease]").await;
    comes(page, "widget.shadowRoot.querySelector('[data-item=rush] input').value === '2'").await;
    set(page, "{ strings: { submit: 'Off it goes' } }").await;
    comes(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Off it goes'").await;
    page.tap("ease", 1.0).await;
    page.click("submit").await;
    let result = &told(page, "submit").await[0];
    assert_eq!((&result["outcome"]["total"], &result["change"]["previous"]), (&json!(9), &json!(8)));
    let nothing = "{ instrument: undefined, answers: undefined, history: undefined, strings: undefined }";
    set(page, nothing).await;
    comes(page, "widget.history === null && widget.strings === null && widget.answers === null").await;
    page.shows("[data-item=safe]").await;
    comes(page, "widget.shadowRoot.querySelector('[part~=submit]').textContent === 'Send'").await;
    assert_eq!(page.all("error").await, Vec::<Value>::new());
}

async fn events_are_heard_once(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    page.eval("window.save = Promise.resolve()").await;
    page.tap("safe", 0.8).await;
    assert_eq!(page.hear("change", 1).await.len(), 1);
    page.click("submit").await;
    page.hear("saved", 1).await;
    for name in ["submit", "saved", "ready"] {
        assert_eq!(told(page, name).await.len(), 1, "{name}");
    }
    assert_eq!(told(page, "submit").await[0]["sessionId"], "first");
    assert!(!told(page, "input").await.is_empty());
    heard_alike(page).await;
}

async fn trouble_is_heard_once(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    page.eval("window.save = Promise.reject(new Error('full')); window.save.catch(() => {})").await;
    page.tap("safe", 0.8).await;
    page.click("submit").await;
    page.hear("save-failed", 1).await;
    assert_eq!(told(page, "save-failed").await[0]["message"], "full");
    set(page, "{ sessionId: 'second' }").await;
    comes(page, "!widget.shadowRoot.querySelector('[part~=retry]')").await;
    page.click("skip").await;
    page.hear("dismiss", 1).await;
    set(page, "{ instrument: 'unknown' }").await;
    page.hear("error", 1).await;
    assert_eq!(told(page, "error").await[0]["problems"][0]["found"], "unknown");
    heard_alike(page).await;
}

async fn private_events_stay(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    set(page, "{ private: true }").await;
    comes(page, "widget.private").await;
    page.tap("safe", 0.8).await;
    page.wait("return imperative.includes('rapport-change')").await;
    // The server's fragments of htmx are listened to from outside.
    let heard = usize::from(app != "htmx");
    assert_eq!((told(page, "change").await.len(), page.all("change").await.len()), (heard, 0));
}

async fn the_definition_may_come_late(page: &Page, app: &str) {
    open(page, app, "?late").await;
    set(
        page,
        "{ sessionId: 'late', review: true, showValue: true, keepDraft: false, theme: 'dark', lang: 'es',
           instrument: 'one', answers: { overall: 30 }, history: [{ total: 50 }], strings: { skip: 'Hoy no' } }",
    )
    .await;
    // A turn, so that the state is rendered.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(page.eval("return customElements.get('rapport-feedback') ?? null").await, Value::Null);
    assert_eq!(programs(page), 0);
    page.eval("return window.app.define().then(() => null)").await;
    assert_eq!(page.hear("ready", 1).await[0]["instrument"]["id"], "one");
    comes(page, "widget.shadowRoot.querySelector('[data-item=overall] input').value === '30'").await;
    comes(page, "widget.shadowRoot.querySelector('[part~=skip]').textContent === 'Hoy no'").await;
    let scalars =
        "[widget.sessionId, widget.review, widget.showValue, widget.keepDraft, widget.theme, widget.lang]";
    let scalars = page.eval(&format!("const widget = {WIDGET}; return {scalars}")).await;
    assert_eq!(scalars, json!(["late", true, true, false, "dark", "es"]));
    set(page, "{ review: false, showValue: false, keepDraft: true, strings: undefined }").await;
    comes(page, "!widget.review && !widget.showValue && widget.keepDraft").await;
    comes(page, "widget.shadowRoot.querySelector('[part~=skip]').textContent !== 'Hoy no'").await;
    page.tap("overall", 0.6).await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    assert_eq!((&result["sessionId"], &result["change"]["previous"]), (&json!("late"), &json!(50)));
    assert_eq!(programs(page), 1, "the program was fetched once");
    heard_alike(page).await;
}

async fn rendering_again_keeps_the_answers(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    page.tap("safe", 0.8).await;
    let value = page.hear("change", 1).await[0]["value"].clone();
    page.eval(&format!("window.first = {WIDGET}")).await;
    for _ in 0..3 {
        page.eval("window.app.rerender()").await;
    }
    set(page, "{ theme: 'dark', review: false }").await;
    comes(page, "widget.theme === 'dark' && document.querySelector('#count').textContent === '3'").await;
    assert_eq!(page.eval(&format!("return window.first === {WIDGET}")).await, true);
    assert_eq!(page.of("[data-item=safe] input", "Number(e.value)").await, value);
    page.tap("open", 0.5).await;
    let changes = page.hear("change", 2).await;
    assert_eq!((changes.len(), &changes[1]["answers"]["safe"]), (2, &value));
    page.click("submit").await;
    page.hear("submit", 1).await;
    assert_eq!((told(page, "submit").await.len(), told(page, "ready").await.len()), (1, 1));
    heard_alike(page).await;
}

async fn a_route_may_change_and_come_back(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    page.tap("safe", 0.8).await;
    page.hear("change", 1).await;
    for (round, back) in ["window.app.go('/')", "history.back()"].iter().enumerate() {
        page.eval("window.app.go('/other')").await;
        page.wait(&format!("return !{WIDGET} && document.querySelector('h1')?.textContent === 'Other'"))
            .await;
        assert_eq!(page.eval("return location.pathname").await, format!("/frameworks/{app}/other"));
        page.eval(back).await;
        page.hear("ready", round + 2).await;
        page.tap("open", 0.5).await;
        assert_eq!(page.hear("change", round + 2).await.len(), round + 2);
    }
    page.click("submit").await;
    page.hear("submit", 1).await;
    assert_eq!(programs(page), 1, "the program was fetched once");
    heard_alike(page).await;
}

async fn it_may_go_while_it_sends(page: &Page, app: &str) {
    open_ready(page, app, "").await;
    for (round, ends) in ["resolve", "reject"].iter().enumerate() {
        page.eval("window.save = new Promise((resolve, reject) => (window.ends = { resolve, reject }))")
            .await;
        page.tap("safe", 0.8).await;
        page.click("submit").await;
        page.hear("submit", round + 1).await;
        page.eval("window.app.show(false)").await;
        comes(page, "!widget").await;
        page.eval(&format!("window.ends.{ends}(new Error('late'))")).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        page.eval("window.app.show(true)").await;
        page.hear("ready", round + 2).await;
    }
    page.tap("safe", 0.2).await;
    page.hear("change", 3).await;
}
