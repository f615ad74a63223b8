//! Draws the table of every session. A component of its own: it is drawn again only if the data or the chosen session
//! changed.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{Content, ElementBuilder};
use crate::trend::strings::TrendKey;
use crate::trend::tables::Row;

/// The properties of [`SessionTable`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct TableProps {
    pub(super) content: Rc<Content>,
    pub(super) chosen: usize,
    pub(super) pick: Callback<usize>,
}

/// The table of every session.
#[derive(Debug)]
pub(super) struct SessionTable;

impl Component for SessionTable {
    type Message = ();
    type Properties = TableProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let TableProps { content, chosen, pick } = ctx.props();
        let header = |text: &String| ElementBuilder::new("th").attr("scope", "col").text(text);
        let headers = content.table.columns.iter().map(header).collect();
        let head = ElementBuilder::new("thead").child(ElementBuilder::new("tr").child(headers).build());
        let body = ElementBuilder::new("tbody").on_click(on_click(pick));
        let rows = content.table.rows.iter().map(|row| table_row(row, row.session == *chosen));
        let title = ElementBuilder::new("strong").text(content.text(TrendKey::Table));
        let zone = ElementBuilder::new("span").text(&content.caption);
        let caption = ElementBuilder::new("caption").attr("id", "table").child(title).child(zone);
        let table = ElementBuilder::new("table")
            .attr("part", "table")
            .child(caption.build())
            .child(head.build())
            .child(rows.fold(body, ElementBuilder::child).build());
        // What scrolls has to be reached by keys.
        ElementBuilder::new("div")
            .attr("class", "scroller")
            .attr("role", "region")
            .attr("aria-labelledby", "table")
            .attr("tabindex", "0")
            .child(table.build())
            .build()
    }
}

fn table_row(row: &Row, is_chosen: bool) -> Html {
    let mut cells = row.cells.iter();
    let date = cells.next().map_or("", String::as_str);
    let head = ElementBuilder::new("th").attr("scope", "row").text(date);
    cells
        .map(|cell| ElementBuilder::new("td").text(cell))
        .fold(
            ElementBuilder::new("tr")
                .attr("data-session", &row.session.to_string())
                .attr_if(is_chosen, "aria-current", "true")
                .child(head),
            ElementBuilder::child,
        )
        .build()
}

/// Returns the listener that picks the session of a row. It is a convenience of the mouse: the stepper reaches all.
fn on_click(pick: &Callback<usize>) -> Callback<MouseEvent> {
    let pick = pick.clone();
    Callback::from(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let row = target.and_then(|target| target.closest("tr").ok().flatten());
        let session = row.and_then(|row| row.get_attribute("data-session")?.parse().ok());
        if let Some(session) = session {
            pick.emit(session);
        }
    })
}
