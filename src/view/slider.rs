//! One item: its question, its anchors and its slider, a native range input. An unanswered slider
//! rests in the middle without a handle and says that it is not answered.

use std::rc::Rc;

use yew::prelude::*;

use crate::instrument::{Item, Scale};
use crate::strings::Strings;

#[derive(Debug, Clone, Properties)]
pub(super) struct SliderProps {
    pub(super) place: usize,
    pub(super) item: Rc<Item>,
    pub(super) value: Option<i32>,
    pub(super) disabled: bool,
    pub(super) scale: Scale,
    pub(super) strings: &'static Strings,
}

/// Drawing is the dear part of a step, so only what can differ between two steps is compared.
impl PartialEq for SliderProps {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && self.disabled == other.disabled && Rc::ptr_eq(&self.item, &other.item)
    }
}

#[component]
pub(super) fn Slider(props: &SliderProps) -> Html {
    let SliderProps { place, item, value, disabled, scale, strings } = props;
    let [question, low, high] = ["question", "low", "high"].map(|of| format!("{of}-{place}"));
    let said = value.map_or_else(
        || strings.not_answered.to_owned(),
        |value| format!("{value} {} {}", strings.out_of, scale.max),
    );
    html! {
        <div part="item" class={classes!("item", value.is_none().then_some("unset"))} data-item={item.id.clone()}>
            <p id={question.clone()} part="question">{ &item.text }</p>
            <p class="anchors" aria-hidden="true">
                <span id={low.clone()} part="low">{ &item.low }</span>
                <span id={high.clone()} part="high">{ &item.high }</span>
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
