//! Draws one item: its question, and its slider or its radio buttons. An unanswered slider rests at its midpoint without
//! a thumb, and its value text is that it is not answered.

use std::rc::Rc;

use yew::prelude::*;

use super::choices::{Choice, layout_class};
use super::element_builder::ElementBuilder;
use super::localize::{format_answer, format_number};
use crate::config::Config;
use crate::form::Form;
use crate::instrument::{Instrument, Item, Scale, Slider, Text};
use crate::scoring::answers::Response;
use crate::strings::MessageKey;

/// The state of one item in the view. A component per item redraws only the items that changed: a drag redraws one.
#[derive(Debug, Clone, Properties)]
pub(super) struct ItemProps {
    config: Rc<Config>,
    index: usize,
    pub(super) response: Option<Response>,
    uses_buttons: bool,
    pub(super) disabled: bool,
    /// Whether its answer was missing on the last attempt to send.
    is_missing: bool,
    cancelled_gestures: u32,
}

impl PartialEq for ItemProps {
    fn eq(&self, other: &Self) -> bool {
        let state = |props: &Self| {
            let Self { index, response, uses_buttons, disabled, is_missing, cancelled_gestures, .. } = *props;
            (index, response, uses_buttons, disabled, is_missing, cancelled_gestures)
        };
        Rc::ptr_eq(&self.config, &other.config) && state(self) == state(other)
    }
}

/// Draws the items of a form in order, with a heading where another section begins.
pub(super) fn items(form: &Form) -> Html {
    let (config, uses_buttons, disabled) = (form.config(), form.uses_buttons(), !form.is_editable());
    let cancelled_gestures = form.cancelled_gestures();
    let shows_missing = form.missing().0.is_some();
    let Some(instrument) = form.instrument() else { return Html::default() };
    let mut views = Vec::new();
    let mut section = None;
    for (index, (item, answer)) in instrument.items.iter().zip(form.answers()).enumerate() {
        if item.section.as_ref() != section {
            section = item.section.as_ref();
            views.extend(heading(instrument, section, config));
        }
        let response = answer.response();
        let is_missing = shows_missing && response.is_none() && config.is_required(item);
        let config = Rc::clone(config);
        views.push(html! {
            <ItemView {config} {index} {response} {uses_buttons} {disabled} {is_missing} {cancelled_gestures} />
        });
    }
    views.into_iter().collect()
}

/// Draws the heading of the section of that id.
fn heading(instrument: &Instrument, id: Option<&String>, config: &Config) -> Option<Html> {
    let section = instrument.sections.iter().find(|section| Some(&section.id) == id)?;
    let (lang, text) = section.text.nearest(&config.lang);
    Some(ElementBuilder::new("h3").attr("part", "section").lang(lang, config).text(text))
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
        let known = instrument.and_then(|instrument| Some((instrument, instrument.items.get(props.index)?)));
        known
            .map(|(instrument, item)| {
                let (scale, index) = (instrument.scale_of(item), props.index.to_string());
                ItemRenderer { props, instrument, item, scale, config: &props.config, index }.item()
            })
            .unwrap_or_default()
    }
}

pub(super) struct ItemRenderer<'a> {
    pub(super) props: &'a ItemProps,
    pub(super) instrument: &'a Instrument,
    pub(super) item: &'a Item,
    pub(super) scale: &'a Scale,
    pub(super) config: &'a Config,
    pub(super) index: String,
}

impl ItemRenderer<'_> {
    fn item(&self) -> Html {
        let required = self.config.is_required(self.item);
        let (lang, text) = self.item.text.nearest(&self.config.lang);
        let heading = if self.instrument.sections.is_empty() { "h3" } else { "h4" };
        let question = ElementBuilder::new(heading)
            .attr("id", &self.id("question"))
            .attr("part", "question")
            .lang(lang, self.config)
            .child(ElementBuilder::new("span").text(text));
        let mark = || {
            let text = self.config.strings.text(MessageKey::Required);
            ElementBuilder::new("span").attr("class", "required").text(text)
        };
        let choices = self.choices();
        let mut class = String::from("item");
        if self.props.response.is_none() {
            class += " unanswered";
        }
        if self.props.is_missing {
            class += " missing";
        }
        if let Some(choices) = &choices {
            class += " list";
            class += layout_class(choices);
        }
        let mut item = ElementBuilder::new("div")
            .attr("part", "item")
            .attr("class", &class)
            .attr("data-item", &self.item.id)
            .attr("data-answer", &format_answer(self.props.response, self.item, self.scale, self.config))
            .child(if required { question.child(mark()) } else { question }.build());
        if let Some((low, high)) = self.ends() {
            item = item.child(self.anchors(low, high));
        }
        item = match (choices, self.scale) {
            (Some(choices), _) => item.child(self.radio_group(&choices, required)),
            (None, Scale::Slider(slider)) => item.child(self.slider(*slider)).child(self.not_applicable()),
            (None, Scale::Points { .. }) => item,
        };
        item = item.child(self.clear_button());
        if self.config.show_value { item.child(self.number()) } else { item }.build()
    }

    pub(super) fn id(&self, prefix: &str) -> String {
        format!("{prefix}-{}", self.index)
    }

    /// Returns the labels of a slider's ends.
    pub(super) fn ends(&self) -> Option<(&Text, &Text)> {
        self.item.low.as_ref().zip(self.item.high.as_ref()).filter(|_| self.scale.slider().is_some())
    }

    /// Returns the radio buttons; `None` if the item shows a slider.
    fn choices(&self) -> Option<Vec<Choice>> {
        match self.scale {
            Scale::Slider(slider) if self.props.uses_buttons => Some(self.number_choices(*slider)),
            Scale::Slider(_) => None,
            Scale::Points { points } => Some(self.point_choices(points)),
        }
    }

    fn anchors(&self, low: &Text, high: &Text) -> Html {
        let anchor = |part: &str, text: &Text| {
            let (lang, text) = text.nearest(&self.config.lang);
            let anchor = ElementBuilder::new("span").attr("id", &self.id(part)).attr("part", part);
            anchor.lang(lang, self.config).text(text)
        };
        let [low_text, high_text] = [low, high].map(|text| text.in_language(&self.config.lang));
        let ends = self.config.strings.format(MessageKey::Ends, &[("low", low_text), ("high", high_text)]);
        let description =
            ElementBuilder::new("span").attr("id", &self.id("ends")).attr("hidden", "").text(&ends);
        // Hidden, because it describes the control: a screen reader would read it twice.
        ElementBuilder::new("p")
            .attr("class", "anchors")
            .attr("aria-hidden", "true")
            .child(anchor("low", low))
            .child(anchor("high", high))
            .child(description)
            .build()
    }

    /// Returns the attributes that slider and radio group have in common.
    pub(super) fn control(&self, name: &'static str) -> ElementBuilder {
        ElementBuilder::new(name)
            .attr("aria-labelledby", &self.id("question"))
            .attr_if(self.ends().is_some(), "aria-describedby", &self.id("ends"))
            .attr_if(self.props.is_missing, "aria-invalid", "true")
    }

    fn slider(&self, slider: Slider) -> Html {
        let Slider { min, max, step } = slider;
        self.control("input")
            .attr("type", "range")
            .attr("part", "slider")
            .attr("data-index", &self.index)
            .attr("min", &min.to_string())
            .attr("max", &max.to_string())
            .attr("step", &step.to_string())
            .attr("aria-valuetext", &format_answer(self.props.response, self.item, self.scale, self.config))
            .attr_if(self.props.disabled, "disabled", "")
            .value(
                &self
                    .props
                    .response
                    .and_then(Response::value)
                    .unwrap_or_else(|| slider.midpoint())
                    .to_string(),
            )
            .build()
    }

    fn clear_button(&self) -> Html {
        ElementBuilder::new("button")
            .attr("type", "button")
            .attr("part", "clear")
            .attr("data-index", &self.index)
            .attr("id", &self.id("clear"))
            .attr("aria-labelledby", &format!("{} {}", self.id("clear"), self.id("question")))
            .attr_if(self.props.response.is_none() || self.props.disabled, "hidden", "")
            .text(self.config.strings.text(MessageKey::Clear))
    }

    /// Draws the number that shows while a slider moves.
    fn number(&self) -> Html {
        let value = self.props.response.and_then(Response::value).filter(|_| self.scale.slider().is_some());
        let number = value.map(|value| format_number(value, self.config)).unwrap_or_default();
        ElementBuilder::new("span").attr("class", "number").attr("aria-hidden", "true").text(&number)
    }
}
