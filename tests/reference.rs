//! The reference page, the manifest, the types and the code name the same things. Whether what they say of them is
//! true, no test here can tell.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rapport::Key;
use serde_json::{Value, json};

type Names = BTreeSet<String>;

const PAGE: &str = "docs/reference.md";
const MANIFEST: &str = "www/custom-elements.json";
const TYPES: &str = "www/types/rapport.d.ts";
const LOADER: &str = "www/loader.js";
const SCHEMA: &str = "tests/interop/node_modules/custom-elements-manifest/schema.json";

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Of a release, which has to be built first.
fn release(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}: run `make build`"))
}

/// The files of a folder whose names end so.
fn files(folder: &str, end: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}: run `make build`"));
    let names = entries.map(|entry| entry.expect("a file").file_name().display().to_string());
    names.filter(|name| name.ends_with(end)).map(|name| format!("{folder}/{name}")).collect()
}

/// Code without its comments.
fn code(path: &str) -> String {
    let text = read(path);
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn names<T: Into<String>>(of: impl IntoIterator<Item = T>) -> Names {
    of.into_iter().map(Into::into).collect()
}

/// Fails with each name that one of the two has and the other lacks.
fn same(what: &str, (one, left): (&str, &Names), (other, right): (&str, &Names)) {
    let lacks = |name: &String, from, to| format!("\n  `{name}` is in {from}, and not in {to}");
    let mut differing: Vec<String> = left.difference(right).map(|name| lacks(name, one, other)).collect();
    differing.extend(right.difference(left).map(|name| lacks(name, other, one)));
    assert!(differing.is_empty(), "{what}:{}", differing.concat());
    assert!(!left.is_empty(), "{what}: found neither in {one} nor in {other}");
}

/// The text between two others, the first of which has to be there.
fn between<'a>(text: &'a str, path: &str, from: &str, to: &str) -> &'a str {
    let (_, rest) =
        text.split_once(from).unwrap_or_else(|| panic!("{path} has no {from:?}, which this test looks for"));
    rest.split_once(to).map_or(rest, |(inside, _)| inside)
}

/// What stands between a pair of marks, wherever there is one.
fn marked(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

/// What follows on each place where a text stands for itself, and not as the end of a longer word.
fn after<'a>(text: &'a str, from: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(from).filter_map(move |(place, _)| {
        let alone = !text[..place].ends_with(|c: char| c.is_alphanumeric());
        alone.then_some(&text[place + from.len()..])
    })
}

fn section(heading: &str) -> String {
    between(&read(PAGE), PAGE, &format!("\n## {heading}\n"), "\n## ").to_owned()
}

/// The rows of a section's table, by the name in their first cell.
fn table(heading: &str) -> BTreeMap<String, Vec<String>> {
    let mut rows = BTreeMap::new();
    for row in section(heading).lines().filter(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<String> = row.split('|').skip(1).map(|cell| cell.trim().to_owned()).collect();
        let name = marked(&cells[0], '`').next().unwrap_or_else(|| panic!("{PAGE}, {heading}: {row}"));
        let name = name.split('(').next().unwrap_or(name).trim_start_matches("RapportFeedback.").to_owned();
        assert!(rows.insert(name.clone(), cells).is_none(), "{PAGE}, {heading}: `{name}` is there twice");
    }
    rows
}

fn keys<T>(of: &BTreeMap<String, T>) -> Names {
    of.keys().cloned().collect()
}

fn manifest() -> Value {
    serde_json::from_str(&read(MANIFEST)).unwrap_or_else(|error| panic!("{MANIFEST}: {error}"))
}

/// What the manifest lists of the class, by name.
fn listed(list: &str) -> BTreeMap<String, Value> {
    let class = manifest()["modules"][0]["declarations"][0].take();
    let mut by_name = BTreeMap::new();
    for entry in class[list].as_array().unwrap_or_else(|| panic!("{MANIFEST} has no {list}")) {
        let name = entry["name"].as_str().unwrap_or_else(|| panic!("{MANIFEST}, {list}: no name: {entry}"));
        assert!(entry["description"].is_string(), "{MANIFEST}, {list}: `{name}` is not described");
        let twice = by_name.insert(name.to_owned(), entry.clone());
        assert!(twice.is_none(), "{MANIFEST}, {list}: `{name}` is there twice");
    }
    by_name
}

/// The members of a class or an interface in the types, each with what stands after its name, if that is one line.
fn members(declared: &str) -> BTreeMap<String, String> {
    let types = read(TYPES);
    let (base, body) =
        between(&types, TYPES, &format!("{declared} "), "\n}").split_once('{').expect("a body");
    let body = if body.starts_with('}') { "" } else { body };
    let mut members = BTreeMap::new();
    for line in body.lines().filter_map(|line| line.strip_prefix("  ")) {
        let words = ["static ", "readonly ", "get ", "set "];
        let line = words.iter().fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
        let named = line.starts_with(|c: char| c == '"' || c.is_alphabetic());
        let Some(end) = line.find(['(', ':', '?', '<']).filter(|_| named) else { continue };
        let name = line[..end].trim_matches('"').to_owned();
        let said = line[end..].trim_start_matches(['?', ':', ' ']).trim_end_matches(';');
        members.entry(name).or_insert_with(|| said.to_owned());
    }
    if let Some(base) = base.trim().strip_prefix("extends ").filter(|base| base.ends_with("Detail")) {
        members.extend(self::members(&format!("interface {base}")));
    }
    members
}

/// The words of a union of literals in the types.
fn union(name: &str) -> Names {
    names(marked(between(&read(TYPES), TYPES, &format!("export type {name} ="), "\n\n"), '"'))
}

/// The words of a list in the loader, and those of the lists that it takes in.
fn list(loader: &str, opening: &str) -> Names {
    let inside = between(loader, LOADER, opening, "]");
    let mut words = names(marked(inside, '"'));
    for taken in after(inside, "...") {
        let name = taken.split([',', ' ', '\n']).next().unwrap_or(taken);
        words.extend(list(loader, &format!("const {name} = [")));
    }
    words
}

fn camel(name: &str) -> String {
    let parts = name.split('-').enumerate();
    parts.map(|(i, part)| if i == 0 { part.into() } else { part[..1].to_uppercase() + &part[1..] }).collect()
}

#[test]
fn attributes() {
    let (page, manifest) = (table("Attributes"), listed("attributes"));
    let types = keys(&members("export interface FeedbackAttributes"));
    same("attributes", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    same("attributes", (PAGE, &keys(&page)), (TYPES, &types));
    for (name, cells) in &page {
        assert_eq!(cells[1], format!("`{}`", camel(name)), "{PAGE}: the property of `{name}`");
        assert_eq!(manifest[name]["fieldName"], camel(name), "{MANIFEST}: the property of `{name}`");
    }
    let code = list(&code(LOADER), "static observedAttributes = [");
    same("attributes", (PAGE, &keys(&page)), (LOADER, &code));
}

#[test]
fn properties_and_methods() {
    let data = keys(&table("Properties that are no attributes"));
    let (readonly, methods) = (keys(&table("Read-only properties")), keys(&table("Methods")));
    // These are every element's own.
    let attributes: Names = table("Attributes")
        .keys()
        .filter(|name| *name != "lang" && *name != "dir")
        .map(|n| camel(n))
        .collect();
    let page: Names = [&data, &readonly, &methods, &attributes].into_iter().flatten().cloned().collect();

    let in_manifest = listed("members");
    let plumbing = names(["formAssociated", "observedAttributes"]);
    let with_plumbing: Names = page.union(&plumbing).cloned().collect();
    same("members", (PAGE, &with_plumbing), (MANIFEST, &keys(&in_manifest)));

    let mut types = members("export class RapportFeedback");
    types.extend(members("export interface FeedbackProperties"));
    types.retain(|name, _| !name.ends_with("EventListener"));
    // The types have it from every element.
    types.entry("focus".into()).or_insert("(options?: FocusOptions): void".into());
    same("members", (PAGE, &with_plumbing), (TYPES, &keys(&types)));

    for (name, member) in &in_manifest {
        let is_method = member["kind"] == "method";
        assert_eq!(is_method, methods.contains(name), "{MANIFEST} and {PAGE}: is `{name}` a method?");
        let fixed = readonly.contains(name) || plumbing.contains(name);
        assert_eq!(member["readonly"] == true, fixed, "{MANIFEST} and {PAGE}: is `{name}` read-only?");
        let text = |of: &Value| of["type"]["text"].as_str().unwrap_or_default().to_owned();
        let parameters = member["parameters"].as_array().into_iter().flatten();
        let parameters: Vec<String> = parameters
            .map(|it| format!("{}?: {}", it["name"].as_str().unwrap_or_default(), text(it)))
            .collect();
        let (taken, given) = (parameters.join(", "), text(&member["return"]));
        let said = match name.as_str() {
            // Read as a property it is the method.
            "open" => format!("(): ({taken}) => {given}"),
            _ if is_method => format!("({taken}): {given}"),
            _ => text(member),
        };
        assert_eq!(said, types[name], "{MANIFEST} and {TYPES}: the type of `{name}`");
    }

    let loader = code(LOADER);
    let class = between(&loader, LOADER, "\nexport class RapportFeedback ", "\n}");
    let lines = class.lines().filter_map(|line| line.strip_prefix("  "));
    let found: Names = lines
        .filter_map(|line| {
            let line =
                ["static ", "get ", "async "].iter().fold(line, |l, word| l.strip_prefix(word).unwrap_or(l));
            let end = line.find(['(', ' '])?;
            let is_member = line.starts_with(char::is_alphabetic)
                && (line[end..].starts_with('(') || line[end..].starts_with(" ="));
            is_member.then(|| line[..end].to_owned())
        })
        .filter(|name| name != "constructor" && !name.ends_with("Callback"))
        .collect();
    // The others are made from the lists of attributes and of data.
    let mut written: Names = readonly.union(&methods).cloned().collect();
    written.extend(plumbing.into_iter().chain(["instrument".into()]));
    same("members", (PAGE, &written), (LOADER, &found));
}

#[test]
fn events() {
    let (page, manifest) = (table("Events"), listed("events"));
    let types = members("export interface RapportEventMap");
    same("events", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    same("events", (PAGE, &keys(&page)), (TYPES, &keys(&types)));
    let source = code("src/event.rs");
    let fired = names(marked(between(&source, "src/event.rs", "fn name(", "\n    }"), '"'));
    same("events", (PAGE, &keys(&page)), ("src/event.rs", &fired));
    let loader = code(LOADER);
    for emitted in after(&loader, "#emit(\"").filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains_key(emitted), "events: {LOADER} fires `{emitted}`, which is not in {PAGE}");
    }
    for (name, cells) in &page {
        assert_eq!(manifest[name]["type"]["text"], *types[name], "{MANIFEST} and {TYPES}: `{name}`");
        let Some((_, detail)) = types[name].split_once('<') else {
            assert_eq!(cells[2], "the result", "{PAGE}: the detail of `{name}`");
            continue;
        };
        let mut fields = members(&format!("interface {}", detail.trim_end_matches('>')));
        assert!(fields.remove("schema").is_some(), "{TYPES}: the detail of `{name}` has no schema");
        let said = names(marked(&cells[2], '`'));
        assert_eq!(said, keys(&fields), "{PAGE} and {TYPES}: the detail of `{name}`");
    }
}

#[test]
fn reasons() {
    let page = keys(&table("Reasons"));
    same("reasons", (PAGE, &page), (TYPES, &union("DismissReason")));
    let source = code("src/event.rs");
    let variants = between(&source, "src/event.rs", "pub enum Reason {", "}");
    let variants =
        names(variants.split(',').map(|name| name.trim().to_lowercase()).filter(|n| !n.is_empty()));
    same("reasons", (PAGE, &page), ("src/event.rs", &variants));
}

#[test]
fn each_fault_is_tested() {
    let page = read("docs/reliability.md");
    let rows: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault")).collect();
    assert!(rows.len() > 20, "{rows:?}");
    for row in rows {
        let named = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let (file, tests) = named.split_once("`: ").unwrap_or_else(|| panic!("no test: {row}"));
        let code = read(&format!("tests/e2e/{}.rs", file.trim_start_matches('`')));
        for test in tests.split(" (").next().unwrap_or_default().split(", ") {
            assert!(code.contains(&format!("async fn {test}(page")), "{test} of: {row}");
        }
    }
}

#[test]
fn error_codes() {
    let page = keys(&table("Error codes"));
    let types = union("ErrorCode");
    same("error codes", (PAGE, &page), (TYPES, &types));
    let mut sources =
        vec!["src/form/beginning.rs".to_owned(), LOADER.to_owned(), "www/lasting.js".to_owned()];
    sources.extend(files("www/builds", ".js"));
    let mut given = Names::new();
    for source in sources.iter().map(|path| code(path)) {
        for said in after(&source, "code: ").chain(after(&source, "code = ")) {
            given.extend(names(marked(said.split([',', ';', '}', '\n']).next().unwrap_or(said), '"')));
        }
    }
    same("error codes", (PAGE, &page), (&sources.join(", "), &given));
}

/// The parts that code writes: as a literal, by calling what takes a `part` first, or by way of a variable `part`.
fn parts(source: &str) -> Names {
    let mut openings: Vec<String> = ["part=", "\"part\", ", "part: "].map(Into::into).into();
    for taking in ["(&self, part: &str", " = |part: &str", " = (part,"] {
        for (place, _) in source.match_indices(taking) {
            let name = source[..place].split([' ', '\n']).next_back().unwrap_or_default();
            openings.push(format!("{name}("));
        }
    }
    let mut found: Vec<&str> = Vec::new();
    for rest in openings.iter().flat_map(|opening| after(source, opening)) {
        found.extend(rest.strip_prefix('"').and_then(|rest| rest.split('"').next()));
    }
    for statement in after(source, "let part = ").chain(after(source, "let (part, ")) {
        found.extend(marked(statement.split(';').next().unwrap_or(statement), '"'));
    }
    names(found.into_iter().flat_map(str::split_whitespace))
}

#[test]
fn shadow_parts() {
    let page = keys(&table("Parts"));
    same("parts", (PAGE, &page), (MANIFEST, &keys(&listed("cssParts"))));
    let mut sources = files("src/view", ".rs");
    sources.extend(["src/view.rs".to_owned(), "www/waiting.js".to_owned()]);
    let written: Names = sources.iter().flat_map(|path| parts(&code(path))).collect();
    same("parts", (PAGE, &page), ("src/view and www/waiting.js", &written));
    let css = read("www/element.css");
    for styled in after(&css, "[part=\"").chain(after(&css, "[part~=\"")) {
        let part = styled.split('"').next().unwrap_or(styled);
        assert!(page.contains(part), "parts: www/element.css styles `{part}`, which there is not");
    }
}

/// The text up to the bracket that closes one opened before it.
fn closed(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    &text[..end.expect("a closing bracket")]
}

#[test]
fn custom_properties() {
    let (page, manifest) = (table("Custom properties"), listed("cssProperties"));
    same("custom properties", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    // What a property falls back on: first in the light, then maybe in the dark.
    let css = read("www/element.css");
    let mut defaults: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for used in after(&css, "var(--rapport-").map(closed) {
        let (name, default) = used.split_once(", ").unwrap_or_else(|| panic!("{used} has no default"));
        let of = defaults.entry(format!("--rapport-{name}")).or_default();
        if !of.contains(&default) {
            of.push(default);
        }
    }
    same("custom properties", (PAGE, &keys(&page)), ("www/element.css", &keys(&defaults)));
    for (name, cells) in &page {
        let said: Vec<&str> = cells[1..=2].iter().flat_map(|cell| marked(cell, '`')).collect();
        assert_eq!(said, defaults[name], "{PAGE} and www/element.css: the defaults of `{name}`");
        assert_eq!(manifest[name]["default"], said[0], "{MANIFEST}: the default of `{name}`");
        let described = manifest[name]["description"].as_str().unwrap_or_default();
        let dark: Vec<&str> = marked(described, '`').collect();
        assert_eq!(dark, said[1..], "{MANIFEST}: the default of `{name}` in the dark");
    }
}

#[test]
fn states() {
    let page = keys(&table("States"));
    same("states", (PAGE, &page), (MANIFEST, &keys(&listed("cssStates"))));
    let source = code("src/element/steps.rs");
    let told = between(&source, "src/element/steps.rs", "\nfn states(", "\n}");
    let told = names(marked(told, '"').flat_map(str::split_whitespace));
    same("states", (PAGE, &page), ("src/element/steps.rs", &told));
}

#[test]
fn keys_of_the_json() {
    let page = keys(&table("The JSON inside the tag"));
    same("keys", (PAGE, &page), (TYPES, &keys(&members("export interface Configuration"))));
    let data = keys(&table("Properties that are no attributes"));
    same("keys", ("the JSON inside the tag", &page), ("the properties that are no attributes", &data));
    let source = code("src/config.rs");
    let taken = between(&source, "src/config.rs", "\nfn script_problems(", "\n}");
    let taken = names(marked(between(taken, "src/config.rs", "is_object(&[", "]"), '"'));
    same("keys", (PAGE, &page), ("src/config.rs", &taken));
    let mut set = list(&code(LOADER), "const DATA = [");
    set.insert("instrument".into());
    same("keys", (PAGE, &page), (LOADER, &set));
}

#[test]
fn keys_of_strings() {
    let keys = names(Key::NAMES);
    let said = section("Keys of `strings`");
    same("keys of strings", (PAGE, &names(marked(&said, '`'))), ("src/strings.rs", &keys));
    same("keys of strings", (TYPES, &union("StringKey")), ("src/strings.rs", &keys));
}

/// The entries of the package, each with the file that it stands for.
fn entries() -> BTreeMap<String, String> {
    let manifest: Value = serde_json::from_str(&release("dist/npm/package.json")).expect("JSON");
    let entries = manifest["exports"].as_object().expect("entries").iter().map(|(entry, to)| {
        let file = [to, &to["default"], &to["types"]].into_iter().find_map(Value::as_str);
        (entry.clone(), file.expect("a file").trim_start_matches("./").to_owned())
    });
    entries.collect()
}

#[test]
fn entries_of_the_package() {
    let page = table("Entries of the package");
    let mut there = entries();
    there.retain(|entry, file| entry != &format!("./{file}"));
    same("entries", (PAGE, &keys(&page)), ("dist/npm/package.json", &keys(&there)));
    for (entry, cells) in &page {
        let file = &there[entry];
        let said = cells[1].starts_with("Types ") || cells[1].starts_with(&format!("`{file}`: "));
        assert!(said, "{PAGE}: `{entry}` is {file}");
    }
    let templates =
        page.iter().filter(|(_, cells)| cells[1].starts_with("Types ")).map(|(name, _)| name.clone());
    let types = files("www/types", ".d.ts").into_iter().filter(|path| path != TYPES);
    let types = types.map(|path| path.replace("www/types", ".").replace(".d.ts", ""));
    same("entries", (PAGE, &names(templates)), ("www/types", &names(types)));
}

#[test]
fn files_of_a_release() {
    let page = table("Files of a release");
    let package: Names = files("dist/npm", "").iter().map(|path| path.replace("dist/npm/", "")).collect();
    same("files", (PAGE, &keys(&page)), ("dist/npm", &package));
    for (file, cells) in &page {
        let of_file = |(entry, to): (String, String)| (to == *file).then_some(entry);
        let there: Names = entries().into_iter().filter_map(of_file).collect();
        assert_eq!(names(marked(&cells[1], '`')), there, "{PAGE}: the entries that stand for `{file}`");
    }
    // Beside them are the demo pages, and nothing else.
    let only = page.iter().filter(|(_, cells)| cells[2].ends_with("in the package only."));
    let only: Names = only.map(|(file, _)| file.clone()).collect();
    let mut expected: Names = package.difference(&only).cloned().collect();
    let demo = read("www/index.html");
    expected.extend(
        after(&demo, "\"copy-file\" href=\"").filter_map(|rest| rest.split('"').next()).map(Into::into),
    );
    expected.extend(["index.html".into(), "npm".into()]);
    let there: Names = files("dist", "").iter().map(|path| path.replace("dist/", "")).collect();
    same("files", ("the package and the demo", &expected), ("dist", &there));
}

/// The schema of a custom element's class, made strict: a key with a slip in it would otherwise go by.
fn strict(schema: &Value) -> Value {
    let mut kinds = schema["definitions"].clone();
    for kind in kinds.as_object_mut().expect("definitions").values_mut() {
        if kind["properties"].is_object() {
            kind["additionalProperties"] = false.into();
        }
    }
    // The types that the schema is made from have these too, for the fields of a custom element.
    kinds["ClassField"]["properties"]["attribute"] = json!({ "type": "string" });
    kinds["ClassField"]["properties"]["reflects"] = json!({ "type": "boolean" });
    json!({ "$ref": "#/definitions/CustomElementDeclaration", "definitions": kinds })
}

#[test]
fn the_manifest_is_one() {
    let text =
        fs::read_to_string(SCHEMA).unwrap_or_else(|error| panic!("{SCHEMA}: {error}: run `make validators`"));
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let manifest = manifest();
    let class = &manifest["modules"][0]["declarations"][0];
    for (schema, whole) in [(&strict(&schema), class), (&schema, &manifest)] {
        let validator = jsonschema::draft7::new(schema).expect("a JSON Schema of draft 7");
        let errors = validator.iter_errors(whole);
        let wrong: Vec<String> =
            errors.map(|error| format!("\n  at \"{}\": {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{MANIFEST}:{}", wrong.concat());
    }
    assert_eq!(manifest["schemaVersion"], "2.1.0", "as the package with its schema");
    assert_eq!(class["name"], "RapportFeedback");
    assert_eq!(class["tagName"], "rapport-feedback");
    for (place, name) in ["RapportFeedback", "rapport-feedback"].into_iter().enumerate() {
        let export = &manifest["modules"][0]["exports"][place];
        assert_eq!(export["name"], name);
        assert_eq!(export["declaration"], json!({ "name": "RapportFeedback", "module": "rapport.js" }));
    }
}
