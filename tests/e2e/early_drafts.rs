//! The draft of a form before the WASM module runs: the script restores and stores it as the module does.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::crash::{crashed, load_breakable, render};
use crate::early::{WASM, load_early, run_module};
use crate::early_lifecycle::{KEPT, UNANSWERED, WIDGET, draft, run_on, submit};
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            late_draft_key_brings_its_draft,
            cleared_initial_answer_stays_cleared_early,
            draft_of_another_definition_does_not_show_early,
            early_draft_keeps_the_id_and_attempt_of_a_sent_form,
            early_time_counts_on_from_the_draft,
            instances_that_crash_leave_the_early_draft,
            early_draft_goes_with_keep_draft,
            closed_form_after_crashes_leaves_no_draft,
        ],
    );
}

/// Loads a form that keeps its draft, and answers an item in the module.
async fn store_draft(page: &Page) {
    page.load(KEPT).await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 1.0).await;
    page.events_exactly("change", 1).await;
}

/// Loads a page again whose module was held back, with the module.
async fn load_with_module(page: &Page, markup: &str) {
    page.server.resume(WASM);
    page.server.stall("/nothing");
    page.load(markup).await;
    page.events_exactly("ready", 1).await;
}

async fn late_draft_key_brings_its_draft(page: &Page) {
    for (attributes, late) in
        [("keep-draft", "e.sessionId = 's'"), ("session-id=\"s\"", "e.keepDraft = true")]
    {
        store_draft(page).await;
        load_early(page, &format!("<rapport-feedback {attributes}></rapport-feedback>")).await;
        page.tap("open", 0.0).await;
        run_on(page, late).await;
        assert_eq!((slider(page, "safe").await.0, slider(page, "open").await.0), (100, 0), "{late}");
        let stored = draft(page).await;
        assert_eq!(
            (&stored["answers"][0]["value"], &stored["answers"][3]["value"]),
            (&json!(100), &json!(0))
        );
        run_module(page).await;
        let result = submit(page).await;
        assert_eq!(result["outcome"]["answered"], 2, "{result}");
        assert_eq!(result["answers"][0]["changes"], 1, "{result}");
        page.eval("sessionStorage.clear()").await;
    }
}

async fn cleared_initial_answer_stays_cleared_early(page: &Page) {
    let markup = "<rapport-feedback keep-draft session-id=\"s\">\
        <script type=\"application/json\">{ \"answers\": { \"safe\": 70 } }</script></rapport-feedback>";
    page.load(markup).await;
    page.events_exactly("ready", 1).await;
    page.eval_on("[data-item=safe] [part=clear]", "e.click()").await;
    page.tap("open", 0.0).await;
    page.events_exactly("change", 2).await;
    load_early(page, markup).await;
    assert_eq!((slider(page, "safe").await.1.as_str(), slider(page, "open").await.0), (UNANSWERED, 0));
    run_module(page).await;
    assert_eq!((slider(page, "safe").await.1.as_str(), slider(page, "open").await.0), (UNANSWERED, 0));
}

async fn draft_of_another_definition_does_not_show_early(page: &Page) {
    let markup = |version: &str, ids: [&str; 2]| {
        let items = ids.map(|id| json!({ "id": id, "text": id, "low": "Low", "high": "High" }));
        let instrument = json!({ "id": "i", "version": version, "title": "T", "scale": { "min": 0, "max": 100 },
            "items": items, "score": { "range": [0, 100] } });
        let script = json!({ "instrument": instrument });
        format!(
            "<rapport-feedback keep-draft session-id=\"s\"><script type=\"application/json\">{script}</script></rapport-feedback>"
        )
    };
    page.load(&markup("1", ["a", "b"])).await;
    page.events_exactly("ready", 1).await;
    page.tap("a", 1.0).await;
    page.events_exactly("change", 1).await;
    for (version, ids) in [("2", ["a", "b"]), ("1", ["b", "a"])] {
        load_early(page, &markup(version, ids)).await;
        for id in ids {
            assert_eq!(slider(page, id).await.1, UNANSWERED, "{version}, {id}");
        }
        run_module(page).await;
        assert_eq!(slider(page, "a").await.1, UNANSWERED, "{version}");
    }
    assert_ne!(draft(page).await, Value::Null, "nobody has answered anything else");
}

/// The host could not store the form that was sent, and the module does not come after a reload.
async fn early_draft_keeps_the_id_and_attempt_of_a_sent_form(page: &Page) {
    store_draft(page).await;
    page.eval("document.addEventListener('rapport-submit', (e) => e.waitUntil(Promise.reject('no')))").await;
    let sent = submit(page).await;
    page.events_exactly("save-failed", 1).await;
    load_early(page, KEPT).await;
    page.tap("open", 0.0).await;
    let stored = draft(page).await;
    assert_eq!((&stored["id"], &stored["attempt"]), (&sent["id"], &json!(1)), "{stored}");
    load_with_module(page, KEPT).await;
    let again = submit(page).await;
    for key in ["id", "startedAt"] {
        assert_eq!(again[key], sent[key], "{key}: {again}");
    }
    assert_eq!(again["attempt"], 2);
    assert_eq!(again["outcome"]["answered"], 2);
    assert!(again["durationMs"].as_u64() > sent["durationMs"].as_u64(), "{again}");
}

async fn early_time_counts_on_from_the_draft(page: &Page) {
    let markup = "<rapport-feedback keep-draft session-id=\"s\">\
        <script type=\"application/json\">{ \"answers\": { \"helpful\": 20 } }</script></rapport-feedback>";
    page.load(markup).await;
    page.events_exactly("ready", 1).await;
    page.eval("return new Promise((done) => setTimeout(done, 300))").await;
    page.tap("safe", 1.0).await;
    page.events_exactly("change", 1).await;
    let earlier = draft(page).await["durationMs"].as_u64().expect("a duration");
    let check = |entries: &Value, duration: &Value, least: u64| {
        let given = entries[3]["firstInteractionMs"].as_u64().expect("a time");
        assert!(given >= earlier + 300, "{given} is later than {earlier}");
        assert!(duration.as_u64() >= Some(given + least), "{duration} is later than {given}");
        assert_eq!(entries[4]["input"], "script", "{entries}");
    };
    load_early(page, markup).await;
    page.eval("return new Promise((done) => setTimeout(done, 300))").await;
    page.tap("open", 0.0).await;
    let early = draft(page).await;
    check(&early["answers"], &early["durationMs"], 0);
    page.eval("return new Promise((done) => setTimeout(done, 300))").await;
    run_module(page).await;
    let result = submit(page).await;
    check(&result["answers"], &result["durationMs"], 300);
}

/// Each instance traps: at once, after it has loaded the draft of the earlier document, or while gestures are replayed.
async fn instances_that_crash_leave_the_early_draft(page: &Page) {
    for reads in [0, 6, 9, 12] {
        crash_each_instance(page, reads).await;
        page.eval("sessionStorage.clear()").await;
    }
}

async fn crash_each_instance(page: &Page, reads: u32) {
    store_draft(page).await;
    page.server.stall(WASM);
    page.load_bare(&format!(
        "<script src=\"/pages/break-module.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>{KEPT}"
    ))
    .await;
    page.wait_for_visible("[data-item]").await;
    page.tap("open", 0.0).await;
    page.eval(&format!("limitClock({reads})")).await;
    page.server.resume(WASM);
    page.wait_for("return events.some(({ name, detail }) => name === 'ready' || detail.fatal)").await;
    let crashes = page.events("error").await.len();
    assert_ne!(crashes, 0, "after {reads} reads");
    let stored = draft(page).await;
    let value = |index: usize| &stored["answers"][index]["value"];
    assert_eq!(
        (value(0), value(3)),
        (&json!(100), &json!(0)),
        "{crashes} crashes after {reads} reads: {stored}"
    );
    if reads > 0 {
        return; // the module restores its snapshot, and the script draws nothing
    }
    // Answers that are given after a retry are stored too.
    page.eval("stallInstances()").await;
    page.click("retry").await;
    page.wait_for_visible("[data-item]").await;
    page.tap("helpful", 1.0).await;
    let stored = draft(page).await;
    let value = |index: usize| &stored["answers"][index]["value"];
    assert_eq!((value(0), value(3), value(4)), (&json!(100), &json!(0), &json!(100)), "{stored}");
}

async fn early_draft_goes_with_keep_draft(page: &Page) {
    load_early(page, KEPT).await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.keepDraft = false").await;
    assert_eq!(page.eval("return sessionStorage.length").await, 0);
    assert_eq!(slider(page, "safe").await.0, 100, "the answers stay");
    page.tap("open", 0.0).await;
    run_module(page).await;
    page.events_exactly("change", 2).await;
    assert_eq!(page.eval("return sessionStorage.length").await, 0);
}

async fn closed_form_after_crashes_leaves_no_draft(page: &Page) {
    for end in ["e.shadowRoot.querySelector('[part=close]').click()", "e.reset()"] {
        load_breakable(page, KEPT).await;
        page.tap("safe", 1.0).await;
        page.events_exactly("change", 1).await;
        for times in 1..=4 {
            page.eval("overwriteMemory()").await;
            render(page).await;
            crashed(page, times).await;
        }
        page.wait_for_visible("[part~=retry]").await;
        assert_ne!(draft(page).await, Value::Null);
        run_on(page, end).await;
        assert_eq!(draft(page).await, Value::Null, "{end}");
    }
    page.click("retry").await;
    page.wait_for_visible("[data-item]").await;
    page.settled(&format!("return {WIDGET}.outcome?.answered")).await;
    assert_eq!(slider(page, "safe").await.1, UNANSWERED, "it was reset");
}
