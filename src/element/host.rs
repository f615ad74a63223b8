//! The custom element's own side: what the program may call, and what it is given.

use wasm_bindgen::prelude::*;

use crate::config::Attributes;

#[wasm_bindgen]
extern "C" {
    /// The custom element's own side, in `www/loader.js`.
    #[derive(Debug)]
    pub type Host;

    /// Dispatches a DOM event. Gives back `false` when it was cancelled, a promise when a listener asked to
    /// wait for one, else nothing. Where the listeners are in another document, that promise is fulfilled with
    /// `false` or `null` when they turn out to have cancelled it, or to wait for nothing.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, name: &str, detail: JsValue) -> JsValue;

    /// Shows on the element whether its dialog is open, and which states it is in.
    #[wasm_bindgen(method)]
    pub fn reflect(this: &Host, open: bool, states: &str);

    /// Keeps a draft in the tab, in place of the last one in that drawer; or, if it is null, nothing any more.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Host, drawer: &str, draft: JsValue);

    /// Holds what the form is now, in case that this program crashes.
    #[wasm_bindgen(method)]
    pub fn hold(this: &Host, memory: JsValue);

    /// What the tab has in a drawer, or null.
    #[wasm_bindgen(method)]
    pub fn recall(this: &Host, drawer: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The element's attributes by their property names, as `www/loader.js` hands them over.
    #[derive(Debug)]
    pub type Given;

    #[wasm_bindgen(method, getter)]
    pub fn instrument(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn mode(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn open(this: &Given) -> bool;
    #[wasm_bindgen(method, getter, js_name = sessionId)]
    pub fn session_id(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn lang(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn theme(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn dir(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn review(this: &Given) -> bool;
    #[wasm_bindgen(method, getter, js_name = showValue)]
    pub fn show_value(this: &Given) -> bool;
    #[wasm_bindgen(method, getter, js_name = keepDraft)]
    pub fn keep_draft(this: &Given) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn disabled(this: &Given) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn required(this: &Given) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn offline(this: &Given) -> bool;
    /// What the JSON in a child script says; text where it is no JSON, empty where there is none.
    #[wasm_bindgen(method, getter)]
    pub fn script(this: &Given) -> JsValue;
    /// The properties that take more than text, as plain data.
    #[wasm_bindgen(method, getter)]
    pub fn properties(this: &Given) -> JsValue;
}

impl From<&Given> for Attributes {
    fn from(given: &Given) -> Self {
        Self {
            instrument: given.instrument(),
            mode: given.mode(),
            open: given.open(),
            session_id: given.session_id(),
            lang: given.lang(),
            theme: given.theme(),
            dir: given.dir(),
            review: given.review(),
            show_value: given.show_value(),
            keep_draft: given.keep_draft(),
            disabled: given.disabled(),
            required: given.required(),
            offline: given.offline(),
        }
    }
}
