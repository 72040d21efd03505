//! Two timers of the nRF51: one interrupts, the other is the clock.
//!
//! Addresses, registers and the interrupt are those of Nordic's nRF51 Series
//! Reference Manual, chapter 18, TIMER.
#![expect(unsafe_code, reason = "addresses of registers, names for the linker")]

use core::fmt;

use emulated_core::cortex_m::{self, Vectors};
use emulated_core::{Register, semihosting, stack};
use emulated_suite::Machine;

/// A TIMER of the nRF51: counts up and compares.
struct Timer {
    start: Register,
    stop: Register,
    clear: Register,
    capture: Register,
    compared: Register,
    shorts: Register,
    interrupt: Register,
    bits: Register,
    prescaler: Register,
    compare: Register,
}

impl Timer {
    /// The timer at an address.
    ///
    /// # Safety
    ///
    /// There is one.
    const unsafe fn at(base: usize) -> Self {
        Self {
            // SAFETY: TASKS_START of a timer; the caller answers for it.
            start: unsafe { Register::at(base) },
            // SAFETY: TASKS_STOP, likewise.
            stop: unsafe { Register::at(base + 0x4) },
            // SAFETY: TASKS_CLEAR, likewise.
            clear: unsafe { Register::at(base + 0xc) },
            // SAFETY: TASKS_CAPTURE[0], likewise.
            capture: unsafe { Register::at(base + 0x40) },
            // SAFETY: EVENTS_COMPARE[0], likewise.
            compared: unsafe { Register::at(base + 0x140) },
            // SAFETY: SHORTS, likewise.
            shorts: unsafe { Register::at(base + 0x200) },
            // SAFETY: INTENSET, likewise.
            interrupt: unsafe { Register::at(base + 0x304) },
            // SAFETY: BITMODE, likewise.
            bits: unsafe { Register::at(base + 0x508) },
            // SAFETY: PRESCALER, likewise.
            prescaler: unsafe { Register::at(base + 0x510) },
            // SAFETY: CC[0], likewise.
            compare: unsafe { Register::at(base + 0x540) },
        }
    }

    /// Counts from 0 at 16 MHz.
    fn restart(&self, bits: u32) {
        self.stop.write(1);
        self.clear.write(1);
        self.bits.write(bits);
        self.prescaler.write(0);
        self.start.write(1);
    }
}

/// A BITMODE of 16 bits, enough for a period.
const BITS_16: u32 = 0;
/// A BITMODE of 32 bits, which TIMER0 alone has on the chip.
const BITS_32: u32 = 3;
/// Starts again at 0 on a match of CC[0].
const COMPARE0_CLEAR: u32 = 1;
/// Interrupts on a match of CC[0].
const COMPARE0: u32 = 1 << 16;
/// The number of TIMER1's interrupt.
const TIMER1: usize = 9;

// SAFETY: the address of TIMER0.
const CLOCK: Timer = unsafe { Timer::at(0x4000_8000) };
// SAFETY: the address of TIMER1.
const TICK: Timer = unsafe { Timer::at(0x4000_9000) };

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_vectors")]
// SAFETY: the linker script puts the section where the core looks for it.
#[unsafe(link_section = ".vectors")]
static VECTORS: Vectors = Vectors::new(TIMER1);

struct Microbit;

impl Microbit {
    fn prepare(&self) {
        cortex_m::enable(TIMER1 as u32);
    }
}

impl Machine for Microbit {
    const CLOCK_HZ: u32 = 16_000_000;
    const STACK_BYTES: u32 = 128;

    fn start(&self, period: u32) {
        CLOCK.restart(BITS_32);
        TICK.compare.write(period);
        TICK.shorts.write(COMPARE0_CLEAR);
        TICK.interrupt.write(COMPARE0);
        TICK.restart(BITS_16);
    }

    #[inline(always)]
    fn stop(&self) {
        TICK.stop.write(1);
        TICK.compared.write(0);
    }

    #[inline(always)]
    fn clock(&self) -> u32 {
        CLOCK.capture.write(1);
        CLOCK.compare.read()
    }

    #[inline(always)]
    fn acknowledge(&self, _: u32) {
        TICK.compared.write(0);
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

emulated_core::firmware!(Microbit);
