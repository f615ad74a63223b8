//! The program behind the custom element: it mounts the view once, turns actions into steps of the form and
//! hands what came of them to the loader, which alone dispatches events. It scores nothing.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use js_sys::{Array, Object, Promise};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{AppHandle, Callback, Renderer};

use crate::config::{Attributes, Config};
use crate::event::{Event, Reason};
use crate::fhir::{self, Context};
use crate::form::{Action, Form, Phase};
use crate::json::Json;
use crate::problem::sentence;
use crate::result::FeedbackResult;
use crate::view::{Shown, Widget, WidgetProps};

mod browser;

use browser::Browser;

#[wasm_bindgen]
extern "C" {
    /// The custom element's own side, in `www/loader.js`.
    #[derive(Debug)]
    pub type Host;

    /// Dispatches a DOM event. Gives back `false` when it was cancelled, a promise when a listener asked to
    /// wait for one, else nothing. Where the listeners are in another document, that promise is fulfilled with
    /// `false` or `null` when they turn out to have cancelled it, or to wait for nothing.
    #[wasm_bindgen(method)]
    fn emit(this: &Host, name: &str, detail: JsValue) -> JsValue;

    /// Shows on the element whether its dialog is open, and which states it is in.
    #[wasm_bindgen(method)]
    fn reflect(this: &Host, open: bool, states: &str);

    /// Keeps a draft in the tab, in place of the last one in that drawer; or, if it is null, nothing any more.
    #[wasm_bindgen(method)]
    fn keep(this: &Host, drawer: &str, draft: JsValue);

    /// Holds what the form is now, in case that this program crashes.
    #[wasm_bindgen(method)]
    fn hold(this: &Host, memory: JsValue);

    /// What the tab has in a drawer, or null.
    #[wasm_bindgen(method)]
    fn recall(this: &Host, drawer: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The element's attributes by their property names, as `www/loader.js` hands them over.
    #[derive(Debug)]
    pub type Given;

    #[wasm_bindgen(method, getter)]
    fn instrument(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn mode(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn open(this: &Given) -> bool;
    #[wasm_bindgen(method, getter, js_name = sessionId)]
    fn session_id(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn lang(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn theme(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn dir(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn review(this: &Given) -> bool;
    #[wasm_bindgen(method, getter, js_name = showValue)]
    fn show_value(this: &Given) -> bool;
    #[wasm_bindgen(method, getter, js_name = keepDraft)]
    fn keep_draft(this: &Given) -> bool;
    #[wasm_bindgen(method, getter)]
    fn disabled(this: &Given) -> bool;
    #[wasm_bindgen(method, getter)]
    fn required(this: &Given) -> bool;
    #[wasm_bindgen(method, getter)]
    fn offline(this: &Given) -> bool;
    /// What the JSON in a child script says; text where it is no JSON, empty where there is none.
    #[wasm_bindgen(method, getter)]
    fn script(this: &Given) -> JsValue;
    /// The properties that take more than text, as plain data.
    #[wasm_bindgen(method, getter)]
    fn properties(this: &Given) -> JsValue;
}

impl From<&Given> for Attributes {
    fn from(given: &Given) -> Self {
        Self {
            instrument: given.instrument(),
            mode: given.mode(),
            open: given.open(),
            session_id: given.session_id(),
            lang: given.lang(),
            theme: given.theme(),
            dir: given.dir(),
            review: given.review(),
            show_value: given.show_value(),
            keep_draft: given.keep_draft(),
            disabled: given.disabled(),
            required: given.required(),
            offline: given.offline(),
        }
    }
}

/// One element's form. It outlives the element's removals from the page, so that no answer is lost in a move.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Feedback(Rc<Core>);

#[derive(Debug)]
struct Core {
    form: Rc<RefCell<Form>>,
    steps: Cell<u32>,
    queue: RefCell<VecDeque<Action>>,
    working: Cell<bool>,
    /// Whether it is drawn before it shows.
    ahead: Cell<bool>,
    /// The view, while the element is in the page.
    app: RefCell<Option<AppHandle<Widget>>>,
    /// Whether the element is out of the page.
    away: Cell<bool>,
    /// The element, while it is in the page or waits to hear what became of a result.
    host: RefCell<Option<Rc<Host>>>,
    act: Callback<Action>,
    /// Where the draft lies that is this form's own. It touches no other.
    drawer: RefCell<Option<String>>,
    /// The script and the properties as they were read last.
    data: RefCell<[Data; 2]>,
}

/// A host's data, and what was read from it.
#[derive(Debug)]
struct Data {
    given: JsValue,
    json: Json,
}

#[wasm_bindgen]
impl Feedback {
    /// A form that is not in the page yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self(Rc::new_cyclic(|core: &Weak<Core>| {
            let core = core.clone();
            Core {
                form: Rc::new(RefCell::new(Form::new(&Browser))),
                steps: Cell::new(0),
                queue: RefCell::default(),
                working: Cell::new(false),
                ahead: Cell::new(false),
                app: RefCell::default(),
                away: Cell::new(true),
                host: RefCell::default(),
                drawer: RefCell::default(),
                data: RefCell::new([const { Data { given: JsValue::NULL, json: Json::Null } }; 2]),
                act: Callback::from(move |action| {
                    if let Some(core) = core.upgrade() {
                        core.act(action);
                    }
                }),
            }
        }))
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

impl Data {
    /// Large data is not read again with every attribute that changes: the loader makes a new object of new data.
    fn read(&mut self, given: JsValue) {
        if self.given != given {
            self.json = json(&given, 0);
            self.given = given;
        }
    }
}

impl Core {
    /// Takes the action and all those that come of it, one after the other. A host may call back from within
    /// an event: that action waits for its turn.
    fn act(self: &Rc<Self>, action: Action) {
        self.queue.borrow_mut().push_back(action);
        if self.working.replace(true) {
            return;
        }
        loop {
            let Some(action) = self.queue.borrow_mut().pop_front() else { break };
            let configures = matches!(action, Action::Configure(..));
            let keeps = is_kept_after(&action);
            let begins = self.steps.get() == 0;
            let events = self.form.borrow_mut().step(action, &Browser);
            self.steps.set(self.steps.get().wrapping_add(1));
            self.show();
            if configures {
                self.recall();
            } else if keeps {
                self.keep();
            }
            // There is nothing to go on from in a form that was only just configured.
            if keeps || (configures && !begins) {
                self.hold();
            }
            for event in events {
                self.tell(event);
            }
        }
        self.working.set(false);
    }

    fn props(&self) -> WidgetProps {
        let shown = Shown { form: Rc::clone(&self.form), steps: self.steps.get() };
        WidgetProps { shown, ahead: self.ahead.get(), act: self.act.clone() }
    }

    fn host(&self) -> Option<Rc<Host>> {
        self.host.borrow().clone()
    }

    fn show(&self) {
        if let Some(app) = self.app.borrow_mut().as_mut() {
            app.update(self.props());
        }
        if let Some(host) = self.host() {
            let (open, states) = {
                let form = self.form.borrow();
                (form.is_open(), states(&form))
            };
            host.reflect(open, states);
        }
    }

    /// Takes up what the tab has, when the form is to look there for the first time.
    fn recall(&self) {
        let (recalls, drawer) = {
            let mut form = self.form.borrow_mut();
            (form.recalls(), form.config().drawer.clone())
        };
        let Some(host) = self.host() else { return };
        // What is no longer to be kept goes; the draft of another session stays for that.
        let old = self.drawer.take();
        if old == drawer {
            self.drawer.replace(old);
        } else if let Some(old) = old.filter(|_| drawer.is_none()) {
            host.keep(&old, JsValue::NULL);
        }
        if let Some(drawer) = recalls {
            let draft = json(&host.recall(&drawer), 0);
            self.queue.borrow_mut().push_front(Action::Resume(draft));
        }
    }

    /// Has the tab keep what is unsent, before the host hears of it: whatever becomes of the page then, nothing is lost.
    fn keep(&self) {
        let (drawer, unsent) = {
            let form = self.form.borrow();
            (form.config().drawer.clone(), form.unsent(&Browser))
        };
        let Some(host) = self.host() else { return };
        if let Some((drawer, unsent)) = drawer.zip(unsent) {
            host.keep(&drawer, plain(&unsent));
            self.drawer.replace(Some(drawer));
        } else if let Some(drawer) = self.drawer.take() {
            host.keep(&drawer, JsValue::NULL);
        }
    }

    fn hold(&self) {
        if let Some(host) = self.host() {
            host.hold(plain(&self.form.borrow().memory(&Browser)));
        }
    }

    /// Clears a drawer of a form that was sent from it and has left it since.
    fn forget(&self, drawer: &str, id: &str) {
        let Some(host) = self.host() else { return };
        if json(&host.recall(drawer), 0).get("id").and_then(Json::text) == Some(id) {
            host.keep(drawer, JsValue::NULL);
        }
    }

    fn tell(self: &Rc<Self>, event: Event) {
        // Out of the page a form neither shows nor tells: what is sent there is not taken.
        let answer = self.host().map_or(JsValue::FALSE, |host| host.emit(event.name(), plain(&event)));
        if let Event::Submit(result) = event
            && let Some(action) = self.heard(result, &answer)
        {
            // Before whatever the host asked for meanwhile: that is about the form as it is after this.
            self.queue.borrow_mut().push_front(action);
        }
    }

    /// What the host's answer to a result comes to, if that is known at once.
    fn heard(self: &Rc<Self>, result: Rc<FeedbackResult>, answer: &JsValue) -> Option<Action> {
        let Some(stored) = answer.dyn_ref::<Promise>() else {
            return Some(if *answer == JsValue::FALSE { Action::Prevented } else { Action::Accepted });
        };
        let (core, stored) = (Rc::downgrade(self), JsFuture::from(stored.clone()));
        let drawer = self.form.borrow().config().drawer.clone();
        spawn_local(async move {
            let settled = stored.await;
            if let Some(core) = core.upgrade() {
                let last =
                    core.form.borrow().submitted().is_some_and(|last| std::ptr::eq(last, &raw const *result));
                let action = match settled {
                    Ok(said) if last && said == JsValue::FALSE => Action::Prevented,
                    Ok(said) if last && said.is_null() => Action::Accepted,
                    settled => {
                        let saved = settled.map(drop).map_err(|why| why.as_string().unwrap_or_default());
                        if let Some(drawer) = drawer.filter(|_| saved.is_ok()) {
                            core.forget(&drawer, &result.id);
                        }
                        Action::Settled(result.id.clone(), result.attempt, saved)
                    }
                };
                core.act(action);
                if core.away.get() {
                    core.host.take();
                }
            }
        });
        None
    }
}

/// Whether an action may end in something else that is worth keeping than before.
fn is_kept_after(action: &Action) -> bool {
    let passing = matches!(
        action,
        Action::Configure(..) | Action::Rendered | Action::Opened | Action::Press(..) | Action::Move(..)
    );
    !passing
}

/// The names for `:state(…)` that hold, separated by spaces.
fn states(form: &Form) -> &'static str {
    match form.phase() {
        Phase::Sending => "sending",
        Phase::Sent => "sent",
        _ if form.is_complete() => "complete",
        _ if form.answers().iter().all(|answer| answer.value().is_none()) => "unset",
        _ => "",
    }
}

/// Plain JSON data from JavaScript. The loader made sure that it is that, and not too much; but not how deep it is.
fn json(data: &JsValue, depth: usize) -> Json {
    if let Some(text) = data.as_string() {
        Json::Text(text)
    } else if let Some(number) = data.as_f64() {
        Json::Number(number)
    } else if let Some(value) = data.as_bool() {
        Json::Bool(value)
    } else if depth > Json::MAX_DEPTH {
        Json::Null
    } else if let Some(list) = data.dyn_ref::<Array>() {
        Json::List(list.iter().map(|value| json(&value, depth + 1)).collect())
    } else if let Some(object) = data.dyn_ref::<Object>() {
        let entry = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            (entry.get(0).as_string().unwrap_or_default(), json(&entry.get(1), depth + 1))
        };
        Json::Map(Object::entries(object).iter().map(entry).collect())
    } else {
        Json::Null
    }
}

/// The value as plain JSON data.
fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
