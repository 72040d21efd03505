//! The codec: an ES8311 and its path behind the driver that real boards use.

mod device;
mod open;

pub use device::{AudioDevice, AudioSetup};
pub use open::{AudioStatus, SimAudio};
