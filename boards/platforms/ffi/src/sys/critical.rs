//! `critical-section` by the platform's own lock, on a microcontroller.

use critical_section::RawRestoreState;

use super::{avm_board_critical_enter, avm_board_critical_leave};

struct ByPlatform;

critical_section::set_impl!(ByPlatform);

// SAFETY: between enter and leave the header keeps interrupts and the other
// core out, and it may be nested.
unsafe impl critical_section::Impl for ByPlatform {
    unsafe fn acquire() -> RawRestoreState {
        // SAFETY: `critical_section` gives what comes back to the `release`
        // that belongs to it.
        unsafe { avm_board_critical_enter() }
    }

    unsafe fn release(outermost: RawRestoreState) {
        // SAFETY: it came from the `acquire` that belongs to it.
        unsafe { avm_board_critical_leave(outermost) }
    }
}
