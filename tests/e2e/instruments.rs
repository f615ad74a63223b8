//! Instruments that a host brings: read from a property or a script, asked, scored as natively, and told as FHIR.

use rapport::fhir::{Context, bundle};
use rapport::{Instrument, Json, verify};
use serde_json::{Value, json};

use crate::golden::{GOLDEN, same};
use crate::page::Page;

crate::in_every_engine!(
    a_definition_is_asked_and_scored,
    a_script_inside_brings_a_definition_and_history,
    a_broken_script_or_definition_asks_nothing_and_tells_why,
    the_same_definition_again_keeps_the_answers,
    texts_are_shown_in_the_language_asked_for,
    a_draft_is_restored_without_an_event,
    whatever_a_host_gives_is_refused_soon_and_never_throws,
    the_browser_scores_as_the_second_implementation_does,
    a_result_becomes_the_bundle_that_a_server_makes_of_it,
    the_demo_of_an_own_instrument_shows_its_bundle,
    a_host_may_call_back_from_within_an_error,
    what_cannot_be_copied_is_never_replaced_by_another_instrument,
);

const WIDGET: &str = "const e = document.querySelector('rapport-feedback');";

/// Three items on a scale of 1 to 5, the second reversed, in two subscales; the total is their sum.
fn definition() -> Value {
    let item = |id: &str, reverse: bool, subscale: &str| {
        let [text, low, high] = ["?", " low", " high"]
            .map(|end| json!({ "en": format!("{id}{end}"), "es": format!("¿{id}{end}") }));
        json!({ "id": id, "text": text, "low": low, "high": high, "reverse": reverse, "subscale": subscale })
    };
    json!({
        "id": "own", "version": "3.0.0", "title": { "en": "Own", "es": "Propio" }, "scale": { "min": 1, "max": 5 },
        "items": [item("one", false, "a"), item("two", true, "a"), item("three", false, "b")],
        "score": { "range": [3, 15], "decimals": 0 },
        "subscales": [
            { "id": "a", "title": "A", "range": [2, 10] }, { "id": "b", "title": "B", "range": [1, 5] },
        ],
        "bands": [{ "id": "some", "from": 3, "label": "Some" }],
        "alerts": [{ "id": "low", "scope": "any-item", "below": 2, "inclusive": true }],
        "reliability": { "sd": 1, "r": 0.9, "source": "Made up for a test" },
    })
}

async fn a_definition_is_asked_and_scored(page: &Page) {
    // Set before the element is defined: the script comes only then.
    page.open_bare("<rapport-feedback></rapport-feedback>").await;
    page.eval(&format!("{WIDGET} e.instrument = {}; e.history = [{{ total: 12 }}]", definition())).await;
    page.eval(
        "const s = document.createElement('script'); s.type = 'module'; s.src = '/rapport.js'; document.head.append(s)",
    )
    .await;
    let ready = &page.hear("ready", 1).await[0];
    assert_eq!(ready["instrument"], json!({ "id": "own", "version": "3.0.0" }));
    assert_eq!(page.of("[data-item=two] [part=question]", "e.textContent").await, "two?");
    page.tap("one", 0.75).await;
    page.tap("two", 1.0).await;
    page.tap("three", 0.25).await;
    page.hear("change", 3).await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    assert_eq!(
        result["outcome"],
        json!({
            "total": 7, "min": 3, "max": 15, "percent": 33.3, "answered": 3, "items": 3, "prorated": false,
            "subscales": [
                { "id": "a", "score": 5, "min": 2, "max": 10, "answered": 2, "items": 2, "prorated": false },
                { "id": "b", "score": 2, "min": 1, "max": 5, "answered": 1, "items": 1, "prorated": false },
            ],
            "band": "some",
            "alerts": [
                { "id": "low", "scope": "any-item", "item": "two", "value": 1, "below": 2, "inclusive": true },
                { "id": "low", "scope": "any-item", "item": "three", "value": 2, "below": 2, "inclusive": true },
            ],
        })
    );
    let change = &result["change"];
    assert_eq!((&change["previous"], &change["delta"]), (&json!(12), &json!(-5)));
    assert_eq!((&change["reliable"], &change["sessions"]), (&json!("declined"), &json!(1)));
    assert_eq!(result["quality"]["spread"], json!(3), "as given: 4, 5 and 2");
    let (instrument, _) = Instrument::read(&json_of(&definition()));
    let (_, problems) = verify(&instrument.expect("an instrument"), &json_of(result), Some(&[Some(12.0)]));
    assert_eq!(problems, []);
}

async fn a_script_inside_brings_a_definition_and_history(page: &Page) {
    let data = json!({ "instrument": definition(), "history": [{ "total": 12 }], "colour": "red" });
    let inside = format!("<script type=\"application/json\">{data}</script>");
    page.open(&format!("<rapport-feedback>{inside}</rapport-feedback>")).await;
    page.hear("ready", 1).await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!((&error["fatal"], &error["problems"][0]["path"]), (&json!(false), &json!("script.colour")));
    page.tap("one", 0.5).await;
    page.hear("change", 1).await;
    // A property comes before the script; taken away, the script counts again.
    page.eval(&format!("{WIDGET} e.instrument = 'one'")).await;
    assert_eq!(page.eval(&format!("{WIDGET} return e.instrument")).await, "one");
    assert_eq!(
        page.eval(&format!("{WIDGET} return e.outcome.items")).await,
        3,
        "an attribute comes after both"
    );
    let other = json!({ "instrument": "one" });
    page.eval(&format!("{WIDGET} e.firstElementChild.textContent = '{other}'")).await;
    page.wait(&format!("{WIDGET} return e.outcome.items === 1")).await;
}

async fn a_broken_script_or_definition_asks_nothing_and_tells_why(page: &Page) {
    page.open(
        "<rapport-feedback><script type=\"application/json\">{ \"instrument\": </script></rapport-feedback>",
    )
    .await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!((&error["fatal"], &error["problems"][0]["path"]), (&json!(true), &json!("script")));
    page.shows("[part=thanks]").await;
    assert_eq!(page.of("input", "e").await, Value::Null, "another instrument would be a wrong questionnaire");
    let mut wrong = definition();
    wrong["items"][1]["low"] = json!({ "en": "" });
    wrong["scale"]["max"] = json!("5");
    page.eval(&format!("{WIDGET} e.instrument = {wrong}; e.instrument.scale.min = 100")).await;
    let error = &page.hear("error", 2).await[1];
    let paths: Vec<&Value> =
        error["problems"].as_array().expect("problems").iter().map(|p| &p["path"]).collect();
    assert_eq!(paths, ["script", "instrument.scale.max", "instrument.items[1].low.en"], "{error}");
    page.eval(&format!("{WIDGET} e.firstElementChild.remove(); e.instrument = {}", definition())).await;
    page.hear("ready", 1).await;
    page.tap("one", 0.5).await;
    assert_eq!(page.hear("change", 1).await[0]["value"], 3);
    page.eval(&format!(
        "{WIDGET} e.append(Object.assign(document.createElement('script'), {{
        type: 'application/json', textContent: '{{' }}))"
    ))
    .await;
    assert_eq!(page.hear("error", 3).await[2]["fatal"], false, "the property's definition stands");
}

async fn the_same_definition_again_keeps_the_answers(page: &Page) {
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("ready", 1).await;
    // As a framework does that sets its properties at every render.
    let set = format!("{WIDGET} e.instrument = {}", definition());
    page.eval(&set).await;
    page.shows("[data-item=one] input").await;
    page.tap("one", 0.5).await;
    page.hear("change", 1).await;
    page.eval(&set).await;
    page.eval(&format!("{WIDGET} e.theme = 'dark'")).await;
    page.tap("two", 0.5).await;
    let changes = page.hear("change", 2).await;
    assert_eq!(changes[1]["answers"], json!({ "one": 3, "two": 3, "three": null }));
}

async fn texts_are_shown_in_the_language_asked_for(page: &Page) {
    page.open("<div lang=\"es-MX\"><rapport-feedback></rapport-feedback></div>").await;
    page.hear("ready", 1).await;
    page.eval(&format!("{WIDGET} e.instrument = {}", definition())).await;
    page.shows("[data-item=one] input").await;
    assert_eq!(page.of("[part=title]", "[e.textContent, e.lang]").await, json!(["Propio", "es"]));
    assert_eq!(
        page.of("[data-item=one] [part=high]", "[e.textContent, e.lang]").await,
        json!(["¿one high", "es"])
    );
    page.eval(&format!("{WIDGET} e.lang = 'fr'")).await;
    page.wait(&format!("{WIDGET} return e.shadowRoot.querySelector('h2').textContent === 'Own'")).await;
    assert_eq!(
        page.of("[data-item=one] [part=question]", "[e.textContent, e.lang]").await,
        json!(["one?", "en"])
    );
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["lang"], "en", "that is what was read");
}

async fn a_draft_is_restored_without_an_event(page: &Page) {
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("ready", 1).await;
    page.eval(&format!("{WIDGET} e.answers = {{ safe: 82, open: null, helpful: 101, gone: 1 }}")).await;
    let error = &page.hear("error", 1).await[0];
    assert_eq!(error["fatal"], false);
    let paths: Vec<&Value> =
        error["problems"].as_array().expect("problems").iter().map(|p| &p["path"]).collect();
    assert_eq!(paths, ["answers.helpful", "answers.gone"]);
    assert_eq!(page.of("[data-item=safe] input", "e.value").await, "82");
    page.tap("open", 0.5).await;
    let change = &page.hear("change", 1).await[0];
    let answers = json!({ "safe": 82, "understood": null, "together": null, "open": 50, "helpful": null });
    assert_eq!(change["answers"], answers);
    page.click("submit").await;
    let first = &page.hear("submit", 1).await[0]["answers"][0];
    assert_eq!(
        first,
        &json!({ "item": "safe", "value": 82, "firstTouchMs": null, "changes": 0, "input": "script" })
    );
    page.eval(&format!("{WIDGET} e.reset()")).await;
    page.wait(&format!("{WIDGET} return e.outcome.answered === 0")).await;
    assert_eq!(page.all("input").await.len(), 1, "only what a person did");
}

async fn whatever_a_host_gives_is_refused_soon_and_never_throws(page: &Page) {
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("ready", 1).await;
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
    // A machine that is busy is given more chances, for what was slow.
    let script = format!(
        "{WIDGET} {odd} const slow = [];
         const told = () => heard.filter((h) => h.name === 'error' && h.detail.problems.length).length;
         odd.forEach((value, place) => {{
           for (const name of ['instrument', 'history', 'answers', 'strings']) {{
             let ms = Infinity;
             const before = told();
             for (let tries = 0; tries < 20 && ms > 50; tries += 1) {{
               const start = performance.now(); e[name] = value; e.submit(); e[name];
               ms = performance.now() - start; e[name] = null; e.submit();
             }}
             ms > 50 && slow.push([place, name, ms]);
             name === 'instrument' && told() === before && slow.push([place, 'was not told']);
           }}
         }});
         frame.frameElement.remove();
         return slow"
    );
    assert_eq!(page.eval(&script).await, json!([]), "more than 50 ms");
    page.eval(&format!("{WIDGET} e.instrument = {{ scale: {{ min: NaN, max: Infinity }} }}")).await;
    let told = page.wait("const last = heard.filter((h) => h.name === 'rapport-error' || h.name === 'error').at(-1);
        return last?.detail.problems.filter((p) => p.path.startsWith('instrument.scale.')).map((p) => p.found)").await;
    assert_eq!(told, json!(["NaN", "Infinity"]));
    page.eval(&format!("{WIDGET} e.instrument = {}", definition())).await;
    page.eval(&format!("{WIDGET} e.reset()")).await;
    page.shows("[data-item=one] input").await;
    page.tap("one", 0.5).await;
    page.hear("change", 1).await;
}

async fn the_browser_scores_as_the_second_implementation_does(page: &Page) {
    page.open("<rapport-feedback></rapport-feedback>").await;
    scores_as_the_second_implementation_does(page).await;
}

/// The same of whichever build the page has.
pub async fn scores_as_the_second_implementation_does(page: &Page) {
    page.hear("ready", 1).await;
    let found = page
        .eval(&format!(
            "{WIDGET} return fetch('/golden.jsonl').then((response) => response.text()).then((lines) =>
               lines.trim().split('\\n').map(JSON.parse).map((c) => {{
                 e.instrument = c.instrument; e.answers = c.answers; e.history = c.history;
                 e.submit();
                 const {{ outcome, change, quality }} = e.result;
                 e.reset();
                 return {{ outcome, change, quality }};
               }}))"
        ))
        .await;
    let (found, mut count) = (found.as_array().expect("results"), 0);
    for (found, line) in found.iter().zip(GOLDEN.lines()) {
        let case: Value = serde_json::from_str(line).expect("a case");
        for part in ["outcome", "change"] {
            let expected = case[part].clone();
            assert!(
                same(&found[part], &expected, part),
                "found {}\nexpected {expected}\nin {line}",
                found[part]
            );
        }
        for key in ["spread", "sd", "sameAnswer", "ceilingStreak"] {
            assert!(same(&found["quality"][key], &case["quality"][key], key), "{key} in {line}");
        }
        count += 1;
    }
    assert_eq!(count, GOLDEN.lines().count());
    assert_eq!(page.all("error").await, Vec::<Value>::new());
}

async fn a_result_becomes_the_bundle_that_a_server_makes_of_it(page: &Page) {
    page.open("<rapport-feedback session-id=\"a1\"></rapport-feedback>").await;
    page.hear("ready", 1).await;
    let apart = "return document.createElement('rapport-feedback').toFHIR({})";
    assert_eq!(page.eval(apart).await, Value::Null, "what was never in the page has nothing to tell");
    let set = format!("{WIDGET} e.instrument = {}", definition());
    page.eval(&set).await;
    page.shows("[data-item=one] input").await;
    page.tap("one", 0.75).await;
    page.hear("change", 1).await;
    let context =
        json!({ "subject": "Patient/1", "questionnaireUrl": "https://example.org/q", "type": "transaction" });
    let to_fhir = format!("{WIDGET} return e.toFHIR({context})");
    let unsent = page.eval(&to_fhir).await;
    assert_eq!(unsent["entry"][0]["resource"]["status"], "in-progress");
    page.tap("two", 0.0).await;
    page.tap("three", 0.5).await;
    page.hear("change", 3).await;
    page.click("submit").await;
    let result = &page.hear("submit", 1).await[0];
    let (instrument, _) = Instrument::read(&json_of(&definition()));
    let instrument = instrument.expect("an instrument");
    let (result, problems) = verify(&instrument, &json_of(result), None);
    assert_eq!(problems, []);
    let (context, _) = Context::read(&json_of(&context));
    let expected =
        serde_json::to_value(bundle(&instrument, &result.expect("a result"), &context)).expect("JSON");
    assert!(same(&page.eval(&to_fhir).await, &expected, ""), "{expected}");
    let thrown = page
        .eval(&format!("{WIDGET} try {{ e.toFHIR({{ type: 'batch' }}) }} catch (x) {{ return String(x) }}"))
        .await;
    assert_eq!(thrown, "TypeError: context.type: found \"batch\", expected collection or transaction");
}

async fn a_host_may_call_back_from_within_an_error(page: &Page) {
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("ready", 1).await;
    page.eval(&format!(
        "{WIDGET} e.addEventListener('rapport-error', () => {{
           e.toFHIR({{}}); e.submit(); e.instrument = {}; e.close(); window.called = true;
         }}); e.instrument = {{}}",
        definition()
    ))
    .await;
    page.wait("return window.called === true").await;
    page.hear("error", 1).await;
    page.eval(&format!("{WIDGET} e.reset()")).await;
    page.shows("[data-item=one] input").await;
    page.tap("one", 0.5).await;
    page.hear("change", 1).await;
}

async fn what_cannot_be_copied_is_never_replaced_by_another_instrument(page: &Page) {
    page.open("<rapport-feedback></rapport-feedback>").await;
    page.hear("ready", 1).await;
    let odd =
        ["{ get id() { throw new Error() } }", "{ toJSON() { return null } }", "{ toJSON() { return '' } }"];
    for (place, odd) in odd.iter().enumerate() {
        page.eval(&format!("{WIDGET} e.instrument = {odd}")).await;
        let error = &page.hear("error", place + 1).await[place];
        assert_eq!(
            (&error["fatal"], &error["problems"][0]["path"]),
            (&json!(true), &json!("instrument")),
            "{odd}"
        );
        page.wait(&format!("{WIDGET} return !e.shadowRoot.querySelector('input')")).await;
    }
}

async fn the_demo_of_an_own_instrument_shows_its_bundle(page: &Page) {
    page.visit("own.html").await;
    page.shows("[data-item=welcome] input").await;
    for item in ["welcome", "own-words", "tiring", "following", "coming-back"] {
        page.tap(item, 0.75).await;
    }
    page.click("submit").await;
    page.shows("[part=thanks]").await;
    let shown = page.eval("return JSON.parse(document.getElementById('fhir').textContent)").await;
    assert_eq!((&shown["type"], &shown["resourceType"]), (&json!("transaction"), &json!("Bundle")));
    assert_eq!(shown["entry"][0]["resource"]["status"], "completed", "within the event");
}

fn json_of(value: &Value) -> Json {
    serde_json::from_value(value.clone()).expect("JSON")
}
