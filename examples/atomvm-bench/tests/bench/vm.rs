//! The VM: where it is, and a run of it on one CPU.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vm_testing::{AtomVm, skipped, succeed};

use crate::peers::{Peers, Program};

/// An AtomVM, and its source.
#[derive(Debug)]
pub(crate) struct Vm {
    vm: AtomVm,
    /// The folder that it was built from.
    pub(crate) source: PathBuf,
}

impl Vm {
    /// What `ATOMVM` and `ATOMVM_SRC` name; `None`, said loudly, without them.
    pub(crate) fn from_environment() -> Option<Self> {
        let what = "the comparison with C";
        let vm = AtomVm::named(what)?;
        let Some(source) = env::var_os("ATOMVM_SRC").map(PathBuf::from) else {
            skipped(what, "ATOMVM_SRC=/path/to/its/source, gcc and taskset");
            return None;
        };
        check_source(&source, &vm.version);
        Some(Self { vm, source })
    }

    /// As it names itself.
    pub(crate) fn version(&self) -> &str {
        &self.vm.version
    }

    /// Its release, without the commit that it was built from.
    pub(crate) fn release(&self) -> String {
        let base = self.vm.version.split('+').next().unwrap_or_default();
        format!("AtomVM {base}")
    }

    /// Runs a program to its end on the first CPU, and returns what it printed.
    pub(crate) fn run(&self, peers: &Peers, program: &Program) -> String {
        self.run_under(&[], peers, program)
    }

    /// The same under a tool.
    pub(crate) fn run_under(&self, tool: &[&OsStr], peers: &Peers, program: &Program) -> String {
        let mut command = Command::new("taskset");
        command
            .args(["-c", "0"])
            .args(tool)
            .arg(&self.vm.executable);
        command.arg(&program.beam);
        self.vm.load(&mut command, &peers.beams);
        succeed(command.current_dir(&peers.dir))
    }
}

/// A driver in C that is compiled against another version's headers crashes the VM.
fn check_source(source: &Path, version: &str) {
    let file = source.join("version.cmake");
    let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let base = text
        .split_once("ATOMVM_BASE_VERSION \"")
        .map(|(_, rest)| rest);
    let base = base.and_then(|rest| rest.split('"').next());
    assert!(
        base.is_some_and(|base| version.starts_with(base)),
        "ATOMVM is {version:?}, but ATOMVM_SRC is the source of {base:?}"
    );
}
