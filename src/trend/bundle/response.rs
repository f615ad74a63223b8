//! Reads a `QuestionnaireResponse`, and scores its answers.

use super::dates::date;
use super::observation::encounter;
use super::{Read, Reader, Resource, array, expect_none, is_preliminary, string};
use crate::data::cursor::JsonCursor;
use crate::data::json::Json;
use crate::fhir::DATA_ABSENT_REASON;
use crate::instrument::{Instrument, Item};
use crate::scoring::answers::{NOT_APPLICABLE, Response};
use crate::scoring::score::score;
use crate::trend::entry::{Answered, Entry, Kind, KnownAlerts, Rescored, Score, Scored};
use crate::trend::time::Time;

/// Maximum number of items in one group.
const MAX_GROUP: usize = 1000;

impl<'a> Reader<'a> {
    /// Reads a response. One that cannot be read stays in its place if it has a date.
    pub(super) fn response(&mut self, entry: &JsonCursor, facts: &'a Resource) {
        let cursor = &entry.at("resource");
        let faults = cursor.fault_count();
        let of_observation = self.survey.date_of(facts).filter(|_| !cursor.has("authored"));
        let Some(at) = of_observation.or_else(|| date(&cursor.at("authored"))) else { return };
        self.check(entry, facts);
        let is_preliminary = is_preliminary(cursor);
        let scored = self.scored(cursor).filter(|_| cursor.fault_count() == faults);
        let kind = scored.map(|scored| Kind::Scored(Box::new(Scored { is_preliminary, ..scored })));
        let instrument = self.instrument(cursor.value()).and_then(|index| self.definitions.get(index));
        let is_response = self.survey.has_subject(facts);
        let entry = Entry {
            at: at.instant(self.locale),
            is_day: matches!(at, Time::Day(_)),
            id: self.id(cursor.value(), &facts.own),
            session_id: encounter(cursor),
            instrument: instrument.map(|instrument| instrument.id.clone()),
            attempt: 0.0,
            kind: kind.unwrap_or(Kind::Unreadable),
        };
        let references = facts.own.as_slice();
        self.read.push(Read { entry, is_response, references, definition: None, stored: Vec::new() });
    }

    /// Returns the id of a response: its identifier, else its id. A UUID is the same anywhere; another id that an earlier
    /// response has is that of another server.
    fn id(&self, response: &Json, references: &[String]) -> Option<String> {
        let identifier = response.get("identifier").and_then(|identifier| string(identifier, "value"));
        let id = identifier.or_else(|| string(response, "id"))?;
        let uuid = id.strip_prefix("urn:uuid:");
        let is_taken = |read: &Read| read.entry.id.as_deref() == Some(id);
        let own = references.first().filter(|_| self.read.iter().any(is_taken));
        Some(uuid.or(own.map(String::as_str)).unwrap_or(id).to_owned())
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
        let only = |is_of: &dyn Fn(&Instrument) -> bool| {
            let is_of = |instrument: &Instrument| {
                (version.is_empty() || instrument.version == version) && is_of(instrument)
            };
            let all = self.definitions.all();
            let first = all.iter().position(is_of)?;
            (all.iter().rposition(is_of) == Some(first)).then_some(first)
        };
        only(&|instrument| instrument.id == name || instrument.id == url).or_else(|| {
            only(&|instrument| instrument.items.iter().all(|item| ids.contains(&item.id.as_str())))
        })
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
            known_alerts: KnownAlerts::All,
            answered: None,
            answers: Vec::new(),
            is_preliminary: false,
            speeding: false,
            straightlining: false,
            rescored: Rescored::Same,
        }
    }
}

/// Collects the ids of all items, those below an answer too.
fn link_ids<'a>(item: &'a Json, to: &mut Vec<&'a str>) {
    for item in array(item, "item") {
        to.extend(string(item, "linkId"));
        link_ids(item, to);
        for answer in array(item, "answer") {
            link_ids(answer, to);
        }
    }
}

/// Reads the answers of the items at the cursor, and of those within them or below their answers.
fn read_items(cursor: &JsonCursor, instrument: &Instrument, values: &mut [Option<Response>]) {
    cursor.each("item", 0..=MAX_GROUP, &mut |entry| {
        expect_none(entry, "modifierExtension");
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
        // Items have one answer at most.
        let answers = entry.at("answer");
        let answer = answers.index(0);
        expect_none(&answer, "modifierExtension");
        read_items(&answer, instrument, values);
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
    let is_absent = ["_valueInteger", "_valueDecimal"].iter().any(|key| {
        let extensions = answer.get(key).map(|element| array(element, "extension")).unwrap_or_default();
        extensions.iter().any(|extension| string(extension, "valueCode") == Some(NOT_APPLICABLE))
    });
    if item.not_applicable.is_some() && (is_absent || is_coded(Some(DATA_ABSENT_REASON), NOT_APPLICABLE)) {
        return Some(Response::NotApplicable);
    }
    let number = ["valueInteger", "valueDecimal"].into_iter().find_map(|key| answer.get(key)?.as_f64());
    let value = number.and_then(|number| scale.value(number)).or_else(|| {
        let is_chosen = |value: i32, code: Option<(&str, &str)>| match code {
            Some((system, code)) => is_coded(Some(system), code),
            None => is_coded(None, &value.to_string()),
        };
        let code = |point: &crate::instrument::Point| {
            let code = point.code.as_ref().map(|code| (code.system.as_str(), code.code.as_str()));
            is_chosen(point.value, code)
        };
        scale.points().iter().find(|point| code(point)).map(|point| point.value)
    });
    if value.is_none() {
        cursor.error("an answer on the item's scale");
    }
    value.map(Response::Value)
}
