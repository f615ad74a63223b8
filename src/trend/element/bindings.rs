//! The JavaScript objects that the element's script passes to the WASM module.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The element, as far as the WASM module may use it.
    #[derive(Debug)]
    pub type Host;

    /// Dispatches a DOM event.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, name: &str, detail: JsValue);
}

#[wasm_bindgen]
extern "C" {
    /// The element's configuration.
    #[derive(Debug)]
    pub type JsConfig;

    /// The attributes by property name, as one object of plain data.
    #[wasm_bindgen(method, getter)]
    pub fn attributes(this: &JsConfig) -> JsValue;
    /// The host's data as plain data: another object after each change.
    #[wasm_bindgen(method, getter)]
    pub fn data(this: &JsConfig) -> JsValue;
    /// Returns the formats of a language in the reader's time zone.
    #[wasm_bindgen(method)]
    pub fn formats(this: &JsConfig, locale: &str) -> JsFormats;
}

#[wasm_bindgen]
extern "C" {
    /// The browser's formats of dates and numbers. No method throws.
    #[derive(Debug)]
    pub type JsFormats;

    /// Returns the reading of the time zone's clock at an instant; both in milliseconds.
    #[wasm_bindgen(method, js_name = wallClock)]
    pub fn wall_clock(this: &JsFormats, at: f64) -> f64;
    /// Returns the date at an instant, in the form of that index.
    #[wasm_bindgen(method)]
    pub fn date(this: &JsFormats, at: f64, form: u32) -> String;
    /// Returns a number with at most six decimals.
    #[wasm_bindgen(method)]
    pub fn number(this: &JsFormats, value: f64) -> String;
    /// Returns the index of a count's plural category.
    #[wasm_bindgen(method)]
    pub fn plural(this: &JsFormats, count: f64) -> u32;
    /// The name of the time zone.
    #[wasm_bindgen(method, getter)]
    pub fn zone(this: &JsFormats) -> String;
    /// Whether the browser knows the time zone that the element names.
    #[wasm_bindgen(method, getter, js_name = isZoneKnown)]
    pub fn is_zone_known(this: &JsFormats) -> bool;
}
