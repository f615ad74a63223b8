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

/// Arrow and paging keys move a slider by themselves; Space answers with where it rests. Enter does nothing: it is
/// what people press to send.
fn key(event: &KeyboardEvent) -> Option<Action> {
    let place = slider(event)?.1;
    if event.key() != " " {
        return Some(Action::Press(place, Input::Keyboard));
    }
    event.prevent_default();
    (!event.repeat()).then_some(Action::Choose(place))
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
    let bounds = slider.get_bounding_client_rect();
    let (handle, range) = (bounds.height(), bounds.width() - bounds.height());
    let along = ((f64::from(event.client_x()) - bounds.left() - handle / 2.0) / range).clamp(0.0, 1.0);
    let style = gloo::utils::window().get_computed_style(slider).ok().flatten();
    let direction = style.and_then(|style| style.get_property_value("direction").ok());
    let along = if direction.as_deref() == Some("rtl") { 1.0 - along } else { along };
    (range > 0.0).then_some(Tap { along, reach: handle / 2.0 / range })
}
