//! The panel: an ILI9341 behind the driver that real boards use.

mod device;

pub use device::{PanelDevice, PanelSetup, PanelStatus, SimPanel};
