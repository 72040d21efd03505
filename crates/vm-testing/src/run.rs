//! A run of a VM, and what is said of it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What a run may take; far more than it needs, so that only a hang ends so.
const PATIENCE: Duration = Duration::from_secs(400);

/// Prints past the test harness, which would swallow the output of a test that passes.
pub fn shout(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Says, once, what was not tested, and what that needs.
pub fn skipped(what: &str, needs: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let line = format!("SKIPPED: {what} needs {needs}");
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if said.insert(line.clone()) {
        shout(&line);
    }
}

/// Sets the simulated board of a VM up: `SIM_SPEED`, and a recording for `SIM_TRACE`, which is
/// left in a folder. Nothing else is inherited that would change what ports print.
///
/// # Panics
///
/// If there is no such folder.
pub fn simulate(command: &mut Command, speed: &str, trace: Option<&str>, folder: &Path) {
    command.env("SIM_SPEED", speed).env_remove("SIM_TRACE");
    command.env_remove("SIM_OUT").env_remove("RUST_BACKTRACE");
    if let Some(trace) = trace {
        let path = folder.join("trace.csv");
        fs::write(&path, trace).expect("a folder for the trace");
        command.env("SIM_TRACE", path);
    }
}

/// What a VM printed and how it ended.
#[derive(Debug)]
pub struct Run {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed.
    pub output: String,
    /// What it complained of.
    pub errors: String,
    /// What valgrind reported, if it was there.
    pub report: String,
    /// Where it ran.
    pub folder: PathBuf,
}

impl Run {
    /// Runs a command in a folder, to its end.
    ///
    /// # Panics
    ///
    /// If it does not start, or hangs.
    #[track_caller]
    pub fn of(command: &mut Command, folder: &Path) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let [output, errors] =
            ["output", "errors"].map(|kind| folder.join(format!("{nth}.{kind}")));
        let create = |path: &Path| File::create(path).expect("a folder for the run");
        command.current_dir(folder).stdin(Stdio::null());
        command.stdout(create(&output)).stderr(create(&errors));
        let child = command.spawn();
        let status = wait(&mut child.unwrap_or_else(|e| panic!("{command:?}: {e}")));
        let (output, errors) = (read(&output), read(&errors));
        let Some(status) = status else {
            panic!("{command:?} hangs\n{output}\n{errors}");
        };
        Self {
            status,
            output,
            errors,
            report: read(&folder.join("valgrind.log")),
            folder: folder.to_path_buf(),
        }
    }

    /// Checks that the VM ended well.
    ///
    /// # Panics
    ///
    /// If it did not.
    #[track_caller]
    pub fn assert_ok(&self) {
        assert!(self.status.success(), "{self}");
    }

    /// Checks that the VM ended well and printed this.
    ///
    /// # Panics
    ///
    /// If it did not: the first line that differs.
    #[track_caller]
    pub fn assert_transcript(&self, expected: &str) {
        self.assert_ok();
        let (mut got, mut wanted) = (self.output.lines(), expected.lines());
        for nth in 1.. {
            let (got, wanted) = (got.next(), wanted.next());
            assert_eq!(got, wanted, "line {nth} of\n{self}");
            if got.is_none() {
                break;
            }
        }
    }

    /// How many times the library said that it dropped a port of this name.
    #[must_use]
    pub fn drops_of(&self, port: &str) -> usize {
        let said = format!("avm: {port} port dropped");
        let lines = self.errors.lines();
        lines.filter(|line| line.contains(&said)).count()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            output,
            errors,
            ..
        } = self;
        write!(f, "{status}\n{output}\n{errors}\n{}", self.report)
    }
}

fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Waits for the end; `None` if it hangs, and then it is killed.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::process::Command;

    use super::Run;
    use crate::folder;

    fn shell(name: &str, line: &str) -> Run {
        let mut sh = Command::new("sh");
        Run::of(sh.args(["-c", line]), &folder(name))
    }

    /// What an assertion that fails says.
    fn complaint(of: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let thrown = catch_unwind(of).expect_err("it must fail");
        thrown.downcast_ref::<String>().cloned().unwrap_or_default()
    }

    #[test]
    fn a_run_is_what_was_printed_and_how_it_ended() {
        let run = shell(
            "vm-testing-ran",
            "echo a; echo b; echo 'avm: touch port dropped' >&2; echo no error > valgrind.log",
        );
        run.assert_transcript("a\nb\n");
        assert_eq!((run.drops_of("touch"), run.drops_of("audio")), (1, 0));
        assert_eq!(run.report, "no error\n");
    }

    #[test]
    fn another_transcript_fails_by_its_line() {
        for (expected, nth) in [("a\nc\n", 2), ("a\n", 2), ("a\nb\nc\n", 3)] {
            let said = complaint(move || {
                shell(
                    &format!("vm-testing-{nth}-{}", expected.len()),
                    "echo a; echo b",
                )
                .assert_transcript(expected);
            });
            assert!(said.contains(&format!("line {nth} of")), "{said}");
        }
    }

    #[test]
    fn a_bad_end_fails_whatever_was_printed() {
        let said = complaint(|| shell("vm-testing-bad", "echo a; exit 3").assert_transcript("a\n"));
        assert!(said.contains("exit status: 3"), "{said}");
    }
}
