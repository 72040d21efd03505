//! The flash: a W25Q80 and a thread that carries transactions out.

mod device;
mod open;
mod wake;

pub use device::{FlashDevice, FlashSetup, FlashStatus, SPI_BYTES, SPI_QUEUE};
pub use open::SimFlash;
