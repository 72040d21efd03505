//! The board of models, on the host.

use board_models::{
    Amplifier, Glass, Ili9341, LcdKind, Machine, Plate, Soldered, Soldering, Spectated, Spectator,
    W25q80, Xpt2046,
};
use board_support::Pin;
use class_touch::PanelSize;

use crate::ResTouch;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let size = PanelSize {
            width: 320,
            height: 480,
        };
        let spi = board.spi(Pin::gpio(10), Pin::gpio(11), Some(Pin::gpio(12)));
        let glass = Glass {
            mirrored: true,
            bgr: true,
            inverted: true,
        };
        let kind = LcdKind::ILI9488.driven_at(31_250_000);
        let lcd = Ili9341::of(kind, glass).behind_converter();
        let lcd = board.on_spi(spi, Pin::gpio(9), lcd);
        board.drives(Pin::gpio(8), &lcd, |lcd, level, _| lcd.set_data(level > 0));
        board.drives(Pin::gpio(15), &lcd, |lcd, level, now| {
            lcd.set_reset(level > 0, now);
        });
        board.drives(Pin::gpio(13), &lcd, |lcd, level, _| {
            lcd.set_backlight(level)
        });
        board.screen(&lcd);

        let plate = Plate {
            x: (3_800, 300),
            y: (3_900, 250),
            size,
            swapped: false,
        };
        let touch = board.on_spi(spi, Pin::gpio(16), Xpt2046::new(plate));
        board.fingers(&touch, Pin::gpio(17), size);
        board.elsewhere(Pin::gpio(22));

        let sound = board.i2s(None, Pin::gpio(26), Pin::gpio(27), Pin::gpio(28));
        let amplifier = board.beside(Amplifier::switched("max98357a"));
        board.drives(Pin::gpio(7), &amplifier, |amplifier, level, _| {
            amplifier.switch(level > 0);
        });
        board.on_i2s(sound, &amplifier);

        let flash = board.spi(Pin::gpio(2), Pin::gpio(3), Some(Pin::gpio(4)));
        board.on_spi(flash, Pin::gpio(6), W25q80::new());
    }
}

impl Spectated for ResTouch<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
