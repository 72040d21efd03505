//! The programs that the counts need, and what to install for them.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why nothing could be counted, as a sentence for the terminal.
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

/// Fails with the packages to install unless all of `programs` are there.
///
/// Each is a name to look for in `PATH` or a whole path, and its package.
pub(crate) fn require(programs: &[(&str, &str)]) -> Result<(), Failure> {
    let missing: Vec<&str> = programs
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

/// The folder for what this program makes: `count` in the target directory.
pub(crate) fn workplace() -> Result<PathBuf, Failure> {
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2);
    let target = target.ok_or_else(|| Failure::new("has no target directory"))?;
    let folder = target.join("count");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Runs a command and returns what it prints; its failure is ours.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    output_with(command, "")
}

/// The same, with `input` to read.
pub(crate) fn output_with(command: &mut Command, input: &str) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let spoilt = |error: io::Error| Failure::new(format!("{name}: {error}"));
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(spoilt)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(spoilt)?;
    }
    let output = child.wait_with_output().map_err(spoilt)?;
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
