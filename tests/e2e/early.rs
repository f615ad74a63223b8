//! The form before the WASM module runs: the script draws it, it can be answered, and the view takes its nodes over.

use serde_json::{Value, json};

use crate::answering::slider;
use crate::cases;
use crate::harness::{DESKTOP, EVERY, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &EVERY,
        &cases![
            early_answers_are_in_the_result_with_method_and_time,
            early_dialog_opens_at_once_and_reports_it_later,
        ],
    );
    tests.add(
        &DESKTOP,
        &cases![
            early_keys_answer_as_later_ones,
            host_gets_early_answers_of_a_form_that_is_left,
            host_gets_early_answers_of_a_form_that_is_removed,
            early_answers_survive_a_module_that_fails,
            early_answers_survive_a_blocked_module,
            early_answers_survive_a_module_of_another_build,
            early_answers_survive_a_crash_at_once,
            early_answers_are_in_the_draft,
            stored_draft_shows_before_the_module,
            changed_configuration_is_drawn_again,
            faulty_definition_shows_the_apology,
        ],
    );
    tests.add(
        &[Engine::Chromium, Engine::Firefox],
        &cases![preloaded_module_is_fetched_once_beside_the_script],
    );
    tests.add(&[Engine::Phone], &cases![early_scroll_answers_nothing]);
    tests.add(&[Engine::Chromium], &cases![script_draws_the_nodes_of_the_view,]);
}

pub const WASM: &str = "/rapport.wasm";
pub const WIDGET: &str = "document.querySelector('rapport-feedback')";
pub const ROOT: &str = "document.querySelector('rapport-feedback').shadowRoot.querySelector('.root')";

/// Five sliders and two lists, one of them with a choice that it does not apply.
pub fn instrument() -> Value {
    let ids = ["safe", "understood", "together", "open", "helpful"];
    let slider =
        |id| json!({ "id": id, "text": format!("How {id}?"), "low": "Not at all", "high": "Completely" });
    let points: Vec<_> = ["No", "Hardly", "Mostly", "Yes"]
        .into_iter()
        .enumerate()
        .map(|(value, label)| json!({ "value": value, "label": label }))
        .collect();
    let list = |id| json!({ "id": id, "text": "Did we agree?", "scale": { "points": points } });
    let mut items: Vec<Value> = ids.into_iter().map(slider).collect();
    items.extend([list("agreed"), list("home")]);
    items[6]["notApplicable"] = json!({ "label": "Does not apply" });
    json!({
        "id": "mixed", "version": "1", "title": "How was it?", "scale": { "min": 0, "max": 100 }, "items": items,
        "score": { "range": [0, 100] },
    })
}

pub fn markup(attributes: &str, instrument: &Value) -> String {
    let script = json!({ "instrument": instrument });
    format!(
        "<rapport-feedback {attributes}><script type=\"application/json\">{script}</script></rapport-feedback>"
    )
}

/// Loads a page whose module is held back, and waits until the form shows.
pub async fn load_early(page: &Page, markup: &str) {
    page.server.stall(WASM);
    page.load(markup).await;
    page.wait_for_visible("[data-item]").await;
    assert_eq!(page.events("ready").await, Vec::<Value>::new());
}

pub async fn run_module(page: &Page) {
    page.server.resume(WASM);
    page.events_exactly("ready", 1).await;
}

/// Returns the values and the input methods of a result, by item.
pub fn answers(result: &Value) -> Vec<Value> {
    let entries = result["answers"].as_array().expect("answers");
    entries.iter().map(|entry| json!([entry["item"], entry["value"], entry["input"]])).collect()
}

async fn early_answers_are_in_the_result_with_method_and_time(page: &Page) {
    load_early(page, &markup("", &instrument())).await;
    page.tap("safe", 0.8).await;
    page.tap("understood", 0.5).await;
    page.tap("together", 0.0).await;
    page.tap_choice("agreed", "2").await;
    page.tap_choice("home", "na").await;
    page.tap("open", 0.3).await;
    page.eval("window.before = performance.now(); return new Promise((done) => setTimeout(done, 300))").await;
    let mut shown = Vec::new();
    for item in ["safe", "understood", "together", "open", "helpful"] {
        shown.push(slider(page, item).await);
    }
    assert_eq!(page.events("change").await, Vec::<Value>::new());
    run_module(page).await;
    let changes = page.events_exactly("change", 6).await;
    let order: Vec<_> = changes.iter().map(|change| change["item"].as_str().expect("an id")).collect();
    assert_eq!(order, ["safe", "understood", "together", "agreed", "home", "open"]);
    assert_eq!(page.eval("return events[0].name").await, "ready");
    for (item, shown) in ["safe", "understood", "together", "open", "helpful"].into_iter().zip(&shown) {
        assert_eq!(slider(page, item).await, *shown, "{item} stays as it was shown");
    }
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    let value = |index: usize| json!(shown[index].0);
    let input = if page.engine == Engine::Phone { "touch" } else { "mouse" };
    assert_eq!(
        answers(result),
        [
            json!(["safe", value(0), input]),
            json!(["understood", 50, input]),
            json!(["together", 0, input]),
            json!(["open", value(3), input]),
            json!(["helpful", null, null]),
            json!(["agreed", 2, input]),
            json!(["home", null, input]),
        ]
    );
    assert_eq!(result["answers"][6]["notApplicable"], true);
    let entry = |index: usize, key: &str| result["answers"][index][key].as_f64();
    let duration = result["durationMs"].as_f64().expect("a duration");
    for index in [0, 1, 2, 3, 5, 6] {
        assert_eq!(entry(index, "changes"), Some(1.0), "{result}");
        assert!(
            entry(index, "firstInteractionMs").is_some_and(|ms| ms > 0.0 && ms + 300.0 <= duration),
            "{result}"
        );
    }
}

async fn early_dialog_opens_at_once_and_reports_it_later(page: &Page) {
    page.server.stall(WASM);
    page.load("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.wait_for_visible("dialog:modal [data-item]").await;
    assert_eq!(page.events("open").await, Vec::<Value>::new());
    page.tap("safe", 0.8).await;
    run_module(page).await;
    page.events_exactly("change", 1).await;
    let names = page.eval("return events.map(({ name }) => name).filter((name) => name !== 'input')").await;
    assert_eq!(names, json!(["ready", "open", "change"]));
    assert_eq!(page.eval_on("dialog", "e.matches(':modal')").await, true);
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
}

/// Presses the same keys before the module runs and after, in both directions of writing.
async fn early_keys_answer_as_later_ones(page: &Page) {
    let [right, left, down, home, end] = ['\u{E014}', '\u{E012}', '\u{E015}', '\u{E011}', '\u{E010}'];
    let [page_up, delete] = ['\u{E00E}', '\u{E017}'];
    for lang in ["en", "ar"] {
        let mut seen = Vec::new();
        for is_early in [true, false] {
            let markup = markup(&format!("lang=\"{lang}\""), &instrument());
            if is_early {
                load_early(page, &markup).await;
            } else {
                page.load(&markup).await;
                page.events_exactly("ready", 1).await;
            }
            for (item, keys) in [
                ("safe", [right, right, left].as_slice()),
                ("understood", &[' ']),
                ("together", &[home, page_up]),
                ("open", &[end, left]),
                ("helpful", &[end, delete]),
                ("agreed", &[' ', down]),
            ] {
                page.eval_on(&format!("[data-item={item}] input"), "e.focus()").await;
                page.press(keys).await;
            }
            if is_early {
                run_module(page).await;
            }
            page.click("submit").await;
            let result = page.events_exactly("submit", 1).await[0].clone();
            let entry =
                |entry: &Value| json!([entry["item"], entry["value"], entry["input"], entry["changes"]]);
            seen.push(result["answers"].as_array().expect("answers").iter().map(entry).collect::<Vec<_>>());
        }
        assert_eq!(seen[0], seen[1], "{lang}");
        assert_eq!(seen[0][1], json!(["understood", 50, "keyboard", 1]));
    }
}

/// Answers two items, lets the module fail, and tries again with one that runs.
async fn answer_fail_and_retry(page: &Page, code: &str, fail: impl AsyncFn(), repair: impl AsyncFn()) {
    page.tap("safe", 1.0).await;
    page.tap("open", 0.0).await;
    fail().await;
    let error = page.wait_for_events("error", 1).await.last().expect("an error").clone();
    assert_eq!((&error["code"], &error["fatal"]), (&json!(code), &json!(true)), "{error}");
    assert_eq!((&error["answers"]["safe"], &error["answers"]["open"]), (&json!(100), &json!(0)), "{error}");
    page.wait_for_visible("[part~=retry]").await;
    let apology = page.eval_on(".body", "e.textContent").await;
    assert!(apology.as_str().is_some_and(|text| text.contains("They are still here")), "{apology}");
    repair().await;
    page.click("retry").await;
    page.events_exactly("ready", 1).await;
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(answers(&result)[0], json!(["safe", 100, "mouse"]), "{result}");
    assert_eq!(answers(&result)[3], json!(["open", 0, "mouse"]), "{result}");
}

async fn early_answers_survive_a_module_that_fails(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    let fail = async || {
        page.server.fail(WASM);
        page.server.resume(WASM);
    };
    answer_fail_and_retry(page, "load-failed", fail, async || page.server.restore(WASM)).await;
}

async fn early_answers_survive_a_module_of_another_build(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    let right = std::fs::read("dist/rapport.wasm").expect("the module");
    let fail = async || {
        let mut other = right.clone();
        *other.last_mut().expect("a byte") ^= 1;
        page.server.override_body(WASM, other);
        page.server.resume(WASM);
    };
    answer_fail_and_retry(page, "load-failed", fail, async || page.server.override_body(WASM, right.clone()))
        .await;
}

async fn early_answers_survive_a_blocked_module(page: &Page) {
    page.server.stall(WASM);
    page.load_bare(
        "<script src=\"/pages/block-wasm.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>
         <rapport-feedback></rapport-feedback>",
    )
    .await;
    page.wait_for_visible("[data-item]").await;
    let fail = async || page.server.resume(WASM);
    let repair = async || drop(page.eval("unblockWasm()").await);
    answer_fail_and_retry(page, "wasm-blocked", fail, repair).await;
}

/// The first instances trap as soon as they run.
async fn early_answers_survive_a_crash_at_once(page: &Page) {
    page.server.stall(WASM);
    page.load_bare(
        "<script src=\"/pages/break-module.js\"></script><script type=\"module\" src=\"/rapport.js\"></script>
         <rapport-feedback></rapport-feedback>",
    )
    .await;
    page.wait_for_visible("[data-item]").await;
    page.tap("safe", 1.0).await;
    page.tap("open", 0.0).await;
    page.eval("failNextCall()").await;
    run_module(page).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!((&error["code"], &error["fatal"]), (&json!("crashed"), &json!(false)), "{error}");
    assert_eq!((&error["answers"]["safe"], &error["answers"]["open"]), (&json!(100), &json!(0)), "{error}");
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(answers(&result)[0], json!(["safe", 100, "mouse"]), "{result}");
    assert_eq!(answers(&result)[3], json!(["open", 0, "mouse"]), "{result}");
}

async fn host_gets_early_answers_of_a_form_that_is_left(page: &Page) {
    load_early(page, "<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.eval("dispatchEvent(new PageTransitionEvent('pagehide'))").await;
    page.eval(&format!("{WIDGET}.close()")).await;
    let dismissed = page.events_exactly("dismiss", 2).await;
    for (dismiss, reason) in dismissed.iter().zip(["unload", "host"]) {
        assert_eq!((&dismiss["reason"], &dismiss["result"]), (&json!(reason), &Value::Null));
        assert_eq!(dismiss["answers"]["safe"], 100, "{dismiss}");
    }
    page.eval(&format!("{WIDGET}.show()")).await;
    page.wait_for_visible("dialog:modal [data-item]").await;
    assert_eq!(slider(page, "safe").await.1, "not answered", "another form");
    run_module(page).await;
    page.events_exactly("open", 1).await;
    assert_eq!(page.events("change").await, Vec::<Value>::new());
    page.eval(&format!("{WIDGET}.reset()")).await;
    page.tap("open", 0.0).await;
    page.events_exactly("change", 1).await;
}

async fn host_gets_early_answers_of_a_form_that_is_removed(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.eval(&format!("window.form = {WIDGET}; form.remove(); document.body.append(form)")).await;
    page.tap("open", 0.0).await;
    page.eval("form.addEventListener('rapport-dismiss', (e) => { window.left = e.detail }); form.remove()")
        .await;
    let left = page.wait_for("return window.left").await;
    let answers = json!({ "safe": 100, "understood": null, "together": null, "open": 0, "helpful": null });
    assert_eq!(
        (&left["reason"], &left["result"], &left["answers"]),
        (&json!("removed"), &Value::Null, &answers)
    );
    // It goes on if it comes back.
    page.eval("document.body.append(form)").await;
    run_module(page).await;
    page.events_exactly("change", 2).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["outcome"]["answered"], 2);
}

pub const KEPT: &str = "<rapport-feedback keep-draft session-id=\"s\"></rapport-feedback>";

async fn early_answers_are_in_the_draft(page: &Page) {
    load_early(page, KEPT).await;
    page.tap("safe", 1.0).await;
    // The module never comes, and the page is loaded again.
    page.server.resume(WASM);
    page.server.stall("/nothing");
    page.load(KEPT).await;
    page.events_exactly("ready", 1).await;
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(answers(&result)[0], json!(["safe", 100, "mouse"]), "{result}");
    assert_eq!(result["answers"][0]["changes"], 1, "{result}");
}

async fn stored_draft_shows_before_the_module(page: &Page) {
    page.load(KEPT).await;
    page.events_exactly("ready", 1).await;
    page.tap("safe", 1.0).await;
    page.events_exactly("change", 1).await;
    load_early(page, KEPT).await;
    assert_eq!(slider(page, "safe").await.0, 100);
    page.tap("open", 0.0).await;
    run_module(page).await;
    page.click("submit").await;
    let result = page.events_exactly("submit", 1).await[0].clone();
    assert_eq!(result["outcome"]["answered"], 2, "{result}");
    assert_eq!(result["answers"][0]["changes"], 1, "{result}");
}

async fn changed_configuration_is_drawn_again(page: &Page) {
    load_early(page, "<rapport-feedback></rapport-feedback>").await;
    page.tap("safe", 1.0).await;
    page.eval(&format!("{WIDGET}.lang = 'de'")).await;
    page.wait_for(&format!("return {ROOT}.querySelector('[part=submit]').textContent === 'Senden'")).await;
    assert_eq!(slider(page, "safe").await.0, 100, "the answers stay");
    page.eval(&format!("{WIDGET}.instrument = 'one'")).await;
    page.wait_for(&format!("return {ROOT}.querySelector('[data-item=overall]')")).await;
    run_module(page).await;
    assert_eq!(page.events("change").await, Vec::<Value>::new(), "answers to another instrument");
    page.tap("overall", 0.0).await;
    page.events_exactly("change", 1).await;
}

async fn faulty_definition_shows_the_apology(page: &Page) {
    for (path, value) in [("/items", json!([])), ("/score/range", json!([1])), ("/title", json!(5))] {
        let mut faulty = instrument();
        *faulty.pointer_mut(path).expect("the path") = value;
        page.load(&markup("", &faulty)).await;
        page.wait_for_visible("[part=message-title]").await;
        assert_eq!(page.events_exactly("error", 1).await[0]["fatal"], true);
        assert_eq!(page.eval_on("[data-item]", "e").await, Value::Null, "{path}");
    }
}

async fn early_scroll_answers_nothing(page: &Page) {
    load_early(page, &format!("<rapport-feedback></rapport-feedback>{}", "<br>".repeat(50))).await;
    let [left, top, width, height] = page.element_box("rapport-feedback", "[data-item=together] input").await;
    let (x, y) = (left + width * 0.8, top + height / 2.0);
    let swipe: Vec<(f64, f64)> = (0..=20).map(|step| (x, y - f64::from(step) * 12.0)).collect();
    page.drag("touch", &swipe).await;
    page.wait_for("return scrollY > 50").await;
    assert_eq!(slider(page, "together").await, (50, "not answered".into()));
    run_module(page).await;
    page.settled("return events.length").await;
    assert_eq!(page.events("change").await, Vec::<Value>::new());
    assert_eq!(slider(page, "together").await, (50, "not answered".into()));
}

/// Compares the nodes in every language, mode and kind of item: the view, drawn without the script's nodes, has the same.
async fn script_draws_the_nodes_of_the_view(page: &Page) {
    let mut markups = Vec::new();
    for lang in ["en", "es", "fr", "de", "pt-BR", "ar", "zh_CN", "hi", "sw"] {
        for attributes in [
            "",
            "instrument=\"one\" show-value",
            "mode=\"dialog\" open review",
            "required dir=\"rtl\"",
            "disabled",
        ] {
            markups.push(format!("<rapport-feedback lang=\"{lang}\" {attributes}></rapport-feedback>"));
        }
    }
    let answers = json!({ "safe": 100, "open": 3, "understood": 50, "agreed": 1, "home": "not-applicable" });
    let strings =
        json!({ "crisis": { "de": "Rufen Sie 112.", "en": "Call 112." }, "optional": "", "submit": "Go" });
    let empty = json!({ "crisis": "", "submit": "", "someRequired": "", "optional": "" });
    for (attributes, answers, strings) in [
        ("show-value", &answers, &strings),
        ("keep-draft session-id=\"s\"", &json!({}), &strings),
        ("required", &json!({}), &empty),
        ("", &json!({}), &empty),
    ] {
        let script = json!({ "instrument": instrument(), "answers": answers, "strings": strings });
        markups.push(format!(
            "<rapport-feedback {attributes}><script type=\"application/json\">{script}</script></rapport-feedback>"
        ));
    }
    for file in std::fs::read_dir("examples/instruments").expect("the examples") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("a definition");
        let definition: Value = serde_json::from_str(&text).expect("JSON");
        markups.push(markup("lang=\"es\" show-value", &definition));
    }
    for markup in markups {
        load_early(page, &markup).await;
        let early = page.eval(&format!("return {ROOT}.innerHTML")).await;
        page.eval(&format!("window.panel = {ROOT}.firstChild")).await;
        run_module(page).await;
        assert_eq!(
            page.eval(&format!("return {ROOT}.firstChild === panel")).await,
            true,
            "taken over: {markup}"
        );
        assert_eq!(page.eval(&format!("return {ROOT}.innerHTML")).await, early, "{markup}");
        // Removed and inserted again, the form is drawn by the view alone.
        page.eval(&format!("const e = {WIDGET}; window.at = e.parentNode; e.remove(); window.element = e"))
            .await;
        page.eval("window.at.append(window.element)").await;
        page.wait_for(&format!("return {ROOT}.querySelector('[data-item]')")).await;
        page.eval("return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))").await;
        assert_eq!(page.eval(&format!("return {ROOT}.firstChild === panel")).await, false);
        assert_eq!(page.eval(&format!("return {ROOT}.innerHTML")).await, early, "{markup}");
    }
}

/// The link of docs/recipes/next-page.md. `WebKitGTK` fetches a preloaded module twice, whatever the link's attributes are.
async fn preloaded_module_is_fetched_once_beside_the_script(page: &Page) {
    let text = std::fs::read_to_string("dist/integrity.json").expect("the hashes");
    let integrity: Value = serde_json::from_str(&text).expect("JSON");
    let hash = integrity["rapport.wasm"].as_str().expect("a hash");
    page.server.add_header(WASM, "cache-control", "max-age=60");
    page.load_bare(&format!(
        "<link rel=\"preload\" as=\"fetch\" href=\"{WASM}\" integrity=\"{hash}\" crossorigin>
         <script type=\"module\" src=\"/rapport.js\"></script><rapport-feedback></rapport-feedback>"
    ))
    .await;
    page.events_exactly("ready", 1).await;
    let requests = page.server.requests();
    assert_eq!(requests.iter().filter(|path| *path == WASM).count(), 1, "{requests:?}");
    let is_beside = page
        .eval(
            "const timing = (name) => performance.getEntriesByType('resource').find((e) => e.name.endsWith(name));
             return timing('rapport.wasm').startTime < timing('rapport.js').responseEnd",
        )
        .await;
    assert_eq!(is_beside, true);
}
