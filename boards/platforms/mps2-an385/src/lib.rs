//! QEMU's mps2-an385 as a platform: its own registers, bare metal.
//!
//! A Cortex-M3 with 4 MiB of memory for code at 0 and 16 MiB for data at
//! `0x20000000`, at 25 MHz. The platform is what the emulator has of Arm's
//! board, not the board: nothing here was tried on one.
//!
//! | what | by | note |
//! |---|---|---|
//! | time | timer 1 at `0x40001000`, interrupt 9 | 25 counts a microsecond |
//! | ticker | timer 0 at `0x40000000`, interrupt 8 | there is one |
//! | I2C 0 to 3 | SBCon at `0x40022000`, `0x40023000`, `0x40029000`, `0x4002A000` | two lines, bit by bit |
//! | SPI 0 to 4 | PL022 at `0x40020000`, `0x40021000`, `0x40025000`, `0x40026000`, `0x40027000` | no chip select: one device a bus |
//! | samples | `0x40024000`, paced by the dual timer at `0x40002000`, interrupt 10 | QEMU only logs what is written |
//! | pins | none | QEMU has no GPIO there |
//!
//! Pins of wires are not looked at: they are fixed by the controller's number.
//! The firmware puts [`interrupts::TABLE`] into its vector table, and brings an
//! allocator and a [`critical_section`]. On the host the crate builds, and
//! whatever is opened there is [`BoardError::NoResources`].
//!
//! [`BoardError::NoResources`]: board_support::BoardError::NoResources
//!
//! # Examples
//!
//! ```no_run
//! use board_support::{I2cWires, Pin, Platform};
//! use embedded_hal::i2c::I2c;
//! use platform_mps2_an385::Mps2An385;
//!
//! const SHIELD: I2cWires = I2cWires {
//!     controller: 3,
//!     sda: Pin::gpio(41),
//!     scl: Pin::gpio(31),
//!     hz: 400_000,
//! };
//! let mut bus = Mps2An385::i2c(&SHIELD)?;
//! let heard = bus.write(0x1A, &[0, 0]).is_ok();
//! # let _ = heard;
//! # Ok::<(), board_support::BoardError>(())
//! ```
#![no_std]

extern crate alloc;

mod clock;
mod handler;
mod i2c;
mod i2s;
pub mod interrupts;
mod pins;
mod platform;
mod registers;
mod spi;
mod ticker;

pub use clock::Delay;
pub use i2c::{I2c, I2cError};
pub use i2s::Samples;
pub use pins::NoPin;
pub use platform::Mps2An385;
pub use spi::{Spi, SpiStuck, TouchSpi};
pub use ticker::Ticker;
