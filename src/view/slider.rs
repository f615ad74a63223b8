//! One item: its question, its anchors and its slider, a native range input. An unanswered slider
//! rests in the middle without a handle and says that it is not answered.

use std::sync::Arc;

use yew::prelude::*;

use crate::instrument::{Item, Scale};
use crate::strings::Strings;

use super::words;

#[derive(Debug, Clone, Properties)]
pub(super) struct SliderProps {
    pub(super) place: usize,
    pub(super) item: Arc<Item>,
    pub(super) value: Option<i32>,
    pub(super) disabled: bool,
    pub(super) scale: Scale,
    pub(super) lang: AttrValue,
    pub(super) strings: &'static Strings,
}

/// Drawing is the dear part of a step, so only what can differ between two steps is compared.
impl PartialEq for SliderProps {
    fn eq(&self, other: &Self) -> bool {
        let same_words = Arc::ptr_eq(&self.item, &other.item) && self.lang == other.lang;
        same_words && self.value == other.value && self.disabled == other.disabled
    }
}

#[component]
pub(super) fn Slider(props: &SliderProps) -> Html {
    let SliderProps { place, item, value, disabled, scale, lang, strings } = props;
    let [question, low, high] = ["question", "low", "high"].map(|of| format!("{of}-{place}"));
    let said = value.map_or_else(
        || strings.not_answered.to_owned(),
        |value| format!("{value} {} {}", strings.out_of, scale.max),
    );
    let [(text_lang, text), (low_lang, low_text), (high_lang, high_text)] =
        [&item.text, &item.low, &item.high].map(|text| words(text, lang));
    html! {
        <div part="item" class={classes!("item", value.is_none().then_some("unset"))} data-item={item.id.clone()}>
            <p id={question.clone()} part="question" lang={text_lang}>{ text }</p>
            <p class="anchors" aria-hidden="true">
                <span id={low.clone()} part="low" lang={low_lang}>{ low_text }</span>
                <span id={high.clone()} part="high" lang={high_lang}>{ high_text }</span>
            </p>
            <input type="range" part="slider" disabled={*disabled} data-place={place.to_string()}
                min={scale.min.to_string()} max={scale.max.to_string()} step={scale.step.to_string()}
                value={value.unwrap_or_else(|| scale.resting()).to_string()}
                aria-labelledby={question.clone()} aria-describedby={format!("{low} {high}")} aria-valuetext={said} />
            <button type="button" part="clear" data-place={place.to_string()} aria-describedby={question}
                hidden={value.is_none() || *disabled}>{ strings.clear }</button>
        </div>
    }
}
