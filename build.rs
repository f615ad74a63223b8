//! Turns the language files in `src/strings/` and the limits in `src/limits.json` into Rust constants. The scripts of
//! the element read the same files, so both sides agree.
#![allow(clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

fn main() {
    println!("cargo::rerun-if-changed=src/strings");
    println!("cargo::rerun-if-changed=src/limits.json");
    let out = env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR");
    let write =
        |name: &str, code: String| fs::write(Path::new(&out).join(name), code).expect("a file in OUT_DIR");
    write("strings.rs", strings());
    write("limits.rs", limits());
}

/// The keys once, and the texts of each language in the order of those keys, one a line. The texts after the key
/// `@later` are constants of their own: the element's script has the others.
fn strings() -> String {
    let languages: Vec<String> = read("src/strings/languages.json");
    let texts: Vec<Map<String, Value>> =
        languages.iter().map(|tag| read(&format!("src/strings/{tag}.json"))).collect();
    let (fallback, first) = languages.first().zip(texts.first()).expect("a language");
    for (tag, texts) in languages.iter().zip(&texts) {
        let is_same = texts.keys().eq(first.keys());
        assert!(is_same, "src/strings/{tag}.json and {fallback}.json differ in their keys");
    }
    let all_keys: Vec<&str> = first.keys().map(String::as_str).collect();
    let later = all_keys.iter().position(|key| *key == "@later").expect("the key @later");
    let (early_keys, later_keys) = all_keys.split_at(later);
    let texts_of = |keys: &[&str], texts: &Map<String, Value>| {
        let text = |key: &&str| texts.get(*key).and_then(Value::as_str).expect("a string");
        lines(&keys.iter().filter(|key| !key.starts_with('@')).map(text).collect::<Vec<_>>())
    };
    let keys =
        |keys: &[&str]| lines(&keys.iter().copied().filter(|key| !key.starts_with('@')).collect::<Vec<_>>());
    let early: Vec<_> =
        languages.iter().zip(&texts).map(|(tag, texts)| (tag, texts_of(early_keys, texts))).collect();
    let later: Vec<_> = texts.iter().map(|texts| texts_of(later_keys, texts)).collect();
    format!(
        "#[cfg(not(feature = \"element\"))]\nconst KEYS: &str = {:?};\n\
         #[cfg(not(feature = \"element\"))]\nconst LANGUAGES: [(&str, &str); {}] = {early:?};\n\
         const LATER_KEYS: &str = {:?};\nconst LATER: [&str; {}] = {later:?};\n",
        keys(early_keys),
        early.len(),
        keys(later_keys),
        later.len()
    )
}

fn lines(texts: &[&str]) -> String {
    let broken = texts.iter().find(|text| text.contains('\n'));
    assert!(broken.is_none(), "a text in src/strings/ has a line break: {broken:?}");
    texts.join("\n")
}

/// A constant for each limit, with its name in capitals.
fn limits() -> String {
    let limits: Map<String, Value> = read("src/limits.json");
    let numbers = limits.iter().filter_map(|(key, value)| Some((key, value.as_u64()?)));
    let constant = |(key, number): (&String, u64)| {
        let name: String = key
            .chars()
            .flat_map(|letter| {
                let dash = letter.is_ascii_uppercase().then_some('_');
                dash.into_iter().chain([letter.to_ascii_uppercase()])
            })
            .collect();
        format!(
            "#[allow(dead_code, clippy::unreadable_literal, reason = \"generated; some limits are used by the scripts only\")]\npub(crate) const {name}: usize = {number};\n"
        )
    };
    numbers.map(constant).collect()
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}
