//! A board whose every part is modelled at register level, on the host.
//!
//! One part so far, a touch panel: an FT6x36 on an I2C bus, whose finger is a
//! [`Trace`]. Each row of the trace becomes one report in the part's registers
//! and one fall of its interrupt line; a thread takes the place of the
//! processor's interrupt level, reads the part over the bus with the driver
//! that real boards use, and pushes into the ring. What goes in comes out: the
//! same kinds, ids, places and pressures, in order, with the trace's times.
//!
//! ```text
//! trace row -> registers -> INT -> [ I2C read -> sampler -> ring ] -> SimTouch
//!                                  '---- a thread of its own ----'
//! ```
//!
//! # The board
//!
//! [`Board`] is what examples name. Its touch panel is one exclusive device,
//! [`Board::device`], and two environment variables say what it does:
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `SIM_TRACE` | a built-in signature | the file of another trace |
//! | `SIM_SPEED` | `1` | replay that many times faster; `0`: as fast as events are taken, losing none |
//!
//! The first row comes at once, the others after it in the trace's own time.
//! With any other speed than 0 the ring may overflow, as on hardware; the loss
//! is counted. A wrong value is a [`BoardError::Config`], before any bus
//! traffic.
//!
//! # A device of your own
//!
//! Tests and examples make devices as they need them, with rings of any size,
//! configure them in Rust, and watch them from outside:
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
//! To put such a device under an example, make it a board: a type that
//! implements `board_support::HasTouch` with `type Touch = SimTouch<N>`.
//!
//! # Closing
//!
//! Dropping a [`SimTouch`] stops the thread and waits for it. So a doorbell
//! must not wait for anything that whoever drops the panel may hold, and the
//! panel must not be dropped by its own doorbell.
#![forbid(unsafe_code)]

mod board;
mod clock;
mod codec;
mod complaints;
mod config;
mod device;
mod flash;
mod ft6x36;
mod i2c;
mod lcd;
mod out;
mod replay;
mod run;
mod spi;
mod stream;
mod trace;

pub use board::{AUDIO_RING, Board, RING};
pub use board_support::BoardError;
pub use clock::SimClock;
pub use codec::{
    AudioDevice, AudioSetup, AudioStatus, CodecComplaint, CodecHealth, Es8311, SimAudio, Speaker,
};
pub use complaints::Complaints;
pub use config::{SimConfig, SimFault, Speed};
pub use device::{SimDevice, Status};
pub use flash::{
    FlashComplaint, FlashDevice, FlashSetup, FlashStatus, SPI_BYTES, SPI_QUEUE, SimFlash, W25q80,
};
pub use i2c::{I2cFault, I2cPart, SimI2c};
pub use lcd::{
    Glass, Ili9341, LcdBacklight, LcdComplaint, LcdPin, PanelDevice, PanelSetup, PanelStatus,
    Picture, SimPanel,
};
pub use out::Saved;
pub use spi::{SimSpi, SpiFault, SpiPart, SpiSettings};
pub use stream::SimTouch;
pub use trace::{HEADER, MAX_COORDINATE, MAX_ID, Trace, TraceError, TraceFault};
