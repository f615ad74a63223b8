//! The moment at which the view takes over the nodes of the form that the script drew: a respondent notices nothing.

use std::fmt::Write as _;

use serde_json::json;

use crate::answering::slider;
use crate::cases;
use crate::early::{ROOT, WASM, WIDGET, instrument, load_early, markup, run_module};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![drag_goes_on_while_the_view_takes_over, view_takes_over_the_nodes_and_the_focus],
    );
    tests.add(
        &[Engine::Chromium],
        &cases![accessibility_tree_stays_the_same, layout_does_not_shift_when_the_view_takes_over],
    );
    tests.alone().add(&[Engine::Chromium], &cases![taking_over_is_no_long_task]);
}

async fn drag_goes_on_while_the_view_takes_over(page: &Page) {
    load_early(page, &markup("", &instrument())).await;
    let [left, top, width, height] = page.element_box("rapport-feedback", "[data-item=safe] input").await;
    let at = |along: f64| (left + height / 2.0 + (width - height) * along, top + height / 2.0);
    page.eval(&format!(
        "document.addEventListener('rapport-ready', () => {{ window.readyAt = performance.now() }});
         for (const type of ['pointerdown', 'pointerup']) {{
           {ROOT}.addEventListener(type, () => {{ window[type] = performance.now() }}, true);
         }}"
    ))
    .await;
    page.press_mouse(&[at(0.2), at(0.3), at(0.4)]).await;
    run_module(page).await;
    page.release_mouse(&[at(0.4), at(0.6), at(0.9)]).await;
    let change = page.events_exactly("change", 1).await[0].clone();
    let order = page.eval("return pointerdown < readyAt && readyAt < pointerup").await;
    assert_eq!(order, true, "the module runs during the drag");
    let (value, _) = slider(page, "safe").await;
    assert!((88..=92).contains(&value), "dragged to 90, it is at {value}");
    assert_eq!((&change["value"], &change["item"]), (&json!(value), &json!("safe")));
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    let entry = &result["answers"][0];
    assert_eq!((&entry["changes"], &entry["input"]), (&json!(1), &json!("mouse")), "{result}");
}

async fn view_takes_over_the_nodes_and_the_focus(page: &Page) {
    load_early(page, &markup("", &instrument())).await;
    page.eval_on("[data-item=together] input", "e.focus()").await;
    page.eval(&format!(
        "window.nodes = [...{ROOT}.querySelectorAll('*')];
         window.mutations = [];
         window.observer = new MutationObserver((list) => mutations.push(...list));
         observer.observe({ROOT}, {{ subtree: true, childList: true, characterData: true }})"
    ))
    .await;
    run_module(page).await;
    let same = page.eval(&format!(
        "mutations.push(...observer.takeRecords());
         const now = [...{ROOT}.querySelectorAll('*')];
         return [mutations.length, now.length === nodes.length && now.every((node, index) => node === nodes[index])]"
    ))
    .await;
    assert_eq!(same, json!([0, true]));
    let focused = page.eval(&format!("return {WIDGET}.shadowRoot.activeElement.dataset.index")).await;
    assert_eq!(focused, "2");
    page.press(&['\u{E014}']).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], 51);
}

async fn accessibility_tree_stays_the_same(page: &Page) {
    let tree = async || {
        page.cdp("Accessibility.enable", json!({})).await;
        let tree = page.cdp("Accessibility.getFullAXTree", json!({})).await;
        let mut lines = String::new();
        for node in tree["nodes"].as_array().expect("nodes") {
            if node["ignored"] == true || node["role"]["value"] == "generic" {
                continue;
            }
            let (id, role, name) =
                (&node["backendDOMNodeId"], &node["role"]["value"], &node["name"]["value"]);
            let (value, properties) = (&node["value"]["value"], &node["properties"]);
            writeln!(lines, "{id} {role} {name} {value} {properties}").expect("text");
        }
        lines
    };
    load_early(page, &markup("", &instrument())).await;
    page.tap("safe", 0.8).await;
    page.tap_choice("agreed", "2").await;
    let before = tree().await;
    assert!(before.lines().count() > 40, "{before}");
    run_module(page).await;
    page.events_exactly("change", 2).await;
    assert_eq!(tree().await, before);
}

async fn layout_does_not_shift_when_the_view_takes_over(page: &Page) {
    for width in [360, 1280] {
        for lang in rapport::languages() {
            page.resize(width, 740).await;
            page.server.stall(WASM);
            page.load(&format!("<rapport-feedback lang=\"{lang}\"></rapport-feedback><p>After</p>")).await;
            page.wait_for_visible("[data-item]").await;
            page.eval(
                "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => { shift += e.value }))
                    .observe({ type: 'layout-shift' })",
            )
            .await;
            run_module(page).await;
            page.eval("return new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 100))))").await;
            let shift = page.eval("return shift").await.as_f64().expect("a number");
            assert!(shift <= 0.0, "{lang}, at {width} pixels: the layout shifted by {shift}");
        }
    }
}

/// On a processor four times slower, with answers to replay. A busy machine only adds to a time, so one of several tries
/// has to have no task of 50 ms.
async fn taking_over_is_no_long_task(page: &Page) {
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    let mut tries = Vec::new();
    for _ in 0..7 {
        load_early(page, "<rapport-feedback></rapport-feedback>").await;
        page.tap("safe", 0.8).await;
        page.tap("open", 0.3).await;
        page.eval(
            "window.long = [];
             new PerformanceObserver((list) => list.getEntries().forEach((e) => long.push(e.duration)))
               .observe({ type: 'longtask' })",
        )
        .await;
        run_module(page).await;
        page.events_exactly("change", 2).await;
        page.eval("return new Promise((done) => setTimeout(done, 500))").await;
        tries.push(page.eval("return long").await);
        if tries.last() == Some(&json!([])) {
            break;
        }
    }
    assert_eq!(tries.last(), Some(&json!([])), "each time a task took 50 ms: {tries:?}");
}
