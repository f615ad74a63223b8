//! Libraries of host pages that take focus, keys, scrolling or the markup of the page: modal dialogs, page caches,
//! patches of the markup, and shortcuts.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            dialog_over_a_modal_of_radix_can_be_answered,
            dialog_that_follows_a_modal_of_radix_keeps_the_focus,
            dialog_over_a_modal_of_radix_scrolls,
            dialog_that_radix_hides_from_screen_readers_is_reported,
            form_inside_a_modal_of_radix_can_be_answered,
            back_in_turbo_does_not_ask_again,
            refresh_by_turbo_keeps_the_answers,
            stream_of_turbo_keeps_the_answers,
            patch_by_idiomorph_keeps_the_answers,
            patch_that_clears_the_children_keeps_the_answers,
            shortcuts_of_hotkeys_do_not_fire_in_the_form,
        ],
    );
    tests.add(&[Engine::Chromium, Engine::Phone], &cases![dialog_over_a_modal_of_radix_scrolls_by_touch]);
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const LIBRARIES: &str = "/frameworks/libraries";
/// Radix and Turbo add style elements to the page.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     style-src 'self' 'unsafe-inline'";

/// Adds a page with the element's script and others of the page.
fn add_page(page: &Page, name: &str, scripts: &[&str], markup: &str) -> String {
    assert!(
        std::path::Path::new("tests/frameworks/dist/libraries").exists(),
        "tests/frameworks/dist has no libraries: run `make frameworks`"
    );
    let tag = |file: &str| format!("<script type=\"module\" src=\"{file}\"></script>");
    let scripts: Vec<String> = scripts.iter().map(|file| tag(&format!("{LIBRARIES}/{file}"))).collect();
    page.server.add_page_with_policy(
        name,
        POLICY,
        &format!("{}{}{markup}", tag("/rapport.js"), scripts.concat()),
    )
}

/// Loads a page with a long dialog of the element, and one of Radix that is open. Radix hides no element with a script
/// in it.
async fn load_with_radix(page: &Page) {
    let markup = "<div id=\"radix\"></div><rapport-feedback mode=\"dialog\"></rapport-feedback>";
    page.goto(&add_page(page, "host", &["radix.js"], markup)).await;
    page.events_exactly("ready", 1).await;
    page.eval(&format!("{WIDGET}.strings = {{ instructions: 'Please answer. '.repeat(200) }}")).await;
    page.wait_for("return Boolean(window.radix)").await;
    page.eval("document.querySelector('#trigger').focus(); radix(true)").await;
    page.wait_for("return document.activeElement.matches('#note')").await;
}

async fn show(page: &Page) {
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
}

async fn answer_by_tap_and_keys(page: &Page) {
    page.tap("safe", 0.7).await;
    page.events_exactly("change", 1).await;
    page.eval_on("[data-item=open] input", "e.focus()").await;
    page.press(&['\u{E014}']).await;
    page.events_exactly("change", 2).await;
    for _ in 0..15 {
        page.press(&['\u{E004}']).await;
        let is_outside = "return document.activeElement.closest('#content, #trigger') !== null";
        assert_eq!(page.eval(is_outside).await, false, "the focus stays in the form");
    }
}

async fn dialog_over_a_modal_of_radix_can_be_answered(page: &Page) {
    load_with_radix(page).await;
    show(page).await;
    page.wait_for(&format!("return document.activeElement === {WIDGET}")).await;
    answer_by_tap_and_keys(page).await;
    assert_eq!(page.eval("return document.querySelector('#content') !== null").await, true, "it stays open");
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
}

/// The dialog that ends a call closes as the form shows.
async fn dialog_that_follows_a_modal_of_radix_keeps_the_focus(page: &Page) {
    load_with_radix(page).await;
    page.eval(&format!("radix(false); {WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    // Radix gives the focus back in a task of its own.
    page.settled("return document.activeElement.tagName").await;
    assert_eq!(page.eval("return document.activeElement.tagName").await, "RAPPORT-FEEDBACK");
    answer_by_tap_and_keys(page).await;
}

const SCROLL_TOP: &str =
    "return document.querySelector('rapport-feedback').shadowRoot.querySelector('.body').scrollTop";

/// Radix cancels wheel and touch outside its own dialog.
async fn dialog_over_a_modal_of_radix_scrolls(page: &Page) {
    load_with_radix(page).await;
    show(page).await;
    let [left, top, width, height] = page.element_box("rapport-feedback", "dialog").await;
    page.eval_on(".body", "e.scrollTop = 0").await;
    page.turn_wheel((left + width / 2.0, top + height / 2.0), 200).await;
    page.wait_for(&format!("{SCROLL_TOP} > 50")).await;
}

/// Radix hides everything outside its dialog from screen readers, and some browsers a modal dialog along with it.
async fn dialog_that_radix_hides_from_screen_readers_is_reported(page: &Page) {
    load_with_radix(page).await;
    assert_eq!(page.events("error").await, Vec::<Value>::new(), "before the dialog opens");
    show(page).await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!(
        (&error["code"], &error["fatal"], &error["problems"][0]["path"]),
        (&json!("config-invalid"), &json!(false), &json!("aria-hidden"))
    );
    page.tap("safe", 0.7).await;
    page.events_exactly("change", 1).await;
}

async fn form_inside_a_modal_of_radix_can_be_answered(page: &Page) {
    load_with_radix(page).await;
    page.eval(&format!(
        "{WIDGET}.remove(); const form = document.createElement('rapport-feedback'); form.instrument = 'one';
         document.querySelector('#slot').append(form);"
    ))
    .await;
    page.events_exactly("ready", 2).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.eval_on("input", "e.focus()").await;
    page.press(&['\u{E014}']).await;
    page.events_exactly("change", 2).await;
    page.eval_on("[part=submit]", "e.focus()").await;
    page.press(&[' ']).await;
    page.events_exactly("submit", 1).await;
    assert_eq!(page.eval("return document.querySelector('#content') !== null").await, true, "it stays open");
}

async fn dialog_over_a_modal_of_radix_scrolls_by_touch(page: &Page) {
    load_with_radix(page).await;
    show(page).await;
    let [left, top, width, height] = page.element_box("rapport-feedback", "dialog").await;
    page.eval_on(".body", "e.scrollTop = 0").await;
    let (x, y) = (left + width / 2.0, top + height / 2.0);
    let swipe: Vec<(f64, f64)> = (0..=20).map(|step| (x, y - f64::from(step) * 12.0)).collect();
    page.drag("touch", &swipe).await;
    page.wait_for(&format!("{SCROLL_TOP} > 50")).await;
}

const TURBO: &str = "turbo.es2017-esm.js";

/// Loads a page with Turbo and an open dialog, and gives an answer.
async fn load_with_turbo(page: &Page) {
    page.allow_requests("/page/"); // Turbo fetches pages
    let markup = |attributes: &str| {
        format!(
            "<meta name=\"turbo-refresh-method\" content=\"morph\"><div id=\"box\">
             <rapport-feedback mode=\"dialog\" session-id=\"s\" instrument=\"one\"{attributes}></rapport-feedback>
             </div>"
        )
    };
    let first = add_page(page, "host", &[TURBO], &markup(" open"));
    add_page(page, "other", &[TURBO], "<h1>Other</h1>");
    page.goto(&first).await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    // From now on the server sends the page as it sends it to everybody.
    add_page(page, "host", &[TURBO], &markup(""));
}

async fn back_in_turbo_does_not_ask_again(page: &Page) {
    load_with_turbo(page).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
    page.wait_for_visible("[part~=message-title]").await;
    page.eval(&format!("window.first = {WIDGET}; Turbo.visit('/page/other')")).await;
    page.wait_for("return document.querySelector('h1') !== null").await;
    page.eval("history.back()").await;
    page.wait_for(&format!("return {WIDGET} !== null && {WIDGET} !== first")).await;
    page.settled(&format!("return {WIDGET}.outerHTML")).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.open")).await, false);
    page.events_exactly("open", 1).await;
}

/// Asserts that the dialog was hidden, and comes back as it was.
async fn assert_kept(page: &Page) {
    assert_eq!(page.events_exactly("close", 1).await[0]["sent"], false);
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 2).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
}

async fn refresh_by_turbo_keeps_the_answers(page: &Page) {
    load_with_turbo(page).await;
    page.eval("Turbo.session.refresh(location.href)").await;
    assert_kept(page).await;
}

async fn stream_of_turbo_keeps_the_answers(page: &Page) {
    load_with_turbo(page).await;
    page.eval(
        "Turbo.renderStreamMessage(`<turbo-stream action=\"replace\" method=\"morph\" target=\"box\"><template>
           <div id=\"box\"><rapport-feedback mode=\"dialog\" session-id=\"s\" instrument=\"one\"></rapport-feedback></div>
         </template></turbo-stream>`)",
    )
    .await;
    assert_kept(page).await;
}

async fn morph(page: &Page, html: &str) {
    page.allow_requests(LIBRARIES);
    page.eval(&format!(
        "return import('{LIBRARIES}/idiomorph.esm.js').then(({{ Idiomorph }}) => {{
           Idiomorph.morph(document.querySelector('#box'), '<div id=\"box\">{html}</div>');
           return true;
         }})"
    ))
    .await;
}

async fn load_box(page: &Page, attributes: &str, children: &str) {
    let element = format!("<rapport-feedback {attributes}>{children}</rapport-feedback>");
    page.load(&format!("<div id=\"box\">{element}</div>")).await;
    page.events_exactly("ready", 1).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
}

async fn patch_by_idiomorph_keeps_the_answers(page: &Page) {
    load_box(page, "mode=\"dialog\" instrument=\"one\" open", "").await;
    morph(page, "<rapport-feedback mode=\"dialog\" instrument=\"one\"></rapport-feedback>").await;
    assert_kept(page).await;
}

/// The page's own script filled the element, and the server does not know of it.
async fn patch_that_clears_the_children_keeps_the_answers(page: &Page) {
    let script = r#"<script type="application/json">{"instrument": "one"}</script>"#;
    load_box(page, "", script).await;
    morph(page, "<rapport-feedback></rapport-feedback>").await;
    page.wait_for(&format!("return {WIDGET}.children.length === 0")).await;
    page.settled(&format!("return {WIDGET}.outcome.answered")).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["instrument"]["id"], "one");
}

/// A call's shortcuts, with the filter of the library and without.
async fn shortcuts_of_hotkeys_do_not_fire_in_the_form(page: &Page) {
    page.allow_requests(LIBRARIES);
    for filter in ["", "hotkeys.filter = () => true;"] {
        page.load(
            "<rapport-feedback instrument=\"one\"></rapport-feedback><button id=\"page\">Page</button>",
        )
        .await;
        page.events_exactly("ready", 1).await;
        page.eval(&format!(
            "return import('{LIBRARIES}/hotkeys-js.js').then(({{ default: hotkeys }}) => {{
               window.fired = []; {filter}
               hotkeys('m,space,right', {{ keyup: true }}, (event) => {{ fired.push(event.key); }});
               return true;
             }})"
        ))
        .await;
        page.eval_on("input", "e.focus()").await;
        page.press(&['m', '\u{E014}', ' ']).await;
        page.events_exactly("change", 1).await;
        assert_eq!(page.eval("return fired").await, json!([]), "{filter}");
        page.eval("document.querySelector('#page').focus()").await;
        page.press(&['m']).await;
        page.wait_for("return fired.includes('m')").await;
    }
}
