//! What the runners on Erlang share: beams, libraries, runs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use conformance::script::{Board, Scenario, Tag};
use conformance::{erlang, terms};

/// What a run may take; far more than it needs, so that only a hang ends so.
const PATIENCE: Duration = Duration::from_secs(300);

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("two folders deep")
}

/// Builds a shared library in the target directory of this very test; returns a copy in a folder
/// that no later build changes.
pub(crate) fn library(package: &str, folder: &Path) -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = scratch.parent().expect("a target directory");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--release", "--package", package]);
    cargo.arg("--target-dir").arg(target);
    succeed(cargo.current_dir(repository()));
    let file = format!("lib{}.so", package.replace('-', "_"));
    let copy = folder.join(&file);
    fs::copy(target.join("release").join(file), &copy).expect("the library was built");
    copy
}

/// Compiles folders of the Erlang library's sources into a folder.
pub(crate) fn erlang_library(folder: &Path, sources: &[&str]) {
    let library = repository().join("crates/avm-port/erlang");
    let mut files = Vec::new();
    for sources in sources {
        let entries = fs::read_dir(library.join(sources)).expect("the Erlang library");
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        files.extend(paths.filter(|path| path.extension().is_some_and(|kind| kind == "erl")));
    }
    erlc(folder, &files);
}

/// Compiles the scenarios of a board, and who carries them out.
pub(crate) fn scenarios(folder: &Path, suite: &[Scenario], board: Board, tags: &[Tag]) {
    let modules = [
        ("conformance", erlang::RUNNER.to_owned()),
        ("conformance_table", erlang::table(suite, board, tags)),
    ];
    compile(folder, &modules);
}

/// Compiles the terms of the seed, and who sends them.
pub(crate) fn terms(folder: &Path) {
    let modules = [
        ("conformance_trips", erlang::TRIPS.to_owned()),
        (
            "conformance_terms",
            erlang::terms(&terms::terms(terms::seed())),
        ),
    ];
    compile(folder, &modules);
}

/// Writes modules, and compiles them.
fn compile(folder: &Path, modules: &[(&str, String)]) {
    let written = modules.iter().map(|(name, text)| {
        let path = folder.join(format!("{name}.erl"));
        fs::write(&path, text).expect("a folder for modules");
        path
    });
    erlc(folder, &written.collect::<Vec<_>>());
}

fn erlc(folder: &Path, sources: &[PathBuf]) {
    let mut erlc = Command::new("erlc");
    succeed(
        erlc.args(["-Wall", "-Werror", "-o"])
            .arg(folder)
            .args(sources),
    );
}

fn succeed(command: &mut Command) {
    let status = command.status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{command:?} fails"
    );
}

/// Runs a command in a folder, to its end; what it printed, and what it complained of.
#[track_caller]
pub(crate) fn run(command: &mut Command, folder: &Path) -> (String, String) {
    let create = |name: &str| File::create(folder.join(name)).expect("a folder for the run");
    command.current_dir(folder).stdin(Stdio::null());
    command.stdout(create("stdout")).stderr(create("stderr"));
    let mut child = command.spawn().expect("the VM starts");
    let ended = wait(&mut child);
    let read = |name: &str| {
        let bytes = fs::read(folder.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let (output, errors) = (read("stdout"), read("stderr"));
    assert!(
        ended == Some(true),
        "{command:?}: {ended:?}\n{output}\n{errors}"
    );
    (output, errors)
}

/// Whether it ended well; `None`: it hangs.
fn wait(child: &mut Child) -> Option<bool> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            return Some(status.success());
        }
        sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}
