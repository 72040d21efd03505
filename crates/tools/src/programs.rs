//! Programs: whether they are there, and what they print.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Failure;

/// Makes sure that programs are there, each by a name to look for in `PATH` or
/// by a whole path, and the Debian package that has it.
///
/// # Errors
///
/// Some are not: the packages to install.
pub fn require(programs: &[(&str, &str)]) -> Result<(), Failure> {
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

/// The folder `name` in the target directory, for what this program makes.
///
/// # Errors
///
/// It cannot be made.
pub fn workplace(name: &str) -> Result<PathBuf, Failure> {
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2);
    let target = target.ok_or_else(|| Failure::new("has no target directory"))?;
    let folder = target.join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A command with its arguments.
pub fn command<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    args: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}

/// Runs a command and returns what it prints.
///
/// # Errors
///
/// It cannot be run, or fails: what it complains of.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    output_with(command, "")
}

/// The same, with `input` to read.
///
/// # Errors
///
/// As [`output`].
pub fn output_with(command: &mut Command, input: &str) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let spoilt = |error: io::Error| Failure::new(format!("{name}: {error}"));
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(spoilt)?;
    if let Some(mut stdin) = child.stdin.take() {
        write(&mut stdin, input).map_err(spoilt)?;
    }
    let output = child.wait_with_output().map_err(spoilt)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("{name} failed:\n{complaint}")))
}

/// Writes what a program is to read. One that ends before it has read all says
/// by its status whether that is well.
fn write(stdin: &mut impl Write, input: &str) -> io::Result<()> {
    match stdin.write_all(input.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::{command, output, output_with, require};

    #[test]
    fn a_missing_program_names_its_package() {
        assert!(require(&[("sh", "dash"), ("/bin/sh", "dash")]).is_ok());
        let missing = require(&[("sh", "dash"), ("no-such-program", "nothing")]);
        let says = missing.map_err(|failure| failure.to_string());
        let expected = "needs more programs; on Debian 12: apt-get install nothing";
        assert_eq!(says, Err(expected.into()));
    }

    #[test]
    fn what_is_printed_comes_back_and_what_fails_says_why() {
        let text = output_with(&mut command("cat", ["-"]), "in\n");
        assert_eq!(text.ok().as_deref(), Some("in\n"));
        let failed = output(&mut command("sh", ["-c", "echo why >&2; exit 3"]));
        let says = failed.map_err(|failure| failure.to_string());
        assert_eq!(says, Err("sh failed:\nwhy\n".into()));
        assert!(output(&mut command("no-such-program", ["-"])).is_err());
    }
}
