//! The scenarios of this machine.
#![expect(unsafe_code, reason = "names for the linker")]

use crate::flash::{flash, flash_seeded};

emulated_ports::scenarios!(flash, flash_seeded);
