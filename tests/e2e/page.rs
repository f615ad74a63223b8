//! A host page in a browser, and a person's hands on it: real pointer and key events at real places.

use std::io::Cursor;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::common::command::Command;

use crate::engine::Engine;
use crate::host::Host;

const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Debug)]
pub struct Page {
    pub engine: Engine,
    pub host: Host,
    browser: WebDriver,
}

/// Runs one case in one engine: a server, a driver and a browser of its own. Whatever went wrong in the page
/// without anyone looking fails it too.
pub fn run(engine: Engine, case: impl AsyncFnOnce(&Page)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let host = Host::start().await;
        let (_driver, browser) = engine.start().await;
        // Whole walks are one script, and a machine may be busy.
        browser.set_script_timeout(Duration::from_mins(2)).await.expect("patience");
        let page = Page { engine, host, browser };
        let outcome = AssertUnwindSafe(async {
            case(&page).await;
            let faults = page.eval("return window.faults ?? []").await;
            assert_eq!(faults, json!([]), "faults in the page");
        })
        .catch_unwind()
        .await;
        let _ = page.browser.clone().quit().await;
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

impl Page {
    /// Opens a page with this markup after the widget's script.
    pub async fn open(&self, markup: &str) {
        self.open_bare(&format!("<script type=\"module\" src=\"/rapport.js\"></script>{markup}")).await;
    }

    /// Opens a page with this markup alone.
    pub async fn open_bare(&self, markup: &str) {
        self.go(&self.host.page("host", markup)).await;
    }

    /// Opens one of the built demo pages.
    pub async fn visit(&self, file: &str) {
        self.go(&format!("{}/{file}", self.host.address)).await;
    }

    /// Opens whatever page is at that address.
    pub async fn go(&self, address: &str) {
        self.browser.goto(address).await.expect("the page");
    }

    /// Opens a page with one inline form, and waits until it can be answered.
    pub async fn open_form(&self, attributes: &str) {
        self.open(&format!("<rapport-feedback {attributes}></rapport-feedback>")).await;
        self.hear("ready", 1).await;
    }

    /// Loads the page again, as a client does who thinks that it hangs.
    pub async fn reload(&self) {
        self.browser.refresh().await.expect("the page again");
    }

    /// Goes back to the page before, and waits until it is there.
    pub async fn back(&self) {
        self.browser.back().await.expect("the page before");
    }

    /// Looks at another tab for a moment.
    pub async fn look_away(&self) {
        let here = self.browser.window().await.expect("this tab");
        let there = self.browser.new_tab().await.expect("another tab");
        self.browser.switch_to_window(there).await.expect("the other tab");
        self.browser.close_window().await.expect("the other tab is closed");
        self.browser.switch_to_window(here).await.expect("this tab again");
    }

    /// Asks Chromium for something that `WebDriver` has no word for.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        self.browser.cdp().send_raw(method, parameters).await.expect(method)
    }

    /// Lets Chromium think that its user or its system prefers that.
    pub async fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Waits until nothing fades or moves in the widget any more.
    pub async fn rest(&self) {
        let root = "document.querySelector('rapport-feedback').shadowRoot";
        self.eval(&format!(
            "return Promise.all({root}.getAnimations().map((a) => a.finished.catch(() => null)))"
        ))
        .await;
    }

    /// Gives Chromium a viewport of that size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Goes into the frame that a script in the page returns; what is done from now on is done there.
    pub async fn enter(&self, frame: &str) {
        let frame = self.browser.execute(frame, vec![]).await.expect(frame).element().expect("a frame");
        frame.enter_frame().await.expect("the frame's document");
    }

    /// Comes back out of all frames.
    pub async fn leave(&self) {
        self.browser.enter_default_frame().await.expect("the page");
    }

    /// What a script in the page returns.
    pub async fn eval(&self, script: &str) -> Value {
        self.browser.execute(script, vec![]).await.expect(script).json().clone()
    }

    /// Waits until a script in the page returns something true.
    pub async fn wait(&self, script: &str) -> Value {
        let start = Instant::now();
        loop {
            let value = self.eval(script).await;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return value;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "waited in vain for: {script}\nheard: {}",
                self.eval("return heard").await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until something has come about.
    pub async fn until(&self, what: &str, came_about: impl AsyncFn() -> bool) {
        let start = Instant::now();
        while !came_about().await {
            assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The details of the events of that name, once there are at least so many.
    pub async fn hear(&self, name: &str, count: usize) -> Vec<Value> {
        self.wait(&format!("return heard.filter((e) => e.name === '{name}').length >= {count}")).await;
        self.all(name).await
    }

    /// The details of the events of that name so far.
    pub async fn all(&self, name: &str) -> Vec<Value> {
        let script = format!("return heard.filter((e) => e.name === '{name}').map((e) => e.detail)");
        self.eval(&script).await.as_array().expect("a list").clone()
    }

    /// What a script makes of one element of the widget: `e`, by its selector in the shadow root.
    pub async fn of(&self, selector: &str, script: &str) -> Value {
        self.eval(&format!("const e = {}; return {script}", inside("rapport-feedback", selector))).await
    }

    /// Waits until the widget shows that element.
    pub async fn shows(&self, selector: &str) {
        self.wait(&format!(
            "const e = {}; return Boolean(e?.checkVisibility())",
            inside("rapport-feedback", selector)
        ))
        .await;
    }

    /// Taps an item's slider that far along its track.
    pub async fn tap(&self, item: &str, along: f64) {
        self.tap_in("rapport-feedback", item, along, "mouse").await;
    }

    /// Taps a slider of one of several widgets with a mouse or a finger.
    pub async fn tap_in(&self, widget: &str, item: &str, along: f64, pointer: &str) {
        let slider = format!("[data-item={item}] input");
        let [left, top, width, height] = self.place(widget, &slider).await;
        // The middle of the handle reaches from half a handle after one end to half a handle before the other.
        let x = left + height / 2.0 + (width - height) * along;
        self.point(pointer, &[(x, top + height / 2.0)]).await;
    }

    /// Clicks the part of that name.
    pub async fn click(&self, part: &str) {
        self.click_in("rapport-feedback", part).await;
    }

    /// Clicks a part of one of several widgets.
    pub async fn click_in(&self, widget: &str, part: &str) {
        let [left, top, width, height] = self.place(widget, &format!("[part~={part}]")).await;
        self.point("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
    }

    /// Clicks a part many times, as fast as the driver can.
    pub async fn clicks(&self, part: &str, times: usize) {
        let [left, top, width, height] = self.place("rapport-feedback", &format!("[part~={part}]")).await;
        let (x, y) = ((left + width / 2.0).round(), (top + height / 2.0).round());
        let click =
            [json!({ "type": "pointerDown", "button": 0 }), json!({ "type": "pointerUp", "button": 0 })];
        let mut steps = vec![json!({ "type": "pointerMove", "duration": 0, "x": x, "y": y })];
        steps.extend(std::iter::repeat_n(click, times).flatten());
        self.act(json!([{
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps,
        }]))
        .await;
    }

    /// Clicks a button of the host page.
    pub async fn click_host(&self, selector: &str) {
        let [left, top, width, height] = self.still(&format!("document.querySelector('{selector}')")).await;
        self.point("mouse", &[(left + width / 2.0, top + height / 2.0)]).await;
    }

    /// Presses and releases keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: &[char]) {
        let stroke = |key: &char| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let strokes: Vec<Value> = keys.iter().flat_map(stroke).collect();
        self.act(json!([{ "type": "key", "id": "keys", "actions": strokes }])).await;
    }

    /// Puts a pointer down at the first place, moves it through the rest, and lifts it. Without a rest: a tap.
    pub async fn point(&self, pointer: &str, path: &[(f64, f64)]) {
        self.point_with(pointer, 0, path).await;
    }

    /// The same with a button other than the main one.
    pub async fn point_with(&self, pointer: &str, button: u8, path: &[(f64, f64)]) {
        let to = |ms: u8, (x, y): &(f64, f64)| json!({ "type": "pointerMove", "duration": ms, "x": x.round(), "y": y.round() });
        let mut steps = vec![to(0, &path[0]), json!({ "type": "pointerDown", "button": button })];
        steps.extend(path[1..].iter().map(|place| to(30, place)));
        steps.push(json!({ "type": "pointerUp", "button": button }));
        self.act(json!([{
            "type": "pointer", "id": pointer, "parameters": { "pointerType": pointer }, "actions": steps,
        }]))
        .await;
    }

    /// What is seen, as a PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.browser.screenshot_as_png().await.expect("a screenshot")
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places in the viewport")]
    /// The colours that are seen at places of the viewport, from a screenshot.
    pub async fn colours(&self, places: &[(f64, f64)]) -> Vec<Vec<u8>> {
        let mut decoder = png::Decoder::new(Cursor::new(self.picture().await));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("a frame");
        let [inner] = numbers(&self.eval("return [innerWidth]").await);
        let scale = f64::from(frame.width) / inner;
        let samples = frame.color_type.samples();
        let at = |(x, y): &(f64, f64)| {
            let start = (y * scale) as usize * frame.line_size + (x * scale) as usize * samples;
            pixels[start..start + samples].to_vec()
        };
        places.iter().map(at).collect()
    }

    /// Puts two fingers down beside a place, and draws them apart.
    pub async fn pinch(&self, (x, y): (f64, f64)) {
        let finger = |id: &str, way: f64| {
            let at = |step: i32| (x + way * f64::from(20 + step * 10)).round();
            let mut steps = vec![
                json!({ "type": "pointerMove", "duration": 0, "x": at(0), "y": y.round() }),
                json!({ "type": "pointerDown", "button": 0 }),
            ];
            let apart =
                |step| json!({ "type": "pointerMove", "duration": 30, "x": at(step), "y": y.round() });
            steps.extend((1..=8).map(apart));
            steps.push(json!({ "type": "pointerUp", "button": 0 }));
            json!({ "type": "pointer", "id": id, "parameters": { "pointerType": "touch" }, "actions": steps })
        };
        self.act(json!([finger("thumb", -1.0), finger("finger", 1.0)])).await;
    }

    async fn act(&self, actions: Value) {
        self.browser.cmd(Command::PerformActions(actions.into())).await.expect("the actions");
    }

    /// Where an element of the widget is, once it stands still: left, top, width, height.
    pub async fn place(&self, widget: &str, selector: &str) -> [f64; 4] {
        self.still(&inside(widget, selector)).await
    }

    /// Brings into view what a script names, and measures it once it stands still.
    async fn still(&self, element: &str) -> [f64; 4] {
        self.wait(&format!("return Boolean({element})")).await;
        let measure = format!(
            "const e = {element}; e.scrollIntoView({{ block: 'center' }});
             const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height, innerWidth]"
        );
        let mut last = self.eval(&measure).await;
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let now = self.eval(&measure).await;
            if now == last {
                let [left, top, width, height, _] = numbers(&now);
                return [left, top, width, height];
            }
            last = now;
        }
    }
}

/// A script for an element in a widget's shadow root.
pub fn inside(widget: &str, selector: &str) -> String {
    format!("document.querySelector('{widget}')?.shadowRoot.querySelector('{selector}')")
}

fn numbers<const N: usize>(list: &Value) -> [f64; N] {
    let numbers: Vec<f64> = list.as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    numbers.try_into().expect("as many numbers as asked for")
}
