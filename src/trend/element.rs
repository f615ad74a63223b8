//! The WASM side of `<rapport-trend>`: the interface that the element's script calls.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

mod bindings;
mod controller;
#[allow(dead_code, reason = "shared with the form's element, which uses all of it")]
#[path = "../element/convert.rs"]
mod convert;
mod js_locale;
mod settings_reader;

use bindings::{Host, JsConfig};
use controller::Controller;

/// The trend of one element.
#[wasm_bindgen(js_name = Trend)]
#[derive(Debug)]
pub struct TrendElement(Rc<Controller>);

#[wasm_bindgen(js_class = Trend)]
impl TrendElement {
    /// Returns a trend without data, which draws in `root`.
    #[wasm_bindgen(constructor)]
    pub fn new(host: Host, root: web_sys::Element) -> Self {
        Self(Controller::new(host, root))
    }

    /// Applies the element's current configuration, and draws it if the element is in the page.
    pub fn update(&self, config: &JsConfig, is_connected: bool) {
        self.0.configure(config, is_connected);
    }

    /// Draws the chart at the width that its place has now.
    pub fn resize(&self) {
        self.0.measure();
    }

    /// Removes the view from the page. Data and choices stay.
    pub fn unmount(&self) {
        self.0.unmount();
    }

    /// Returns the table as CSV.
    #[wasm_bindgen(js_name = toCSV)]
    pub fn to_csv(&self) -> String {
        self.0.with_report(|report| report.to_csv())
    }

    /// Returns the chart as an SVG document.
    #[wasm_bindgen(js_name = toSVG)]
    pub fn to_svg(&self) -> String {
        self.0.with_report(|report| report.to_svg(controller::SVG_WIDTH))
    }

    /// Returns a paragraph for the notes.
    #[wasm_bindgen(js_name = toText)]
    pub fn to_text(&self) -> String {
        self.0.with_report(|report| report.to_text())
    }
}
