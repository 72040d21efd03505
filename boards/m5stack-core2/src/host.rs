//! The board of models, on the host.

use board_models::{Ft6x36, Machine, Soldered, Soldering, Spectated, Spectator};
use board_support::Pin;
use class_touch::PanelSize;

use crate::Core2;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let size = PanelSize {
            width: 320,
            height: 240,
        };
        let i2c = board.i2c(Pin::gpio(21), Pin::gpio(22));
        let touch = board.on_i2c(i2c, Ft6x36::new());
        board.fingers(&touch, Pin::gpio(39), size);
    }
}

impl Spectated for Core2<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
