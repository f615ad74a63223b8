//! Texts and numbers as a client reads them: in the right language, with the digits of that language.

use wasm_bindgen::prelude::*;

use crate::config::Config;
use crate::instrument::{Item, Scale, Text};
use crate::strings::Key;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Number)]
    type Digits;

    #[wasm_bindgen(method, catch, js_name = toLocaleString)]
    fn to_locale_string(this: &Digits, locale: &str) -> Result<String, JsValue>;
}

/// The text for `lang`, after its language. One in an unnamed language is in the page's.
pub(super) fn words<'a>(text: &'a Text, lang: &'a str) -> (&'a str, &'a str) {
    let (own, text) = text.nearest(lang);
    (if own.is_empty() { lang } else { own }, text)
}

/// A number in the digits of the widget's language. Not every tag is one that the browser takes.
pub(super) fn number(value: i32, config: &Config) -> String {
    let digits: Digits = JsValue::from(value).unchecked_into();
    digits.to_locale_string(&config.strings.locale).unwrap_or_else(|_| value.to_string())
}

/// An item's answer in words.
pub(super) fn answer(value: Option<i32>, item: &Item, scale: Scale, config: &Config) -> String {
    let Some(value) = value else { return config.strings.say(Key::NotAnswered).to_owned() };
    let ends = [&item.low, &item.high].map(|end| end.in_language(&config.lang));
    config.strings.answer(&number(value, config), &number(scale.max, config), scale.along(value), ends)
}
