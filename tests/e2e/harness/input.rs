//! A person's hands and eyes on a page: pointer and key events as trusted as a person's, and the pixels that show.

use std::io::Cursor;

use serde_json::{Value, json};
use thirtyfour::common::command::Command;

use super::page::{Page, in_shadow};

type Point = (f64, f64);

impl Page {
    /// Taps an item's slider at a fraction of its track.
    pub async fn tap(&self, item: &str, fraction: f64) {
        self.tap_on("rapport-feedback", item, fraction, "mouse").await;
    }

    /// Taps a slider of one of several elements with a mouse or a finger.
    pub async fn tap_on(&self, host: &str, item: &str, fraction: f64, pointer: &str) {
        let [left, top, width, height] = self.element_box(host, &format!("[data-item={item}] input")).await;
        // The thumb's centre moves between half a thumb after the one end and half a thumb before the other.
        let x = left + height / 2.0 + (width - height) * fraction;
        self.drag(pointer, &[(x, top + height / 2.0)]).await;
    }

    /// Taps the label of an item's radio button or checkbox of that value.
    pub async fn tap_choice(&self, item: &str, value: &str) {
        let choices = format!(
            "[...document.querySelector('rapport-feedback').shadowRoot.querySelectorAll('[data-item={item}] .choice')]"
        );
        let choice = format!("{choices}.find((label) => label.querySelector('input').value === '{value}')");
        let middle = middle(self.stable_box(&choice).await);
        self.drag("mouse", &[middle]).await;
    }

    /// Clicks the part of that name.
    pub async fn click(&self, part: &str) {
        self.click_on("rapport-feedback", part).await;
    }

    /// Clicks a part of one of several elements.
    pub async fn click_on(&self, host: &str, part: &str) {
        let middle = middle(self.element_box(host, &format!("[part~={part}]")).await);
        self.drag("mouse", &[middle]).await;
    }

    /// Clicks a part many times, as fast as the driver can.
    pub async fn click_repeatedly(&self, part: &str, times: usize) {
        let (x, y) = middle(self.element_box("rapport-feedback", &format!("[part~={part}]")).await);
        let click =
            [json!({ "type": "pointerDown", "button": 0 }), json!({ "type": "pointerUp", "button": 0 })];
        let mut steps = vec![json!({ "type": "pointerMove", "duration": 0, "x": x.round(), "y": y.round() })];
        steps.extend(std::iter::repeat_n(click, times).flatten());
        self.perform(json!([pointer_actions("mouse", "mouse", &steps)])).await;
    }

    /// Clicks an element of the host page.
    pub async fn click_in_page(&self, selector: &str) {
        let middle = middle(self.stable_box(&format!("document.querySelector('{selector}')")).await);
        self.drag("mouse", &[middle]).await;
    }

    /// Presses and releases keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: &[char]) {
        let stroke = |key: &char| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let strokes: Vec<Value> = keys.iter().flat_map(stroke).collect();
        self.perform(json!([{ "type": "key", "id": "keys", "actions": strokes }])).await;
    }

    /// Puts a pointer down at the first point, moves it through the rest, and lifts it. One point is a tap.
    pub async fn drag(&self, pointer: &str, path: &[Point]) {
        self.drag_with_button(pointer, 0, path).await;
    }

    pub async fn drag_with_button(&self, pointer: &str, button: u8, path: &[Point]) {
        let mut steps = vec![move_to(path[0], 0), json!({ "type": "pointerDown", "button": button })];
        steps.extend(path[1..].iter().map(|point| move_to(*point, 30)));
        steps.push(json!({ "type": "pointerUp", "button": button }));
        self.perform(json!([pointer_actions(pointer, pointer, &steps)])).await;
    }

    /// Puts a mouse down at the first point, moves it through the rest, and leaves it down.
    pub async fn press_mouse(&self, path: &[Point]) {
        if self.engine.has_cdp() {
            self.send_mouse("mouseMoved", "none", path[0]).await;
            self.send_mouse("mousePressed", "left", path[0]).await;
            return self.move_pressed_mouse(&path[1..]).await;
        }
        let mut steps = vec![move_to(path[0], 0), json!({ "type": "pointerDown", "button": 0 })];
        steps.extend(path[1..].iter().map(|point| move_to(*point, 30)));
        self.perform(json!([pointer_actions("mouse", "mouse", &steps)])).await;
    }

    /// Moves the mouse that is down at the first point through the rest, and lifts it.
    pub async fn release_mouse(&self, path: &[Point]) {
        if self.engine.has_cdp() {
            self.move_pressed_mouse(&path[1..]).await;
            return self.send_mouse("mouseReleased", "left", path[path.len() - 1]).await;
        }
        let mut steps: Vec<Value> = path[1..].iter().map(|point| move_to(*point, 30)).collect();
        steps.push(json!({ "type": "pointerUp", "button": 0 }));
        self.perform(json!([pointer_actions("mouse", "mouse", &steps)])).await;
    }

    async fn move_pressed_mouse(&self, path: &[Point]) {
        for point in path {
            self.send_mouse("mouseMoved", "left", *point).await;
        }
    }

    /// Sends a mouse event to Chromium. Its driver forgets the pressed button between two requests.
    async fn send_mouse(&self, kind: &str, button: &str, (x, y): Point) {
        let buttons = i32::from(button == "left" && kind != "mouseReleased");
        let event =
            json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1 });
        self.cdp("Input.dispatchMouseEvent", event).await;
    }

    /// Turns the wheel of a mouse that is at a point, by a distance in pixels.
    #[expect(clippy::cast_possible_truncation, reason = "a point in the viewport")]
    pub async fn turn_wheel(&self, (x, y): Point, distance: i32) {
        let (x, y) = (x.round() as i32, y.round() as i32);
        let scroll = json!({ "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": distance });
        self.perform(json!([{ "type": "wheel", "id": "wheel", "actions": [scroll] }])).await;
    }

    /// Puts two fingers down beside a point, and draws them apart.
    pub async fn pinch(&self, (x, y): Point) {
        let finger = |id: &str, direction: f64| {
            let at = |step: i32| (x + direction * f64::from(20 + step * 10), y);
            let mut steps = vec![move_to(at(0), 0), json!({ "type": "pointerDown", "button": 0 })];
            steps.extend((1..=8).map(|step| move_to(at(step), 30)));
            steps.push(json!({ "type": "pointerUp", "button": 0 }));
            pointer_actions(id, "touch", &steps)
        };
        self.perform(json!([finger("thumb", -1.0), finger("finger", 1.0)])).await;
    }

    async fn perform(&self, actions: Value) {
        self.browser.cmd(Command::PerformActions(actions.into())).await.expect("the actions");
    }

    /// Brings an element of a shadow root into view, waits until it rests, and returns its left, top, width and height.
    pub async fn element_box(&self, host: &str, selector: &str) -> [f64; 4] {
        self.stable_box(&in_shadow(host, selector)).await
    }

    /// The same of the element that an expression names.
    pub async fn stable_box(&self, element: &str) -> [f64; 4] {
        let measured = self.harness(&format!("stableBox(() => {element},"), element).await;
        let [left, top, width, height, _] = numbers(&measured);
        [left, top, width, height]
    }

    /// Returns a screenshot of the viewport as a PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.browser.screenshot_as_png().await.expect("a screenshot")
    }

    /// Returns the colours that show at points of the viewport.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points in the viewport")]
    pub async fn pixels(&self, points: &[Point]) -> Vec<Vec<u8>> {
        let mut decoder = png::Decoder::new(Cursor::new(self.screenshot().await));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("a frame");
        let [inner] = numbers(&self.eval("return [innerWidth]").await);
        let scale = f64::from(frame.width) / inner;
        let samples = frame.color_type.samples();
        let at = |(x, y): &Point| {
            let start = (y * scale) as usize * frame.line_size + (x * scale) as usize * samples;
            pixels[start..start + samples].to_vec()
        };
        points.iter().map(at).collect()
    }
}

fn pointer_actions(id: &str, kind: &str, steps: &[Value]) -> Value {
    json!({ "type": "pointer", "id": id, "parameters": { "pointerType": kind }, "actions": steps })
}

fn move_to((x, y): Point, ms: u8) -> Value {
    json!({ "type": "pointerMove", "duration": ms, "x": x.round(), "y": y.round() })
}

fn middle([left, top, width, height]: [f64; 4]) -> Point {
    (left + width / 2.0, top + height / 2.0)
}

fn numbers<const N: usize>(array: &Value) -> [f64; N] {
    let numbers: Vec<f64> = array.as_array().expect("an array").iter().filter_map(Value::as_f64).collect();
    numbers.try_into().expect("as many numbers as expected")
}
