//! The suite on AtomVM.
//!
//! Needs `ATOMVM`, the path of an AtomVM executable, and `erlc`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/erlang.rs"]
mod erlang;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use conformance::script::{self, Board, Tag};
use conformance::terms;
use vm_testing::{AtomVm, Run};

/// The ports in the library.
const PORTS: [&str; 12] = [
    "touch",
    "display",
    "audio",
    "spi",
    "probe",
    "witness",
    "audio_absent",
    "audio_other",
    "audio_unlocked",
    "audio_broken",
    "display_broken",
    "spi_broken",
];

/// An empty folder with the library under the names of its ports, and the Erlang library.
fn folder(name: &str, library: &Path) -> PathBuf {
    let folder = vm_testing::folder(&format!("atomvm-{name}"));
    for port in PORTS {
        let link = folder.join(format!("avm_{port}_port_driver.so"));
        std::os::unix::fs::symlink(library, link).expect("a folder for links");
    }
    erlang::erlang_library(&folder, &["src"]);
    folder
}

fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        vm_testing::own_library("conformance-atomvm", &vm_testing::folder("atomvm"))
    })
}

/// The VM; `None`, said loudly, if none is named.
fn vm() -> Option<AtomVm> {
    AtomVm::named("the suite on AtomVM")
}

/// What the VM calls itself.
fn name(vm: &AtomVm) -> String {
    format!("AtomVM {}", vm.version)
}

/// What the VM is.
fn tags(vm: &AtomVm) -> &'static [Tag] {
    match vm.version.starts_with("0.6") {
        true => &[Tag::AtomVm, Tag::AtomVm06],
        false => &[Tag::AtomVm, Tag::AtomVmMain],
    }
}

/// Has a command run `start/0` of a module.
fn run(vm: &AtomVm, mut command: Command, module: &str, board: Board, folder: &Path) -> Run {
    vm.load_folder(&mut command, folder, module);
    common::set_up(&mut command, board, folder);
    let run = Run::of(&mut command, folder);
    run.assert_ok();
    run
}

#[test]
fn the_suite_on_atomvm() {
    let Some(vm) = vm() else { return };
    let suite = script::suite();
    let mut tally = common::Tally::new(&name(&vm), tags(&vm), &suite);
    for board in Board::ALL {
        let folder = folder(board.name(), library());
        erlang::scenarios(&folder, &suite, board, tags(&vm));
        let command = Command::new(&vm.executable);
        let run = run(&vm, command, "conformance", board, &folder);
        tally.add(board, &run.output);
    }
    tally.finish(170);
}

/// Every request, every error and every end. Where things take time, some come too late under
/// valgrind: there it is enough that all are gone through.
#[test]
fn the_suite_on_atomvm_is_clean() {
    let Some(vm) = vm() else { return };
    if !vm_testing::has_valgrind("the memory check of the suite on AtomVM") {
        return;
    }
    let suite = script::suite();
    let mut tally = common::Tally::new(&format!("{}, checked", name(&vm)), tags(&vm), &suite);
    for board in Board::ALL {
        let folder = folder(&format!("checked-{}", board.name()), library());
        erlang::scenarios(&folder, &suite, board, tags(&vm));
        let ours = suite
            .iter()
            .filter(|one| one.board == board && one.is_for(tags(&vm)));
        let ours = ours.count();
        let command = vm_testing::memcheck(&vm.executable);
        let run = run(&vm, command, "conformance", board, &folder);
        match board {
            Board::Fast => tally.add(board, &run.output),
            _ => assert_eq!(run.output.lines().count(), ours, "{run}"),
        }
        assert!(run.report.contains("ERROR SUMMARY: 0 errors"), "{run}");
    }
    tally.finish(100);
}

#[test]
fn terms_go_to_a_port_on_atomvm_and_back() {
    let Some(vm) = vm() else { return };
    let folder = folder("terms", library());
    erlang::terms(&folder);
    let command = Command::new(&vm.executable);
    let run = run(&vm, command, "conformance_trips", Board::Fast, &folder);
    // The page of differences says why some are.
    let unsorted = common::compare_terms(&name(&vm), &run.output);
    assert!(unsorted < terms::MADE_UP / 5, "{unsorted}");
}
