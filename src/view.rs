//! What the client sees of a form. Components take a form and give back actions; they keep no state
//! but where the focus has to go, and decide nothing about answers.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, ShadowRoot};
use yew::prelude::*;

use crate::config::{Config, Mode};
use crate::event::Reason;
use crate::form::{Action, Form, Phase};
use crate::instrument::{Instrument, Text};

mod gesture;
mod slider;

use slider::Slider;

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
    phase: Phase,
}

/// What the whole widget is made from.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WidgetProps {
    pub(crate) shown: Shown,
    pub(crate) act: Callback<Action>,
}

impl Component for Widget {
    type Message = ();
    type Properties = WidgetProps;

    fn create(ctx: &Context<Self>) -> Self {
        let phase = ctx.props().shown.form.borrow().phase();
        Self { dialog: NodeRef::default(), title: NodeRef::default(), phase }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let WidgetProps { shown, act } = ctx.props();
        let form = &*shown.form.borrow();
        let lang = form.config().strings.lang;
        let body = self.body(form, act);
        match form.config().mode {
            Mode::Inline => html! {
                <section class="panel" part="form" {lang} aria-labelledby="title">{ body }</section>
            },
            Mode::Dialog => {
                let escape = || Action::Dismiss(Reason::Escape);
                let oncancel = act.reform(move |event: Event| {
                    event.prevent_default();
                    escape()
                });
                // The browser may close it without asking, and tells so when it may be open again.
                let act = act.clone();
                let onclose = move |event: Event| {
                    if !event.target_unchecked_into::<HtmlDialogElement>().open() {
                        act.emit(escape());
                    }
                };
                html! {
                    <dialog ref={&self.dialog} class="panel" part="form" {lang} aria-labelledby="title"
                        {oncancel} {onclose}>{ body }</dialog>
                }
            }
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let WidgetProps { shown, act } = ctx.props();
        let (open, phase) = {
            let form = shown.form.borrow();
            (form.is_open(), form.phase())
        };
        if first {
            act.emit(Action::Rendered);
        }
        if let Some(dialog) = self.dialog.cast::<HtmlDialogElement>()
            && show(&dialog, open)
        {
            act.emit(Action::Opened);
        }
        // What had the focus is gone: the thanks take it, and are read out by that. A focus that is elsewhere in
        // the page stays there.
        let ended = matches!(phase, Phase::Sent | Phase::Dismissed);
        if std::mem::replace(&mut self.phase, phase) != phase
            && ended
            && let Some(title) = self.title.cast::<HtmlElement>()
            && is_focus_free(&title)
        {
            let _ = title.focus();
        }
    }
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

/// Whether the focus is in the widget, or nowhere.
fn is_focus_free(title: &HtmlElement) -> bool {
    let inside = title.get_root_node().dyn_into::<ShadowRoot>().ok().and_then(|root| root.active_element());
    let active = gloo::utils::document().active_element();
    inside.is_some() || active.is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"))
}

impl Widget {
    fn body(&self, form: &Form, act: &Callback<Action>) -> Html {
        let strings = form.config().strings;
        let dialog = form.config().mode == Mode::Dialog;
        match (form.phase(), form.instrument()) {
            (Phase::Sent, _) => self.ending(form, act, strings.thanks, strings.thanks_more, dialog),
            (Phase::Dismissed, _) => self.ending(form, act, strings.dismissed, "", dialog),
            (_, Some(instrument)) => self.questions(form, instrument, act),
            (_, None) => self.ending(form, act, strings.apology, strings.apology_more, true),
        }
    }

    fn questions(&self, form: &Form, instrument: &Instrument, act: &Callback<Action>) -> Html {
        let Config { strings, mode, lang, .. } = form.config();
        let lang = AttrValue::from(lang.clone());
        let (title_lang, title) = words(&instrument.title, &lang);
        let disabled = !form.is_answerable();
        let (status, send, send_part) = match form.phase() {
            Phase::Sending => (strings.sending, strings.submit, "submit"),
            Phase::NotSaved => (strings.not_saved, strings.retry, "submit retry"),
            _ => ("", strings.submit, "submit"),
        };
        let items = instrument.items.iter().zip(form.answers()).enumerate().map(|(place, (item, answer))| {
            let value = answer.value();
            let (scale, lang) = (instrument.scale, &lang);
            html! { <Slider key={place} {place} {item} {value} {disabled} {scale} {lang} strings={*strings} /> }
        });
        html! { <>
            <header>
                <h2 ref={&self.title} id="title" part="title" tabindex="-1" lang={title_lang}
                    autofocus={*mode == Mode::Dialog}>{ title }</h2>
                { close(strings.close, act) }
            </header>
            <p part="notice">{ strings.notice }</p>
            { gesture::listening(items.collect(), act) }
            <p part="status" role="status">{ status }</p>
            <footer part="buttons">
                { button("skip", strings.skip, disabled, act, |_| Action::Dismiss(Reason::Skip)) }
                { button(send_part, send, disabled, act, |_| Action::Submit) }
            </footer>
        </> }
    }

    /// What stands in place of the questions when there is nothing, or nothing more, to ask.
    fn ending(&self, form: &Form, act: &Callback<Action>, title: &str, more: &str, closes: bool) -> Html {
        let strings = form.config().strings;
        html! { <>
            <h2 ref={&self.title} id="title" part="thanks" tabindex="-1">{ title }</h2>
            <p>{ more }</p>
            if closes {
                <footer part="buttons">
                    { button("close", strings.close, false, act, CLOSE) }
                </footer>
            }
        </> }
    }
}

/// The text for `lang`, after its language. One in an unnamed language is in the page's.
fn words<'a>(text: &'a Text, lang: &str) -> (Option<String>, &'a str) {
    let (own, text) = text.nearest(lang);
    let known = [own, lang].into_iter().find(|lang| !lang.is_empty());
    (known.map(ToOwned::to_owned), text)
}

/// What a press on a button comes to.
type Pressed = fn(MouseEvent) -> Action;

const CLOSE: Pressed = |_| Action::Dismiss(Reason::Close);

/// A button that stays focusable while it is disabled, so that the focus is not lost when it becomes so.
fn button(part: &'static str, text: &str, disabled: bool, act: &Callback<Action>, action: Pressed) -> Html {
    let onclick = act.reform(action);
    html! { <button type="button" {part} {onclick} aria-disabled={disabled.then_some("true")}>{ text }</button> }
}

fn close(label: &'static str, act: &Callback<Action>) -> Html {
    let onclick = act.reform(CLOSE);
    html! { <button type="button" part="close" class="cross" aria-label={label} {onclick}></button> }
}
