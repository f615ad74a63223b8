//! One item: its question, its anchors and its slider, a native range input, or buttons in place of it. An unanswered
//! slider rests in the middle without a handle and says that it is not answered.

use std::rc::Rc;

use yew::prelude::*;

use super::tag::Tag;
use super::words::{answer, number, words};
use crate::config::Config;
use crate::form::Form;
use crate::instrument::{Item, Scale};
use crate::strings::Key;

/// One item as it shows now. It is drawn anew only when that changes: a drag moves one of many.
#[derive(Debug, Clone, Properties)]
pub(super) struct AskedProps {
    config: Rc<Config>,
    place: usize,
    value: Option<i32>,
    buttons: bool,
    disabled: bool,
    /// Whether it was missing when the client wanted to send.
    missing: bool,
    reverts: u32,
}

impl PartialEq for AskedProps {
    fn eq(&self, other: &Self) -> bool {
        let now = |asked: &Self| {
            (asked.place, asked.value, asked.buttons, asked.disabled, asked.missing, asked.reverts)
        };
        Rc::ptr_eq(&self.config, &other.config) && now(self) == now(other)
    }
}

/// The items of a form, in their order.
pub(super) fn items(form: &Form) -> Html {
    let (config, buttons, disabled) = (form.config(), form.has_buttons(), !form.is_answerable());
    let reverts = form.reverts();
    let wanted = form.missing().0.is_some();
    let asked = form.instrument().into_iter().flat_map(|instrument| &instrument.items).zip(form.answers());
    let shown = asked.enumerate().map(|(place, (item, answer))| {
        let value = answer.value();
        let missing = wanted && value.is_none() && config.needs(item);
        let config = Rc::clone(config);
        html! { <Asked {config} {place} {value} {buttons} {disabled} {missing} {reverts} /> }
    });
    shown.collect()
}

/// One item.
pub(super) struct Asked;

impl Component for Asked {
    type Message = ();
    type Properties = AskedProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let asked = ctx.props();
        let instrument = asked.config.instrument.as_ref();
        let known = instrument.and_then(|known| Some((known.items.get(asked.place)?, known.scale)));
        known
            .map(|(item, scale)| {
                Making { asked, item, scale, config: &asked.config, place: asked.place.to_string() }.item()
            })
            .unwrap_or_default()
    }
}

/// One item in the making.
struct Making<'a> {
    asked: &'a AskedProps,
    item: &'a Item,
    scale: Scale,
    config: &'a Config,
    place: String,
}

impl Making<'_> {
    fn item(&self) -> Html {
        let required = self.config.needs(self.item);
        let (text_lang, text) = words(&self.item.text, &self.config.lang);
        let question = Tag::new("h3")
            .with("id", &self.id("question"))
            .with("part", "question")
            .lang(text_lang)
            .text(text);
        let mark =
            || Tag::new("span").with("class", "required").text(self.config.strings.say(Key::Required)).html();
        let answers = if self.asked.buttons { self.choices(required) } else { self.slider() };
        let class = match self.asked.value {
            None if self.asked.missing => "item unset missing",
            None => "item unset",
            Some(_) => "item",
        };
        let made = Tag::new("div")
            .with("part", "item")
            .with("class", class)
            .with("data-item", &self.item.id)
            .child(if required { question.child(mark()) } else { question }.html())
            .child(self.anchors())
            .child(answers)
            .child(self.clear());
        if self.config.show_value { made.child(self.number()) } else { made }.html()
    }

    fn id(&self, of: &str) -> String {
        format!("{of}-{}", self.place)
    }

    fn anchors(&self) -> Html {
        let end = |part: &str, text| {
            let (lang, text) = words(text, &self.config.lang);
            Tag::new("span").with("id", &self.id(part)).with("part", part).lang(lang).text(text).html()
        };
        let [low, high] = [&self.item.low, &self.item.high].map(|text| text.in_language(&self.config.lang));
        let ends = self.config.strings.fill(Key::Ends, &[("low", low), ("high", high)]);
        // What describes a control is hidden: read by itself it would only be heard twice.
        Tag::new("p")
            .with("class", "anchors")
            .with("aria-hidden", "true")
            .child(end("low", &self.item.low))
            .child(end("high", &self.item.high))
            .child(Tag::new("span").with("id", &self.id("ends")).with("hidden", "").text(&ends).html())
            .html()
    }

    /// What slider and buttons have in common.
    fn control(&self, name: &'static str) -> Tag {
        Tag::new(name)
            .with("aria-labelledby", &self.id("question"))
            .with("aria-describedby", &self.id("ends"))
            .when(self.asked.missing, "aria-invalid", "true")
    }

    fn slider(&self) -> Html {
        let Scale { min, max, step } = self.scale;
        self.control("input")
            .with("type", "range")
            .with("part", "slider")
            .with("data-place", &self.place)
            .with("min", &min.to_string())
            .with("max", &max.to_string())
            .with("step", &step.to_string())
            .with("aria-valuetext", &answer(self.asked.value, self.item, self.scale, self.config))
            .when(self.asked.disabled, "disabled", "")
            .holding(self.asked.value.unwrap_or_else(|| self.scale.resting()))
            .html()
    }

    /// The row of buttons: radio buttons, of which the one nearest to the answer is on.
    fn choices(&self, required: bool) -> Html {
        let choices = self.scale.choices();
        let off = |(_, choice): &(i32, i32)| self.asked.value.map(|value| (choice - value).abs());
        let nearest = self.asked.value.and_then(|_| choices.iter().copied().min_by_key(off));
        let mut row = self.control("div").with("role", "radiogroup").with("class", "choices").when(
            required,
            "aria-required",
            "true",
        );
        let ends = [choices.first().copied(), choices.last().copied()];
        for choice in choices {
            let end = ends.iter().position(|end| *end == Some(choice));
            let button = Tag::new("input")
                .with("type", "radio")
                .with("name", &self.id("question"))
                .with("data-place", &self.place)
                .when(end == Some(0), "aria-describedby", &self.id("low"))
                .when(end == Some(1), "aria-describedby", &self.id("high"))
                .when(self.asked.disabled, "disabled", "")
                .holding(choice.1)
                .checked(nearest == Some(choice));
            let shown = Tag::new("span").text(&number(choice.0, self.config));
            row = row.child(
                Tag::new("label").with("class", "choice").child(button.html()).child(shown.html()).html(),
            );
        }
        row.html()
    }

    fn clear(&self) -> Html {
        Tag::new("button")
            .with("type", "button")
            .with("part", "clear")
            .with("data-place", &self.place)
            .with("id", &self.id("clear"))
            .with("aria-labelledby", &format!("{} {}", self.id("clear"), self.id("question")))
            .when(self.asked.value.is_none() || self.asked.disabled, "hidden", "")
            .text(self.config.strings.say(Key::Clear))
            .html()
    }

    /// The number that shows while a slider moves.
    fn number(&self) -> Html {
        let shown = self.asked.value.map(|value| number(value, self.config)).unwrap_or_default();
        Tag::new("span").with("class", "number").with("aria-hidden", "true").text(&shown).html()
    }
}
