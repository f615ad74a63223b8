//! The isolated build: the same element, attributes and events, with the form in a frame of another origin. Pages that
//! the frame does not know, and messages that are not in their place, come to nothing.

use std::time::Duration;

use serde_json::{Value, json};

use crate::engine::Engine;
use crate::host::Host;
use crate::page::Page;

crate::in_every_engine!(
    the_same_events_come_out_of_the_frame,
    a_save_that_fails_is_tried_again_across_the_frame,
    a_dialog_takes_the_focus_in_and_gives_it_back,
    opening_and_closing_at_once_comes_to_rest,
    a_page_that_asks_to_log_in_stored_nothing,
    the_tab_key_goes_through_the_frame,
    what_the_frame_saves_itself_the_page_never_hears,
    a_page_that_is_not_named_is_not_answered,
    an_address_that_is_none_is_told,
    messages_from_elsewhere_malformed_or_replayed_do_nothing,
    answers_survive_a_move,
    answers_survive_a_removal,
    answers_survive_a_crash,
);

const FRAME: &str = "return document.querySelector('rapport-feedback').shadowRoot.querySelector('iframe')";
/// The host page's own policy: it needs no WebAssembly.
const POLICY: &str =
    "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Another origin with the frame's files, which answers the page, and posts results to `save` if that is something.
async fn other(page: &Page, hosts: &str, save: &str) -> Host {
    let other = Host::start().await;
    let html = std::fs::read_to_string("dist/embed.html").expect("a build");
    let said = |name: &str| format!("<meta name=\"{name}\" content=\"");
    let html = html
        .replace(&said("rapport-hosts"), &format!("{}{hosts}", said("rapport-hosts")))
        .replace(&said("rapport-save"), &format!("{}{save}", said("rapport-save")))
        // Writes down what goes wrong in there.
        .replace("<script type", "<script src=\"/host.js\"></script><script type");
    other.swap("/embed.html", html);
    other.head("/embed.html", "content-security-policy", &format!("frame-ancestors {}", page.host.address));
    other.head("/rapport-embed.js", "access-control-allow-origin", "*");
    other
}

/// Opens a page with an isolated form from there.
async fn open(page: &Page, other: &Host, markup: &str) {
    let policy = format!("{POLICY}; script-src 'self' {0}; frame-src {0}", other.address);
    let markup =
        format!("<script type=\"module\" src=\"{}/rapport-embed.js\"></script>{markup}", other.address);
    page.go(&page.host.page_under("host", &policy, &markup)).await;
}

async fn tap(page: &Page, item: &str, along: f64) {
    page.enter(FRAME).await;
    page.tap_in("div", item, along, "mouse").await;
    page.leave().await;
}

async fn click(page: &Page, part: &str) {
    page.enter(FRAME).await;
    page.click_in("div", part).await;
    page.leave().await;
}

/// Waits until the frame's form shows that.
async fn shows(page: &Page, selector: &str) {
    page.enter(FRAME).await;
    page.until(selector, async || {
        let shown =
            format!("return Boolean(document.querySelector('div')?.shadowRoot.querySelector('{selector}'))");
        page.eval(&shown).await == true
    })
    .await;
    page.leave().await;
}

async fn the_same_events_come_out_of_the_frame(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    open(page, &other, "<rapport-feedback session-id=\"s\" instrument=\"one\"></rapport-feedback>").await;
    assert_eq!(page.hear("ready", 1).await[0]["instrument"]["id"], "one");
    let heights = "const e = document.querySelector('rapport-feedback');
        return [e.clientHeight, e.shadowRoot.querySelector('iframe').contentDocument]";
    page.wait("return document.querySelector('rapport-feedback').clientHeight > 200").await;
    assert_eq!(page.eval(heights).await[1], Value::Null, "the frame is closed to the page");
    page.enter(FRAME).await;
    let fits = page.eval("return document.documentElement.scrollHeight - innerHeight").await;
    page.leave().await;
    assert!(fits.as_f64().expect("a number").abs() <= 1.0, "as high as its content: {fits}");
    tap(page, "overall", 0.7).await;
    let change = &page.hear("change", 1).await[0];
    let value = change["value"].clone();
    assert_eq!(change["outcome"]["total"], value);
    let known = "const e = document.querySelector('rapport-feedback'); return [e.complete, e.outcome.total, e.result]";
    assert_eq!(page.eval(known).await, json!([true, value, null]));
    page.eval("document.addEventListener('rapport-submit', (e) => e.waitUntil(Promise.resolve()))").await;
    click(page, "submit").await;
    let result = &page.hear("submit", 1).await[0];
    assert_eq!((&result["sessionId"], &result["answers"][0]["value"]), (&json!("s"), &json!(value)));
    assert_eq!(page.hear("saved", 1).await[0]["id"], result["id"]);
    assert_eq!(page.eval("return document.querySelector('rapport-feedback').result").await, *result);
    shows(page, "[part=thanks]").await;
    let widgets = other.requests();
    assert_eq!(
        widgets,
        ["/rapport-embed.js", "/embed.html", "/host.js", "/rapport-frame.js", "/rapport.wasm"]
    );
    // Attributes reach the form, wherever it lives.
    page.eval("const e = document.querySelector('rapport-feedback'); e.reset(); e.lang = 'es'; e.instrument = 'session'").await;
    shows(page, "[lang=es] [data-item=safe]").await;
}

async fn a_save_that_fails_is_tried_again_across_the_frame(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    open(page, &other, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
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
    page.hear("submit", 1).await;
    shows(page, "[part=submit]:not([aria-disabled])").await;
    click(page, "submit").await;
    assert_eq!(page.hear("save-failed", 1).await[0]["message"], "full");
    shows(page, "[part~=retry]").await;
    click(page, "retry").await;
    let submits = page.hear("submit", 3).await;
    let attempts: Vec<&Value> = submits.iter().map(|result| &result["attempt"]).collect();
    assert_eq!(json!(attempts), json!([1, 2, 3]));
    assert_eq!(submits[0]["id"], submits[2]["id"]);
    shows(page, "[part=thanks]").await;
    assert_eq!(page.all("saved").await.len(), 0, "nobody said that it was");
}

async fn a_dialog_takes_the_focus_in_and_gives_it_back(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    open(
        page,
        &other,
        "<button id=\"before\">Before</button><rapport-feedback mode=\"dialog\"></rapport-feedback><button>After</button>",
    )
    .await;
    page.hear("ready", 1).await;
    let modal =
        "document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";
    assert_eq!(page.eval(&format!("return {modal}")).await, false);
    page.eval("document.querySelector('#before').focus(); document.querySelector('rapport-feedback').open()")
        .await;
    page.hear("open", 1).await;
    page.wait(&format!("return {modal} && document.activeElement.localName === 'rapport-feedback'")).await;
    page.enter(FRAME).await;
    // WebKit lets no script of another origin choose where in its document the focus is: there it is at its beginning.
    let title = if page.engine == Engine::WebKit { "undefined" } else { "'title'" };
    let titled = format!(
        "return document.hasFocus() && document.querySelector('div').shadowRoot.activeElement?.id === {title}"
    );
    page.until("the frame has the focus", async || page.eval(&titled).await == true).await;
    let [wide, high] = ["innerWidth", "innerHeight"];
    let inner = page.eval(&format!("return [{wide}, {high}]")).await;
    page.leave().await;
    assert_eq!(
        page.eval("return [document.documentElement.clientWidth, innerHeight]").await,
        inner,
        "all of the page"
    );
    tap(page, "safe", 0.4).await;
    page.hear("change", 1).await;
    // Escape in the frame asks once, then leaves.
    page.enter(FRAME).await;
    page.press(&['\u{e00c}']).await;
    page.leave().await;
    shows(page, "[part=close]").await;
    click(page, "close").await;
    assert_eq!(page.hear("dismiss", 1).await[0]["reason"], "close");
    page.wait(&format!("return !{modal} && document.activeElement.id === 'before'")).await;
    assert_eq!(
        page.eval("return document.querySelector('rapport-feedback').hasAttribute('open')").await,
        false
    );
}

async fn opening_and_closing_at_once_comes_to_rest(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    open(page, &other, "<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
    let state = "const e = document.querySelector('rapport-feedback');
        return [e.hasAttribute('open'), e.shadowRoot.querySelector('dialog').open, heard.length]";
    for (what, open) in [
        ("e.open(); e.close(); e.open()", true),
        ("e.close(); e.open(); e.close()", false),
        (
            "e.open(); e.open = false; e.theme = 'dark'; e.open(); setTimeout(() => { e.close(); e.open() })",
            true,
        ),
        ("e.open = false; setTimeout(() => { e.open(); e.open = false })", false),
    ] {
        page.eval(&format!("const e = document.querySelector('rapport-feedback'); {what}")).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        let rest = page.eval(state).await;
        assert_eq!((&rest[0], &rest[1]), (&json!(open), &json!(open)), "{what}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(page.eval(state).await, rest, "nothing goes on: {what}");
    }
}

async fn a_page_that_asks_to_log_in_stored_nothing(page: &Page) {
    let other = other(page, &page.host.address, "/login").await;
    open(page, &other, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
    tap(page, "overall", 0.7).await;
    click(page, "submit").await;
    page.hear("save-failed", 1).await;
    shows(page, "[part~=retry]").await;
    assert!(other.requests().contains(&"/login".into()));
}

async fn the_tab_key_goes_through_the_frame(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    let markup = "<button id=\"before\">Before</button><rapport-feedback instrument=\"one\"></rapport-feedback>\
                  <button id=\"after\">After</button>";
    open(page, &other, markup).await;
    page.hear("ready", 1).await;
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

async fn what_the_frame_saves_itself_the_page_never_hears(page: &Page) {
    let other = other(page, &page.host.address, "/beacon").await;
    open(page, &other, "<rapport-feedback instrument=\"one\" session-id=\"s\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
    tap(page, "overall", 0.7).await;
    assert_eq!(page.hear("change", 1).await[0], json!({ "schema": "rapport/1", "item": "overall" }));
    // Keys move the answer, and nobody outside can count them.
    tokio::time::sleep(Duration::from_millis(300)).await;
    page.eval(
        "window.seen = 0; const root = document.querySelector('rapport-feedback').shadowRoot;
         const watched = { subtree: true, attributes: true, childList: true };
         // The driver of Chromium marks the frames that it goes into.
         const own = (change) => change.attributeName !== 'cd_frame_id_';
         new MutationObserver((all) => { window.seen += all.filter(own).length }).observe(root, watched)",
    )
    .await;
    page.enter(FRAME).await;
    page.press(&['\u{e014}'; 3]).await;
    page.leave().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(page.eval("return window.seen").await, 0);
    click(page, "submit").await;
    let saved = page.hear("saved", 1).await[0].clone();
    shows(page, "[part=thanks]").await;
    let beacons = other.beacons();
    assert_eq!(beacons.len(), 1);
    assert_eq!((&beacons[0]["id"], &beacons[0]["sessionId"]), (&saved["id"], &json!("s")));
    let answer = &beacons[0]["answers"][0];
    assert!(answer["value"].as_i64().is_some_and(|value| (68..=78).contains(&value)), "{answer}");
    let strokes = if page.engine == Engine::Phone { 0 } else { 3 }; // a phone has no keys
    assert_eq!(answer["changes"], 1 + strokes, "a tap, and each key");
    assert_eq!(page.all("change").await.len(), 1);
    let heard = page.eval("return JSON.stringify(heard)").await;
    let heard = heard.as_str().expect("text");
    assert!(!heard.contains("rapport-input") && !heard.contains("\"input\""), "nor how often a value moved");
    for word in ["answers", "outcome", "value", "total", "percent"] {
        assert!(!heard.contains(&format!("\"{word}\"")), "{word} in {heard}");
    }
    let known = "const e = document.querySelector('rapport-feedback'); return [e.complete, e.outcome, e.result, e.toFHIR()]";
    assert_eq!(page.eval(known).await, json!([true, null, null, null]));
    // Nor what a client leaves, be it in a form of the page's own.
    open(
        page,
        &other,
        "<form id=\"f\"><rapport-feedback instrument=\"one\" name=\"n\"></rapport-feedback></form>",
    )
    .await;
    page.hear("ready", 1).await;
    tap(page, "overall", 0.7).await;
    page.hear("change", 1).await;
    assert_eq!(page.eval("return new FormData(f).get('n')").await, Value::Null);
    click(page, "skip").await;
    let left = page.hear("dismiss", 1).await;
    assert_eq!(left[0], json!({ "schema": "rapport/1", "reason": "skip" }));
    page.eval("document.querySelector('rapport-feedback').reset()").await;
    shows(page, "[data-item=overall].unset").await;
    tap(page, "overall", 0.7).await;
    page.hear("change", 2).await;
    assert_eq!(other.beacons().len(), 1);
}

async fn a_page_that_is_not_named_is_not_answered(page: &Page) {
    let other = other(page, "https://elsewhere.example", "").await;
    open(page, &other, "<rapport-feedback></rapport-feedback>").await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("wasm-load"), &json!(true)));
    assert!(error["message"].as_str().is_some_and(|message| message.contains("rapport-hosts")), "{error}");
    page.shows("[part=thanks]").await;
    assert!(!other.requests().contains(&"/rapport.wasm".into()), "nothing began");
}

async fn an_address_that_is_none_is_told(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    for src in ["https://[", "javascript:faults.push(1)", "data:text/html,x"] {
        open(page, &other, &format!("<rapport-feedback embed-src=\"{src}\"></rapport-feedback>")).await;
        let error = &page.hear("error", 1).await[0];
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!("wasm-load"), &json!("embed-src is no address"))
        );
        page.shows("[part=thanks]").await;
    }
}

async fn messages_from_elsewhere_malformed_or_replayed_do_nothing(page: &Page) {
    let other = other(page, &page.host.address, "").await;
    // The page keeps hold of its own end of the channel, and of all that goes over it.
    let markup = "<script src=\"/wire.js\"></script><rapport-feedback instrument=\"one\"></rapport-feedback>";
    open(page, &other, markup).await;
    page.hear("ready", 1).await;
    tap(page, "overall", 0.7).await;
    page.hear("change", 1).await;
    page.eval("document.querySelector('rapport-feedback').theme = 'dark'").await;
    page.wait("return wire.sent.filter((message) => message.kind === 'update').length >= 2").await;
    // To the frame: a second greeting, and over the port what is malformed or was there before.
    let frame = FRAME.replace("return ", "");
    page.eval(&format!(
        "const frame = {frame}.contentWindow;
         const channel = new MessageChannel();
         window.answers = [];
         channel.port1.onmessage = ({{ data }}) => answers.push(data);
         frame.postMessage('rapport/1 connect', '*', [channel.port2]);
         const next = wire.sent.at(-1).number + 1;
         for (const odd of [null, 1, 'submit', [], {{}}, {{ kind: 'submit' }}, {{ kind: 'submit', number: 1 }},
             {{ kind: 'submit', number: next + 1 }}, {{ kind: '__proto__', number: next }}, {{ kind: 'toString', number: next }},
             ...wire.sent]) {{
           frame.postMessage(odd, '*');
           wire.port.postMessage(odd);
         }}"
    ))
    .await;
    // To the page: the same that was told before, and what is nobody's to tell.
    page.eval(
        "const next = wire.heard.at(-1).number + 1;
         for (const odd of [null, {}, { kind: 'tell', name: 'rapport-submit', detail: {}, number: 1 },
             { kind: 'connect', number: next }, ...wire.heard]) wire.port.onmessage({ data: odd });
         window.dispatchEvent(new MessageEvent('message', { data: { kind: 'fail', number: next } }))",
    )
    .await;
    tap(page, "overall", 0.2).await;
    page.hear("change", 2).await;
    assert_eq!(page.eval("return window.answers").await, json!([]));
    assert_eq!(page.all("submit").await.len() + page.all("error").await.len(), 0);
    assert_eq!(page.all("change").await.len(), 2);
    // The same message in its turn is heard: so it was its turn that it lacked.
    page.eval("wire.port.postMessage({ kind: 'submit', number: wire.sent.at(-1).number + 1 })").await;
    page.hear("submit", 1).await;
    page.enter(FRAME).await;
    assert_eq!(page.eval("return faults").await, json!([]), "in the frame");
    page.leave().await;
}

async fn answers_survive_a_move(page: &Page) {
    survives(page, "document.querySelector('main').append(e)").await;
}

async fn answers_survive_a_removal(page: &Page) {
    survives(page, "e.remove(); setTimeout(() => document.querySelector('main').append(e), 100)").await;
}

/// Answers, does something to the element `e`, after which there is another document in its frame, and goes on.
async fn survives(page: &Page, what: &str) {
    let other = other(page, &page.host.address, "").await;
    open(page, &other, "<rapport-feedback></rapport-feedback><main></main>").await;
    page.hear("ready", 1).await;
    tap(page, "safe", 0.8).await;
    let value = page.hear("change", 1).await[0]["value"].clone();
    page.eval(&format!("const e = document.querySelector('rapport-feedback'); {what}")).await;
    page.until("the program is there again", async || {
        other.requests().iter().filter(|path| *path == "/rapport.wasm").count() == 2
    })
    .await;
    shows(page, "[data-item=safe]:not(.unset)").await;
    tap(page, "understood", 0.3).await;
    let changes = page.hear("change", 2).await;
    assert_eq!(changes[1]["answers"]["safe"], value);
    assert_eq!(page.all("ready").await.len(), 1);
}

async fn answers_survive_a_crash(page: &Page) {
    for save in ["", "/beacon"] {
        let other = other(page, &page.host.address, save).await;
        open(page, &other, "<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
        page.hear("ready", 1).await;
        tap(page, "overall", 0.8).await;
        let answers = page.hear("change", 1).await[0]["answers"].clone();
        page.enter(FRAME).await;
        page.eval("performance.now = () => { delete performance.now; throw new Error('spoilt') }").await;
        page.leave().await;
        tap(page, "overall", 0.4).await;
        let error = page.hear("error", 1).await[0].clone();
        assert_eq!((&error["code"], &error["fatal"]), (&json!("crashed"), &json!(false)), "{error}");
        assert_eq!(error["answers"], answers, "none where the page hears no answers");
        shows(page, "[data-item=overall]:not(.unset)").await;
        tap(page, "overall", 0.3).await;
        if save.is_empty() {
            page.hear("change", 2).await; // else the page hears of an answer once, not how often it is given
        }
        click(page, "submit").await;
        page.hear("submit", 1).await;
        shows(page, "[part=thanks]").await;
        assert_eq!(
            (page.all("ready").await.len(), other.beacons().len()),
            (1, usize::from(!save.is_empty()))
        );
    }
}
