//! Touch: QEMU's ADS7846, which the XPT2046 was made after, on SPI.

use board_parts::{Touch, TouchPlace, TouchWiring};
use board_support::{BoardError, HasTouch};
use chip_xpt2046::{Calibration, Panel, Xpt2046};
use class_touch::{Doorbell, PanelSize};
use platform_mps2_an385::{Mps2An385, TouchSpi};

use crate::{Board, SHIELD_SPI};

/// Columns and rows.
pub const TOUCH_SIZE: PanelSize = PanelSize {
    width: 240,
    height: 320,
};

/// Events that the ring holds.
pub const TOUCH_RING: usize = 64;

/// From one reading to the next. The line that tells of a finger is not wired.
const PERIOD_US: u32 = 2_000;

/// Edges as QEMU converts them; its x is along our rows, and backwards.
const CALIBRATION: Calibration = Calibration::from_edges((200, 3_650), (3_760, 290), (240, 320));

/// QEMU's panel has next to no resistance, and the noise of its converter
/// would make pressure of it.
const PANEL: Panel = Panel {
    x_plate_ohms: 1,
    max_ohms: 1_000,
    min_z1: 100,
};

static PLACE: TouchPlace<TOUCH_RING> = TouchPlace::new();

impl HasTouch for Board {
    type Touch = Touch<Mps2An385, Xpt2046<TouchSpi>, TOUCH_RING>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = PLACE.claim()?;
        let bus = Mps2An385::touch_spi(&SHIELD_SPI, SHIELD_SPI.full_speed())?;
        let chip = Xpt2046::open(bus, PANEL, CALIBRATION)
            .map_err(|error| BoardError::from(class_touch::TouchError::from(error)))?;
        claim.open(TouchWiring::unwired(PERIOD_US, TOUCH_SIZE), chip, doorbell)
    }
}
