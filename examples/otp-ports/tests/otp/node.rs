//! A test program, and a run of it on Erlang/OTP.

use vm_testing::{Erl, Run};

use crate::bundle;

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
        let erl = Erl::named("testing on Erlang/OTP")?;
        let folder = bundle::prepare(self);
        let beams = [
            bundle::application().join("ebin"),
            bundle::helpers().to_path_buf(),
        ];
        let [ebin, helpers] = beams.map(|path| path.display().to_string());
        let mut arguments = vec!["-pa", &ebin, "-pa", &helpers];
        arguments.extend(self.arguments);
        let library = match self.tests {
            true => format!("{:?}", bundle::tests_library().display().to_string()),
            false => String::from("undefined"),
        };
        let expression = format!(
            "Library = {library}, \
             Library =:= undefined orelse application:set_env(avm_port, library, Library), \
             {}, {}:start()",
            self.before, self.module
        );
        let mut command = erl.command(&arguments, &expression);
        vm_testing::simulate(&mut command, self.speed, self.trace, &folder);
        command.env("AVM_TRACE_DROP", "1").env("SIM_OUT", "out");
        Some(Run::of(&mut command, &folder))
    }
}
