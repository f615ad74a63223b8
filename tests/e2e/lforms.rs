//! The Questionnaires that this crate writes, in a renderer that others wrote: LHC-Forms, of the U.S. National Library
//! of Medicine. The page is theirs, so one browser is enough.

use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use rapport::Instrument;
use rapport::fhir::questionnaire;
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use crate::harness::{Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    for file in ["nine-sum", "three-means", "five-one-reversed", "ten-prorated"] {
        let name = format!("every_item_of_{}_is_rendered", file.replace('-', "_"));
        tests.add_named(Engine::Chromium, &name, async move |page| every_item_is_rendered(page, file).await);
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

async fn every_item_is_rendered(page: &Page, file: &str) {
    assert!(std::path::Path::new(FOLDER).exists(), "lforms is missing: run `make validators`");
    let definition =
        std::fs::read_to_string(format!("examples/instruments/{file}.json")).expect("an example");
    let (instrument, _) = Instrument::read(&serde_json::from_str(&definition).expect("JSON"));
    let instrument = instrument.expect("an instrument");
    let questionnaire = serde_json::to_string(&questionnaire(&instrument, None)).expect("JSON");
    page.server.override_body("/questionnaire.json", questionnaire);
    page.load_file("lforms.html").await;
    let rendered = page.wait_for("return window.rendered ?? window.failed").await;
    let items: Vec<Value> =
        instrument.items.iter().map(|item| json!([item.id, item.text.in_language("")])).collect();
    let [ids, texts] = ["linkIds", "items"]
        .map(|key| rendered[key].as_array().unwrap_or_else(|| panic!("{rendered}")).clone());
    let shown: Vec<Value> = ids.into_iter().zip(texts).map(|(id, text)| json!([id, text])).collect();
    assert_eq!(shown, items);
}
