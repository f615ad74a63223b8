//! One item: its question, its anchors and its slider, a native range input, or buttons in place of it. An unanswered
//! slider rests in the middle without a handle and says that it is not answered.

use yew::Html;

use super::tag::Tag;
use super::words::{answer, number, words};
use crate::config::Config;
use crate::form::Form;
use crate::instrument::{Item, Scale};
use crate::strings::Key;

/// One item in the making.
struct Making<'a> {
    item: &'a Item,
    scale: Scale,
    config: &'a Config,
    value: Option<i32>,
    place: String,
    disabled: bool,
    required: bool,
    /// Whether it was missing when the client wanted to send.
    missing: bool,
}

/// The item at that place of a form.
pub(super) fn item(form: &Form, item: &Item, scale: Scale, value: Option<i32>, place: usize) -> Html {
    let required = form.config().needs(item);
    let missing = form.missing().0.is_some() && required && value.is_none();
    let (disabled, place) = (!form.is_answerable(), place.to_string());
    let making = Making { item, scale, config: form.config(), value, place, disabled, required, missing };
    let (text_lang, text) = words(&item.text, &making.config.lang);
    let question =
        Tag::new("h3").with("id", &making.id("question")).with("part", "question").lang(text_lang).text(text);
    let mark =
        || Tag::new("span").with("class", "required").text(making.config.strings.say(Key::Required)).html();
    let answers = if form.has_buttons() { making.choices() } else { making.slider() };
    let made = Tag::new("div")
        .with("part", "item")
        .with(
            "class",
            match value {
                None if missing => "item unset missing",
                None => "item unset",
                Some(_) => "item",
            },
        )
        .with("data-item", &item.id)
        .child(if required { question.child(mark()) } else { question }.html())
        .child(making.anchors())
        .child(answers)
        .child(making.clear());
    if making.config.show_value { made.child(making.number()) } else { made }.html()
}

impl Making<'_> {
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
            .when(self.missing, "aria-invalid", "true")
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
            .with("aria-valuetext", &answer(self.value, self.item, self.scale, self.config))
            .when(self.disabled, "disabled", "")
            .holding(self.value.unwrap_or_else(|| self.scale.resting()))
            .html()
    }

    /// The row of buttons: radio buttons, of which the one nearest to the answer is on.
    fn choices(&self) -> Html {
        let choices = self.scale.choices();
        let off = |(_, choice): &(i32, i32)| self.value.map(|value| (choice - value).abs());
        let nearest = self.value.and_then(|_| choices.iter().copied().min_by_key(off));
        let mut row = self.control("div").with("role", "radiogroup").with("class", "choices").when(
            self.required,
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
                .when(self.disabled, "disabled", "")
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
            .when(self.value.is_none() || self.disabled, "hidden", "")
            .text(self.config.strings.say(Key::Clear))
            .html()
    }

    /// The number that shows while a slider moves.
    fn number(&self) -> Html {
        let shown = self.value.map(|value| number(value, self.config)).unwrap_or_default();
        Tag::new("span").with("class", "number").with("aria-hidden", "true").text(&shown).html()
    }
}
