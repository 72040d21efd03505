//! The suite on AtomVM.
//!
//! Needs `ATOMVM`, the path of an AtomVM executable, and `erlc`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/erlang.rs"]
mod erlang;
mod vm;

use std::process::Command;

use conformance::script::{self, Board};
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

#[test]
fn the_suite_on_atomvm() {
    let Some(vm) = Vm::named() else { return };
    let suite = script::suite();
    let library = erlang::library("conformance-atomvm", &common::folder("atomvm"));
    let mut count = 0;
    for board in Board::ALL {
        let folder = common::folder(&format!("atomvm-{}", board.name()));
        for port in PORTS {
            let link = folder.join(format!("avm_{port}_port_driver.so"));
            std::os::unix::fs::symlink(&library, link).expect("a folder for links");
        }
        erlang::erlang_library(&folder);
        erlang::scenarios(&folder, &suite, board, vm.tags());
        let mut command = Command::new(&vm.executable);
        command.args(vm.beams(&folder, "conformance"));
        common::set_up(&mut command, board, &folder);
        let (output, _) = erlang::run(&mut command, &folder);
        count += common::compare(&vm.name, board, vm.tags(), &suite, &output);
    }
    common::shout(&format!(
        "{}: {count} scenarios of {}",
        vm.name,
        suite.len()
    ));
}
