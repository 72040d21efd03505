//! The VM under test, and one run of it.

use std::env;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::bundle;

/// What a run may take; far more than it needs, so that only a hang ends so.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a program printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: ExitStatus,
    pub(crate) output: String,
    pub(crate) errors: String,
    /// Where it ran.
    pub(crate) dir: PathBuf,
}

/// A test program: a module with `start/0`, and what it is run with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'a> {
    pub(crate) module: &'a str,
    /// Macros for `erlc`.
    pub(crate) defines: &'a [(&'a str, &'a str)],
    /// What `SIM_TRACE` names; the built-in trace in real time if `None`.
    pub(crate) trace: Option<&'a str>,
    /// `SIM_SPEED`.
    pub(crate) speed: &'a str,
    /// For `erl`.
    pub(crate) arguments: &'a [&'a str],
    /// What is evaluated first.
    pub(crate) before: &'a str,
    /// Whether it opens ports that are in no bundle.
    pub(crate) tests: bool,
}

impl<'a> Program<'a> {
    pub(crate) fn new(module: &'a str) -> Self {
        Self {
            module,
            defines: &[],
            trace: None,
            speed: "1",
            arguments: &[],
            before: "ok",
            tests: false,
        }
    }

    /// A program that opens ports that are in no bundle.
    pub(crate) fn of_tests(module: &'a str) -> Self {
        Self {
            tests: true,
            ..Self::new(module)
        }
    }

    /// Runs it to its end; `None`, said loudly, if no `erl` is asked for.
    pub(crate) fn run(&self) -> Option<Run> {
        let Some(erl) = env::var_os("ERL") else {
            shout("SKIPPED: the tests on Erlang/OTP need ERL, which `just test-otp` sets to erl");
            return None;
        };
        let dir = bundle::prepare(self);
        let mut command = Command::new(erl);
        command.args(["-noshell", "-noinput", "-kernel", "logger_level", "none"]);
        command.args(self.arguments);
        command.arg("-pa").arg(bundle::application().join("ebin"));
        let library = match self.tests {
            true => format!("{:?}", bundle::tests_library().display().to_string()),
            false => String::from("undefined"),
        };
        command.arg("-pa").arg(bundle::helpers());
        command.args(["-pa", ".", "-eval"]).arg(format!(
            "Library = {library}, \
             Library =:= undefined orelse application:set_env(avm_port, library, Library), \
             {}, case catch {}:start() of ok -> halt(0); \
             Bad -> io:format(standard_error, \"~p~n\", [Bad]), halt(1) end.",
            self.before, self.module
        ));
        command.env("AVM_TRACE_DROP", "1").env("SIM_OUT", "out");
        command.env("SIM_SPEED", self.speed).env_remove("SIM_TRACE");
        command.env_remove("RUST_BACKTRACE");
        if self.trace.is_some() {
            command.env("SIM_TRACE", "trace.csv");
        }
        Some(finish(command, dir))
    }
}

fn finish(mut command: Command, dir: PathBuf) -> Run {
    let create = |name: &str| File::create(dir.join(name)).expect("work directory");
    command.current_dir(&dir).stdin(Stdio::null());
    command.stdout(create("stdout")).stderr(create("stderr"));
    let child = command.spawn();
    let status = wait(&mut child.unwrap_or_else(|e| panic!("{command:?}: {e}")));
    let read = |name: &str| {
        let bytes = fs::read(dir.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let (output, errors) = (read("stdout"), read("stderr"));
    let Some(status) = status else {
        panic!("{command:?} hangs\n{output}\n{errors}");
    };
    Run {
        status,
        output,
        errors,
        dir,
    }
}

/// Prints past the test harness, which would swallow the output of a test that passes.
pub(crate) fn shout(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

impl Run {
    /// Checks that `start/0` returned `ok`.
    #[track_caller]
    pub(crate) fn assert_ok(&self) {
        assert!(self.status.success(), "{self}");
    }

    /// Checks that the program came to its end and printed this, but for the VM's own name.
    #[track_caller]
    pub(crate) fn assert_transcript(&self, expected: &str) {
        self.assert_ok();
        let expected = expected.replace("machine = \"ATOM\"", "machine = \"BEAM\"");
        let mut lines = expected.lines();
        for (at, line) in self.output.lines().enumerate() {
            let wanted = lines.next();
            assert_eq!(Some(line), wanted, "line {}: {self}", at + 1);
        }
        assert_eq!(lines.next(), None, "{self}");
    }

    /// How many times the library said that it dropped a port of this name.
    pub(crate) fn drops_of(&self, port: &str) -> usize {
        let said = format!("avm: {port} port dropped");
        let lines = self.errors.lines();
        lines.filter(|line| line.contains(&said)).count()
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}\n{}", self.status, self.output, self.errors)
    }
}

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
