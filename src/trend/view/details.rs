//! Draws the answers of the chosen session, each beside the one before.

use yew::prelude::*;

use super::{Content, ElementBuilder, fragment, localized, paragraph, text_list, with_children};
use crate::trend::strings::TrendKey;
use crate::trend::tables::{Details, DetailsPart, ItemRow};

pub(super) fn details(content: &Content, details: &Details) -> Html {
    let section = ElementBuilder::new("section")
        .attr("part", "details")
        .attr("aria-labelledby", "details-title")
        .child(ElementBuilder::new("h3").attr("id", "details-title").text(content.text(TrendKey::Details)))
        .child(paragraph("date", &details.title));
    with_children(section, &mut details.parts.iter().map(part)).build()
}

fn part(part: &DetailsPart) -> Html {
    let (lang, title) = &part.title;
    // A session without a result may be of all questionnaires.
    let heading = (!title.is_empty()).then(|| localized("h4", lang, title));
    let lines = text_list("notes", &mut part.lines.iter());
    let items = (!part.items.is_empty()).then(|| items(part));
    fragment(vec![heading.unwrap_or_default(), lines, items.unwrap_or_default()])
}

fn items(part: &DetailsPart) -> Html {
    let header = |text: &String| ElementBuilder::new("th").attr("scope", "col").text(text);
    let head = with_children(ElementBuilder::new("tr"), &mut part.columns.iter().map(header));
    let (lang, title) = &part.title;
    let caption =
        ElementBuilder::new("caption").attr("class", "unseen").child(localized("span", lang, title));
    let rows = with_children(ElementBuilder::new("tbody"), &mut part.items.iter().map(item));
    ElementBuilder::new("table")
        .attr("class", "items")
        .child(caption.build())
        .child(ElementBuilder::new("thead").child(head.build()).build())
        .child(rows.build())
        .build()
}

fn item(item: &ItemRow) -> Html {
    let question =
        ElementBuilder::new("th").attr("scope", "row").child(localized("span", &item.lang, &item.text));
    ElementBuilder::new("tr")
        .child(question.build())
        .child(ElementBuilder::new("td").text(&item.answer))
        .child(ElementBuilder::new("td").text(&item.previous))
        .build()
}
