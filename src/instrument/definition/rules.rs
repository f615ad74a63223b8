//! Reads the scoring rules of a definition.

use super::{MOST, code, optional_text, read_text};
use crate::data::cursor::JsonCursor;
use crate::data::json::{Json, decimal};
use crate::data::limits::MAX_ITEMS;
use crate::instrument::{
    AlertRule, Band, Better, Combination, Missing, Reliability, ReliabilityBasis, Scope, ScoreRule, Subscale,
    Threshold, Total, unit,
};

const MAX_BANDS: usize = 20;
const MAX_TABLE: usize = 1001;
const MAX_SUBSCALES_OF_TOTAL: usize = 50;

/// Reads the number of decimal places of all scores; after a fault, the highest.
pub(super) fn decimals(score: &JsonCursor) -> u8 {
    let decimals = if score.has("decimals") { score.integer("decimals", 0, 6) } else { Some(1) };
    decimals.and_then(|decimals| u8::try_from(decimals).ok()).unwrap_or(6)
}

/// Reads the rules of all scores but their decimals; `counting` is the number of items that count.
pub(super) fn score(cursor: &JsonCursor, decimals: u8, counting: usize) -> ScoreRule {
    const KEYS: [&str; 9] =
        ["total", "range", "from", "table", "better", "decimals", "missing", "minAnswered", "code"];
    cursor.expect_object(&KEYS);
    ScoreRule {
        total: total(cursor, decimals),
        decimals,
        missing: missing(cursor, counting),
        better: better(cursor).unwrap_or_default(),
        code: code(cursor),
    }
}

fn total(cursor: &JsonCursor, decimals: u8) -> Total {
    if !cursor.expect_bool("total") && cursor.at("total").value() == &Json::Bool(false) {
        for key in ["range", "from", "table", "code"].into_iter().filter(|key| cursor.has(key)) {
            cursor.at(key).error("no value if total is false");
        }
        return Total::None;
    }
    let range = range(cursor, decimals);
    let from = cursor.at("from");
    if from.value().is_null() {
        return Total::Items { range, table: table(cursor, range, decimals) };
    }
    from.expect_object(&["subscales", "as"]);
    if cursor.has("table") {
        cursor.at("table").error("no table beside from");
    }
    let mut subscales = Vec::new();
    from.each("subscales", 1..=MAX_SUBSCALES_OF_TOTAL, &mut |id| subscales.push(id.expect_string()));
    let is_mean = from.expect_choice("as", ["sum", "mean"]);
    if !from.has("as") {
        from.at("as").error("\"sum\" or \"mean\"");
    }
    let combination = if is_mean { Combination::Mean } else { Combination::Sum };
    Total::Subscales { range, subscales, combination }
}

fn missing(cursor: &JsonCursor, counting: usize) -> Missing {
    if cursor.expect_choice("missing", ["none", "prorate"]) {
        let most = i32::try_from(if counting == 0 { MAX_ITEMS } else { counting }).unwrap_or(1);
        let min_answered = cursor.integer("minAnswered", 1, most);
        let min_answered = min_answered.and_then(|least| usize::try_from(least).ok());
        return Missing::Prorate { min_answered: min_answered.unwrap_or(1) };
    }
    if cursor.has("minAnswered") {
        cursor.at("minAnswered").warn("no value unless missing is \"prorate\"");
    }
    Missing::None
}

fn better(cursor: &JsonCursor) -> Option<Better> {
    let is_low = cursor.expect_choice("better", ["high", "low"]);
    cursor.has("better").then_some(if is_low { Better::Low } else { Better::High })
}

pub(super) fn subscale(cursor: &JsonCursor, decimals: u8) -> Subscale {
    cursor.expect_object(&["id", "title", "range", "table", "better", "bands", "code"]);
    let range = range(cursor, decimals);
    Subscale {
        id: cursor.string("id"),
        title: read_text(&cursor.at("title")),
        range,
        table: table(cursor, range, decimals),
        better: better(cursor),
        bands: bands(cursor),
        code: code(cursor),
    }
}

pub(super) fn bands(cursor: &JsonCursor) -> Vec<Band> {
    let mut bands = Vec::new();
    cursor.each("bands", 0..=MAX_BANDS, &mut |cursor| {
        cursor.expect_object(&["id", "from", "label"]);
        let from = cursor.at("from").value().as_f64().unwrap_or(-MOST);
        bands.push(Band { id: cursor.string("id"), from, label: read_text(&cursor.at("label")) });
    });
    bands
}

pub(super) fn alert(cursor: &JsonCursor) -> AlertRule {
    cursor.expect_object(&["id", "scope", "below", "above", "inclusive"]);
    let scope = cursor.at("scope").value().as_str().unwrap_or_default();
    let scope = match (scope.strip_prefix("item:"), scope.strip_prefix("subscale:")) {
        (Some(id), _) => Scope::Item(id.into()),
        (_, Some(id)) => Scope::Subscale(id.into()),
        _ if scope == "any-item" => Scope::AnyItem,
        _ => Scope::Total,
    };
    let number = |key| cursor.at(key).value().as_f64().unwrap_or_default();
    let threshold = if cursor.has("above") {
        if cursor.has("below") {
            cursor.at("below").error("no value beside above");
        }
        Threshold::Above(number("above"))
    } else {
        Threshold::Below(number("below"))
    };
    AlertRule { id: cursor.string("id"), scope, threshold, inclusive: cursor.expect_bool("inclusive") }
}

pub(super) fn reliability(cursor: &JsonCursor) -> Reliability {
    let positive = |key| {
        let number = cursor.number(key, 0.0, 1e9);
        if number.is_some_and(|number| number <= 0.0) {
            cursor.at(key).error("more than 0");
        }
        number.unwrap_or_default()
    };
    let basis = if cursor.has("threshold") {
        cursor.expect_object(&["threshold", "inclusive", "source"]);
        let (threshold, inclusive) = (positive("threshold"), cursor.expect_bool("inclusive"));
        ReliabilityBasis::Threshold { threshold, inclusive }
    } else {
        cursor.expect_object(&["sd", "r", "source"]);
        let (sd, r) = (positive("sd"), cursor.number("r", 0.0, 1.0));
        if r.is_some_and(|r| r >= 1.0) {
            cursor.at("r").error("less than 1");
        }
        ReliabilityBasis::Coefficient { sd, r: r.unwrap_or_default() }
    };
    let source = optional_text(cursor, "source");
    if source.is_none() {
        cursor.at("source").warn("the source of the numbers");
    }
    Reliability { basis, source }
}

/// Returns the lowest and the highest score; after a fault, the widest range.
fn range(cursor: &JsonCursor, decimals: u8) -> (f64, f64) {
    let mut ends = Vec::new();
    cursor.each("range", 2..=2, &mut |end| ends.extend(end.expect_number(-MOST, MOST)));
    match ends.as_slice() {
        [lo, hi] if lo < hi => {
            if !has_decimals(*lo, decimals) || !has_decimals(*hi, decimals) {
                cursor.at("range").error(&format!("at most {decimals} decimals, as in score.decimals"));
            }
            return (*lo, *hi);
        }
        [_, _] => cursor.at("range").index(1).error("more than the lowest score"),
        _ => {}
    }
    (-MOST, MOST)
}

/// Reads the table of a score: a pair for each whole number of the range, in order, whose second numbers never fall.
fn table(cursor: &JsonCursor, (lo, hi): (f64, f64), decimals: u8) -> Vec<(f64, f64)> {
    let mut table: Vec<(f64, f64)> = Vec::new();
    if !cursor.has("table") {
        return table;
    }
    let mut raw = lo;
    let mut is_covered = lo.fract() == 0.0 && hi.fract() == 0.0;
    if !is_covered {
        cursor.at("range").error("whole numbers beside a table");
    }
    cursor.each("table", 2..=MAX_TABLE, &mut |pair| {
        let mut numbers = Vec::new();
        pair.expect_array(2..=2, &mut |number| numbers.extend(number.expect_number(-MOST, MOST)));
        if let [found, score] = numbers.as_slice() {
            if is_covered && raw > hi {
                pair.error("no pair beyond the range");
                is_covered = false;
            } else if is_covered && (*found - raw).abs() > 0.0 {
                pair.index(0).error(&format!("{}, so that the table covers the range", decimal(raw)));
                is_covered = false;
            }
            if table.last().is_some_and(|before| *score < before.1) {
                pair.index(1).error("at least the score before");
            }
            if !has_decimals(*score, decimals) {
                pair.index(1).error(&format!("at most {decimals} decimals, as in score.decimals"));
            }
            table.push((*found, *score));
        }
        raw += 1.0;
    });
    let ends = table.first().zip(table.last());
    if is_covered && ends.is_some() && raw <= hi {
        cursor.at("table").error(&format!(
            "a pair for each whole number from {} to {}",
            decimal(lo),
            decimal(hi)
        ));
    }
    if ends.is_some_and(|(first, last)| first.1 >= last.1) {
        cursor.at("table").error("more than one score");
    }
    table
}

/// Returns whether the number has at most that many decimals.
pub(super) fn has_decimals(number: f64, decimals: u8) -> bool {
    let unit = unit(decimals);
    ((number * unit).round() / unit - number).abs() <= number.abs() * f64::EPSILON
}
