//! Reads the items of a Questionnaire: flattens groups to sections, and turns sliders and choices into the items of a
//! definition. Each fault is reported once, by its path in the Questionnaire.

use super::element::{array, extension_value, has_extension, is_control, read_text, string};
use super::questionnaire::{MAX_VALUE, MIN_VALUE, SLIDER_STEP};
use super::resource::{Put, object};
use super::value_set::read_options;
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::data::limits::MAX_ITEMS;

const HIDDEN: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
const COMPUTED: [&str; 2] = [
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
    "http://hl7.org/fhir/StructureDefinition/cqf-calculatedValue",
];
const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";

/// The items of a Questionnaire, in the format of a definition.
pub(super) struct Items<'a> {
    questionnaire: &'a Json,
    beside: &'a Json,
    lang: &'a str,
    pub(super) lead: Json,
    pub(super) sections: Vec<Json>,
    pub(super) items: Vec<Json>,
    /// The path of each item in the Questionnaire, and whether a fatal fault of it was reported.
    pub(super) paths: Vec<(String, bool)>,
    /// Every linkId, also of items that are left out.
    pub(super) link_ids: Vec<Json>,
}

impl<'a> Items<'a> {
    /// Reads the items below `root`.
    pub(super) fn read(root: &JsonCursor, questionnaire: &'a Json, beside: &'a Json, lang: &'a str) -> Self {
        let (lead, sections, items) = (Json::Null, Vec::new(), Vec::new());
        let mut read = Self {
            questionnaire,
            beside,
            lang,
            lead,
            sections,
            items,
            paths: Vec::new(),
            link_ids: Vec::new(),
        };
        read.walk(root, None, true);
        if read.items.is_empty() {
            root.at("item").error("at least one question");
        }
        read
    }

    /// Reads the items of the group at the cursor. `section` is the id of the section that they belong to.
    fn walk(&mut self, group: &JsonCursor, mut section: Option<Json>, is_root: bool) {
        let list = group.at("item");
        let begins_without_text = !is_root && !group.has("text");
        let mut has_question = false;
        for index in 0..array(group.value(), "item").len() {
            let cursor = list.index(index);
            let json = cursor.value();
            let link_id = json.get("linkId").cloned().unwrap_or(Json::Null);
            self.link_ids.push(link_id.clone());
            if array(self.beside, "leave").contains(&link_id) {
                continue;
            }
            match string(json, "type") {
                Some("display") => {
                    let is_lead = is_root && !has_question && self.lead.is_null();
                    if is_lead {
                        self.lead = read_text(json, "text", self.lang);
                    } else if begins_without_text && !has_question {
                        section = self.begin_section(group.value(), read_text(json, "text", self.lang));
                    } else {
                        cursor.at("text").warn("no text here: it is not shown");
                    }
                }
                Some("group") => {
                    has_question = true;
                    refuse(&cursor);
                    if is_left_out(&cursor) {
                        continue;
                    }
                    let text = read_text(json, "text", self.lang);
                    let has_questions =
                        array(json, "item").iter().any(|item| string(item, "type") != Some("group"));
                    if !text.is_null() && !has_questions {
                        cursor.at("text").warn("no text of a group without questions of its own");
                    }
                    let shown = !text.is_null() && has_questions;
                    let inner = if shown { self.begin_section(json, text) } else { section.clone() };
                    self.walk(&cursor, inner, false);
                }
                _ => {
                    has_question = true;
                    if self.items.len() < MAX_ITEMS {
                        self.question(&cursor, section.as_ref());
                    } else {
                        cursor.error(&format!("at most {MAX_ITEMS} questions"));
                        return;
                    }
                }
            }
        }
    }

    /// Adds a section with the group's linkId. Returns its id.
    fn begin_section(&mut self, group: &Json, text: Json) -> Option<Json> {
        let id = group.get("linkId")?.clone();
        self.sections.push(object(|section| {
            section.put("id", id.clone());
            section.put("text", text);
        }));
        Some(id)
    }

    /// Removes the sections whose items were all left out.
    pub(super) fn used_sections(&self) -> Vec<Json> {
        let is_used =
            |section: &&Json| self.items.iter().any(|item| item.get("section") == section.get("id"));
        self.sections.iter().filter(is_used).cloned().collect()
    }

    fn question(&mut self, cursor: &JsonCursor, section: Option<&Json>) {
        if is_left_out(cursor) {
            return;
        }
        let json = cursor.value();
        let before = cursor.fatal_count();
        let beside = array(self.beside, "items").iter().find(|item| item.get("id") == json.get("linkId"));
        let has = |key: &str| beside.and_then(|item| item.get(key)).is_some_and(|value| !value.is_null());
        refuse(cursor);
        warn_of_unshown(cursor);
        let kind = string(json, "type");
        let mut item = vec![];
        item.put("id", json.get("linkId").cloned());
        item.put("text", read_text(json, "text", self.lang));
        item.put("section", section.cloned());
        item.put("required", json.get("required").cloned());
        item.put("code", array(json, "code").first().map(code));
        match kind {
            Some("choice") => {
                let contained = array(self.questionnaire, "contained");
                if let Some(options) = read_options(cursor, contained, self.lang, !has("scale")) {
                    item.put("scale", options.scale);
                    item.put("notApplicable", options.not_applicable);
                }
                check_children(cursor, &[]);
            }
            Some("integer" | "decimal") => {
                let scale = slider(json);
                if !has("scale") && (scale.get("min").is_none() || scale.get("max").is_none()) {
                    cursor.at("extension").error("minValue and maxValue");
                }
                for (key, end, number) in [("low", "lower", "min"), ("high", "upper", "max")] {
                    let label = array(json, "item").iter().find(|item| is_control(item, end));
                    let text = label.map(|item| read_text(item, "text", self.lang));
                    let number = || scale.get(number).map_or(Json::Null, |number| number.to_string().into());
                    item.put(key, text.filter(|text| !text.is_null()).unwrap_or_else(number));
                }
                item.put("scale", scale);
                check_children(cursor, &["lower", "upper"]);
            }
            _ => cursor.at("type").error("\"integer\", \"decimal\" or \"choice\""),
        }
        item.extend(beside.and_then(Json::as_object).unwrap_or_default().iter().cloned());
        self.paths.push((cursor.path(), cursor.fatal_count() > before));
        self.items.push(Json::Object(item));
    }
}

/// Returns whether an item is not answered by the respondent, and reports that.
fn is_left_out(cursor: &JsonCursor) -> bool {
    let json = cursor.value();
    let is_true = |value: Option<&Json>| value == Some(&Json::Bool(true));
    let is_left_out = is_true(json.get("readOnly"))
        || is_true(extension_value(json, HIDDEN))
        || COMPUTED.iter().any(|url| has_extension(json, url));
    if is_left_out {
        cursor.warn("an item that is answered: computed, read-only and hidden ones are left out");
    }
    is_left_out
}

/// Refuses conditions and repetitions, which would change what an answer means.
pub(super) fn refuse(cursor: &JsonCursor) {
    for key in ["enableWhen", "modifierExtension"].into_iter().filter(|key| cursor.has(key)) {
        cursor.at(key).error("no such key: it cannot be ignored");
    }
    if cursor.at("repeats").value() == &Json::Bool(true) {
        cursor.at("repeats").error("false");
    }
}

fn warn_of_unshown(cursor: &JsonCursor) {
    for key in ["initial", "prefix", "maxLength"].into_iter().filter(|key| cursor.has(key)) {
        cursor.at(key).warn("no such key: it is not shown");
    }
    let is_selected = |option: &Json| option.get("initialSelected") == Some(&Json::Bool(true));
    if array(cursor.value(), "answerOption").iter().any(is_selected) {
        cursor.at("answerOption").warn("no initialSelected: it is not shown");
    }
    if has_extension(cursor.value(), UNIT) {
        cursor.at("extension").warn("no unit: it is not shown");
    }
}

/// Reports what is inside a question but is not the label of an end.
fn check_children(cursor: &JsonCursor, ends: &[&str]) {
    let list = cursor.at("item");
    for (index, child) in array(cursor.value(), "item").iter().enumerate() {
        if string(child, "type") != Some("display") {
            list.index(index).error("no question inside a question");
        } else if !ends.iter().any(|end| is_control(child, end)) {
            list.index(index).at("text").warn("no text here: it is not shown");
        }
    }
}

fn slider(json: &Json) -> Json {
    object(|scale| {
        scale.put("min", extension_value(json, MIN_VALUE).cloned());
        scale.put("max", extension_value(json, MAX_VALUE).cloned());
        scale.put("step", extension_value(json, SLIDER_STEP).cloned().unwrap_or_else(|| 1.0.into()));
    })
}

/// Returns a Coding with only the keys that a definition has.
fn code(coding: &Json) -> Json {
    object(|code| {
        for key in ["system", "code", "display"] {
            code.put(key, coding.get(key).cloned());
        }
    })
}
