//! Checks the parts of a definition against one another.

use super::definition::has_decimals;
use super::{Instrument, Scope};
use crate::data::cursor::JsonCursor;
use crate::data::limits::MAX_ITEMS;

/// Reports ids that occur twice, references to unknown ids, and numbers outside the scale that they refer to.
pub(super) fn check(read: &Instrument, cursor: &JsonCursor) {
    for list in ["items", "subscales", "bands", "alerts"] {
        check_distinct_ids(&cursor.at(list));
    }
    let decimals = read.score.decimals;
    check_range_decimals(&cursor.at("score"), read.score.range, decimals);
    for (index, item) in read.items.iter().enumerate() {
        let named = |id: &String| read.subscales.iter().any(|subscale| subscale.id == *id);
        if !item.subscale.as_ref().is_none_or(named) {
            cursor.at("items").index(index).at("subscale").error("the id of a subscale");
        }
    }
    for (index, subscale) in read.subscales.iter().enumerate() {
        let (list, id) = (cursor.at("subscales"), Some(&subscale.id));
        check_range_decimals(&list.index(index), subscale.range, decimals);
        if !read.items.iter().any(|item| item.subscale.as_ref() == id) {
            list.index(index).at("id").error("the subscale of at least one item");
        }
    }
    let (lo, hi) = read.score.range;
    for (index, band) in read.bands.iter().enumerate() {
        let list = cursor.at("bands");
        list.index(index).number("from", lo, hi);
        if read.bands.iter().take(index).any(|lower| lower.from >= band.from) {
            list.index(index).at("from").error("more than the bands before");
        }
    }
    for (index, alert) in read.alerts.iter().enumerate() {
        let list = cursor.at("alerts");
        let (rule, scale) = (list.index(index), (read.scale.min.into(), read.scale.max.into()));
        let ends = match &alert.scope {
            Scope::Total => Some((lo, hi)),
            Scope::AnyItem => Some(scale),
            Scope::Item(id) => read.items.iter().any(|item| item.id == *id).then_some(scale),
            Scope::Subscale(id) => {
                read.subscales.iter().find(|subscale| subscale.id == *id).map(|subscale| subscale.range)
            }
        };
        match ends
            .filter(|_| alert.scope != Scope::Total || rule.at("scope").value().as_str() == Some("total"))
        {
            Some((lo, hi)) => drop(rule.number("below", lo, hi)),
            None => rule.at("scope").error("\"total\", \"any-item\", \"item:ID\" or \"subscale:ID\""),
        }
    }
}

/// Reports a range with more decimals than scores have: a rounded score could be outside it.
fn check_range_decimals(cursor: &JsonCursor, (lo, hi): (f64, f64), decimals: u8) {
    if !has_decimals(lo, decimals) || !has_decimals(hi, decimals) {
        cursor.at("range").error(&format!("at most {decimals} decimals, as in score.decimals"));
    }
}

/// Reports each entry of an array with the id of an earlier one.
fn check_distinct_ids(list: &JsonCursor) {
    let entries = list.value().as_array().unwrap_or_default();
    for (index, json) in entries.iter().enumerate().take(MAX_ITEMS) {
        let id = json.get("id").filter(|id| id.as_str().is_some());
        if id.is_some() && entries.iter().take(index).any(|earlier| earlier.get("id") == id) {
            list.index(index).at("id").error("an id that no other entry has");
        }
    }
}
