//! One run of an image in QEMU, with a time limit.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use emulated_suite::Fault;
use tools::{Failure, command};

use crate::machines::Machine;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// QEMU exited.
    Status(i32),
    /// QEMU was ended by a signal.
    Signal,
    /// It did not end by itself.
    TimeLimit,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Status(0) => f.write_str("passed"),
            Self::Status(status) => match Fault::of_status(status) {
                Some(fault) => write!(f, "failed by {fault}"),
                None => write!(f, "QEMU exited with {status}"),
            },
            Self::Signal => f.write_str("QEMU was ended by a signal"),
            Self::TimeLimit => f.write_str("took too long"),
        }
    }
}

/// How often the emulator is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Runs an image; what it prints goes to its [`transcript`].
///
/// Time in the machine is counted in instructions (`-icount`), so a run does
/// not depend on how busy the host is.
pub(crate) fn run(machine: &Machine, image: &Path, limit: Duration) -> Result<Ending, Failure> {
    let transcript = File::create(transcript_of(image))?;
    let mut qemu = command(machine.qemu, ["-machine", machine.name]);
    qemu.args(machine.args)
        .args(["-nographic", "-monitor", "none", "-serial", "none"])
        .args(["-semihosting-config", "enable=on,target=native"])
        .arg("-icount")
        .arg(format!("shift={},sleep=off", machine.shift))
        .arg("-kernel")
        .arg(image)
        .stdin(Stdio::null())
        .stdout(transcript.try_clone()?)
        .stderr(transcript);
    let mut child = qemu.spawn()?;
    wait(&mut child, Instant::now() + limit)
}

fn wait(child: &mut Child, end: Instant) -> Result<Ending, Failure> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code().map_or(Ending::Signal, Ending::Status));
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(Ending::TimeLimit);
        }
        thread::sleep(LOOK);
    }
}

/// What an image printed when it ran.
pub(crate) fn transcript(image: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(transcript_of(image))?)
}

fn transcript_of(image: &Path) -> PathBuf {
    image.with_extension("txt")
}

#[cfg(test)]
mod tests {
    use super::{Ending, wait};
    use std::time::{Duration, Instant};
    use tools::command;

    fn ending(program: &str, argument: &str, limit: Duration) -> Ending {
        let mut child = command(program, [argument]).spawn().unwrap();
        wait(&mut child, Instant::now() + limit).unwrap()
    }

    #[test]
    fn what_does_not_end_is_ended() {
        let limit = Duration::from_millis(50);
        assert_eq!(ending("sleep", "60", limit), Ending::TimeLimit);
    }

    #[test]
    fn the_exit_status_is_the_verdict() {
        let limit = Duration::from_secs(60);
        assert_eq!(ending("true", "", limit), Ending::Status(0));
        assert_eq!(ending("false", "", limit), Ending::Status(1));
    }
}
