//! The browser's clocks and random source.

use std::cell::Cell;

use js_sys::Date;
use uuid::{Builder, Uuid};

use crate::form::{Environment, Timestamp};

thread_local! {
    /// The time that has passed since the moment of a replayed gesture, in milliseconds.
    static BEHIND: Cell<f64> = const { Cell::new(0.0) };
}

/// The browser as the environment of a form.
pub(super) struct Browser;

impl Browser {
    /// Calls `replay` with the clocks set back to the time `ms` of the page's monotonic clock.
    pub(super) fn at(ms: f64, replay: impl FnOnce()) {
        BEHIND.set(monotonic_ms() - ms);
        replay();
        BEHIND.set(0.0);
    }
}

fn monotonic_ms() -> f64 {
    gloo::utils::window().performance().map_or(0.0, |clock| clock.now())
}

impl Environment for Browser {
    fn now(&self) -> Timestamp {
        let behind = BEHIND.get();
        let utc = Date::new(&(Date::now() - behind).into()).to_iso_string().into();
        Timestamp { ms: monotonic_ms() - behind, utc }
    }

    /// Builds the id from random bytes, because `crypto.randomUUID` is missing on plain http.
    fn new_id(&self) -> String {
        let mut bytes = [0; 16];
        if let Ok(crypto) = gloo::utils::window().crypto() {
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        Builder::from_random_bytes(bytes)
            .into_uuid()
            .hyphenated()
            .encode_lower(&mut Uuid::encode_buffer())
            .to_owned()
    }
}
