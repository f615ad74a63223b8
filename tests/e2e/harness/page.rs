//! A host page in a browser: what it loads, and what its scripts return.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverError;
use thirtyfour::prelude::ScriptRet;

use super::engine::Engine;
use super::server::Server;

/// How long a test waits for anything. It only ends hopeless waits, and no test asserts that something is faster: on a
/// busy machine a browser can get no processor for many seconds.
pub const TIME_LIMIT: Duration = Duration::from_mins(1);

/// The messages of `WebKitGTK`'s driver if it has lost the result of a script.
const LOST_RESULT: [&str; 2] = ["Could not parse script result", "Error: unknown error"];
/// Begins the fault that stands for a request after the element was ready; its path follows.
const AFTER_READY: &str = "request after ready:";

#[derive(Debug)]
pub struct Page {
    pub engine: Engine,
    pub server: Server,
    pub(super) browser: WebDriver,
    /// The servers of other origins.
    others: RefCell<Vec<Server>>,
    expected: RefCell<Vec<ExpectedFault>>,
    /// How many scripts ran.
    scripts: Cell<usize>,
    /// Whether no other test may use the browser.
    is_retired: Cell<bool>,
    /// The faults of documents that were left, as they had them themselves.
    collected: RefCell<Vec<String>>,
}

/// Faults with this text are none.
#[derive(Debug)]
pub struct ExpectedFault {
    pub text: String,
    /// Whether at least one has to be there.
    pub is_required: bool,
}

impl Page {
    pub(super) async fn new(engine: Engine, browser: WebDriver) -> Self {
        let server = Server::start().await;
        let (others, expected, collected) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self {
            engine,
            server,
            browser,
            others,
            expected,
            scripts: Cell::new(0),
            is_retired: Cell::new(false),
            collected,
        }
    }

    /// Returns the browser, for its tabs.
    pub fn browser(&self) -> &WebDriver {
        &self.browser
    }

    /// Starts a server of another origin, whose documents' faults fail the test too.
    pub async fn start_server(&self) -> Server {
        let server = Server::start().await;
        self.others.borrow_mut().push(server.clone());
        server
    }

    /// Expects at least one fault whose text contains this.
    pub fn expect_fault(&self, text: &str) {
        self.expected.borrow_mut().push(ExpectedFault { text: text.into(), is_required: true });
    }

    /// Gives the browser to no other test: it may crash later because of this one.
    pub fn retire_browser(&self) {
        self.is_retired.set(true);
    }

    pub(super) fn is_retired(&self) -> bool {
        self.is_retired.get()
    }

    /// Allows faults whose text contains this.
    pub fn allow_fault(&self, text: &str) {
        self.expected.borrow_mut().push(ExpectedFault { text: text.into(), is_required: false });
    }

    /// Allows requests of paths that begin with this after the element was ready.
    pub fn allow_requests(&self, path: &str) {
        self.allow_fault(&format!("{AFTER_READY} {path}"));
    }

    /// Leaves the last document and waits for what it still reports, so that no report arrives after the test. Clears
    /// the tab's storage of this origin, since a later test of the same tab can get the same port.
    pub(super) async fn finish(&self) {
        self.leave_frames().await;
        self.goto(&format!("{}/end", self.server.origin)).await;
        self.eval("return fetch('/faults').then(() => { sessionStorage.clear(); return true })").await;
    }

    /// Takes the faults that a document has before it is left. Its reports of them can be late, or lost while offline.
    async fn collect_faults(&self) {
        let script = "return window.harness?.finish() ?? []";
        let faults = self.try_eval(script).await.unwrap_or_default(); // a document that is gone has reported them
        let faults = faults.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        self.collected.borrow_mut().extend(faults);
    }

    /// Returns the faults of all documents that the test did not expect, each once, and those that it expected in vain.
    pub(super) fn unexpected_faults(&self, has_passed: bool) -> Vec<String> {
        let (others, expected) = (self.others.borrow(), self.expected.borrow());
        let servers = std::iter::once(&self.server).chain(others.iter());
        let mut faults: Vec<String> = servers.flat_map(Server::faults).collect();
        faults.extend(self.collected.borrow().iter().cloned());
        faults.sort();
        faults.dedup();
        let missing = expected.iter().filter(|expected| {
            has_passed && expected.is_required && !faults.iter().any(|fault| fault.contains(&expected.text))
        });
        let missing: Vec<String> = missing.map(|expected| format!("missing: {}", expected.text)).collect();
        faults.retain(|fault| !expected.iter().any(|expected| fault.contains(&expected.text)));
        faults.extend(missing);
        faults
    }

    /// Loads a page with this markup after the element's script.
    pub async fn load(&self, markup: &str) {
        self.load_bare(&format!("<script type=\"module\" src=\"/rapport.js\"></script>{markup}")).await;
    }

    /// Loads a page with this markup alone.
    pub async fn load_bare(&self, markup: &str) {
        self.goto(&self.server.add_page("host", markup)).await;
    }

    /// Loads a page with one inline form, and waits until it is ready.
    pub async fn load_form(&self, attributes: &str) {
        self.load(&format!("<rapport-feedback {attributes}></rapport-feedback>")).await;
        self.events_exactly("ready", 1).await;
    }

    /// Loads a file of the server, such as a demo page.
    pub async fn load_file(&self, file: &str) {
        self.goto(&format!("{}/{file}", self.server.origin)).await;
    }

    pub async fn goto(&self, address: &str) {
        self.collect_faults().await;
        self.browser.goto(address).await.expect("the page");
    }

    pub async fn reload(&self) {
        self.collect_faults().await;
        self.browser.refresh().await.expect("the page again");
    }

    /// Goes back in the history, and waits until that page is loaded.
    pub async fn go_back(&self) {
        self.collect_faults().await;
        self.browser.back().await.expect("the page before");
    }

    /// Opens another tab, closes it, and returns to this one.
    pub async fn switch_tabs(&self) {
        let this = self.browser.window().await.expect("this tab");
        let other = self.browser.new_tab().await.expect("another tab");
        self.browser.switch_to_window(other).await.expect("the other tab");
        self.browser.close_window().await.expect("the other tab is closed");
        self.browser.switch_to_window(this).await.expect("this tab again");
    }

    /// Waits until the page has opened another window, and enters that.
    pub async fn enter_opened_window(&self) {
        let this = self.browser.window().await.expect("this window");
        self.wait_until("another window", async || self.browser.windows().await.expect("windows").len() > 1)
            .await;
        let other = self.browser.windows().await.expect("windows").into_iter().find(|window| *window != this);
        self.browser.switch_to_window(other.expect("the other window")).await.expect("the other window");
    }

    /// Closes the opened window, and returns to the page that opened it.
    pub async fn close_opened_window(&self) {
        self.collect_faults().await;
        self.browser.close_window().await.expect("the window is closed");
        let this = self.browser.windows().await.expect("windows").swap_remove(0);
        self.browser.switch_to_window(this).await.expect("the page again");
    }

    /// Sends a command of the Chrome `DevTools` Protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        self.browser.cdp().send_raw(method, parameters).await.expect(method)
    }

    /// Emulates media features in Chromium.
    pub async fn emulate_media(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Emulates a viewport of that size in Chromium, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Waits until no animation runs in the element.
    pub async fn wait_for_animations(&self) {
        let root = "document.querySelector('rapport-feedback, rapport-trend').shadowRoot";
        self.eval(&format!(
            "return Promise.all({root}.getAnimations().map((a) => a.finished.catch(() => null)))"
        ))
        .await;
    }

    /// Enters the frame that a script returns. Everything after that happens in the frame.
    pub async fn enter_frame(&self, script: &str) {
        let frame = self.execute(script).await.expect(script).element().expect("a frame");
        frame.enter_frame().await.expect("the frame's document");
    }

    /// Leaves all frames.
    pub async fn leave_frames(&self) {
        self.browser.enter_default_frame().await.expect("the page");
    }

    /// Returns what a script returns, or what the promise resolves to that it returns.
    pub async fn eval(&self, script: &str) -> Value {
        self.try_eval(script).await.unwrap_or_else(|error| panic!("{script}\n{error}"))
    }

    /// Returns an error instead of failing the test, for instance if the document goes while the script runs.
    pub async fn try_eval(&self, script: &str) -> Result<Value, WebDriverError> {
        let script = if self.engine == Engine::WebKit { self.once(script) } else { script.into() };
        self.execute(&script).await.map(|returned| returned.json().clone())
    }

    /// Makes a script that does nothing if it runs again: the page keeps what it returned.
    fn once(&self, script: &str) -> String {
        let number = self.scripts.get();
        self.scripts.set(number + 1);
        format!(
            "const returned = (window.harnessReturned ??= {{}});
             if (!({number} in returned)) returned[{number}] = (() => {{ {script}\n }})();
             return returned[{number}]"
        )
    }

    /// Runs a script, and runs it again if `WebKitGTK`'s driver has lost the result, as it does now and then.
    async fn execute(&self, script: &str) -> Result<ScriptRet, WebDriverError> {
        match self.browser.execute(script, vec![]).await {
            Err(error) if self.engine == Engine::WebKit && is_lost(&error) => {
                self.browser.execute(script, vec![]).await
            }
            returned => returned,
        }
    }

    /// Returns what a script makes of one element of the form: `e`, by its selector in the shadow root.
    pub async fn eval_on(&self, selector: &str, script: &str) -> Value {
        self.eval(&format!("const e = {}; return {script}", in_shadow("rapport-feedback", selector))).await
    }

    /// Waits until a script returns something other than null and false, and returns that.
    pub async fn wait_for(&self, script: &str) -> Value {
        self.harness(&format!("wait(() => {{ {script} }},"), script).await
    }

    /// Calls a method of the page's part of the harness, which ends with its time limit.
    pub(super) async fn harness(&self, call: &str, what: &str) -> Value {
        let returned = self.eval(&format!("return harness.{call} {})", TIME_LIMIT.as_millis())).await;
        assert!(returned[0] == true, "within {TIME_LIMIT:?}: {what}\n{}", returned[1]);
        returned[1].clone()
    }

    /// Waits until a script has returned the same for 0.7 seconds, and returns that.
    pub async fn settled(&self, script: &str) -> Value {
        self.harness(&format!("settled(() => {{ {script} }},"), script).await
    }

    /// Waits until a condition is met that no single script can check.
    pub async fn wait_until(&self, what: &str, is_met: impl AsyncFn() -> bool) {
        let start = Instant::now();
        while !is_met().await {
            assert!(start.elapsed() < TIME_LIMIT, "within {TIME_LIMIT:?}: {what}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until the document got at least so many events of a name, and returns their details.
    pub async fn wait_for_events(&self, name: &str, count: usize) -> Vec<Value> {
        let what = format!("{count} events {name}");
        let details = self.harness(&format!("waitForEvents('{name}', {count},"), &what).await;
        details.as_array().expect("an array").clone()
    }

    /// The same, and fails the test if there are more.
    pub async fn events_exactly(&self, name: &str, count: usize) -> Vec<Value> {
        let details = self.wait_for_events(name, count).await;
        assert_eq!(details.len(), count, "events {name}: {details:?}");
        details
    }

    /// Returns the details of the events of a name so far.
    pub async fn events(&self, name: &str) -> Vec<Value> {
        let script = format!("return events.filter((e) => e.name === '{name}').map((e) => e.detail)");
        self.eval(&script).await.as_array().expect("an array").clone()
    }

    /// Waits until the form shows an element.
    pub async fn wait_for_visible(&self, selector: &str) {
        let element = in_shadow("rapport-feedback", selector);
        self.wait_for(&format!("return Boolean({element}?.checkVisibility({{ visibilityProperty: true }}))"))
            .await;
    }
}

fn is_lost(error: &WebDriverError) -> bool {
    let error = error.to_string();
    LOST_RESULT.iter().any(|lost| error.contains(lost))
}

/// Returns an expression for an element in a shadow root.
pub fn in_shadow(host: &str, selector: &str) -> String {
    format!("document.querySelector('{host}')?.shadowRoot.querySelector('{selector}')")
}
