//! Plain JSON data, between the page and the program.

use js_sys::{Array, Object};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::json::Json;

/// A host's data, and what was read from it.
#[derive(Debug, Default)]
pub(super) struct Data {
    given: JsValue,
    pub(super) json: Json,
}

impl Data {
    /// Large data is not read again with every attribute that changes: the loader makes a new object of new data.
    pub(super) fn read(&mut self, given: JsValue) {
        if self.given != given {
            self.json = json(&given, 0);
            self.given = given;
        }
    }
}

/// Plain JSON data from JavaScript. The loader made sure that it is that, and not too much; but not how deep it is.
pub(super) fn json(data: &JsValue, depth: usize) -> Json {
    if let Some(text) = data.as_string() {
        Json::Text(text)
    } else if let Some(number) = data.as_f64() {
        Json::Number(number)
    } else if let Some(value) = data.as_bool() {
        Json::Bool(value)
    } else if depth > Json::MAX_DEPTH {
        Json::Null
    } else if let Some(list) = data.dyn_ref::<Array>() {
        Json::List(list.iter().map(|value| json(&value, depth + 1)).collect())
    } else if let Some(object) = data.dyn_ref::<Object>() {
        let entry = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            (entry.get(0).as_string().unwrap_or_default(), json(&entry.get(1), depth + 1))
        };
        Json::Map(Object::entries(object).iter().map(entry).collect())
    } else {
        Json::Null
    }
}

/// The value as plain JSON data.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
