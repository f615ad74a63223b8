//! The browser engines under test, and the capabilities that a session of each requests.

use std::path::Path;

use serde_json::json;
use thirtyfour::Capabilities;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    Chromium,
    /// Chromium that emulates a small phone: every pointer is a finger.
    Phone,
    Firefox,
    WebKit,
}

/// The three engines on a desktop.
pub const DESKTOP: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];
/// The three engines, and Chromium as a phone: for tests where touch or a narrow viewport matters.
pub const EVERY: [Engine; 4] = [Engine::Chromium, Engine::Phone, Engine::Firefox, Engine::WebKit];

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
    /// Returns the name in test titles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Phone => "phone",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Returns the `pointerType` that the page gets: a phone has fingers only, and `WebKitGTK`'s driver a mouse only.
    pub fn pointer_type(self, requested: &'static str) -> &'static str {
        match self {
            Self::Chromium | Self::Firefox => requested,
            Self::Phone => "touch",
            Self::WebKit => "mouse",
        }
    }

    /// Returns whether the engine takes commands of the Chrome `DevTools` Protocol.
    pub fn has_cdp(self) -> bool {
        matches!(self, Self::Chromium | Self::Phone)
    }

    pub fn driver(self) -> &'static str {
        match self {
            Self::Chromium | Self::Phone => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }

    /// Returns the capabilities of a new session.
    ///
    /// # Errors
    /// Returns a message for `WebKitGTK` if its browser is not installed.
    pub fn capabilities(self) -> Result<Capabilities, String> {
        let options = match self {
            Self::Chromium => json!({ "goog:chromeOptions": { "args": CHROMIUM } }),
            Self::Phone => json!({ "goog:chromeOptions": { "args": CHROMIUM, "mobileEmulation": {
                "deviceMetrics": { "width": 360, "height": 740, "pixelRatio": 2.0, "touch": true },
            } } }),
            Self::Firefox => json!({ "moz:firefoxOptions": {
                "args": ["-headless", "--width=1000", "--height=900"],
            } }),
            Self::WebKit => json!({ "webkitgtk:browserOptions": {
                "binary": mini_browser()?, "args": ["--automation", "--geometry=1000x900"],
            } }),
        };
        Ok(options.as_object().expect("written as an object").clone().into())
    }
}

/// Finds `WebKitGTK`'s small browser, which lies in the library's folder and not on the path.
fn mini_browser() -> Result<String, String> {
    let folders = ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"];
    let roots = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib"];
    let all = roots.iter().flat_map(|root| folders.map(|folder| format!("{root}/{folder}/MiniBrowser")));
    let found = all.into_iter().find(|path| Path::new(path).exists());
    found.ok_or_else(|| "WebKitGTK's MiniBrowser is not installed: run `make browsers`".into())
}
