//! Makes a new port or board: a skeleton that builds, tested and documented.
//!
//! `new port NAME` and `new board NAME` write it into this repository, or into
//! the copy of it whose root is the third argument.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use tidy::scaffold::{Change, Kind, skeleton};
use tidy::{Tree, tree};

const HELP: &str = "\
Makes a new port or board: a skeleton that builds, is tested and documented.

Usage: just new-port NAME    drivers/ports/NAME, and examples/NAME
       just new-board NAME   boards/NAME

NAME is of letters from a to z, digits and single dashes, and begins with a
letter: led-strip.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (kind, name, root) = match arguments[..] {
        [] | ["--help" | "-h", ..] | [_, "--help" | "-h", ..] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        ["port", name] => (Kind::Port, name, tree::root()),
        ["port", name, root] => (Kind::Port, name, PathBuf::from(root)),
        ["board", name] => (Kind::Board, name, tree::root()),
        ["board", name, root] => (Kind::Board, name, PathBuf::from(root)),
        _ => {
            eprint!("new: a kind and a name are needed\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match make(kind, name, &root) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("new-{} {name}: {error}", kind.word());
            ExitCode::FAILURE
        }
    }
}

fn make(kind: Kind, name: &str, root: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let tree = Tree::read(root)?;
    let changes = skeleton(&tree, kind, name)?;
    for change in &changes {
        write(root, change)?;
        let how = if tree.exists(&change.path) {
            "changed"
        } else {
            "new"
        };
        println!("{how:>8}  {}", change.path);
    }
    format(root, &changes)?;
    println!("`just test-all` says whether all is well; `git diff` shows the rows.");
    Ok(())
}

fn write(root: &Path, change: &Change) -> io::Result<()> {
    let path = root.join(&change.path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, &change.text)
}

/// The order of names in a `use` depends on the new one.
fn format(root: &Path, changes: &[Change]) -> io::Result<()> {
    let rust = changes.iter().map(|change| root.join(&change.path));
    let rust = rust.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let formatted = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .args(rust)
        .status()?;
    if formatted.success() {
        return Ok(());
    }
    Err(io::Error::other("rustfmt failed"))
}
