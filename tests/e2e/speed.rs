//! What the form takes of its page's time. Machines differ and are busy, which only ever adds to a time: so the best of
//! several tries counts, or a ratio of two within one. Only Chromium can be slowed down, and tells of long tasks.

use serde_json::{Value, json};

use crate::page::Page;

mod chromium {
    crate::case!(Chromium, a_call_is_not_held_up_while_the_program_is_loaded);
    crate::case!(Chromium, what_a_dialog_shows_is_drawn_before_it_opens);
    crate::case!(Chromium, a_slider_of_a_long_form_moves_as_easily);
}

const TRIES: usize = 7;

/// Loads a build as in a call, and tells how long the tasks of more than 50 ms were that it took. In the end there
/// is one on purpose, to see that they are told.
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

async fn a_call_is_not_held_up_while_the_program_is_loaded(page: &Page) {
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    // Nor is a script to come compiled already.
    page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    for build in ["/rapport.js", "/rapport.inline.js"] {
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            page.open_bare("<body><p>In a call</p>").await;
            let told = page.eval(&format!("const build = '{build}'; {CALL}")).await;
            assert_eq!(told[1], 1, "a long task is told: {told}");
            tries.push(told[0].clone());
        }
        assert!(tries.contains(&json!([])), "{build}: each time a task took 50 ms: {tries:?}");
    }
}

async fn what_a_dialog_shows_is_drawn_before_it_opens(page: &Page) {
    page.open("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.wait(
        "return Boolean(document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog:not([open]) input'))",
    )
    .await;
}

/// How many milliseconds a step of a drag takes, the best of some, in a form of so many items.
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
        return Math.min(...times);
    });";

async fn a_slider_of_a_long_form_moves_as_easily(page: &Page) {
    page.open("<body>").await;
    let step = async |length: usize| -> Value { page.eval(&format!("const length = {length};{STEP}")).await };
    let mut ratios = Vec::new();
    for _ in 0..TRIES {
        let [few, many] = [step(5).await, step(200).await].map(|ms| ms.as_f64().expect("a number"));
        ratios.push(many / few);
    }
    let best = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(best < 8.0, "40 times as many items: {ratios:?} times the time");
}
