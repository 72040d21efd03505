//! The scenarios of this machine, and its vectors.
#![expect(unsafe_code, reason = "names for the linker")]

use emulated_core::cortex_m::Vectors;
use platform_rp2040::interrupts;

use crate::flash::{flash, flash_absent, flash_seeded};
use crate::panel::{panel, panel_seeded};
use crate::rounds::{panic_seeded, rounds, silence_seeded};
use crate::sound::{sound, sound_deep, sound_seeded};
use crate::together::{together, together_seeded};
use crate::touch::{
    bench_absent, bench_held, bench_touch, bench_touch_seeded, bench_wrong, touch, touch_absent,
    touch_seeded, touch_storm,
};

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_vectors")]
// SAFETY: the linker script puts the section where the emulator looks for it.
#[unsafe(link_section = ".vectors")]
static VECTORS: Vectors = Vectors::of(&interrupts::TABLE);

emulated_ports::scenarios!(
    touch,
    touch_seeded,
    touch_storm,
    touch_absent,
    bench_touch,
    bench_touch_seeded,
    bench_absent,
    bench_wrong,
    bench_held,
    panel,
    panel_seeded,
    flash,
    flash_seeded,
    flash_absent,
    sound,
    sound_deep,
    sound_seeded,
    together,
    together_seeded,
    rounds,
    panic_seeded,
    silence_seeded,
);
