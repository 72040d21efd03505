//! The Erlang/OTP that `ERL` names.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use crate::{Run, skipped};

/// An `erl` of Erlang/OTP 25 or later.
#[derive(Debug)]
pub struct Erl(OsString);

impl Erl {
    /// The one that `ERL` names; `None`, and said of `what` loudly, if it names none.
    #[must_use]
    pub fn named(what: &str) -> Option<Self> {
        let erl = env::var_os("ERL");
        if erl.is_none() {
            skipped(
                what,
                "ERL=erl (OTP 25 or later), and erlc; `just test-otp` sets it",
            );
        }
        erl.map(Self)
    }

    /// The command that evaluates an expression and ends: well, if its value is `ok`. The code is
    /// looked for in the folder where it runs, and in that of the application in a bundle there.
    #[must_use]
    pub fn command(&self, arguments: &[&str], expression: &str) -> Command {
        self.behind(&[], arguments, expression)
    }

    /// The same behind a tool, such as `taskset`.
    #[must_use]
    pub fn behind(&self, tool: &[&str], arguments: &[&str], expression: &str) -> Command {
        let mut words = tool.iter().map(OsStr::new).chain([self.0.as_os_str()]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
            .args(["-noshell", "-noinput", "-kernel", "logger_level", "none"])
            .args(["-pa", "avm_port/ebin", "-pa", "."])
            .args(arguments)
            .arg("-eval")
            .arg(format!(
                "case catch begin {expression} end of ok -> halt(0); \
                 Bad -> io:format(standard_error, \"~p~n\", [Bad]), halt(1) end."
            ));
        command.env_remove("RUST_BACKTRACE");
        command
    }

    /// Evaluates an expression in a folder; its value must be `ok`.
    ///
    /// # Panics
    ///
    /// If it is not, or the VM does not start, or hangs.
    #[track_caller]
    pub fn run(&self, folder: &Path, arguments: &[&str], expression: &str) -> Run {
        let run = Run::of(&mut self.command(arguments, expression), folder);
        assert!(run.status.success(), "{expression} {arguments:?}: {run}");
        run
    }
}
