//! The view: draws a form with Yew, and turns DOM events into actions. Its only state is where the focus has to go.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, ShadowRoot};
use yew::html::{oncancel, onclose};
use yew::prelude::*;

use crate::config::Mode;
use crate::event::DismissReason;
use crate::form::{Action, Form, Phase, Screen};
use crate::strings::MessageKey;

mod choices;
mod css_zoom;
mod element_builder;
mod input;
mod item;
mod localize;
mod screen;

use element_builder::ElementBuilder;

/// A form at a revision. Two handles are equal if their revisions are.
#[derive(Debug, Clone)]
pub(crate) struct FormHandle {
    pub(crate) form: Rc<RefCell<Form>>,
    pub(crate) revision: u32,
}

impl PartialEq for FormHandle {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision
    }
}

/// The root component.
#[derive(Debug)]
pub(crate) struct Widget {
    dialog: NodeRef,
    /// Whether the dialog was last opened, and not closed, by this view.
    is_shown: Rc<Cell<bool>>,
    title: NodeRef,
    /// The screen last drawn, and the number of attempts to send with a missing answer.
    last: (Screen, u32),
}

/// The properties of [`Widget`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WidgetProps {
    pub(crate) handle: FormHandle,
    /// Whether a closed dialog's content is drawn.
    pub(crate) renders_hidden: bool,
    pub(crate) dispatch: Callback<Action>,
}

impl Component for Widget {
    type Message = ();
    type Properties = WidgetProps;

    fn create(ctx: &Context<Self>) -> Self {
        let form = ctx.props().handle.form.borrow();
        Self {
            dialog: NodeRef::default(),
            is_shown: Rc::default(),
            title: NodeRef::default(),
            last: (form.screen(), form.missing().1),
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let WidgetProps { handle, renders_hidden, dispatch } = ctx.props();
        let form = &*handle.form.borrow();
        let config = form.config();
        let is_dialog = config.mode == Mode::Dialog;
        let is_drawn = *renders_hidden || form.is_open() || !is_dialog;
        let (content, end) =
            if is_drawn { screen::screen(&handle.form, &self.title, dispatch) } else { Default::default() };
        // The live region keeps its node on every screen: a new node would not be read out.
        let status =
            ElementBuilder::new("p").attr("part", "status").attr("role", "status").text(&status(form));
        let frame = ElementBuilder::new(if is_dialog { "dialog" } else { "section" })
            .attr("class", "panel")
            .attr("part", "form")
            .attr("lang", config.strings.lang)
            .attr("dir", config.dir)
            .attr_if(config.is_translated, "translate", "no")
            .attr("aria-labelledby", "title")
            .child(ElementBuilder::new("div").attr("class", "body").child(content).build())
            .child(ElementBuilder::new("div").attr("class", "footer").child(status).child(end).build());
        if is_dialog { self.with_dialog_listeners(frame, dispatch) } else { frame }.build()
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let WidgetProps { handle, dispatch, .. } = ctx.props();
        let (is_open, is_opening, screen, missing) = {
            let form = handle.form.borrow();
            (form.is_open(), form.is_opening(), form.screen(), form.missing())
        };
        if first {
            dispatch.emit(Action::Rendered);
        }
        let title = self.title.cast::<HtmlElement>();
        if let Some(dialog) = self.dialog.cast::<HtmlDialogElement>()
            && sync_dialog(&dialog, title.as_ref(), is_open, &self.is_shown)
            && is_opening
        {
            dispatch.emit(Action::DialogOpened);
        }
        let last = std::mem::replace(&mut self.last, (screen, missing.1));
        if let Some(title) = title {
            if last.1 != missing.1 {
                focus_item(&title, missing.0);
            } else if takes_focus(last.0, screen) && is_focus_free(&title) {
                let _ = title.focus();
            }
        }
    }
}

impl Widget {
    fn with_dialog_listeners(&self, frame: ElementBuilder, dispatch: &Callback<Action>) -> ElementBuilder {
        let escape = dispatch.reform(|()| Action::Dismiss(DismissReason::Escape));
        let on_cancel = escape.clone();
        let is_shown = Rc::clone(&self.is_shown);
        frame
            .node_ref(&self.dialog)
            .listener(oncancel::Wrapper::new(Callback::from(move |event: Event| {
                if event.cancelable() {
                    event.prevent_default();
                    on_cancel.emit(());
                }
            })))
            // A browser may close a dialog without a cancel event. The event of a dialog that the view closed may arrive
            // when the form is open again, before or after the dialog is.
            .listener(onclose::Wrapper::new(Callback::from(move |event: Event| {
                if is_shown.get() && !event.target_unchecked_into::<HtmlDialogElement>().open() {
                    escape.emit(());
                }
            })))
    }
}

/// Returns whether the new screen's title takes the focus, and so is read out: the focused element is gone. A form that
/// starts again takes no focus, since the respondent did not ask for it.
fn takes_focus(from: Screen, to: Screen) -> bool {
    from != to && (to != Screen::Questions || matches!(from, Screen::Review | Screen::Leave))
}

/// Opens or closes the dialog. Returns whether it is open. A dialog that was moved in the page is no longer modal, and is
/// opened again.
fn sync_dialog(
    dialog: &HtmlDialogElement,
    title: Option<&HtmlElement>,
    is_open: bool,
    is_shown: &Cell<bool>,
) -> bool {
    let is_modal = dialog.matches(":modal").unwrap_or_else(|_| dialog.open());
    is_shown.set(is_open);
    if dialog.open() && !(is_open && is_modal) {
        dialog.close();
    }
    if is_modal || !is_open {
        return is_open;
    }
    let has_opened = dialog.show_modal().is_ok();
    // WebKit has not applied the styles of the open dialog yet: its title cannot take the focus before this call.
    let _ = title.map(HtmlElement::focus);
    has_opened
}

/// Focuses the first control of the item at that index.
fn focus_item(title: &HtmlElement, index: Option<usize>) {
    let Some(index) = index else { return };
    let panel = title.closest(".panel").ok().flatten();
    let input =
        panel.and_then(|panel| panel.query_selector(&format!("input[data-index='{index}']")).ok().flatten());
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        let _ = input.focus();
    }
}

/// Returns whether the focus is in the form or nowhere. A focus elsewhere in the page stays there.
fn is_focus_free(title: &HtmlElement) -> bool {
    let inside = title.get_root_node().dyn_into::<ShadowRoot>().ok().and_then(|root| root.active_element());
    let active = gloo::utils::document().active_element();
    inside.is_some() || active.is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"))
}

/// Returns the text of the live region, which a screen reader reads once when it changes.
fn status(form: &Form) -> String {
    let config = form.config();
    let key = match (form.screen(), form.phase()) {
        (Screen::Thanks, _) => form.is_stored().then_some(MessageKey::Sent),
        (Screen::Dismissed | Screen::Unavailable, _) => None,
        _ if form.missing().0.is_some() => Some(MessageKey::Missing),
        (_, Phase::Sending) => Some(MessageKey::Sending),
        (_, Phase::NotSaved) => Some(MessageKey::NotSaved),
        _ => None,
    };
    // Browsers may take a connected page to be offline: only a failed save confirms it.
    let is_offline = config.offline && form.is_editable() && form.phase() == Phase::NotSaved;
    let keys = [key, is_offline.then_some(MessageKey::Offline)];
    let texts = keys.into_iter().flatten().map(|key| config.strings.text(key));
    texts.collect::<Vec<_>>().join(" ")
}
