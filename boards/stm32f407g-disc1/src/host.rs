//! The board of models, on the host.

use board_models::{Cs43l22, Ft6x36, Machine, Soldered, Soldering, Spectated, Spectator, W25q80};
use board_support::Pin;
use class_touch::PanelSize;

use crate::Disc1;

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
        let i2c = board.i2c(Pin::port('B', 9), Pin::port('B', 6));
        let touch = board.on_i2c(i2c, Ft6x36::new());
        board.fingers(&touch, Pin::port('D', 6), size);

        let sound = board.i2s(
            Some(Pin::port('C', 7)),
            Pin::port('C', 10),
            Pin::port('A', 4),
            Pin::port('C', 12),
        );
        let codec = board.on_i2c(i2c, Cs43l22::new());
        board.drives(Pin::port('D', 4), &codec, |codec, level, now| {
            codec.set_reset(level > 0, now);
        });
        board.on_i2s(sound, &codec);

        let miso = Some(Pin::port('A', 6));
        let spi = board.spi(Pin::port('A', 5), Pin::port('A', 7), miso);
        board.on_spi(spi, Pin::port('D', 7), W25q80::new());
        board.elsewhere(Pin::port('E', 3));
    }
}

impl Spectated for Disc1<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
