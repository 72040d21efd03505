//! The RP2040 as a platform: a board worked by its own registers.
//!
//! Bare metal, for firmware that has the chip to itself; beside AtomVM the chip
//! is the Pico SDK's. A board on `Rp2040` opens buses, pins, interrupts, tickers
//! and the way of samples by the numbers of its pins; the first thing that is
//! opened takes the peripherals and sets the clocks, so nothing has to be
//! called before.
//!
//! # What rp2040-hal does, and what is done here
//!
//! The crystal, the PLLs and resets are [rp2040-hal]'s, and so are the pins, by
//! its types for pins that are known by number. Its buses and state machines
//! have pins and clocks in their types, and its I2C waits without end for a bus
//! that is held low; a platform opens them by number, again and again, and must
//! come back. So those are done here, by the registers of the [datasheet].
//!
//! | | how |
//! |---|---|
//! | I2C | by polling, a deadline on each transaction; nine clocks free a bus that is held |
//! | SPI | by polling; each device has its own clock and mode on the bus |
//! | edges | `IO_IRQ_BANK0` |
//! | tickers | the four alarms, `TIMER_IRQ_0` to `3` |
//! | samples | PIO 0, state machine 0, fed by DMA channels 0 and 1; `DMA_IRQ_0` |
//! | pulses | the PWM slices |
//!
//! The firmware brings an implementation of `critical-section` for one core, an
//! allocator, and a vector table that calls the functions in `interrupts` for
//! the interrupts above. Buses are used outside of interrupts; whoever comes in
//! between is told [`Fault::Contended`].
//!
//! # Not tried on a chip
//!
//! All of it ran in rp2040js, which has no wait states, no contention for buses,
//! and no reset of most peripherals; FIFOs are not joined there, and a DMA
//! channel is stopped at once. How the lines of a real bus rise and fall, and
//! whether nine clocks free a real device, is not known either. Until a board
//! opens a part, the chip pulls its select pin down: parts that share a bus
//! want pull-ups there.
//!
//! On the host only what can be computed is built: which pin can be what,
//! dividers, the program of the transmitter, words out of frames.
//!
//! [rp2040-hal]: https://docs.rs/rp2040-hal/0.12
//! [datasheet]: https://datasheets.raspberrypi.com/rp2040/rp2040-datasheet.pdf
#![no_std]

#[cfg(all(target_arch = "arm", target_os = "none"))]
extern crate alloc;

mod abort;
mod clocks;
mod frames;
#[cfg(all(target_arch = "arm", target_os = "none"))]
mod on_chip;
mod program;
mod wires;

pub use abort::i2c_abort;
pub use clocks::{I2cTiming, PwmTiming, SYSTEM_HZ, SpiTiming, pio_divider};
pub use frames::{frame_words, to_words, wire_bits};
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use on_chip::{
    ChipDelay, ChipI2c, ChipInput, ChipInterrupt, ChipOutput, ChipPwm, ChipSamples, ChipSpi,
    ChipTicker, Rp2040, interrupts,
};
pub use platform_bare::Fault;
pub use program::{BEGIN, LENGTH, SideSet, first_x, outputs, transmitter};
pub use wires::{PINS, SpiLine, is_scl, is_sda, is_spi, pwm_slice};
