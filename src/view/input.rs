//! Turns pointer, key and input events on sliders and their buttons into actions. One set of listeners around all items
//! finds the item by the event's target.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::choices::NOT_APPLICABLE;
use super::css_zoom::css_zoom;
use crate::form::{Action, Form, KeyStep, PointerHit, SliderAction};
use crate::instrument::Slider;
use crate::scoring::answers::{Answer, InputMethod};

/// Wraps `items` in an element whose listeners dispatch actions.
pub(super) fn with_listeners(items: Html, form: &Rc<RefCell<Form>>, dispatch: &Callback<Action>) -> Html {
    html! {
        <div onpointerdown={on(dispatch, pointer_down)} onpointerup={on(dispatch, pointer_up)}
            onpointercancel={on(dispatch, pointer_cancel)} onkeydown={on(dispatch, key_down)}
            oninput={on_input(form, dispatch)} onchange={on_change(form, dispatch)} onclick={on(dispatch, click)}>
            { items }
        </div>
    }
}

fn on<E: 'static>(dispatch: &Callback<Action>, action: fn(&E) -> Option<SliderAction>) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |event| {
        if let Some(action) = action(&event) {
            dispatch.emit(Action::Slider(action));
        }
    })
}

/// Handles a move by the browser. The form may decide on another value, which is then written back to the slider.
fn on_input(form: &Rc<RefCell<Form>>, dispatch: &Callback<Action>) -> Callback<InputEvent> {
    let (form, dispatch) = (Rc::clone(form), dispatch.clone());
    Callback::from(move |event: InputEvent| {
        let Some((input, index)) = target_input(&event) else { return };
        let by_script = (!event.is_trusted()).then_some(InputMethod::Script);
        if input.value() == NOT_APPLICABLE {
            let clears = !input.checked();
            let choice = SliderAction::NotApplicable(index, by_script);
            dispatch.emit(Action::Slider(if clears { SliderAction::Clear(index) } else { choice }));
            return;
        }
        let Ok(raw) = input.value().parse::<i32>() else { return };
        let is_button = !is_range(&input);
        let replaces_slider = is_button && form.borrow().slider(index).is_some();
        let by_button = replaces_slider.then_some(InputMethod::Buttons);
        dispatch.emit(Action::Slider(SliderAction::Input(index, f64::from(raw), by_script.or(by_button))));
        if let Some(value) = slider_value(&form.borrow(), index).filter(|value| *value != raw && !is_button) {
            input.set_value_as_number(value.into());
        }
    })
}

/// Handles the end of a change. Assistive technology, automation and older versions of `WebKit` report a move by `change`
/// alone: then the value differs from the form's.
fn on_change(form: &Rc<RefCell<Form>>, dispatch: &Callback<Action>) -> Callback<Event> {
    let (form, dispatch) = (Rc::clone(form), dispatch.clone());
    Callback::from(move |event: Event| {
        let Some((input, index)) = target_input(&event) else { return };
        let raw = input.value().parse::<i32>().ok().filter(|_| is_range(&input));
        let moved = raw.filter(|raw| slider_value(&form.borrow(), index) != Some(*raw));
        if let Some(raw) = moved {
            let by_script = (!event.is_trusted()).then_some(InputMethod::Script);
            dispatch.emit(Action::Slider(SliderAction::Input(index, f64::from(raw), by_script)));
        }
        dispatch.emit(Action::Slider(SliderAction::Change(index)));
    })
}

/// Returns the value at which the form shows a slider.
fn slider_value(form: &Form, index: usize) -> Option<i32> {
    let value = form.answers().get(index).and_then(Answer::value);
    value.or_else(|| form.slider(index).map(Slider::midpoint))
}

/// Returns the control that an event is about, and its item's index. A press on a label is one on its button.
fn target_input(event: &Event) -> Option<(HtmlInputElement, usize)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let label = target.closest("label").ok().flatten();
    let input = label.and_then(|label| label.query_selector("input").ok().flatten()).unwrap_or(target);
    let index = item_index(&input)?;
    Some((input.dyn_into().ok()?, index))
}

fn is_range(input: &HtmlInputElement) -> bool {
    input.type_() == "range"
}

fn item_index(element: &Element) -> Option<usize> {
    element.get_attribute("data-index")?.parse().ok()
}

fn is_rtl(input: &Element) -> bool {
    input.closest("[dir=rtl]").is_ok_and(|ancestor| ancestor.is_some())
}

/// Only the first finger and the main button answer.
fn pointer_down(event: &PointerEvent) -> Option<SliderAction> {
    if !event.is_primary() {
        return Some(SliderAction::MultiTouch(true));
    }
    let input = match event.pointer_type().as_str() {
        "touch" => InputMethod::Touch,
        "pen" => InputMethod::Pen,
        _ => InputMethod::Mouse,
    };
    let (control, index) = target_input(event)?;
    let hit = pointer_hit(event, &control);
    if hit.is_some_and(|hit| is_activation(event, hit)) {
        return Some(SliderAction::Activate(index));
    }
    (event.button() == 0).then_some(SliderAction::PointerDown(index, input, hit))
}

/// Returns whether a screen reader presses the slider: in its middle, by a pointer without a size (`VoiceOver`) or by a
/// mouse without pressure (`TalkBack`). Safari before 17.2 reports no pressure of any mouse.
fn is_activation(event: &PointerEvent, hit: PointerHit) -> bool {
    let is_virtual = event.width() == 0 || (event.pointer_type() == "mouse" && event.pressure() == 0.0);
    is_virtual && (hit.fraction - 0.5).abs() < hit.thumb_radius / 16.0
}

/// Handles keys here because browsers differ: `WebKitGTK` ignores the writing direction. Enter is left to the browser:
/// people press it to send.
fn key_down(event: &KeyboardEvent) -> Option<SliderAction> {
    let (input, index) = target_input(event)?;
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    let key = event.key();
    let step = |step| SliderAction::Key(index, step);
    let action = match key.as_str() {
        "Delete" | "Backspace" => SliderAction::Clear(index),
        // The browser moves between radio buttons.
        _ if !is_range(&input) => return None,
        "ArrowLeft" | "ArrowRight" => {
            step(KeyStep::By(if (key == "ArrowLeft") == is_rtl(&input) { 1 } else { -1 }))
        }
        "ArrowUp" => step(KeyStep::By(1)),
        "ArrowDown" => step(KeyStep::By(-1)),
        "PageUp" => step(KeyStep::Tenths(1)),
        "PageDown" => step(KeyStep::Tenths(-1)),
        "Home" => step(KeyStep::Low),
        "End" => step(KeyStep::High),
        " " => SliderAction::Confirm(index),
        _ => return None,
    };
    event.prevent_default();
    Some(action)
}

/// Handles the end of a press on `pointerup`: the browser has moved the slider by then if it moves it at all, and on
/// touch a resting slider fires no `click`.
fn pointer_up(event: &PointerEvent) -> Option<SliderAction> {
    if !event.is_primary() {
        return Some(SliderAction::MultiTouch(false));
    }
    let (control, index) = target_input(event)?;
    (event.button() == 0).then(|| SliderAction::PointerUp(index, pointer_hit(event, &control)))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of all listeners")]
fn pointer_cancel(event: &PointerEvent) -> Option<SliderAction> {
    Some(if event.is_primary() { SliderAction::PointerCancel } else { SliderAction::MultiTouch(false) })
}

/// Handles the button that clears an answer. Focus moves to the item's input, because the button disappears.
fn click(event: &MouseEvent) -> Option<SliderAction> {
    // A browser's translator puts elements into the button.
    let target: Element = event.target()?.dyn_into().ok()?;
    let button = target.closest("button[data-index]").ok().flatten()?;
    let index = item_index(&button)?;
    let input = button.parent_element()?.query_selector("input").ok().flatten()?;
    let _ = input.dyn_into::<HtmlInputElement>().ok()?.focus();
    Some(SliderAction::Clear(index))
}

/// Returns the pointer's position on a slider, whose thumb is as wide as the slider is high; `None` on a button. An
/// event's offset is in the slider's own direction and size, whatever the transforms of its ancestors are.
fn pointer_hit(event: &MouseEvent, slider: &HtmlInputElement) -> Option<PointerHit> {
    if !is_range(slider) {
        return None;
    }
    let [thumb, width] = [slider.offset_height(), slider.offset_width()].map(f64::from);
    let track = width - thumb;
    let offset = f64::from(event.offset_x()) / css_zoom(slider);
    let from_left = ((offset - thumb / 2.0) / track).clamp(0.0, 1.0);
    let fraction = if is_rtl(slider) { 1.0 - from_left } else { from_left };
    (track > 0.0).then_some(PointerHit { fraction, thumb_radius: thumb / 2.0 / track, thumb_value: None })
}
