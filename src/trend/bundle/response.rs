//! Reads a `QuestionnaireResponse`, and scores its answers.

use super::{Reader, array, string};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::DATA_ABSENT_REASON;
use crate::instrument::{Instrument, Item, Scale};
use crate::scoring::answers::{NOT_APPLICABLE, Response};
use crate::scoring::score::score;
use crate::trend::entry::{Answered, Entry, Kind, Rescored, Score, Scored};
use crate::trend::result_reader::time;
use crate::trend::time::Time;

/// Maximum number of items in one group.
const MAX_GROUP: usize = 1000;

impl Reader<'_> {
    /// Reads a response.
    pub(super) fn response(&mut self, entry: &JsonCursor) {
        let cursor = &entry.at("resource");
        let references = references(entry.value(), cursor.value());
        let statuses: [&[&str]; 2] = [&["completed", "amended"], &["in-progress", "stopped"]];
        let Some(is_preliminary) = self.is_preliminary(cursor, statuses) else {
            self.erroneous.extend(references);
            return;
        };
        let is_of = |(reference, _): &&(String, String)| references.contains(reference);
        let stored = self.times.iter().find(is_of).filter(|_| !cursor.has("authored"));
        let at = match stored.and_then(|(_, time)| Time::parse(time)) {
            Some(at) => at,
            None => match time(&cursor.at("authored")) {
                Some(at) => at,
                None => return,
            },
        };
        let instrument = self.instrument(cursor.value()).and_then(|index| self.definitions.get(index));
        let kind = match self.scored(cursor) {
            Some(result) => Kind::Scored(Box::new(Scored { is_preliminary, ..result })),
            None => Kind::Unreadable,
        };
        let id = cursor.value().get("identifier").and_then(|identifier| string(identifier, "value"));
        let id = id.map(|id| id.strip_prefix("urn:uuid:").unwrap_or(id));
        let encounter = cursor.value().get("encounter").and_then(|encounter| string(encounter, "reference"));
        self.read.push((
            references,
            Entry {
                at: at.instant(self.locale),
                is_day: matches!(at, Time::Day(_)),
                id: id.or_else(|| string(cursor.value(), "id")).map(str::to_owned),
                session_id: encounter.map(str::to_owned),
                instrument: instrument.map(|instrument| instrument.id.clone()),
                attempt: 0.0,
                kind,
            },
        ));
    }

    fn scored(&self, cursor: &JsonCursor) -> Option<Scored> {
        let Some(definition) = self.instrument(cursor.value()) else {
            cursor.at("questionnaire").error("a known instrument, with exactly these items");
            return None;
        };
        let instrument = self.definitions.get(definition)?;
        let faults = cursor.fault_count();
        let mut values = vec![None; instrument.items.len()];
        read_items(cursor, instrument, &mut values);
        if cursor.fault_count() > faults {
            return None;
        }
        let mut scored = Scored::of(instrument, definition);
        let ids = instrument.items.iter().map(|item| item.id.clone());
        scored.answers = ids.zip(values.iter().map(|value| value.map(Answered::Known))).collect();
        scored.take(score(instrument, values));
        Some(scored)
    }

    /// Returns the index of the instrument that a response answers: that named by its canonical URL, else the only one
    /// with the same items. A version in the URL has to be the instrument's.
    fn instrument(&self, response: &Json) -> Option<usize> {
        let url = string(response, "questionnaire").unwrap_or_default();
        let (url, version) = url.split_once('|').unwrap_or((url, ""));
        let name = url.rsplit('/').next().unwrap_or_default();
        let mut ids = Vec::new();
        link_ids(response, &mut ids);
        let has_items =
            |instrument: &Instrument| instrument.items.iter().all(|item| ids.contains(&item.id.as_str()));
        let all = || {
            let all = self.definitions.all().iter().enumerate();
            all.filter(|(_, instrument)| version.is_empty() || instrument.version == version)
        };
        let mut named = all().filter(|(_, instrument)| instrument.id == name || instrument.id == url);
        let mut fitting = all().filter(|(_, instrument)| has_items(instrument));
        let only = |found: &mut dyn Iterator<Item = (usize, &Instrument)>| {
            let first = found.next();
            first.filter(|_| found.next().is_none()).map(|(index, _)| index)
        };
        only(&mut named).or_else(|| only(&mut fitting))
    }
}

impl Scored {
    /// Returns a result of an instrument without any score.
    pub(super) fn of(instrument: &Instrument, definition: usize) -> Self {
        Self {
            instrument: instrument.id.clone(),
            version: instrument.version.clone(),
            definition: Some(definition),
            total: Score {
                range: instrument.score.range(),
                better: Some(instrument.score.better),
                ..Score::default()
            },
            subscales: Vec::new(),
            alerts: Vec::new(),
            answered: None,
            answers: Vec::new(),
            is_preliminary: false,
            speeding: false,
            straightlining: false,
            rescored: Rescored::Same,
        }
    }
}

/// Returns the references by which an Observation can name a response.
fn references(entry: &Json, resource: &Json) -> Vec<String> {
    let identifier = resource.get("identifier").and_then(|identifier| string(identifier, "value"));
    let id = string(resource, "id").map(|id| "QuestionnaireResponse/".to_owned() + id);
    let written = [string(entry, "fullUrl"), identifier];
    written.into_iter().flatten().map(str::to_owned).chain(id).collect()
}

/// Collects the ids of all items that are no group.
fn link_ids<'a>(item: &'a Json, to: &mut Vec<&'a str>) {
    for item in array(item, "item") {
        to.extend(string(item, "linkId"));
        link_ids(item, to);
    }
}

/// Reads the answers of the items at the cursor, and of those within them.
fn read_items(cursor: &JsonCursor, instrument: &Instrument, values: &mut [Option<Response>]) {
    cursor.each("item", 0..=MAX_GROUP, &mut |entry| {
        let id = string(entry.value(), "linkId");
        let index = instrument.items.iter().position(|item| Some(item.id.as_str()) == id);
        if entry.has("answer") {
            let found = index.and_then(|index| Some((instrument.items.get(index)?, values.get_mut(index)?)));
            match found {
                None => entry.at("linkId").error("the id of an item"),
                Some((_, Some(_))) => entry.at("linkId").error("one answer per item"),
                Some((item, value)) => entry.each("answer", 1..=1, &mut |answer| {
                    *value = response(instrument, item, answer);
                }),
            }
        }
        read_items(entry, instrument, values);
    });
}

/// Reads an answer; the inverse of what `fhir::bundle` writes.
fn response(instrument: &Instrument, item: &Item, cursor: &JsonCursor) -> Option<Response> {
    let answer = cursor.value();
    let scale = instrument.scale_of(item);
    let coding = answer.get("valueCoding");
    let is_coded = |system: Option<&str>, code: &str| {
        coding
            .is_some_and(|coding| string(coding, "code") == Some(code) && string(coding, "system") == system)
    };
    let reasons = ["_valueInteger", "_valueDecimal"].into_iter().filter_map(|key| answer.get(key));
    let is_absent = reasons
        .flat_map(|element| array(element, "extension"))
        .any(|extension| string(extension, "valueCode") == Some(NOT_APPLICABLE));
    if item.not_applicable.is_some() && (is_absent || is_coded(Some(DATA_ABSENT_REASON), NOT_APPLICABLE)) {
        return Some(Response::NotApplicable);
    }
    let number = ["valueInteger", "valueDecimal"].into_iter().find_map(|key| answer.get(key)?.as_f64());
    let value = number.and_then(|number| scale.value(number)).or_else(|| {
        let is_chosen = |value: i32, code: Option<(&str, &str)>| match code {
            Some((system, code)) => is_coded(Some(system), code),
            None => is_coded(None, &value.to_string()),
        };
        let mut points = match scale {
            Scale::Points { points } => points.iter(),
            Scale::Slider(_) => [].iter(),
        };
        let code = |point: &crate::instrument::Point| {
            let code = point.code.as_ref().map(|code| (code.system.as_str(), code.code.as_str()));
            is_chosen(point.value, code)
        };
        points.find(|point| code(point)).map(|point| point.value)
    });
    if value.is_none() {
        cursor.error("an answer on the item's scale");
    }
    value.map(Response::Value)
}
