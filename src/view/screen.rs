//! The screens that a form turns: each a heading with what stands below it, and the buttons at its end.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::gesture;
use super::item::items;
use super::tag::Tag;
use super::words::{answer, words};
use crate::config::{Config, Mode};
use crate::event::Reason;
use crate::form::{Action, Form, Phase, Screen};
use crate::instrument::{Instrument, Text};
use crate::strings::Key;

/// One screen in the making.
struct Making<'a> {
    shown: &'a Rc<RefCell<Form>>,
    form: &'a Form,
    config: &'a Config,
    title: &'a NodeRef,
    act: &'a Callback<Action>,
}

/// What the form shows now, and the buttons below it.
pub(super) fn screen(shown: &Rc<RefCell<Form>>, title: &NodeRef, act: &Callback<Action>) -> (Html, Html) {
    let form = &*shown.borrow();
    let making = Making { shown, form, config: form.config(), title, act };
    let dialog = making.config.mode == Mode::Dialog;
    let (body, buttons) = match (form.screen(), form.instrument()) {
        (Screen::Questions, Some(instrument)) => making.questions(instrument),
        (Screen::Review, Some(instrument)) => making.review(instrument),
        (Screen::Leave, _) => making.leave(),
        (Screen::Thanks, _) => {
            making.ending(Key::Thanks, form.has_low_answer().then_some(Key::LowAnswer), dialog)
        }
        (Screen::Dismissed, _) => making.ending(Key::Dismissed, None, dialog),
        _ => making.ending(Key::Apology, Some(Key::ApologyMore), true),
    };
    let row = buttons.into_iter().fold(Tag::new("div").with("part", "buttons"), Tag::child);
    (body.into_iter().collect(), row.html())
}

/// What stands on a screen, and its buttons.
type Parts = (Vec<Html>, Vec<Html>);

impl Making<'_> {
    fn say(&self, key: Key) -> &str {
        self.config.strings.say(key)
    }

    fn questions(&self, instrument: &Instrument) -> Parts {
        let buttons = self.form.has_buttons();
        let (how, other) =
            if buttons { (Key::HowButtons, Key::UseSliders) } else { (Key::How, Key::UseButtons) };
        let some = instrument.items.iter().any(|item| self.config.needs(item));
        let needs = if some { Key::SomeRequired } else { Key::Optional };
        let switch = Tag::new("button")
            .with("type", "button")
            .with("class", "plain")
            .when(!self.form.is_answerable(), "disabled", "")
            .clicked(self.act.reform(move |_| Action::UseButtons(!buttons)))
            .text(self.say(other));
        let (lang, title) = words(&instrument.title, &self.config.lang);
        let mut body = vec![
            self.head("title", title, lang, true),
            notice().text(self.say(how)).text(" ").text(self.say(needs)).html(),
            self.help(),
            switch.html(),
            gesture::listening(items(self.form), self.shown, self.act),
        ];
        if let Some(credit) = &instrument.attribution {
            body.push(self.words(notice(), credit));
        }
        (body, vec![self.button("skip", Key::Skip, Action::Dismiss(Reason::Skip)), self.submit()])
    }

    /// What will be sent, item by item.
    fn review(&self, instrument: &Instrument) -> Parts {
        let mut list = Tag::new("dl").with("part", "review");
        for (item, given) in instrument.items.iter().zip(self.form.answers()) {
            let value = answer(given.value(), item, instrument.scale, self.config);
            let anchors = Tag::new("dd")
                .with("class", "anchors")
                .child(self.words(Tag::new("span"), &item.low))
                .child(self.words(Tag::new("span"), &item.high));
            let row = Tag::new("div")
                .with("data-item", &item.id)
                .child(self.words(Tag::new("dt"), &item.text))
                .child(Tag::new("dd").text(&value).html())
                .child(anchors.html());
            list = list.child(row.html());
        }
        let body = vec![
            self.head("title", self.say(Key::ReviewTitle), "", true),
            notice().text(self.say(Key::ReviewMore)).html(),
            self.help(),
            list.html(),
        ];
        (body, vec![self.button("edit", Key::Edit, Action::Return), self.submit()])
    }

    /// Asked once, before answers are left unsent.
    fn leave(&self) -> Parts {
        let (body, mut buttons) = self.ending(Key::Leave, Some(Key::LeaveMore), false);
        buttons.push(self.button("close", Key::LeaveNow, Action::Dismiss(Reason::Close)));
        buttons.push(self.button("edit", Key::Stay, Action::Return));
        buttons.push(self.submit());
        (body, buttons)
    }

    /// What stands in place of the questions when there is nothing, or nothing more, to ask.
    fn ending(&self, title: Key, more: Option<Key>, closes: bool) -> Parts {
        let part = if title == Key::Leave { "title" } else { "thanks" };
        let mut body = vec![self.head(part, self.say(title), "", false)];
        if let Some(more) = more.map(|more| self.say(more)).filter(|more| !more.is_empty()) {
            body.push(Tag::new("p").text(more).html());
        }
        body.push(self.help());
        let close = || self.button("close", Key::Close, Action::Dismiss(Reason::Close));
        (body, closes.then(close).into_iter().collect())
    }

    fn head(&self, part: &str, title: &str, lang: &str, closes: bool) -> Html {
        let dialog = self.config.mode == Mode::Dialog;
        let title = Tag::new("h2")
            .known(self.title)
            .with("id", "title")
            .with("part", part)
            .with("tabindex", "-1")
            .lang(lang)
            .when(dialog, "autofocus", "")
            .text(title);
        let cross = Tag::new("button")
            .with("type", "button")
            .with("part", "close")
            .with("class", "cross")
            .with("aria-label", self.say(Key::Close))
            .when(!dialog && self.form.phase() == Phase::Sending, "aria-disabled", "true")
            .clicked(self.act.reform(|_| Action::Dismiss(Reason::Close)));
        let head = Tag::new("div").with("class", "head").child(title.html());
        if closes { head.child(cross.html()) } else { head }.html()
    }

    /// Who will see the answers, and where there is help: on every screen.
    fn help(&self) -> Html {
        // Where nothing is answered any more, nobody sees it.
        let gone = matches!(self.form.screen(), Screen::Dismissed | Screen::Apology);
        let kept = self.config.drawer.is_some() && self.form.is_answerable();
        let mut help = notice().with("class", "help");
        for (key, shown) in
            [(Key::WhoSees, !gone), (Key::Kept, kept), (Key::NotMonitored, true), (Key::Crisis, true)]
        {
            let own = self.config.strings.own(key).map(|(_, tag, _)| tag.as_str());
            let lang = own.map_or("", |tag| if tag.is_empty() { &self.config.lang } else { tag });
            if shown {
                help = help.child(Tag::new("span").lang(lang).text(self.say(key)).html()).text(" ");
            }
        }
        help.html()
    }

    /// A text of the instrument's, in its own language.
    fn words(&self, tag: Tag, text: &Text) -> Html {
        let (lang, text) = words(text, &self.config.lang);
        tag.lang(lang).text(text).html()
    }

    /// The button that sends; or, where the client wants to see that first, the one that shows what will be sent.
    fn submit(&self) -> Html {
        let reviews = self.config.review && self.form.screen() != Screen::Review;
        let (part, text) = match self.form.phase() {
            _ if reviews => ("submit", Key::Review),
            Phase::NotSaved => ("submit retry", Key::Retry),
            _ => ("submit", Key::Submit),
        };
        self.button(part, text, Action::Submit)
    }

    /// A button that stays focusable while it is disabled, so that the focus is not lost when it becomes so.
    fn button(&self, part: &str, text: Key, action: Action) -> Html {
        // The second of two quick clicks on the button before it is no consent to what nobody has read.
        let unread = self.form.screen() == Screen::Review && self.form.phase() == Phase::Answering;
        let disabled = self.config.disabled && text != Key::Close;
        let act = self.act.clone();
        let clicked = Callback::from(move |event: MouseEvent| {
            if !(unread && event.detail() > 1) {
                act.emit(action.clone());
            }
        });
        Tag::new("button")
            .with("type", "button")
            .with("part", part)
            .when(self.form.phase() == Phase::Sending || disabled, "aria-disabled", "true")
            .clicked(clicked)
            .text(self.say(text))
            .html()
    }
}

fn notice() -> Tag {
    Tag::new("p").with("part", "notice")
}
