//! The three browser engines, and one of them as a phone: how each one's driver is started, and what a session of it is asked for.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    /// Chromium as a small phone, whose pointers are all fingers.
    Phone,
    Firefox,
    WebKit,
}

/// A driver that runs for one test; it ends with the test, whatever its outcome, and what its browser left behind goes.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    _leavings: TempDir,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const CHROMIUM: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--window-size=1000,900",
];

impl Engine {
    /// What the page is told a pointer is: a phone has fingers only, and `WebKitGTK`'s driver a mouse only.
    pub fn told(self, pointer: &'static str) -> &'static str {
        match self {
            Self::Chromium | Self::Firefox => pointer,
            Self::Phone => "touch",
            Self::WebKit => "mouse",
        }
    }

    /// Starts a driver and, in it, a browser with a fresh profile.
    pub async fn start(self) -> (Driver, WebDriver) {
        let port = free_port();
        let program = self.driver();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/bin").join(program);
        let leavings = tempfile::tempdir().expect("a folder");
        let process = Command::new(if own.exists() { own.as_os_str() } else { program.as_ref() })
            .arg(format!("--port={port}"))
            .env("TMPDIR", leavings.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} cannot be started ({error}): run `make browsers`"));
        let driver = Driver { process, _leavings: leavings };
        let address = format!("http://127.0.0.1:{port}");
        let mut tries = 0;
        let browser = loop {
            match WebDriver::new(&address, self.capabilities()).await {
                Ok(browser) => break browser,
                Err(error) if tries == 60 => panic!("{self:?} does not start: {error}"),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        };
        (driver, browser)
    }

    fn driver(self) -> &'static str {
        match self {
            Self::Chromium | Self::Phone => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }

    fn capabilities(self) -> Capabilities {
        let options = match self {
            Self::Chromium => json!({ "goog:chromeOptions": { "args": CHROMIUM } }),
            Self::Phone => json!({ "goog:chromeOptions": { "args": CHROMIUM, "mobileEmulation": {
                "deviceMetrics": { "width": 360, "height": 740, "pixelRatio": 2.0, "touch": true },
            } } }),
            Self::Firefox => json!({ "moz:firefoxOptions": {
                "args": ["-headless", "--width=1000", "--height=900"],
            } }),
            Self::WebKit => json!({ "webkitgtk:browserOptions": {
                "binary": mini_browser(), "args": ["--automation", "--geometry=1000x900"],
            } }),
        };
        options.as_object().expect("written as an object").clone().into()
    }
}

/// The small browser that `WebKitGTK` is tested with; it lies with the library, not on the path.
fn mini_browser() -> String {
    let folders = ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"];
    let places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib"];
    let all = places.iter().flat_map(|place| folders.map(|folder| format!("{place}/{folder}/MiniBrowser")));
    let found = all.into_iter().find(|path| Path::new(path).exists());
    found.expect("WebKitGTK's MiniBrowser is missing: run `make browsers`")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}
