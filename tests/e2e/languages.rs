//! The language, direction and digits of the form, from the element or the page around it.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            arabic_is_right_to_left_with_its_own_digits,
            language_is_inherited_from_the_nearest_ancestor,
            dir_of_the_host_page_wins,
            numbers_are_in_the_forms_language,
        ],
    );
}

async fn direction(page: &Page) -> Value {
    page.eval_on(".panel", "[e.lang, e.dir, getComputedStyle(e.querySelector('input') ?? e).direction]").await
}

async fn arabic_is_right_to_left_with_its_own_digits(page: &Page) {
    page.load_form("lang=\"ar\" show-value").await;
    assert_eq!(direction(page).await, json!(["ar", "rtl", "rtl"]));
    // The low end is at the right.
    page.tap("safe", 0.2).await;
    let value = page.events_exactly("change", 1).await[0]["value"].as_i64().expect("a number");
    assert!((78..=82).contains(&value), "{value}");
    let digits =
        page.eval(&format!("return [{value}, 100].map((n) => new Intl.NumberFormat('ar').format(n))")).await;
    let spoken = page.eval_on("[data-item=safe] input", "e.getAttribute('aria-valuetext')").await;
    assert_eq!(
        spoken,
        format!("{} من {}", digits[0].as_str().expect("digits"), digits[1].as_str().expect("digits"))
    );
    assert_eq!(page.eval_on("[data-item=safe] .number", "e.textContent").await, digits[0]);
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["lang"], "ar");
}

async fn language_is_inherited_from_the_nearest_ancestor(page: &Page) {
    page.load("<div lang=\"zh-CN\"><rapport-feedback></rapport-feedback></div>").await;
    page.events_exactly("ready", 1).await;
    assert_eq!(direction(page).await, json!(["zh-Hans", "ltr", "ltr"]));
    assert_eq!(page.eval_on("h2", "[e.lang, e.textContent]").await, json!(["zh-Hans", "这次会谈怎么样？"]));
    page.eval("document.querySelector('rapport-feedback').lang = 'hi'").await;
    page.wait_for(
        "return document.querySelector('rapport-feedback').shadowRoot.querySelector('.panel').lang === 'hi'",
    )
    .await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["lang"], "hi");
}

async fn dir_of_the_host_page_wins(page: &Page) {
    for (around, own, expected) in [
        ("dir=\"rtl\"", "", "rtl"),
        ("dir=\"rtl\"", "dir=\"ltr\"", "ltr"),
        ("dir=\"ltr\"", "lang=\"ar\"", "ltr"),
        ("", "lang=\"ar\" dir=\"auto\"", "rtl"),
        ("", "", "ltr"),
    ] {
        page.load(&format!("<div {around}><rapport-feedback {own}></rapport-feedback></div>")).await;
        page.events_exactly("ready", 1).await;
        assert_eq!(direction(page).await[2], expected, "{around}, {own}");
        assert_eq!(page.events("error").await, [] as [Value; 0]);
    }
}

async fn numbers_are_in_the_forms_language(page: &Page) {
    // A tag that the browser refuses, and a language without strings.
    for lang in ["ar-a", "fa"] {
        page.load_form(&format!("lang=\"{lang}\"")).await;
        page.tap("safe", 0.5).await;
        page.events_exactly("change", 1).await;
        let spoken = page.eval_on("[data-item=safe] input", "e.getAttribute('aria-valuetext')").await;
        let spoken = spoken.as_str().expect("a string");
        assert!(spoken.contains("50") && spoken.contains("100"), "{lang}: {spoken}");
    }
}
