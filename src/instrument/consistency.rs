//! Checks the parts of a definition against one another.

use super::{Band, Combination, Instrument, Scope, Threshold, Total, unit};
use crate::data::cursor::JsonCursor;
use crate::data::json::decimal;
use crate::data::limits::MAX_ITEMS;

/// Reports ids that occur twice, references to unknown ids, and numbers outside the scale that they refer to.
pub(super) fn check(read: &Instrument, cursor: &JsonCursor) {
    for list in ["sections", "items", "subscales", "bands", "alerts"] {
        check_distinct_ids(&cursor.at(list));
    }
    check_references(read, cursor);
    if !read.items.is_empty() && !read.items.iter().any(|item| item.counts) {
        cursor.at("items").index(0).at("counts").error("true for at least one item");
    }
    for (index, subscale) in read.subscales.iter().enumerate() {
        let list = cursor.at("subscales");
        let entry = list.index(index);
        check_distinct_ids(&entry.at("bands"));
        check_bands(&subscale.bands, subscale.range(), &entry);
    }
    if let Some(range) = read.score.range() {
        check_bands(&read.bands, range, cursor);
    } else {
        for (key, is_given) in
            [("bands", !read.bands.is_empty()), ("reliability", read.reliability.is_some())]
        {
            if is_given {
                cursor.at(key).error("no value without a total");
            }
        }
    }
    if let Total::Subscales { range, subscales, combination } = &read.score.total {
        check_combination(read, *range, subscales, *combination, &cursor.at("score"));
    }
    check_alerts(read, cursor);
}

/// Reports items of unknown sections and subscales, and sections and subscales without items.
fn check_references(read: &Instrument, cursor: &JsonCursor) {
    for (index, item) in read.items.iter().enumerate() {
        let list = cursor.at("items");
        let entry = list.index(index);
        if item.section.as_ref().is_some_and(|id| !read.sections.iter().any(|section| section.id == *id)) {
            entry.at("section").error("the id of a section");
        }
        let named = entry.at("subscale");
        for (index, id) in item.subscales.iter().enumerate().filter(|(_, id)| !id.is_empty()) {
            if !read.subscales.iter().any(|subscale| subscale.id == *id) {
                let place = named.value().as_array().map(|_| named.index(index));
                place.unwrap_or(named).error("the id of a subscale");
            }
        }
    }
    for (index, section) in read.sections.iter().enumerate() {
        if !read.items.iter().any(|item| item.section.as_ref() == Some(&section.id)) {
            cursor.at("sections").index(index).at("id").error("the section of at least one item");
        }
    }
    for (index, subscale) in read.subscales.iter().enumerate() {
        if !read.items.iter().any(|item| item.subscales.contains(&subscale.id)) {
            cursor.at("subscales").index(index).at("id").error("the subscale of at least one item");
        }
    }
}

/// Reports bands outside the range of their score, and bands that do not rise.
fn check_bands(bands: &[Band], (lo, hi): (f64, f64), owner: &JsonCursor) {
    for (index, band) in bands.iter().enumerate() {
        let list = owner.at("bands");
        list.index(index).number("from", lo, hi);
        if bands.iter().take(index).any(|lower| lower.from >= band.from) {
            list.index(index).at("from").error("more than the bands before");
        }
    }
}

/// Reports unknown subscales of a total, and a range that is not the sum or the mean of theirs.
fn check_combination(
    read: &Instrument,
    (lo, hi): (f64, f64),
    ids: &[String],
    combination: Combination,
    score: &JsonCursor,
) {
    let (from, unit) = (score.at("from"), unit(read.score.decimals));
    let list = from.at("subscales");
    let (mut lowest, mut highest) = (0.0, 0.0);
    let mut is_known = !ids.is_empty();
    for (index, id) in ids.iter().enumerate() {
        let subscale = read.subscales.iter().find(|subscale| subscale.id == *id);
        if let Some(subscale) = subscale.filter(|_| !ids.iter().take(index).any(|earlier| earlier == id)) {
            lowest += (subscale.range().0 * unit).round();
            highest += (subscale.range().1 * unit).round();
        } else {
            list.index(index).error("the id of a subscale, once");
            is_known = false;
        }
    }
    let divisor = combination.divisor(ids.len());
    let is = |end: f64, sum: f64| ((end * unit).round() * divisor - sum).abs() < 0.5;
    if is_known && !(is(lo, lowest) && is(hi, highest)) {
        let [lo, hi] = [lowest, highest].map(|sum| decimal(sum / divisor / unit));
        score.at("range").error(&format!("[{lo}, {hi}], as the subscales have"));
    }
}

/// Reports alerts with an unknown scope, and thresholds outside its range.
fn check_alerts(read: &Instrument, cursor: &JsonCursor) {
    let ends = |item: &super::Item| {
        let (lo, hi) = read.scale_of(item).score_ends();
        (f64::from(lo), f64::from(hi))
    };
    let hull = |one: (f64, f64), other: (f64, f64)| (one.0.min(other.0), one.1.max(other.1));
    for (index, alert) in read.alerts.iter().enumerate() {
        let list = cursor.at("alerts");
        let rule = list.index(index);
        let range = match &alert.scope {
            Scope::Total if rule.at("scope").value().as_str() != Some("total") => None,
            Scope::Total => read.score.range(),
            // Without items, which is a fault already, there is no threshold to check.
            Scope::AnyItem if read.items.is_empty() => continue,
            Scope::AnyItem => read.items.iter().map(|item| ends(item)).reduce(hull),
            Scope::Item(id) => read.items.iter().find(|item| item.id == *id).map(|item| ends(item)),
            Scope::Subscale(id) => {
                read.subscales.iter().find(|subscale| subscale.id == *id).map(super::Subscale::range)
            }
        };
        let key = match alert.threshold {
            Threshold::Below(_) => "below",
            Threshold::Above(_) => "above",
        };
        match range {
            Some((lo, hi)) => drop(rule.number(key, lo, hi)),
            None if rule.at("scope").value().as_str() == Some("total") => {
                rule.at("scope").error("another scope: there is no total");
            }
            None => rule.at("scope").error("\"total\", \"any-item\", \"item:ID\" or \"subscale:ID\""),
        }
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
