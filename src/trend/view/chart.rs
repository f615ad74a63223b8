//! Draws the panels of a chart: a heading, the drawing, and its marks and lines in words. The drawing has no role and no
//! name: summary, stepper and table contain all that it shows.

use yew::html::{onchange, onclick};
use yew::prelude::*;
use yew::virtual_dom::VNode;

use super::{
    Action, Content, ElementBuilder, Step, fragment, list, localized, paragraph, text_list, with_children,
};
use crate::data::json::decimal;
use crate::trend::chart::{Chart, Label, LegendEntry, Mark, PanelChart, RuleKind, Shape};
use crate::trend::path;
use crate::trend::report::PanelReport;
use crate::trend::strings::TrendKey;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};

/// The margin of the outline around the mark of the chosen session, in CSS pixels.
const CHOSEN_MARGIN: f64 = 6.0;
/// The margin of the ring of a reliable change, in CSS pixels.
const RING_MARGIN: f64 = 3.0;
/// Half of the width of a mark in the legend, in CSS pixels.
const LEGEND_RADIUS: f64 = 5.0;

/// Draws all panels, and below them events and legend.
pub(super) fn panels(
    content: &Content,
    chart: &Chart,
    chosen: usize,
    pick: &Callback<Step>,
    dispatch: &Callback<Action>,
) -> Html {
    let mut place = ElementBuilder::new("div").attr("part", "chart");
    for (index, report) in content.panels.iter().enumerate() {
        place = place.child(panel(content, report, (chart, index, chosen), pick, dispatch));
    }
    let legend = list("legend", &mut chart.legend.iter().map(legend_entry));
    place.child(named_list(content, TrendKey::Events, &mut content.events.iter())).child(legend).build()
}

fn panel(
    content: &Content,
    report: &PanelReport,
    (chart, index, chosen): (&Chart, usize, usize),
    pick: &Callback<Step>,
    dispatch: &Callback<Action>,
) -> Html {
    let (lang, title) = &report.title;
    let mut panel = ElementBuilder::new("div")
        .attr("class", "instrument")
        .child(localized("h3", lang, title))
        .child(paragraph("subtitle", &report.subtitle));
    if report.scores.len() > 1 {
        panel = panel.child(score_choice(content, report, dispatch));
    }
    if let Some(drawn) = chart.panels.get(index) {
        panel = panel.child(drawing(drawn, chart, chosen, pick)).child(rules_in_words(content, drawn));
    }
    panel.child(text_list("notes", &mut report.notes.iter())).build()
}

/// Draws the choice between the total and the subscales.
fn score_choice(content: &Content, report: &PanelReport, dispatch: &Callback<Action>) -> Html {
    let instrument = report.instrument.clone();
    let choose = dispatch.reform(move |event: Event| {
        let value = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        Action::ChooseScore(instrument.clone(), value.map(|select| select.value()).unwrap_or_default())
    });
    let shown = content.text(TrendKey::ScoreShown);
    let name = content.strings.format(TrendKey::Labelled, &[("name", shown), ("text", &report.title.1)]);
    let mut select =
        ElementBuilder::new("select").attr("aria-label", &name).listener(onchange::Wrapper::new(choose));
    for (id, name) in &report.scores {
        let option = ElementBuilder::new("option").attr("value", id);
        select = select.child(option.attr_if(*id == report.score, "selected", "").text(name));
    }
    let name = ElementBuilder::new("span").text(shown);
    ElementBuilder::new("label").attr("class", "score").child(name).child(select.build()).build()
}

fn drawing(panel: &PanelChart, chart: &Chart, chosen: usize, pick: &Callback<Step>) -> Html {
    let (width, height) = (decimal(chart.width), decimal(panel.height));
    let svg = ElementBuilder::new("svg")
        .attr("class", "drawing")
        .attr("aria-hidden", "true")
        .attr("width", &width)
        .attr("height", &height)
        .attr("viewBox", &["0 0 ", &width, " ", &height].concat())
        .listener(onclick::Wrapper::new(pick_nearest(chart, pick)));
    let svg = frame(svg, panel);
    let text = |text: &Label| label("label", text, chart.is_rtl);
    let mut lines = panel.rules.iter().map(|rule| line(rule_class(rule.kind), rule.from, rule.to));
    let svg = with_children(svg, &mut lines);
    // Labels of lines are below the data: nothing hides a session.
    let svg = with_children(svg, &mut panel.rules.iter().filter_map(|rule| rule.label.as_ref()).map(text));
    // The chosen session, also in a panel where it has no mark.
    let cursor = chart.session_x.get(chosen);
    let cursor = cursor.map(|x| line("cursor", [*x, panel.plot.top], [*x, panel.plot.bottom]));
    let svg = match cursor {
        Some(cursor) => svg.child(cursor),
        None => svg,
    };
    let svg = with_children(svg, &mut panel.lines.iter().map(|line| outline("line", &path(line))));
    let svg = with_children(svg, &mut panel.marks.iter().map(mark));
    let ticks = panel.x_ticks.iter().chain(&panel.y_ticks).filter_map(|tick| tick.label.as_ref());
    let svg = with_children(svg, &mut ticks.map(text));
    match &panel.chosen {
        Some(text) => svg.child(label("label chosen", text, chart.is_rtl)).build(),
        None => svg.build(),
    }
}

/// Returns the listener that picks the session nearest to a tap.
fn pick_nearest(chart: &Chart, pick: &Callback<Step>) -> Callback<MouseEvent> {
    // The nearest session depends on the places alone, of which there are few in comparison with the shapes.
    let places = Chart { session_x: chart.session_x.clone(), width: chart.width, ..Chart::default() };
    let pick = pick.clone();
    Callback::from(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(drawing) = target.and_then(|target| target.closest(".drawing").ok().flatten()) else {
            return;
        };
        let place = drawing.get_bounding_client_rect();
        let fraction = (f64::from(event.client_x()) - place.left()) / place.width();
        if let Some(session) = places.nearest(fraction * places.width) {
            pick.emit(Step::To(session));
        }
    })
}

/// Draws the plot's area with its ticks.
fn frame(mut svg: ElementBuilder, panel: &PanelChart) -> ElementBuilder {
    let plot = panel.plot;
    for y in [plot.top, plot.bottom] {
        svg = svg.child(line("axis", [plot.left, y], [plot.right, y]));
    }
    for tick in &panel.y_ticks {
        svg = svg.child(line("grid", [plot.left, tick.at], [plot.right, tick.at]));
    }
    for tick in &panel.x_ticks {
        svg = svg.child(line("axis", [tick.at, plot.bottom], [tick.at, plot.bottom + 4.0]));
    }
    svg
}

fn mark(mark: &Mark) -> Html {
    let mut shapes = Vec::new();
    if mark.is_reliable {
        shapes.push(outline("ring", &mark.path(RING_MARGIN)));
    }
    if mark.is_chosen {
        shapes.push(outline("halo", &mark.path(CHOSEN_MARGIN)));
    }
    shapes.push(outline(shape_class(mark.shape), &mark.path(0.0)));
    fragment(shapes)
}

/// Returns whether a shape is filled, as its class.
fn shape_class(shape: Shape) -> &'static str {
    match shape {
        Shape::Total | Shape::Prorated | Shape::Preliminary => "mark",
        Shape::Unscored | Shape::Skipped | Shape::NotAsked => "mark hollow",
    }
}

fn rule_class(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Band => "rule band",
        RuleKind::Alert => "rule alert",
        RuleKind::Version => "rule version",
        RuleKind::Event => "rule event",
    }
}

fn line(class: &str, from: [f64; 2], to: [f64; 2]) -> Html {
    outline(class, &path(&[from, to]))
}

fn outline(class: &str, d: &str) -> Html {
    ElementBuilder::new("path").attr("class", class).attr("d", d).build()
}

fn label(class: &str, label: &Label, is_rtl: bool) -> Html {
    ElementBuilder::new("text")
        .attr("class", class)
        .attr("x", &decimal(label.x))
        .attr("y", &decimal(label.y))
        .attr("text-anchor", label.side.text_anchor(is_rtl))
        .text(&label.text)
}

/// Writes the rules, since the drawing is hidden from screen readers, and a label may lack room. Events are written once.
fn rules_in_words(content: &Content, panel: &PanelChart) -> Html {
    let rules = panel.rules.iter().filter(|rule| rule.kind != RuleKind::Event);
    named_list(content, TrendKey::Lines, &mut rules.map(|rule| &rule.text))
}

/// Writes texts as a list with a title; nothing if there are none.
fn named_list(content: &Content, title: TrendKey, texts: &mut dyn Iterator<Item = &String>) -> Html {
    let mut texts = texts.peekable();
    if texts.peek().is_none() {
        return VNode::default();
    }
    let title = paragraph("rules-title", content.text(title));
    fragment(vec![title, text_list("rules", &mut texts)])
}

fn legend_entry(entry: &LegendEntry) -> Html {
    let radius = LEGEND_RADIUS;
    let sample = Mark {
        session: 0,
        x: 12.0,
        y: 12.0,
        radius,
        shape: entry.shape.unwrap_or(Shape::Total),
        is_chosen: false,
        is_reliable: entry.shape.is_none(),
    };
    let svg = ElementBuilder::new("svg")
        .attr("aria-hidden", "true")
        .attr("width", "24")
        .attr("height", "24")
        .attr("viewBox", "0 0 24 24")
        .child(mark(&sample));
    let text = ElementBuilder::new("span").text(&entry.text);
    ElementBuilder::new("li").child(svg.build()).child(text).build()
}
