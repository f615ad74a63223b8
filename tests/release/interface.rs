//! The reference page names the same events, codes, reasons and result fields as the types, the manifest and the crate.

use std::collections::BTreeMap;

use rapport::{Config, DismissReason, Event, Instrument, InstrumentRef, Json, score};
use serde_json::Value;

use crate::sources::{
    MANIFEST, Names, PAGE, TYPES, assert_same, keys, listed, marked, members, names, read, release, table,
    union,
};

const REASONS: [DismissReason; 5] = [
    DismissReason::Skip,
    DismissReason::Close,
    DismissReason::Escape,
    DismissReason::Host,
    DismissReason::Unload,
];

/// Returns each event of the crate but the submit event, whose detail is a result.
fn events() -> Vec<Event> {
    let one = Instrument::built_in("one").expect("a built-in instrument");
    let (id, item, message) = (String::new(), String::new(), String::new());
    let outcome = score(&one, [None::<i32>]);
    vec![
        Event::Ready { version: rapport::VERSION, instrument: InstrumentRef::from(&one) },
        Event::Open {},
        Event::Close { sent: false, stored: false },
        Event::Input { item: item.clone(), value: 0 },
        Event::Change { item, value: None, not_applicable: true, answers: Vec::new(), outcome },
        Event::Saved { id: id.clone(), attempt: 1 },
        Event::SaveFailed { id, attempt: 1, message },
        Event::Dismiss { reason: DismissReason::Skip, result: None },
        Event::Error { code: "config-invalid", fatal: true, problems: Vec::new() },
    ]
}

#[test]
fn events_agree() {
    let (page, manifest) = (table("Events"), listed("events"));
    let types = members("export interface RapportEventMap");
    assert_same("events", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    assert_same("events", (PAGE, &keys(&page)), (TYPES, &keys(&types)));
    let crate_events: BTreeMap<String, Names> = events()
        .iter()
        .map(|event| {
            let detail = serde_json::to_value(event).expect("JSON");
            let keys = detail.as_object().expect("an object").keys().cloned().collect();
            (event.name().to_owned(), keys)
        })
        .collect();
    let mut emitted = keys(&crate_events);
    emitted.insert("rapport-submit".into());
    assert_same("events", (PAGE, &keys(&page)), ("Event", &emitted));
    for (name, cells) in &page {
        assert_eq!(manifest[name]["type"]["text"], *types[name], "{MANIFEST} and {TYPES}: `{name}`");
        let Some((_, detail)) = types[name].split_once('<') else {
            assert_eq!(cells[2], "the result", "{PAGE}: the detail of `{name}`");
            continue;
        };
        let mut fields = members(&format!("interface {}", detail.trim_end_matches('>')));
        assert!(fields.remove("schema").is_some(), "{TYPES}: the detail of `{name}` has no schema");
        let documented = names(marked(&cells[2], '`'));
        assert_eq!(documented, keys(&fields), "{PAGE} and {TYPES}: the detail of `{name}`");
        let mut crate_fields = crate_events[name].clone();
        // The script adds these.
        match name.as_str() {
            "rapport-error" => crate_fields.extend(names(["message", "answers"])),
            "rapport-dismiss" => crate_fields.extend(names(["answers"])),
            _ => {}
        }
        assert_eq!(documented, crate_fields, "{PAGE} and the crate: the detail of `{name}`");
    }
}

#[test]
fn fields_of_a_problem_agree() {
    // A warning of an unknown key has every field.
    let script = serde_json::from_str(r#"{ "unknown": 1 }"#).expect("JSON");
    let (_, problems) = Config::read(&Json::Null, &script, &Json::Null);
    let problem = serde_json::to_value(&problems[0]).expect("JSON");
    let fields = problem.as_object().expect("an object").keys().cloned().collect();
    let types = keys(&members("export interface Problem"));
    assert_same("fields of a problem", (TYPES, &types), ("Diagnostic", &fields));
}

#[test]
fn reasons_agree() {
    let page = keys(&table("Reasons"));
    assert_same("reasons", (PAGE, &page), (TYPES, &union("DismissReason")));
    let reason = |reason| serde_json::to_value(reason).expect("JSON").as_str().expect("a string").to_owned();
    let mut emitted = names(REASONS.map(reason));
    emitted.insert("removed".into()); // by the script
    assert_same("reasons", (PAGE, &page), ("DismissReason", &emitted));
}

#[test]
fn error_codes_agree() {
    let page = keys(&table("Error codes"));
    assert_same("error codes", (PAGE, &page), (TYPES, &union("ErrorCode")));
    let script = release("dist/rapport.js");
    // The crate emits `config-invalid`.
    for code in page.iter().filter(|code| *code != "config-invalid") {
        assert!(script.contains(&format!("\"{code}\"")), "dist/rapport.js never emits {code}");
    }
}

#[test]
fn states_agree() {
    let page = keys(&table("States"));
    assert_same("states", (PAGE, &page), (MANIFEST, &keys(&listed("cssStates"))));
}

/// Returns the properties of an object in the schema of results, with the name of each property's own object.
fn schema_fields(schema: &Value, definition: Option<&str>) -> BTreeMap<String, Option<String>> {
    let object = definition.map_or(schema, |name| &schema["$defs"][name]);
    let properties = object["properties"].as_object().unwrap_or_else(|| panic!("{definition:?}"));
    let field = |(name, property): (&String, &Value)| {
        let mut references = Vec::new();
        collect_references(property, &mut references);
        (name.clone(), references.first().map(|path| path.rsplit('/').next().unwrap_or_default().to_owned()))
    };
    properties.iter().map(field).collect()
}

fn collect_references(schema: &Value, to: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            to.extend(members.get("$ref").and_then(Value::as_str).map(ToOwned::to_owned));
            members.values().for_each(|value| collect_references(value, to));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_references(value, to)),
        _ => {}
    }
}

#[test]
fn result_fields_agree() {
    const SCHEMA: &str = "schema/result.schema.json";
    let schema: Value = serde_json::from_str(&read(SCHEMA)).expect("JSON");
    let result = schema_fields(&schema, None);
    let mut expected = keys(&result);
    let answers = result["answers"].as_deref().expect("a type of answers");
    expected.extend(schema_fields(&schema, Some(answers)).keys().map(|key| format!("answers[].{key}")));
    let rows = table("The result");
    let documented = rows.values().flat_map(|cells| marked(&cells[0], '`'));
    assert_same("fields of a result", (PAGE, &names(documented)), (SCHEMA, &expected));

    let mut interfaces = vec![("FeedbackResult", None)];
    interfaces.extend([
        ("Answer", Some("AnswerEntry")),
        ("Outcome", Some("Outcome")),
        ("SubscaleScore", Some("SubscaleScore")),
        ("Alert", Some("Alert")),
        ("Change", Some("Change")),
        ("Quality", Some("Quality")),
    ]);
    for (interface, definition) in interfaces {
        let types = keys(&members(&format!("export interface {interface}")));
        let fields = keys(&schema_fields(&schema, definition));
        assert_same(&format!("fields of {interface}"), (TYPES, &types), (SCHEMA, &fields));
    }
}
