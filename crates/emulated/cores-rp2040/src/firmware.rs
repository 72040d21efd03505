//! The entries of both cores, their vectors, and the scenarios by name.
#![expect(unsafe_code, reason = "names for the linker")]

use emulated_core::cortex_m::Vectors;
use emulated_core::semihosting::{exit, print};
use emulated_suite::Fault;

use crate::chip::{self, FIFO_INTERRUPT};
use crate::program::{self, Seed};

/// Bytes at the end of the memory that are core 0's stack; core 1's is below.
const STACK: usize = 0x1_0000;

unsafe extern "C" {
    /// The scenario of this image.
    safe fn emulated_scenario() -> !;
    /// Where the stack of core 0 ends.
    static emulated_stack_top: u32;
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_vectors")]
// SAFETY: the linker script puts the section where the emulator looks for it.
#[unsafe(link_section = ".vectors")]
static VECTORS: Vectors = Vectors::of(&[
    (FIFO_INTERRUPT, program::rung),
    (FIFO_INTERRUPT + 1, program::rung),
]);

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_main")]
extern "C" fn main() -> ! {
    emulated_scenario()
}

/// Where core 1 begins.
extern "C" fn second() -> ! {
    program::core_1()
}

/// Launches core 1.
pub(crate) fn launch() {
    let stack = (&raw const emulated_stack_top).addr() - STACK;
    let entry = second as extern "C" fn() -> ! as usize;
    chip::launch(
        (&raw const VECTORS).addr() as u32,
        stack as u32,
        entry as u32,
    );
}

/// Runs core 0 and ends the emulator with its verdict.
fn begin(seed: Seed) -> ! {
    exit(match program::core_0(seed) {
        Ok(()) => 0,
        Err(fault) => {
            print(format_args!("failed: {fault}"));
            Fault::status(fault)
        }
    })
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "scenario_cores")]
extern "C" fn cores() -> ! {
    begin(Seed::None)
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "scenario_cores_damaged")]
extern "C" fn cores_damaged() -> ! {
    begin(Seed::Damage)
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "scenario_cores_mute")]
extern "C" fn cores_mute() -> ! {
    begin(Seed::Mute)
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "scenario_cores_undead")]
extern "C" fn cores_undead() -> ! {
    begin(Seed::Undead)
}
