//! The program around the processes.

use std::io;
use std::process::ExitCode;

use avm_resource::BINARIES;
use example_support::{Progress, line, say};
use stream_port::HasAdc;

use crate::args::{self, PROGRAM};
use crate::report::demand;
use crate::run;

/// The program: reads the command line, and streams from the ADC of the board `B`.
pub fn main<B: HasAdc>() -> ExitCode {
    PROGRAM.main(args::parse, |options| {
        let report = run::<B>(&options, &mut Progress::new())?;
        let stdout = &mut io::stdout().lock();
        let run = format!("{} blocks at {} Hz", options.blocks, options.rate_hz);
        say(stdout, line("run", run))?;
        say(stdout, report)?;
        demand("binaries alive", BINARIES.counts().alive as u64, 0_u64)
    })
}
