//! The board of models, on the host.

use board_models::{
    Amplifier, Ft6x36, Glass, Ili9341, LcdKind, Machine, Soldered, Soldering, Spectated, Spectator,
    W25q80,
};
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
        let glass = Glass {
            inverted: true,
            ..Glass::default()
        };
        let kind = LcdKind::ST7789.driven_at(40_000_000);
        let lcd = board.on_spi(spi, Pin::gpio(10), Ili9341::of(kind, glass));
        board.drives(Pin::gpio(3), &lcd, |lcd, level, _| lcd.set_data(level > 0));
        board.drives(Pin::gpio(1), &lcd, |lcd, level, _| lcd.set_backlight(level));
        board.screen(&lcd);
        board.on_spi(spi, Pin::gpio(8), W25q80::new());

        let sound = board.i2s(None, Pin::gpio(18), Pin::gpio(19), Pin::gpio(0));
        let amplifier = board.beside(Amplifier::always_on("max98357a"));
        board.on_i2s(sound, &amplifier);
    }
}

impl Spectated for C3<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
