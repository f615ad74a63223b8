//! A `WebDriver` server process: its start on a port that the kernel chose, and its end with all of its children.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::engine::Engine;

const START_LIMIT: Duration = Duration::from_secs(20);

/// A running driver. Dropping it ends its process, every process below it, and deletes its temporary folder.
#[derive(Debug)]
pub struct Driver {
    pub address: String,
    process: Child,
    /// `WebKitGTK` has no headless mode. The display is dropped, and so ended, after the driver.
    _display: Option<Display>,
    _temporary: TempDir,
}

/// A virtual screen for one browser: of several windows on one screen, only one would have the focus.
#[derive(Debug)]
struct Display {
    name: String,
    process: Child,
}

impl Display {
    /// Starts a screen under a number that the server itself chose and printed.
    ///
    /// The screen's own pointer rests in its middle: on a screen as flat as this, over a browser's toolbar. Over the
    /// page it would interfere with the pointer of the tests.
    fn start() -> Result<Self, String> {
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x50x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb cannot be started ({error}): run `make browsers`"))?;
        let mut number = String::new();
        if let Some(output) = process.stdout.take() {
            let _ = BufReader::new(output).read_line(&mut number);
        }
        let display = Self { name: format!(":{}", number.trim()), process };
        if number.trim().is_empty() { Err("Xvfb did not start".into()) } else { Ok(display) }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Driver {
    /// Starts the driver of an engine.
    ///
    /// The driver binds port 0, so no port is free between its choice and its use. The port is read from the listening
    /// sockets of that very process.
    ///
    /// # Errors
    /// Returns a message with what to install if the driver is missing, or with what it printed if it ended.
    pub fn start(engine: Engine) -> Result<Self, String> {
        let program = engine.driver();
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/bin").join(program);
        let temporary = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let display = if engine == Engine::WebKit { Some(Display::start()?) } else { None };
        let process = Command::new(if installed.exists() { installed.as_os_str() } else { program.as_ref() })
            .arg("--port=0")
            .env("TMPDIR", temporary.path())
            .envs(display.iter().map(|display| ("DISPLAY", &display.name)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program} cannot be started ({error}): run `make browsers`"))?;
        let mut driver = Self { address: String::new(), process, _display: display, _temporary: temporary };
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Some(port) = listening_port(driver.process.id()) {
                driver.address = format!("http://127.0.0.1:{port}");
                return Ok(driver);
            }
            if let Ok(Some(status)) = driver.process.try_wait() {
                return Err(format!("{program} ended at its start with {status}"));
            }
            std::thread::sleep(Duration::from_millis(5)); // a process can't be awaited until it listens
        }
        Err(format!("{program} did not listen within {START_LIMIT:?}"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A browser outlives a driver that is killed, so the browser's processes are ended first.
        let below = descendants(self.process.id());
        if !below.is_empty() {
            let _ = Command::new("kill")
                .arg("-KILL")
                .args(below.iter().map(ToString::to_string))
                .stderr(Stdio::null())
                .status();
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the TCP port on which a process listens.
fn listening_port(process: u32) -> Option<u16> {
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).ok()?;
    let sockets: BTreeSet<String> = descriptors
        .flatten()
        .filter_map(|descriptor| fs::read_link(descriptor.path()).ok())
        .filter_map(|link| Some(link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    let table = fs::read_to_string("/proc/net/tcp").ok()?;
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (local, state, inode) = (fields.get(1)?, fields.get(3)?, fields.get(9)?);
        let listens = *state == "0A" && sockets.contains(*inode);
        listens.then(|| u16::from_str_radix(local.split_once(':')?.1, 16).ok()).flatten()
    })
}

/// Returns the processes below a process, the youngest generation last.
fn descendants(process: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name, in parentheses, may itself have spaces; the state and the parent follow it.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
        next += 1;
    }
    found.split_off(1)
}
