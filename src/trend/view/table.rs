//! Draws the table of every session. A component of its own: it is drawn again only if the data or the chosen session
//! changed.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{Content, ElementBuilder, Step, fragment, with_children};
use crate::trend::strings::TrendKey;
use crate::trend::tables::Row;

/// The properties of [`SessionTable`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct TableProps {
    pub(super) content: Rc<Content>,
    pub(super) chosen: usize,
    pub(super) pick: Callback<Step>,
}

/// The table of every session.
#[derive(Debug, Default)]
pub(super) struct SessionTable {
    scroller: NodeRef,
    /// The session whose row was last brought into view.
    shown: Option<usize>,
}

impl Component for SessionTable {
    type Message = ();
    type Properties = TableProps;

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let TableProps { content, chosen, pick } = ctx.props();
        let header = |text: &String| ElementBuilder::new("th").attr("scope", "col").text(text);
        let headers = with_children(ElementBuilder::new("tr"), &mut content.table.columns.iter().map(header));
        let head = ElementBuilder::new("thead").child(headers.build());
        let body = ElementBuilder::new("tbody").on_click(on_click(pick));
        let mut rows = content.table.rows.iter().map(|row| table_row(row, row.session == *chosen));
        let title = || {
            let name = ElementBuilder::new("strong").text(content.text(TrendKey::Table));
            let zone = ElementBuilder::new("span").text(&content.caption);
            fragment(vec![name, " ".into(), zone])
        };
        // The caption would scroll away with the table: what is seen of it stands above.
        let seen =
            ElementBuilder::new("p").attr("class", "caption").attr("aria-hidden", "true").child(title());
        let caption =
            ElementBuilder::new("caption").attr("id", "table").attr("class", "unseen").child(title()).build();
        let table = ElementBuilder::new("table")
            .attr("part", "table")
            .child(caption)
            .child(head.build())
            .child(with_children(body, &mut rows).build());
        // A region that scrolls has to be reachable by keys.
        let scroller = ElementBuilder::new("div")
            .attr("class", "scroller")
            .attr("role", "region")
            .attr("aria-labelledby", "table")
            .attr("tabindex", "0")
            .node_ref(&self.scroller)
            .child(table.build())
            .build();
        fragment(vec![seen.build(), scroller])
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let chosen = Some(ctx.props().chosen);
        if self.shown != chosen {
            self.shown = chosen;
            if let Some(scroller) = self.scroller.cast::<Element>() {
                show_row(&scroller);
            }
        }
    }
}

/// Brings the row of the chosen session into view. Only the table scrolls: the page would lose the reader's place.
fn show_row(scroller: &Element) {
    let find = |selector| scroller.query_selector(selector).ok().flatten();
    let Some((first, head)) = find("[aria-current]").zip(find("thead")) else { return };
    // A session has a row for each questionnaire.
    let mut last = first.clone();
    while let Some(next) = last.next_element_sibling().filter(|next| next.has_attribute("aria-current")) {
        last = next;
    }
    let place = scroller.get_bounding_client_rect();
    let top = place.top() + head.get_bounding_client_rect().height();
    let above = top - first.get_bounding_client_rect().top();
    let below = last.get_bounding_client_rect().bottom() - place.bottom();
    let distance = if above > 0.0 { -above } else { below.max(0.0) };
    #[expect(clippy::cast_possible_truncation, reason = "a distance in the page")]
    scroller.set_scroll_top(scroller.scroll_top() + distance.round() as i32);
}

fn table_row(row: &Row, is_chosen: bool) -> Html {
    let mut cells = row.cells.iter();
    let date = cells.next().map_or("", String::as_str);
    let head = ElementBuilder::new("th").attr("scope", "row").text(date);
    let tr = ElementBuilder::new("tr")
        .attr("data-session", &row.session.to_string())
        .attr_if(is_chosen, "aria-current", "true")
        .child(head);
    with_children(tr, &mut cells.map(|cell| ElementBuilder::new("td").text(cell))).build()
}

/// Returns the listener that picks the session of a row. It is a convenience of the mouse: the stepper reaches all.
fn on_click(pick: &Callback<Step>) -> Callback<MouseEvent> {
    let pick = pick.clone();
    Callback::from(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let row = target.and_then(|target| target.closest("tr").ok().flatten());
        let session = row.and_then(|row| row.get_attribute("data-session")?.parse().ok());
        if let Some(session) = session {
            pick.emit(Step::To(session));
        }
    })
}
