//! Modules name only the modules of their layer and below. `ARCHITECTURE.md` has the same table.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each top-level module with the modules that it may name besides itself. `element` may name all.
const LAYERS: [(&str, &[&str]); 13] = [
    ("data", &[]),
    ("strings", &[]),
    ("instrument", &["data", "strings"]),
    ("scoring", &["data", "instrument"]),
    ("fhir", &["data", "instrument", "scoring"]),
    ("json_api", &["data", "instrument", "scoring", "fhir"]),
    ("command_line", &["json_api", "fhir"]),
    ("trend", &["data", "strings", "instrument", "scoring", "fhir"]),
    ("trend::view", &["data", "trend"]),
    ("config", &["data", "strings", "instrument", "scoring"]),
    ("event", &["data", "strings", "instrument", "scoring"]),
    ("form", &["data", "strings", "instrument", "scoring", "config", "event"]),
    ("view", &["data", "strings", "instrument", "scoring", "config", "event", "form"]),
];

/// Crates and modules that only some layers may use.
const RESTRICTED: [(&str, &[&str]); 8] = [
    ("yew", &["view", "element", "trend::view", "trend::element"]),
    ("web_sys", &["view", "element", "trend::view", "trend::element"]),
    ("wasm_bindgen", &["view", "element", "trend::view", "trend::element"]),
    ("js_sys", &["element", "trend::element"]),
    ("gloo", &["view", "element"]),
    ("uuid", &["element"]),
    ("scoring::verify", &["scoring", "json_api", "lib"]),
    ("scoring::rescore", &["scoring", "json_api", "lib"]),
];

fn rust_files(folder: &Path, to: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            rust_files(&entry, to);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            to.push(entry);
        }
    }
}

/// The top-level module of a file. View and element of the trend are modules of their own, above its maths.
fn module_of(path: &Path) -> String {
    let mut names = path
        .components()
        .skip(1)
        .map(|name| name.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned());
    let first = names.next().expect("a path in src/");
    match names.next() {
        Some(second) if first == "trend" && ["view", "element"].contains(&second.as_str()) => {
            format!("{first}::{second}")
        }
        _ => first,
    }
}

/// The code of each file in `src/` without comments, by path and top-level module.
fn sources() -> Vec<(PathBuf, String, String)> {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    let source = |path: PathBuf| {
        let module = module_of(&path);
        let text = fs::read_to_string(&path).expect("a source file");
        let code =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        (path, module, code)
    };
    files.into_iter().map(source).collect()
}

/// Each name that follows `crate::` in the code, alone or in a group: `crate::a::b` and `crate::{a::{b, c}, d}`.
fn named_modules(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (start, _) in code.match_indices("crate::") {
        let rest = &code[start + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => names.push(first_name(rest)),
            Some(group) => names.extend(group_members(group).into_iter().map(first_name)),
        }
    }
    names
}

fn first_name(path: &str) -> String {
    path.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The members of a group, up to the brace that closes it.
fn group_members(group: &str) -> Vec<&str> {
    let (mut members, mut depth, mut start) = (Vec::new(), 0, 0);
    for (index, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                members.push(&group[start..index]);
                break;
            }
            ',' if depth == 0 => {
                members.push(&group[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    members
}

#[test]
fn modules_name_only_their_layer_and_below() {
    let layers: BTreeMap<&str, &[&str]> = LAYERS.into();
    let mut seen = 0;
    for (path, module, code) in sources() {
        let Some(allowed) = layers.get(module.as_str()) else {
            assert!(
                ["bin", "element", "lib", "main", "trend::element"].contains(&module.as_str()),
                "{module} is in no layer"
            );
            continue;
        };
        for name in named_modules(&code)
            .iter()
            .filter(|name| layers.contains_key(name.as_str()) || *name == "element")
        {
            seen += 1;
            let is_allowed = *name == module || allowed.contains(&name.as_str());
            assert!(is_allowed, "{}: {module} may not name {name}", path.display());
        }
    }
    assert!(seen > 100, "found only {seen} names");
}

#[test]
fn restricted_names_stay_in_their_layers() {
    for (name, layers) in RESTRICTED {
        let mut seen = 0;
        for (path, module, code) in sources() {
            if code.contains(&format!("{name}::")) || code.contains(&format!("use {name};")) {
                seen += 1;
                assert!(layers.contains(&module.as_str()), "{}: {module} may not use {name}", path.display());
            }
        }
        assert!(seen > 0, "{name} is not used anywhere");
    }
}

#[test]
fn names_are_found_in_every_form() {
    let code = "use crate::form::{Action, Form};\nuse crate::{event::{A, B}, view::Widget};\nlet a = crate::VERSION;";
    assert_eq!(named_modules(code), ["form", "event", "view", "VERSION"]);
}
