//! A Pico with an FT6x36 on wires: I2C1, GPIO 18 and 19, its line on 20.

use board_parts::{Touch, TouchPlace, TouchWiring};
use board_support::{Board, BoardError, Device, Edge, HasTouch, I2cWires, Pin, Platform};
use chip_ft6x36::{Config, Ft6x36};
use class_touch::{Doorbell, PanelSize};
use platform_rp2040::Rp2040;

const BUS: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::gpio(18),
    scl: Pin::gpio(19),
    hz: 400_000,
};
const LINE: Pin = Pin::gpio(20);
const TOUCH: Device = Device::new("ft6x36", 0x38);
const SIZE: PanelSize = PanelSize {
    width: 480,
    height: 320,
};

static PLACE: TouchPlace<64> = TouchPlace::new();

/// The bench.
pub(crate) enum Bench {}

impl Board for Bench {
    const NAME: &'static str = "bench";
}

impl HasTouch for Bench {
    type Touch = Touch<Rp2040, Ft6x36<<Rp2040 as Platform>::I2c>, 64>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = PLACE.claim()?;
        let chip = Ft6x36::open(Rp2040::i2c(&BUS)?, Config::default());
        let chip = chip.map_err(|error| TOUCH.touch_error(error))?;
        claim.open(TouchWiring::new(LINE, Edge::Falling, SIZE), chip, doorbell)
    }
}
