//! The program behind the custom element: what the loader may have it do. It mounts the view once, turns what is asked
//! of it into steps of the form, and hands what came of them to the loader, which alone dispatches events. It scores
//! nothing.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use yew::Renderer;

use crate::config::{Attributes, Config};
use crate::event::Reason;
use crate::fhir::{self, Context};
use crate::form::{Action, Phase};
use crate::problem::sentence;
use crate::view::Widget;

mod browser;
mod data;
mod host;
mod steps;

use browser::Browser;
use data::{json, plain};
use host::{Given, Host};
use steps::Core;

/// One element's form. It outlives the element's removals from the page, so that no answer is lost in a move.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Feedback(Rc<Core>);

#[wasm_bindgen]
impl Feedback {
    /// A form that is not in the page yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self(Core::new())
    }

    /// Is the form of an element that stands in the page, which shows nothing yet.
    pub fn attach(&self, host: Host, given: &Given) {
        self.0.host.replace(Some(Rc::new(host)));
        self.0.away.set(false);
        self.update(given);
    }

    /// Shows the form, once, in `root`.
    pub fn mount(&self, root: web_sys::Element) {
        let mut app = self.0.app.borrow_mut();
        app.get_or_insert_with(|| Renderer::<Widget>::with_root_and_props(root, self.0.props()).render());
    }

    /// Draws what does not show yet, so that it is there when it has to.
    pub fn prepare(&self) {
        self.0.ahead.set(true);
        self.0.show();
    }

    /// Takes the attributes as they stand now.
    pub fn update(&self, given: &Given) {
        // Done with the data before anything is told: a host may call back from within an event.
        let (config, problems) = {
            let [script, properties] = &mut *self.0.data.borrow_mut();
            script.read(given.script());
            properties.read(given.properties());
            Config::read(&Attributes::from(given), &script.json, &properties.json)
        };
        self.0.act(Action::Configure(config, problems));
    }

    /// Takes the form out of the page. Its answers stay.
    pub fn unmount(&self) {
        if let Some(app) = self.0.app.take() {
            app.destroy();
        }
        self.0.away.set(true);
        if self.0.form.borrow().phase() != Phase::Sending {
            self.0.host.take();
        }
    }

    /// Does what the button that sends does.
    pub fn submit(&self) {
        self.0.act(Action::Submit);
    }

    /// Does what the button that closes does.
    pub fn close(&self) {
        self.0.act(Action::Dismiss(Reason::Host));
    }

    /// The page is left, and may not come back.
    pub fn unload(&self) {
        self.0.act(Action::Dismiss(Reason::Unload));
    }

    /// Begins afresh.
    pub fn reset(&self) {
        self.0.act(Action::Reset);
    }

    /// The answers so far, scored; null where there is nothing to ask.
    #[wasm_bindgen(getter)]
    pub fn outcome(&self) -> JsValue {
        plain(&self.0.form.borrow().outcome())
    }

    /// The result as it was last sent, or null.
    #[wasm_bindgen(getter)]
    pub fn result(&self) -> JsValue {
        plain(&self.0.form.borrow().submitted())
    }

    /// The result as a FHIR Bundle, null where there is nothing to ask; or, as text, what is wrong with the context.
    #[wasm_bindgen(js_name = toFHIR)]
    pub fn to_fhir(&self, context: &JsValue) -> JsValue {
        let (context, problems) = Context::read(&json(context, 0));
        if !problems.is_empty() {
            return JsValue::from_str(&sentence(&problems));
        }
        let form = self.0.form.borrow();
        let latest = form.instrument().zip(form.latest(&Browser));
        plain(&latest.map(|(instrument, result)| fhir::bundle(instrument, &result, &context)))
    }

    /// What the form is to the page's `<form>` around it.
    #[wasm_bindgen(getter)]
    pub fn entry(&self) -> JsValue {
        plain(&self.0.form.borrow().entry(&Browser))
    }

    /// Goes on where an entry's draft was left, if that was of this instrument.
    pub fn resume(&self, draft: &JsValue) {
        self.0.act(Action::Resume(json(draft, 0)));
    }

    /// Goes on, configured as it is, as the form of which a program that crashed left this memory. If that was sending:
    /// `answer` is what [`Host::emit`] gave back, or false where the host had not heard of it yet.
    pub fn revive(&self, memory: &JsValue, answer: &JsValue) {
        let core = &self.0;
        core.act(Action::Revive(json(memory, 0)));
        let sending =
            core.form.borrow().latest(&Browser).filter(|_| core.form.borrow().phase() == Phase::Sending);
        if let Some(result) = sending
            && let Some(action) = core.heard(result, answer)
        {
            core.act(action);
        }
    }

    /// Whether every item has an answer.
    #[wasm_bindgen(getter)]
    pub fn complete(&self) -> bool {
        self.0.form.borrow().is_complete()
    }
}
