//! `<rapport-trend>`: the reference page names the same attributes, members, events and parts as the manifest, the types,
//! the view and the script, and its colours are those of the form.

use serde_json::Value;

use crate::sources::{
    MANIFEST, Names, PAGE, TREND_TYPES, assert_same, files, keys, listed_of, marked, members_in, names, read,
    release, run, table,
};

/// The index of the element's module in the manifest.
const MODULE: usize = 1;

fn members_of_the_page() -> Names {
    let attributes = table("Trend: attributes");
    let own = attributes.iter().filter(|(name, _)| !["lang", "dir"].contains(&name.as_str()));
    let reflected = own.map(|(_, cells)| cells[1].trim_matches('`').to_owned());
    let tables = ["Trend: properties", "Trend: methods"].map(|heading| keys(&table(heading)));
    tables.into_iter().flatten().chain(reflected).chain(["version".to_owned()]).collect()
}

#[test]
fn trend_attributes_agree() {
    let (page, manifest) = (table("Trend: attributes"), listed_of(MODULE, "attributes"));
    let types = members_in(TREND_TYPES, "export interface TrendAttributes");
    assert_same("attributes", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    assert_same("attributes", (PAGE, &keys(&page)), (TREND_TYPES, &keys(&types)));
    for (name, cells) in &page {
        assert_eq!(
            manifest[name]["fieldName"],
            cells[1].trim_matches('`'),
            "{MANIFEST}: the property of `{name}`"
        );
        let kind = manifest[name]["type"]["text"].as_str().expect("a type");
        assert_eq!(format!("{kind} | undefined"), types[name], "the type of `{name}`");
    }
}

#[test]
fn trend_members_agree() {
    let page = members_of_the_page();
    let manifest = listed_of(MODULE, "members");
    assert_same("members", (PAGE, &page), (MANIFEST, &keys(&manifest)));
    let mut types = members_in(TREND_TYPES, "export class RapportTrend");
    types.extend(members_in(TREND_TYPES, "export interface TrendProperties"));
    types.retain(|name, _| !name.ends_with("EventListener") && name != "observedAttributes");
    assert_same("members", (PAGE, &page), (TREND_TYPES, &keys(&types)));
    let data = members_in(TREND_TYPES, "export interface TrendData");
    assert_same("keys of the JSON", (PAGE, &keys(&table("Trend: properties"))), (TREND_TYPES, &keys(&data)));
}

#[test]
fn trend_class_has_the_documented_members() {
    let script = "const { RapportTrend: Class } = await import('./dist/npm/rapport-trend.js');
        const statics = Object.getOwnPropertyNames(class {});
        const own = (object, inherited) => Object.getOwnPropertyNames(object).filter((name) =>
            !inherited.includes(name) && !name.endsWith('Callback'));
        const members = [...own(Class.prototype, ['constructor']), ...own(Class, [...statics, 'observedAttributes'])];
        console.log(JSON.stringify([members.filter((name) => name !== 'timezone'), Class.observedAttributes]));";
    let class: Value =
        serde_json::from_str(&run("node", &["--input-type=module", "-e", script])).expect("JSON");
    let list =
        |index: usize| names(class[index].as_array().expect("a list").iter().filter_map(Value::as_str));
    assert_same("members", (PAGE, &members_of_the_page()), ("dist/npm/rapport-trend.js", &list(0)));
    let mut attributes = keys(&table("Trend: attributes"));
    // Other spellings, which the element reads or reports.
    attributes.extend(keys(&table("Trend: properties")));
    attributes.insert("timezone".into());
    assert_same("attributes", (PAGE, &attributes), ("dist/npm/rapport-trend.js", &list(1)));
}

#[test]
fn trend_events_agree() {
    let (page, manifest) = (table("Trend: events"), listed_of(MODULE, "events"));
    let types = members_in(TREND_TYPES, "export interface TrendEventMap");
    assert_same("events", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    assert_same("events", (PAGE, &keys(&page)), (TREND_TYPES, &keys(&types)));
    for (name, detail) in
        [("rapport-trend-ready", "TrendReadyDetail"), ("rapport-trend-select", "TrendSelectDetail")]
    {
        let mut fields = keys(&members_in(TREND_TYPES, &format!("export interface {detail}")));
        assert!(fields.remove("schema"), "{TREND_TYPES}: the detail of `{name}` has no schema");
        assert_same(name, (PAGE, &names(marked(&page[name][2], '`'))), (TREND_TYPES, &fields));
    }
    let script = release("dist/rapport-trend.js");
    for code in ["load-failed", "wasm-blocked", "crashed", "config-invalid"] {
        assert!(page["rapport-error"][2].contains(&format!("`{code}`")), "{PAGE} lacks {code}");
        assert!(script.contains(&format!("\"{code}\"")), "dist/rapport-trend.js never emits {code}");
    }
}

#[test]
fn trend_parts_agree() {
    let page = keys(&table("Trend: parts"));
    assert_same("parts", (PAGE, &page), (MANIFEST, &keys(&listed_of(MODULE, "cssParts"))));
    let mut drawn = Names::new();
    let mut paths = files("src/trend/view", ".rs");
    paths.push("src/trend/view.rs".into());
    for path in paths {
        let code = read(&path);
        drawn.extend(
            code.split(".attr(\"part\", \"")
                .skip(1)
                .filter_map(|rest| Some(rest.split('"').next()?.to_owned())),
        );
        drawn.extend(
            code.split("heading(\"h2\", \"")
                .skip(1)
                .filter_map(|rest| Some(rest.split('"').next()?.to_owned())),
        );
        drawn.extend(
            code.split("button(\"").skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())),
        );
    }
    assert_same("parts", (PAGE, &page), ("src/trend/view", &drawn));
}

/// The build takes the custom properties of the form's style sheet.
#[test]
fn trend_has_the_colours_of_the_form() {
    let script = release("dist/rapport-trend.js");
    for property in keys(&table("Custom properties")) {
        assert!(script.contains(&format!("var({property},")), "dist/rapport-trend.js has no {property}");
    }
    for rule in ["prefers-contrast:more", "forced-color-adjust:none", "--rapport-accent, #6fd0c3"] {
        assert!(script.contains(rule), "dist/rapport-trend.js has no {rule}");
    }
}
