//! The board of models, on the host.

use board_models::{Machine, Soldered, Soldering, Spectated, Spectator, W25q80};
use board_support::Pin;

use crate::ResTouch;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let spi = board.spi(Pin::gpio(2), Pin::gpio(3), Some(Pin::gpio(4)));
        board.on_spi(spi, Pin::gpio(6), W25q80::new());
    }
}

impl Spectated for ResTouch<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
