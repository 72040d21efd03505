//! A project made for a check: its files, and commands that run in it.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that was empty.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
    /// Where the tools keep what they else keep in the user's own folder.
    home: PathBuf,
}

impl Project {
    /// Makes the folder anew.
    pub(crate) fn new(folder: PathBuf) -> io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let home = folder.join("home");
        fs::create_dir_all(&home)?;
        Ok(Self { folder, home })
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::write(path, text)
    }

    /// A command that runs in the folder, and leaves the user's own alone.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("HOME", &self.home);
        for name in ["MIX_HOME", "HEX_HOME", "REBAR_GLOBAL_CONFIG_DIR"] {
            command.env(name, &self.home);
        }
        command.env("REBAR_CACHE_DIR", self.home.join("cache"));
        // Git's own answers, whatever the user's are.
        command.env("GIT_CONFIG_GLOBAL", "/dev/null");
        // Erlang's names of files are in UTF-8, as the pages are.
        command.env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs a command in the folder.
    pub(crate) fn run(&self, program: &Path, arguments: &[&str]) -> io::Result<()> {
        quietly(self.command(program).args(arguments))
    }
}

/// Runs a command; what it said is told only if it fails.
pub(crate) fn quietly(command: &mut Command) -> io::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |why: &dyn Display| io::Error::other(format!("{name}: {why}"));
    let said = command.output().map_err(|error| failed(&error))?;
    if said.status.success() {
        return Ok(());
    }
    let told = [said.stdout, said.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    Err(failed(&format!("{}\n{told}", said.status)))
}

/// Copies a folder and all below it.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
