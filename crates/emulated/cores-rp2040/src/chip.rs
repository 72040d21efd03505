//! The FIFO between the cores, the other core's power, the timer.
//!
//! Registers are those of the RP2040 datasheet: SIO (2.3.1.7), the power-on state machine (2.13), the
//! timer (4.6); how core 1 is launched is 2.8.2.
#![expect(unsafe_code, reason = "addresses of registers")]

use core::hint;

use emulated_core::{Register, cortex_m};
use pore::doorbell::Core;

// SAFETY: CPUID of the SIO.
const CPUID: Register = unsafe { Register::at(0xd000_0000) };
// SAFETY: FIFO_ST of the SIO.
const FIFO_ST: Register = unsafe { Register::at(0xd000_0050) };
// SAFETY: FIFO_WR of the SIO.
const FIFO_WR: Register = unsafe { Register::at(0xd000_0054) };
// SAFETY: FIFO_RD of the SIO.
const FIFO_RD: Register = unsafe { Register::at(0xd000_0058) };
// SAFETY: FRCE_OFF of the power-on state machine.
const FRCE_OFF: Register = unsafe { Register::at(0x4001_0004) };
// SAFETY: TIMERAWL of the timer, which counts microseconds.
const TIMERAWL: Register = unsafe { Register::at(0x4005_4028) };
/// There is a word to read (bit 0 of FIFO_ST).
const VALID: u32 = 1;
/// There is room to write (bit 1).
const READY: u32 = 1 << 1;
/// Core 1 (bit 16 of FRCE_OFF).
const PROC1: u32 = 1 << 16;
/// The FIFO's interrupt of core 0; core 1 has the next one.
pub(crate) const FIFO_INTERRUPT: usize = 15;

/// The way to the other core: a word into the FIFO, if there is room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fifo {
    /// Says nothing, which nobody may survive.
    pub(crate) mute: bool,
}

impl Core for Fifo {
    fn send(&self, word: u32) -> bool {
        let is_ready = FIFO_ST.read() & READY != 0;
        if is_ready && !self.mute {
            FIFO_WR.write(word);
        }
        is_ready
    }
}

/// Which core this is.
pub(crate) fn number() -> usize {
    CPUID.read() as usize & 1
}

/// Microseconds.
pub(crate) fn now() -> u64 {
    TIMERAWL.read().into()
}

/// Takes all words that the other core has sent; how many there were.
pub(crate) fn drain() -> u32 {
    let mut words = 0;
    while FIFO_ST.read() & VALID != 0 {
        FIFO_RD.read();
        words += 1;
    }
    // Ends the interrupts for words that found no room, or were not there.
    FIFO_ST.write(0);
    words
}

/// Lets the FIFO's interrupt through.
pub(crate) fn listen() {
    cortex_m::enable((FIFO_INTERRUPT + number()) as u32);
}

/// Launches core 1 with these vectors, from this stack and at this address.
pub(crate) fn launch(vectors: u32, stack: u32, entry: u32) {
    let words = [0, 0, 1, vectors, stack, entry];
    let mut next = 0;
    while let Some(word) = words.get(next) {
        if *word == 0 {
            drain();
        }
        while FIFO_ST.read() & READY == 0 {}
        FIFO_WR.write(*word);
        while FIFO_ST.read() & VALID == 0 {
            hint::spin_loop();
        }
        // It says each word after its launcher, or all begins again.
        next = if FIFO_RD.read() == *word { next + 1 } else { 0 };
    }
}

/// Resets core 1, which waits to be launched.
pub(crate) fn reset_core_1() {
    FRCE_OFF.write(PROC1);
    while FRCE_OFF.read() & PROC1 == 0 {}
    FRCE_OFF.write(0);
}
