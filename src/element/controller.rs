//! Runs one form: applies each action in turn, renders, saves, and emits the events.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{AppHandle, Callback};

use super::bindings::Host;
use super::browser::Browser;
use super::convert::{ConvertedData, from_js, to_js};
use super::submit_reply::SubmitReply;
use crate::data::json::Json;
use crate::event::Event;
use crate::form::{Action, Form, Phase, Saves};
use crate::scoring::result::FeedbackResult;
use crate::view::{FormHandle, Widget, WidgetProps};

/// A form and its connections to the page.
#[derive(Debug)]
pub(super) struct Controller {
    pub(super) form: Rc<RefCell<Form>>,
    revision: Cell<u32>,
    queue: RefCell<VecDeque<Action>>,
    is_dispatching: Cell<bool>,
    /// The events of answers that were given before the form was announced.
    early_events: RefCell<Vec<Event>>,
    /// Whether the view draws a closed dialog's content.
    pub(super) renders_hidden: Cell<bool>,
    /// The view, while the element is in the page.
    pub(super) app: RefCell<Option<AppHandle<Widget>>>,
    /// Whether the element is out of the page.
    pub(super) is_detached: Cell<bool>,
    /// The element, while it is in the page or waits for the reply to a submit event.
    pub(super) host: RefCell<Option<Rc<Host>>>,
    dispatch: Callback<Action>,
    /// The key of the draft that this form stored or loaded. The form touches no other draft.
    own_draft_key: RefCell<Option<String>>,
    /// The script and the properties, as last converted.
    pub(super) data: RefCell<[ConvertedData; 2]>,
}

impl Controller {
    /// Returns the controller of a form that is not in a page.
    pub(super) fn new() -> Rc<Self> {
        Rc::new_cyclic(|controller: &Weak<Self>| {
            let controller = controller.clone();
            Self {
                form: Rc::new(RefCell::new(Form::new(&Browser))),
                revision: Cell::new(0),
                queue: RefCell::default(),
                is_dispatching: Cell::new(false),
                early_events: RefCell::default(),
                renders_hidden: Cell::new(false),
                app: RefCell::default(),
                is_detached: Cell::new(true),
                host: RefCell::default(),
                own_draft_key: RefCell::default(),
                data: RefCell::default(),
                dispatch: Callback::from(move |action| {
                    if let Some(controller) = controller.upgrade() {
                        controller.dispatch(action);
                    }
                }),
            }
        })
    }

    /// Applies an action, and those that follow from it, one after the other. A listener that calls back adds its action
    /// to the queue.
    pub(super) fn dispatch(self: &Rc<Self>, action: Action) {
        self.queue.borrow_mut().push_back(action);
        if self.is_dispatching.replace(true) {
            return;
        }
        loop {
            let Some(action) = self.queue.borrow_mut().pop_front() else { break };
            let saves = action.saves();
            let is_first = self.revision.get() == 0;
            let events = self.form.borrow_mut().update(action, &Browser);
            self.revision.set(self.revision.get().wrapping_add(1));
            self.render();
            // Saved before the events are emitted: no listener can lose an answer.
            match saves {
                Saves::Nothing => {}
                Saves::Snapshot => {
                    self.load_draft();
                    // A form that was configured once has nothing to recover.
                    if !is_first {
                        self.save_snapshot();
                    }
                }
                Saves::SnapshotAndDraft => {
                    self.save_draft();
                    self.save_snapshot();
                }
            }
            for event in events {
                if matches!(event, Event::Input { .. } | Event::Change { .. })
                    && !self.form.borrow().is_announced()
                {
                    self.early_events.borrow_mut().push(event);
                } else {
                    self.emit(event);
                }
            }
            if self.form.borrow().is_announced() {
                self.early_events.take().into_iter().for_each(|event| self.emit(event));
            }
        }
        self.is_dispatching.set(false);
    }

    pub(super) fn props(&self) -> WidgetProps {
        let handle = FormHandle { form: Rc::clone(&self.form), revision: self.revision.get() };
        WidgetProps { handle, renders_hidden: self.renders_hidden.get(), dispatch: self.dispatch.clone() }
    }

    fn host(&self) -> Option<Rc<Host>> {
        self.host.borrow().clone()
    }

    pub(super) fn render(&self) {
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

    /// Loads the tab's draft the first time that a configuration names its key.
    fn load_draft(&self) {
        let (unread, current) = {
            let mut form = self.form.borrow_mut();
            (form.take_draft_key(), form.config().draft_key.clone())
        };
        let Some(host) = self.host() else { return };
        // Drafts turned off remove the own draft. Another session's key leaves it in place for that session.
        let own = self.own_draft_key.take();
        if own == current {
            self.own_draft_key.replace(own);
        } else if let Some(own) = own.filter(|_| current.is_none()) {
            host.save_draft(&own, JsValue::NULL);
        }
        if let Some(key) = unread {
            let draft = from_js(&host.load_draft(&key), 0);
            self.queue.borrow_mut().push_front(Action::RestoreDraft(draft));
        }
    }

    fn save_draft(&self) {
        let (key, draft) = {
            let form = self.form.borrow();
            (form.config().draft_key.clone(), form.draft(&Browser))
        };
        let Some(host) = self.host() else { return };
        if let Some((key, draft)) = key.zip(draft) {
            host.save_draft(&key, to_js(&draft));
            self.own_draft_key.replace(Some(key));
        } else if let Some(key) = self.own_draft_key.take() {
            host.save_draft(&key, JsValue::NULL);
        }
    }

    fn save_snapshot(&self) {
        if let Some(host) = self.host() {
            host.save_snapshot(to_js(&self.form.borrow().snapshot(&Browser)));
        }
    }

    /// Removes the draft of a stored form that has a new session key since.
    fn remove_draft(&self, key: &str, id: &str) {
        let Some(host) = self.host() else { return };
        if from_js(&host.load_draft(key), 0).get("id").and_then(Json::as_str) == Some(id) {
            host.save_draft(key, JsValue::NULL);
        }
    }

    fn emit(self: &Rc<Self>, event: Event) {
        let reply = self.host().map(|host| host.emit(event.name(), to_js(&event)));
        if let Event::Submit(result) = event {
            // A detached form without a host emits nothing, and its submit counts as prevented.
            let action = match reply {
                Some(reply) => self.submit_reply_action(result, &reply),
                None => Some(Action::SubmitPrevented),
            };
            // Ahead of calls that a listener made: those concern the form as it is after sending.
            if let Some(action) = action {
                self.queue.borrow_mut().push_front(action);
            }
        }
    }

    /// Returns the action that follows from the reply to a submit event. A pending reply returns `None`, and dispatches
    /// its action later.
    pub(super) fn submit_reply_action(
        self: &Rc<Self>,
        result: Rc<FeedbackResult>,
        reply: &JsValue,
    ) -> Option<Action> {
        match SubmitReply::from_js(reply) {
            SubmitReply::Prevented => Some(Action::SubmitPrevented),
            SubmitReply::Accepted => Some(Action::SubmitAccepted),
            SubmitReply::Saved => Some(Action::Settled(result.id.clone(), result.attempt, Ok(()))),
            SubmitReply::Pending(promise) => {
                self.await_reply(result, promise);
                None
            }
        }
    }

    fn await_reply(self: &Rc<Self>, result: Rc<FeedbackResult>, promise: Promise) {
        let (controller, promise) = (Rc::downgrade(self), JsFuture::from(promise));
        let draft_key = self.form.borrow().config().draft_key.clone();
        spawn_local(async move {
            let settled = promise.await;
            let Some(controller) = controller.upgrade() else { return };
            let reply = settled.as_ref().map(SubmitReply::from_js);
            let is_last = controller
                .form
                .borrow()
                .submitted()
                .is_some_and(|last| std::ptr::eq(last, &raw const *result));
            let action = match reply {
                Ok(SubmitReply::Prevented) if is_last => Action::SubmitPrevented,
                Ok(SubmitReply::Accepted) if is_last => Action::SubmitAccepted,
                _ => {
                    let saved = settled.map(drop).map_err(|error| error.as_string().unwrap_or_default());
                    if let Some(key) = draft_key.filter(|_| saved.is_ok()) {
                        controller.remove_draft(&key, &result.id);
                    }
                    Action::Settled(result.id.clone(), result.attempt, saved)
                }
            };
            controller.dispatch(action);
            if controller.is_detached.get() {
                controller.host.take();
            }
        });
    }
}

/// Returns the names for `:state()` that apply, separated by spaces.
fn states(form: &Form) -> &'static str {
    match form.phase() {
        Phase::Sending => "sending",
        Phase::Sent => "sent",
        _ if form.is_complete() => "complete",
        _ if form.answers().iter().all(|answer| answer.response().is_none()) => "unanswered",
        _ => "",
    }
}
