//! The Questionnaires that this crate writes, in a renderer that others wrote: LHC-Forms, of the U.S. National Library
//! of Medicine. The page is theirs, so one browser is enough.

use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use rapport::fhir::{from_questionnaire, questionnaire};
use rapport::{Instrument, Json};
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use crate::harness::{Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    for file in ["nine-sum", "three-means", "five-one-reversed", "ten-prorated"] {
        let name = format!("every_item_of_{}_is_rendered", file.replace('-', "_"));
        tests.add_named(Engine::Chromium, &name, async move |page| {
            let definition = read(&format!("examples/instruments/{file}.json"));
            let instrument = Instrument::read(&definition).0.expect("an instrument");
            every_item_is_rendered(page, &instrument).await;
        });
    }
    for file in [
        "groups-two-deep",
        "display-first",
        "does-not-apply",
        "contained-compose",
        "help-prefix-initial",
        "mixed-two-deep",
        "nine-and-one-outside",
        "three-languages",
    ] {
        let name = format!("every_item_of_{}_is_rendered", file.replace('-', "_"));
        tests.add_named(Engine::Chromium, &name, async move |page| {
            let case = read(&format!("tests/data/questionnaires/{file}.json"));
            let part = |key| case.get(key).expect("a part");
            let (instrument, _) = from_questionnaire(part("questionnaire"), part("beside"));
            every_item_is_rendered(page, &instrument.expect("an instrument")).await;
        });
    }
}

const FOLDER: &str = "tests/interop/node_modules/lforms/dist/lforms";
/// LHC-Forms writes styles and compiles scripts.
const POLICY: &str = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

/// Serves the renderer and its page. The test replaces the Questionnaire.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let page = async || ([(CONTENT_SECURITY_POLICY, POLICY)], Html(include_str!("../interop/lforms.html")));
    Router::new()
        .route("/lforms.html", get(page))
        .route("/questionnaire.json", get(async || "{}"))
        .nest_service("/lforms", ServeDir::new(FOLDER))
}

fn read(path: &str) -> Json {
    serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON")
}

async fn every_item_is_rendered(page: &Page, instrument: &Instrument) {
    assert!(std::path::Path::new(FOLDER).exists(), "lforms is missing: run `make validators`");
    let questionnaire = serde_json::to_string(&questionnaire(instrument, None)).expect("JSON");
    page.server.override_body("/questionnaire.json", questionnaire);
    page.load_file("lforms.html").await;
    let rendered = page.wait_for("return window.rendered ?? window.failed").await;
    let items: Vec<Value> =
        instrument.items.iter().map(|item| json!([item.id, item.text.in_language("")])).collect();
    let [ids, texts] = ["linkIds", "items"]
        .map(|key| rendered[key].as_array().unwrap_or_else(|| panic!("{rendered}")).clone());
    let is_question = |(id, _): &(Value, Value)| instrument.items.iter().any(|item| *id == item.id.as_str());
    let shown = ids.into_iter().zip(texts).filter(is_question);
    let shown: Vec<Value> = shown.map(|(id, text)| json!([id, text])).collect();
    assert_eq!(shown, items);
}
