//! The JavaScript objects that the element's script passes to the WASM module.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The element, as far as the WASM module may use it.
    #[derive(Debug)]
    pub type Host;

    /// Dispatches a DOM event. Returns a [`JsSubmitReply`].
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, name: &str, detail: JsValue) -> JsValue;

    /// Reflects the dialog's state and the names for `:state()`, separated by spaces, on the element.
    #[wasm_bindgen(method)]
    pub fn reflect(this: &Host, open: bool, states: &str);

    /// Stores a draft in the tab under `key`, in place of an earlier one; null removes it.
    #[wasm_bindgen(method, js_name = saveDraft)]
    pub fn save_draft(this: &Host, key: &str, draft: JsValue);

    /// Returns the tab's draft under `key`, or null.
    #[wasm_bindgen(method, js_name = loadDraft)]
    pub fn load_draft(this: &Host, key: &str) -> JsValue;

    /// Keeps a snapshot of the form outside this instance, for crash recovery.
    #[wasm_bindgen(method, js_name = saveSnapshot)]
    pub fn save_snapshot(this: &Host, snapshot: JsValue);
}

#[wasm_bindgen]
extern "C" {
    /// The reply to a submit event, as JavaScript has it.
    #[derive(Debug)]
    pub type JsSubmitReply;

    /// Whether a listener prevented the event.
    #[wasm_bindgen(method, getter)]
    pub fn prevented(this: &JsSubmitReply) -> bool;
    /// False if no listener asked for time to store the result, true if it is stored, or a promise.
    #[wasm_bindgen(method, getter)]
    pub fn saved(this: &JsSubmitReply) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The element's configuration.
    #[derive(Debug)]
    pub type JsConfig;

    /// The attributes by property name, as one object of plain data.
    #[wasm_bindgen(method, getter)]
    pub fn attributes(this: &JsConfig) -> JsValue;
    /// The JSON inside the tag: null if there is none, an error message if it cannot be parsed.
    #[wasm_bindgen(method, getter)]
    pub fn script(this: &JsConfig) -> JsValue;
    /// The properties that take objects, as plain data.
    #[wasm_bindgen(method, getter)]
    pub fn properties(this: &JsConfig) -> JsValue;
}
