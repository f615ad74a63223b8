//! Words answers in the respondent's language, and formats numbers in its digits.

use wasm_bindgen::prelude::*;

use crate::config::Config;
use crate::instrument::{Item, Scale};
use crate::strings::MessageKey;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Number)]
    type JsNumber;

    #[wasm_bindgen(method, catch, js_name = toLocaleString)]
    fn to_locale_string(this: &JsNumber, locale: &str) -> Result<String, JsValue>;
}

/// Formats a number in the digits of the form's language. If the browser rejects the language tag, the digits are ASCII.
pub(super) fn format_number(value: i32, config: &Config) -> String {
    let number: JsNumber = JsValue::from(value).unchecked_into();
    number.to_locale_string(&config.strings.locale).unwrap_or_else(|_| value.to_string())
}

/// Formats an item's answer in words.
pub(super) fn format_answer(value: Option<i32>, item: &Item, scale: Scale, config: &Config) -> String {
    let Some(value) = value else { return config.strings.text(MessageKey::NotAnswered).to_owned() };
    let labels = [&item.low, &item.high].map(|label| label.in_language(&config.lang));
    let [value_text, max_text] = [value, scale.max].map(|number| format_number(number, config));
    config.strings.answer(&value_text, &max_text, scale.fraction_of(value), labels)
}
