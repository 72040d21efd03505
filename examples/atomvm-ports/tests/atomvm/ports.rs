//! Display, audio and SPI: every request, every bad input, every answer.

use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, vm};

const DISPLAY: &str = include_str!("../../test/display_requests.expected");
const AUDIO: &str = include_str!("../../test/audio_requests.expected");
const SPI: &str = include_str!("../../test/spi_requests.expected");

/// The programs, the speed of the board that they are for, and what they print.
const REQUESTS: [(&str, &str, &str); 3] = [
    ("display_requests", "1", DISPLAY),
    ("audio_requests", "0", AUDIO),
    ("spi_requests", "1", SPI),
];

fn program(module: &'static str, speed: &'static str) -> Program<'static> {
    Program {
        speed,
        ..Program::new(module)
    }
}

#[test]
fn requests_are_answered_as_the_contracts_say() {
    let Some(vm) = vm() else { return };
    for (module, speed, expected) in REQUESTS {
        vm.run(program(module, speed)).assert_transcript(expected);
    }
}

#[test]
fn requests_of_all_ports_are_clean() {
    let Some(vm) = checked_vm() else { return };
    for (module, speed, expected) in REQUESTS {
        let run = vm.run_checked(program(module, speed));
        assert_clean(&run);
        run.assert_transcript(expected);
    }
}
