//! Draws the stepper: a native range along the sessions, and the buttons before and after it.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::html::{oninput, onkeydown};
use yew::prelude::*;

use super::{Chosen, Content, ElementBuilder, Step, fragment, paragraph};
use crate::trend::strings::TrendKey;

/// The number of parts of the range that Page Up and Page Down move by one.
const PAGES: usize = 10;

/// Draws the stepper. The range is its only tab stop: the arrow keys do what the buttons do.
pub(super) fn stepper(
    content: &Content,
    chosen: &Chosen,
    step: &Callback<Step>,
    pick: &Callback<Step>,
) -> Html {
    let last = content.session_count.saturating_sub(1);
    let session = chosen.session;
    // A disabled button would lose the focus at the last session.
    let button = |part, key, by: isize, is_end: bool| {
        ElementBuilder::new("button")
            .attr("type", "button")
            .attr("part", part)
            .attr("tabindex", "-1")
            .attr_if(is_end, "aria-disabled", "true")
            .on_click(pick.reform(move |_| Step::By(by)))
            .text(content.text(key))
    };
    let range = ElementBuilder::new("input")
        .attr("type", "range")
        .attr("part", "stepper")
        .attr("min", "0")
        .attr("max", &last.to_string())
        .attr("step", "1")
        .attr("aria-label", content.text(TrendKey::Session))
        .attr("aria-valuetext", &chosen.sentence)
        .listener(oninput::Wrapper::new(on_input(step)))
        .listener(onkeydown::Wrapper::new(on_key(content, step)))
        .value(&session.to_string())
        .build();
    let row = ElementBuilder::new("div")
        .attr("class", "stepper")
        .child(button("previous", TrendKey::Previous, -1, session == 0))
        .child(range)
        .child(button("next", TrendKey::Next, 1, session == last));
    fragment(vec![row.build(), paragraph("sentence", &chosen.sentence)])
}

fn on_input(step: &Callback<Step>) -> Callback<InputEvent> {
    let step = step.clone();
    Callback::from(move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(session) = input.and_then(|input| input.value().parse().ok()) {
            step.emit(Step::To(session));
        }
    })
}

/// Moves by keys: `WebKitGTK` moves a range against the writing direction.
fn on_key(content: &Content, step: &Callback<Step>) -> Callback<KeyboardEvent> {
    let last = content.session_count.saturating_sub(1);
    let page = isize::try_from(content.session_count / PAGES).unwrap_or_default().max(1);
    let (later, earlier) =
        if content.is_rtl { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
    let step = step.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let to = match event.key().as_str() {
            "Home" => Step::To(0),
            "End" => Step::To(last),
            "ArrowUp" => Step::By(1),
            "ArrowDown" => Step::By(-1),
            "PageUp" => Step::By(page),
            "PageDown" => Step::By(-page),
            key if key == later => Step::By(1),
            key if key == earlier => Step::By(-1),
            _ => return,
        };
        event.prevent_default();
        step.emit(to);
    })
}
