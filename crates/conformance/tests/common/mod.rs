//! What the runners share: boards, and the lines that must come.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use conformance::script::{Board, Scenario, Tag};
use conformance::terms;

/// Sets the environment up for a board.
pub(crate) fn set_up(command: &mut Command, board: Board, dir: &Path) {
    command
        .env("SIM_SPEED", board.speed())
        .env_remove("SIM_TRACE")
        .env_remove("SIM_OUT")
        .env_remove("RUST_BACKTRACE");
    if let Some(trace) = board.trace() {
        let path = dir.join("trace.csv");
        std::fs::write(&path, trace).expect("a folder for the trace");
        command.env("SIM_TRACE", path);
    }
}

/// An empty folder for a run.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _absent = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder for the run");
    path
}

/// Compares what was printed with what the suite wants of a VM, line by line; returns how many
/// scenarios there were.
#[track_caller]
pub(crate) fn compare(
    vm: &str,
    board: Board,
    tags: &[Tag],
    suite: &[Scenario],
    output: &str,
) -> usize {
    let wanted: Vec<String> = suite
        .iter()
        .filter(|one| one.board == board && one.is_for(tags))
        .map(|one| format!("{}: ok", one.name))
        .collect();
    let printed: Vec<&str> = output.lines().collect();
    let wrong: Vec<&&str> = printed
        .iter()
        .filter(|line| !line.ends_with(": ok"))
        .collect();
    assert!(wrong.is_empty(), "{vm}, board {}: {wrong:#?}", board.name());
    assert_eq!(printed, wanted, "{vm}, board {}", board.name());
    assert!(!wanted.is_empty(), "board {} has no scenario", board.name());
    wanted.len()
}

/// Prints past the test harness, which would swallow the output of a test that passes.
pub(crate) fn shout(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Checks that every term of the seed came back as it was; returns how many did so but for the
/// order of the keys of a map.
#[track_caller]
pub(crate) fn compare_terms(vm: &str, output: &str) -> usize {
    let (seed, count) = (terms::seed(), terms::terms(terms::seed()).len());
    let summary = format!("terms: {count}, equal but for the order of keys: ");
    let unsorted = output
        .strip_prefix(&summary)
        .and_then(|text| text.trim().parse().ok());
    let unsorted = unsorted.unwrap_or_else(|| panic!("{vm}, CONFORMANCE_SEED={seed}: {output}"));
    shout(&format!("{vm}: {}, CONFORMANCE_SEED={seed}", output.trim()));
    assert!(count > 1_600, "{count}");
    unsorted
}
