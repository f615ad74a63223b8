//! Draws each screen of a form: a title, the content below it, and the buttons at its end.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::element_builder::ElementBuilder;
use super::input;
use super::item::items;
use super::localize::format_answer;
use crate::config::{Config, Mode};
use crate::event::DismissReason;
use crate::form::{Action, Form, Phase, Screen};
use crate::instrument::{Instrument, Text};
use crate::strings::MessageKey;

struct ScreenRenderer<'a> {
    shared_form: &'a Rc<RefCell<Form>>,
    form: &'a Form,
    config: &'a Config,
    title: &'a NodeRef,
    dispatch: &'a Callback<Action>,
}

/// Draws the form's current screen: its content, and its end, which stays in view: the small print and the buttons.
pub(super) fn screen(
    shared_form: &Rc<RefCell<Form>>,
    title: &NodeRef,
    dispatch: &Callback<Action>,
) -> (Html, Html) {
    let form = &*shared_form.borrow();
    let renderer = ScreenRenderer { shared_form, form, config: form.config(), title, dispatch };
    let (content, buttons) = match (form.screen(), form.instrument()) {
        (Screen::Questions, Some(instrument)) => renderer.questions(instrument),
        (Screen::Review, Some(instrument)) => renderer.review(instrument),
        (Screen::Leave, _) => renderer.leave(),
        (Screen::Thanks, _) => {
            let note = form.has_low_answer().then_some(MessageKey::LowAnswerNote);
            renderer.message(MessageKey::Thanks, note, renderer.is_dialog())
        }
        (Screen::Dismissed, _) => renderer.message(MessageKey::SkippedTitle, None, renderer.is_dialog()),
        (Screen::Questions | Screen::Review, None) | (Screen::Unavailable, _) => {
            renderer.message(MessageKey::UnavailableTitle, Some(MessageKey::ApologyMore), true)
        }
    };
    let row = ElementBuilder::new("div").attr("part", "buttons");
    let row = buttons.into_iter().fold(row, ElementBuilder::child);
    let small_print = renderer.small_print();
    (content.into_iter().collect(), [small_print, row.build()].into_iter().collect())
}

/// The content of a screen, and its buttons.
type Parts = (Vec<Html>, Vec<Html>);

impl ScreenRenderer<'_> {
    fn text(&self, key: MessageKey) -> &str {
        self.config.strings.text(key)
    }

    fn is_dialog(&self) -> bool {
        self.config.mode == Mode::Dialog
    }

    fn questions(&self, instrument: &Instrument) -> Parts {
        let uses_buttons = self.form.uses_buttons();
        let (instructions, other) = if uses_buttons {
            (MessageKey::HowButtons, MessageKey::UseSliders)
        } else {
            (MessageKey::Instructions, MessageKey::UseButtons)
        };
        // Lists of labelled points need no instructions.
        let has_slider = instrument.items.iter().any(|item| instrument.scale_of(item).slider().is_some());
        let instructions = if has_slider { self.text(instructions) } else { "" };
        let some_required = instrument.items.iter().any(|item| self.config.is_required(item));
        let optional = if some_required { MessageKey::SomeRequired } else { MessageKey::Optional };
        let switch = ElementBuilder::new("button")
            .attr("type", "button")
            .attr("class", "switch-input")
            .attr_if(!self.form.is_editable(), "disabled", "")
            .on_click(self.dispatch.reform(move |_| Action::UseButtons(!uses_buttons)))
            .text(self.text(other));
        let (lang, title) = instrument.title.nearest(&self.config.lang);
        let mut content = vec![self.header("title", title, Some(lang), true)];
        let lead = |lead| self.localized(ElementBuilder::new("p").attr("part", "lead").key("lead"), lead);
        content.extend(instrument.lead.as_ref().map(lead));
        content.push(notice().text([instructions, self.text(optional)].join(" ").trim()));
        content.push(self.who_sees());
        if has_slider {
            content.push(switch);
        }
        content.push(input::with_listeners(items(self.form), self.shared_form, self.dispatch));
        if let Some(attribution) = &instrument.attribution {
            content.push(self.localized(notice(), attribution));
        }
        let skip = self.button("skip", MessageKey::Skip, Action::Dismiss(DismissReason::Skip));
        (content, vec![skip, self.submit_button()])
    }

    /// Draws the answers that will be sent, item by item.
    fn review(&self, instrument: &Instrument) -> Parts {
        let mut list = ElementBuilder::new("dl").attr("part", "review");
        for (item, answer) in instrument.items.iter().zip(self.form.answers()) {
            let value = format_answer(answer.response(), item, instrument.scale_of(item), self.config);
            let mut row = ElementBuilder::new("div")
                .attr("data-item", &item.id)
                .child(self.localized(ElementBuilder::new("dt"), &item.text))
                .child(ElementBuilder::new("dd").text(&value));
            if let Some((low, high)) = item.low.as_ref().zip(item.high.as_ref()) {
                let anchors = ElementBuilder::new("dd")
                    .attr("class", "anchors")
                    .child(self.localized(ElementBuilder::new("span"), low))
                    .child(self.localized(ElementBuilder::new("span"), high));
                row = row.child(anchors.build());
            }
            list = list.child(row.build());
        }
        let content = vec![
            self.header("title", self.text(MessageKey::ReviewTitle), None, true),
            notice().text(self.text(MessageKey::ReviewMore)),
            self.who_sees(),
            list.build(),
        ];
        (content, vec![self.button("edit", MessageKey::Edit, Action::Back), self.submit_button()])
    }

    /// Draws the question whether to leave answers unsent.
    fn leave(&self) -> Parts {
        let content = self.message_content("title", MessageKey::LeaveTitle, Some(MessageKey::LeaveMore));
        let confirm = self.button("close", MessageKey::ConfirmLeave, Action::Dismiss(DismissReason::Close));
        let cancel = self.button("edit", MessageKey::CancelLeave, Action::Back);
        (content, vec![confirm, cancel, self.submit_button()])
    }

    /// Draws a last screen: a title, a text, and perhaps a button that closes.
    fn message(&self, title: MessageKey, text: Option<MessageKey>, can_close: bool) -> Parts {
        let close = || self.button("close", MessageKey::Close, Action::Dismiss(DismissReason::Close));
        (self.message_content("message-title", title, text), can_close.then(close).into_iter().collect())
    }

    fn message_content(&self, part: &str, title: MessageKey, text: Option<MessageKey>) -> Vec<Html> {
        let mut content = vec![self.header(part, self.text(title), None, false)];
        if let Some(text) = text.map(|text| self.text(text)).filter(|text| !text.is_empty()) {
            content.push(ElementBuilder::new("p").text(text));
        }
        content.push(self.all_notices());
        content
    }

    fn header(&self, part: &str, text: &str, lang: Option<&str>, can_close: bool) -> Html {
        let title = ElementBuilder::new("h2")
            .node_ref(self.title)
            .attr("id", "title")
            .attr("part", part)
            .attr("tabindex", "-1")
            .attr_if(self.is_dialog(), "autofocus", "");
        let title = match lang {
            Some(lang) => title.lang(lang, self.config),
            None => title,
        };
        let icon = ElementBuilder::new("button")
            .attr("type", "button")
            .attr("part", "close")
            .attr("class", "close-icon")
            .attr("aria-label", self.text(MessageKey::Close))
            .attr_if(!self.is_dialog() && self.form.phase() == Phase::Sending, "aria-disabled", "true")
            .on_click(self.dispatch.reform(|_| Action::Dismiss(DismissReason::Close)));
        let header = ElementBuilder::new("div").attr("class", "header").child(title.text(text));
        if can_close { header.child(icon.build()) } else { header }.build()
    }

    /// Draws who will see the answers.
    fn who_sees(&self) -> Html {
        self.notices(notice().key("notices"), &[MessageKey::WhoSees])
    }

    /// Draws the notices below questions and answers: where to get help, that nobody watches, and where a draft is
    /// stored. Two or more are cut after two lines, until the respondent opens them. The first has to be in view.
    fn small_print(&self) -> Html {
        if !matches!(self.form.screen(), Screen::Questions | Screen::Review) {
            return Html::default();
        }
        let keys = [MessageKey::Crisis, MessageKey::NotMonitored, MessageKey::DraftNotice];
        if keys.iter().filter(|key| self.is_shown(**key)).count() < 2 {
            return self.notices(notice(), &keys);
        }
        let lines = self.notices(ElementBuilder::new("span").attr("class", "lines"), &keys);
        let details = ElementBuilder::new("details").attr("part", "notice");
        details.child(ElementBuilder::new("summary").child(lines).build()).build()
    }

    /// Draws the notices of a screen without questions.
    fn all_notices(&self) -> Html {
        let keys =
            [MessageKey::WhoSees, MessageKey::Crisis, MessageKey::NotMonitored, MessageKey::DraftNotice];
        self.notices(notice().key("notices"), &keys)
    }

    fn notices(&self, element: ElementBuilder, keys: &[MessageKey]) -> Html {
        let notice = |element: ElementBuilder, key: &MessageKey| {
            let text = [self.text(*key), " "].concat();
            let span = ElementBuilder::new("span");
            let span = match self.config.strings.replacement(*key) {
                Some((_, tag, _)) => span.lang(tag, self.config),
                None => span,
            };
            element.child(span.text(&text))
        };
        keys.iter().filter(|key| self.is_shown(**key)).fold(element, notice).build()
    }

    /// Returns whether a notice applies to the screen and has a text.
    fn is_shown(&self, key: MessageKey) -> bool {
        let applies = match key {
            MessageKey::WhoSees => !matches!(self.form.screen(), Screen::Dismissed | Screen::Unavailable),
            MessageKey::DraftNotice => self.config.draft_key.is_some() && self.form.is_editable(),
            _ => true,
        };
        applies && !self.text(key).is_empty()
    }

    /// Adds a text of the instrument, in the text's own language.
    fn localized(&self, element: ElementBuilder, text: &Text) -> Html {
        let (lang, text) = text.nearest(&self.config.lang);
        element.lang(lang, self.config).text(text)
    }

    /// Draws the button that sends, or that opens the review first.
    fn submit_button(&self) -> Html {
        let opens_review = self.config.review && self.form.screen() != Screen::Review;
        let (part, text) = match self.form.phase() {
            _ if opens_review => ("submit", MessageKey::Review),
            Phase::NotSaved => ("submit retry", MessageKey::Retry),
            _ => ("submit", MessageKey::Submit),
        };
        self.button(part, text, Action::Submit)
    }

    /// Draws a button. Disabled by `aria-disabled`, it stays focusable, so that the focus is not lost.
    fn button(&self, part: &str, text: MessageKey, action: Action) -> Html {
        // The second click of a double click on the button before is no consent to a review that was not read.
        let is_new_review = self.form.screen() == Screen::Review && self.form.phase() == Phase::Answering;
        let is_disabled = self.config.disabled && text != MessageKey::Close;
        let dispatch = self.dispatch.clone();
        let on_click = Callback::from(move |event: MouseEvent| {
            if !(is_new_review && event.detail() > 1) {
                dispatch.emit(action.clone());
            }
        });
        ElementBuilder::new("button")
            .attr("type", "button")
            .attr("part", part)
            .attr_if(self.form.phase() == Phase::Sending || is_disabled, "aria-disabled", "true")
            .on_click(on_click)
            .text(self.text(text))
    }
}

fn notice() -> ElementBuilder {
    ElementBuilder::new("p").attr("part", "notice")
}
