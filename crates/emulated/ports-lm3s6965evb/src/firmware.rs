//! The scenarios of this machine, and its vectors.
#![expect(unsafe_code, reason = "names for the linker")]

use emulated_core::cortex_m::Vectors;

use crate::display::{display, display_seeded};

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_vectors")]
// SAFETY: the linker script puts the section where the core looks for it.
#[unsafe(link_section = ".vectors")]
static VECTORS: Vectors = Vectors::of(&[]);

emulated_ports::scenarios!(display, display_seeded);
