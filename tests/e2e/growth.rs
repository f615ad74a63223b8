//! Sessions in one page leave nothing behind. Only Chromium tells what a page holds.

use serde_json::{Value, json};

use crate::page::Page;

mod chromium {
    crate::case!(Chromium, five_thousand_sessions_leave_nothing_behind);
}

/// What a page holds after collection.
#[derive(Debug)]
struct Held {
    nodes: Value,
    listeners: Value,
    programs: Value,
    heap: f64,
}

async fn held(page: &Page) -> Held {
    // What one collection lets go of may hold what the next can take.
    for _ in 0..3 {
        page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let metrics = page.cdp("Performance.getMetrics", json!({})).await;
    let number = |name: &str| {
        let metrics = metrics["metrics"].as_array().expect("metrics");
        let metric = metrics.iter().find(|metric| metric["name"] == name);
        metric.map(|metric| metric["value"].clone()).expect(name)
    };
    Held {
        nodes: number("Nodes"),
        listeners: number("JSEventListeners"),
        heap: number("JSHeapUsedSize").as_f64().expect("a number"),
        programs: page.eval("return alive()").await,
    }
}

async fn five_thousand_sessions_leave_nothing_behind(page: &Page) {
    page.open_bare(
        "<script src=\"/growth.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>",
    )
    .await;
    page.cdp("Performance.enable", json!({})).await;
    let mut seen = Vec::new();
    for _ in 0..5 {
        page.eval("return sessions(1000)").await;
        seen.push(held(page).await);
    }
    let (first, last) = (&seen[0], &seen[4]);
    assert_eq!(last.nodes, first.nodes, "{seen:?}");
    assert_eq!(last.listeners, first.listeners, "{seen:?}");
    assert_eq!(last.programs, 0, "a program goes with its form: {seen:?}");
    assert!(last.heap < first.heap * 1.05, "{seen:?}");
}
