//! One run of an image in QEMU, with a time limit.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};
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

/// Fails unless a run ended as it has to.
pub(crate) fn is(name: &str, ending: Ending, wanted: Ending) -> Result<(), Failure> {
    let says = || Failure::new(format!("{name}: {ending}, not {wanted}"));
    (ending == wanted).then_some(()).ok_or_else(says)
}

/// How long an image may take; on an idle machine it takes a second.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);
/// Where an image prints.
pub(crate) const TRANSCRIPT: &str = "transcript.txt";
/// How often the emulator is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// An image on a machine, with a folder of its own, which QEMU runs in.
pub(crate) struct Run<'m> {
    machine: &'m Machine,
    image: PathBuf,
    folder: PathBuf,
    args: Vec<OsString>,
}

impl<'m> Run<'m> {
    /// A run of an image on the machine as it comes. Whatever an earlier run
    /// left is removed.
    pub(crate) fn new(machine: &'m Machine, image: PathBuf) -> Result<Self, Failure> {
        let folder = image.with_extension("run");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let args = Vec::new();
        Ok(Self {
            machine,
            image,
            folder,
            args,
        })
    }

    /// Tells QEMU more.
    pub(crate) fn with(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().map(OsString::from));
        self
    }

    /// A file of its folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Time in the machine is counted in instructions, so a run does not
    /// depend on how busy the host is.
    fn counted(&self) -> [String; 2] {
        let shift = self.machine.shift;
        ["-icount".into(), format!("shift={shift},sleep=off")]
    }

    /// Runs it; what it prints is its [`transcript`](Self::transcript).
    pub(crate) fn run(&self, limit: Duration) -> Result<Ending, Failure> {
        let mut child = self.start(&self.counted())?;
        wait(&mut child, Instant::now() + limit)
    }

    /// Runs it in real time, while something happens outside of it.
    pub(crate) fn run_with(
        &self,
        limit: Duration,
        outside: impl FnOnce(&Self, ChildStdin, Instant) -> Result<(), Failure>,
    ) -> Result<Ending, Failure> {
        let end = Instant::now() + limit;
        let mut child = self.start(&["-qmp".into(), "stdio".into()])?;
        let stdin = child.stdin.take();
        let stdin = stdin.ok_or_else(|| Failure::new("QEMU has no input"))?;
        let done = outside(self, stdin, end);
        if done.is_err() {
            let _ = child.kill();
        }
        let ending = wait(&mut child, end)?;
        done?;
        Ok(ending)
    }

    fn start(&self, how: &[String]) -> Result<Child, Failure> {
        let said = File::create(self.file("qemu.txt"))?;
        let _ = File::create(self.file(TRANSCRIPT))?;
        let mut qemu = command(self.machine.qemu, ["-machine", self.machine.name]);
        qemu.args(self.machine.args)
            .args(["-display", "none", "-monitor", "none", "-serial", "none"])
            .args(["-chardev", "file,id=transcript,path=transcript.txt"])
            .args([
                "-semihosting-config",
                "enable=on,target=native,chardev=transcript",
            ])
            .args(how)
            .args(&self.args)
            .arg("-kernel")
            .arg(&self.image)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(said.try_clone()?)
            .stderr(said);
        Ok(qemu.spawn()?)
    }

    /// What the image printed so far.
    pub(crate) fn transcript(&self) -> Result<String, Failure> {
        Ok(fs::read_to_string(self.file(TRANSCRIPT))?)
    }

    /// Waits until a file that is being written is as it should be.
    pub(crate) fn until(
        &self,
        end: Instant,
        name: &str,
        is_there: impl Fn(&str) -> bool,
    ) -> Result<(), Failure> {
        while !is_there(&fs::read_to_string(self.file(name)).unwrap_or_default()) {
            let transcript = self.transcript()?;
            if Instant::now() >= end || transcript.contains("failed: ") {
                let sentence = format!("waited in vain for {name}:\n{transcript}");
                return Err(Failure::new(sentence));
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }
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
