//! The beginning and the end of a form before the WASM module runs: sessions, drafts, initial answers, and the page's
//! form. Each has the same effect as in the module.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::crash::{crashed, load_breakable, render};
use crate::early::{WASM, load_early, run_module};
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            late_session_keeps_early_answers,
            late_draft_key_brings_its_draft,
            late_initial_answers_show_early,
            cleared_initial_answer_stays_cleared_early,
            draft_of_another_definition_does_not_show_early,
            early_draft_keeps_the_id_and_attempt_of_a_sent_form,
            early_time_counts_on_from_the_draft,
            instances_that_crash_leave_the_early_draft,
            ended_early_form_leaves_nothing_to_the_next,
            early_reset_begins_another_form,
            early_draft_goes_with_keep_draft,
            closed_form_after_crashes_leaves_no_draft,
            inline_form_that_ended_early_stays_ended,
            early_form_holds_back_the_pages_form,
            early_form_keeps_its_language_for_a_translator,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const KEPT: &str = "<rapport-feedback keep-draft session-id=\"s\"></rapport-feedback>";
const UNANSWERED: &str = "not answered";

/// Returns the draft of session `s`.
async fn draft(page: &Page) -> Value {
    page.eval("return JSON.parse(sessionStorage.getItem('rapport:s:'))").await
}

async fn run_on(page: &Page, script: &str) {
    page.eval(&format!("const e = {WIDGET}; {script}; return new Promise((done) => setTimeout(done))")).await;
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

async fn submit(page: &Page) -> Value {
    run_on(page, "e.submit()").await;
    page.events_exactly("submit", 1).await[0].clone()
}

async fn late_session_keeps_early_answers(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.sessionId = 's'").await;
    assert_eq!(slider(page, "safe").await.0, 100);
    run_module(page).await;
    let result = submit(page).await;
    assert_eq!(
        (&result["sessionId"], &result["answers"][0]["value"]),
        (&json!("s"), &json!(100)),
        "{result}"
    );

    load_early(page, "<rapport-feedback session-id=\"s\"></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.sessionId = 't'").await;
    assert_eq!(slider(page, "safe").await.1, UNANSWERED, "another session is another form");
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

async fn late_initial_answers_show_early(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("open", 0.72).await;
    let (tapped, _) = slider(page, "open").await;
    run_on(page, "e.answers = { safe: 70, open: 70 }").await;
    assert_eq!((slider(page, "safe").await.0, slider(page, "open").await.0), (70, tapped));
    run_module(page).await;
    assert_eq!((slider(page, "safe").await.0, slider(page, "open").await.0), (70, tapped));
    let result = submit(page).await;
    let safe = &result["answers"][0];
    assert_eq!((&safe["value"], &safe["input"]), (&json!(70), &json!("script")), "{result}");
    assert_eq!(result["answers"][3]["value"], tapped, "{result}");
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

/// Neither the answers of a form that ended come back, nor those that the host had set for it.
async fn ended_early_form_leaves_nothing_to_the_next(page: &Page) {
    for by_apology in [false, true] {
        let markup = "<rapport-feedback mode=\"dialog\" open keep-draft session-id=\"s\">\
            <script type=\"application/json\">{ \"answers\": { \"helpful\": 20 } }</script></rapport-feedback>";
        load_early(page, markup).await;
        page.tap("safe", 1.0).await;
        assert_ne!(draft(page).await, Value::Null);
        if by_apology {
            page.server.fail(WASM);
            page.server.resume(WASM);
            page.click("close").await;
            page.events_exactly("dismiss", 1).await;
            page.server.restore(WASM);
            page.server.stall(WASM);
        } else {
            run_on(page, "e.close()").await;
        }
        assert_eq!(draft(page).await, Value::Null);
        run_on(page, "e.show()").await;
        page.wait_for_visible("dialog:modal [data-item]").await;
        for item in ["safe", "helpful"] {
            assert_eq!(slider(page, item).await.1, UNANSWERED, "{item}");
        }
        page.tap("open", 0.0).await;
        run_module(page).await;
        let result = submit(page).await;
        assert_eq!(result["outcome"]["answered"], 1, "{result}");
    }
}

async fn early_reset_begins_another_form(page: &Page) {
    let markup = "<rapport-feedback keep-draft session-id=\"s\">\
        <script type=\"application/json\">{ \"answers\": { \"helpful\": 20 } }</script></rapport-feedback>";
    load_early(page, markup).await;
    page.tap("safe", 1.0).await;
    run_on(page, "e.reset()").await;
    assert_eq!(draft(page).await, Value::Null);
    for item in ["safe", "helpful"] {
        assert_eq!(slider(page, item).await.1, UNANSWERED, "{item}");
    }
    page.tap("open", 0.0).await;
    run_module(page).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);

    load_early(page, markup).await;
    run_on(page, "e.reset(); e.answers = { safe: 70 }").await;
    assert_eq!(slider(page, "safe").await.0, 70, "answers for the new form");
    run_module(page).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);
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

async fn inline_form_that_ended_early_stays_ended(page: &Page) {
    let is_empty = format!("return !{WIDGET}.shadowRoot.querySelector('.root').firstChild");
    for fails in [false, true] {
        load_early(page, "<rapport-feedback session-id=\"s\"></rapport-feedback>").await;
        page.tap("safe", 1.0).await;
        run_on(page, "e.close()").await;
        run_on(page, "e.theme = 'dark'").await;
        assert_eq!(page.eval(&is_empty).await, true);
        if fails {
            page.server.fail(WASM);
            page.server.resume(WASM);
            page.events_exactly("error", 1).await;
            assert_eq!(page.eval(&is_empty).await, true, "no apology for a form that ended");
            page.server.restore(WASM);
            page.eval("dispatchEvent(new Event('online'))").await;
        }
        run_module(page).await;
        page.wait_for_visible("[part=message-title]").await;
        run_on(page, "e.submit()").await;
        assert_eq!(page.events("submit").await, Vec::<Value>::new());
        let dismissed = page.events_exactly("dismiss", 1).await;
        assert_eq!(
            (&dismissed[0]["reason"], &dismissed[0]["answers"]["safe"]),
            (&json!("host"), &json!(100))
        );
        run_on(page, "e.reset()").await;
        page.wait_for_visible("[data-item=safe].unanswered").await;
    }
    for begin in ["e.reset()", "e.sessionId = 't'", "e.instrument = 'one'", "e.mode = 'dialog'; e.show()"] {
        load_early(page, "<rapport-feedback session-id=\"s\"></rapport-feedback>").await;
        run_on(page, "e.close()").await;
        run_on(page, begin).await;
        page.wait_for_visible("[data-item].unanswered").await;
        run_module(page).await;
        page.wait_for_visible("[data-item].unanswered").await;
        assert_eq!(page.eval_on("[part=message-title]", "e").await, Value::Null, "{begin}");
    }
}

async fn early_form_holds_back_the_pages_form(page: &Page) {
    // WebKitGTK crashes seconds after it showed a validation message whose document is gone.
    page.retire_browser();
    let markup = |attributes: &str| {
        format!("<form id=\"f\"><rapport-feedback name=\"feedback\" {attributes}></rapport-feedback></form>")
    };
    // `f` asks the browser, which has the last validity that the element set.
    let is_valid = async || page.eval("return f.checkValidity()").await;
    load_early(page, &markup("required")).await;
    assert_eq!(is_valid().await, false, "required");
    let state =
        page.eval(&format!("return [{WIDGET}.validity.customError, {WIDGET}.validationMessage]")).await;
    assert_eq!(state, json!([true, "One moment…"]));
    run_module(page).await;
    page.wait_for(&format!("return {WIDGET}.validity.valueMissing")).await;

    load_early(page, &markup("")).await;
    assert_eq!(is_valid().await, true, "without an answer");
    page.tap("safe", 1.0).await;
    assert_eq!(is_valid().await, false, "with an answer");
    run_on(page, "e.reset()").await;
    assert_eq!(is_valid().await, true, "after a reset");
    page.tap("safe", 1.0).await;
    page.server.fail(WASM);
    page.server.resume(WASM);
    page.events_exactly("error", 1).await;
    assert_eq!(is_valid().await, true, "there is no module to wait for");
    page.server.restore(WASM);
    page.server.stall(WASM);
    page.click("retry").await;
    page.wait_for_visible("[data-item]").await;
    assert_eq!(is_valid().await, false, "the module is loaded again");
    run_module(page).await;
    page.events_exactly("change", 1).await;
    page.wait_for("return f.checkValidity()").await;
    assert!(page.eval("return new FormData(f).get('feedback')").await.is_string());
}

async fn early_form_keeps_its_language_for_a_translator(page: &Page) {
    page.server.stall(WASM);
    let load = async |lang: &str| {
        page.load_bare("<rapport-feedback></rapport-feedback>").await;
        page.eval(&format!(
            "document.documentElement.lang = '{lang}'; return import('/rapport.js').then(() => 1)"
        ))
        .await;
    };
    let shown = async || page.eval_on(".panel", "[e.lang, e.querySelector('h2').lang]").await;
    for (lang, expected) in [("pl", json!(["de", "de"])), ("es", json!(["es", "es"]))] {
        load("de").await;
        page.wait_for_visible("[data-item]").await;
        assert_eq!(shown().await, json!(["de", "de"]));
        run_on(page, &format!("document.documentElement.lang = '{lang}'")).await;
        assert_eq!(shown().await, expected, "{lang}");
        page.server.resume(WASM);
        page.events_exactly("ready", 1).await;
        assert_eq!(shown().await, expected, "{lang}, the module");
        page.server.stall(WASM);
    }
    // The apology is in that language too.
    load("de").await;
    page.wait_for_visible("[data-item]").await;
    run_on(page, "document.documentElement.lang = 'pl'").await;
    page.server.fail(WASM);
    page.server.resume(WASM);
    page.events_exactly("error", 1).await;
    assert_eq!(page.eval_on(".panel", "e.lang").await, "de");
}
