//! The data of `<rapport-trend>` in the tests, and every state that a therapist can see.

use serde_json::{Value, json};

use crate::harness::{Page, in_shadow};

pub const STATES: [&str; 10] = [
    "loading",
    "failed",
    "without results",
    "twelve sessions",
    "an earlier session",
    "a skipped session",
    "two questionnaires",
    "a subscale",
    "bad entries",
    "a thousand sessions",
];

/// The totals of twelve weekly sessions, of which the fifth was skipped.
const TOTALS: [Option<i64>; 12] = [
    Some(62),
    Some(58),
    Some(40),
    Some(44),
    None,
    Some(52),
    Some(61),
    Some(66),
    Some(70),
    Some(64),
    Some(78),
    Some(81),
];

/// The answers to a list of six questions in the same sessions. The fourth session has none.
const STRAIN: [Option<[Option<i64>; 6]>; 12] = [
    Some([Some(3), Some(3), Some(3), Some(2), Some(3), Some(2)]),
    Some([Some(3), Some(2), Some(3), Some(2), Some(2), Some(2)]),
    Some([Some(2), Some(2), Some(3), Some(2), Some(2), Some(2)]),
    None,
    Some([Some(2), Some(2), Some(2), Some(1), None, Some(1)]),
    Some([Some(1), Some(1), Some(2), None, None, None]),
    Some([Some(1), Some(1), Some(1), Some(1), Some(1), Some(1)]),
    Some([Some(1), Some(0), Some(1), Some(1), Some(1), Some(0)]),
    Some([Some(3), Some(3), Some(3), Some(3), Some(3), Some(2)]),
    Some([Some(1), Some(1), Some(1), Some(0), Some(1), Some(0)]),
    Some([Some(0), Some(1), Some(1), Some(0), Some(0), Some(0)]),
    Some([Some(0), Some(0), Some(1), Some(0), Some(0), Some(0)]),
];

/// The day of a weekly session: Mondays from 5 January 2026, at 09:30 UTC. Later ones have the first year's days again.
fn day(week: usize) -> String {
    const MONTHS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (year, mut rest) = (2026 + (4 + 7 * week) / 364, (4 + 7 * week) % 364);
    let mut month = 0;
    while rest >= MONTHS[month] {
        rest -= MONTHS[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}T09:30:00Z", month + 1, rest + 1)
}

fn result(
    prefix: &str,
    week: usize,
    instrument: &Value,
    answers: impl Iterator<Item = (String, Option<i64>)>,
) -> Value {
    let answer = |(item, value): (String, Option<i64>)| json!({ "item": item, "value": value, "firstInteractionMs": 900, "changes": 1, "input": "mouse" });
    json!({
        "schema": "rapport/1", "id": format!("{prefix}-{week}"), "attempt": 1, "sessionId": format!("session-{week}"),
        "instrument": instrument, "lang": "en", "status": "complete",
        "startedAt": day(week), "submittedAt": day(week),
        "answers": answers.map(answer).collect::<Vec<_>>(), "outcome": null,
    })
}

/// A result of the built-in instrument, each answer near the total.
fn bond(week: usize, total: i64) -> Value {
    let items = ["safe", "understood", "together", "open", "helpful"];
    let answers = items.iter().zip(-2..).map(|(item, offset)| ((*item).to_owned(), Some(total + 3 * offset)));
    result("bond", week, &json!({ "id": "session", "version": "1.0.0" }), answers)
}

/// Twelve weekly sessions with the built-in instrument.
pub fn twelve() -> Vec<Value> {
    let session = |(week, total): (usize, &Option<i64>)| match total {
        Some(total) => bond(week, *total),
        None => json!({ "at": day(week), "sessionId": format!("session-{week}"), "status": "skipped" }),
    };
    TOTALS.iter().enumerate().map(session).collect()
}

/// Weekly sessions, as many as asked for.
pub fn many(count: usize) -> Vec<Value> {
    (0..count).map(|week| bond(week, 50 + i64::try_from((week * 37) % 81).unwrap_or_default() - 40)).collect()
}

/// A questionnaire of this test, with all that a definition can have: bands, an alert, subscales, a reliable change.
fn strain() -> Value {
    let points = ["Never", "Some days", "Most days", "Every day"];
    let point = |(value, label): (usize, &&str)| json!({ "value": value, "label": label });
    let item = |index: usize| {
        json!({
            "id": format!("part-{index}"), "text": format!("Was part {index} of your week too much?"),
            "subscale": [if index < 3 { "body" } else { "mind" }],
        })
    };
    json!({
        "id": "strain", "version": "1", "title": "Strain in the last week",
        "scale": { "points": points.iter().enumerate().map(point).collect::<Vec<_>>() },
        "items": (0..6).map(item).collect::<Vec<_>>(),
        "score": { "range": [0, 18], "better": "low", "missing": "prorate", "minAnswered": 4 },
        "subscales": [
            { "id": "body", "title": "Body", "range": [0, 9] }, { "id": "mind", "title": "Mind", "range": [0, 9] },
        ],
        "bands": [
            { "id": "low", "from": 0, "label": "low" }, { "id": "middle", "from": 6, "label": "middle" },
            { "id": "high", "from": 12, "label": "high" },
        ],
        "alerts": [{ "id": "top", "scope": "total", "above": 14 }],
        "reliability": { "sd": 4, "r": 0.85, "source": "Made up for the tests" },
    })
}

/// Two questionnaires in the same sessions, and an event.
pub fn two() -> Value {
    let strain_result = |(week, answers): (usize, &Option<[Option<i64>; 6]>)| {
        let answers = (*answers)?;
        let answers = answers.into_iter().enumerate().map(|(index, value)| (format!("part-{index}"), value));
        Some(result("strain", week, &json!({ "id": "strain", "version": "1" }), answers))
    };
    let results: Vec<Value> =
        twelve().into_iter().chain(STRAIN.iter().enumerate().filter_map(strain_result)).collect();
    json!({
        "results": results, "instruments": [strain()],
        "events": [{ "at": day(6), "label": "Moved to a new flat" }],
    })
}

/// Twelve sessions, and three entries that cannot be read.
pub fn bad() -> Value {
    let mut results = twelve();
    results.extend([json!({ "at": "yesterday", "status": "skipped" }), json!(5), json!({ "id": "x" })]);
    json!({ "results": results })
}

pub fn data(state: &str) -> Value {
    match state {
        "without results" => json!({}),
        "two questionnaires" | "a subscale" => two(),
        "bad entries" => bad(),
        "a thousand sessions" => json!({ "results": many(1000) }),
        _ => json!({ "results": twelve() }),
    }
}

/// Loads a page with an element that has this data inside the tag.
pub async fn load_trend(page: &Page, attributes: &str, data: &Value) {
    page.load_bare(&format!(
        "<script src=\"/axe.js\"></script><script type=\"module\" src=\"/rapport-trend.js\"></script><main>
         <h1>Before the session</h1><rapport-trend time-zone=\"Europe/Berlin\" {attributes}>
         <script type=\"application/json\">{data}</script></rapport-trend></main>"
    ))
    .await;
}

/// Loads a page, and brings it into a state.
pub async fn enter_trend(page: &Page, state: &str, attributes: &str) {
    let wasm = "/rapport-trend.wasm";
    page.server.restore(wasm);
    page.server.resume(wasm);
    match state {
        "loading" => page.server.stall(wasm),
        "failed" => page.server.fail(wasm),
        _ => {}
    }
    load_trend(page, attributes, &data(state)).await;
    match state {
        "loading" => return seen(page, ".skeleton").await,
        "failed" => return seen(page, "[part=status]").await,
        _ => drop(page.events_exactly("trend-ready", 1).await),
    }
    match state {
        "an earlier session" => choose(page, 2).await,
        "a skipped session" => choose(page, 4).await,
        "a subscale" => {
            run_on(
                page,
                "select",
                "e.value = 'mind', e.dispatchEvent(new Event('change', { bubbles: true }))",
            )
            .await;
            page.wait_for(&format!(
                "return {}.textContent.includes('Mind')",
                on(".instrument + .instrument .subtitle")
            ))
            .await;
        }
        _ => {}
    }
}

/// Chooses a session by the range, as assistive technology does.
pub async fn choose(page: &Page, session: usize) {
    let set = format!("e.value = {session}, e.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))");
    run_on(page, "[part=stepper]", &set).await;
    page.wait_for(&format!("return {}?.dataset.session === '{session}'", on("tr[aria-current]"))).await;
}

/// Returns an expression for an element of the trend.
pub fn on(selector: &str) -> String {
    in_shadow("rapport-trend", selector)
}

/// Returns what a script makes of one element of the trend: `e`.
pub async fn run_on(page: &Page, selector: &str, script: &str) -> Value {
    page.eval(&format!("const e = {}; return {script}", on(selector))).await
}

/// Waits until the trend shows an element.
pub async fn seen(page: &Page, selector: &str) {
    page.wait_for(&format!("return Boolean({}?.checkVisibility())", on(selector))).await;
}
