//! How far a run is, on standard error.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How far a run is, on standard error, if that is a terminal. Dropping it
/// wipes the line.
#[derive(Debug)]
pub struct Progress {
    visible: bool,
    shown: Option<Instant>,
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress {
    const PERIOD: Duration = Duration::from_millis(50);

    /// Nothing is shown yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            visible: io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Shows how far the run is, not more often than can be seen.
    pub fn show(&mut self, what: impl fmt::Display) {
        if self.visible && self.shown.is_none_or(|at| at.elapsed() >= Self::PERIOD) {
            self.shown = Some(Instant::now());
            // A terminal that went away is no reason to stop.
            let _unseen = write!(io::stderr(), "\r\x1b[K{what}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _unseen = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
