//! Entries of Bundles about "calm", whose total is from 0 to 20, and the sessions that a Bundle gives.

use serde_json::{Value, json};

use crate::trend::fixtures::{calm, pain, read, report_on};

/// Returns an entry of a response with the total 2·`half`, on a day of March 2026, with changes.
pub fn response(id: &str, day: u8, half: u8, changes: Value) -> Value {
    let mut resource = json!({
        "resourceType": "QuestionnaireResponse", "id": id, "status": "completed",
        "questionnaire": "https://example.org/Questionnaire/calm|1", "subject": { "reference": "Patient/1" },
        "authored": format!("2026-03-{day:02}T10:00:00Z"),
        "item": [
            { "linkId": "a", "answer": [{ "valueInteger": half }] }, { "linkId": "b", "answer": [{ "valueInteger": half }] },
        ],
    });
    change(&mut resource, changes);
    json!({ "resource": resource })
}

/// Returns an entry of an Observation of a total, on a day of March 2026, with changes.
pub fn total(id: &str, day: u8, total: u8, changes: Value) -> Value {
    let mut resource = json!({
        "resourceType": "Observation", "id": id, "status": "final", "code": { "text": "Calm" },
        "subject": { "reference": "Patient/1" }, "effectiveDateTime": format!("2026-03-{day:02}T10:00:00Z"),
        "valueQuantity": { "value": total },
    });
    change(&mut resource, changes);
    json!({ "resource": resource })
}

/// Returns an entry with a `fullUrl`.
pub fn at(url: &str, entry: Value) -> Value {
    let mut entry = entry;
    entry["fullUrl"] = url.into();
    entry
}

/// Replaces members of an object, or removes them where the change is null.
fn change(object: &mut Value, changes: Value) {
    let object = object.as_object_mut().expect("an object");
    for (key, value) in changes.as_object().into_iter().flatten() {
        object.remove(key);
        if !value.is_null() {
            object.insert(key.clone(), value.clone());
        }
    }
}

pub fn page(entries: &[Value]) -> Value {
    json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries })
}

/// Returns the data of pages, with the definitions of "calm" and "pain".
pub fn pages(pages: Value) -> Value {
    json!({ "instruments": [calm("1"), pain()], "bundle": pages })
}

pub fn of(entries: &[Value]) -> Value {
    pages(page(entries))
}

/// Returns the days of the sessions, each with its total, or else with its status.
pub fn sessions(input: &Value) -> Vec<String> {
    let csv = report_on(input, |report| report.to_csv());
    let session = |line: &str| {
        let fields: Vec<_> = line.split(',').collect();
        let result = if fields[8].is_empty() { fields[7] } else { fields[8] };
        format!("{} {result}", fields[1]).trim_end().to_owned()
    };
    csv.lines().skip(1).map(session).collect()
}

/// Returns the number of the lines of the chart that join sessions.
pub fn lines(input: &Value) -> usize {
    let chart = report_on(input, |report| report.chart(640.0, None));
    chart.panels.iter().flat_map(|panel| &panel.lines).filter(|line| line.len() > 1).count()
}

/// Returns the paths of the faults.
pub fn faults(input: &Value) -> Vec<String> {
    read(input).1.into_iter().map(|fault| fault.path).collect()
}

/// Returns whether nothing of the Bundle is read.
pub fn is_refused(input: &Value) -> bool {
    let (trend, problems) = read(input);
    let is_refused = problems.iter().any(|problem| problem.fatal);
    assert!(!is_refused || trend.session_count() == 0, "{problems:?}");
    is_refused
}
