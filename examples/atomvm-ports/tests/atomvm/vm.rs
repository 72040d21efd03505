//! A test program, and runs of it on AtomVM.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use vm_testing::{AtomVm, Run, memcheck};

use crate::bundle;

/// A test program: a module of `test/`, and what it is run with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'a> {
    pub(crate) module: &'a str,
    /// Macros for `erlc`.
    pub(crate) defines: &'a [(&'a str, &'a str)],
    /// What `SIM_TRACE` names; the built-in trace in real time if `None`.
    pub(crate) trace: Option<&'a str>,
    /// `SIM_SPEED`.
    pub(crate) speed: &'a str,
}

impl<'a> Program<'a> {
    pub(crate) fn new(module: &'a str) -> Self {
        Self {
            module,
            defines: &[],
            trace: None,
            speed: "1",
        }
    }
}

/// The VM under test.
#[derive(Debug)]
pub(crate) struct Vm(AtomVm);

/// The VM that `ATOMVM` names; `None`, said loudly, if it names none.
pub(crate) fn vm() -> Option<&'static Vm> {
    static VM: OnceLock<Option<Vm>> = OnceLock::new();
    let vm = VM.get_or_init(|| AtomVm::named("testing on AtomVM").map(Vm));
    vm.as_ref()
}

impl Vm {
    /// Runs a program to its end. Under `SIM_OUT` are a picture and a sound then.
    pub(crate) fn run(&self, program: Program<'_>) -> Run {
        self.run_by(
            program,
            Command::new(&self.0.executable),
            &[("SIM_OUT", Path::new("out"))],
        )
    }

    /// Runs a program with a library that takes the place of functions of the VM's.
    pub(crate) fn run_preloaded(&self, program: Program<'_>, library: &Path) -> Run {
        self.run_by(
            program,
            Command::new(&self.0.executable),
            &[("LD_PRELOAD", library)],
        )
    }

    /// Runs a program under valgrind, which makes the status 99 if it finds anything.
    pub(crate) fn run_checked(&self, program: Program<'_>) -> Run {
        self.run_by(program, memcheck(&self.0.executable), &[])
    }

    /// Runs a program under callgrind; tells how many instructions a function took, with what it
    /// called.
    pub(crate) fn run_counted(&self, program: Program<'_>, function: &str) -> (Run, u64) {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=callgrind.out"]);
        command.args(["--fair-sched=yes", "--log-file=valgrind.log"]);
        command.arg(format!("--toggle-collect={function}"));
        command.arg(&self.0.executable);
        let run = self.run_by(program, command, &[]);
        let collected = run.report.lines().find_map(|line| {
            let (_, count) = line.split_once("Collected : ")?;
            count.trim().parse().ok()
        });
        let count = collected.unwrap_or_else(|| panic!("no count in {}", run.report));
        (run, count)
    }

    fn run_by(&self, program: Program<'_>, mut command: Command, more: &[(&str, &Path)]) -> Run {
        let (folder, beams) = bundle::prepare(program);
        self.0.load(&mut command, &beams);
        vm_testing::simulate(&mut command, program.speed, program.trace, &folder);
        command
            .env("AVM_TRACE_DROP", "1")
            .envs(more.iter().copied());
        Run::of(&mut command, &folder)
    }
}
