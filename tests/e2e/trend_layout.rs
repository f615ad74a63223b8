//! The layout of `<rapport-trend>` on narrow and wide screens and on paper, measured by boxes in the browser, its
//! screenshots, and its memory.

use std::path::Path;

use serde_json::{Value, json};

use crate::accessibility::{LOOKS, set_look};
use crate::cases;
use crate::harness::{DESKTOP, Engine, Page, Tests};
use crate::trend_states::{STATES, choose, enter_trend, load_trend, run_on, two};

const WIDTHS: [u32; 3] = [320, 768, 1280];

pub fn tests(tests: &mut Tests) {
    for lang in ["en", "de", "hi", "ar"] {
        let name = format!("trend_fits_320_pixels_in_{lang}");
        tests.add_named(Engine::Chromium, &name, async move |page| fits_320_pixels(page, lang).await);
    }
    tests.add(&DESKTOP, &cases![labels_do_not_overlap]);
    tests.add(
        &[Engine::Chromium],
        &cases![
            labels_do_not_overlap_for_any_choice,
            fits_a_grid_and_a_row_of_the_page,
            print_has_every_session,
            trends_leave_no_memory
        ],
    );
    let [screenshots] = cases![screenshots];
    tests.add_ignored(Engine::Chromium, screenshots);
}

/// Nothing but the table scrolls sideways, and targets are as large as a finger.
async fn fits_320_pixels(page: &Page, lang: &str) {
    page.allow_fault("rapport-trend.wasm");
    page.resize(320, 640).await;
    for state in STATES {
        enter_trend(page, state, &format!("lang=\"{lang}\"")).await;
        let over = page
            .eval(
                "const panel = document.querySelector('rapport-trend').shadowRoot.querySelector('.panel');
                 const cut = [...panel.querySelectorAll('*')].filter((e) => {
                   const { left, right, width } = e.getBoundingClientRect();
                   return width && !e.closest('.scroller table') && (left < -1 || right > innerWidth + 1);
                 });
                 return [document.scrollingElement, panel].filter((e) => e.scrollWidth > e.clientWidth + 1)
                   .concat(cut).map((e) => e.outerHTML.slice(0, 100))",
            )
            .await;
        assert_eq!(over, json!([]), "{state} in {lang}");
        let small = page
            .eval(
                "return [...document.querySelector('rapport-trend').shadowRoot.querySelectorAll('button, input, select')]
                   .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                   .filter(([, { width, height }]) => width < 44 || height < 44)",
            )
            .await;
        assert_eq!(small, json!([]), "{state} in {lang}");
    }
}

/// A grid or a flex box gives its items their smallest width; a wide table must not widen it beyond the page.
async fn fits_a_grid_and_a_row_of_the_page(page: &Page) {
    page.resize(360, 640).await;
    for display in ["grid", "flex"] {
        load_trend(page, "", &two()).await;
        page.events_exactly("trend-ready", 1).await;
        page.eval(&format!("document.querySelector('main').style.setProperty('display', '{display}')")).await;
        page.eval("document.querySelector('h1').remove()").await;
        page.wait_for("return document.scrollingElement.scrollWidth <= innerWidth").await;
        page.settled("return document.scrollingElement.scrollWidth").await;
        let width = "[document.scrollingElement.scrollWidth <= innerWidth, e.clientWidth > 250]";
        assert_eq!(run_on(page, "svg.drawing", width).await, json!([true, true]), "{display}");
    }
}

/// Each pair of labels in a drawing whose boxes overlap, and each label that leaves its drawing sideways. The boxes are
/// those of the letters, without the outline behind them.
const OVERLAPS: &str = "[...document.querySelector('rapport-trend').shadowRoot.querySelectorAll('.drawing')].flatMap((svg) => {
    const labels = [...svg.querySelectorAll('text')].map((e) => [e.textContent, e.getBBox()]);
    const ends = ({ x, y, width, height }) => [x, x + width, y, y + height];
    const pairs = labels.flatMap(([a, one], index) => labels.slice(index + 1).filter(([, other]) => {
      const [[left, right, top, bottom], [otherLeft, otherRight, otherTop, otherBottom]] = [one, other].map(ends);
      return left < otherRight && otherLeft < right && top < otherBottom && otherTop < bottom;
    }).map(([b, other]) => `${a} and ${b}: ${[one, other].map(ends)}`));
    const out = labels.filter(([, box]) => box.x < -1 || box.x + box.width > Number(svg.getAttribute('width')) + 1);
    return [...pairs, ...out.map(([a]) => `${a} outside`), ...(labels.length > 3 ? [] : ['too few labels'])];
  })";

async fn set_width(page: &Page, width: u32) {
    page.eval(&format!("document.body.style.setProperty('width', '{}px')", width - 16)).await;
    page.wait_for(&format!(
        "const svg = document.querySelector('rapport-trend').shadowRoot.querySelector('.drawing');
         return svg.clientWidth < {width} && Math.abs(svg.clientWidth - Number(svg.getAttribute('width'))) < 1"
    ))
    .await;
}

async fn labels_do_not_overlap(page: &Page) {
    for lang in ["en", "de", "ar", "zh-Hans"] {
        for state in ["twelve sessions", "two questionnaires", "a thousand sessions"] {
            enter_trend(page, state, &format!("lang=\"{lang}\"")).await;
            for width in WIDTHS {
                set_width(page, width).await;
                assert_eq!(
                    page.eval(&format!("return {OVERLAPS}")).await,
                    json!([]),
                    "{state}, {lang}, {width}"
                );
            }
        }
    }
}

async fn labels_do_not_overlap_for_any_choice(page: &Page) {
    for axis in ["time", "sessions"] {
        load_trend(page, &format!("axis=\"{axis}\""), &two()).await;
        page.events_exactly("trend-ready", 1).await;
        for width in WIDTHS {
            set_width(page, width).await;
            for session in 0..12 {
                if run_on(page, "[part=stepper]", "Number(e.value)").await != json!(session) {
                    choose(page, session).await;
                }
                assert_eq!(
                    page.eval(&format!("return {OVERLAPS}")).await,
                    json!([]),
                    "{axis}, {width}, {session}"
                );
            }
        }
    }
}

async fn print_media(page: &Page, media: &str) {
    page.cdp("Emulation.setEmulatedMedia", json!({ "media": media })).await;
}

/// On the screen the table scrolls in itself; paper has no scroll bar.
async fn print_has_every_session(page: &Page) {
    enter_trend(page, "a thousand sessions", "").await;
    let cut = "e.scrollHeight - e.clientHeight";
    assert_ne!(run_on(page, ".scroller", cut).await, 0);
    print_media(page, "print").await;
    assert_eq!(run_on(page, ".scroller", cut).await, 0);
    assert_eq!(run_on(page, "[part=stepper]", "e.checkVisibility()").await, false);
    let line = run_on(page, ".label", "getComputedStyle(e).fill").await;
    assert_eq!(line, "rgb(0, 0, 0)");
    print_media(page, "").await;
    // A sheet is 680 pixels wide within its margins.
    for lang in rapport::languages() {
        load_trend(page, &format!("theme=\"dark\" lang=\"{lang}\""), &two()).await;
        page.events_exactly("trend-ready", 1).await;
        page.eval("document.body.style.setProperty('width', '680px')").await;
        print_media(page, "print").await;
        let cut = "[...e.querySelectorAll('*')].map((cell) => cell.getBoundingClientRect())
            .filter(({ left, right, width }) => width > 1 && (left < 7 || right > 690)).length";
        assert_eq!(run_on(page, ".scroller", cut).await, 0, "{lang}");
    }
    let colors = "[getComputedStyle(e).stroke, getComputedStyle(e.closest('.panel').querySelector('[aria-current] td')).backgroundColor]";
    assert_eq!(run_on(page, ".line", colors).await, json!(["rgb(11, 107, 99)", "rgb(211, 222, 223)"]));
    print_media(page, "").await;
    enter_trend(page, "a thousand sessions", "").await;
    let pdf = page.cdp("Page.printToPDF", json!({})).await;
    let data = pdf["data"].as_str().expect("a file");
    let pages = page.eval(&format!("return atob('{data}').match(/\\/Type\\s*\\/Page\\b/g).length")).await;
    let pages = pages.as_u64().unwrap_or_default();
    assert!(pages >= 20, "{pages} pages for a thousand rows");
}

/// The counts of a page after garbage collection.
async fn counts(page: &Page) -> [Value; 2] {
    for _ in 0..3 {
        page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let metrics = page.cdp("Performance.getMetrics", json!({})).await;
    ["Nodes", "JSEventListeners"].map(|name| {
        let metrics = metrics["metrics"].as_array().expect("metrics");
        metrics.iter().find(|metric| metric["name"] == name).expect(name)["value"].clone()
    })
}

async fn trends_leave_no_memory(page: &Page) {
    enter_trend(page, "twelve sessions", "").await;
    page.cdp("Performance.enable", json!({})).await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        page.eval(
            "const first = document.querySelector('rapport-trend');
             return (async () => {
               for (let i = 0; i < 30; i += 1) {
                 const trend = first.cloneNode(true);
                 const ready = new Promise((done) => trend.addEventListener('rapport-trend-ready', done));
                 first.after(trend);
                 await ready;
                 trend.results = [];
                 trend.remove();
                 await new Promise((done) => setTimeout(done));
               }
               events.length = 0;
             })()",
        )
        .await;
        seen.push(counts(page).await);
    }
    assert_eq!(seen[2], seen[0], "nodes and listeners: {seen:?}");
}

/// Draws every state at three widths, in each look, and in Arabic, into `screenshots/`.
async fn screenshots(page: &Page) {
    page.allow_fault("rapport-trend.wasm");
    let folder = Path::new("screenshots");
    std::fs::create_dir_all(folder).expect("the folder");
    for (lang, looks) in [("en", &LOOKS[..]), ("ar", &LOOKS[..1])] {
        for state in STATES {
            for width in [360, 768, 1280] {
                // High enough for the whole element, but for the table of a thousand.
                page.resize(width, if width == 1280 { 2400 } else { 3200 }).await;
                enter_trend(page, state, &format!("lang=\"{lang}\"")).await;
                for (look, features) in looks {
                    set_look(page, *features).await;
                    let name = format!("trend-{}-{width}-{look}-{lang}.png", state.replace(' ', "-"));
                    std::fs::write(folder.join(name), page.screenshot().await).expect("a picture");
                }
                set_look(page, LOOKS[0].1).await;
            }
        }
    }
}
