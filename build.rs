//! Turns the language files in `src/strings/` and `src/trend/strings/`, and `src/limits.json`, into Rust constants. The
//! scripts of the elements read the same files, so both sides agree.
#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

fn main() {
    println!("cargo::rerun-if-changed=src/strings");
    println!("cargo::rerun-if-changed=src/trend/strings");
    println!("cargo::rerun-if-changed=src/limits.json");
    let out = env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR");
    let write =
        |name: &str, code: String| fs::write(Path::new(&out).join(name), code).expect("a file in OUT_DIR");
    write("strings.rs", strings());
    if env::var_os("CARGO_FEATURE_TREND").is_some() {
        write("trend_strings.rs", trend_strings());
    }
    write("limits.rs", limits());
}

/// The keys once, and the texts of each language in the order of those keys, one a line. Those after the key `@later` are
/// constants of their own, and with the feature `element` the only ones: the element's script has the others.
fn strings() -> String {
    let languages = languages("src/strings");
    let is_later = |key: &&str| later_keys(&languages).any(|later| later == *key);
    let (later, early): (Vec<&str>, Vec<&str>) = keys(&languages).partition(is_later);
    let texts_of = |name: &str, keys: &[&str]| {
        let prefix = name.trim_end_matches("LANGUAGES");
        format!("const {prefix}KEYS: &str = {:?};\n{}", lines(keys), texts(name, keys, &languages))
    };
    let code = texts_of("LATER_LANGUAGES", &later);
    if env::var_os("CARGO_FEATURE_ELEMENT").is_some() {
        return code;
    }
    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    let is_instrument =
        |key: &&str| early.iter().any(|other| other.split('.').next() == Some(key) && other != key);
    let is_of_instrument = |key: &&&str| key.contains('.') || is_instrument(key);
    // A module without the form contains no texts of the form.
    let instruments: Vec<&str> =
        early.iter().filter(|key| !is_wasm || is_of_instrument(key)).copied().collect();
    code + &texts_of("LANGUAGES", &early) + &texts_of("INSTRUMENT_LANGUAGES", &instruments)
}

/// The keys of the screens after the first one.
fn later_keys(languages: &[Language]) -> impl Iterator<Item = &str> {
    let first = languages.first().map(|(_, texts)| texts.keys()).into_iter().flatten();
    first.map(String::as_str).skip_while(|key| *key != "@later").skip(1)
}

/// The keys as an enum, each documented by its English text, and the texts of each language in the same order.
fn trend_strings() -> String {
    let languages = languages("src/trend/strings");
    let english = &languages.first().expect("a language").1;
    let mut code = "/// The key of a text of the trend, with its English text.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum TrendKey {\n".to_owned();
    let keys: Vec<&str> = keys(&languages).collect();
    for key in &keys {
        let (first, rest) = key.split_at(1);
        let text = english.get(*key).and_then(Value::as_str).expect("a string");
        writeln!(code, "    /// “{text}”\n    {}{rest},", first.to_ascii_uppercase()).expect("a string");
    }
    writeln!(code, "}}\nimpl TrendKey {{\n    /// The names of all keys.\n    pub const NAMES: [&'static str; {}] = {keys:?};\n}}", keys.len())
        .expect("a string");
    code + &texts("TREND_LANGUAGES", &keys, &languages)
}

type Language = (String, Map<String, Value>);

/// The languages with their texts, the fallback first.
fn languages(folder: &str) -> Vec<Language> {
    let tags: Vec<String> = read("src/strings/languages.json");
    let language = |tag: String| {
        let texts = read(&format!("{folder}/{tag}.json"));
        (tag, texts)
    };
    let languages: Vec<Language> = tags.into_iter().map(language).collect();
    let (fallback, first) = languages.first().expect("a language");
    for (tag, texts) in &languages {
        assert!(
            texts.keys().eq(first.keys()),
            "{folder}/{tag}.json and {fallback}.json differ in their keys"
        );
    }
    languages
}

fn keys(languages: &[Language]) -> impl Iterator<Item = &str> {
    let first = languages.first().map(|(_, texts)| texts.keys()).into_iter().flatten();
    first.map(String::as_str).filter(|key| !key.starts_with('@'))
}

fn texts(name: &str, keys: &[&str], languages: &[Language]) -> String {
    let mut code = format!("const {name}: [(&str, &str); {}] = [", languages.len());
    for (tag, texts) in languages {
        let text = |key: &&str| texts.get(*key).and_then(Value::as_str).expect("a string");
        write!(code, "({tag:?}, {:?}),", lines(&keys.iter().map(text).collect::<Vec<_>>()))
            .expect("a string");
    }
    code + "];\n"
}

fn lines(texts: &[&str]) -> String {
    let broken = texts.iter().find(|text| text.contains('\n'));
    assert!(broken.is_none(), "a text in src/strings/ has a line break: {broken:?}");
    texts.join("\n")
}

/// A constant for each limit, and for the version, with its name in capitals.
fn limits() -> String {
    let limits: Map<String, Value> = read("src/limits.json");
    let constant = |(key, value): (&String, &Value)| {
        let kind = if value.is_string() { "&str" } else { "usize" };
        let name: String = key
            .chars()
            .flat_map(|letter| {
                let dash = letter.is_ascii_uppercase().then_some('_');
                dash.into_iter().chain([letter.to_ascii_uppercase()])
            })
            .collect();
        format!(
            "#[allow(dead_code, clippy::unreadable_literal, reason = \"generated; some limits are used by the scripts only\")]\npub(crate) const {name}: {kind} = {value};\n"
        )
    };
    limits.iter().filter(|(key, _)| !key.starts_with('@')).map(constant).collect()
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}
