//! The rules of axe-core in every state, look and language, and the announcements of the live region.

use rapport::languages;
use serde_json::{Value, json};

use crate::cases;
use crate::harness::{Engine, Page, Tests};
use crate::states::{STATES, enter_state};

pub fn tests(tests: &mut Tests) {
    tests.add(&[Engine::Chromium], &cases![axe_finds_a_missing_label, status_is_announced_once_and_politely]);
    for state in STATES {
        let name = format!("state_{}_passes_axe", state.replace([' ', ','], "_"));
        tests.add_named(Engine::Chromium, &name, async move |page| state_passes_axe(page, state).await);
    }
    for lang in languages() {
        let name = format!("language_{lang}_passes_axe");
        tests.add_named(Engine::Chromium, &name, async move |page| language_passes_axe(page, lang).await);
    }
}

/// Preferences of a respondent or a system: a name, then the colour scheme, forced colours, and contrast.
pub const LOOKS: [(&str, [&str; 3]); 5] = [
    ("light", ["light", "none", "no-preference"]),
    ("dark", ["dark", "none", "no-preference"]),
    ("forced", ["dark", "active", "more"]),
    ("contrast", ["light", "none", "more"]),
    ("contrast-dark", ["dark", "none", "more"]),
];
pub const ALL_RULES: &str = "{}";
/// A look changes nothing but colours.
const COLOURS: &str = "{ runOnly: ['color-contrast'] }";

pub async fn set_look(page: &Page, [scheme, forced, contrast]: [&str; 3]) {
    let features =
        [("prefers-color-scheme", scheme), ("forced-colors", forced), ("prefers-contrast", contrast)];
    page.emulate_media(&features).await;
    page.wait_for_animations().await;
}

/// Returns each rule that axe finds broken, with the markup. Text in the colour of its background is among what axe
/// leaves to a person, because a page may mean it; this element never does.
pub async fn violations(page: &Page, options: &str) -> Value {
    page.eval(&format!(
        "return axe.run(document, {options}).then(({{ violations, incomplete }}) => {{
           const unseen = incomplete.flatMap(({{ nodes }}) => nodes)
             .filter((node) => node.any.some(({{ data }}) => data?.messageKey === 'equalRatio'));
           const describe = (nodes) => nodes.map((node) => node.html + ' ' + node.failureSummary);
           return violations.map(({{ id, nodes }}) => [id, describe(nodes)])
             .concat(unseen.length ? [['unseen', describe(unseen)]] : []);
         }})"
    ))
    .await
}

async fn state_passes_axe(page: &Page, state: &str) {
    enter_state(page, state, "").await;
    for (look, features) in LOOKS {
        set_look(page, features).await;
        let options = if look == "light" { ALL_RULES } else { COLOURS };
        assert_eq!(violations(page, options).await, json!([]), "{look}");
    }
}

async fn language_passes_axe(page: &Page, lang: &str) {
    for state in ["answered", "list, answered", "review", "not saved", "failed"] {
        enter_state(page, state, &format!("lang=\"{lang}\"")).await;
        set_look(page, LOOKS[0].1).await;
        assert_eq!(violations(page, ALL_RULES).await, json!([]), "{state}");
    }
}

/// The checks look into the shadow root.
async fn axe_finds_a_missing_label(page: &Page) {
    enter_state(page, "empty", "").await;
    page.eval_on("input", "e.removeAttribute('aria-labelledby')").await;
    assert_ne!(violations(page, ALL_RULES).await, json!([]));
}

/// Compares every change of the live region while a result is saved, fails, and is saved again.
async fn status_is_announced_once_and_politely(page: &Page) {
    enter_state(page, "answered", "").await;
    let live = "e.getAttribute('role')";
    assert_eq!(page.eval_on("[part=status]", live).await, "status");
    page.eval(
        "window.announced = [];
         const status = document.querySelector('rapport-feedback').shadowRoot.querySelector('[part=status]');
         new MutationObserver(() => announced.push(status.isConnected && status.textContent))
           .observe(status, { childList: true, characterData: true, subtree: true })",
    )
    .await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.eval("settle.reject()").await;
    page.events_exactly("save-failed", 1).await;
    page.click("retry").await;
    page.events_exactly("submit", 2).await;
    page.eval("settle.resolve()").await;
    page.wait_for_visible("[part=message-title]").await;
    let announced = page.eval("return announced").await;
    let not_saved = "Your answers are not saved yet. They are still here, so you can try again.";
    let sent = "Your answers have been sent.";
    assert_eq!(announced, json!(["Sending…", not_saved, "Sending…", sent]));
}
