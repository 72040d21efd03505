//! The program around the ports.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::ExitCode;

use board_support::{Board, HasAudio, HasPanel, HasSpi, HasTouch};
use example_support::{Error, Progress, directory_for, line, say, with_environment, written};
use tone::Sound;

use crate::args::{self, PROGRAM};
use crate::{Options, Outcome, Watch, run};

/// The program: reads the command line, and does what it asks for on the board
/// `B`, of which `board` sees what its ports do not tell.
pub fn main<B>(board: &impl Watch) -> ExitCode
where
    B: HasTouch + HasPanel + HasAudio + HasSpi,
{
    PROGRAM.main(args::parse, |options| {
        let sound = match &options.sound.wav {
            Some(path) => Sound::read(path)?,
            None => Sound::chord(),
        };
        if let Some(trace) = options.trace.as_deref().filter(|trace| !trace.exists()) {
            return Err(Error::Input(format!("{}: no such file", trace.display())));
        }
        let out = directory_for(options.sound.out.as_deref(), &["panel.png", "speaker.wav"])?;
        environment(&options, &out)?;
        let outcome = run::<B>(board, &sound, options.sound.volume, &mut Progress::new())?;
        report::<B>(&outcome, &out, &mut io::stdout().lock())?;
        outcome.check(&sound, board)
    })
}

/// Tells the board, through its environment, what the fingers do, how fast,
/// and where files go.
fn environment(options: &Options, out: &Path) -> Result<(), Error> {
    let speed = match options.speed {
        Some(speed) => Some(speed.to_string()),
        None => env::var_os("SIM_SPEED").is_none().then(|| SPEED.into()),
    };
    let speed: Option<OsString> = speed.map(Into::into);
    let mut wanted: Vec<(&str, &OsStr)> = vec![("SIM_OUT", out.as_os_str())];
    wanted.extend(speed.as_deref().map(|speed| ("SIM_SPEED", speed)));
    let trace = options.trace.as_deref().map(Path::as_os_str);
    wanted.extend(trace.map(|trace| ("SIM_TRACE", trace)));
    with_environment(&wanted)
}

/// As fast as the process takes what comes, losing nothing.
const SPEED: &str = "0";

fn report<B: Board>(
    outcome: &Outcome,
    out: &Path,
    stdout: &mut impl io::Write,
) -> Result<(), Error> {
    let Outcome {
        events,
        strokes,
        drawn,
        frames,
        late,
        blocks,
        ..
    } = outcome;
    let lines = [
        line("board", B::NAME),
        line("touch", format!("{events} events, {strokes} strokes")),
        line("display", format!("{drawn} requests")),
        line("audio", format!("{frames} frames, late: {late}")),
        line("spi", outcome.identity),
        line("stream", format!("{blocks} blocks")),
        line("picture", written(&out.join("panel.png"))?),
        line("sound", written(&out.join("speaker.wav"))?),
    ];
    say(stdout, lines.concat())?;
    say(stdout, format_args!("\n{}", outcome.account))
}
