//! Reads the items of a Questionnaire at any depth, in one list: groups and display items become sections.

use super::items::{Context, is_refused, is_skipped, read_item};
use super::texts::{array, join, read_text};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::resource::{Put, object};

/// The deepest group. JSON nested much deeper is read as null, and a lost score would be replaced by a code.
const MAX_GROUPS: usize = 20;

/// The heading of the next item.
#[derive(Clone, Default, PartialEq)]
struct Heading {
    /// The linkId of the group or display item.
    id: String,
    text: Json,
}

/// The items that were read so far.
pub(super) struct Reader<'a> {
    context: Context<'a>,
    /// Items in the format of a definition.
    pub items: Vec<Json>,
    /// Sections in the format of a definition.
    pub sections: Vec<Json>,
    /// The display items before any other.
    pub lead: Json,
    /// The linkId of each question, group and display item that was read, also of those left out.
    ids: Vec<String>,
    heading: Heading,
    /// The heading of the last item, and the id of its section.
    last: (Heading, String),
    /// Whether an item came since the heading began.
    is_used: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(context: Context<'a>) -> Self {
        Self {
            context,
            items: Vec::new(),
            sections: Vec::new(),
            lead: Json::Null,
            ids: Vec::new(),
            heading: Heading::default(),
            last: Default::default(),
            is_used: true,
        }
    }

    /// Reads the items of the resource, or of a group within `depth` groups.
    pub(super) fn read(&mut self, cursor: &JsonCursor, depth: usize) {
        let at = cursor.at("item");
        let entries = array(cursor.value(), "item");
        let is_display = |entry: &Json| entry.get("type").and_then(Json::as_str) == Some("display");
        let end = entries.iter().rposition(|entry| !is_display(entry)).map_or(0, |last| last + 1);
        for index in 0..end {
            self.read_entry(&at.index(index), depth);
        }
        for (index, entry) in entries.iter().enumerate().skip(end) {
            if !self.context.is_left_out(entry) {
                at.index(index).at("text").warn("no text after the last question: it is not shown");
            }
        }
    }

    fn read_entry(&mut self, cursor: &JsonCursor, depth: usize) {
        let item = cursor.value();
        let id = item.get("linkId").and_then(Json::as_str).unwrap_or_default();
        if !id.is_empty() && self.ids.iter().any(|known| known == id) {
            cursor.at("linkId").error("an id that no other item has");
            return;
        }
        self.ids.push(id.into());
        if self.context.is_left_out(item) || is_skipped(cursor) || is_refused(cursor) {
            return;
        }
        match item.get("type").and_then(Json::as_str) {
            Some("group") if depth == MAX_GROUPS => cursor.error("at most 20 groups within each other"),
            Some("group") => self.read_group(cursor, id, depth + 1),
            Some("display") => self.read_display(cursor, id, depth == 0),
            _ => {
                let read = read_item(cursor, self.context);
                // A faulty item takes its place, so that no later display item becomes the lead.
                let section = self.section();
                if let Json::Object(mut members) = read {
                    members.put("section", section);
                    self.items.push(Json::Object(members));
                }
            }
        }
    }

    /// Reads a group. Its text is added to that of the group around it.
    fn read_group(&mut self, cursor: &JsonCursor, id: &str, depth: usize) {
        let text = read_text(cursor.value(), "text", self.context.lang);
        let outer = self.heading.clone();
        let outer_is_used = self.is_used;
        if !text.is_null() {
            self.heading = Heading { id: id.into(), text: join(outer.text.clone(), text) };
            self.is_used = false;
        }
        if array(cursor.value(), "item").is_empty() {
            cursor.at("item").warn("an item in each group");
        }
        self.read(cursor, depth);
        if self.heading != outer {
            self.heading = outer;
            self.is_used = outer_is_used;
        }
    }

    /// Reads a display item: the lead before all other items, else the heading of the items after it.
    fn read_display(&mut self, cursor: &JsonCursor, id: &str, is_top: bool) {
        let text = read_text(cursor.value(), "text", self.context.lang);
        if is_top && self.items.is_empty() && self.sections.is_empty() && self.heading == Heading::default() {
            self.lead = join(std::mem::take(&mut self.lead), text);
        } else if self.is_used {
            self.heading = Heading { id: id.into(), text };
            self.is_used = false;
        } else {
            self.heading.text = join(std::mem::take(&mut self.heading.text), text);
        }
    }

    /// Returns the id of the next item's section, and adds that section if it is another than the last item's. A group
    /// that goes on after another one within it is a section of its own.
    fn section(&mut self) -> Json {
        self.is_used = true;
        if self.heading.text.is_null() {
            self.last = Default::default();
            return Json::Null;
        }
        if self.last.0 != self.heading {
            let mut id = self.heading.id.clone();
            while self.sections.iter().any(|section| section.get("id").and_then(Json::as_str) == Some(&id)) {
                id.push('\'');
            }
            self.sections.push(object(|section| {
                section.put("id", id.as_str());
                section.put("text", self.heading.text.clone());
            }));
            self.last = (self.heading.clone(), id);
        }
        self.last.1.as_str().into()
    }
}
