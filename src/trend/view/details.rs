//! Draws the answers of the chosen session, each beside the one before.

use yew::prelude::*;

use super::{Content, ElementBuilder, localized, paragraph, text_list};
use crate::trend::strings::TrendKey;
use crate::trend::tables::{Details, DetailsPart, ItemRow};

pub(super) fn details(content: &Content, details: &Details) -> Html {
    let section = ElementBuilder::new("section")
        .attr("part", "details")
        .attr("aria-labelledby", "details-title")
        .child(ElementBuilder::new("h3").attr("id", "details-title").text(content.text(TrendKey::Details)))
        .child(paragraph("date", &details.title));
    details.parts.iter().map(part).fold(section, ElementBuilder::child).build()
}

fn part(part: &DetailsPart) -> Html {
    let (lang, title) = &part.title;
    // A session without a result has no questionnaire.
    let heading = (!title.is_empty()).then(|| localized("h4", lang, title));
    let mut drawn: Vec<Html> =
        heading.into_iter().chain([text_list("notes", &mut part.lines.iter())]).collect();
    if !part.items.is_empty() {
        drawn.push(items(part));
    }
    drawn.into_iter().collect()
}

fn items(part: &DetailsPart) -> Html {
    let header = |text: &String| ElementBuilder::new("th").attr("scope", "col").text(text);
    let head = ElementBuilder::new("tr").child(part.columns.iter().map(header).collect());
    let (lang, title) = &part.title;
    let caption =
        ElementBuilder::new("caption").attr("class", "unseen").child(localized("span", lang, title));
    let rows = part.items.iter().map(item).fold(ElementBuilder::new("tbody"), ElementBuilder::child);
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
