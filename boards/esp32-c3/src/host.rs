//! The board of models, on the host.

use board_models::{Ft6x36, Machine, Soldered, Soldering, Spectated, Spectator, W25q80};
use board_support::Pin;
use class_touch::PanelSize;

use crate::C3;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let size = PanelSize {
            width: 240,
            height: 320,
        };
        let i2c = board.i2c(Pin::gpio(4), Pin::gpio(5));
        let touch = board.on_i2c(i2c, Ft6x36::new());
        board.fingers(&touch, Pin::gpio(9), size);

        let spi = board.spi(Pin::gpio(6), Pin::gpio(7), Some(Pin::gpio(2)));
        board.on_spi(spi, Pin::gpio(8), W25q80::new());

        let _sound = board.i2s(None, Pin::gpio(18), Pin::gpio(19), Pin::gpio(0));
    }
}

impl Spectated for C3<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
