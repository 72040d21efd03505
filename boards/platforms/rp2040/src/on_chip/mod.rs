//! The chip itself: its peripherals, by their registers.

mod bring_up;
mod edges;
mod i2c;
pub mod interrupts;
mod outputs;
mod pins;
mod platform;
mod pulses;
mod recovery;
mod registers;
mod samples;
mod spi;
mod tickers;
mod time;

pub use edges::{ChipInput, ChipInterrupt};
pub use i2c::ChipI2c;
pub use outputs::ChipOutput;
pub use platform::Rp2040;
pub use pulses::ChipPwm;
pub use samples::ChipSamples;
pub use spi::ChipSpi;
pub use tickers::ChipTicker;
pub use time::ChipDelay;
