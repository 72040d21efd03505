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
        fs::create_dir_all(into)?;
        let mut erlc = Command::new("erlc");
        erlc.args(["-Werror", "+debug_info", "-pa"])
            .arg(self.beams())
            .arg("-o")
            .arg(into);
        for entry in fs::read_dir(sources)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "erl") {
                erlc.arg(path);
            }
        }
        succeed(&mut erlc)
    }

    /// The beams of `avm_port`.
    pub(crate) fn beams(&self) -> PathBuf {
        self.avm_port.join("ebin")
    }
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("erl")
}

/// What `just otp-bundle` does.
fn make_bundle(folder: &Path) -> io::Result<PathBuf> {
    succeed(cargo("build", "otp-ports").arg("--release"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root().join("target"));
    let library = target.join("release").join("libotp_ports.so");
    let mut bundle = cargo("run", "tidy");
    succeed(
        bundle
            .args(["--bin", "otp-bundle", "--"])
            .args([library.as_path(), folder]),
    )?;
    Ok(folder.join("avm_port"))
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

/// All beams for AtomVM, the one that it starts first.
pub(crate) fn beams(bundle: &Path, code: &Code) -> io::Result<Vec<PathBuf>> {
    let mut beams = vec![code.ebin.join("cluster_atomvm.beam")];
    for name in ["remote_port", "epmd_dist"] {
        beams.push(code.ebin.join(format!("{name}.beam")));
    }
    for entry in fs::read_dir(bundle)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "beam")
        {
            beams.push(path);
        }
    }
    Ok(beams)
}
