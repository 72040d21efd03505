//! The board that examples name.

use std::env;

use board_models::folder;
use board_support::{BoardError, HasAudio, HasDelay, HasPanel, HasSpi, HasTouch};
use class_audio::Format;
use class_panel::PanelConfig;
use class_spi::SpiConfig;
use class_touch::Doorbell;

use crate::{
    AudioDevice, AudioSetup, FlashDevice, FlashSetup, PanelDevice, PanelSetup, SimAudio, SimConfig,
    SimDevice, SimFlash, SimPanel, SimTouch, Speed, WallDelay,
};

/// Events that the board's ring holds: about two seconds of a finger that is
/// reported every 8 ms.
pub const RING: usize = 256;

static TOUCH: SimDevice<RING> = SimDevice::new();
static AUDIO: AudioDevice<AUDIO_RING> = AudioDevice::new();
static FLASH: FlashDevice = FlashDevice::new();
static PANEL: PanelDevice = PanelDevice::new();

/// Bytes that the board's audio ring holds: about 90 ms of stereo at 44.1 kHz.
pub const AUDIO_RING: usize = 16 << 10;

/// The simulated board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board;

impl Board {
    /// The board's codec, to listen to it or to open it otherwise than the
    /// environment says.
    #[must_use]
    pub fn audio_device() -> &'static AudioDevice<AUDIO_RING> {
        &AUDIO
    }

    /// The board's flash, to look into it or to open it otherwise than the
    /// environment says.
    #[must_use]
    pub fn spi_device() -> &'static FlashDevice {
        &FLASH
    }

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

impl Board {
    /// Whether every part is closed and quiet: no thread, no clock and no
    /// transaction runs, the panel is dark and asleep, the codec in standby.
    #[must_use]
    pub fn is_idle() -> bool {
        !TOUCH.status().open
            && PANEL.status().is_idle()
            && AUDIO.status().is_idle()
            && FLASH.status().is_idle()
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
            out: folder(env::var_os("SIM_OUT"))?,
            ..PanelSetup::default()
        };
        PANEL.open(setup, config)
    }
}

impl HasAudio for Board {
    type Audio = SimAudio<AUDIO_RING>;

    /// Opens the codec, which plays at `SIM_SPEED` and leaves what was heard
    /// where `SIM_OUT` says.
    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let setup = AudioSetup {
            speed: speed()?,
            out: folder(env::var_os("SIM_OUT"))?,
            ..AudioSetup::default()
        };
        AUDIO.open(setup, format, volume, doorbell)
    }
}

impl HasSpi for Board {
    type Spi = SimFlash;

    /// Opens the flash, whose transactions are carried out at `SIM_SPEED`.
    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let setup = FlashSetup {
            speed: speed()?,
            ..FlashSetup::default()
        };
        FLASH.open(setup, config, doorbell)
    }
}

impl HasDelay for Board {
    type Delay = WallDelay;

    fn delay() -> WallDelay {
        WallDelay
    }
}

/// What `SIM_SPEED` says: real time, if it says nothing.
fn speed() -> Result<Speed, BoardError> {
    Speed::from_setting(env::var_os("SIM_SPEED").as_deref())
}
