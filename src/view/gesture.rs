//! What fingers, mice and keys do to sliders, as actions. The listeners stand once, around all the items, and
//! find out from an event's target which item it is about.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlInputElement};
use yew::prelude::*;

use crate::answers::{Answer, Input};
use crate::form::{Action, Form, Step, Tap};

/// `items` with listeners around them that turn what is done to their sliders and buttons into actions.
pub(super) fn listening(items: Html, form: &Rc<RefCell<Form>>, act: &Callback<Action>) -> Html {
    let (form, told) = (Rc::clone(form), act.clone());
    // Where the browser put a slider is not always where it was meant to go.
    let oninput = move |event: InputEvent| {
        let Some((input, place)) = input(&event) else { return };
        let Ok(raw) = input.value().parse::<i32>() else { return };
        let chosen = is_choice(&input).then_some(Input::Buttons);
        let script = (!event.is_trusted()).then_some(Input::Script);
        told.emit(Action::Move(place, f64::from(raw), script.or(chosen)));
        let form = form.borrow();
        let value = form.answers().get(place).and_then(Answer::value);
        let resting = form.instrument().map(|instrument| instrument.scale.resting());
        if let Some(value) = value.or(resting).filter(|value| *value != raw && chosen.is_none()) {
            input.set_value_as_number(value.into());
        }
    };
    html! {
        <div onpointerdown={on(act, press)} onpointerup={on(act, lift)} onpointercancel={on(act, cancel)}
            onkeydown={on(act, key)} {oninput} onchange={on(act, at_rest)} onclick={on(act, click)}>
            { items }
        </div>
    }
}

fn on<E: 'static>(act: &Callback<Action>, action: fn(&E) -> Option<Action>) -> Callback<E> {
    let act = act.clone();
    Callback::from(move |event| {
        if let Some(action) = action(&event) {
            act.emit(action);
        }
    })
}

/// The slider or the choice that an event is about, with its item's place.
fn input(event: &Event) -> Option<(HtmlInputElement, usize)> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let place = place(&input)?;
    Some((input, place))
}

/// The slider that an event is about. A choice takes care of itself.
fn slider(event: &Event) -> Option<(HtmlInputElement, usize)> {
    input(event).filter(|(input, _)| !is_choice(input))
}

fn is_choice(input: &HtmlInputElement) -> bool {
    input.type_() == "radio"
}

fn place(of: &Element) -> Option<usize> {
    of.get_attribute("data-place")?.parse().ok()
}

fn is_rtl(input: &Element) -> bool {
    input.closest("[dir=rtl]").is_ok_and(|rtl| rtl.is_some())
}

/// Only the first finger and the main button answer.
fn press(event: &PointerEvent) -> Option<Action> {
    if !event.is_primary() {
        return Some(Action::Pinch(true));
    }
    let input = match event.pointer_type().as_str() {
        "touch" => Input::Touch,
        "pen" => Input::Pen,
        _ => Input::Mouse,
    };
    let (slider, place) = slider(event)?;
    (event.button() == 0).then(|| Action::Press(place, input, tapped(event, &slider)))
}

/// Keys do the same in every browser, and follow the direction of writing: not all browsers' own do. Enter does nothing:
/// it is what people press to send.
fn key(event: &KeyboardEvent) -> Option<Action> {
    let (input, place) = input(event)?;
    let key = event.key();
    let step = |step| Action::Step(place, step);
    // With these, a key is the browser's.
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    let action = match key.as_str() {
        "Delete" | "Backspace" => Action::Clear(place),
        // A choice moves by itself.
        _ if is_choice(&input) => return None,
        "ArrowLeft" | "ArrowRight" => {
            step(Step::By(if (key == "ArrowLeft") == is_rtl(&input) { 1 } else { -1 }))
        }
        "ArrowUp" => step(Step::By(1)),
        "ArrowDown" => step(Step::By(-1)),
        "PageUp" => step(Step::Tenths(1)),
        "PageDown" => step(Step::Tenths(-1)),
        "Home" => step(Step::Low),
        "End" => step(Step::High),
        " " => Action::Choose(place),
        _ => return None,
    };
    event.prevent_default();
    Some(action)
}

fn at_rest(event: &Event) -> Option<Action> {
    Some(Action::Commit(input(event)?.1))
}

/// By now the browser has moved the slider if it is going to. A click would come too late, or on touch never.
fn lift(event: &PointerEvent) -> Option<Action> {
    if !event.is_primary() {
        return Some(Action::Pinch(false));
    }
    let (slider, place) = slider(event)?;
    (event.button() == 0).then(|| Action::Release(place, tapped(event, &slider)))
}

#[expect(clippy::unnecessary_wraps, reason = "as the other listeners")]
fn cancel(event: &PointerEvent) -> Option<Action> {
    Some(if event.is_primary() { Action::Cancel } else { Action::Pinch(false) })
}

/// The button that clears a slider is about to vanish: the focus goes to the slider.
fn click(event: &MouseEvent) -> Option<Action> {
    let button: HtmlButtonElement = event.target()?.dyn_into().ok()?;
    let place = place(&button)?;
    let before = button.previous_element_sibling()?;
    let input = before.query_selector("input").ok().flatten().unwrap_or(before);
    let _ = input.dyn_into::<HtmlInputElement>().ok()?.focus();
    Some(Action::Clear(place))
}

/// Where along the slider it was tapped. The handle is as wide as the slider is high.
fn tapped(event: &MouseEvent, slider: &HtmlInputElement) -> Option<Tap> {
    let bounds = slider.get_bounding_client_rect();
    let (handle, range) = (bounds.height(), bounds.width() - bounds.height());
    let along = ((f64::from(event.client_x()) - bounds.left() - handle / 2.0) / range).clamp(0.0, 1.0);
    let along = if is_rtl(slider) { 1.0 - along } else { along };
    (range > 0.0).then_some(Tap { along, reach: handle / 2.0 / range })
}
