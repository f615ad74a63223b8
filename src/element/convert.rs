//! Converts plain JSON data between JavaScript and Rust.

use js_sys::{Array, Object};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::data::json::Json;

/// A host's data, converted once for each JavaScript object.
#[derive(Debug, Default)]
pub(super) struct ConvertedData {
    source: JsValue,
    pub(super) json: Json,
}

impl ConvertedData {
    /// Converts the data unless it is the same object as before: the script makes a new object for new data.
    pub(super) fn read(&mut self, source: JsValue) {
        if self.source != source {
            self.json = from_js(&source, 0);
            self.source = source;
        }
    }
}

/// Converts plain JSON data from JavaScript. The script bounds its size but not its depth.
pub(super) fn from_js(data: &JsValue, depth: usize) -> Json {
    if let Some(string) = data.as_string() {
        Json::String(string)
    } else if let Some(number) = data.as_f64() {
        Json::Number(number)
    } else if let Some(value) = data.as_bool() {
        Json::Bool(value)
    } else if depth > Json::MAX_DEPTH {
        Json::Null
    } else if let Some(array) = data.dyn_ref::<Array>() {
        Json::Array(array.iter().map(|value| from_js(&value, depth + 1)).collect())
    } else if let Some(object) = data.dyn_ref::<Object>() {
        let member = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            (entry.get(0).as_string().unwrap_or_default(), from_js(&entry.get(1), depth + 1))
        };
        Json::Object(Object::entries(object).iter().map(member).collect())
    } else {
        Json::Null
    }
}

/// Converts a value to plain JSON data.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
