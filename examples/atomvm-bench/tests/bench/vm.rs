//! The VM: where it is, and a run of it on one CPU.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::peers::{Peers, Program};

/// An AtomVM executable, the archives of its libraries, and its source.
#[derive(Debug)]
pub(crate) struct Vm {
    executable: PathBuf,
    archives: Vec<PathBuf>,
    /// The folder that it was built from.
    pub(crate) source: PathBuf,
    /// As it names itself.
    pub(crate) version: String,
}

/// Prints past the test harness, which would swallow the output of a test that passes.
pub(crate) fn shout(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

impl Vm {
    /// What `ATOMVM` and `ATOMVM_SRC` name; `None`, said loudly, without them.
    pub(crate) fn from_environment() -> Option<Self> {
        let (Some(vm), Some(source)) = (env::var_os("ATOMVM"), env::var_os("ATOMVM_SRC")) else {
            shout(
                "SKIPPED: the comparison with C needs ATOMVM=/path/to/AtomVM, \
                 ATOMVM_SRC=/path/to/its/source, gcc, erlc and taskset",
            );
            return None;
        };
        Some(Self::find(Path::new(&vm), Path::new(&source)))
    }

    fn find(path: &Path, source: &Path) -> Self {
        let found = path.canonicalize();
        let path = found.unwrap_or_else(|e| panic!("ATOMVM={}: {e}", path.display()));
        let bin = path.parent().unwrap_or(Path::new("/")).to_path_buf();
        // An installed `bin/atomvm` is a script; valgrind must be given the VM itself.
        let installed = bin.join("../lib/atomvm/AtomVM");
        let executable = if installed.exists() { installed } else { path };
        let version = output_of(Command::new(&executable).arg("-v"))
            .trim()
            .to_owned();
        check_source(source, &version);
        let archives = archives(&bin);
        Self {
            executable,
            archives,
            source: source.to_path_buf(),
            version,
        }
    }

    /// Runs a program to its end on the first CPU, and returns what it printed.
    pub(crate) fn run(&self, peers: &Peers, program: &Program) -> String {
        self.run_under(&[], peers, program)
    }

    /// The same under a tool.
    pub(crate) fn run_under(&self, tool: &[&OsStr], peers: &Peers, program: &Program) -> String {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).args(tool).arg(&self.executable);
        command
            .arg(&program.beam)
            .args(&peers.beams)
            .args(&self.archives);
        output_of(command.current_dir(&peers.dir))
    }
}

/// The output of a command that succeeds.
fn output_of(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (printed, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{printed}\n{errors}",
        output.status
    );
    printed
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

/// The archives of the libraries, from where the executable is; `ATOMVM_LIB` overrules.
fn archives(bin: &Path) -> Vec<PathBuf> {
    if let Some(path) = env::var_os("ATOMVM_LIB") {
        return vec![PathBuf::from(path)];
    }
    let places: [&[&str]; 4] = [
        &["../libs/atomvmlib.avm"],
        &["atomvmlib.avm"],
        &["../lib/atomvm/atomvmlib.avm"],
        &[
            "../libs/estdlib/src/estdlib.avm",
            "../libs/eavmlib/src/eavmlib.avm",
        ],
    ];
    let found = places
        .iter()
        .map(|place| place.iter().map(|file| bin.join(file)).collect::<Vec<_>>())
        .find(|files| files.iter().all(|file| file.exists()));
    found.unwrap_or_else(|| panic!("no atomvmlib.avm near {}; set ATOMVM_LIB", bin.display()))
}
