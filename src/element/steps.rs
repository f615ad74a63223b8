//! One form's steps: each action in its turn, and what came of it shown, kept, and told to the host.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{AppHandle, Callback};

use super::browser::Browser;
use super::data::{Data, json, plain};
use super::host::Host;
use crate::event::Event;
use crate::form::{Action, Form, Phase};
use crate::json::Json;
use crate::result::FeedbackResult;
use crate::view::{Shown, Widget, WidgetProps};

/// A form, and the page that it is in.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) form: Rc<RefCell<Form>>,
    steps: Cell<u32>,
    queue: RefCell<VecDeque<Action>>,
    working: Cell<bool>,
    /// Whether it is drawn before it shows.
    pub(super) ahead: Cell<bool>,
    /// The view, while the element is in the page.
    pub(super) app: RefCell<Option<AppHandle<Widget>>>,
    /// Whether the element is out of the page.
    pub(super) away: Cell<bool>,
    /// The element, while it is in the page or waits to hear what became of a result.
    pub(super) host: RefCell<Option<Rc<Host>>>,
    act: Callback<Action>,
    /// Where the draft lies that is this form's own. It touches no other.
    drawer: RefCell<Option<String>>,
    /// The script and the properties as they were read last.
    pub(super) data: RefCell<[Data; 2]>,
}

impl Core {
    /// With a form that is not in the page yet.
    pub(super) fn new() -> Rc<Self> {
        Rc::new_cyclic(|core: &Weak<Self>| {
            let core = core.clone();
            Self {
                form: Rc::new(RefCell::new(Form::new(&Browser))),
                steps: Cell::new(0),
                queue: RefCell::default(),
                working: Cell::new(false),
                ahead: Cell::new(false),
                app: RefCell::default(),
                away: Cell::new(true),
                host: RefCell::default(),
                drawer: RefCell::default(),
                data: RefCell::default(),
                act: Callback::from(move |action| {
                    if let Some(core) = core.upgrade() {
                        core.act(action);
                    }
                }),
            }
        })
    }

    /// Takes the action and all those that come of it, one after the other. A host may call back from within
    /// an event: that action waits for its turn.
    pub(super) fn act(self: &Rc<Self>, action: Action) {
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

    pub(super) fn props(&self) -> WidgetProps {
        let shown = Shown { form: Rc::clone(&self.form), steps: self.steps.get() };
        WidgetProps { shown, ahead: self.ahead.get(), act: self.act.clone() }
    }

    fn host(&self) -> Option<Rc<Host>> {
        self.host.borrow().clone()
    }

    pub(super) fn show(&self) {
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
    pub(super) fn heard(self: &Rc<Self>, result: Rc<FeedbackResult>, answer: &JsValue) -> Option<Action> {
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
