//! Data of a host page that the element must refuse or restore.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};
use crate::instruments::definition;

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            broken_definition_shows_no_form_and_reports_why,
            answers_property_restores_without_events,
            odd_host_data_is_refused_quickly_without_throwing,
            methods_can_be_called_in_error_handler,
            uncopyable_definition_shows_no_other_instrument
        ],
    );
}

const WIDGET: &str = "const e = document.querySelector('rapport-feedback');";

async fn broken_definition_shows_no_form_and_reports_why(page: &Page) {
    page.load(
        "<rapport-feedback><script type=\"application/json\">{ \"instrument\": </script></rapport-feedback>",
    )
    .await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!((&error["fatal"], &error["problems"][0]["path"]), (&json!(true), &json!("script")));
    page.wait_for_visible("[part=message-title]").await;
    assert_eq!(page.eval_on("input", "e").await, Value::Null, "it never falls back to another instrument");
    let mut wrong = definition();
    wrong["items"][1]["low"] = json!({ "en": "" });
    wrong["scale"]["max"] = json!("5");
    page.eval(&format!("{WIDGET} e.instrument = {wrong}; e.instrument.scale.min = 100")).await;
    let error = &page.events_exactly("error", 2).await[1];
    let paths: Vec<&Value> =
        error["problems"].as_array().expect("problems").iter().map(|p| &p["path"]).collect();
    assert_eq!(paths, ["script", "instrument.scale.max", "instrument.items[1].low.en"], "{error}");
    page.eval(&format!("{WIDGET} e.firstElementChild.remove(); e.instrument = {}", definition())).await;
    page.events_exactly("ready", 1).await;
    page.tap("one", 0.5).await;
    assert_eq!(page.events_exactly("change", 1).await[0]["value"], 3);
    page.eval(&format!(
        "{WIDGET} e.append(Object.assign(document.createElement('script'), {{
        type: 'application/json', textContent: '{{' }}))"
    ))
    .await;
    assert_eq!(
        page.events_exactly("error", 3).await[2]["fatal"],
        false,
        "the property's definition still counts"
    );
}

async fn answers_property_restores_without_events(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    page.eval(&format!("{WIDGET} e.answers = {{ safe: 82, open: null, helpful: 101, gone: 1 }}")).await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!(error["fatal"], false);
    let paths: Vec<&Value> =
        error["problems"].as_array().expect("problems").iter().map(|p| &p["path"]).collect();
    assert_eq!(paths, ["answers.helpful", "answers.gone"]);
    assert_eq!(page.eval_on("[data-item=safe] input", "e.value").await, "82");
    page.tap("open", 0.5).await;
    let change = &page.events_exactly("change", 1).await[0];
    let answers = json!({ "safe": 82, "understood": null, "together": null, "open": 50, "helpful": null });
    assert_eq!(change["answers"], answers);
    page.click("submit").await;
    let first = &page.events_exactly("submit", 1).await[0]["answers"][0];
    assert_eq!(
        first,
        &json!({ "item": "safe", "value": 82, "firstInteractionMs": null, "changes": 0, "input": "script" })
    );
    page.eval(&format!("{WIDGET} e.reset()")).await;
    page.wait_for(&format!("{WIDGET} return e.outcome.answered === 0")).await;
    assert_eq!(page.events("input").await.len(), 1, "only a person's actions emit events");
}

async fn odd_host_data_is_refused_quickly_without_throwing(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    let odd = "const cyclic = {}; cyclic.items = cyclic; const deep = [];
        for (let i = 0, at = deep; i < 1e4; i += 1) { at.push([]); at = at[0]; }
        const item = { id: 'a', text: 'A?', low: 'No', high: 'Yes' };
        const frame = document.body.appendChild(document.createElement('iframe')).contentWindow;
        const { proxy, revoke } = Proxy.revocable({}, {}); revoke();
        const throwing = (trap) => new Proxy({}, { [trap]() { throw new Error('no'); } });
        const odd = [cyclic, { title: deep }, { items: Array.from({ length: 1e5 }, () => ({ ...item })) },
          { title: 'x'.repeat(1e7) }, throwing('get'), throwing('ownKeys'), throwing('getOwnPropertyDescriptor'), proxy,
          new Proxy({}, { ownKeys: () => Array.from({ length: 2e4 }, (_, i) => `k${i}`) }),
          new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
            get: () => odd[8] }),
          { toJSON() { throw 1; } }, { toJSON: () => cyclic }, Object.create(null), new Map(), new Date(), new Date(NaN), [],
          { scale: { min: NaN, max: Infinity } }, { id: 10n }, { id: Symbol('s') }, { items: { length: 1e9 } }, new Array(4e9),
          { get id() { throw new Error('no'); } }, () => item, class {}, Symbol('s'), 10n, -0, new frame.Object(),
          frame.Array.from([item]), new Uint8Array(1e6), document, window, new Error('x'), Promise.resolve(1),
          { id: '<img src=x onerror=window.faults.push(1)>', title: '<script>window.faults.push(2)</script>' }];";
    // A busy machine slows down the copy of the items, too, and gets more tries.
    let script = format!(
        "{WIDGET} {odd} const slow = [];
         const copyMs = () => {{ const start = performance.now(); JSON.parse(JSON.stringify(odd[2]));
           return performance.now() - start; }};
         const reports = () => events.filter((h) => h.name === 'error' && h.detail.problems.length).length;
         odd.forEach((value, place) => {{
           for (const name of ['instrument', 'history', 'answers', 'strings']) {{
             let ms, isSlow = true;
             const before = reports();
             for (let tries = 0; tries < 20 && isSlow; tries += 1) {{
               const start = performance.now(); e[name] = value; e.submit(); e[name];
               ms = performance.now() - start; e[name] = null; e.submit();
               isSlow = ms > 50 && ms > copyMs();
             }}
             isSlow && slow.push([place, name, ms]);
             name === 'instrument' && reports() === before && slow.push([place, 'was not reported']);
           }}
         }});
         frame.frameElement.remove();
         return slow"
    );
    assert_eq!(page.eval(&script).await, json!([]), "more than 50 ms, and than a copy of 100,000 items");
    page.eval(&format!("{WIDGET} e.instrument = {{ scale: {{ min: NaN, max: Infinity }} }}")).await;
    let found = page.wait_for("const last = events.filter((h) => h.name === 'rapport-error' || h.name === 'error').at(-1);
        return last?.detail.problems.filter((p) => p.path.startsWith('instrument.scale.')).map((p) => p.found)").await;
    assert_eq!(found, json!(["NaN", "Infinity"]));
    page.eval(&format!("{WIDGET} e.instrument = {}", definition())).await;
    page.eval(&format!("{WIDGET} e.reset()")).await;
    page.wait_for_visible("[data-item=one] input").await;
    page.tap("one", 0.5).await;
    page.events_exactly("change", 1).await;
}

async fn methods_can_be_called_in_error_handler(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    page.eval(&format!(
        "{WIDGET} e.addEventListener('rapport-error', () => {{
           e.toFHIR({{}}); e.submit(); e.instrument = {}; e.close(); window.called = true;
         }}); e.instrument = {{}}",
        definition()
    ))
    .await;
    page.wait_for("return window.called === true").await;
    page.events_exactly("error", 1).await;
    page.eval(&format!("{WIDGET} e.reset()")).await;
    page.wait_for_visible("[data-item=one] input").await;
    page.tap("one", 0.5).await;
    page.events_exactly("change", 1).await;
}

async fn uncopyable_definition_shows_no_other_instrument(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    let odd =
        ["{ get id() { throw new Error() } }", "{ toJSON() { return null } }", "{ toJSON() { return '' } }"];
    for (place, odd) in odd.iter().enumerate() {
        page.eval(&format!("{WIDGET} e.instrument = {odd}")).await;
        let error = &page.events_exactly("error", place + 1).await[place];
        assert_eq!(
            (&error["fatal"], &error["problems"][0]["path"]),
            (&json!(true), &json!("instrument")),
            "{odd}"
        );
        page.wait_for(&format!("{WIDGET} return !e.shadowRoot.querySelector('input')")).await;
    }
}
