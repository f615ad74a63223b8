//! Draws the radio buttons of an item: labelled points, or the numbers that replace a slider. They are in a row if each
//! label fits, else one under the other.

use yew::prelude::*;

use super::element_builder::ElementBuilder;
use super::item::ItemRenderer;
use super::localize::format_number;
use crate::instrument::{Point, Slider};
use crate::scoring::answers::Response;

/// The value of the control by which an item does not apply.
pub(super) const NOT_APPLICABLE: &str = "na";

/// One radio button.
pub(super) struct Choice {
    value: String,
    /// The language tag of the label; `None` for a number.
    lang: Option<String>,
    label: String,
    is_checked: bool,
    /// The part that describes it: the label of a slider's end.
    end: Option<&'static str>,
}

/// Widths of an item, in em, from which a row of radio buttons can fit: that of a phone, of a narrow column, and of the
/// form on a wide screen. The style sheet has a class for each, the last one without the gap behind the last button.
const ROW_WIDTHS: [(usize, &str); 3] = [(19, " w19"), (30, " w30"), (33, " w33")];

/// Returns the classes of an item with those buttons: in a row from the narrowest width at which each label fits on two
/// lines, else one under the other. Letters outside Latin scripts may be twice as wide.
pub(super) fn layout_class(choices: &[Choice]) -> &'static str {
    let width =
        |text: &str| -> usize { text.chars().map(|letter| if letter < '\u{250}' { 11 } else { 20 }).sum() };
    let longest = |choice: &Choice| {
        let words = choice.label.split(' ').map(width).max().unwrap_or_default();
        words.max(width(&choice.label).div_ceil(2))
    };
    let longest = choices.iter().map(longest).max().unwrap_or_default();
    // In twentieths of an em: with 0.8em around a label, and at least 2.75em, which are 44 pixels, beside a gap.
    let needed = choices.len() * (longest + 16).max(60);
    ROW_WIDTHS.iter().find(|(width, _)| needed <= width * 20).map_or("", |(_, class)| class)
}

impl ItemRenderer<'_> {
    /// Returns a radio button for each point, and one that the item does not apply.
    pub(super) fn point_choices(&self, points: &[Point]) -> Vec<Choice> {
        let choice = |point: &Point| {
            let (lang, label) = point.label.nearest(&self.config.lang);
            let is_checked = self.props.response == Some(Response::Value(point.value));
            let (value, lang, label) = (point.value.to_string(), Some(lang.to_owned()), label.to_owned());
            Choice { value, lang, label, is_checked, end: None }
        };
        points.iter().map(choice).chain(self.not_applicable_choice()).collect()
    }

    /// Returns a radio button for each number that replaces a slider. The one nearest to the answer is checked.
    pub(super) fn number_choices(&self, slider: Slider) -> Vec<Choice> {
        let values = slider.button_values();
        let answer = self.props.response.and_then(Response::value);
        let nearest = answer.and_then(|answer| values.iter().min_by_key(|value| (**value - answer).abs()));
        let choice = |value: &i32| Choice {
            value: value.to_string(),
            lang: None,
            label: format_number(*value, self.config),
            is_checked: nearest == Some(value),
            end: match value {
                _ if *value == slider.min => Some("low"),
                _ if *value == slider.max => Some("high"),
                _ => None,
            },
        };
        values.iter().map(choice).chain(self.not_applicable_choice()).collect()
    }

    fn not_applicable_choice(&self) -> Option<Choice> {
        let (lang, label) = self.item.not_applicable.as_ref()?.label.nearest(&self.config.lang);
        let is_checked = self.props.response == Some(Response::NotApplicable);
        let (value, lang, label) = (NOT_APPLICABLE.to_owned(), Some(lang.to_owned()), label.to_owned());
        Some(Choice { value, lang, label, is_checked, end: None })
    }

    /// Draws the checkbox beside a slider by which the item does not apply.
    pub(super) fn not_applicable(&self) -> Html {
        self.not_applicable_choice().map(|choice| self.choice("checkbox", &choice)).unwrap_or_default()
    }

    pub(super) fn radio_group(&self, choices: &[Choice], required: bool) -> Html {
        let group = self.control("div").attr("role", "radiogroup").attr("class", "choices");
        let group = group.attr_if(required, "aria-required", "true");
        choices.iter().fold(group, |group, choice| group.child(self.choice("radio", choice))).build()
    }

    fn choice(&self, kind: &str, choice: &Choice) -> Html {
        let mut input = ElementBuilder::new("input")
            .attr("type", kind)
            .attr("name", &self.id("question"))
            .attr("data-index", &self.index)
            .attr_if(self.props.disabled, "disabled", "")
            .value(&choice.value)
            .checked(choice.is_checked);
        let mut label = ElementBuilder::new("label").attr("class", "choice");
        let text = ElementBuilder::new("span");
        let text = match &choice.lang {
            Some(lang) => text.lang(lang, self.config),
            None => text,
        };
        let mut end = Html::default();
        if let Some((part, (low, high))) = choice.end.zip(self.ends()) {
            input = input.attr("aria-describedby", &self.id(part));
            let (lang, end_label) = (if part == "low" { low } else { high }).nearest(&self.config.lang);
            // Hidden, because it describes the button: a screen reader would read it twice.
            end = ElementBuilder::new("span")
                .attr("class", "end")
                .attr("aria-hidden", "true")
                .lang(lang, self.config)
                .text(end_label);
        }
        label = label.child(input.build()).child(text.text(&choice.label));
        label.child(end).build()
    }
}
