//! A real critical section, so that the stock bbqueue pays for its own.

use core::arch::asm;

use critical_section::{Impl, RawRestoreState};

/// Masks interrupts on the one core and restores what was there before.
struct Masked;

critical_section::set_impl!(Masked);

/// MIE, the interrupt enable bit of `mstatus`.
#[cfg(target_arch = "riscv32")]
const MIE: u32 = 1 << 3;

// SAFETY: with interrupts masked nothing else runs on a single core, and the
// barrier that each `asm!` is keeps memory accesses inside.
unsafe impl Impl for Masked {
    #[cfg(target_arch = "arm")]
    unsafe fn acquire() -> RawRestoreState {
        let primask: u32;
        // SAFETY: reads PRIMASK, then sets it; touches no memory.
        unsafe { asm!("mrs {}, PRIMASK", "cpsid i", out(reg) primask) };
        primask
    }

    #[cfg(target_arch = "arm")]
    unsafe fn release(primask: RawRestoreState) {
        if primask & 1 == 0 {
            // SAFETY: interrupts were enabled when the section began.
            unsafe { asm!("cpsie i") };
        }
    }

    #[cfg(target_arch = "riscv32")]
    unsafe fn acquire() -> RawRestoreState {
        let mstatus: u32;
        // SAFETY: reads mstatus and clears MIE; touches no memory.
        unsafe { asm!("csrrci {}, mstatus, 8", out(reg) mstatus) };
        mstatus
    }

    #[cfg(target_arch = "riscv32")]
    unsafe fn release(mstatus: RawRestoreState) {
        if mstatus & MIE != 0 {
            // SAFETY: interrupts were enabled when the section began.
            unsafe { asm!("csrsi mstatus, 8") };
        }
    }
}
