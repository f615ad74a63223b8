//! Sessions in one page leave nothing behind. Only Chromium tells what a page holds.

use serde_json::json;

use crate::page::Page;

mod chromium {
    crate::case!(Chromium, five_thousand_sessions_leave_nothing_behind);
}

/// What a page holds after collection.
#[derive(Debug)]
struct Held {
    nodes: f64,
    listeners: f64,
    heap: f64,
    memories: f64,
}

async fn held(page: &Page) -> Held {
    // What one collection lets go of may hold what the next can take.
    for _ in 0..3 {
        page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let metrics = page.cdp("Performance.getMetrics", json!({})).await;
    let number = |name: &str| {
        let metrics = metrics["metrics"].as_array().expect("metrics");
        metrics.iter().find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64())
    };
    Held {
        nodes: number("Nodes").expect("nodes"),
        listeners: number("JSEventListeners").expect("listeners"),
        heap: number("JSHeapUsedSize").expect("a heap"),
        memories: page.eval("return alive()").await.as_f64().expect("a number"),
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
    assert_eq!(last.memories, 0.0, "a program goes with its form: {seen:?}");
    assert!(last.heap < first.heap * 1.05, "{seen:?}");
}
