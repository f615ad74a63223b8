//! The time that the form takes from its page. A busy machine only adds to a time, so the best of several tries counts,
//! or the ratio of two times of one try, and no other test runs meanwhile. Only Chromium can be slowed down, and reports
//! long tasks.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.alone().add(
        &[Engine::Chromium],
        &cases![loading_has_no_long_task, slider_step_time_does_not_grow_with_the_form],
    );
    tests.add(&[Engine::Chromium], &cases![dialog_is_rendered_before_it_opens]);
}

const TRIES: usize = 7;

/// Loads a build, and returns the durations of its long tasks, then the number of those around one made on purpose.
const CALL: &str = "return (async () => {
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask' });
    const rest = () => new Promise((done) => setTimeout(done, 300));
    await rest();
    long.length = 0;
    const tag = document.body.appendChild(document.createElement('rapport-feedback'));
    tag.mode = 'dialog';
    await import(build);
    await tag.ready;
    await rest();
    const ours = long.splice(0);
    const until = performance.now() + 60;
    while (performance.now() < until);
    await rest();
    return [ours, long.length];
})()";

async fn loading_has_no_long_task(page: &Page) {
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    // A cached script would come with its compiled code.
    page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    for build in ["/rapport.js", "/rapport.inline.js"] {
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            page.load_bare("<body><p>In a call</p>").await;
            let found = page.eval(&format!("const build = '{build}'; {CALL}")).await;
            assert!(found[1].as_u64() >= Some(1), "the long task made on purpose: {found}");
            tries.push(found[0].clone());
            if found[0] == json!([]) {
                break;
            }
        }
        assert_eq!(tries.last(), Some(&json!([])), "{build}: each time a task took 50 ms: {tries:?}");
    }
}

async fn dialog_is_rendered_before_it_opens(page: &Page) {
    page.load("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.wait_for(
        "return Boolean(document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog:not([open]) input'))",
    )
    .await;
}

/// Measures the milliseconds that the steps of a drag take in a form of so many items.
const STEP: &str = "
    const tag = document.body.appendChild(document.createElement('rapport-feedback'));
    const item = (_, place) => ({ id: 'i' + place, text: 'Item', low: 'Low', high: 'High' });
    tag.instrument = { id: 'long', version: '1', title: 'Long', scale: { min: 0, max: 100 }, items: Array.from({ length }, item), score: { range: [0, 100] } };
    return tag.ready.then(async () => {
        await new Promise((done) => setTimeout(done, 100));
        const slider = tag.shadowRoot.querySelector('input');
        const times = [];
        for (let value = 0; value <= 100; value += 1) {
            const drawn = new Promise((done) => {
                new MutationObserver(done).observe(slider, { attributeFilter: ['aria-valuetext'] });
            });
            slider.value = value;
            const from = performance.now();
            slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
            await drawn;
            times.push(performance.now() - from);
        }
        tag.remove();
        return times.reduce((sum, time) => sum + time);
    });";

async fn slider_step_time_does_not_grow_with_the_form(page: &Page) {
    page.load("<body>").await;
    let step = async |length: usize| -> Value { page.eval(&format!("const length = {length};{STEP}")).await };
    let mut ratios = Vec::new();
    for _ in 0..TRIES {
        let [few, many] = [step(5).await, step(200).await].map(|ms| ms.as_f64().expect("a number"));
        ratios.push(many / few);
    }
    let best = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(best < 8.0, "40 times as many items: {ratios:?} times the time");
}
