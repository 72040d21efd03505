//! Folders: the repository's, cargo's, those of runs.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The root of the repository.
///
/// # Panics
///
/// Never: this package is two folders deep.
#[must_use]
pub fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("two folders deep")
}

/// The target directory that the test itself was built in.
///
/// # Panics
///
/// If the test is not where cargo puts tests.
#[must_use]
pub fn target() -> &'static Path {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    TARGET.get_or_init(|| {
        let test = env::current_exe().expect("the test's own path");
        // TARGET/debug/deps/NAME
        let target = test.ancestors().nth(3).expect("a test is in `deps`");
        target.to_path_buf()
    })
}

/// Where a folder of this name is, in the one for the files of tests.
#[must_use]
pub fn scratch(name: &str) -> PathBuf {
    target().join("tmp").join(name)
}

/// The same, there and empty.
///
/// # Panics
///
/// If it cannot be made.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    let path = scratch(name);
    let _absent = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder");
    path
}

/// The files of a folder with this extension, in order.
///
/// # Panics
///
/// If there is no such folder.
#[must_use]
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}
