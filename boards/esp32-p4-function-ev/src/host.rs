//! The board of models, on the host.

use board_models::{CodecHealth, Es8311, Machine, Soldered, Soldering, Spectated, Spectator};
use board_support::Pin;

use crate::P4FunctionEv;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(7), Pin::gpio(8));
        let codec = board.on_i2c(i2c, Es8311::new(CodecHealth::default()));
        let sound = board.i2s(
            Some(Pin::gpio(13)),
            Pin::gpio(12),
            Pin::gpio(10),
            Pin::gpio(9),
        );
        board.on_i2s(sound, &codec);
    }
}

impl Spectated for P4FunctionEv<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
