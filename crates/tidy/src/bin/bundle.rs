//! Lays the ports' library out for AtomVM: one file under every name.
//!
//! `bundle LIBRARY DIR` copies the library into DIR and links to it there: AtomVM loads
//! `avm_NAME_port_driver.so` for a port called NAME. What the ports share (resource types, a
//! simulated board) exists once for each file that is loaded, and the dynamic linker tells files
//! apart by device and inode, so the names must lead to one file.
//!
//! The links are symbolic and relative. Hard links would lead to one file as well, but `cp -r`,
//! `rsync -a` and the layers of container images make several of it, without a word.

use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

/// The ports that the library exports.
const PORTS: [&str; 6] = ["touch", "display", "audio", "pore", "spi", "straw"];

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [library, dir] = arguments.as_slice() else {
        eprintln!("bundle: bundle LIBRARY DIR");
        return ExitCode::FAILURE;
    };
    match lay_out(library, dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "bundle: {} to {}: {error}",
                library.display(),
                dir.display()
            );
            ExitCode::FAILURE
        }
    }
}

fn lay_out(library: &Path, dir: &Path) -> io::Result<()> {
    let name = library.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(dir)?;
    replace(&dir.join(name), |new| fs::copy(library, new).map(drop))?;
    for port in PORTS {
        let link = dir.join(format!("avm_{port}_port_driver.so"));
        replace(&link, |new| symlink(name, new))?;
    }
    Ok(())
}

/// Makes a file beside its place and moves it there, so that a VM that runs keeps the old one.
fn replace(path: &Path, make: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}", process::id()));
    let new = PathBuf::from(new);
    make(&new)?;
    fs::rename(&new, path)
}
