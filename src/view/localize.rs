//! Words answers in the respondent's language, and formats numbers in its digits.

use wasm_bindgen::prelude::*;

use crate::config::Config;
use crate::instrument::{Item, Scale, Text};
use crate::scoring::answers::Response;
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
pub(super) fn format_answer(
    response: Option<Response>,
    item: &Item,
    scale: &Scale,
    config: &Config,
) -> String {
    let localized = |text: &Text| text.in_language(&config.lang).to_owned();
    let value = match response {
        None => return config.strings.text(MessageKey::NotAnswered).to_owned(),
        Some(Response::NotApplicable) => {
            return item.not_applicable.as_ref().map(|choice| localized(&choice.label)).unwrap_or_default();
        }
        Some(Response::Value(value)) => value,
    };
    match scale {
        Scale::Points { points } => {
            let point = points.iter().find(|point| point.value == value);
            point.map(|point| localized(&point.label)).unwrap_or_default()
        }
        Scale::Slider(slider) => {
            let [low, high] = [&item.low, &item.high]
                .map(|label| label.as_ref().map_or("", |label| label.in_language(&config.lang)));
            let [value_text, max_text] = [value, slider.max].map(|number| format_number(number, config));
            config.strings.answer(&value_text, &max_text, slider.fraction_of(value.into()), [low, high])
        }
    }
}
