//! Processes that end with what started them.

use std::ffi::OsStr;
use std::io;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A process, killed when it is dropped.
#[derive(Debug)]
pub struct Running {
    /// The process as the system has it.
    pub child: Child,
}

impl Running {
    /// The process's number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as `kill -9` does, and waits until it is gone.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// True if it ends by itself in time.
    pub(crate) fn ends_within(&mut self, patience: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < patience {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A command that the kernel kills when the thread that starts it ends, however it ends.
///
/// `setpriv` is part of util-linux.
pub fn bound(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command.stdin(Stdio::null());
    command
}

/// Starts it; the error names it.
///
/// # Errors
///
/// If it does not start.
pub fn start(command: &mut Command) -> io::Result<Running> {
    match command.spawn() {
        Ok(child) => Ok(Running { child }),
        Err(error) => Err(io::Error::other(format!("{command:?}: {error}"))),
    }
}

/// Runs it to a good end.
pub(crate) fn succeed(command: &mut Command) -> io::Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(io::Error::other(format!("{command:?}: {status}"))),
        Err(error) => Err(io::Error::other(format!("{command:?}: {error}"))),
    }
}
