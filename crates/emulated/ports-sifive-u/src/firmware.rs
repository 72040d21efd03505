//! The scenarios of this machine.

use crate::flash::{flash, flash_seeded};

emulated_ports::scenarios!(flash, flash_seeded);
