//! The reference page names the same attributes, members and keys as the manifest, the types and the release.

use rapport::{Config, Json, MessageKey};
use serde_json::{Value, json};

use crate::sources::{
    MANIFEST, Names, PAGE, TYPES, assert_same, keys, listed, marked, members, names, read, run, section,
    table, union,
};

const OBJECT_PROPERTIES: &str = "Properties that are no attributes";

/// Static members for the browser, not for a host.
const BROWSER_MEMBERS: [&str; 2] = ["formAssociated", "observedAttributes"];

fn camel_case(name: &str) -> String {
    let parts = name.split('-').enumerate();
    parts.map(|(i, part)| if i == 0 { part.into() } else { part[..1].to_uppercase() + &part[1..] }).collect()
}

#[test]
fn attributes_agree() {
    let (page, manifest) = (table("Attributes"), listed("attributes"));
    let types = members("export interface FeedbackAttributes");
    assert_same("attributes", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    assert_same("attributes", (PAGE, &keys(&page)), (TYPES, &keys(&types)));
    for (name, cells) in &page {
        assert_eq!(cells[1], format!("`{}`", camel_case(name)), "{PAGE}: the property of `{name}`");
        assert_eq!(manifest[name]["fieldName"], camel_case(name), "{MANIFEST}: the property of `{name}`");
        let kind = manifest[name]["type"]["text"].as_str().expect("a type");
        assert_eq!(
            format!("{kind} | undefined"),
            types[name],
            "{MANIFEST} and {TYPES}: the type of `{name}`"
        );
    }
}

/// The properties of the attributes, without those of every element.
fn reflecting_properties() -> Names {
    let own = |name: &&String| *name != "lang" && *name != "dir";
    table("Attributes").keys().filter(own).map(|name| camel_case(name)).collect()
}

/// Every member of the class that a host can use.
fn members_of_the_page() -> Names {
    let tables = [OBJECT_PROPERTIES, "Read-only properties", "Methods"].map(|heading| keys(&table(heading)));
    tables.into_iter().flatten().chain(reflecting_properties()).collect()
}

#[test]
fn members_agree() {
    let (readonly, methods) = (keys(&table("Read-only properties")), keys(&table("Methods")));
    let browser = names(BROWSER_MEMBERS);
    let page: Names = members_of_the_page().union(&browser).cloned().collect();
    let manifest = listed("members");
    assert_same("members", (PAGE, &page), (MANIFEST, &keys(&manifest)));
    let mut types = members("export class RapportFeedback");
    types.extend(members("export interface FeedbackProperties"));
    types.retain(|name, _| !name.ends_with("EventListener"));
    // HTMLElement declares it.
    types.entry("focus".into()).or_insert_with(|| "(options?: FocusOptions): void".into());
    assert_same("members", (PAGE, &page), (TYPES, &keys(&types)));
    for (name, member) in &manifest {
        let is_method = member["kind"] == "method";
        assert_eq!(is_method, methods.contains(name), "{MANIFEST} and {PAGE}: is `{name}` a method?");
        let is_fixed = readonly.contains(name) || browser.contains(name);
        assert_eq!(member["readonly"] == true, is_fixed, "{MANIFEST} and {PAGE}: is `{name}` read-only?");
        let kind = |of: &Value| of["type"]["text"].as_str().unwrap_or_default().to_owned();
        let parameters = member["parameters"].as_array().into_iter().flatten();
        let parameters: Vec<String> = parameters
            .map(|it| format!("{}?: {}", it["name"].as_str().unwrap_or_default(), kind(it)))
            .collect();
        let signature = if is_method {
            format!("({}): {}", parameters.join(", "), kind(&member["return"]))
        } else {
            kind(member)
        };
        assert_eq!(signature, types[name], "{MANIFEST} and {TYPES}: the type of `{name}`");
    }
}

#[test]
fn class_of_each_script_has_the_documented_members() {
    let (page, attributes) = (members_of_the_page(), keys(&table("Attributes")));
    let browser = names(BROWSER_MEMBERS);
    for file in ["rapport.js", "rapport.inline.js", "rapport.nowasm.js", "rapport-embed.js"] {
        let script = format!(
            "const {{ RapportFeedback: Class }} = await import('./dist/npm/{file}');
             const statics = Object.getOwnPropertyNames(class {{}});
             const own = (object, inherited) => Object.getOwnPropertyNames(object).filter((name) =>
                 !inherited.includes(name) && !name.endsWith('Callback'));
             const members = [...own(Class.prototype, ['constructor']), ...own(Class, statics)];
             // Other spellings, which the element reads and reports, are not documented by name.
             const hyphenated = Class.observedAttributes.filter((name) => name.includes('-'));
             const spellings = [...hyphenated.map((name) => name.replaceAll('-', '')), 'history', 'strings', 'answers'];
             const attributes = Class.observedAttributes.filter((name) => !spellings.includes(name));
             const isDocumented = (name) => !hyphenated.some((other) => other.replaceAll('-', '') === name);
             console.log(JSON.stringify({{ members: members.filter(isDocumented), attributes }}));"
        );
        let output = run("node", &["--input-type=module", "-e", &script]);
        let class: Value = serde_json::from_str(&output).unwrap_or_else(|error| panic!("{file}: {error}"));
        let list = |key: &str| {
            let values = class[key].as_array().unwrap_or_else(|| panic!("{file}: no {key}"));
            names(values.iter().filter_map(Value::as_str))
        };
        assert_same("attributes", (PAGE, &attributes), (file, &list("attributes")));
        let members = list("members").difference(&browser).cloned().collect();
        assert_same("members", (PAGE, &page), (file, &members));
    }
}

#[test]
fn keys_of_the_json_agree() {
    let page = keys(&table("The JSON inside the tag"));
    assert_same("keys", (PAGE, &page), (TYPES, &keys(&members("export interface Configuration"))));
    let properties = keys(&table(OBJECT_PROPERTIES));
    assert_same("keys", ("the JSON inside the tag", &page), (OBJECT_PROPERTIES, &properties));
    let script: Json = serde_json::from_value(json!({ "unknown": 1 })).expect("JSON");
    let (_, problems) = Config::read(&Json::Null, &script, &Json::Null);
    let known = problems[0].expected.strip_prefix("one of ").expect("the known keys").split(", ");
    assert_same("keys", (PAGE, &page), ("Config::read", &names(known)));
}

#[test]
fn keys_of_strings_agree() {
    let keys = names(MessageKey::NAMES);
    let section = section("Keys of `strings`");
    assert_same("keys of strings", (PAGE, &names(marked(&section, '`'))), ("MessageKey", &keys));
    assert_same("keys of strings", (TYPES, &union("StringKey")), ("MessageKey", &keys));
}

#[test]
fn documented_faults_are_tested() {
    let page = read("docs/reliability.md");
    let rows: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault")).collect();
    assert!(rows.len() > 20, "{rows:?}");
    for row in rows {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let (file, tests) = last.split_once("`: ").unwrap_or_else(|| panic!("no test: {row}"));
        let code = read(&format!("tests/e2e/{}.rs", file.trim_start_matches('`')));
        for test in tests.split(" (").next().unwrap_or_default().split(", ") {
            assert!(code.contains(&format!("async fn {test}(page")), "{test} of: {row}");
        }
    }
}
