//! The CLINT's timer is the clock and interrupts at the time it is told.
//!
//! Addresses are those of QEMU's virt machine, registers those of the RISC-V
//! Privileged Architecture, section 3.2.1, mtime and mtimecmp.
#![expect(unsafe_code, reason = "addresses of registers, names for the linker")]

use core::fmt;
use core::sync::atomic::{AtomicU32, Ordering};

use emulated_core::{Register, riscv32, semihosting, stack};
use emulated_suite::Machine;

// SAFETY: the lower half of mtimecmp of hart 0 in the CLINT.
const COMPARE: Register = unsafe { Register::at(0x0200_4000) };
// SAFETY: its upper half.
const COMPARE_HIGH: Register = unsafe { Register::at(0x0200_4004) };
// SAFETY: the lower half of mtime.
const TIME: Register = unsafe { Register::at(0x0200_bff8) };

/// What mtime was at the start. A run takes less than 2^32 counts, 7 minutes,
/// so the upper halves stay 0.
static START: AtomicU32 = AtomicU32::new(0);

struct Virt;

impl Virt {
    fn prepare(&self) {
        self.stop();
        riscv32::enable_timer();
    }
}

impl Machine for Virt {
    const CLOCK_HZ: u32 = 10_000_000;
    const STACK_BYTES: u32 = 160;

    fn start(&self, period: u32) {
        START.store(TIME.read(), Ordering::Relaxed);
        self.acknowledge(period);
        COMPARE_HIGH.write(0);
    }

    #[inline(always)]
    fn stop(&self) {
        COMPARE_HIGH.write(u32::MAX);
    }

    #[inline(always)]
    fn clock(&self) -> u32 {
        TIME.read().wrapping_sub(START.load(Ordering::Relaxed))
    }

    #[inline(always)]
    fn acknowledge(&self, next: u32) {
        COMPARE.write(START.load(Ordering::Relaxed).wrapping_add(next));
    }

    fn mask(&self) {
        emulated_core::mask();
    }

    fn unmask(&self) {
        emulated_core::unmask();
    }

    fn wait(&self) {
        emulated_core::wait();
    }

    fn interrupt_stack(&self, is_done: impl Fn() -> bool) -> u32 {
        stack::of_interrupts(is_done)
    }

    fn print(&self, line: fmt::Arguments<'_>) {
        semihosting::print(line);
    }
}

emulated_core::firmware!(Virt);
