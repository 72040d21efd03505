//! The suite on AtomVM.
//!
//! Needs `ATOMVM`, the path of an AtomVM executable, and `erlc`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/erlang.rs"]
mod erlang;
mod vm;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use conformance::script::{self, Board};
use conformance::terms;
use vm::Vm;

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
    let folder = common::folder(&format!("atomvm-{name}"));
    for port in PORTS {
        let link = folder.join(format!("avm_{port}_port_driver.so"));
        std::os::unix::fs::symlink(library, link).expect("a folder for links");
    }
    erlang::erlang_library(&folder, &["src"]);
    folder
}

fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| erlang::library("conformance-atomvm", &common::folder("atomvm")))
}

#[test]
fn the_suite_on_atomvm() {
    let Some(vm) = Vm::named() else { return };
    let suite = script::suite();
    let mut tally = common::Tally::new(&vm.name, vm.tags(), &suite);
    for board in Board::ALL {
        let folder = folder(board.name(), library());
        erlang::scenarios(&folder, &suite, board, vm.tags());
        let mut command = Command::new(&vm.executable);
        command.args(vm.beams(&folder, "conformance"));
        common::set_up(&mut command, board, &folder);
        let (output, _) = erlang::run(&mut command, &folder);
        tally.add(board, &output);
    }
    tally.finish(170);
}

/// Every request, every error and every end, where nothing takes time.
#[test]
fn the_suite_on_atomvm_is_clean() {
    let Some(vm) = Vm::named() else { return };
    let Some(mut command) = vm.checked() else {
        return;
    };
    let suite = script::suite();
    let folder = folder("checked", library());
    erlang::scenarios(&folder, &suite, Board::Fast, vm.tags());
    command.args(vm.beams(&folder, "conformance"));
    common::set_up(&mut command, Board::Fast, &folder);
    let (output, _) = erlang::run(&mut command, &folder);
    let mut tally = common::Tally::new(&format!("{}, checked", vm.name), vm.tags(), &suite);
    tally.add(Board::Fast, &output);
    tally.finish(100);
    let report = std::fs::read_to_string(folder.join("valgrind.log")).unwrap_or_default();
    assert!(report.contains("ERROR SUMMARY: 0 errors"), "{report}");
}

#[test]
fn terms_go_to_a_port_on_atomvm_and_back() {
    let Some(vm) = Vm::named() else { return };
    let folder = folder("terms", library());
    erlang::terms(&folder);
    let mut command = Command::new(&vm.executable);
    command.args(vm.beams(&folder, "conformance_trips"));
    common::set_up(&mut command, Board::Fast, &folder);
    let (output, _) = erlang::run(&mut command, &folder);
    // The page of differences says why some are.
    let unsorted = common::compare_terms(&vm.name, &output);
    assert!(unsorted < terms::MADE_UP / 5, "{unsorted}");
}
