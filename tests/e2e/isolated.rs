//! The isolated build: the same element, attributes and events, with the form in a frame of another origin. The frame
//! ignores host pages that are not listed, and messages that are malformed or out of order.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Engine, Page, Server, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &EVERY,
        &cases![
            events_are_those_of_the_element_without_a_frame,
            dialog_in_a_frame_takes_and_returns_the_focus,
        ],
    );
    tests.add(
        &DESKTOP,
        &cases![
            failed_save_is_retried_across_the_frame,
            opening_and_closing_at_once_settles,
            redirect_to_a_login_page_is_a_failed_save,
            tab_key_goes_through_the_frame,
            answers_survive_a_move,
            answers_survive_a_removal,
            answers_survive_a_crash_in_the_frame,
        ],
    );
}

pub const FRAME: &str =
    "return document.querySelector('rapport-feedback').shadowRoot.querySelector('iframe')";
/// The host page's policy, which allows no WebAssembly.
const POLICY: &str =
    "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Starts another origin with the frame's files. It allows these host origins, and posts results to `save` unless
/// empty.
pub async fn start_frame_origin(page: &Page, hosts: &str, save: &str) -> Server {
    let other = page.start_server().await;
    let html = std::fs::read_to_string("dist/embed.html").expect("a build");
    let meta = |name: &str| format!("<meta name=\"{name}\" content=\"");
    let html = html
        .replace(&meta("rapport-allowed-origins"), &format!("{}{hosts}", meta("rapport-allowed-origins")))
        .replace(&meta("rapport-submit-url"), &format!("{}{save}", meta("rapport-submit-url")));
    other.override_body("/embed.html", html);
    other.add_header(
        "/embed.html",
        "content-security-policy",
        &format!("frame-ancestors {}", page.server.origin),
    );
    other.add_header("/rapport-embed.js", "access-control-allow-origin", "*");
    other
}

/// Loads a page with an isolated form of that origin.
pub async fn load_isolated(page: &Page, other: &Server, markup: &str) {
    let policy = format!("{POLICY}; script-src 'self' {0}; frame-src {0}", other.origin);
    let markup =
        format!("<script type=\"module\" src=\"{}/rapport-embed.js\"></script>{markup}", other.origin);
    page.goto(&page.server.add_page_with_policy("host", &policy, &markup)).await;
}

/// Enters the frame once it is as high as its content, which takes messages between the documents.
async fn enter_stable_frame(page: &Page) {
    page.enter_frame(FRAME).await;
    page.wait_for("return Math.abs(document.documentElement.scrollHeight - innerHeight) <= 1").await;
}

pub async fn tap(page: &Page, item: &str, along: f64) {
    enter_stable_frame(page).await;
    page.tap_on("div", item, along, "mouse").await;
    page.leave_frames().await;
}

pub async fn click(page: &Page, part: &str) {
    enter_stable_frame(page).await;
    page.click_on("div", part).await;
    page.leave_frames().await;
}

/// Waits until the frame's form has an element.
pub async fn wait_in_frame(page: &Page, selector: &str) {
    page.enter_frame(FRAME).await;
    page.wait_until(selector, async || {
        let shown =
            format!("return Boolean(document.querySelector('div')?.shadowRoot.querySelector('{selector}'))");
        page.eval(&shown).await == true
    })
    .await;
    page.leave_frames().await;
}

async fn events_are_those_of_the_element_without_a_frame(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    load_isolated(page, &other, "<rapport-feedback session-id=\"s\" instrument=\"one\"></rapport-feedback>")
        .await;
    assert_eq!(page.events_exactly("ready", 1).await[0]["instrument"]["id"], "one");
    let heights = "const e = document.querySelector('rapport-feedback');
        return [e.clientHeight, e.shadowRoot.querySelector('iframe').contentDocument]";
    page.wait_for("return document.querySelector('rapport-feedback').clientHeight > 200").await;
    assert_eq!(page.eval(heights).await[1], Value::Null, "the page can't read the frame");
    page.enter_frame(FRAME).await;
    let fits = page.eval("return document.documentElement.scrollHeight - innerHeight").await;
    page.leave_frames().await;
    assert!(fits.as_f64().expect("a number").abs() <= 1.0, "as high as its content: {fits}");
    tap(page, "overall", 0.7).await;
    let change = &page.events_exactly("change", 1).await[0];
    let value = change["value"].clone();
    assert_eq!(change["outcome"]["total"], value);
    let known = "const e = document.querySelector('rapport-feedback'); return [e.complete, e.outcome.total, e.result]";
    assert_eq!(page.eval(known).await, json!([true, value, null]));
    page.eval("document.addEventListener('rapport-submit', (e) => e.waitUntil(Promise.resolve()))").await;
    click(page, "submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!((&result["sessionId"], &result["answers"][0]["value"]), (&json!("s"), &json!(value)));
    assert_eq!(page.events_exactly("saved", 1).await[0]["id"], result["id"]);
    assert_eq!(page.eval("return document.querySelector('rapport-feedback').result").await, *result);
    wait_in_frame(page, "[part=message-title]").await;
    let widgets = other.requests();
    assert_eq!(widgets, ["/rapport-embed.js", "/embed.html", "/rapport-frame.js", "/rapport.wasm"]);
    // Attributes reach the form in the frame.
    page.eval("const e = document.querySelector('rapport-feedback'); e.reset(); e.lang = 'es'; e.instrument = 'session'").await;
    wait_in_frame(page, "[lang=es] [data-item=safe]").await;
}

async fn failed_save_is_retried_across_the_frame(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    load_isolated(page, &other, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    page.eval(
        "let times = 0; document.addEventListener('rapport-submit', (e) => {
           times += 1;
           if (times === 1) e.preventDefault();
           if (times === 2) e.waitUntil(Promise.reject(new Error('full')));
         })",
    )
    .await;
    tap(page, "overall", 0.7).await;
    click(page, "submit").await;
    page.events_exactly("submit", 1).await;
    wait_in_frame(page, "[part=submit]:not([aria-disabled])").await;
    click(page, "submit").await;
    assert_eq!(page.events_exactly("save-failed", 1).await[0]["message"], "full");
    wait_in_frame(page, "[part~=retry]").await;
    click(page, "retry").await;
    let submits = page.events_exactly("submit", 3).await;
    let attempts: Vec<&Value> = submits.iter().map(|result| &result["attempt"]).collect();
    assert_eq!(json!(attempts), json!([1, 2, 3]));
    assert_eq!(submits[0]["id"], submits[2]["id"]);
    wait_in_frame(page, "[part=message-title]").await;
    assert_eq!(page.events("saved").await.len(), 0, "no listener reported a save");
}

async fn dialog_in_a_frame_takes_and_returns_the_focus(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    load_isolated(
        page,
        &other,
        "<button id=\"before\">Before</button><rapport-feedback mode=\"dialog\"></rapport-feedback><button>After</button>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    let modal =
        "document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";
    assert_eq!(page.eval(&format!("return {modal}")).await, false);
    page.eval("document.querySelector('#before').focus(); document.querySelector('rapport-feedback').show()")
        .await;
    page.events_exactly("open", 1).await;
    page.wait_for(&format!("return {modal} && document.activeElement.localName === 'rapport-feedback'"))
        .await;
    page.enter_frame(FRAME).await;
    // In WebKit a script in a cross-origin frame can't move the focus, so nothing in the frame has it yet.
    let title = if page.engine == Engine::WebKit { "undefined" } else { "'title'" };
    let titled = format!(
        "return document.hasFocus() && document.querySelector('div').shadowRoot.activeElement?.id === {title}"
    );
    page.wait_until("the frame has the focus", async || page.eval(&titled).await == true).await;
    let [wide, high] = ["innerWidth", "innerHeight"];
    let inner = page.eval(&format!("return [{wide}, {high}]")).await;
    page.leave_frames().await;
    assert_eq!(
        page.eval("return [document.documentElement.clientWidth, innerHeight]").await,
        inner,
        "all of the page"
    );
    tap(page, "safe", 0.4).await;
    page.events_exactly("change", 1).await;
    // Escape in the frame asks before it closes.
    page.enter_frame(FRAME).await;
    page.press(&['\u{e00c}']).await;
    page.leave_frames().await;
    wait_in_frame(page, "[part=close]").await;
    click(page, "close").await;
    assert_eq!(page.events_exactly("dismiss", 1).await[0]["reason"], "close");
    page.wait_for(&format!("return !{modal} && document.activeElement.id === 'before'")).await;
    assert_eq!(
        page.eval("return document.querySelector('rapport-feedback').hasAttribute('open')").await,
        false
    );
}

async fn opening_and_closing_at_once_settles(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    load_isolated(page, &other, "<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    for (what, open) in [
        ("e.show(); e.close(); e.show()", true),
        ("e.close(); e.show(); e.close()", false),
        (
            "e.show(); e.open = false; e.theme = 'dark'; e.show(); setTimeout(() => { e.close(); e.show() })",
            true,
        ),
        ("e.open = false; setTimeout(() => { e.show(); e.open = false })", false),
    ] {
        page.eval(&format!("const e = document.querySelector('rapport-feedback'); {what}")).await;
        page.settled(&format!(
            "const e = document.querySelector('rapport-feedback');
             const states = [e.hasAttribute('open'), e.shadowRoot.querySelector('dialog').open];
             return states.every((state) => state === {open}) ? events.length : null"
        ))
        .await;
    }
}

async fn redirect_to_a_login_page_is_a_failed_save(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "/login").await;
    load_isolated(page, &other, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    tap(page, "overall", 0.7).await;
    click(page, "submit").await;
    page.events_exactly("save-failed", 1).await;
    wait_in_frame(page, "[part~=retry]").await;
    assert!(other.requests().contains(&"/login".into()));
}

async fn tab_key_goes_through_the_frame(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    let markup = "<button id=\"before\">Before</button><rapport-feedback instrument=\"one\"></rapport-feedback>\
                  <button id=\"after\">After</button>";
    load_isolated(page, &other, markup).await;
    page.events_exactly("ready", 1).await;
    page.eval("document.querySelector('#before').focus()").await;
    let at = "const e = document.activeElement; return e.id || e.localName";
    let mut stops = Vec::new();
    for _ in 0..12 {
        page.press(&['\u{e004}']).await;
        let stop = page.eval(at).await;
        stops.push(stop);
        if stops.last() == Some(&json!("after")) {
            break;
        }
    }
    let inside = stops.iter().filter(|stop| **stop == "rapport-feedback").count();
    assert_eq!((inside + 1, stops.last()), (stops.len(), Some(&json!("after"))), "{stops:?}");
    assert!(inside >= 3, "each control of the frame is a stop: {stops:?}");
}

async fn answers_survive_a_move(page: &Page) {
    survives(page, "document.querySelector('main').append(e)").await;
}

async fn answers_survive_a_removal(page: &Page) {
    survives(page, "e.remove(); setTimeout(() => document.querySelector('main').append(e), 100)").await;
}

/// Answers, runs a script that makes the frame of the element `e` load again, and answers once more.
async fn survives(page: &Page, what: &str) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    load_isolated(page, &other, "<rapport-feedback></rapport-feedback><main></main>").await;
    page.events_exactly("ready", 1).await;
    tap(page, "safe", 0.8).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.allow_requests("/embed.html");
    page.eval(&format!("const e = document.querySelector('rapport-feedback'); {what}")).await;
    other.wait_for_request("/rapport.wasm", 2).await;
    wait_in_frame(page, "[data-item=safe]:not(.unanswered)").await;
    tap(page, "understood", 0.3).await;
    let changes = page.events_exactly("change", 2).await;
    assert_eq!(changes[1]["answers"]["safe"], value);
    assert_eq!(page.events("ready").await.len(), 1);
}

async fn answers_survive_a_crash_in_the_frame(page: &Page) {
    for save in ["", "/beacon"] {
        let other = start_frame_origin(page, &page.server.origin, save).await;
        load_isolated(page, &other, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
        page.events_exactly("ready", 1).await;
        tap(page, "overall", 0.8).await;
        let answers = page.events_exactly("change", 1).await[0]["answers"].clone();
        page.enter_frame(FRAME).await;
        page.eval("performance.now = () => { delete performance.now; throw new Error('spoilt') }").await;
        page.leave_frames().await;
        tap(page, "overall", 0.4).await;
        let error = page.events_exactly("error", 1).await[0].clone();
        assert_eq!((&error["code"], &error["fatal"]), (&json!("crashed"), &json!(false)), "{error}");
        assert_eq!(error["answers"], answers, "absent where the host page gets no answers");
        wait_in_frame(page, "[data-item=overall]:not(.unanswered)").await;
        tap(page, "overall", 0.3).await;
        if save.is_empty() {
            page.events_exactly("change", 2).await; // else the page hears of an answer once, not how often it is given
        }
        click(page, "submit").await;
        page.events_exactly("submit", 1).await;
        wait_in_frame(page, "[part=message-title]").await;
        assert_eq!(
            (page.events("ready").await.len(), other.beacons().len()),
            (1, usize::from(!save.is_empty()))
        );
    }
}
