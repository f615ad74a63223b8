//! How the form looks in a host page: its colour scheme, its small print, and on paper.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            theme_follows_the_color_scheme_of_the_page,
            small_print_takes_two_lines_until_opened,
            emergency_text_of_two_lines_is_in_view,
            only_the_body_of_a_dialog_scrolls,
            status_of_a_long_dialog_is_in_view,
        ],
    );
    tests.add(
        &[Engine::Chromium],
        &cases![print_shows_each_answer_in_words, print_shows_the_whole_of_a_long_dialog],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const LIGHT: &str = "rgb(255, 255, 255)";
const DARK: &str = "rgb(23, 33, 38)";

async fn shows_surface(page: &Page, color: &str) {
    let background = format!("getComputedStyle({WIDGET}.shadowRoot.querySelector('.panel')).backgroundColor");
    page.wait_for(&format!("return {background} === '{color}'")).await;
}

/// The system of the tests is light. A page may be dark only, and may change while the form shows.
async fn theme_follows_the_color_scheme_of_the_page(page: &Page) {
    page.load_form("").await;
    shows_surface(page, LIGHT).await;
    for (scheme, color) in [("dark", DARK), ("light dark", LIGHT), ("only dark", DARK), ("normal", LIGHT)] {
        page.eval(&format!("document.documentElement.style.setProperty('color-scheme', '{scheme}')")).await;
        shows_surface(page, color).await;
    }
    page.eval(&format!("document.body.style.setProperty('color-scheme', 'dark'); {WIDGET}.theme = 'light'"))
        .await;
    shows_surface(page, LIGHT).await;
    page.eval(&format!("{WIDGET}.theme = 'auto'")).await;
    shows_surface(page, DARK).await;
}

const CRISIS: &str = "If you might hurt yourself or somebody else, call 112 now, or go to the nearest emergency \
    department. Your therapist does not read this form tonight. The crisis line is open by day and by night.";

async fn small_print_takes_two_lines_until_opened(page: &Page) {
    page.load_form("").await;
    assert_eq!(
        page.eval_on(".panel", "e.querySelector('details')").await,
        Value::Null,
        "one text is not folded"
    );
    page.load_form("").await;
    page.eval(&format!(
        "{WIDGET}.strings = {{ crisis: '{CRISIS}' }}; {WIDGET}.style.setProperty('width', '300px')"
    ))
    .await;
    page.wait_for_visible("summary").await;
    let lines = "Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight))";
    assert_eq!(page.eval_on(".lines", lines).await, 2);
    let [left, top, width, height] = page.element_box("rapport-feedback", "summary").await;
    page.drag("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
    page.wait_for_visible("details[open]").await;
    assert!(page.eval_on(".lines", lines).await.as_f64().is_some_and(|lines| lines > 5.0));
    page.press(&[' ']).await;
    page.wait_for_visible("details:not([open])").await;
}

async fn emergency_text_of_two_lines_is_in_view(page: &Page) {
    let text = "If you need help now, call your local emergency number.";
    page.load_form("").await;
    page.eval(&format!(
        "{WIDGET}.strings = {{ crisis: '{text}' }}; {WIDGET}.style.setProperty('width', '320px')"
    ))
    .await;
    page.wait_for_visible("summary").await;
    let bottoms =
        "[...e.children].find((span) => span.textContent.startsWith('If you')).getBoundingClientRect().bottom
        <= e.getBoundingClientRect().bottom + 1";
    assert_eq!(page.eval_on(".lines", bottoms).await, true);
}

const LONG: &str = "{ id: 'long', version: '1', title: 'Long', scale: { min: 0, max: 10, step: 1 },
     score: { range: [0, 10], as: 'mean' },
     items: Array.from({ length: 40 }, (_, index) => ({ id: `q${index}`, text: `Question ${index}?`, low: 'No', high: 'Yes' })) }";

async fn load_long_dialog(page: &Page) {
    page.load("<rapport-feedback mode=\"dialog\"></rapport-feedback>").await;
    page.eval(&format!("{WIDGET}.instrument = {LONG}; {WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
}

/// A scroll bar of the dialog itself would stick out of its rounded corners.
async fn only_the_body_of_a_dialog_scrolls(page: &Page) {
    load_long_dialog(page).await;
    let overflow = "[e.scrollHeight > e.clientHeight + 1, getComputedStyle(e).overflowY]";
    assert_eq!(page.eval_on(".body", overflow).await, json!([true, "auto"]));
    assert_eq!(page.eval_on("dialog", overflow).await, json!([false, "hidden"]));
}

/// The buttons are in view from anywhere, so the answer to a press has to be.
async fn status_of_a_long_dialog_is_in_view(page: &Page) {
    load_long_dialog(page).await;
    page.eval(
        "addEventListener('rapport-submit', (event) => event.waitUntil(Promise.reject(new Error('no'))))",
    )
    .await;
    page.tap("q0", 0.7).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    page.events_exactly("save-failed", 1).await;
    page.wait_for_visible("[part=status]:not(:empty)").await;
    let is_in_view = "(() => { const { top, bottom } = e.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()";
    assert_eq!(page.eval_on("[part=status]", is_in_view).await, true);
    assert_eq!(page.eval_on(".body", "e.scrollTop").await, 0);
}

async fn print_media(page: &Page, media: &str) {
    page.cdp("Emulation.setEmulatedMedia", json!({ "media": media })).await;
}

/// Browsers print no backgrounds, of which handle and track consist.
async fn print_shows_each_answer_in_words(page: &Page) {
    page.load_form("instrument=\"one\"").await;
    page.tap("overall", 1.0).await;
    page.events_exactly("change", 1).await;
    let printed =
        "[getComputedStyle(e, '::after').content, getComputedStyle(e.querySelector('input')).display,
         getComputedStyle(e.querySelector('[part=clear]')).display]";
    assert_eq!(page.eval_on(".item", printed).await[0], "none");
    print_media(page, "print").await;
    assert_eq!(page.eval_on(".item", printed).await, json!(["\"100 out of 100: Good\"", "none", "none"]));
    print_media(page, "").await;
    page.click("clear").await;
    page.events_exactly("change", 2).await;
    print_media(page, "print").await;
    assert_eq!(page.eval_on(".item", printed).await[0], "\"not answered\"");
    print_media(page, "").await;
}

/// A modal dialog is as high as the window, and would be cut at the first page.
async fn print_shows_the_whole_of_a_long_dialog(page: &Page) {
    load_long_dialog(page).await;
    print_media(page, "print").await;
    let [panel, body] =
        ["dialog", ".body"].map(|selector| page.eval_on(selector, "[e.clientHeight, e.scrollHeight]"));
    let (panel, body) = (panel.await, body.await);
    assert_eq!((&panel[0], &body[0]), (&panel[1], &body[1]), "nothing is cut");
    assert!(panel[0].as_f64().is_some_and(|height| height > 1500.0), "{panel}");
    print_media(page, "").await;
    let pdf = page.cdp("Page.printToPDF", json!({})).await;
    let data = pdf["data"].as_str().expect("a file");
    let pages = page.eval(&format!("return atob('{data}').match(/\\/Type\\s*\\/Page\\b/g).length")).await;
    let pages = pages.as_u64().unwrap_or_default();
    assert!(pages >= 3, "{pages} pages");
}
