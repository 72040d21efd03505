//! The board that examples name.

use std::env;

use board_support::{BoardError, HasPanel, HasTouch};
use class_panel::PanelConfig;
use class_touch::Doorbell;

use crate::{PanelDevice, PanelSetup, SimConfig, SimDevice, SimPanel, SimTouch, out};

/// Events that the board's ring holds: about two seconds of a finger that is
/// reported every 8 ms.
pub const RING: usize = 256;

static TOUCH: SimDevice<RING> = SimDevice::new();
static PANEL: PanelDevice = PanelDevice::new();

/// The simulated board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board;

impl Board {
    /// The board's panel, to look at it or to open it otherwise than the
    /// environment says.
    #[must_use]
    pub fn panel_device() -> &'static PanelDevice {
        &PANEL
    }

    /// The board's touch panel, to watch it or to open it otherwise than the
    /// environment says.
    #[must_use]
    pub fn device() -> &'static SimDevice<RING> {
        &TOUCH
    }
}

impl board_support::Board for Board {
    const NAME: &'static str = "sim";
}

impl HasTouch for Board {
    type Touch = SimTouch<RING>;

    /// Opens the panel as `SIM_TRACE` and `SIM_SPEED` say.
    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let trace = env::var_os("SIM_TRACE");
        let speed = env::var_os("SIM_SPEED");
        let config = SimConfig::from_settings(trace.as_deref(), speed.as_deref())?;
        TOUCH.open(config, doorbell)
    }
}

impl HasPanel for Board {
    type Panel = SimPanel;

    /// Opens the panel, which leaves its picture where `SIM_OUT` says.
    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError> {
        let setup = PanelSetup {
            out: out::folder(env::var_os("SIM_OUT"))?,
            ..PanelSetup::default()
        };
        PANEL.open(setup, config)
    }
}
