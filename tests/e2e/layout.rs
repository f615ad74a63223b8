//! The layout of every state on narrow and wide screens, and its screenshots.

use std::path::Path;

use serde_json::{Value, json};

use crate::accessibility::{LOOKS, set_look};
use crate::cases;
use crate::harness::{Engine, Page, Tests};
use crate::states::{STATES, enter_state};

pub fn tests(tests: &mut Tests) {
    for lang in ["en", "de", "hi", "ar"] {
        let name = format!("states_fit_320_pixels_in_{lang}");
        tests.add_named(Engine::Chromium, &name, async move |page| states_fit_320_pixels(page, lang).await);
    }
    tests.add(&[Engine::Chromium], &cases![targets_are_44_pixels_on_a_wide_screen]);
    let [screenshots] = cases![screenshots];
    tests.add_ignored(Engine::Chromium, screenshots);
}

/// 320 pixels are what is left of 1280 at a zoom of 400 %. Nothing scrolls sideways, and targets are as large as a
/// finger.
async fn states_fit_320_pixels(page: &Page, lang: &str) {
    page.resize(320, 256).await;
    for state in STATES {
        enter_state(page, state, &format!("lang=\"{lang}\"")).await;
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
        assert_eq!(small_targets(page).await, json!([]), "{state} in {lang}");
    }
}

async fn targets_are_44_pixels_on_a_wide_screen(page: &Page) {
    page.resize(1280, 740).await;
    for state in STATES {
        enter_state(page, state, "").await;
        assert_eq!(small_targets(page).await, json!([]), "{state}");
    }
}

async fn small_targets(page: &Page) -> Value {
    page.eval(
        "return [...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('button, input')]
           .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
           .filter(([, { width, height }]) => width < 44 || height < 44)",
    )
    .await
}

/// Draws every state at three widths, in each look, and in Arabic, into `screenshots/`.
async fn screenshots(page: &Page) {
    let folder = Path::new("screenshots");
    std::fs::create_dir_all(folder).expect("the folder");
    for (lang, looks) in [("en", &LOOKS[..]), ("ar", &LOOKS[..1])] {
        for state in STATES {
            for width in [360, 768, 1280] {
                page.resize(width, if width == 360 { 740 } else { 900 }).await;
                enter_state(page, state, &format!("lang=\"{lang}\"")).await;
                for (look, features) in looks {
                    set_look(page, *features).await;
                    let name = format!("{}-{width}-{look}-{lang}.png", state.replace([' ', ','], "-"));
                    std::fs::write(folder.join(name), page.screenshot().await).expect("a picture");
                }
                set_look(page, LOOKS[0].1).await;
            }
        }
    }
}
