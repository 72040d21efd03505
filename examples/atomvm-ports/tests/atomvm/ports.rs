//! Display, audio and SPI, given any term; and the bundle of all ports.

use std::os::unix::fs::MetadataExt;

use crate::bundle::{self, PORTS};
use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, vm};

/// For each port: options, requests, how many commands and how many of their arguments were given
/// any term, and what was not as it should.
const FUZZED: &str = "display = {ok,ok,6,17,{},ok}\naudio = {ok,ok,2,2,{},ok}\n\
                      spi = {ok,ok,3,5,{},ok}\n";

#[test]
fn any_term_gives_a_typed_error_or_is_an_argument() {
    let program = Program {
        speed: "0",
        ..Program::new("ports_fuzz")
    };
    let Some(vm) = vm() else { return };
    vm.run(program).assert_transcript(FUZZED);
    let Some(vm) = checked_vm() else { return };
    let defines = &[("RANDOM", "0")];
    let run = vm.run_checked(Program { defines, ..program });
    assert_clean(&run);
    run.assert_transcript(FUZZED);
}

/// Resource types, statics and the board exist once for each file.
#[test]
fn a_bundle_has_one_library_under_all_names() {
    let identity = |port: &str| {
        let path = bundle::bundle().join(format!("avm_{port}_port_driver.so"));
        let file = std::fs::metadata(path).expect("the bundle has every port");
        (file.dev(), file.ino())
    };
    let mut files = PORTS.map(identity).to_vec();
    files.dedup();
    assert_eq!(files.len(), 1);
}
