//! A Pico with an FT6x36 and a NOR flash on its pins.

use board_parts::{Spi, SpiPlace, Touch, TouchPlace, TouchWiring};
use board_support::{
    Board, BoardError, Device, Edge, HasSpi, HasTouch, I2cWires, Pin, Platform, SpiWires,
};
use chip_ft6x36::{Config, Ft6x36};
use class_spi::SpiConfig;
use class_touch::{Doorbell, PanelSize};
use platform_ffi::Ffi;

/// Touch, on GP4 and GP5.
const I2C: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(4),
    scl: Pin::gpio(5),
    hz: 400_000,
};
/// Low for a moment when there is something to read.
const TOUCH_INT: Pin = Pin::gpio(6);
const TOUCH_CHIP: Device = Device::new("ft6x36", 0x38);
const SIZE: PanelSize = PanelSize {
    width: 480,
    height: 320,
};
/// The flash, on GP16 to GP19.
const FLASH: SpiWires = SpiWires {
    controller: 0,
    sck: Pin::gpio(18),
    mosi: Pin::gpio(19),
    miso: Some(Pin::gpio(16)),
    cs: Pin::gpio(17),
    max_hz: 20_000_000,
};

/// Events that the touch ring holds.
const TOUCH_EVENTS: usize = 128;
/// Transactions that wait, and bytes of them: one way, and the other.
const QUEUE: usize = 8;
const SPI_BYTES: usize = 1 << 10;

static TOUCH: TouchPlace<TOUCH_EVENTS> = TouchPlace::new();
static SPI: SpiPlace<QUEUE, SPI_BYTES, SPI_BYTES> = SpiPlace::new();

/// The board.
pub(crate) enum Pico {}

impl Board for Pico {
    const NAME: &'static str = "pico";
}

impl HasTouch for Pico {
    type Touch = Touch<Ffi, Ft6x36<<Ffi as Platform>::I2c>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let chip = Ft6x36::open(Ffi::i2c(&I2C)?, Config::default());
        let chip = chip.map_err(|error| TOUCH_CHIP.touch_error(error))?;
        let wiring = TouchWiring::new(TOUCH_INT, Edge::Falling, SIZE);
        claim.open(wiring, chip, doorbell)
    }
}

impl HasSpi for Pico {
    type Spi = Spi<<Ffi as Platform>::Spi, QUEUE, SPI_BYTES, SPI_BYTES>;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = SPI.claim()?;
        claim.open(Ffi::spi(&FLASH, config)?, doorbell)
    }
}
