//! The program around the example.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use class_touch::{PanelSize, TouchEvent};
use example_support::{Progress, line, say};

use crate::args::{self, PROGRAM};
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

/// The program: reads the command line, has `replay` do what it asks, prints
/// the summary and draws the picture.
pub fn main(replay: impl FnOnce(&Options, &mut Progress) -> Result<Replayed, Error>) -> ExitCode {
    PROGRAM.main(args::parse, |options| {
        let replayed = replay(&options, &mut Progress::new())?;
        Ok(report(&replayed, &options.out, &mut io::stdout().lock())?)
    })
}

/// Prints the summary, and draws the picture if what came out went in.
fn report(replayed: &Replayed, out: &Path, stdout: &mut impl Write) -> Result<(), Error> {
    let found = compare(&replayed.recording.rows, &replayed.outcome);
    let summary = Summary {
        replayed,
        found: &found,
    };
    say(stdout, summary)?;
    let picture = Picture::draw(replayed, &found?);
    let png = picture.encode().map_err(Error::Encoding)?;
    fs::write(out, png).map_err(|error| example_support::Error::File(out.into(), error))?;
    let (width, height) = picture.size();
    let written = format!("{} ({width} x {height})", out.display());
    Ok(say(stdout, line("picture", written))?)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use class_touch::TouchKind;

    use super::*;
    use crate::{Counts, FaultCounts, Flaw, Received};

    /// A replay of one row, of which came out what is given.
    fn replayed(row: TouchEvent, event: TouchEvent) -> Replayed {
        let at = Instant::now();
        let counts = Counts {
            offered: 1,
            delivered: 1,
            dropped: 0,
            queued: 0,
            high_water: 1,
            capacity: 8,
        };
        let panel = PanelSize {
            width: 48,
            height: 32,
        };
        let recording = Recording {
            name: "a row".into(),
            rows: vec![row],
            panel,
            speed: 1.0,
        };
        let outcome = Outcome {
            board: "none",
            received: vec![Received { event, at }],
            counts_at_end: counts,
            counts,
            faults: FaultCounts::default(),
            interrupts: vec![at],
            transactions: 1,
        };
        Replayed { recording, outcome }
    }

    #[test]
    fn a_flaw_is_printed_and_a_failure_and_not_drawn() {
        let row = TouchEvent::new(5, TouchKind::Down, 1, 10, 20);
        let other = row.with_pressure(1);
        let mut printed = Vec::new();
        // A path that cannot be written: a picture would be another error.
        let report = report(&replayed(row, other), Path::new(""), &mut printed);
        assert!(
            matches!(report, Err(Error::Flawed(Flaw::Stray { nth: 0, event })) if event == other)
        );
        let text = String::from_utf8(printed).expect("UTF-8");
        assert!(text.contains(" exact: no: event 0 "), "{text}");
        assert!(!text.contains("picture"), "{text}");
    }

    #[test]
    fn the_same_without_a_flaw_goes_on_to_the_picture() {
        let row = TouchEvent::new(5, TouchKind::Down, 1, 10, 20);
        let mut printed = Vec::new();
        let report = report(&replayed(row, row), Path::new(""), &mut printed);
        let Err(Error::Common(error)) = report else {
            panic!("{report:?}");
        };
        assert!(matches!(error, example_support::Error::File(..)));
        let text = String::from_utf8(printed).expect("UTF-8");
        assert!(text.contains(" exact: yes\n"), "{text}");
    }

    #[test]
    fn long_traces_are_replayed_faster_and_short_ones_in_real_time() {
        let rows = |end| [0, end].map(|now| TouchEvent::new(now, TouchKind::Down, 0, 0, 0));
        assert_eq!(default_speed(&rows(2_900_000)), 1.0);
        assert_eq!(default_speed(&rows(11_900_000)), 4.0);
        assert_eq!(default_speed(&[]), 1.0);
    }
}
