//! The scenarios of this machine, and its vectors.
#![expect(unsafe_code, reason = "names for the linker")]

use emulated_core::cortex_m::Vectors;
use platform_mps2_an385::interrupts;

use crate::flash::{flash, flash_absent, flash_of_another_make};
use crate::sound::{sound, sound_absent, sound_seeded};
use crate::stack::stack_seeded;
use crate::touch::{touch, touch_seeded, untouched};

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_vectors")]
// SAFETY: the linker script puts the section where the core looks for it.
#[unsafe(link_section = ".vectors")]
static VECTORS: Vectors = Vectors::of(&interrupts::TABLE);

emulated_ports::scenarios!(
    touch,
    touch_seeded,
    untouched,
    sound,
    sound_absent,
    sound_seeded,
    stack_seeded,
    flash,
    flash_absent,
    flash_of_another_make,
);
