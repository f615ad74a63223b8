//! The reference page names the same parts and custom properties as the manifest and the style sheet.

use std::collections::BTreeMap;

use crate::sources::{MANIFEST, PAGE, after, assert_same, files, keys, listed, marked, read, table};

const CSS: &str = "www/element/element.css";

#[test]
fn parts_agree() {
    let page = keys(&table("Parts"));
    assert_same("parts", (PAGE, &page), (MANIFEST, &keys(&listed("cssParts"))));
    let css = read(CSS);
    for selector in after(&css, "[part=\"").chain(after(&css, "[part~=\"")) {
        let part = selector.split('"').next().unwrap_or(selector);
        assert!(page.contains(part), "parts: {CSS} styles `{part}`, which is not in {PAGE}");
    }
}

#[test]
fn parts_of_the_view_are_documented() {
    let page = keys(&table("Parts"));
    let mut seen = 0;
    for path in files("src/view", ".rs") {
        for name in read(&path).split(".attr(\"part\", \"").skip(1) {
            let part = name.split('"').next().unwrap_or(name);
            assert!(page.contains(part), "{path} has the part `{part}`, which is not in {PAGE}");
            seen += 1;
        }
    }
    assert!(seen > 8, "found only {seen} parts");
}

/// Returns the text up to the bracket that closes one opened before it.
fn until_closed(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    &text[..end.expect("a closing bracket")]
}

#[test]
fn custom_properties_agree() {
    let (page, manifest) = (table("Custom properties"), listed("cssProperties"));
    assert_same("custom properties", (PAGE, &keys(&page)), (MANIFEST, &keys(&manifest)));
    // The fallback values of each property: the light theme's, and the dark theme's if it differs.
    let css = read(CSS);
    let mut defaults: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for used in after(&css, "var(--rapport-").map(until_closed) {
        let (name, default) = used.split_once(", ").unwrap_or_else(|| panic!("{used} has no default"));
        let values = defaults.entry(format!("--rapport-{name}")).or_default();
        if !values.contains(&default) {
            values.push(default);
        }
    }
    assert_same("custom properties", (PAGE, &keys(&page)), (CSS, &keys(&defaults)));
    for (name, cells) in &page {
        let documented: Vec<&str> = cells[1..=2].iter().flat_map(|cell| marked(cell, '`')).collect();
        assert_eq!(documented, defaults[name], "{PAGE} and {CSS}: the defaults of `{name}`");
        assert_eq!(manifest[name]["default"], documented[0], "{MANIFEST}: the default of `{name}`");
        let description = manifest[name]["description"].as_str().unwrap_or_default();
        let dark: Vec<&str> = marked(description, '`').collect();
        assert_eq!(dark, documented[1..], "{MANIFEST}: the dark theme's default of `{name}`");
    }
}
