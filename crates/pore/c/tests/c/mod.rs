//! Calling the C compiler.
#![allow(dead_code, reason = "each test uses some of it")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Werror", "-pedantic"];

/// A folder of its own for whoever asks.
fn scratch() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("pore-c-{}-{number}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs the compiler; what it complains of.
fn run(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .expect("cc is there; on Debian: apt-get install gcc g++");
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Whether there is a compiler for C++.
pub(crate) fn has_cpp() -> bool {
    Command::new("c++").arg("--version").output().is_ok()
}

/// Compiles a source that includes this header, as `c` or `c++`.
pub(crate) fn compiles(header: &str, source: &str, language: &str) -> Result<(), String> {
    let folder = scratch();
    let file = folder.join("source");
    std::fs::write(folder.join("pore_channel.h"), header).expect("a file");
    std::fs::write(&file, source).expect("a file");
    let compiler = if language == "c" { "cc" } else { "c++" };
    let mut command = Command::new(compiler);
    command.args(STRICT).args(["-fsyntax-only", "-x", language]);
    let compiled = run(command.arg("-I").arg(&folder).arg(&file));
    std::fs::remove_dir_all(&folder).expect("it is there");
    compiled
}

/// Compiles `tests/c/<name>.c` and links it with the library that stands beside
/// this test.
pub(crate) fn program(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("a path");
    let library = this.with_file_name("libpore_c.a");
    assert!(library.is_file(), "cargo builds it with this test");
    let mut command = Command::new("cc");
    command.arg("-I").arg(crate_folder().join("include"));
    // Built beside other crates, `pore` has features whose functions nobody calls here.
    let libraries = ["-Wl,--gc-sections", "-lpthread", "-ldl", "-lm"];
    build(name, &mut command, |command| {
        command.arg(library).args(libraries)
    })
}

/// Compiles `tests/c/<name>.c` with these macros, and with no library but C's own.
pub(crate) fn alone(name: &str, macros: &[(String, u32)]) -> PathBuf {
    let mut command = Command::new("cc");
    command.args(
        macros
            .iter()
            .map(|(name, value)| format!("-D{name}={value}u")),
    );
    build(name, &mut command, |command| command)
}

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn build(
    name: &str,
    command: &mut Command,
    libraries: impl FnOnce(&mut Command) -> &mut Command,
) -> PathBuf {
    let program = scratch().join(name);
    let source = crate_folder().join(format!("tests/c/{name}.c"));
    command.args(STRICT).args(["-std=gnu11", "-g"]).arg(source);
    assert_eq!(run(libraries(command).arg("-o").arg(&program)), Ok(()));
    program
}
