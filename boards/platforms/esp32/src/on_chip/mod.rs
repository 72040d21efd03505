//! What works the chip, by esp-hal's drivers.

mod chip;
mod edges;
mod i2c;
mod pieces;
mod pins;
mod platform;
mod pulses;
mod samples;
mod spi;
mod ticker;

pub use chip::Wait;
pub use edges::Interrupt;
pub use i2c::I2c;
pub use pins::{Input, Output};
pub use platform::Esp32;
pub use pulses::Pulses;
pub use samples::Samples;
pub use spi::Spi;
pub use ticker::Ticker;
