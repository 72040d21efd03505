//! The board of models, on the host.

use board_models::{
    Amplifier, CodecHealth, Es8311, Gt911, Gt911Address, Machine, Mounted, Soldered, Soldering,
    Spectated, Spectator,
};
use board_support::Pin;
use class_touch::PanelSize;

use crate::P4FunctionEv;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let size = PanelSize {
            width: 1024,
            height: 600,
        };
        let i2c = board.i2c(Pin::gpio(7), Pin::gpio(8));
        let chip = Gt911::new(size, Gt911Address::IntHigh);
        let touch = board.on_i2c(i2c, Mounted::upside_down(chip, size));
        board.unwired_fingers(&touch, size);
        board.drives(Pin::gpio(27), &touch, |touch, level, _| {
            touch.part().set_reset(level > 0);
        });

        let sound = board.i2s(
            Some(Pin::gpio(13)),
            Pin::gpio(12),
            Pin::gpio(10),
            Pin::gpio(9),
        );
        let codec = board.on_i2c(i2c, Es8311::new(CodecHealth::default()));
        let amplifier = board.beside(Amplifier::switched("ns4150"));
        board.drives(Pin::gpio(53), &amplifier, |amplifier, level, _| {
            amplifier.switch(level > 0);
        });
        board.on_i2s(sound, &codec);
        board.on_i2s(sound, &amplifier);
    }
}

impl Spectated for P4FunctionEv<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
