//! The number of lines so far, on a terminal. Nothing is written if the standard error stream is a file or a pipe.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Time before the first display, so that short inputs show none.
const DELAY: Duration = Duration::from_secs(1);
/// Time between two displays.
const PERIOD: Duration = Duration::from_millis(200);

/// The display of the number of lines.
#[derive(Debug)]
pub struct Progress {
    start: Instant,
    /// Time of the next display; `None` without a terminal.
    next: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    pub fn new() -> Self {
        let start = Instant::now();
        Self { start, next: io::stderr().is_terminal().then(|| start + DELAY), is_shown: false }
    }

    /// Shows the number of lines so far, and how many a second.
    pub fn show(&mut self, lines: usize) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + PERIOD);
        self.is_shown = true;
        let rate = lines as u128 * 1000 / (now - self.start).as_millis().max(1);
        let _ = write!(io::stderr(), "\r{lines} lines, {rate} a second");
    }
}

impl Drop for Progress {
    /// Removes the display, so that a message does not stand beside it.
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
