//! Chips at register level, on the host.
//!
//! A model is what a bus and the lines beside it see of a part: registers,
//! commands or instructions, and the waits and clocks that its data sheet asks
//! for. It refuses what the part would refuse, and keeps why: its
//! [`Complaints`] are empty after a driver that does as the data sheet says.
//! Each model's page says what is modelled and what is not.
//!
//! | part | model | bus | seen or heard by |
//! |---|---|---|---|
//! | touch panel | [`Ft6x36`], whose fingers are a [`Trace`] | I2C | |
//! | panel | [`Ili9341`] | SPI | [`Picture`] |
//! | codec | [`Es8311`] | I2C, I2S | [`Speaker`] |
//! | flash | [`W25q80`] | SPI | |
//!
//! [`SimSpi`] and [`SimI2c`] carry one [`SpiPart`] or [`I2cPart`]; time passes
//! for them on a [`SimClock`], which is a delay for drivers, too:
//!
//! ```
//! use board_models::{SimClock, SimSpi, SpiSettings, W25q80};
//! use embedded_hal::spi::{MODE_0, SpiDevice};
//!
//! let settings = SpiSettings { clock_hz: 1_000_000, mode: MODE_0, gap_ns: 0 };
//! let mut bus = SimSpi::new(W25q80::new(), settings, SimClock::new(), Vec::new());
//! let mut id = [0x9F, 0, 0, 0];
//! bus.transfer_in_place(&mut id)?;
//! assert_eq!(id[1..], [0xEF, 0x40, 0x14]);
//! assert_eq!(bus.clock().now_ns(), 32_000);
//! # Ok::<(), embedded_hal::spi::ErrorKind>(())
//! ```
#![forbid(unsafe_code)]

mod clock;
mod codec;
mod complaints;
mod flash;
mod ft6x36;
mod i2c;
mod lcd;
mod out;
#[cfg(test)]
mod shared_bus;
mod speed;
mod spi;
mod trace;

pub use clock::SimClock;
pub use codec::{CodecComplaint, CodecHealth, Es8311, Speaker};
pub use complaints::Complaints;
pub use flash::{FlashComplaint, W25q80};
pub use ft6x36::Ft6x36;
pub use i2c::{I2cFault, I2cPart, SimI2c};
pub use lcd::{Glass, Ili9341, LcdBacklight, LcdComplaint, LcdPin, Picture};
pub use out::{Saved, folder, save};
pub use speed::Speed;
pub use spi::{SimSpi, SpiFault, SpiPart, SpiSettings};
pub use trace::{HEADER, MAX_COORDINATE, MAX_ID, Trace, TraceError, TraceFault};
