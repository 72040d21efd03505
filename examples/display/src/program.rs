//! The program around the screen.

use std::io;
use std::process::ExitCode;

use board_support::HasPanel;
use example_support::{
    Error, Process, Progress, directory_for, line, say, with_environment, written,
};

use crate::args::{self, PROGRAM};
use crate::{Options, Screen, card};

/// The program: reads the command line, and draws on the panel of the board
/// `B`. A board that is simulated leaves a
/// picture of it.
pub fn main<B: HasPanel>() -> ExitCode {
    PROGRAM.main(
        |args| args::parse(args, B::SIZE),
        |options| {
            let out = directory_for(options.out.as_deref(), &["panel.png"])?;
            with_environment(&[("SIM_OUT", out.as_os_str())])?;
            let drawn = show::<B>(&options, &mut Progress::new())?;
            let (width, height) = options.setup.size();
            let picture = written(&out.join("panel.png"))?;
            let stdout = &mut io::stdout().lock();
            let panel = format!("{width} x {height}, on board {}", B::NAME);
            say(stdout, line("panel", panel))?;
            say(stdout, line("drawn", format!("{drawn} requests")))?;
            say(stdout, line("picture", picture))
        },
    )
}

/// Opens the panel, draws the test card, and closes the panel; tells how many
/// requests that took.
///
/// # Errors
///
/// [`Error::Open`] and [`Error::Answer`] with the port's reason.
pub fn show<B: HasPanel>(options: &Options, progress: &mut Progress) -> Result<usize, Error> {
    let mut process = Process::new();
    let mut screen = Screen::open::<B>(&mut process, &options.setup)?;
    let (width, height) = options.setup.size();
    let card = card(width, height);
    for draw in &card {
        progress.show(format_args!("{} of {} drawn", screen.drawn(), card.len()));
        screen.draw(&mut process, draw)?;
    }
    let drawn = screen.drawn();
    screen.close(&mut process)?;
    Ok(drawn)
}
