//! How the board is made to replay what the options name.
//!
//! The one part of the example that asks more of a board than its touch panel:
//! a recording can only be given to models.

use std::env;
use std::ffi::OsStr;
use std::marker::PhantomData;
use std::time::Instant;

use board_models::{Spectated, Strokes, Trace};
use board_support::{BoardError, HasTouch};
use class_touch::TouchEvent;
use example_support::{Progress, with_environment};

use crate::{Error, Options, Outcome, Reader, Recording, Replayed, Spectator, default_speed, run};

/// Interrupts that the process sleeps through which is too slow: more than any
/// board's ring holds.
const PAUSE: usize = 400;

/// Replays on the board `B` what the options and the environment name.
///
/// # Errors
///
/// What the command line or the board has wrong, and as [`run`].
pub fn replay<B: HasTouch + Spectated>(
    options: &Options,
    progress: &mut Progress,
) -> Result<Replayed, Error> {
    environment::<B>(options)?;
    let strokes = B::spectate().strokes();
    let strokes = strokes.map_err(|error| named(error, options))?;
    let Strokes {
        rows,
        panel,
        speed,
        own_times,
    } = strokes;
    if options.overload && speed.is_unpaced() {
        return Err(Error::overload_without_clock("SIM_SPEED=0"));
    }
    if options.overload && !B::spectate().waits_in_a_ring() {
        return Err(Error::usage(
            "--overload: this board's reports wait in the controller, which keeps the last".into(),
        ));
    }
    let trace = env::var_os("SIM_TRACE");
    let name = trace.as_deref().map(OsStr::to_string_lossy);
    let recording = Recording {
        name: name.map_or("built-in signature".into(), Into::into),
        rows,
        panel,
        speed: speed.factor(),
    };
    let reader = match options.overload {
        true => Reader::Busy(PAUSE),
        false => Reader::Prompt,
    };
    let of = recording.rows.len();
    let mut progress = |events| progress.show(format_args!("{events} of {of} events"));
    let mut outcome = run::<B>(&Seen::<B>(PhantomData), reader, &mut progress)?;
    if !own_times {
        take_late_times(&mut outcome, &recording.rows);
    }
    Ok(Replayed { recording, outcome })
}

/// Where the interrupt line is held and not pulsed, an event may have the time
/// of the one before: those have that of their row.
fn take_late_times(outcome: &mut Outcome, rows: &[TouchEvent]) {
    let before = std::iter::once(0).chain(rows.iter().map(|row| row.time_us));
    for ((received, row), before) in outcome.received.iter_mut().zip(rows).zip(before) {
        let event = &mut received.event;
        if (before..row.time_us).contains(&event.time_us) {
            event.time_us = row.time_us;
        }
    }
}

/// Tells the board, through its environment, what the options say. An option
/// goes before the environment, and the environment before what is built in.
fn environment<B: Spectated>(options: &Options) -> Result<(), Error> {
    let trace = options.trace.as_deref().map(|path| path.as_os_str());
    let speed = match options.speed {
        Some(speed) => Some(speed),
        None if env::var_os("SIM_SPEED").is_some() => None,
        // What is late is lost without a count there, so nothing is to be.
        None if !B::spectate().waits_in_a_ring() => Some(0.0),
        None => {
            let named = trace.map(OsStr::to_owned);
            let named = named.or_else(|| env::var_os("SIM_TRACE"));
            let trace = Trace::from_setting(named.as_deref());
            let trace = trace.map_err(|error| self::named(error, options))?;
            Some(default_speed(trace.rows()))
        }
    };
    let speed = speed.map(|speed| speed.to_string());
    let mut wanted: Vec<(&str, &OsStr)> = Vec::new();
    wanted.extend(trace.map(|trace| ("SIM_TRACE", trace)));
    wanted.extend(speed.as_deref().map(|speed| ("SIM_SPEED", speed.as_ref())));
    Ok(with_environment(&wanted)?)
}

/// An error of the board, in terms of the command line.
fn named(error: BoardError, options: &Options) -> Error {
    let text = match (error, &options.trace) {
        (
            BoardError::Config {
                setting: "SIM_TRACE",
                line,
                reason,
            },
            Some(path),
        ) => {
            let line = line.map_or(String::new(), |line| format!("line {line}: "));
            format!("{}: {line}{reason}", path.display())
        }
        _ => error.to_string(),
    };
    Error::Common(example_support::Error::Input(text))
}

/// The board, from outside.
struct Seen<B>(PhantomData<fn() -> B>);

impl<B: Spectated> Spectator for Seen<B> {
    fn interrupt_count(&self) -> usize {
        B::spectate().touches()
    }

    fn interrupts(&self) -> Vec<Instant> {
        B::spectate().touched()
    }

    fn transactions(&self) -> u32 {
        B::spectate().transactions()
    }

    fn is_finished(&self) -> bool {
        B::spectate().is_finished()
    }

    fn has_ended_early(&self) -> bool {
        B::spectate().has_ended_early()
    }
}
