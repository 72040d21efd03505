//! Display, audio and SPI: every request, every bad input, every answer.

use std::os::unix::fs::MetadataExt;

use crate::bundle::{self, PORTS};
use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, vm};

const DISPLAY: &str = include_str!("../../test/display_requests.expected");
const AUDIO: &str = include_str!("../../test/audio_requests.expected");
const SPI: &str = include_str!("../../test/spi_requests.expected");

/// The ports, the speed of the board that their programs are for, what these print, and how often
/// they open the port.
const REQUESTS: [(&str, &str, &str, usize); 3] = [
    ("display", "1", DISPLAY, 6),
    ("audio", "0", AUDIO, 12),
    ("spi", "1", SPI, 7),
];

fn program<'a>(module: &'a str, speed: &'a str) -> Program<'a> {
    Program {
        speed,
        ..Program::new(module)
    }
}

#[test]
fn requests_are_answered_as_the_contracts_say() {
    let Some(vm) = vm() else { return };
    for (port, speed, expected, opened) in REQUESTS {
        let run = vm.run(program(&format!("{port}_requests"), speed));
        run.assert_transcript(expected);
        assert_eq!(run.drops_of(port), opened, "{}", run.errors);
    }
}

#[test]
fn requests_of_all_ports_are_clean() {
    let Some(vm) = checked_vm() else { return };
    for (port, speed, expected, _) in REQUESTS {
        let run = vm.run_checked(program(&format!("{port}_requests"), speed));
        assert_clean(&run);
        run.assert_transcript(expected);
    }
}

/// For each port: options, requests, how many commands and how many of their arguments were given
/// any term, and what was not as it should.
const FUZZED: &str = "display = {ok,ok,6,17,{},ok}\naudio = {ok,ok,2,2,{},ok}\n\
                      spi = {ok,ok,3,5,{},ok}\n";

#[test]
fn any_term_gives_a_typed_error_or_is_an_argument() {
    let Some(vm) = vm() else { return };
    vm.run(program("ports_fuzz", "0")).assert_transcript(FUZZED);
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program {
        defines: &[("RANDOM", "0")],
        ..program("ports_fuzz", "0")
    });
    assert_clean(&run);
    run.assert_transcript(FUZZED);
}

/// Resource types, statics and the board exist once for each file.
#[test]
fn a_bundle_has_one_library_under_four_names() {
    let identity = |port: &str| {
        let path = bundle::bundle().join(format!("avm_{port}_port_driver.so"));
        let file = std::fs::metadata(path).expect("the bundle has every port");
        (file.dev(), file.ino())
    };
    let mut files = PORTS.map(identity).to_vec();
    files.dedup();
    assert_eq!(files.len(), 1);
}
