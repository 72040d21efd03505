//! How the simulated board is made to replay what the options name.
//!
//! The one part of the example that knows which board it runs on: a recording
//! can only be given to a panel that is simulated.

use std::env;
use std::ffi::OsStr;
use std::sync::OnceLock;
use std::time::Instant;

use board::{BoardError, RING, SimConfig, SimDevice, SimTouch, Speed};
use board_support::{Board, HasTouch};
use class_touch::Doorbell;
use example_support::Progress;
use touch_trace::{Error, Options, Reader, Recording, Replayed, Spectator, default_speed, run};

/// Events that the ring holds which is too small.
const CRAMPED: usize = 64;

/// Interrupts that the process sleeps through which is too slow.
const PAUSE: usize = 100;

/// What the panel is to do: said once, before it is opened.
static CONFIG: OnceLock<SimConfig> = OnceLock::new();

/// Replays what the options and the environment name.
pub(crate) fn replay(options: &Options, progress: &mut Progress) -> Result<Replayed, Error> {
    let (name, config) = configure(options)?;
    let config = CONFIG.get_or_init(|| config);
    let recording = Recording {
        name,
        rows: config.trace.rows().to_vec(),
        panel: config.trace.panel(),
        speed: config.speed.factor(),
    };
    let of = recording.rows.len();
    let mut progress = |events| progress.show(format_args!("{events} of {of} events"));
    let outcome = if options.overload {
        run::<Replaying<CRAMPED>>(&Replaying::<CRAMPED>, Reader::Busy(PAUSE), &mut progress)
    } else {
        run::<Replaying<RING>>(&Replaying::<RING>, Reader::Prompt, &mut progress)
    };
    Ok(Replayed {
        recording,
        outcome: outcome?,
    })
}

/// The trace's name, and what the panel is to do. An option goes before the
/// environment, and the environment before what is built in.
fn configure(options: &Options) -> Result<(String, SimConfig), Error> {
    let trace = options
        .trace
        .clone()
        .map(Into::into)
        .or_else(|| env::var_os("SIM_TRACE"));
    let speed = env::var_os("SIM_SPEED").filter(|_| options.speed.is_none());
    let settings = SimConfig::from_settings(trace.as_deref(), speed.as_deref());
    let mut config = settings.map_err(|error| named(error, options))?;
    if speed.is_none() {
        let asked = options
            .speed
            .unwrap_or_else(|| default_speed(config.trace.rows()));
        config.speed = Speed::new(asked).ok_or_else(|| Error::usage(format!("--speed {asked}")))?;
    }
    if options.overload && config.speed.is_unpaced() {
        return Err(Error::overload_without_clock("SIM_SPEED=0"));
    }
    let name = trace.as_deref().map(OsStr::to_string_lossy);
    Ok((name.map_or("built-in signature".into(), Into::into), config))
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

/// The board, with a ring of `N` events, doing what [`CONFIG`] says.
struct Replaying<const N: usize>;

/// The panel of a board.
trait Device<const N: usize> {
    fn device() -> &'static SimDevice<N>;
}

impl Device<RING> for Replaying<RING> {
    fn device() -> &'static SimDevice<RING> {
        board::Board::device()
    }
}

impl Device<CRAMPED> for Replaying<CRAMPED> {
    fn device() -> &'static SimDevice<CRAMPED> {
        static DEVICE: SimDevice<CRAMPED> = SimDevice::new();
        &DEVICE
    }
}

impl<const N: usize> Board for Replaying<N> {
    const NAME: &'static str = board::Board::NAME;
}

impl<const N: usize> HasTouch for Replaying<N>
where
    Self: Device<N>,
{
    type Touch = SimTouch<N>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let config = CONFIG.get().cloned().unwrap_or_default();
        Self::device().open(config, doorbell)
    }
}

impl<const N: usize> Spectator for Replaying<N>
where
    Self: Device<N>,
{
    fn interrupt_count(&self) -> usize {
        Self::device().status().interrupts
    }

    fn interrupts(&self) -> Vec<Instant> {
        Self::device().interrupts()
    }

    fn transactions(&self) -> u32 {
        Self::device().status().transactions
    }

    fn is_finished(&self) -> bool {
        Self::device().status().finished
    }

    fn has_ended_early(&self) -> bool {
        Self::device().status().ended_early
    }
}
