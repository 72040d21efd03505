//! Chips at register level, and boards made of them, on the host.
//!
//! # Models
//!
//! A model is what a bus and the lines beside it see of a part: registers,
//! commands or instructions, and the waits and clocks that its data sheet asks
//! for. It refuses what the part would refuse, and keeps why: its
//! [`Complaints`] are empty after a driver that does as the data sheet says.
//! Each model's page says what is modelled and what is not.
//!
//! | part | model | bus | seen or heard by |
//! |---|---|---|---|
//! | touch panel | [`Ft6x36`], [`Gt911`], [`Tt21100`], [`Cst816s`], [`Xpt2046`] | I2C, the last SPI | a [`Trace`] are its fingers |
//! | panel | [`Ili9341`] and [kinds](LcdKind) that are like it | SPI | [`Picture`] |
//! | codec | [`Es8311`], [`Cs43l22`], [`Es8388`] | I2C, I2S | [`Speaker`] |
//! | amplifier | [`Amplifier`] | I2S | [`Speaker`] |
//! | power | [`Axp192`] | I2C | |
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
//!
//! # Machines
//!
//! [`Machine`] is the host as a [`Platform`](board_support::Platform): a board's
//! code runs on it as it does on the board. [`Soldered`] says which model is
//! soldered to which pins; [`Machine::bench`] sees from outside what the parts
//! do, and has things go wrong; [`Spectated`] is that for whichever board.
//! Environment variables say what the fingers do:
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `SIM_TRACE` | a built-in signature | the file of another trace |
//! | `SIM_SPEED` | `1` | fingers and samples are that many times faster; `0`: as fast as they are taken, losing none |
//! | `SIM_OUT` | nowhere | the folder, made if missing, where a part that is closed leaves `panel.png` or `speaker.wav` |
//!
//! At any speed but 0 what is late is lost, as on hardware. A wrong value is a
//! [`BoardError::Config`](board_support::BoardError::Config) when the part is
//! opened. A file that cannot be written is said on standard error and by
//! [`Bench::saved`].
#![forbid(unsafe_code)]

mod amplifier;
mod axp192;
mod clock;
mod codec;
mod complaints;
mod cs43l22;
mod es8388;
mod flash;
mod i2c;
mod lcd;
mod machine;
mod model;
mod out;
#[cfg(test)]
mod shared_bus;
mod sound;
mod spectator;
mod speed;
mod spi;
mod touch;
mod trace;

pub use amplifier::Amplifier;
pub use axp192::{Axp192, Axp192Rail};
pub use clock::SimClock;
pub use codec::{CodecComplaint, CodecHealth, Es8311};
pub use complaints::Complaints;
pub use cs43l22::Cs43l22;
pub use es8388::Es8388;
pub use flash::{FlashComplaint, W25q80};
pub use i2c::{I2cFault, I2cPart, SimI2c};
pub use lcd::{Glass, Ili9341, LcdBacklight, LcdComplaint, LcdKind, LcdPin, Picture};
pub use machine::{
    Bench, Fingers, I2cBus, I2sBus, Machine, MachineI2c, MachineInput, MachineInterrupt,
    MachineOutput, MachinePwm, MachineSamples, MachineSpi, MachineTicker, Part, Setup, Soldered,
    Soldering, SpiBus,
};
pub use model::{Clocks, Model, ScreenPart, SoundPart, TouchPart};
pub use out::{Saved, folder, save};
pub use sound::{Ear, Line, LinePath, Speaker};
pub use spectator::{Spectated, Spectator, Strokes};
pub use speed::Speed;
pub use spi::{SimSpi, SpiFault, SpiPart, SpiSettings};
pub use touch::{Cst816s, Ft6x36, Gt911, Gt911Address, Mounted, Plate, Tt21100, Xpt2046};
pub use trace::{HEADER, MAX_COORDINATE, MAX_ID, Trace, TraceError, TraceFault, fit};
