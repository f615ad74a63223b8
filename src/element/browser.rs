//! The browser's clocks and random source.

use js_sys::Date;
use uuid::{Builder, Uuid};

use crate::form::{Environment, Timestamp};

/// The browser as the environment of a form.
pub(super) struct Browser;

impl Environment for Browser {
    fn now(&self) -> Timestamp {
        let ms = gloo::utils::window().performance().map_or(0.0, |clock| clock.now());
        Timestamp { ms, utc: Date::new_0().to_iso_string().into() }
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
