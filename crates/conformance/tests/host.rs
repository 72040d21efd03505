//! The suite on `vm-host`.

mod common;

use std::process::Command;

use conformance::host::TAGS;
use conformance::script::{self, Board};

/// In a process of its own for each board, which the environment says.
#[test]
fn the_suite_on_vm_host() {
    let suite = script::suite();
    let mut tally = common::Tally::new("vm-host", TAGS, &suite);
    for board in Board::ALL {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
        let dir = vm_testing::folder(&format!("host-{}", board.name()));
        common::set_up(&mut command, board, &dir);
        let output = command.args(["host", board.name()]).output();
        let output = output.expect("the runner starts");
        let printed = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{printed}{errors}");
        tally.add(board, &printed);
    }
    tally.finish(170);
}

/// Rust's own terms, by Rust's own VM.
#[test]
fn terms_go_to_a_port_on_vm_host_and_back() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    let output = command.arg("terms").output().expect("the runner starts");
    let unsorted = common::compare_terms("vm-host", &String::from_utf8_lossy(&output.stdout));
    assert_eq!(unsorted, 0);
}
