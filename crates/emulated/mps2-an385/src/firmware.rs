//! Two CMSDK timers: one interrupts, the other is the clock.
//!
//! Addresses and the interrupt are those of Arm's application note AN385;
//! registers those of the Cortex-M System Design Kit, section 4.2, APB timer.
#![expect(unsafe_code, reason = "addresses of registers, names for the linker")]

use core::{fmt, hint};

use emulated_core::cortex_m::{self, Vectors};
use emulated_core::{Register, semihosting, stack};
use emulated_suite::Machine;

/// A CMSDK APB timer: counts down and starts again.
struct Timer {
    control: Register,
    value: Register,
    reload: Register,
    interrupt: Register,
}

impl Timer {
    /// The timer at an address.
    ///
    /// # Safety
    ///
    /// There is one.
    const unsafe fn at(base: usize) -> Self {
        Self {
            // SAFETY: CTRL of a timer; the caller answers for it.
            control: unsafe { Register::at(base) },
            // SAFETY: VALUE, likewise.
            value: unsafe { Register::at(base + 0x4) },
            // SAFETY: RELOAD, likewise.
            reload: unsafe { Register::at(base + 0x8) },
            // SAFETY: INTSTATUS and INTCLEAR, likewise.
            interrupt: unsafe { Register::at(base + 0xc) },
        }
    }
}

/// Enables the timer (bit 0 of CTRL).
const ENABLE: u32 = 1;
/// Enables its interrupt as well (bit 3).
const ENABLE_INTERRUPT: u32 = 1 << 3;
/// The number of timer 0's interrupt.
const TIMER0: usize = 8;

// SAFETY: the address of timer 0.
const TICK: Timer = unsafe { Timer::at(0x4000_0000) };
// SAFETY: the address of timer 1.
const CLOCK: Timer = unsafe { Timer::at(0x4000_1000) };

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_vectors")]
// SAFETY: the linker script puts the section where the core looks for it.
#[unsafe(link_section = ".vectors")]
static VECTORS: Vectors = Vectors::new(TIMER0);

struct Mps2An385;

impl Mps2An385 {
    fn prepare(&self) {
        cortex_m::enable(TIMER0 as u32);
    }
}

impl Machine for Mps2An385 {
    const CLOCK_HZ: u32 = 25_000_000;
    const STACK_BYTES: u32 = 128;

    fn start(&self, period: u32) {
        CLOCK.control.write(0);
        CLOCK.reload.write(u32::MAX);
        CLOCK.value.write(u32::MAX);
        CLOCK.control.write(ENABLE);
        TICK.reload.write(period - 1);
        TICK.value.write(period - 1);
        TICK.control.write(ENABLE | ENABLE_INTERRUPT);
    }

    #[inline(always)]
    fn stop(&self) {
        TICK.control.write(0);
        TICK.interrupt.write(1);
    }

    #[inline(always)]
    fn clock(&self) -> u32 {
        !CLOCK.value.read()
    }

    #[inline(always)]
    fn acknowledge(&self, _: u32) {
        TICK.interrupt.write(1);
    }

    fn mask(&self) {
        emulated_core::mask();
    }

    fn unmask(&self) {
        emulated_core::unmask();
    }

    /// Stays awake: where the emulator skips the time that a core sleeps, it
    /// shows the core every other interrupt of this timer only.
    fn wait(&self) {
        hint::spin_loop();
    }

    fn interrupt_stack(&self, is_done: impl Fn() -> bool) -> u32 {
        stack::of_interrupts(is_done)
    }

    fn print(&self, line: fmt::Arguments<'_>) {
        semihosting::print(line);
    }
}

emulated_core::firmware!(Mps2An385);
