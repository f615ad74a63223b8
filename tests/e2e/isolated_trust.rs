//! The isolated build between parties that do not trust each other: no answers for the host page, and no effect of
//! foreign messages.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};
use crate::isolated::{FRAME, click, load_isolated, start_frame_origin, tap, wait_in_frame};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            host_page_gets_no_answers_that_the_frame_saves,
            frame_ignores_a_host_origin_that_is_not_listed,
            page_beside_the_frame_gets_no_answer,
            invalid_embed_src_is_reported,
            foreign_malformed_and_replayed_messages_do_nothing
        ],
    );
}

async fn host_page_gets_no_answers_that_the_frame_saves(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "/beacon").await;
    load_isolated(page, &other, "<rapport-feedback instrument=\"one\" session-id=\"s\"></rapport-feedback>")
        .await;
    page.events_exactly("ready", 1).await;
    tap(page, "overall", 0.7).await;
    assert_eq!(
        page.events_exactly("change", 1).await[0],
        json!({ "schema": "rapport/1", "item": "overall" })
    );
    // The host page can't count the keys that move an answer.
    page.settled("return document.querySelector('rapport-feedback').shadowRoot.innerHTML").await;
    page.eval(
        "window.seen = 0; const root = document.querySelector('rapport-feedback').shadowRoot;
         const watched = { subtree: true, attributes: true, childList: true };
         // chromedriver marks the frames that it enters.
         const own = (change) => change.attributeName !== 'cd_frame_id_';
         new MutationObserver((all) => { window.seen += all.filter(own).length }).observe(root, watched)",
    )
    .await;
    page.enter_frame(FRAME).await;
    page.press(&['\u{e014}'; 3]).await;
    page.leave_frames().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(page.eval("return window.seen").await, 0);
    click(page, "submit").await;
    let saved = page.events_exactly("saved", 1).await[0].clone();
    wait_in_frame(page, "[part=message-title]").await;
    let beacons = other.beacons();
    assert_eq!(beacons.len(), 1);
    assert_eq!((&beacons[0]["id"], &beacons[0]["sessionId"]), (&saved["id"], &json!("s")));
    let answer = &beacons[0]["answers"][0];
    assert!(answer["value"].as_i64().is_some_and(|value| (68..=78).contains(&value)), "{answer}");
    let strokes = if page.engine == Engine::Phone { 0 } else { 3 }; // a phone has no keys
    assert_eq!(answer["changes"], 1 + strokes, "a tap, and each key");
    assert_eq!(page.events("change").await.len(), 1);
    let received = page.eval("return JSON.stringify(events)").await;
    let received = received.as_str().expect("text");
    assert!(
        !received.contains("rapport-input") && !received.contains("\"input\""),
        "no input event leaves the frame"
    );
    for word in ["answers", "outcome", "value", "total", "percent"] {
        assert!(!received.contains(&format!("\"{word}\"")), "{word} in {received}");
    }
    let known = "const e = document.querySelector('rapport-feedback'); return [e.complete, e.outcome, e.result, e.toFHIR()]";
    assert_eq!(page.eval(known).await, json!([true, null, null, null]));
    // Neither a form of the page nor a dismiss event has the answers.
    load_isolated(
        page,
        &other,
        "<form id=\"f\"><rapport-feedback instrument=\"one\" name=\"n\"></rapport-feedback></form>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    tap(page, "overall", 0.7).await;
    page.events_exactly("change", 1).await;
    assert_eq!(page.eval("return new FormData(f).get('n')").await, Value::Null);
    click(page, "skip").await;
    let left = page.events_exactly("dismiss", 1).await;
    assert_eq!(left[0], json!({ "schema": "rapport/1", "reason": "skip" }));
    page.eval("document.querySelector('rapport-feedback').reset()").await;
    wait_in_frame(page, "[data-item=overall].unanswered").await;
    tap(page, "overall", 0.7).await;
    page.events_exactly("change", 2).await;
    assert_eq!(other.beacons().len(), 1);
}

async fn frame_ignores_a_host_origin_that_is_not_listed(page: &Page) {
    let other = start_frame_origin(page, "https://elsewhere.example", "").await;
    // The element waits ten seconds for the frame; the page shortens that.
    let markup = "<script src=\"/pages/fast-clock.js\"></script><rapport-feedback></rapport-feedback>";
    load_isolated(page, &other, markup).await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("load-failed"), &json!(true)));
    assert!(
        error["message"].as_str().is_some_and(|message| message.contains("rapport-allowed-origins")),
        "{error}"
    );
    page.wait_for_visible("[part=message-title]").await;
    assert!(!other.requests().contains(&"/rapport.wasm".into()), "the frame loads nothing");
}

/// A page that is not listed embeds the frame, and beside it one that is listed and can be made to greet others.
async fn page_beside_the_frame_gets_no_answer(page: &Page) {
    let (other, listed) = (page.start_server().await, page.start_server().await);
    let html = std::fs::read_to_string("dist/embed.html").expect("a build");
    let meta = "<meta name=\"rapport-allowed-origins\" content=\"";
    other.override_body("/embed.html", html.replace(meta, &format!("{meta}{}", listed.origin)));
    let relay = listed.add_page("relay", "<script src=\"/pages/greet-beside.js\"></script>");
    let policy = format!(
        "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src {} {}",
        other.origin, listed.origin
    );
    let frames =
        format!("<iframe src=\"{}/embed.html\"></iframe><iframe src=\"{relay}\"></iframe>", other.origin);
    page.goto(&page.server.add_page_with_policy("host", &policy, &frames)).await;
    other.wait_for_request("/rapport-frame.js", 1).await;
    page.enter_frame("return document.querySelectorAll('iframe')[1]").await;
    page.wait_for("return window.greetings > 5").await;
    assert_eq!(page.eval("return window.answers").await, 0);
    page.leave_frames().await;
    assert!(!other.requests().contains(&"/rapport.wasm".into()), "the frame loads nothing");
}

async fn invalid_embed_src_is_reported(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    for src in ["https://[", "javascript:faults.push(1)", "data:text/html,x"] {
        load_isolated(page, &other, &format!("<rapport-feedback embed-src=\"{src}\"></rapport-feedback>"))
            .await;
        let error = &page.events_exactly("error", 1).await[0];
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!("load-failed"), &json!(format!("embed-src: found \"{src}\", expected an http URL")))
        );
        page.wait_for_visible("[part=message-title]").await;
    }
}

async fn foreign_malformed_and_replayed_messages_do_nothing(page: &Page) {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    // The page keeps its own port, and every message.
    let markup = "<script src=\"/pages/record-port.js\"></script><rapport-feedback instrument=\"one\"></rapport-feedback>";
    load_isolated(page, &other, markup).await;
    page.events_exactly("ready", 1).await;
    tap(page, "overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.eval("document.querySelector('rapport-feedback').theme = 'dark'").await;
    page.wait_for("return wire.sent.filter((message) => message.kind === 'update').length >= 2").await;
    // To the frame: a second connection, and malformed and replayed messages.
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
    // To the page: replayed messages, and kinds that only the page may send.
    page.eval(
        "const next = wire.received.at(-1).number + 1;
         for (const odd of [null, {}, { kind: 'event', name: 'rapport-submit', detail: {}, number: 1 },
             { kind: 'loaded', number: next }, ...wire.received]) wire.port.onmessage({ data: odd });
         window.dispatchEvent(new MessageEvent('message', { data: { kind: 'fail', number: next } }))",
    )
    .await;
    tap(page, "overall", 0.2).await;
    page.events_exactly("change", 2).await;
    assert_eq!(page.eval("return window.answers").await, json!([]));
    assert_eq!(page.events("submit").await.len() + page.events("error").await.len(), 0);
    assert_eq!(page.events("change").await.len(), 2);
    // The same message with the next number works, so only the number was wrong.
    page.eval("wire.port.postMessage({ kind: 'submit', number: wire.sent.at(-1).number + 1 })").await;
    page.events_exactly("submit", 1).await;
    page.enter_frame(FRAME).await;
    assert_eq!(page.eval("return faults").await, json!([]), "in the frame");
    page.leave_frames().await;
}
