//! Whole sessions in one page leak nothing. Only Chromium reports the nodes, listeners and heap of a page.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    // Alone, since the heap also depends on when the engine's background tasks end.
    tests.alone().add(&[Engine::Chromium], &cases![sessions_leave_no_nodes_listeners_or_memory]);
}

/// The counts of a page after garbage collection.
#[derive(Debug)]
struct Counts {
    nodes: Value,
    listeners: Value,
    instances: Value,
    heap: f64,
}

async fn counts(page: &Page) -> Counts {
    // One collection can free references to objects that the next collects.
    for _ in 0..3 {
        page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let metrics = page.cdp("Performance.getMetrics", json!({})).await;
    let number = |name: &str| {
        let metrics = metrics["metrics"].as_array().expect("metrics");
        let metric = metrics.iter().find(|metric| metric["name"] == name);
        metric.map(|metric| metric["value"].clone()).expect(name)
    };
    Counts {
        nodes: number("Nodes"),
        listeners: number("JSEventListeners"),
        heap: number("JSHeapUsedSize").as_f64().expect("a number"),
        instances: page.eval("return alive()").await,
    }
}

async fn sessions_leave_no_nodes_listeners_or_memory(page: &Page) {
    page.load_bare(
        "<script src=\"/pages/sessions.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>",
    )
    .await;
    page.cdp("Performance.enable", json!({})).await;
    let mut seen = Vec::new();
    for _ in 0..5 {
        page.eval("return sessions(300)").await;
        seen.push(counts(page).await);
    }
    let (first, last) = (&seen[0], &seen[4]);
    assert_eq!(last.nodes, first.nodes, "{seen:?}");
    assert_eq!(last.listeners, first.listeners, "{seen:?}");
    assert_eq!(last.instances, 0, "an instance is collected with its form: {seen:?}");
    // The first sessions fill the engine's caches.
    assert!(last.heap < seen[1].heap * 1.03, "{seen:?}");
}
