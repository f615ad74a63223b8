//! Draws one item: its question, the labels of its ends, and its slider or the buttons in its place. An unanswered
//! slider rests at its midpoint without a thumb, and its value text is that it is not answered.

use std::rc::Rc;

use yew::prelude::*;

use super::element_builder::ElementBuilder;
use super::localize::{format_answer, format_number};
use crate::config::Config;
use crate::form::Form;
use crate::instrument::{Item, Scale, Text};
use crate::strings::MessageKey;

/// The state of one item in the view. A component per item redraws only the items that changed: a drag redraws one.
#[derive(Debug, Clone, Properties)]
pub(super) struct ItemProps {
    config: Rc<Config>,
    index: usize,
    value: Option<i32>,
    uses_buttons: bool,
    disabled: bool,
    /// Whether its answer was missing on the last attempt to send.
    is_missing: bool,
    cancelled_gestures: u32,
}

impl PartialEq for ItemProps {
    fn eq(&self, other: &Self) -> bool {
        let state = |props: &Self| {
            let Self { index, value, uses_buttons, disabled, is_missing, cancelled_gestures, .. } = *props;
            (index, value, uses_buttons, disabled, is_missing, cancelled_gestures)
        };
        Rc::ptr_eq(&self.config, &other.config) && state(self) == state(other)
    }
}

/// Draws the items of a form, in order.
pub(super) fn items(form: &Form) -> Html {
    let (config, uses_buttons, disabled) = (form.config(), form.uses_buttons(), !form.is_editable());
    let cancelled_gestures = form.cancelled_gestures();
    let shows_missing = form.missing().0.is_some();
    let items = form.instrument().into_iter().flat_map(|instrument| &instrument.items).zip(form.answers());
    let views = items.enumerate().map(|(index, (item, answer))| {
        let value = answer.value();
        let is_missing = shows_missing && value.is_none() && config.is_required(item);
        let config = Rc::clone(config);
        html! { <ItemView {config} {index} {value} {uses_buttons} {disabled} {is_missing} {cancelled_gestures} /> }
    });
    views.collect()
}

/// The component of one item.
pub(super) struct ItemView;

impl Component for ItemView {
    type Message = ();
    type Properties = ItemProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let instrument = props.config.instrument.as_ref();
        let known = instrument.and_then(|known| Some((known.items.get(props.index)?, known.scale)));
        known
            .map(|(item, scale)| {
                let index = props.index.to_string();
                ItemRenderer { props, item, scale, config: &props.config, index }.item()
            })
            .unwrap_or_default()
    }
}

struct ItemRenderer<'a> {
    props: &'a ItemProps,
    item: &'a Item,
    scale: Scale,
    config: &'a Config,
    index: String,
}

impl ItemRenderer<'_> {
    fn item(&self) -> Html {
        let required = self.config.is_required(self.item);
        let (lang, text) = self.item.text.nearest(&self.config.lang);
        let question = ElementBuilder::new("h3")
            .attr("id", &self.id("question"))
            .attr("part", "question")
            .lang(lang, self.config)
            .child(ElementBuilder::new("span").text(text));
        let mark = || {
            let text = self.config.strings.text(MessageKey::Required);
            ElementBuilder::new("span").attr("class", "required").text(text)
        };
        let control = if self.props.uses_buttons { self.button_row(required) } else { self.slider() };
        let class = match self.props.value {
            None if self.props.is_missing => "item unanswered missing",
            None => "item unanswered",
            Some(_) => "item",
        };
        let item = ElementBuilder::new("div")
            .attr("part", "item")
            .attr("class", class)
            .attr("data-item", &self.item.id)
            .attr("data-answer", &format_answer(self.props.value, self.item, self.scale, self.config))
            .child(if required { question.child(mark()) } else { question }.build())
            .child(self.anchors())
            .child(control)
            .child(self.clear_button());
        if self.config.show_value { item.child(self.number()) } else { item }.build()
    }

    fn id(&self, prefix: &str) -> String {
        format!("{prefix}-{}", self.index)
    }

    fn anchors(&self) -> Html {
        let anchor = |part: &str, text: &Text| {
            let (lang, text) = text.nearest(&self.config.lang);
            let anchor = ElementBuilder::new("span").attr("id", &self.id(part)).attr("part", part);
            anchor.lang(lang, self.config).text(text)
        };
        let [low, high] = [&self.item.low, &self.item.high].map(|text| text.in_language(&self.config.lang));
        let ends = self.config.strings.format(MessageKey::Ends, &[("low", low), ("high", high)]);
        let description =
            ElementBuilder::new("span").attr("id", &self.id("ends")).attr("hidden", "").text(&ends);
        // Hidden, because it describes the control: a screen reader would read it twice.
        ElementBuilder::new("p")
            .attr("class", "anchors")
            .attr("aria-hidden", "true")
            .child(anchor("low", &self.item.low))
            .child(anchor("high", &self.item.high))
            .child(description)
            .build()
    }

    /// Returns the attributes that slider and button row have in common.
    fn control(&self, name: &'static str) -> ElementBuilder {
        ElementBuilder::new(name)
            .attr("aria-labelledby", &self.id("question"))
            .attr("aria-describedby", &self.id("ends"))
            .attr_if(self.props.is_missing, "aria-invalid", "true")
    }

    fn slider(&self) -> Html {
        let Scale { min, max, step } = self.scale;
        self.control("input")
            .attr("type", "range")
            .attr("part", "slider")
            .attr("data-index", &self.index)
            .attr("min", &min.to_string())
            .attr("max", &max.to_string())
            .attr("step", &step.to_string())
            .attr("aria-valuetext", &format_answer(self.props.value, self.item, self.scale, self.config))
            .attr_if(self.props.disabled, "disabled", "")
            .value(self.props.value.unwrap_or_else(|| self.scale.midpoint()))
            .build()
    }

    /// Draws radio buttons in a row. The one nearest to the answer is checked.
    fn button_row(&self, required: bool) -> Html {
        let buttons = self.scale.button_values();
        let distance = |(_, value): &(i32, i32)| self.props.value.map(|answer| (value - answer).abs());
        let checked = self.props.value.and_then(|_| buttons.iter().copied().min_by_key(distance));
        let row = self.control("div").attr("role", "radiogroup").attr("class", "choices").attr_if(
            required,
            "aria-required",
            "true",
        );
        let ends = [buttons.first().copied(), buttons.last().copied()];
        let button = |(label, value): (i32, i32)| {
            let end = ends.iter().position(|end| *end == Some((label, value)));
            let radio = ElementBuilder::new("input")
                .attr("type", "radio")
                .attr("name", &self.id("question"))
                .attr("data-index", &self.index)
                .attr_if(end == Some(0), "aria-describedby", &self.id("low"))
                .attr_if(end == Some(1), "aria-describedby", &self.id("high"))
                .attr_if(self.props.disabled, "disabled", "")
                .value(value)
                .checked(checked == Some((label, value)));
            let number = ElementBuilder::new("span").text(&format_number(label, self.config));
            ElementBuilder::new("label").attr("class", "choice").child(radio.build()).child(number).build()
        };
        buttons.iter().copied().map(button).fold(row, ElementBuilder::child).build()
    }

    fn clear_button(&self) -> Html {
        ElementBuilder::new("button")
            .attr("type", "button")
            .attr("part", "clear")
            .attr("data-index", &self.index)
            .attr("id", &self.id("clear"))
            .attr("aria-labelledby", &format!("{} {}", self.id("clear"), self.id("question")))
            .attr_if(self.props.value.is_none() || self.props.disabled, "hidden", "")
            .text(self.config.strings.text(MessageKey::Clear))
    }

    /// Draws the number that shows while a slider moves.
    fn number(&self) -> Html {
        let number = self.props.value.map(|value| format_number(value, self.config)).unwrap_or_default();
        ElementBuilder::new("span").attr("class", "number").attr("aria-hidden", "true").text(&number)
    }
}
