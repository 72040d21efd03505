//! Lines of a process, which are waited for with patience but not for ever.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// What a process writes, line by line.
#[derive(Debug)]
pub(crate) struct Lines {
    lines: Receiver<String>,
}

impl Lines {
    pub(crate) fn of(output: impl Read + Send + 'static) -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { lines }
    }

    /// The next line.
    pub(crate) fn next(&self, patience: Duration) -> io::Result<String> {
        let line = self.lines.recv_timeout(patience);
        line.map_err(|error| io::Error::other(format!("the hub says nothing: {error}")))
    }
}
