//! The program around the example.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use class_touch::{PanelSize, TouchEvent};

use crate::args::{self, HELP};
use crate::picture::Picture;
use crate::summary::Summary;
use crate::{Error, Options, Outcome, compare};

/// How long a replay takes where no speed is asked for, in seconds.
const PATIENCE: f64 = 3.0;

/// What is replayed, and how.
#[derive(Debug, Clone)]
pub struct Recording {
    /// What it is called.
    pub name: String,
    /// What the fingers do; time does not go back.
    pub rows: Vec<TouchEvent>,
    /// The panel that they do it on.
    pub panel: PanelSize,
    /// How many times faster than recorded; 0 is as fast as events are taken.
    pub speed: f64,
}

impl Recording {
    /// How long it is, in seconds of its own time.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        seconds(&self.rows)
    }
}

fn seconds(rows: &[TouchEvent]) -> f64 {
    let ends = rows.first().zip(rows.last());
    let span =
        |(first, last): (&TouchEvent, &TouchEvent)| last.time_us.saturating_sub(first.time_us);
    ends.map_or(0.0, |ends| span(ends) as f64 / 1e6)
}

/// A recording, and what came of it.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// What was replayed.
    pub recording: Recording,
    /// What the process had.
    pub outcome: Outcome,
}

/// The speed where none is asked for: real time, unless that takes too long.
#[must_use]
pub fn default_speed(rows: &[TouchEvent]) -> f64 {
    (seconds(rows) / PATIENCE).ceil().max(1.0)
}

/// How far the replay is, on standard error, if that is a terminal.
#[derive(Debug)]
pub struct Progress {
    visible: bool,
    shown: Option<Instant>,
}

impl Progress {
    const PERIOD: Duration = Duration::from_millis(50);

    fn new() -> Self {
        Self {
            visible: io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// So many events have come, of at most so many.
    pub fn show(&mut self, events: usize, of: usize) {
        if self.visible && self.shown.is_none_or(|at| at.elapsed() >= Self::PERIOD) {
            self.shown = Some(Instant::now());
            // A terminal that went away is no reason to stop.
            let _unseen = write!(io::stderr(), "\r\x1b[K{events} of {of} events");
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

/// The program: reads the command line, has `replay` do what it asks, prints
/// the summary and draws the picture.
pub fn main(replay: impl FnOnce(&Options, &mut Progress) -> Result<Replayed, Error>) -> ExitCode {
    let Err(error) = program(replay) else {
        return ExitCode::SUCCESS;
    };
    let mut stderr = io::stderr();
    // Without a standard error, the exit status still tells.
    let _untold = writeln!(stderr, "touch-trace: {error}");
    if let Error::Usage(_) = error {
        let _untold = write!(stderr, "{}", args::USAGE);
    }
    error.exit_code()
}

fn program(
    replay: impl FnOnce(&Options, &mut Progress) -> Result<Replayed, Error>,
) -> Result<(), Error> {
    let Some(options) = args::parse(std::env::args_os().skip(1))? else {
        return say(HELP);
    };
    let replayed = replay(&options, &mut Progress::new())?;
    let found = compare(&replayed.recording.rows, &replayed.outcome);
    say(Summary {
        replayed: &replayed,
        found: &found,
    })?;
    let picture = Picture::draw(&replayed, &found?);
    let png = picture.encode().map_err(Error::Encoding)?;
    fs::write(&options.out, png).map_err(|error| Error::Picture(options.out.clone(), error))?;
    let (width, height) = picture.size();
    say(format_args!(
        "picture:   {} ({width} x {height})\n",
        options.out.display()
    ))
}

fn say(what: impl std::fmt::Display) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    write!(stdout, "{what}")
        .and_then(|()| stdout.flush())
        .map_err(Error::Output)
}
