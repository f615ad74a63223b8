//! What fingers, mice and keys do to sliders, as actions. The listeners stand once, around all the items, and
//! find out from an event's target which item it is about.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlInputElement};
use yew::prelude::*;

use crate::answers::Input;
use crate::form::{Action, Tap};

/// `items` with listeners around them that turn what is done to their sliders into actions.
pub(super) fn listening(items: Html, act: &Callback<Action>) -> Html {
    html! {
        <div onpointerdown={on(act, press)} onpointerup={on(act, lift)} onpointercancel={on(act, |_: &PointerEvent| Some(Action::Cancel))}
            onkeydown={on(act, key)} oninput={on(act, moved)} onchange={on(act, at_rest)} onclick={on(act, click)}>
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

/// The slider that an event is about, with its item's place.
fn slider(event: &Event) -> Option<(HtmlInputElement, usize)> {
    let slider: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let place = place(&slider)?;
    Some((slider, place))
}

fn place(of: &Element) -> Option<usize> {
    of.get_attribute("data-place")?.parse().ok()
}

/// Only the first finger and the main button answer.
fn answers(event: &PointerEvent) -> bool {
    event.is_primary() && event.button() == 0
}

fn press(event: &PointerEvent) -> Option<Action> {
    let input = match event.pointer_type().as_str() {
        "touch" => Input::Touch,
        "pen" => Input::Pen,
        _ => Input::Mouse,
    };
    answers(event).then_some(Action::Press(slider(event)?.1, input))
}

/// Arrow and paging keys move a slider by themselves; Enter and Space answer with where it rests.
fn key(event: &KeyboardEvent) -> Option<Action> {
    let place = slider(event)?.1;
    Some(if matches!(event.key().as_str(), "Enter" | " ") {
        event.prevent_default();
        Action::Choose(place)
    } else {
        Action::Press(place, Input::Keyboard)
    })
}

fn moved(event: &InputEvent) -> Option<Action> {
    let (slider, place) = slider(event)?;
    let script = (!event.is_trusted()).then_some(Input::Script);
    Some(Action::Move(place, slider.value_as_number(), script))
}

fn at_rest(event: &Event) -> Option<Action> {
    Some(Action::Commit(slider(event)?.1))
}

/// By now the browser has moved the slider if it is going to. A click would come too late, or on touch never.
fn lift(event: &PointerEvent) -> Option<Action> {
    let (slider, place) = slider(event)?;
    answers(event).then(|| Action::Release(place, tapped(event, &slider)))
}

/// The button that clears a slider is about to vanish: the focus goes to the slider.
fn click(event: &MouseEvent) -> Option<Action> {
    let button: HtmlButtonElement = event.target()?.dyn_into().ok()?;
    let place = place(&button)?;
    let slider = button.previous_element_sibling()?.dyn_into::<HtmlInputElement>().ok()?;
    let _ = slider.focus();
    Some(Action::Clear(place))
}

/// Where along the slider it was tapped. The handle is as wide as the slider is high.
fn tapped(event: &MouseEvent, slider: &HtmlInputElement) -> Option<Tap> {
    let handle = f64::from(slider.client_height());
    let range = f64::from(slider.client_width()) - handle;
    let along = ((f64::from(event.offset_x()) - handle / 2.0) / range).clamp(0.0, 1.0);
    let along = if slider.matches(":dir(rtl)").unwrap_or_default() { 1.0 - along } else { along };
    (range > 0.0).then_some(Tap { along, reach: handle / 2.0 / range })
}
