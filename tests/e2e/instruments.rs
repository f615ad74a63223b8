//! The host's own instruments: read from a property or a child script, shown, scored as natively, and exported to FHIR.

use rapport::fhir::{BundleOptions, bundle};
use rapport::{Instrument, Json, verify};
use serde_json::{Value, json};

use crate::cases;
use crate::golden::{GOLDEN, same};
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            definition_is_shown_and_scored,
            child_script_sets_definition_and_history,
            setting_an_equal_definition_keeps_the_answers,
            texts_are_shown_in_the_elements_language,
            browser_scores_like_the_oracle,
            to_fhir_returns_the_bundle_that_a_server_makes,
            demo_of_a_custom_instrument_shows_its_bundle,
        ],
    );
}

const WIDGET: &str = "const e = document.querySelector('rapport-feedback');";

/// Returns three items on a scale of 1 to 5, the second reversed, in two subscales. The total is their sum.
pub fn definition() -> Value {
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

async fn definition_is_shown_and_scored(page: &Page) {
    // Properties are set before the script defines the element.
    page.load_bare("<rapport-feedback></rapport-feedback>").await;
    page.eval(&format!("{WIDGET} e.instrument = {}; e.history = [{{ total: 12 }}]", definition())).await;
    page.eval(
        "const s = document.createElement('script'); s.type = 'module'; s.src = '/rapport.js'; document.head.append(s)",
    )
    .await;
    let ready = &page.events_exactly("ready", 1).await[0];
    assert_eq!(ready["instrument"], json!({ "id": "own", "version": "3.0.0" }));
    assert_eq!(page.eval_on("[data-item=two] [part=question]", "e.textContent").await, "two?");
    page.tap("one", 0.75).await;
    page.tap("two", 1.0).await;
    page.tap("three", 0.25).await;
    page.events_exactly("change", 3).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!(
        result["outcome"],
        json!({
            "total": 7, "min": 3, "max": 15, "better": "high", "percent": 33.3, "answered": 3, "items": 3,
            "prorated": false,
            "subscales": [
                { "id": "a", "score": 5, "min": 2, "max": 10, "better": "high", "answered": 2, "items": 2,
                  "prorated": false, "band": null },
                { "id": "b", "score": 2, "min": 1, "max": 5, "better": "high", "answered": 1, "items": 1,
                  "prorated": false, "band": null },
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
    assert_eq!((&change["reliable"], &change["sessions"]), (&json!("deteriorated"), &json!(1)));
    assert_eq!(result["quality"]["range"], json!(3), "as given: 4, 5 and 2");
    let (instrument, _) = Instrument::read(&to_json(&definition()));
    let (_, problems) = verify(&instrument.expect("an instrument"), &to_json(result), Some(&[Some(12.0)]));
    assert_eq!(problems, []);
}

async fn child_script_sets_definition_and_history(page: &Page) {
    let data = json!({ "instrument": definition(), "history": [{ "total": 12 }], "colour": "red" });
    let inside = format!("<script type=\"application/json\">{data}</script>");
    page.load(&format!("<rapport-feedback>{inside}</rapport-feedback>")).await;
    page.events_exactly("ready", 1).await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!((&error["fatal"], &error["problems"][0]["path"]), (&json!(false), &json!("script.colour")));
    page.tap("one", 0.5).await;
    page.events_exactly("change", 1).await;
    // A property wins over the child script until it is removed.
    page.eval(&format!("{WIDGET} e.instrument = 'one'")).await;
    assert_eq!(page.eval(&format!("{WIDGET} return e.instrument")).await, "one");
    assert_eq!(
        page.eval(&format!("{WIDGET} return e.outcome.items")).await,
        3,
        "an attribute comes after both"
    );
    let other = json!({ "instrument": "one" });
    page.eval(&format!("{WIDGET} e.firstElementChild.textContent = '{other}'")).await;
    page.wait_for(&format!("{WIDGET} return e.outcome.items === 1")).await;
}

async fn setting_an_equal_definition_keeps_the_answers(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    // Frameworks set properties at every render.
    let set = format!("{WIDGET} e.instrument = {}", definition());
    page.eval(&set).await;
    page.wait_for_visible("[data-item=one] input").await;
    page.tap("one", 0.5).await;
    page.events_exactly("change", 1).await;
    page.eval(&set).await;
    page.eval(&format!("{WIDGET} e.theme = 'dark'")).await;
    page.tap("two", 0.5).await;
    let changes = page.events_exactly("change", 2).await;
    assert_eq!(changes[1]["answers"], json!({ "one": 3, "two": 3, "three": null }));
}

async fn texts_are_shown_in_the_elements_language(page: &Page) {
    page.load("<div lang=\"es-MX\"><rapport-feedback></rapport-feedback></div>").await;
    page.events_exactly("ready", 1).await;
    page.eval(&format!("{WIDGET} e.instrument = {}", definition())).await;
    page.wait_for_visible("[data-item=one] input").await;
    assert_eq!(page.eval_on("[part=title]", "[e.textContent, e.lang]").await, json!(["Propio", "es"]));
    assert_eq!(
        page.eval_on("[data-item=one] [part=high]", "[e.textContent, e.lang]").await,
        json!(["¿one high", "es"])
    );
    page.eval(&format!("{WIDGET} e.lang = 'fr'")).await;
    page.wait_for(&format!("{WIDGET} return e.shadowRoot.querySelector('h2').textContent === 'Own'")).await;
    assert_eq!(
        page.eval_on("[data-item=one] [part=question]", "[e.textContent, e.lang]").await,
        json!(["one?", "en"])
    );
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["lang"], "en", "the texts were English");
}

async fn browser_scores_like_the_oracle(page: &Page) {
    page.load("<rapport-feedback></rapport-feedback>").await;
    scores_like_the_oracle(page).await;
}

/// Compares the scores of the page's build with those of the oracle.
pub async fn scores_like_the_oracle(page: &Page) {
    page.allow_requests("/golden.jsonl");
    page.events_exactly("ready", 1).await;
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
        for key in ["range", "sd", "straightlining", "bestStreak"] {
            assert!(same(&found["quality"][key], &case["quality"][key], key), "{key} in {line}");
        }
        count += 1;
    }
    assert_eq!(count, GOLDEN.lines().count());
    assert_eq!(page.events("error").await, Vec::<Value>::new());
}

async fn to_fhir_returns_the_bundle_that_a_server_makes(page: &Page) {
    page.load("<rapport-feedback session-id=\"a1\"></rapport-feedback>").await;
    page.events_exactly("ready", 1).await;
    let unconnected = "return document.createElement('rapport-feedback').toFHIR({})";
    assert_eq!(page.eval(unconnected).await, Value::Null, "an element that was never connected has no form");
    let set = format!("{WIDGET} e.instrument = {}", definition());
    page.eval(&set).await;
    page.wait_for_visible("[data-item=one] input").await;
    page.tap("one", 0.75).await;
    page.events_exactly("change", 1).await;
    let context =
        json!({ "subject": "Patient/1", "questionnaireUrl": "https://example.org/q", "type": "transaction" });
    let to_fhir = format!("{WIDGET} return e.toFHIR({context})");
    let unsent = page.eval(&to_fhir).await;
    assert_eq!(unsent["entry"][0]["resource"]["status"], "in-progress");
    page.tap("two", 0.0).await;
    page.tap("three", 0.5).await;
    page.events_exactly("change", 3).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let (instrument, _) = Instrument::read(&to_json(&definition()));
    let instrument = instrument.expect("an instrument");
    let (result, problems) = verify(&instrument, &to_json(result), None);
    assert_eq!(problems, []);
    let (context, _) = BundleOptions::read(&to_json(&context));
    let expected =
        serde_json::to_value(bundle(&instrument, &result.expect("a result"), &context)).expect("JSON");
    assert!(same(&page.eval(&to_fhir).await, &expected, ""), "{expected}");
    let thrown = page
        .eval(&format!("{WIDGET} try {{ e.toFHIR({{ type: 'batch' }}) }} catch (x) {{ return String(x) }}"))
        .await;
    assert_eq!(
        thrown,
        "TypeError: options.type: found \"batch\", expected \"collection\" or \"transaction\""
    );
}

async fn demo_of_a_custom_instrument_shows_its_bundle(page: &Page) {
    page.load_file("custom-instrument.html").await;
    page.wait_for_visible("[data-item=welcome] input").await;
    for item in ["welcome", "own-words", "tiring", "following", "coming-back"] {
        page.tap(item, 0.75).await;
    }
    page.click("submit").await;
    page.wait_for_visible("[part=message-title]").await;
    let shown = page.eval("return JSON.parse(document.getElementById('fhir').textContent)").await;
    assert_eq!((&shown["type"], &shown["resourceType"]), (&json!("transaction"), &json!("Bundle")));
    assert_eq!(shown["entry"][0]["resource"]["status"], "completed", "within the event");
}

fn to_json(value: &Value) -> Json {
    serde_json::from_value(value.clone()).expect("JSON")
}
