//! What works the chip's registers.

mod chip;
mod edges;
mod i2c;
mod pins;
mod platform;
mod pulses;
mod registers;
mod samples;
mod spi;
mod ticker;
mod time;

pub use edges::Interrupt;
pub use i2c::I2c;
pub use pins::{Input, Output};
pub use platform::Stm32f4;
pub use pulses::Pulses;
pub use samples::Samples;
pub use spi::Spi;
pub use ticker::Ticker;
pub use time::Wait;
