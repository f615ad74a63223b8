//! The places that name the public interface: the reference page, the types, and the Custom Elements Manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::Value;

pub type Names = BTreeSet<String>;

pub const PAGE: &str = "docs/reference.md";
pub const MANIFEST: &str = "www/npm/custom-elements.json";
pub const TYPES: &str = "www/npm/types/rapport.d.ts";
pub const DATA_TYPES: &str = "www/npm/types/rapport-data.d.ts";
pub const TREND_TYPES: &str = "www/npm/types/rapport-trend.d.ts";

pub fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads a file of the release.
pub fn release(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}: run `make build`"))
}

pub fn release_json(path: &str) -> Value {
    serde_json::from_str(&release(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs a program, which has to succeed. Returns its output.
pub fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}: run `make validators`"));
    let text =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}

/// Returns the paths of a folder's files whose names have that suffix.
pub fn files(folder: &str, suffix: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}: run `make build`"));
    let names = entries.map(|entry| entry.expect("a file").file_name().display().to_string());
    names.filter(|name| name.ends_with(suffix)).map(|name| format!("{folder}/{name}")).collect()
}

pub fn names<T: Into<String>>(names: impl IntoIterator<Item = T>) -> Names {
    names.into_iter().map(Into::into).collect()
}

pub fn keys<T>(map: &BTreeMap<String, T>) -> Names {
    map.keys().cloned().collect()
}

/// Fails with each name that one of the two sources has and the other lacks.
pub fn assert_same(kind: &str, (one, left): (&str, &Names), (other, right): (&str, &Names)) {
    let missing = |name: &String, from, to| format!("\n  `{name}` is in {from} but not in {to}");
    let mut differences: Vec<String> = left.difference(right).map(|name| missing(name, one, other)).collect();
    differences.extend(right.difference(left).map(|name| missing(name, other, one)));
    assert!(differences.is_empty(), "{kind}:{}", differences.concat());
    assert!(!left.is_empty(), "{kind}: found neither in {one} nor in {other}");
}

/// Returns the text between `from`, which has to occur, and `to`.
pub fn between<'a>(text: &'a str, path: &str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{path} has no {from:?}"));
    rest.split_once(to).map_or(rest, |(inside, _)| inside)
}

/// Returns each text between two marks.
pub fn marked(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

/// Returns the text after each occurrence of `from` that does not continue a longer word.
pub fn after<'a>(text: &'a str, from: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(from).filter_map(move |(start, _)| {
        let continues = text[..start].ends_with(|c: char| c.is_alphanumeric());
        (!continues).then_some(&text[start + from.len()..])
    })
}

/// Returns a section of the reference page.
pub fn section(heading: &str) -> String {
    between(&read(PAGE), PAGE, &format!("\n## {heading}\n"), "\n## ").to_owned()
}

/// Returns the rows of a section's table, by the name in their first cell.
pub fn table(heading: &str) -> BTreeMap<String, Vec<String>> {
    let mut rows = BTreeMap::new();
    for row in section(heading).lines().filter(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<String> = row.split('|').skip(1).map(|cell| cell.trim().to_owned()).collect();
        let name = marked(&cells[0], '`').next().unwrap_or_else(|| panic!("{PAGE}, {heading}: {row}"));
        let name = name.split('(').next().unwrap_or(name);
        let name = name.trim_start_matches("RapportFeedback.").trim_start_matches("RapportTrend.").to_owned();
        assert!(rows.insert(name.clone(), cells).is_none(), "{PAGE}, {heading}: `{name}` occurs twice");
    }
    rows
}

pub fn manifest() -> Value {
    serde_json::from_str(&read(MANIFEST)).unwrap_or_else(|error| panic!("{MANIFEST}: {error}"))
}

/// Returns one of the lists of the form's class in the manifest, by name.
pub fn listed(list: &str) -> BTreeMap<String, Value> {
    listed_of(0, list)
}

/// Returns one of the lists of the class in a module of the manifest, by name.
pub fn listed_of(module: usize, list: &str) -> BTreeMap<String, Value> {
    let class = manifest()["modules"][module]["declarations"][0].take();
    let mut by_name = BTreeMap::new();
    for entry in class[list].as_array().unwrap_or_else(|| panic!("{MANIFEST} has no {list}")) {
        let name = entry["name"].as_str().unwrap_or_else(|| panic!("{MANIFEST}, {list}: no name: {entry}"));
        assert!(entry["description"].is_string(), "{MANIFEST}, {list}: `{name}` has no description");
        let twice = by_name.insert(name.to_owned(), entry.clone());
        assert!(twice.is_none(), "{MANIFEST}, {list}: `{name}` occurs twice");
    }
    by_name
}

/// Returns the members of a class or an interface in the form's types, or in those of its data: for each name the rest
/// of its first line.
pub fn members(declaration: &str) -> BTreeMap<String, String> {
    let is_data = read(DATA_TYPES).contains(&format!("{declaration} "));
    members_in(if is_data { DATA_TYPES } else { TYPES }, declaration)
}

/// Returns the members of a class or an interface in a file of types.
pub fn members_in(path: &str, declaration: &str) -> BTreeMap<String, String> {
    let types = read(path);
    let (base, body) =
        between(&types, path, &format!("{declaration} "), "\n}").split_once('{').expect("a body");
    let body = if body.starts_with('}') { "" } else { body };
    let mut members = BTreeMap::new();
    for line in body.lines().filter_map(|line| line.strip_prefix("  ")) {
        let modifiers = ["static ", "readonly ", "get ", "set "];
        let line = modifiers.iter().fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
        let is_member = line.starts_with(|c: char| c == '"' || c.is_alphabetic());
        let Some(end) = line.find(['(', ':', '?', '<']).filter(|_| is_member) else { continue };
        let name = line[..end].trim_matches('"').to_owned();
        let rest = line[end..].trim_start_matches(['?', ':', ' ']).trim_end_matches(';');
        members.entry(name).or_insert_with(|| rest.to_owned());
    }
    if let Some(base) = base.trim().strip_prefix("extends ").filter(|base| base.ends_with("Detail")) {
        members.extend(members_in(path, &format!("interface {base}")));
    }
    members
}

/// Returns the literals of a union in the types.
pub fn union(name: &str) -> Names {
    names(marked(between(&read(TYPES), TYPES, &format!("export type {name} ="), "\n\n"), '"'))
}
