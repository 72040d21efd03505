//! What is built for a run: libraries, modules, bundles.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{repository, target};

/// Runs a command to a good end; what it printed.
///
/// # Panics
///
/// If it does not start, or fails: what it said.
#[track_caller]
pub fn succeed(command: &mut Command) -> String {
    let output = command.output();
    let output = output.unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (printed, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{printed}\n{errors}");
    printed
}

/// Cargo, about a package, in the target directory of the test itself.
#[must_use]
pub fn cargo(command: &str, package: &str) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut cargo = Command::new(program);
    cargo.args([command, "--quiet", "--package", package, "--target-dir"]);
    cargo.arg(target()).current_dir(repository());
    cargo
}

/// Builds a package for release; its shared library.
///
/// # Panics
///
/// If it does not build.
#[must_use]
pub fn library(package: &str) -> PathBuf {
    succeed(cargo("build", package).arg("--release"));
    let name = package.replace('-', "_");
    target().join("release").join(format!("lib{name}.so"))
}

/// The same, copied into a folder, where no later build changes it while it is used.
///
/// # Panics
///
/// If it does not build, or there is no such folder.
#[must_use]
pub fn own_library(package: &str, folder: &Path) -> PathBuf {
    let library = library(package);
    let own = folder.join(library.file_name().unwrap_or_default());
    copy(&library, &own);
    own
}

/// Copies a file.
///
/// # Panics
///
/// If one cannot be read, or the other not written.
#[track_caller]
pub fn copy(from: &Path, to: &Path) {
    let copied = fs::copy(from, to);
    copied.unwrap_or_else(|e| panic!("{} to {}: {e}", from.display(), to.display()));
}

/// Compiles modules into a folder, with these macros; a warning is an error.
///
/// # Panics
///
/// If there is no `erlc`, or it is not content.
#[track_caller]
pub fn erlc(
    into: &Path,
    defines: &[(&str, &str)],
    modules: impl IntoIterator<Item = impl AsRef<OsStr>>,
) {
    let mut erlc = Command::new("erlc");
    erlc.args(["-Wall", "-Werror", "+debug_info", "-o"])
        .arg(into);
    for (name, value) in defines {
        erlc.arg(format!("-D{name}={value}"));
    }
    succeed(erlc.args(modules));
}

/// Lays a library out as `just otp-bundle` does; the application, in the folder `avm_port`.
///
/// # Panics
///
/// If the tool does not build, or fails.
#[track_caller]
pub fn otp_bundle(library: &Path, folder: &Path) -> PathBuf {
    let mut bundle = cargo("run", "tidy");
    bundle.args(["--bin", "otp-bundle", "--"]);
    succeed(bundle.arg(library).arg(folder));
    folder.join("avm_port")
}
