//! The AtomVM that `ATOMVM` names, and valgrind to watch it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{files, repository, skipped, succeed};

/// An AtomVM executable and the archives of its libraries.
#[derive(Debug, Clone)]
pub struct AtomVm {
    /// The VM itself, which valgrind can be given.
    pub executable: PathBuf,
    /// What it says that it is, such as `0.6.6`.
    pub version: String,
    archives: Vec<PathBuf>,
}

impl AtomVm {
    /// The one that `ATOMVM` names; `None`, and said of `what` loudly, if it names none.
    ///
    /// # Panics
    ///
    /// If there is no such executable, or no archive near it.
    #[must_use]
    pub fn named(what: &str) -> Option<Self> {
        let Some(path) = env::var_os("ATOMVM") else {
            skipped(what, "ATOMVM=/path/to/AtomVM (0.6.6 or later), and erlc");
            return None;
        };
        Some(Self::at(Path::new(&path)))
    }

    fn at(path: &Path) -> Self {
        let found = path.canonicalize();
        let path = found.unwrap_or_else(|e| panic!("ATOMVM={}: {e}", path.display()));
        let bin = path.parent().unwrap_or(Path::new("/"));
        // An installed `bin/atomvm` is a script; valgrind must be given the VM itself.
        let installed = bin.join("../lib/atomvm/AtomVM");
        let archives = archives(bin);
        let executable = if installed.exists() { installed } else { path };
        let version = succeed(Command::new(&executable).arg("-v"));
        Self {
            executable,
            version: version.trim().to_owned(),
            archives,
        }
    }

    /// Has it run the modules of a folder, of which one is started, after what stands in `command`:
    /// the executable, or that behind a tool.
    ///
    /// # Panics
    ///
    /// If there is no such folder.
    pub fn load_folder(&self, command: &mut Command, folder: &Path, first: &str) {
        let first = folder.join(format!("{first}.beam"));
        let mut beams = files(folder, "beam");
        beams.sort_by_key(|beam| *beam != first);
        self.load(command, &beams);
    }

    /// Has it run modules, of which the first is started.
    pub fn load(&self, command: &mut Command, beams: &[PathBuf]) {
        command.args(beams).args(&self.archives);
    }
}

/// Whether there is valgrind; said of `what` loudly, if there is none.
#[must_use]
pub fn has_valgrind(what: &str) -> bool {
    let found = Command::new("valgrind").arg("--version").output();
    let has = found.is_ok_and(|output| output.status.success());
    if !has {
        skipped(what, "valgrind");
    }
    has
}

/// A program under valgrind, which makes the status 99 if it finds anything and leaves its report
/// as `valgrind.log`; what AtomVM itself leaves at its end is suppressed.
#[must_use]
pub fn memcheck(program: impl AsRef<OsStr>) -> Command {
    let suppressions = repository().join("crates/vm-atomvm/valgrind.supp");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--leak-check=full", "--errors-for-leak-kinds=definite"])
        .args(["--show-leak-kinds=definite", "--error-exitcode=99"])
        .args(["--num-callers=40", "--fair-sched=yes"])
        .arg("--log-file=valgrind.log")
        .arg(format!("--suppressions={}", suppressions.display()))
        .arg(program);
    valgrind
}

/// The archives of the libraries, from where the executable is; `ATOMVM_LIB` overrules.
fn archives(bin: &Path) -> Vec<PathBuf> {
    if let Some(path) = env::var_os("ATOMVM_LIB") {
        return vec![PathBuf::from(path)];
    }
    let places: [&[&str]; 5] = [
        &["../libs/atomvmlib.avm"],
        &["atomvmlib.avm"],
        &["../lib/atomvm/atomvmlib.avm"],
        &[
            "../libs/estdlib/src/estdlib.avm",
            "../libs/eavmlib/src/eavmlib.avm",
        ],
        &["../libs/atomvmlib-x86_64.avm"],
    ];
    let found = places
        .iter()
        .map(|place| place.iter().map(|file| bin.join(file)).collect::<Vec<_>>())
        .find(|files| files.iter().all(|file| file.exists()));
    found.unwrap_or_else(|| panic!("no atomvmlib.avm near {}; set ATOMVM_LIB", bin.display()))
}
