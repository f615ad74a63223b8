//! What the client sees of a form. Components take a form and give back actions; they keep no state
//! but where the focus has to go, and decide nothing about answers.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, ShadowRoot};
use yew::prelude::*;

use crate::config::Mode;
use crate::event::Reason;
use crate::form::{Action, Form, Phase, Screen};
use crate::strings::Key;

mod gesture;
mod item;
mod screen;
mod tag;
mod words;

/// The form after so many steps. Two are the same after as many.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) form: Rc<RefCell<Form>>,
    pub(crate) steps: u32,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.steps == other.steps
    }
}

/// The whole widget.
#[derive(Debug)]
pub(crate) struct Widget {
    dialog: NodeRef,
    title: NodeRef,
    /// What was seen last, and how often an answer had been missing.
    seen: (Screen, u32),
}

/// What the whole widget is made from.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WidgetProps {
    pub(crate) shown: Shown,
    /// Whether it is drawn though it does not show.
    pub(crate) ahead: bool,
    pub(crate) act: Callback<Action>,
}

impl Component for Widget {
    type Message = ();
    type Properties = WidgetProps;

    fn create(ctx: &Context<Self>) -> Self {
        let form = ctx.props().shown.form.borrow();
        Self {
            dialog: NodeRef::default(),
            title: NodeRef::default(),
            seen: (form.screen(), form.missing().1),
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let WidgetProps { shown, ahead, act } = ctx.props();
        let form = &*shown.form.borrow();
        let config = form.config();
        let (lang, dir) = (config.strings.lang, config.dir);
        let shows = *ahead || form.is_open() || config.mode == Mode::Inline;
        let (body, buttons) =
            if shows { screen::screen(&shown.form, &self.title, act) } else { Default::default() };
        // The live region stays where it is whatever else is shown, or it would not be read out.
        let body = html! { <>
            { body }
            <p part="status" role="status">{ status(form) }</p>
            { buttons }
        </> };
        match config.mode {
            Mode::Inline => html! {
                <section class="panel" part="form" {lang} {dir} aria-labelledby="title">{ body }</section>
            },
            Mode::Dialog => {
                let escape = || Action::Dismiss(Reason::Escape);
                let asked = act.clone();
                let oncancel = move |event: Event| {
                    if event.cancelable() {
                        event.prevent_default();
                        asked.emit(escape());
                    }
                };
                // The browser may close it without asking, and tells so when it may be open again.
                let act = act.clone();
                let onclose = move |event: Event| {
                    if !event.target_unchecked_into::<HtmlDialogElement>().open() {
                        act.emit(escape());
                    }
                };
                html! {
                    <dialog ref={&self.dialog} class="panel" part="form" {lang} {dir} aria-labelledby="title"
                        {oncancel} {onclose}>{ body }</dialog>
                }
            }
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let WidgetProps { shown, act, .. } = ctx.props();
        let (open, screen, missing) = {
            let form = shown.form.borrow();
            (form.is_open(), form.screen(), form.missing())
        };
        if first {
            act.emit(Action::Rendered);
        }
        if let Some(dialog) = self.dialog.cast::<HtmlDialogElement>()
            && show(&dialog, open)
        {
            act.emit(Action::Opened);
        }
        let seen = std::mem::replace(&mut self.seen, (screen, missing.1));
        if let Some(title) = self.title.cast::<HtmlElement>() {
            if seen.1 != missing.1 {
                focus_item(&title, missing.0);
            } else if is_turned(seen.0, screen) && is_focus_free(&title) {
                let _ = title.focus();
            }
        }
    }
}

/// Whether what had the focus is gone, so that the new screen's title has to take it, and is read out by that. A form
/// that begins afresh takes no focus: nobody in it asked for that.
fn is_turned(from: Screen, to: Screen) -> bool {
    from != to && (to != Screen::Questions || matches!(from, Screen::Review | Screen::Leave))
}

/// Brings the dialog up or down; whether it came up. A dialog that was moved in the page is no longer
/// modal and has to come up again.
fn show(dialog: &HtmlDialogElement, open: bool) -> bool {
    let modal = dialog.matches(":modal").unwrap_or_else(|_| dialog.open());
    if dialog.open() && !(open && modal) {
        dialog.close();
    }
    open && !modal && dialog.show_modal().is_ok()
}

/// Puts the focus on the first control of the item at that place.
fn focus_item(title: &HtmlElement, place: Option<usize>) {
    let Some(place) = place else { return };
    let panel = title.closest(".panel").ok().flatten();
    let input =
        panel.and_then(|panel| panel.query_selector(&format!("input[data-place='{place}']")).ok().flatten());
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        let _ = input.focus();
    }
}

/// Whether the focus is in the widget, or nowhere. A focus that is elsewhere in the page stays there.
fn is_focus_free(title: &HtmlElement) -> bool {
    let inside = title.get_root_node().dyn_into::<ShadowRoot>().ok().and_then(|root| root.active_element());
    let active = gloo::utils::document().active_element();
    inside.is_some() || active.is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"))
}

/// How things stand, as far as it has to be told. It is read out once, when it changes.
fn status(form: &Form) -> String {
    let config = form.config();
    let key = match (form.screen(), form.phase()) {
        (Screen::Thanks, _) => form.is_stored().then_some(Key::Sent),
        (Screen::Dismissed | Screen::Apology, _) => None,
        _ if form.missing().0.is_some() => Some(Key::Missing),
        (_, Phase::Sending) => Some(Key::Sending),
        (_, Phase::NotSaved) => Some(Key::NotSaved),
        _ => None,
    };
    let offline = config.offline && form.is_answerable();
    let said =
        [key, offline.then_some(Key::Offline)].into_iter().flatten().map(|key| config.strings.say(key));
    said.collect::<Vec<_>>().join(" ")
}
