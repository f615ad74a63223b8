//! What assistive technology finds: checks that others wrote, in every state, language and look; and the accessibility
//! tree of every state, kept in `tests/data/accessibility.txt` for a person to read.

use std::fmt::Write as _;
use std::path::Path;

use rapport::languages;
use serde_json::{Value, json};

use crate::page::Page;
use crate::states::{STATES, reach};

mod in_chromium {
    crate::case!(Chromium, no_state_breaks_a_rule_of_axe);
    crate::case!(Chromium, no_language_breaks_a_rule_of_axe);
    crate::case!(Chromium, every_state_has_the_tree_that_was_agreed_on);
    crate::case!(Chromium, nothing_scrolls_sideways_at_four_hundred_percent);
    crate::case!(Chromium, targets_are_as_large_as_a_finger);
    crate::case!(Chromium, states_are_told_once_and_politely);
    #[test]
    #[ignore = "draws pictures for people to look at: make screenshots"]
    fn screenshots() {
        crate::page::run(crate::engine::Engine::Chromium, super::screenshots);
    }
}

/// What a client or a system may prefer: a name, the colour scheme, forced colours, contrast.
const LOOKS: [(&str, [&str; 3]); 5] = [
    ("light", ["light", "none", "no-preference"]),
    ("dark", ["dark", "none", "no-preference"]),
    ("forced", ["dark", "active", "more"]),
    ("contrast", ["light", "none", "more"]),
    ("contrast-dark", ["dark", "none", "more"]),
];

async fn prefer(page: &Page, [scheme, forced, contrast]: [&str; 3]) {
    let features =
        [("prefers-color-scheme", scheme), ("forced-colors", forced), ("prefers-contrast", contrast)];
    page.prefer(&features).await;
    page.rest().await;
}

/// What axe finds wrong in the page, with the markup that it is about. Text in the colour of its background is among
/// what it leaves to a person, because that may be meant; here it is not.
async fn violations(page: &Page) -> Value {
    page.eval(
        "return axe.run(document).then(({ violations, incomplete }) => {
           const unseen = incomplete.flatMap(({ nodes }) => nodes)
             .filter((node) => node.any.some(({ data }) => data?.messageKey === 'equalRatio'));
           const told = (nodes) => nodes.map((node) => node.html + ' ' + node.failureSummary);
           return violations.map(({ id, nodes }) => [id, told(nodes)])
             .concat(unseen.length ? [['unseen', told(unseen)]] : []);
         })",
    )
    .await
}

async fn looks_right(page: &Page, what: &str) {
    for (look, features) in LOOKS {
        prefer(page, features).await;
        assert_eq!(violations(page).await, json!([]), "{what}, {look}");
    }
}

async fn no_state_breaks_a_rule_of_axe(page: &Page) {
    for state in STATES {
        reach(page, state, "").await;
        looks_right(page, state).await;
    }
    // So that the checks are known to look inside.
    reach(page, "empty", "").await;
    page.of("input", "e.removeAttribute('aria-labelledby')").await;
    assert_ne!(violations(page).await, json!([]));
}

async fn no_language_breaks_a_rule_of_axe(page: &Page) {
    for lang in languages() {
        for state in ["answered", "review", "not saved", "failed"] {
            reach(page, state, &format!("lang=\"{lang}\"")).await;
            looks_right(page, &format!("{state} in {lang}")).await;
        }
    }
}

async fn every_state_has_the_tree_that_was_agreed_on(page: &Page) {
    let mut all = String::from(
        "What Chromium tells assistive technology of the element in each state: role, name, and what else is said.\n",
    );
    for state in STATES {
        reach(page, state, "").await;
        write!(all, "\n== {state} ==\n\n{}", tree(page).await).expect("text");
    }
    reach(page, "answered", "lang=\"ar\"").await;
    write!(all, "\n== answered, in Arabic ==\n\n{}", tree(page).await).expect("text");
    let file = Path::new("tests/data/accessibility.txt");
    let agreed = std::fs::read_to_string(file).unwrap_or_default();
    if agreed != all {
        let first = all.lines().zip(agreed.lines()).find(|(now, then)| now != then);
        let made = Path::new("target/accessibility.txt");
        std::fs::write(made, &all).expect("the tree as it is now");
        panic!(
            "{} differs from {} at {first:?}; where that is meant, copy it",
            made.display(),
            file.display()
        );
    }
}

/// The accessibility tree of the host's main part, a line a node, without what is only layout.
async fn tree(page: &Page) -> String {
    page.cdp("Accessibility.enable", json!({})).await;
    let tree = page.cdp("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().expect("nodes");
    // Beside a modal dialog there is no main part.
    let is = |role: &'static str| nodes.iter().find(move |node| node["role"]["value"] == role);
    let mut lines = String::new();
    describe(nodes, is("main").or(is("RootWebArea")).expect("a page"), 0, "", &mut lines);
    // This tree has a slider's number alone, although a screen reader is told the words.
    let said = page
        .eval(
            "return [...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('[aria-valuetext]')]
               .map((e) => e.getAttribute('aria-valuetext'))",
        )
        .await;
    for words in said.as_array().into_iter().flatten() {
        lines = lines.replacen(SAID, &words.to_string(), 1);
    }
    lines
}

/// Stands for a slider's words.
const SAID: &str = "{said}";

fn describe(nodes: &[Value], node: &Value, depth: usize, above: &str, lines: &mut String) {
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let (role, name) = (text(&node["role"]), text(&node["name"]));
    let told = role == "StaticText" && above == name;
    let shown =
        node["ignored"] != true && !["generic", "none", "InlineTextBox"].contains(&role.as_str()) && !told;
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
            let known = [
                "valuetext",
                "checked",
                "disabled",
                "focused",
                "invalid",
                "required",
                "live",
                "level",
                "modal",
            ];
            let value = &property["value"]["value"];
            let said = *value != json!(false) && *value != json!("false") && *value != json!("");
            if known.contains(&name) && said {
                let value = if name == "valuetext" { SAID.into() } else { value.to_string() };
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

/// 320 pixels are what is left of 1280 at 400 %.
async fn nothing_scrolls_sideways_at_four_hundred_percent(page: &Page) {
    page.resize(320, 256).await;
    for lang in ["en", "de", "hi", "ar"] {
        for state in STATES {
            reach(page, state, &format!("lang=\"{lang}\"")).await;
            let over = page
                .eval(
                    "const panel = document.querySelector('rapport-feedback').shadowRoot.querySelector('.panel');
                     const cut = [...panel.querySelectorAll('*')].filter((e) => {
                       const { left, right, width } = e.getBoundingClientRect();
                       return width && (left < -1 || right > innerWidth + 1);
                     });
                     return [document.scrollingElement, panel].filter((e) => e.scrollWidth > e.clientWidth + 1)
                       .concat(cut).map((e) => e.outerHTML.slice(0, 80))",
                )
                .await;
            assert_eq!(over, json!([]), "{state} in {lang}");
        }
    }
}

async fn targets_are_as_large_as_a_finger(page: &Page) {
    for width in [320, 1280] {
        page.resize(width, 740).await;
        for state in STATES {
            reach(page, state, "").await;
            let small = page
                .eval(
                    "return [...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('button, input')]
                       .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                       .filter(([, { width, height }]) => width < 44 || height < 44)",
                )
                .await;
            assert_eq!(small, json!([]), "{state} at {width} pixels");
        }
    }
}

/// Every change of the live region while an answer is sent, fails, and is sent again.
async fn states_are_told_once_and_politely(page: &Page) {
    reach(page, "answered", "").await;
    let live = "e.getAttribute('role')";
    assert_eq!(page.of("[part=status]", live).await, "status");
    page.eval(
        "window.told = [];
         const status = document.querySelector('rapport-feedback').shadowRoot.querySelector('[part=status]');
         new MutationObserver(() => told.push(status.isConnected && status.textContent))
           .observe(status, { childList: true, characterData: true, subtree: true })",
    )
    .await;
    page.click("submit").await;
    page.hear("submit", 1).await;
    page.eval("settle.reject()").await;
    page.hear("save-failed", 1).await;
    page.click("retry").await;
    page.hear("submit", 2).await;
    page.eval("settle.resolve()").await;
    page.shows("[part=thanks]").await;
    let told = page.eval("return told").await;
    let not_saved = "Your answers are not saved yet. They are still here, so you can try again.";
    let sent = "Your answers have been sent.";
    assert_eq!(told, json!(["Sending…", not_saved, "Sending…", sent]));
}

/// Every state at three widths, in each look, and in Arabic, as pictures in `screenshots/`.
async fn screenshots(page: &Page) {
    let folder = Path::new("screenshots");
    std::fs::create_dir_all(folder).expect("the folder");
    for (lang, looks) in [("en", &LOOKS[..]), ("ar", &LOOKS[..1])] {
        for state in STATES {
            for width in [360, 768, 1280] {
                page.resize(width, if width == 360 { 740 } else { 900 }).await;
                reach(page, state, &format!("lang=\"{lang}\"")).await;
                for (look, features) in looks {
                    prefer(page, *features).await;
                    let name = format!("{}-{width}-{look}-{lang}.png", state.replace([' ', ','], "-"));
                    std::fs::write(folder.join(name), page.picture().await).expect("a picture");
                }
                prefer(page, LOOKS[0].1).await;
            }
        }
    }
}
