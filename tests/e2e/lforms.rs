//! The Questionnaires that are written, in a renderer that others wrote: LHC-Forms, of the U.S. National Library of
//! Medicine. It is their page, not ours, so one browser is enough.

use std::net::Ipv4Addr;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use rapport::Instrument;
use rapport::fhir::questionnaire;
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use crate::page::Page;

mod chromium {
    crate::case!(Chromium, every_item_of_a_questionnaire_is_rendered);
}

async fn every_item_of_a_questionnaire_is_rendered(page: &Page) {
    for file in ["nine-sum", "three-means", "five-one-reversed", "ten-prorated"] {
        let definition =
            std::fs::read_to_string(format!("examples/instruments/{file}.json")).expect("an example");
        let (instrument, _) = Instrument::read(&serde_json::from_str(&definition).expect("JSON"));
        let instrument = instrument.expect("an instrument");
        let address = serve(serde_json::to_string(&questionnaire(&instrument, None)).expect("JSON")).await;
        page.go(&format!("{address}/lforms.html")).await;
        let rendered = page.wait("return window.rendered ?? window.failed").await;
        let asked: Vec<Value> =
            instrument.items.iter().map(|item| json!([item.id, item.text.in_language("")])).collect();
        let shown: Vec<Value> = ["linkIds", "items"]
            .map(|key| rendered[key].as_array().unwrap_or_else(|| panic!("{rendered}")).clone())
            .into_iter()
            .reduce(|ids, texts| ids.into_iter().zip(texts).map(|(id, text)| json!([id, text])).collect())
            .expect("two lists");
        assert_eq!(shown, asked, "{file}");
    }
}

/// Serves the page, the renderer and the Questionnaire on the loopback address.
async fn serve(questionnaire: String) -> String {
    let folder = "tests/interop/node_modules/lforms/dist/lforms";
    assert!(std::path::Path::new(folder).exists(), "lforms is missing: run `make validators`");
    let app = Router::new()
        .route("/lforms.html", get(async || Html(include_str!("../interop/lforms.html"))))
        .route("/questionnaire.json", get(async move || questionnaire.clone()))
        .nest_service("/lforms", ServeDir::new(folder));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("its address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}
