//! Lays the library and the beams out as an application of Erlang/OTP.
//!
//! `otp-bundle LIBRARY DIR` leaves `DIR/avm_port` with `ebin` and `priv`, as a release has it, so
//! that `erl -pa DIR/avm_port/ebin` finds all that is needed.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};

/// The Erlang library, from the root.
const SOURCES: [&str; 2] = [
    "crates/avm-port/erlang/src",
    "crates/avm-port/erlang/src/otp",
];
/// Its description.
const APPLICATION: &str = "crates/avm-port/erlang/src/avm_port.app.src";

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [library, dir] = arguments.as_slice() else {
        eprintln!("otp-bundle: otp-bundle LIBRARY DIR");
        return ExitCode::FAILURE;
    };
    match lay_out(library, dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let (library, dir) = (library.display(), dir.display());
            eprintln!("otp-bundle: {library} to {dir}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn lay_out(library: &Path, dir: &Path) -> io::Result<()> {
    let root = tidy::tree::root();
    let application = dir.join("avm_port");
    let (ebin, private) = (application.join("ebin"), application.join("priv"));
    fs::create_dir_all(&ebin)?;
    fs::create_dir_all(&private)?;
    replace(&private.join("avm_port_nif.so"), library)?;
    replace(&ebin.join("avm_port.app"), &root.join(APPLICATION))?;
    let mut erlc = Command::new("erlc");
    erlc.args(["-Werror", "+debug_info", "-o"]).arg(&ebin);
    for folder in SOURCES {
        erlc.args(sources(&root.join(folder))?);
    }
    let says = match erlc.status() {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => format!("erlc: {status}"),
        Err(error) => format!("erlc, which comes with Erlang/OTP: {error}"),
    };
    Err(io::Error::other(says))
}

fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        sources.push(entry?.path());
    }
    sources.retain(|path| path.extension() == Some(OsStr::new("erl")));
    sources.sort();
    Ok(sources)
}

/// Copies a file beside its place and moves it there, so that a VM that runs keeps the old one.
fn replace(path: &Path, from: &Path) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}", process::id()));
    fs::copy(from, &new)?;
    fs::rename(&new, path)
}
