//! The accessibility tree of every state, which `tests/data/accessibility.txt` keeps for a person to read.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{Engine, Page, Tests};
use crate::states::{STATES, enter_state};

pub fn tests(tests: &mut Tests) {
    tests.add(&[Engine::Chromium], &cases![every_state_has_the_agreed_tree]);
}

const HEADER: &str =
    "Chromium’s accessibility tree of the element in each state: roles, names and properties.\n";
const KNOWN: [&str; 9] =
    ["valuetext", "checked", "disabled", "focused", "invalid", "required", "live", "level", "modal"];

async fn every_state_has_the_agreed_tree(page: &Page) {
    let mut all = String::from(HEADER);
    for state in STATES {
        enter_state(page, state, "").await;
        write!(all, "\n== {state} ==\n\n{}", tree(page, "rapport-feedback").await).expect("text");
    }
    enter_state(page, "answered", "lang=\"ar\"").await;
    write!(all, "\n== answered, in Arabic ==\n\n{}", tree(page, "rapport-feedback").await).expect("text");
    compare("accessibility.txt", &all);
}

/// Compares the trees with those that a file in `tests/data/` keeps.
pub fn compare(name: &str, all: &str) {
    let file = Path::new("tests/data").join(name);
    let agreed = std::fs::read_to_string(&file).unwrap_or_default();
    if agreed != all {
        let first = all.lines().zip(agreed.lines()).find(|(now, then)| now != then);
        let made = Path::new("target").join(name);
        std::fs::write(&made, all).expect("the tree as it is now");
        panic!(
            "{} differs from {} at {first:?}; where that is meant, copy it",
            made.display(),
            file.display()
        );
    }
}

/// Returns the accessibility tree of the host page's main element, a line a node, without layout nodes. `host` is the tag
/// of the element in it.
pub async fn tree(page: &Page, host: &str) -> String {
    page.cdp("Accessibility.enable", json!({})).await;
    let tree = page.cdp("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().expect("nodes");
    // A modal dialog hides the main element.
    let is = |role: &'static str| nodes.iter().find(move |node| node["role"]["value"] == role);
    let mut lines = String::new();
    describe(nodes, is("main").or(is("RootWebArea")).expect("a page"), 0, "", &mut lines);
    // The tree has a slider's number, although a screen reader gets `aria-valuetext`.
    let texts = page
        .eval(&format!(
            "return [...document.querySelector('{host}').shadowRoot.querySelectorAll('[aria-valuetext]')]
               .map((e) => e.getAttribute('aria-valuetext'))"
        ))
        .await;
    for text in texts.as_array().into_iter().flatten() {
        lines = lines.replacen(VALUE_TEXT, &text.to_string(), 1);
    }
    lines
}

/// Stands for a slider's `aria-valuetext`.
const VALUE_TEXT: &str = "{valuetext}";

fn describe(nodes: &[Value], node: &Value, depth: usize, above: &str, lines: &mut String) {
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let (role, name) = (text(&node["role"]), text(&node["name"]));
    let is_repeated = role == "StaticText" && above == name;
    let shown = node["ignored"] != true
        && !["generic", "none", "InlineTextBox"].contains(&role.as_str())
        && !is_repeated;
    if shown {
        let mut line = format!("{}{role}", "  ".repeat(depth));
        if !name.is_empty() {
            write!(line, " \"{name}\"").expect("text");
        }
        for property in ["value", "description"] {
            if !node[property]["value"].is_null() {
                write!(line, ", {property} {}", node[property]["value"]).expect("text");
            }
        }
        for property in node["properties"].as_array().into_iter().flatten() {
            let name = property["name"].as_str().unwrap_or_default();
            let value = &property["value"]["value"];
            let is_set = *value != json!(false) && *value != json!("false") && *value != json!("");
            if KNOWN.contains(&name) && is_set {
                let value = if name == "valuetext" { VALUE_TEXT.into() } else { value.to_string() };
                write!(line, ", {name} {value}").expect("text");
            }
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    for id in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = nodes.iter().find(|node| node["nodeId"] == *id) {
            describe(nodes, child, depth + usize::from(shown), if shown { &name } else { above }, lines);
        }
    }
}
