//! AtomVM, where there is one.

use std::io;
use std::path::{Path, PathBuf};

use crate::Machine;
use crate::code::atomvm_bundle;

/// The AtomVM that `ATOMVM` names, with the bundle that `AVM_BUNDLE` names, or one that is made in
/// a folder; `None` if it names none.
///
/// # Errors
///
/// If there is no such executable, no archive of its libraries near it, or no bundle.
pub fn atomvm(folder: &Path) -> io::Result<Option<Machine>> {
    let Some(path) = std::env::var_os("ATOMVM") else {
        return Ok(None);
    };
    let executable = PathBuf::from(path).canonicalize()?;
    Ok(Some(Machine::AtomVm {
        bundle: atomvm_bundle(folder)?,
        library: library(&executable)?,
        executable,
    }))
}

/// Where the libraries are beside an AtomVM that was built, and one that was installed.
fn library(executable: &Path) -> io::Result<PathBuf> {
    let folder = executable.parent().unwrap_or(executable);
    let near = ["../libs/atomvmlib.avm", "atomvmlib.avm"];
    let mut near = near.iter().map(|path| folder.join(path));
    near.find(|path| path.exists())
        .ok_or_else(|| io::Error::other(format!("no atomvmlib.avm near {}", executable.display())))
}
