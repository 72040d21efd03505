//! The board of models, on the host.

use board_models::{
    CodecHealth, Es8311, Machine, Soldered, Soldering, Spectated, Spectator, W25q80,
};
use board_support::Pin;

use crate::S3Box3;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(8), Pin::gpio(18));
        let codec = board.on_i2c(i2c, Es8311::new(CodecHealth::default()));
        let sound = board.i2s(
            Some(Pin::gpio(2)),
            Pin::gpio(17),
            Pin::gpio(45),
            Pin::gpio(15),
        );
        board.on_i2s(sound, &codec);

        let spi = board.spi(Pin::gpio(12), Pin::gpio(11), Some(Pin::gpio(13)));
        board.on_spi(spi, Pin::gpio(10), W25q80::new());
    }
}

impl Spectated for S3Box3<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
