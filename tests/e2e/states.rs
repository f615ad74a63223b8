//! Every state that a respondent can see, and the way there. `accessibility` and `layout` check each, and
//! `make screenshots` draws each.

use serde_json::json;

use crate::harness::Page;

pub const STATES: [&str; 19] = [
    "loading",
    "failed",
    "empty",
    "answered",
    "buttons",
    "list",
    "list, answered",
    "required",
    "missing",
    "review",
    "leave",
    "offline",
    "sending",
    "not saved",
    "sent",
    "sent, a low answer",
    "dismissed",
    "dialog",
    "error",
];

/// Loads a page and brings it into a state. The element has these attributes besides.
pub async fn enter_state(page: &Page, state: &str, attributes: &str) {
    let wasm = "/rapport.wasm";
    page.server.restore(wasm);
    page.server.resume(wasm);
    match state {
        "loading" => page.server.stall(wasm),
        "failed" => page.server.fail(wasm),
        _ => {}
    }
    let more = match state {
        "review" => "review",
        "dialog" | "leave" => "mode=\"dialog\" open",
        "error" => "instrument=\"unknown\"",
        _ => "",
    };
    let strings = json!({ "crisis": "In an emergency, call your local number." });
    let script = match state {
        "required" | "missing" => json!({ "strings": strings, "instrument": instrument() }),
        "list" | "list, answered" => json!({ "strings": strings, "instrument": list() }),
        _ => json!({ "strings": strings }),
    };
    page.load(&format!(
        "<script src=\"/axe.js\"></script><main><h1>After your session</h1><rapport-feedback {attributes} {more}>
         <script type=\"application/json\">{script}</script></rapport-feedback></main>"
    ))
    .await;
    page.eval(
        "window.settle = {};
         document.addEventListener('rapport-submit', (event) => event.waitUntil(
           new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }))))",
    )
    .await;
    let seen = match state {
        "failed" | "error" => "[part=message-title]",
        "dialog" | "leave" => "dialog",
        _ => "[data-item]",
    };
    page.wait_for_visible(seen).await;
    match state {
        "answered" => answer(page, 0.94).await,
        "buttons" => {
            answer(page, 0.7).await;
            page.eval_on(".switch-input", "e.click()").await;
            page.wait_for_visible(".choice").await;
        }
        "list, answered" => {
            page.tap_choice("days-0", "2").await;
            page.tap_choice("days-1", "na").await;
            page.tap_choice("days-2", "0").await;
            page.events_exactly("change", 3).await;
        }
        "missing" => {
            page.click("submit").await;
            page.wait_for_visible("[aria-invalid=true]").await;
        }
        "review" => {
            answer(page, 0.94).await;
            page.click("submit").await;
            page.wait_for_visible("[part=review]").await;
        }
        "leave" => {
            answer(page, 0.7).await;
            page.click("close").await;
            page.wait_for_visible("[part=edit]").await;
        }
        "offline" => {
            page.eval(
                "Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
                 window.dispatchEvent(new Event('offline'))",
            )
            .await;
            send(page, "not saved").await;
        }
        "sending" | "not saved" | "sent" | "sent, a low answer" => send(page, state).await,
        "dismissed" => {
            page.click("skip").await;
            page.wait_for_visible("[part=message-title]").await;
        }
        _ => {}
    }
}

async fn send(page: &Page, state: &str) {
    answer(page, if state == "sent, a low answer" { 0.2 } else { 0.9 }).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    match state {
        "not saved" => drop(page.eval("settle.reject(new Error('down'))").await),
        "sending" => return page.wait_for_visible("[part=status]:not(:empty)").await,
        _ => drop(page.eval("settle.resolve()").await),
    }
    page.wait_for_visible(if state == "not saved" { "[part~=retry]" } else { "[part=message-title]" }).await;
}

/// Answers the first and the fourth item.
async fn answer(page: &Page, along: f64) {
    page.tap("safe", along).await;
    page.tap("open", 0.55).await;
    page.events_exactly("change", 2).await;
}

/// A list of ten items with labelled points, two of them in a row, in two sections.
fn list() -> serde_json::Value {
    let point = |(value, label): (usize, &str)| json!({ "value": value, "label": label });
    let often = ["Not at all", "On several days", "On more than half of the days", "Nearly every day"];
    let short = ["No", "Hardly", "Mostly", "Yes"];
    let item = |index: usize| {
        let mut item = json!({
            "id": format!("days-{index}"), "text": format!("Was there something good in part {index} of your days?"),
            "section": if index < 5 { "first" } else { "second" },
        });
        match index {
            0 => item["required"] = true.into(),
            1 => item["notApplicable"] = json!({ "label": "Does not apply to me" }),
            2 | 3 => {
                let points: Vec<_> = short.into_iter().enumerate().map(point).collect();
                item["scale"] = json!({ "points": points });
            }
            _ => {}
        }
        item
    };
    json!({
        "id": "days", "version": "1", "title": "Your days", "lead": "Over the last two weeks:",
        "sections": [{ "id": "first", "text": "At home" }, { "id": "second", "text": "With others" }],
        "scale": { "points": often.into_iter().enumerate().map(point).collect::<Vec<_>>() },
        "items": (0..10).map(item).collect::<Vec<_>>(), "score": { "range": [0, 30] },
    })
}

fn instrument() -> serde_json::Value {
    json!({
        "id": "ease", "version": "1", "title": "How was the pace?", "attribution": "Words by the Harbour clinic",
        "scale": { "min": 1, "max": 5 }, "score": { "range": [1, 5] },
        "items": [
            { "id": "pace", "text": "Did we go at your pace?", "low": "Not at all", "high": "All the time" },
            { "id": "ease", "text": "Was it easy to talk?", "low": "Hard", "high": "Easy", "required": true },
        ],
    })
}
