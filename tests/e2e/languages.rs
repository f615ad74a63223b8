//! The language of the element or of the page around it is spoken, its digits and its direction too.

use serde_json::{Value, json};

use crate::page::Page;

crate::in_every_engine!(
    arabic_is_written_from_right_to_left_in_its_own_digits,
    the_language_is_that_of_the_nearest_ancestor,
    the_direction_is_the_hosts_where_it_says_so,
    numbers_are_those_of_the_widgets_language,
);

async fn direction(page: &Page) -> Value {
    page.of(".panel", "[e.lang, e.dir, getComputedStyle(e.querySelector('input') ?? e).direction]").await
}

async fn arabic_is_written_from_right_to_left_in_its_own_digits(page: &Page) {
    page.open_form("lang=\"ar\" show-value").await;
    assert_eq!(direction(page).await, json!(["ar", "rtl", "rtl"]));
    // From the right, where the low end is now.
    page.tap("safe", 0.2).await;
    let value = page.hear("change", 1).await[0]["value"].as_i64().expect("a number");
    assert!((78..=82).contains(&value), "{value}");
    let digits =
        page.eval(&format!("return [{value}, 100].map((n) => new Intl.NumberFormat('ar').format(n))")).await;
    let said = page.of("[data-item=safe] input", "e.getAttribute('aria-valuetext')").await;
    assert_eq!(
        said,
        format!("{} من {}", digits[0].as_str().expect("digits"), digits[1].as_str().expect("digits"))
    );
    assert_eq!(page.of("[data-item=safe] .number", "e.textContent").await, digits[0]);
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["lang"], "ar");
}

async fn the_language_is_that_of_the_nearest_ancestor(page: &Page) {
    page.open("<div lang=\"zh-CN\"><rapport-feedback></rapport-feedback></div>").await;
    page.hear("ready", 1).await;
    assert_eq!(direction(page).await, json!(["zh-Hans", "ltr", "ltr"]));
    assert_eq!(page.of("h2", "[e.lang, e.textContent]").await, json!(["zh-Hans", "这次会谈怎么样？"]));
    page.eval("document.querySelector('rapport-feedback').lang = 'hi'").await;
    page.wait(
        "return document.querySelector('rapport-feedback').shadowRoot.querySelector('.panel').lang === 'hi'",
    )
    .await;
    page.click("submit").await;
    assert_eq!(page.hear("submit", 1).await[0]["lang"], "hi");
}

async fn the_direction_is_the_hosts_where_it_says_so(page: &Page) {
    for (around, own, expected) in [
        ("dir=\"rtl\"", "", "rtl"),
        ("dir=\"rtl\"", "dir=\"ltr\"", "ltr"),
        ("dir=\"ltr\"", "lang=\"ar\"", "ltr"),
        ("", "lang=\"ar\" dir=\"auto\"", "rtl"),
        ("", "", "ltr"),
    ] {
        page.open(&format!("<div {around}><rapport-feedback {own}></rapport-feedback></div>")).await;
        page.hear("ready", 1).await;
        assert_eq!(direction(page).await[2], expected, "{around}, {own}");
        assert_eq!(page.all("error").await, [] as [Value; 0]);
    }
}

async fn numbers_are_those_of_the_widgets_language(page: &Page) {
    // A tag that the browser does not take, and a language that is not spoken.
    for lang in ["ar-a", "fa"] {
        page.open_form(&format!("lang=\"{lang}\"")).await;
        page.tap("safe", 0.5).await;
        page.hear("change", 1).await;
        let said = page.of("[data-item=safe] input", "e.getAttribute('aria-valuetext')").await;
        let said = said.as_str().expect("a text");
        assert!(said.contains("50") && said.contains("100"), "{lang}: {said}");
    }
}
