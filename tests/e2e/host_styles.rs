//! Pages whose styles, zoom, scroll locks and scripts surround the form: none of them changes how it looks, or what a
//! press on it means.

use serde_json::Value;

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            inherited_styles_do_not_reach_the_form,
            dialog_in_skipped_content_waits_until_it_is_rendered,
            dialog_is_usable_in_any_container,
            form_works_beside_changed_built_ins,
            dialog_opens_in_full_screen,
        ],
    );
    tests.add(&EVERY, &cases![press_means_what_it_shows_under_zoom_and_transforms]);
    tests.add(
        &[Engine::Chromium, Engine::Phone, Engine::Firefox],
        &cases![dialog_scrolls_although_the_page_locks_scrolling],
    );
    tests.add(&[Engine::Phone], &cases![dialog_scrolls_although_the_page_turns_touch_off]);
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const SHADOW: &str = "document.querySelector('rapport-feedback').shadowRoot";

/// Properties that are inherited, and the names of the custom properties that the style sheet uses itself.
const HOSTILE: &str = "
    accent-color: red; border-collapse: collapse; border-spacing: 20px; caption-side: bottom; caret-color: red;
    clip-rule: evenodd; color: red; cursor: none; dominant-baseline: central; empty-cells: hide;
    fill: red; font: italic small-caps 900 30px/3 serif; font-feature-settings: 'smcp'; font-kerning: none;
    font-optical-sizing: none; font-palette: dark; font-size-adjust: 2; font-stretch: ultra-expanded;
    font-synthesis: none; font-variant-numeric: oldstyle-nums; font-variation-settings: 'wght' 900;
    forced-color-adjust: none; hanging-punctuation: first; hyphenate-character: '!'; hyphens: auto;
    image-rendering: pixelated; interpolate-size: allow-keywords; letter-spacing: 10px; line-break: anywhere;
    line-height-step: 40px; list-style: square inside; math-depth: 3; math-style: compact; orphans: 9;
    overflow-wrap: normal; paint-order: stroke; print-color-adjust: exact; quotes: none; ruby-position: under;
    scrollbar-color: red blue; shape-rendering: crispEdges; stroke: red; stroke-width: 20px; tab-size: 20;
    text-align: right; text-align-last: right; text-anchor: end; text-autospace: normal; text-combine-upright: all;
    text-emphasis: dot; text-indent: 100px; text-justify: none; text-orientation: upright;
    text-rendering: geometricPrecision; text-shadow: 3px 3px 3px red; text-size-adjust: 200%;
    text-spacing-trim: space-all; text-transform: uppercase; text-underline-offset: 20px;
    text-underline-position: under; text-wrap: nowrap; white-space: pre; widows: 9; word-break: break-all;
    word-spacing: 40px; writing-mode: vertical-rl; -webkit-font-smoothing: none; -webkit-line-break: after-white-space;
    -webkit-nbsp-mode: space; -webkit-rtl-ordering: visual; -webkit-tap-highlight-color: red;
    -webkit-text-fill-color: transparent; -webkit-text-security: disc; -webkit-text-size-adjust: 200%;
    -webkit-text-stroke: 3px red; -webkit-touch-callout: none; -webkit-user-modify: read-write;
    --accent: red; --gap: 99px; --handle: 1px; --line: red; --on-accent: red; --padding: 99px; --radius: 99px;
    --rim: 1px; --small-radius: 99px; --soft: red; --surface: red; --text: red; --thumb-opacity: 0; --track: red;";
/// Those that a modal dialog does not inherit, while an inline form is part of its page.
const HOSTILE_TO_DIALOGS: &str = "interactivity: inert; pointer-events: none; visibility: hidden;";

async fn inherited_styles_do_not_reach_the_form(page: &Page) {
    for (attributes, more) in [("", ""), ("mode=\"dialog\" open", HOSTILE_TO_DIALOGS)] {
        page.load(&format!(
            "<div><rapport-feedback instrument=\"one\" {attributes}></rapport-feedback></div>"
        ))
        .await;
        page.events_exactly("ready", 1).await;
        page.tap("overall", 0.7).await;
        page.events_exactly("change", 1).await;
        page.eval("document.activeElement.blur()").await;
        let read = format!(
            "const values = {{}};
             for (const selector of ['.panel', 'h2', 'p', 'h3 span', 'input', '[part=clear]', '[part=submit]']) {{
               const style = getComputedStyle({SHADOW}.querySelector(selector));
               for (const name of [...style, '--thumb-opacity'])
                 values[`${{selector}} ${{name}}`] = style.getPropertyValue(name);
             }}
             return values"
        );
        let before = page.eval(&read).await;
        let changed = page
            .eval(&format!(
                "const container = document.querySelector('div');
                 const values = () => [...getComputedStyle(container)].map(
                   (name) => getComputedStyle(container).getPropertyValue(name));
                 const before = values();
                 for (const e of [document.documentElement, document.body, container, {WIDGET}])
                   e.style.cssText = `{HOSTILE} {more}`;
                 return values().filter((value, index) => value !== before[index]).length"
            ))
            .await;
        assert!(changed.as_u64() > Some(40), "properties that the container inherits: {changed}");
        let after = page.eval(&read).await;
        let (before, after) = (before.as_object().expect("an object"), after.as_object().expect("an object"));
        // A box that is measured in percent follows that of its container.
        let is_size = |name: &str| ["size", "width", "origin"].iter().any(|part| name.contains(part));
        let differs = |(name, value): &(&String, &Value)| {
            after.get(*name) != Some(*value) && !(is_size(name) && attributes.is_empty())
        };
        let found: Vec<_> = before.iter().filter(differs).map(|(name, _)| (name, &after[name])).collect();
        assert!(found.is_empty(), "{attributes}: {found:?}");
    }
}

/// A closed `<details>`, and a container that a page keeps rendered but skips.
async fn dialog_in_skipped_content_waits_until_it_is_rendered(page: &Page) {
    for (hide, show) in [
        ("container.style.contentVisibility = 'hidden'", "container.style.contentVisibility = ''"),
        ("container.open = false", "container.open = true"),
    ] {
        page.load(
            "<details open id=\"container\"><summary>Call</summary>
             <rapport-feedback mode=\"dialog\" instrument=\"one\"></rapport-feedback></details>",
        )
        .await;
        page.events_exactly("ready", 1).await;
        page.eval(&format!("{hide}; {WIDGET}.show()")).await;
        assert_eq!(page.events_exactly("error", 1).await[0]["code"], "not-rendered", "{hide}");
        assert_eq!(page.events("open").await, Vec::<Value>::new(), "{hide}");
        page.eval(show).await;
        page.events_exactly("open", 1).await;
        page.tap("overall", 0.7).await;
        page.events_exactly("change", 1).await;
    }
}

async fn answer_and_send(page: &Page, what: &str) {
    page.tap("overall", 0.7).await;
    let change = &page.events_exactly("change", 1).await[0];
    assert_eq!(change["value"], 70, "{what}");
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
}

async fn dialog_is_usable_in_any_container(page: &Page) {
    for setup in [
        "box.style.cssText = 'height: 0; overflow: hidden; contain: strict'",
        "box.style.cssText = 'content-visibility: auto; position: absolute; top: 9000px'",
        "box.style.cssText = 'transform: scale(0); opacity: 0; clip-path: inset(100%); filter: blur(9px)'",
        "box.style.cssText = 'position: fixed; left: -9999px; width: 1px; height: 1px; contain: content'",
        "box.inert = true; document.body.inert = true",
        "box.contentEditable = 'true'; box.draggable = true",
        "const host = document.createElement('dialog'); document.body.append(host); host.showModal()",
        "const menu = document.createElement('div'); menu.popover = 'auto'; box.after(menu); menu.showPopover()",
        "const label = document.createElement('label'); box.append(label); label.append(box.firstChild)",
        "box.firstChild.style.display = 'contents'",
    ] {
        page.load(
            "<div id=\"box\"><rapport-feedback mode=\"dialog\" instrument=\"one\"></rapport-feedback></div>",
        )
        .await;
        page.events_exactly("ready", 1).await;
        page.eval(&format!("{setup}; {WIDGET}.show()")).await;
        page.events_exactly("open", 1).await;
        answer_and_send(page, setup).await;
    }
}

async fn form_works_beside_changed_built_ins(page: &Page) {
    for change in [
        "Object.prototype.extra = 1",
        "for (const each of [Object, Array, Function, String, Map, Set, Promise, Error])
           Object.freeze(each.prototype);
         for (const each of [EventTarget, Node, Element, HTMLElement, Event, CustomEvent])
           Object.freeze(each.prototype)",
        "Array.from = (list) => [].slice.call(list);
         Object.entries = (object) => Object.keys(object).map((key) => [key, object[key]])",
        "const add = EventTarget.prototype.addEventListener;
         EventTarget.prototype.addEventListener = function (type, listener, options) {
           const wrapped = typeof listener === 'function' ? function (event) { return listener.call(this, event) }
             : listener;
           return add.call(this, type, wrapped, options);
         }",
        "const { define } = customElements;
         customElements.define = function (name, base) { define.call(this, name, class extends base {}) }",
        "const base = document.createElement('base'); base.href = 'https://elsewhere.invalid/a/';
         document.head.append(base)",
        "for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'focusin'])
           addEventListener(type, (event) => event.preventDefault(), true)",
    ] {
        page.load_bare("<rapport-feedback instrument=\"one\"></rapport-feedback>").await;
        page.eval(&format!(
            "{change};
             const script = document.createElement('script');
             script.type = 'module'; script.src = `${{location.origin}}/rapport.js`; document.head.append(script)"
        ))
        .await;
        page.events_exactly("ready", 1).await;
        answer_and_send(page, change).await;
    }
}

async fn dialog_opens_in_full_screen(page: &Page) {
    page.load(
        "<button id=\"enter\">Full screen</button><div id=\"call\">Call</div>
         <rapport-feedback mode=\"dialog\" instrument=\"one\"></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.eval("enter.addEventListener('click', () => call.requestFullscreen())").await;
    page.click_in_page("#enter").await;
    page.wait_for("return Boolean(document.fullscreenElement)").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    answer_and_send(page, "full screen").await;
    page.eval("return document.exitFullscreen().then(() => true)").await;
}

/// Returns the left, top, right and bottom of the slider as they show, since engines differ on boxes under `zoom`.
async fn shown_box(page: &Page) -> [f64; 4] {
    let edges = page
        .eval(&format!(
            "const slider = {SHADOW}.querySelector('input');
             slider.scrollIntoView({{ block: 'center' }});
             const shows = (x, y) => {SHADOW}.elementFromPoint(x, y) === slider;
             const [xs, ys] = [[], []];
             for (let y = 0; y < innerHeight; y += 1)
               for (let x = 0; x < innerWidth; x += 20) shows(x, y) && ys.push(y);
             const middle = Math.round((ys[0] + ys.at(-1)) / 2);
             for (let x = 0; x < innerWidth; x += 0.5) shows(x, middle) && xs.push(x);
             return [xs[0], ys[0], xs.at(-1), ys.at(-1) + 1]"
        ))
        .await;
    let edges: Vec<f64> = edges.as_array().expect("edges").iter().filter_map(Value::as_f64).collect();
    edges.try_into().expect("four edges")
}

async fn press_means_what_it_shows_under_zoom_and_transforms(page: &Page) {
    for (container, own, is_mirrored) in [
        ("", "", false),
        ("zoom: 1.5", "", false),
        ("zoom: 0.8", "", false),
        ("", "zoom: 1.5", false),
        ("transform: scale(0.7); transform-origin: 0 0", "", false),
        ("zoom: 1.25; transform: scale(0.7); transform-origin: 0 0", "", false),
        ("transform: rotate(180deg)", "", true),
        ("transform: scaleX(-1)", "", true),
    ] {
        for mode in ["inline", "dialog"] {
            let what = format!("{mode}, {container}, {own}");
            let is_mirrored = is_mirrored && mode == "inline"; // transforms do not reach a modal dialog
            page.load("<div><rapport-feedback instrument=\"one\"></rapport-feedback></div>").await;
            page.events_exactly("ready", 1).await;
            page.eval(&format!(
                "document.querySelector('div').style.cssText = '{container}'; {WIDGET}.style.cssText = '{own}';
                 {WIDGET}.mode = '{mode}'; {WIDGET}.show()"
            ))
            .await;
            page.wait_for_visible("input").await;
            let [left, top, right, bottom] = shown_box(page).await;
            let height = bottom - top;
            let at = |along: f64, aside: f64| {
                (left + height / 2.0 + (right - left - height) * along + aside, f64::midpoint(top, bottom))
            };
            let answer = async || page.eval(&format!("return {WIDGET}.outcome.total")).await.as_f64();
            let near = |found: Option<f64>, expected: f64| {
                found.is_some_and(|found| (found - expected).abs() <= 1.0)
            };
            page.drag("mouse", &[at(0.25, 0.0)]).await;
            let quarter = if is_mirrored { 75.0 } else { 25.0 };
            assert!(near(answer().await, quarter), "{what}: a tap gave {:?}", answer().await);
            page.drag("mouse", &[at(0.5, 0.0)]).await;
            assert!(near(answer().await, 50.0), "{what}: a tap in the middle gave {:?}", answer().await);
            page.drag("mouse", &[at(0.25, 0.0)]).await;
            let before = answer().await;
            page.drag("mouse", &[at(0.25, height * 0.3)]).await;
            assert_eq!(answer().await, before, "{what}: a press on the thumb, beside its centre");
            page.drag("mouse", &[at(0.25, height * 0.3), at(0.3, height * 0.3), at(0.5, height * 0.3)]).await;
            let moved = answer().await;
            assert!(
                moved.is_some_and(|moved| (43.0..=57.0).contains(&moved)),
                "{what}: dragged to {moved:?}"
            );
        }
    }
}

/// Libraries that lock the page's scrolling cancel what begins outside of their own modal.
async fn dialog_scrolls_although_the_page_locks_scrolling(page: &Page) {
    load_tall_dialog(page).await;
    page.eval(
        "for (const type of ['wheel', 'touchmove'])
           document.addEventListener(type, (event) => event.preventDefault(), { passive: false })",
    )
    .await;
    scroll_dialog(page).await;
}

async fn dialog_scrolls_although_the_page_turns_touch_off(page: &Page) {
    load_tall_dialog(page).await;
    page.eval(&format!(
        "for (const e of [document.documentElement, document.body, {WIDGET}])
           e.style.cssText = 'touch-action: none; overscroll-behavior: none; overflow: hidden'"
    ))
    .await;
    scroll_dialog(page).await;
}

async fn load_tall_dialog(page: &Page) {
    page.load("<rapport-feedback mode=\"dialog\" open></rapport-feedback>").await;
    page.events_exactly("open", 1).await;
    page.eval(&format!("{WIDGET}.style.setProperty('--rapport-gap', '200px')")).await;
}

async fn scroll_dialog(page: &Page) {
    let scrolled = format!("{SHADOW}.querySelector('.body').scrollTop");
    let [left, top, width, height] = page.element_box("rapport-feedback", "[part=title]").await;
    let (x, y) = (left + width / 2.0, top + height / 2.0 + 100.0);
    page.eval(&format!("{scrolled} = 0")).await;
    if page.engine == Engine::Phone {
        let swipe: Vec<(f64, f64)> = (0..=20).map(|step| (x, y + 200.0 - f64::from(step) * 12.0)).collect();
        page.drag("touch", &swipe).await;
    } else {
        page.turn_wheel((x, y), 300).await;
    }
    page.wait_for(&format!("return {scrolled} > 50")).await;
}
