//! The view: draws a trend with Yew, and turns DOM events into actions. It decides nothing about sessions and scores.

use std::rc::Rc;

use yew::prelude::*;

use super::chart::Chart;
use super::report::PanelReport;
use super::strings::{TrendKey, TrendStrings};
use super::tables::{Details, Table};

mod chart;
mod details;
#[allow(dead_code, reason = "shared with the form's view, which uses all of it")]
#[path = "../view/element_builder.rs"]
mod element_builder;
mod stepper;
mod table;

use element_builder::ElementBuilder;

/// Something that the reader did, or that happened to the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// The view is in the page, and its place can be measured.
    Rendered,
    /// Shows another session.
    Choose(Step),
    /// Shows another score of an instrument: the ids of both.
    ChooseScore(String, String),
}

/// A way to another session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// To the session of that index.
    To(usize),
    /// By a number of sessions from the one that is chosen when the step is taken: several steps may precede a drawing.
    By(isize),
}

/// Everything that is drawn of the data, but for the chosen session.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) strings: TrendStrings,
    pub(super) is_rtl: bool,
    pub(super) summary: String,
    pub(super) caption: String,
    pub(super) notes: Vec<String>,
    pub(super) panels: Vec<PanelReport>,
    pub(super) events: Vec<String>,
    pub(super) table: Rc<Table>,
    pub(super) session_count: usize,
}

/// The session that shows in chart, table and details.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) session: usize,
    pub(super) sentence: String,
    pub(super) details: Details,
}

/// Everything that is drawn. Two states are equal if they are the same object.
#[derive(Debug)]
pub(super) struct State {
    pub(super) content: Rc<Content>,
    pub(super) chosen: Option<Chosen>,
    pub(super) chart: Chart,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The properties of [`TrendView`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ViewProps {
    pub(super) state: Rc<State>,
    pub(super) dispatch: Callback<Action>,
}

/// The root component.
#[derive(Debug)]
pub(super) struct TrendView {
    /// Whether the last choice was none of the range's, which a screen reader reads by itself.
    announces: std::cell::Cell<bool>,
}

/// A message of the root component.
#[derive(Debug)]
pub(super) enum Message {
    /// The reader chose a session by the range.
    Stepped(Step),
    /// The reader chose a session by a button or by a tap.
    Picked(Step),
}

impl Component for TrendView {
    type Message = Message;
    type Properties = ViewProps;

    fn create(_: &Context<Self>) -> Self {
        Self { announces: std::cell::Cell::new(false) }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let (step, announces) = match message {
            Message::Stepped(step) => (step, false),
            Message::Picked(step) => (step, true),
        };
        self.announces.set(announces);
        ctx.props().dispatch.emit(Action::Choose(step));
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ViewProps { state, dispatch } = ctx.props();
        let State { content, chosen, chart } = &**state;
        let pick = ctx.link().callback(Message::Picked);
        let announced = chosen.as_ref().filter(|_| self.announces.get());
        let status = ElementBuilder::new("p")
            .attr("part", "status")
            .attr("class", "unseen")
            .attr("role", "status")
            .text(announced.map_or("", |chosen| &chosen.sentence));
        let mut frame = ElementBuilder::new("section")
            .attr("class", "panel")
            .attr("part", "form")
            .attr("lang", content.strings.lang)
            .attr("dir", if content.is_rtl { "rtl" } else { "ltr" })
            .attr("aria-labelledby", "title")
            .child(heading("h2", "title", content.text(TrendKey::Title)))
            .child(ElementBuilder::new("p").attr("part", "summary").text(&content.summary));
        frame = with_children(frame, &mut content.notes.iter().map(|note| paragraph("notice", note)));
        if let Some(chosen) = chosen {
            frame = frame
                .child(chart::panels(content, chart, chosen.session, &pick, dispatch))
                .child(stepper::stepper(content, chosen, &ctx.link().callback(Message::Stepped), &pick))
                .child(html! {
                    <table::SessionTable content={Rc::clone(content)} chosen={chosen.session} {pick} />
                })
                .child(details::details(content, &chosen.details));
        }
        frame.child(status).build()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        ctx.props().dispatch.emit(Action::Rendered);
    }
}

impl Content {
    fn text(&self, key: TrendKey) -> &'static str {
        self.strings.text(key)
    }
}

fn heading(name: &'static str, id: &str, text: &str) -> Html {
    ElementBuilder::new(name).attr("id", id).attr("part", id).text(text)
}

fn paragraph(class: &str, text: &str) -> Html {
    ElementBuilder::new("p").attr("class", class).text(text)
}

/// Draws a text of a questionnaire in its own language.
fn localized(name: &'static str, lang: &str, text: &str) -> Html {
    ElementBuilder::new(name).attr("dir", "auto").attr_if(!lang.is_empty(), "lang", lang).text(text)
}

/// Draws items one after the other.
fn fragment(items: Vec<Html>) -> Html {
    items.into_iter().collect()
}

/// Adds children to an element. It exists once for all kinds of iterators, which makes the WASM module smaller.
fn with_children(mut parent: ElementBuilder, items: &mut dyn Iterator<Item = Html>) -> ElementBuilder {
    for item in items {
        parent = parent.child(item);
    }
    parent
}

/// Draws items as a list; nothing if there are none.
fn list(class: &str, items: &mut dyn Iterator<Item = Html>) -> Html {
    let Some(first) = items.next() else { return Html::default() };
    with_children(ElementBuilder::new("ul").attr("class", class).child(first), items).build()
}

/// Draws texts as a list.
fn text_list(class: &str, texts: &mut dyn Iterator<Item = &String>) -> Html {
    list(class, &mut texts.map(|text| ElementBuilder::new("li").text(text)))
}
