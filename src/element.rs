//! The WASM side of the custom element: the interface that the element's script calls. It mounts the view, turns calls
//! into actions on the form, and hands the form's events to the script, which alone dispatches them.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use yew::Renderer;

use crate::config::Config;
use crate::data::json::Json;
use crate::event::DismissReason;
use crate::fhir::{self, BundleOptions};
use crate::form::{Action, Phase, PointerHit, SliderAction};
use crate::scoring::answers::InputMethod;
use crate::strings;
use crate::view::Widget;

mod bindings;
mod browser;
mod controller;
mod convert;
mod submit_reply;

use bindings::{Host, JsConfig};
use browser::Browser;
use controller::Controller;
use convert::{from_js, to_js};

/// The form of one element. It outlives the element's removal from the page, so that a move loses no answer.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Feedback(Rc<Controller>);

#[wasm_bindgen]
impl Feedback {
    /// Returns a form that is not in a page. `texts` are the form's texts in each language.
    #[wasm_bindgen(constructor)]
    pub fn new(texts: String) -> Self {
        strings::provide(texts);
        Self(Controller::new())
    }

    /// Attaches the form to an element in the page, and configures it. It draws nothing yet.
    pub fn attach(&self, host: Host, config: &JsConfig) {
        self.0.host.replace(Some(Rc::new(host)));
        self.0.is_detached.set(false);
        self.update(config);
    }

    /// Mounts the view in `root`; a second call does nothing.
    pub fn mount(&self, root: web_sys::Element) {
        let mut app = self.0.app.borrow_mut();
        app.get_or_insert_with(|| Renderer::<Widget>::with_root_and_props(root, self.0.props()).render());
    }

    /// Mounts the view anew: nodes that the script drew differ from those of the view.
    pub fn remount(&self, root: web_sys::Element) {
        if let Some(app) = self.0.app.take() {
            app.destroy();
        }
        self.mount(root);
    }

    /// Takes the time at which the script drew the form, in milliseconds of the page's monotonic clock, as that of its
    /// first showing.
    #[wasm_bindgen(js_name = showAt)]
    pub fn show_at(&self, ms: f64) {
        Browser::at(ms, || self.0.dispatch(Action::DrawnByScript));
    }

    /// Repeats what the respondent did before the view was mounted, at the time `ms`: an event's `type`, the item's
    /// `index`, the raw `value` of a slider or a radio button, the `input` method if it is known, and the pointer's
    /// `fraction` and the thumb's `radius` on a slider: of a tap, or of a press on the thumb, with the value from which it
    /// `start`s to drag it.
    pub fn replay(&self, gesture: &JsValue) {
        let gesture = from_js(gesture, 0);
        let number = |key| gesture.get(key).and_then(Json::as_f64).unwrap_or_default();
        let string = |key| gesture.get(key).and_then(Json::as_str).unwrap_or_default();
        let input = InputMethod::parse(string("input"));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of the script")]
        let index = number("index") as usize;
        let optional = |key| gesture.get(key).and_then(Json::as_f64);
        let hit = optional("fraction").map(|fraction| PointerHit {
            fraction,
            thumb_radius: number("radius"),
            thumb_value: optional("start"),
        });
        let action = match string("type") {
            "pointerdown" => SliderAction::PointerDown(index, input.unwrap_or(InputMethod::Mouse), hit),
            "input" => SliderAction::Input(index, number("value"), input),
            "pointerup" => SliderAction::PointerUp(index, hit),
            "pointercancel" => SliderAction::PointerCancel,
            "activate" => SliderAction::Activate(index),
            "pinchstart" => SliderAction::MultiTouch(true),
            "pinchend" => SliderAction::MultiTouch(false),
            "not-applicable" => SliderAction::NotApplicable(index, input),
            "clear" => SliderAction::Clear(index),
            _ => SliderAction::Change(index),
        };
        Browser::at(number("ms"), || self.0.dispatch(Action::Replay(action)));
    }

    /// Draws a closed dialog's content ahead of time.
    #[wasm_bindgen(js_name = renderHidden)]
    pub fn render_hidden(&self) {
        self.0.renders_hidden.set(true);
        self.0.render();
    }

    /// Applies the element's current configuration.
    pub fn update(&self, config: &JsConfig) {
        // The borrow has to end before events are emitted: a listener may call back.
        let (config, problems) = {
            let [script, properties] = &mut *self.0.data.borrow_mut();
            script.read(config.script());
            properties.read(config.properties());
            Config::read(&from_js(&config.attributes(), 0), &script.json, &properties.json)
        };
        self.0.dispatch(Action::Configure(config, problems));
    }

    /// Removes the view from the page. The answers stay.
    pub fn unmount(&self) {
        if let Some(app) = self.0.app.take() {
            app.destroy();
        }
        self.0.is_detached.set(true);
        if self.0.form.borrow().phase() != Phase::Sending {
            self.0.host.take();
        }
    }

    /// Acts as the button that sends.
    pub fn submit(&self) {
        self.0.dispatch(Action::Submit);
    }

    /// Ends the form unsent, with reason `host`.
    pub fn close(&self) {
        self.0.dispatch(Action::Dismiss(DismissReason::Host));
    }

    /// Handles the page being left.
    pub fn unload(&self) {
        self.0.dispatch(Action::Dismiss(DismissReason::Unload));
    }

    /// Starts the form again.
    pub fn reset(&self) {
        self.0.dispatch(Action::Reset);
    }

    /// Returns the outcome of the answers so far; null without a usable instrument.
    #[wasm_bindgen(getter)]
    pub fn outcome(&self) -> JsValue {
        to_js(&self.0.form.borrow().outcome())
    }

    /// Returns the result that was last sent, or null.
    #[wasm_bindgen(getter)]
    pub fn result(&self) -> JsValue {
        to_js(&self.0.form.borrow().submitted())
    }

    /// Returns the result as a FHIR Bundle, or null without a usable instrument; an array of the options' faults if they
    /// have any.
    #[wasm_bindgen(js_name = toFHIR)]
    pub fn to_fhir(&self, options: &JsValue) -> JsValue {
        let (options, problems) = BundleOptions::read(&from_js(options, 0));
        if !problems.is_empty() {
            return to_js(&problems);
        }
        let form = self.0.form.borrow();
        let result = form.instrument().zip(form.current_result(&Browser));
        to_js(&result.map(|(instrument, result)| fhir::bundle(instrument, &result, &options)))
    }

    /// Returns the state as a control of the page's `<form>`.
    #[wasm_bindgen(getter, js_name = formControl)]
    pub fn form_control(&self) -> JsValue {
        to_js(&self.0.form.borrow().form_control(&Browser))
    }

    /// Restores a draft of the same instrument.
    #[wasm_bindgen(js_name = restoreDraft)]
    pub fn restore_draft(&self, draft: &JsValue) {
        self.0.dispatch(Action::RestoreDraft(from_js(draft, 0)));
    }

    /// Restores the snapshot that a crashed instance left. If the form was sending, `reply` is the reply to its
    /// submit event; prevented if that event was not emitted.
    #[wasm_bindgen(js_name = restoreSnapshot)]
    pub fn restore_snapshot(&self, snapshot: &JsValue, reply: &JsValue) {
        self.0.dispatch(Action::RestoreSnapshot(from_js(snapshot, 0)));
        let is_sending = self.0.form.borrow().phase() == Phase::Sending;
        let result = self.0.form.borrow().current_result(&Browser).filter(|_| is_sending);
        if let Some(result) = result
            && let Some(action) = self.0.submit_reply_action(result, reply)
        {
            self.0.dispatch(action);
        }
    }

    /// Returns whether every item has an answer.
    #[wasm_bindgen(getter)]
    pub fn complete(&self) -> bool {
        self.0.form.borrow().is_complete()
    }
}
