//! Nests items in groups: one for each run of items of a section.

use super::resource::{Put, object};
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Text};

/// The members of an object under construction.
type Members = Vec<(String, Json)>;

/// Returns the items, those of a section in a group. `put_text` adds the group's text.
pub(super) fn nested(
    instrument: &Instrument,
    item: &dyn Fn(&Item) -> Json,
    put_text: &dyn Fn(&mut Members, &Text),
) -> Json {
    let (mut entries, mut ids) = (Vec::new(), Vec::new());
    for run in instrument.items.chunk_by(|one, next| one.section == next.section) {
        let items: Vec<_> = run.iter().map(|entry| item(entry)).collect();
        let id = run.first().and_then(|first| first.section.as_ref());
        let Some(section) = instrument.sections.iter().find(|section| Some(&section.id) == id) else {
            entries.extend(items);
            continue;
        };
        let id = free_id(instrument, &section.id, &ids);
        entries.push(object(|group| {
            group.put("linkId", id.as_str());
            put_text(group, &section.text);
            group.put("item", Json::Array(items));
        }));
        ids.push(id);
    }
    Json::Array(entries)
}

/// Returns an id that starts with `id`, and that neither an item nor one of `taken` has.
pub(super) fn free_id(instrument: &Instrument, id: &str, taken: &[String]) -> String {
    let mut id = id.to_owned();
    while taken.contains(&id) || instrument.items.iter().any(|item| item.id == id) {
        id.push('\'');
    }
    id
}
