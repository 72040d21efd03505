//! The AtomVM that `ATOMVM` names.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use conformance::script::Tag;

use crate::common::shout;
use crate::erlang::repository;

/// An AtomVM executable and the archives of its libraries.
pub(crate) struct Vm {
    pub(crate) executable: PathBuf,
    /// What it calls itself.
    pub(crate) name: String,
    archives: Vec<PathBuf>,
}

impl Vm {
    /// The VM; `None`, said loudly, if none is named.
    pub(crate) fn named() -> Option<Self> {
        let Some(path) = env::var_os("ATOMVM") else {
            shout(
                "SKIPPED: the suite on AtomVM needs ATOMVM=/path/to/AtomVM (0.6.6 or later) and erlc",
            );
            return None;
        };
        let path = Path::new(&path);
        let path = path
            .canonicalize()
            .unwrap_or_else(|error| panic!("ATOMVM={}: {error}", path.display()));
        let version = Command::new(&path)
            .arg("-v")
            .output()
            .expect("AtomVM starts");
        let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
        let bin = path.parent().unwrap_or(Path::new("/")).to_path_buf();
        Some(Self {
            executable: path,
            name: format!("AtomVM {version}"),
            archives: archives(&bin),
        })
    }

    /// The VM under valgrind, which makes the status 99 if it finds anything; `None`, said loudly,
    /// if there is no valgrind.
    pub(crate) fn checked(&self) -> Option<Command> {
        let found = Command::new("valgrind").arg("--version").output();
        if !found.is_ok_and(|output| output.status.success()) {
            shout("SKIPPED: the memory check of the suite on AtomVM needs valgrind");
            return None;
        }
        let suppressions = repository().join("crates/vm-atomvm/valgrind.supp");
        let mut valgrind = Command::new("valgrind");
        valgrind
            .args(["--leak-check=full", "--errors-for-leak-kinds=definite"])
            .args(["--show-leak-kinds=definite", "--error-exitcode=99"])
            .args([
                "--num-callers=40",
                "--fair-sched=yes",
                "--log-file=valgrind.log",
            ])
            .arg(format!("--suppressions={}", suppressions.display()))
            .arg(&self.executable);
        Some(valgrind)
    }

    /// What it is.
    pub(crate) fn tags(&self) -> &'static [Tag] {
        match self.name.starts_with("AtomVM 0.6") {
            true => &[Tag::AtomVm, Tag::AtomVm06],
            false => &[Tag::AtomVm, Tag::AtomVmMain],
        }
    }

    /// The modules of a folder, the one to start first, and the archives.
    pub(crate) fn beams(&self, folder: &Path, first: &str) -> Vec<PathBuf> {
        let first = folder.join(format!("{first}.beam"));
        let entries = fs::read_dir(folder).expect("a folder of modules");
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let beams = paths.filter(|path| path.extension().is_some_and(|kind| kind == "beam"));
        let mut beams: Vec<_> = beams.filter(|path| *path != first).collect();
        beams.sort();
        beams.insert(0, first);
        beams.extend(self.archives.clone());
        beams
    }
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
