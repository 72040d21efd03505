//! A scenario that needs more stack than there is.

use core::hint::black_box;

use emulated_core::stack;
use emulated_ports::{Fault, Script};

/// So near the far end, somebody else's memory would be next.
const NEAR: usize = 128;

/// Goes down to the far end of the stack and back, and says that all is well.
pub(crate) fn stack_seeded(_: &mut Script) -> Result<(), Fault> {
    dig();
    Ok(())
}

fn dig() {
    let mut frame = [0_u8; 32];
    black_box(&mut frame);
    if stack::free() > NEAR {
        dig();
    }
    black_box(&mut frame);
}
