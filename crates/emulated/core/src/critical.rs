//! Critical sections of a single core, for whoever shares with interrupts.
#![expect(unsafe_code, reason = "promises that nothing else runs meanwhile")]

use critical_section::{Impl, RawRestoreState};

use crate::cpu::{enter, unmask};

/// Holds interrupts back on the one core there is.
struct Masked;

critical_section::set_impl!(Masked);

// SAFETY: with interrupts held back nothing else runs on a single core, and the
// `asm!` that does it is a barrier for memory.
unsafe impl Impl for Masked {
    unsafe fn acquire() -> RawRestoreState {
        enter()
    }

    unsafe fn release(came_before: RawRestoreState) {
        if came_before {
            unmask();
        }
    }
}
