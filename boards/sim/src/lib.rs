//! A board whose every part is modelled at register level, on the host.
//!
//! Each part is a model of registers, commands or instructions on an
//! `embedded-hal` bus, and the driver that real boards use speaks to it there.
//! A thread takes the place of the processor's interrupt level where the part
//! has one.
//!
//! | part | model | bus | driver | opened as |
//! |---|---|---|---|---|
//! | touch panel | FT6x36, whose fingers are a [`Trace`] | I2C | `chip-ft6x36` | [`SimTouch`] |
//! | panel | [`Ili9341`], 240 x 320, with a [`Picture`] | SPI | `chip-mipidsi` | [`SimPanel`] |
//! | codec | [`Es8311`], with a [`Speaker`] | I2C, I2S | `chip-es8311` | [`SimAudio`] |
//! | flash | [`W25q80`], 1 MiB | SPI | whoever opens it | [`SimFlash`] |
//!
//! Each model's page says what is modelled and what is not. A model refuses
//! what the part would refuse, and keeps why: its [`Complaints`] are empty
//! after a driver that does as the data sheets say.
//!
//! # The board
//!
//! [`Board`] is what examples name. Its parts are exclusive devices, each to be
//! watched from outside: [`Board::device`] (touch), [`Board::panel_device`],
//! [`Board::audio_device`], [`Board::spi_device`]. Environment variables say
//! what they do:
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `SIM_TRACE` | a built-in signature | the file of another trace |
//! | `SIM_SPEED` | `1` | fingers, samples and SPI transactions are that many times faster; `0`: as fast as they are taken, losing none |
//! | `SIM_OUT` | nowhere | the folder, made if missing, where a part that is closed leaves `panel.png` or `speaker.wav` |
//!
//! At any speed but 0 what is late is lost, as on hardware, and counted. A
//! wrong value is a [`BoardError::Config`], before any bus traffic. A file that
//! cannot be written is said on standard error and in the device's status.
//!
//! # A device of your own
//!
//! Tests and examples make devices as they need them, configure them in Rust,
//! have chosen bus transactions fail, and watch them from outside:
//!
//! ```
//! use board_sim::{SimConfig, SimDevice, Speed, Trace};
//! use class_touch::{Doorbell, TouchEvent, TouchKind, TouchStream};
//!
//! struct Silent;
//! impl Doorbell for Silent {
//!     fn ring(&self) {}
//! }
//!
//! static PANEL: SimDevice<64> = SimDevice::new();
//!
//! let trace: Trace = "time_us,kind,id,x,y,pressure\n5,down,3,10,20,80\n".parse()?;
//! let config = SimConfig { trace, speed: Speed::UNPACED, ..SimConfig::default() };
//! let mut touch = PANEL.open(config, Silent)?;
//! assert!(PANEL.wait_finished(std::time::Duration::from_secs(5)));
//!
//! let mut events = [TouchEvent::new(0, TouchKind::Up, 0, 0, 0); 4];
//! assert_eq!(touch.drain(&mut events), 1);
//! assert_eq!(events[0], TouchEvent::new(5, TouchKind::Down, 3, 10, 20).with_pressure(80));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`PanelDevice`], [`AudioDevice`] and [`FlashDevice`] are used alike. To put
//! such a device under an example, make it a board: a type that implements
//! `board_support::HasTouch` with `type Touch = SimTouch<N>`.
//!
//! # A model of your own
//!
//! [`SimSpi`] and [`SimI2c`] carry any [`SpiPart`] and [`I2cPart`]; time passes
//! for them on a [`SimClock`], which is a delay for drivers, too:
//!
//! ```
//! use board_sim::{SimClock, SimSpi, SpiSettings, W25q80};
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
//! # Closing
//!
//! Dropping an open part waits for its thread. So a doorbell must not wait for
//! anything that whoever drops the part may hold, and a part must not be
//! dropped by its own doorbell. The same goes for pausing a [`SimAudio`].
#![forbid(unsafe_code)]

mod board;
mod codec;
mod config;
mod device;
mod flash;
mod lcd;
mod replay;
mod run;
mod stream;
mod wait;
mod watch;

pub use board::{AUDIO_RING, Board, RING};
pub use board_models::{
    CodecComplaint, CodecHealth, Complaints, Es8311, FlashComplaint, Glass, HEADER, I2cFault,
    I2cPart, Ili9341, LcdBacklight, LcdComplaint, LcdPin, MAX_COORDINATE, MAX_ID, Picture, Saved,
    SimClock, SimI2c, SimSpi, Speaker, Speed, SpiFault, SpiPart, SpiSettings, Trace, TraceError,
    TraceFault, W25q80,
};
pub use board_support::BoardError;
pub use codec::{AudioDevice, AudioSetup, AudioStatus, SimAudio};
pub use config::{SimConfig, SimFault};
pub use device::{SimDevice, Status};
pub use flash::{FlashDevice, FlashSetup, FlashStatus, SPI_BYTES, SPI_QUEUE, SimFlash};
pub use lcd::{PanelDevice, PanelSetup, PanelStatus, SimPanel};
pub use stream::SimTouch;
pub use wait::WallDelay;
