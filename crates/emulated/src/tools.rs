//! The programs that are needed, and how they are called.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a check failed, as a sentence for the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Programs, each as a name in `PATH` or a whole path, and their packages.
const NEEDED: [(&str, &str); 7] = [
    ("qemu-system-arm", "qemu-system-arm"),
    ("qemu-system-riscv32", "qemu-system-misc"),
    ("/usr/bin/rustc", "rustc-web"),
    ("/usr/bin/cargo", "cargo-web"),
    (
        "/usr/lib/rustlib/src/rust/library/Cargo.toml",
        "rust-web-src",
    ),
    ("arm-none-eabi-ld", "binutils-arm-none-eabi"),
    ("riscv64-unknown-elf-ld", "binutils-riscv64-unknown-elf"),
];

/// Fails with the packages to install unless all programs are there.
pub(crate) fn require() -> Result<(), Failure> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(program, _)| !is_installed(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    Err(Failure::new(format!(
        "needs more programs; on Debian 12: apt-get install {packages}"
    )))
}

fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    Path::new(program).is_absolute() && Path::new(program).exists()
        || env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The folder for what this program makes: `emulated` in the target directory.
pub(crate) fn workplace() -> Result<PathBuf, Failure> {
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2);
    let target = target.ok_or_else(|| Failure::new("has no target directory"))?;
    let folder = target.join("emulated");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Runs a command and returns what it prints; its failure is ours.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let spoilt = |error: io::Error| Failure::new(format!("{name}: {error}"));
    let output = command.stdin(Stdio::null()).output().map_err(spoilt)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("{name} failed:\n{complaint}")))
}

/// A command with its arguments.
pub(crate) fn command<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    args: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}
