//! The types of the package accept every example, every result of the crate, and refuse contradictions; their keys are
//! those of the JSON Schemas.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rapport::{Instrument, Json, score};
use serde_json::{Value, json};

use crate::sources::{Names, TREND_TYPES, TYPES, assert_same, files, keys, members, names, read};

const COMPILER: &str = "tests/recipes/node_modules/.bin/tsc";

/// Compiles TypeScript files against the types, as a page does.
fn compile(name: &str, files: &[PathBuf]) -> Output {
    compile_with(&["ES2022", "DOM", "DOM.Iterable"], name, files)
}

/// Compiles TypeScript files against the types, with libraries of the compiler.
fn compile_with(libraries: &[&str], name: &str, files: &[PathBuf]) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let here = std::env::current_dir().expect("the project");
    let files: Vec<PathBuf> = files.iter().map(|file| here.join(file)).collect();
    let config = json!({
        "extends": here.join("tests/recipes/tsconfig.json"),
        "compilerOptions": { "skipLibCheck": false, "lib": libraries, "paths": {
            "rapport-feedback": [here.join(TYPES)],
            "rapport-feedback/server": [here.join("dist/npm/rapport-server.d.ts")],
            "rapport-feedback/trend": [here.join(TREND_TYPES)],
        } },
        "include": [],
        "files": files,
    });
    let path = folder.join("tsconfig.json");
    fs::write(&path, config.to_string()).expect("a file");
    let output = Command::new(COMPILER).arg("-p").arg(&path).args(["--pretty", "false"]).output();
    output.unwrap_or_else(|error| panic!("{COMPILER}: {error}: run `make validators`"))
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Writes a constant of a type, for the compiler.
fn constant(name: &str, of: &str, value: &Value) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("constants");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{name}.ts"));
    let text =
        format!("import type {{ {of} }} from \"rapport-feedback\";\n\nexport const value: {of} = {value};\n");
    fs::write(&path, text).expect("a file");
    path
}

fn json_file(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn definitions() -> Vec<String> {
    let mut paths = files("examples/instruments", ".json");
    paths.push("tests/cli/golden/mixed.json".into());
    paths
}

#[test]
fn types_accept_every_example_and_the_outcomes_of_its_answers() {
    let mut constants = Vec::new();
    for path in definitions() {
        let name = Path::new(&path).file_stem().expect("a name").to_string_lossy().into_owned();
        constants.push(constant(&name, "Instrument", &json_file(&path)));
        let definition = Json::parse("instrument", &read(&path)).expect("JSON");
        let instrument = Instrument::read(&definition).0.unwrap_or_else(|| panic!("{path}"));
        // As the crate writes it, with the defaults.
        let written = serde_json::to_value(&instrument).expect("JSON");
        constants.push(constant(&format!("{name}-written"), "Instrument", &written));
        for (index, value) in [None, Some(0)].into_iter().enumerate() {
            let outcome = score(&instrument, instrument.items.iter().map(|_| value));
            let outcome = serde_json::to_value(outcome).expect("JSON");
            constants.push(constant(&format!("{name}-outcome-{index}"), "Outcome", &outcome));
        }
    }
    constants.push(constant("result", "FeedbackResult", &json_file("tests/data/result.json")));
    let output = compile("accepted", &constants);
    assert!(output.status.success(), "{}", messages(&output));
    assert!(constants.len() > 16);
}

#[test]
fn types_refuse_contradictions() {
    let output = compile("refused", &["tests/types/contradictions.ts".into()]);
    assert!(output.status.success(), "{}", messages(&output));
}

#[test]
fn types_for_servers_accept_each_call_without_a_dom_and_refuse_misuse() {
    let output = compile_with(&["ES2022"], "server", &["tests/types/server.ts".into()]);
    assert!(output.status.success(), "{}", messages(&output));
}

#[test]
fn compiler_reports_a_wrong_constant() {
    let wrong = constant("wrong", "Instrument", &json!({ "id": "wrong" }));
    let output = compile("wrong", &[wrong]);
    assert!(!output.status.success());
    assert!(messages(&output).contains("version"), "{}", messages(&output));
}

/// Adds the names of an object's properties, and of those that the schema refers to or composes.
fn properties(root: &Value, schema: &Value, to: &mut Names) {
    to.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    if let Some(definition) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        properties(root, &root["$defs"][definition], to);
    }
    for list in ["allOf", "anyOf", "oneOf"] {
        schema[list].as_array().into_iter().flatten().for_each(|part| properties(root, part, to));
    }
}

/// Returns the members of an interface, or of the braces of a type.
fn type_keys(declarations: &[&str]) -> Names {
    let mut all = BTreeSet::new();
    for declaration in declarations {
        all.extend(keys(&members(&format!("export interface {declaration}"))));
    }
    all
}

#[test]
fn keys_of_a_definition_agree() {
    const SCHEMA: &str = "schema/instrument.schema.json";
    let schema = json_file(SCHEMA);
    let of = |definition: Option<&str>| {
        let mut found = Names::new();
        properties(&schema, definition.map_or(&schema, |name| &schema["$defs"][name]), &mut found);
        found
    };
    let cases: [(Option<&str>, &[&str], &[&str]); 9] = [
        (None, &["Instrument"], &[]),
        (Some("Section"), &["Section"], &[]),
        (Some("Scale"), &["SliderScale", "PointScale"], &[]),
        (Some("Point"), &["Point"], &[]),
        (Some("Item"), &["ItemBase", "SliderItem", "PointItem"], &[]),
        (Some("NotApplicable"), &["NotApplicable"], &[]),
        (
            Some("ScoreRule"),
            &["ScoreRuleBase", "ItemTotal", "SubscaleTotal", "NoTotal"],
            &["missing", "minAnswered"],
        ),
        (Some("Subscale"), &["Subscale"], &[]),
        (Some("Band"), &["Band"], &[]),
    ];
    for (definition, interfaces, in_union) in cases {
        let mut types = type_keys(interfaces);
        types.extend(names(in_union.iter().copied()));
        let kind = format!("keys of {definition:?}");
        assert_same(&kind, (TYPES, &types), (SCHEMA, &of(definition)));
    }
    // These are unions in the types.
    for (definition, expected) in [
        ("AlertRule", &["id", "scope", "below", "above", "inclusive"][..]),
        ("Reliability", &["sd", "r", "threshold", "inclusive", "source"]),
    ] {
        let union = names(expected.iter().copied());
        assert_same(definition, (TYPES, &union), (SCHEMA, &of(Some(definition))));
    }
}
