//! The code of all nodes: `avm_port` with its library, and this example.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::succeed;

/// Where compiled code is.
#[derive(Debug, Clone)]
pub struct Code {
    /// `avm_port`, as `just otp-bundle DIR` leaves it in `DIR`.
    pub avm_port: PathBuf,
    /// The beams of this example.
    pub ebin: PathBuf,
}

impl Code {
    /// Compiles this example into a folder, and makes the bundle there if there is none.
    ///
    /// # Errors
    ///
    /// If cargo or `erlc` fails, or a file cannot be written.
    pub fn make(folder: &Path, bundle: Option<&Path>) -> io::Result<Self> {
        let avm_port = match bundle {
            Some(bundle) => bundle.canonicalize()?.join("avm_port"),
            None => make_bundle(folder)?,
        };
        let ebin = folder.join("cluster").join("ebin");
        fs::create_dir_all(&ebin)?;
        fs::copy(sources().join("cluster.app.src"), ebin.join("cluster.app"))?;
        let code = Self { avm_port, ebin };
        code.compile(&sources(), &code.ebin)?;
        Ok(code)
    }

    /// Compiles all modules of a folder into another.
    ///
    /// # Errors
    ///
    /// If `erlc` is not there, or not content.
    pub fn compile(&self, sources: &Path, into: &Path) -> io::Result<()> {
        compile(sources, into, Some(&self.beams()))
    }

    /// Compiles what AtomVM has besides: the program of a device node, and its distribution.
    ///
    /// # Errors
    ///
    /// As [`Code::compile`].
    pub(crate) fn for_atomvm(&self) -> io::Result<Vec<PathBuf>> {
        let into = self.ebin.join("atomvm");
        self.compile(&sources().join("atomvm"), &into)?;
        let mut beams = modules(&into, "beam")?;
        beams.push(self.ebin.join("remote_port.beam"));
        Ok(beams)
    }

    /// The beams of `avm_port`.
    pub(crate) fn beams(&self) -> PathBuf {
        self.avm_port.join("ebin")
    }
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("erl")
}

/// What `just atomvm-bundle` leaves: what `AVM_BUNDLE` names, or made here.
///
/// # Errors
///
/// As [`Code::make`].
pub fn atomvm_bundle(folder: &Path) -> io::Result<PathBuf> {
    if let Some(bundle) = std::env::var_os("AVM_BUNDLE") {
        return PathBuf::from(bundle).canonicalize();
    }
    succeed(cargo("build", "atomvm-ports").arg("--release"))?;
    lay_out("bundle", "libatomvm_ports.so", folder)?;
    compile(&root().join("crates/avm-port/erlang/src"), folder, None)?;
    folder.canonicalize()
}

/// What `just otp-bundle` does; the application.
///
/// # Errors
///
/// As [`Code::make`].
pub fn make_bundle(folder: &Path) -> io::Result<PathBuf> {
    succeed(cargo("build", "otp-ports").arg("--release"))?;
    lay_out("otp-bundle", "libotp_ports.so", folder)?;
    Ok(folder.join("avm_port"))
}

/// Runs the tool that lays out a library.
fn lay_out(tool: &str, library: &str, folder: &Path) -> io::Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root().join("target"));
    let library = target.join("release").join(library);
    let mut bundle = cargo("run", "tidy");
    succeed(bundle.args(["--bin", tool, "--"]).arg(library).arg(folder))
}

/// Compiles all modules of a folder into another, knowing those of a third.
///
/// # Errors
///
/// As [`Code::compile`].
pub fn compile(sources: &Path, into: &Path, known: Option<&Path>) -> io::Result<()> {
    fs::create_dir_all(into)?;
    let mut erlc = Command::new("erlc");
    erlc.args(["-Werror", "+debug_info", "-o"]).arg(into);
    if let Some(known) = known {
        erlc.arg("-pa").arg(known);
    }
    succeed(erlc.args(modules(sources, "erl")?))
}

/// All files of a folder whose names end so.
///
/// # Errors
///
/// If there is no such folder.
pub fn modules(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut modules = Vec::new();
    for entry in fs::read_dir(folder)? {
        modules.push(entry?.path());
    }
    modules.retain(|path| path.extension().is_some_and(|found| found == extension));
    modules.sort();
    Ok(modules)
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn cargo(command: &str, package: &str) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(program);
    cargo.args([command, "--quiet", "--package", package]);
    cargo.current_dir(root());
    cargo
}
