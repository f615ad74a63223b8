//! One item: its question, its anchors and its slider, a native range input. An unanswered slider
//! rests in the middle without a handle and says that it is not answered.

use std::rc::Rc;

use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::answers::Input;
use crate::form::Action;
use crate::instrument::{Item, Scale};
use crate::strings::Strings;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SliderProps {
    pub(super) place: usize,
    pub(super) item: Rc<Item>,
    pub(super) value: Option<i32>,
    pub(super) disabled: bool,
    pub(super) scale: Scale,
    pub(super) strings: &'static Strings,
    pub(super) act: Callback<Action>,
}

#[component]
pub(super) fn Slider(props: &SliderProps) -> Html {
    let SliderProps { place, item, value, disabled, scale, strings, act } = props;
    let (place, value, scale) = (*place, *value, *scale);
    let [question, low, high] = ["question", "low", "high"].map(|of| format!("{of}-{place}"));
    let said = value.map_or_else(
        || strings.not_answered.to_owned(),
        |value| format!("{value} {} {}", strings.out_of, scale.max),
    );
    let listen = act.clone();
    let onclear = act.reform(move |event: MouseEvent| {
        focus_slider(&event);
        Action::Clear(place)
    });
    html! {
        <div part="item" class={classes!("item", value.is_none().then_some("unset"))} data-item={item.id.clone()}>
            <p id={question.clone()} part="question">{ &item.text }</p>
            <p class="anchors" aria-hidden="true">
                <span id={low.clone()} part="low">{ &item.low }</span>
                <span id={high.clone()} part="high">{ &item.high }</span>
            </p>
            <input type="range" part="slider" disabled={*disabled}
                min={scale.min.to_string()} max={scale.max.to_string()} step={scale.step.to_string()}
                value={value.unwrap_or_else(|| scale.resting()).to_string()}
                aria-labelledby={question.clone()} aria-describedby={format!("{low} {high}")} aria-valuetext={said}
                onpointerdown={act.reform(move |event: PointerEvent| Action::Press(place, pointer(&event)))}
                onpointercancel={act.reform(|_: PointerEvent| Action::Cancel)}
                onkeydown={move |event: KeyboardEvent| press_key(&event, place, value, scale, &listen)}
                oninput={act.reform(move |event: InputEvent| moved(&event, place))}
                onchange={act.reform(move |_: Event| Action::Commit(place))}
                onclick={act.reform(move |event: MouseEvent| Action::Release(place, tapped(&event, value, scale)))} />
            <button type="button" part="clear" onclick={onclear} aria-describedby={question}
                hidden={value.is_none() || *disabled}>{ strings.clear }</button>
        </div>
    }
}

fn pointer(event: &PointerEvent) -> Input {
    match event.pointer_type().as_str() {
        "touch" => Input::Touch,
        "pen" => Input::Pen,
        _ => Input::Mouse,
    }
}

/// Arrow and paging keys move the slider by themselves; Enter and Space answer with where it rests.
fn press_key(event: &KeyboardEvent, place: usize, value: Option<i32>, scale: Scale, act: &Callback<Action>) {
    act.emit(Action::Press(place, Input::Keyboard));
    if value.is_none() && matches!(event.key().as_str(), "Enter" | " ") {
        event.prevent_default();
        act.emit(Action::Release(place, Some(f64::from(scale.resting()))));
    }
}

fn moved(event: &InputEvent, place: usize) -> Action {
    let raw = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
    Action::Move(place, raw, (!event.is_trusted()).then_some(Input::Script))
}

/// The value that was tapped, where the browser itself may not have moved the slider: an unanswered one
/// tapped where it rests, and any other on phones that follow a drag but not a tap. A tap on the handle is none.
fn tapped(event: &MouseEvent, value: Option<i32>, scale: Scale) -> Option<f64> {
    let slider = event.target_unchecked_into::<HtmlElement>();
    let (length, handle) = (f64::from(slider.client_width()), f64::from(slider.client_height()));
    if length <= handle {
        return None;
    }
    let along = (f64::from(event.offset_x()) - handle / 2.0) / (length - handle);
    let along = if slider.matches(":dir(rtl)").unwrap_or_default() { 1.0 - along } else { along };
    let (min, max) = (f64::from(scale.min), f64::from(scale.max));
    let raw = min + (max - min) * along.clamp(0.0, 1.0);
    let reach = (max - min) * handle / (length - handle) / 2.0;
    value.is_none_or(|value| (raw - f64::from(value)).abs() > reach).then_some(raw)
}

/// The button that was pressed is about to vanish: the focus goes to its slider.
fn focus_slider(event: &MouseEvent) {
    let button = event.target_unchecked_into::<Element>();
    let slider = button.parent_element().and_then(|item| item.query_selector("input").ok().flatten());
    if let Some(slider) = slider {
        let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlElement>(slider).focus();
    }
}
