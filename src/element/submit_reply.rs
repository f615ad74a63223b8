//! The host page's reply to a submit event.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::bindings::JsSubmitReply;

/// The reply to a submit event, decoded from `{ prevented, saved }`.
#[derive(Debug)]
pub(super) enum SubmitReply {
    /// A listener prevented the event.
    Prevented,
    /// No listener asked for time to store the result.
    Accepted,
    /// The result is stored.
    Saved,
    /// The promise resolves to `true` or to another reply, and rejects with an error message.
    Pending(Promise),
}

impl SubmitReply {
    /// Decodes a reply; `true` is short for a stored result.
    pub(super) fn from_js(reply: &JsValue) -> Self {
        if !reply.is_object() {
            return Self::Saved;
        }
        let reply: &JsSubmitReply = reply.unchecked_ref();
        match reply.saved().dyn_into::<Promise>() {
            _ if reply.prevented() => Self::Prevented,
            Ok(promise) => Self::Pending(promise),
            Err(saved) if saved.is_truthy() => Self::Saved,
            Err(_) => Self::Accepted,
        }
    }
}
