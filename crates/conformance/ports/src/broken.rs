//! The board's parts, out of order.

use board::{
    AUDIO_RING, AudioSetup, Board, CodecHealth, FlashSetup, PanelSetup, SimAudio, SimFlash,
    SimPanel, Speed,
};
use board_support::{BoardError, HasAudio, HasPanel, HasSpi};
use class_audio::{Doorbell, Format};
use class_panel::PanelConfig;
use class_spi::SpiConfig;
use embedded_hal::{i2c, spi};

/// What is wrong.
pub struct Fault;

impl Fault {
    /// The codec does not acknowledge.
    pub const ABSENT: u8 = 0;
    /// Another part answers.
    pub const OTHER: u8 = 1;
    /// The codec does not follow its clocks.
    pub const UNLOCKED: u8 = 2;
    /// The bus fails at its third transaction.
    pub const BUS: u8 = 3;
}

/// The board with one fault.
pub struct Broken<const FAULT: u8>;

impl<const FAULT: u8> board_support::Board for Broken<FAULT> {
    const NAME: &'static str = "broken";
}

impl<const FAULT: u8> HasAudio for Broken<FAULT> {
    type Audio = SimAudio<AUDIO_RING>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let health = match FAULT {
            Fault::ABSENT => CodecHealth::Absent,
            Fault::OTHER => CodecHealth::Other(0x1234),
            _ => CodecHealth::Well,
        };
        let setup = AudioSetup {
            speed: Speed::UNPACED,
            health,
            no_lock: FAULT == Fault::UNLOCKED,
            faults: faults::<FAULT, _>(i2c::ErrorKind::ArbitrationLoss),
            out: None,
        };
        Board::audio_device().open(setup, format, volume, doorbell)
    }
}

impl<const FAULT: u8> HasPanel for Broken<FAULT> {
    type Panel = SimPanel;

    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError> {
        let setup = PanelSetup {
            faults: faults::<FAULT, _>(spi::ErrorKind::Overrun),
            out: None,
        };
        Board::panel_device().open(setup, config)
    }
}

impl<const FAULT: u8> HasSpi for Broken<FAULT> {
    type Spi = SimFlash;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let setup = FlashSetup {
            speed: Speed::UNPACED,
            faults: faults::<FAULT, _>(spi::ErrorKind::ModeFault),
            contents: None,
        };
        Board::spi_device().open(setup, config, doorbell)
    }
}

/// The transactions that fail.
fn faults<const FAULT: u8, K>(kind: K) -> Vec<(u32, K)> {
    let fault = (FAULT == Fault::BUS).then_some((3, kind));
    fault.into_iter().collect()
}
