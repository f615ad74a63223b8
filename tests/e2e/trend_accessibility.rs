//! `<rapport-trend>` for keyboards, screen readers and colours: axe-core in every state, look and language, and the
//! accessibility tree, which `tests/data/accessibility-trend.txt` keeps for a person to read.

use std::fmt::Write as _;

use rapport::languages;
use serde_json::json;

use crate::accessibility::{ALL_RULES, COLOURS, LOOKS, set_look, violations};
use crate::accessibility_tree::{compare, tree};
use crate::cases;
use crate::harness::{Engine, Page, Tests};
use crate::trend_states::{STATES, enter_trend, on, run_on};

/// A tree of a thousand rows would say nothing more.
const TREES: [&str; 7] = [
    "failed",
    "without results",
    "twelve sessions",
    "a skipped session",
    "two questionnaires",
    "a subscale",
    "bad entries",
];
/// Contrast of lines and marks with their background, by WCAG 2.2, 1.4.11.
const LINE_CONTRAST: f64 = 3.0;
/// Contrast of text, by 1.4.3.
const TEXT_CONTRAST: f64 = 4.5;

pub fn tests(tests: &mut Tests) {
    for state in STATES {
        let name = format!("trend_{}_passes_axe", state.replace(' ', "_"));
        tests.add_named(Engine::Chromium, &name, async move |page| state_passes_axe(page, state).await);
    }
    for lang in languages() {
        let name = format!("trend_in_{lang}_passes_axe");
        tests.add_named(Engine::Chromium, &name, async move |page| language_passes_axe(page, lang).await);
    }
    tests.add(
        &[Engine::Chromium],
        &cases![
            axe_finds_a_stepper_without_a_name,
            every_trend_has_the_agreed_tree,
            lines_and_labels_of_the_chart_have_contrast,
            forced_colors_reach_the_chart,
        ],
    );
}

async fn state_passes_axe(page: &Page, state: &str) {
    if state == "failed" {
        page.allow_fault("rapport-trend.wasm");
    }
    enter_trend(page, state, "").await;
    for (look, features) in LOOKS {
        set_look(page, features).await;
        let options = if look == "light" { ALL_RULES } else { COLOURS };
        assert_eq!(violations(page, options).await, json!([]), "{look}");
    }
}

async fn language_passes_axe(page: &Page, lang: &str) {
    for state in ["an earlier session", "two questionnaires"] {
        enter_trend(page, state, &format!("lang=\"{lang}\"")).await;
        set_look(page, LOOKS[0].1).await;
        assert_eq!(violations(page, ALL_RULES).await, json!([]), "{state}");
        let left = run_on(page, ".panel", "e.textContent.match(/\\{\\w+\\}|undefined|NaN|\\[object/g)").await;
        assert!(left.is_null(), "{state}: {left}");
    }
}

/// The checks look into the shadow root.
async fn axe_finds_a_stepper_without_a_name(page: &Page) {
    enter_trend(page, "twelve sessions", "").await;
    run_on(page, "[part=stepper]", "e.removeAttribute('aria-label')").await;
    assert_ne!(violations(page, ALL_RULES).await, json!([]));
}

async fn every_trend_has_the_agreed_tree(page: &Page) {
    page.allow_fault("rapport-trend.wasm");
    let mut all = String::from(
        "Chromium’s accessibility tree of <rapport-trend> in each state: roles, names and properties.\n",
    );
    for state in TREES {
        enter_trend(page, state, "").await;
        write!(all, "\n== {state} ==\n\n{}", tree(page, "rapport-trend").await).expect("text");
    }
    enter_trend(page, "twelve sessions", "lang=\"ar\"").await;
    write!(all, "\n== twelve sessions, in Arabic ==\n\n{}", tree(page, "rapport-trend").await).expect("text");
    compare("accessibility-trend.txt", &all);
}

/// An expression for the contrast of the colours of a property of `e` and of the panel's background.
fn contrast(property: &str) -> String {
    format!(
        "(() => {{
           const canvas = new OffscreenCanvas(1, 1).getContext('2d');
           const luminance = (color) => {{
             canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
             const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
               .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
             return 0.2126 * r + 0.7152 * g + 0.0722 * b;
           }};
           const pair = [getComputedStyle(e).{property}, getComputedStyle(e.closest('.panel')).backgroundColor].map(luminance);
           return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
         }})()"
    )
}

/// axe-core measures no SVG.
async fn lines_and_labels_of_the_chart_have_contrast(page: &Page) {
    enter_trend(page, "two questionnaires", "").await;
    let shapes = [
        (".line", "stroke", LINE_CONTRAST),
        (".mark:not(.hollow)", "fill", LINE_CONTRAST),
        (".ring", "stroke", LINE_CONTRAST),
        (".halo", "stroke", LINE_CONTRAST),
        (".rule", "stroke", LINE_CONTRAST),
        (".label", "fill", TEXT_CONTRAST),
        (".label.chosen", "fill", TEXT_CONTRAST),
    ];
    for (look, features) in LOOKS {
        set_look(page, features).await;
        for (selector, property, least) in shapes {
            let found = run_on(page, selector, &contrast(property)).await;
            assert!(found.as_f64().is_some_and(|ratio| ratio >= least), "{look}: {selector} has {found}");
        }
        let widths = run_on(page, ".line", "parseFloat(getComputedStyle(e).strokeWidth)").await;
        assert!(widths.as_f64().is_some_and(|width| width >= 2.0), "{widths}");
        let size = run_on(page, ".label", "parseFloat(getComputedStyle(e).fontSize)").await;
        assert!(size.as_f64().is_some_and(|size| size >= 12.0), "{size}");
    }
}

/// SVG keeps its own colours under forced colours, unless a style sheet names system colours.
async fn forced_colors_reach_the_chart(page: &Page) {
    enter_trend(page, "two questionnaires", "").await;
    set_look(page, LOOKS[2].1).await;
    page.eval(
        "const probe = document.body.appendChild(document.createElement('p'));
         window.system = (color) => { probe.style.setProperty('color', color); return getComputedStyle(probe).color; };",
    )
    .await;
    for (selector, property, system) in [
        (".line", "stroke", "Highlight"),
        (".mark:not(.hollow)", "fill", "Highlight"),
        (".halo", "stroke", "CanvasText"),
        (".rule", "stroke", "CanvasText"),
        (".label", "fill", "CanvasText"),
    ] {
        let same = format!("getComputedStyle({}).{property} === system('{system}')", on(selector));
        assert_eq!(page.eval(&format!("return {same}")).await, true, "{selector} {property}");
    }
}
