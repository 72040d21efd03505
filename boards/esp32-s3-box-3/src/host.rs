//! The board of models, on the host.

use board_models::{
    Amplifier, CodecHealth, Es8311, Glass, Gt911, Gt911Address, Ili9341, LcdKind, Machine,
    Soldered, Soldering, Spectated, Spectator, W25q80,
};
use board_support::Pin;
use class_touch::PanelSize;

use crate::S3Box3;

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
        let i2c = board.i2c(Pin::gpio(8), Pin::gpio(18));
        let touch = board.on_i2c(i2c, Gt911::new(size, Gt911Address::IntLow));
        board.fingers(&touch, Pin::gpio(3), size);
        board.drives(Pin::gpio(48), &touch, |touch, level, _| {
            touch.set_reset(level == 0);
        });

        let spi = board.spi(Pin::gpio(7), Pin::gpio(6), None);
        let glass = Glass {
            bgr: true,
            ..Glass::default()
        };
        let kind = LcdKind::ILI9342C.driven_at(40_000_000);
        let lcd = board.on_spi(spi, Pin::gpio(5), Ili9341::of(kind, glass));
        board.drives(Pin::gpio(4), &lcd, |lcd, level, _| lcd.set_data(level > 0));
        board.drives(Pin::gpio(48), &lcd, |lcd, level, now| {
            lcd.set_reset(level == 0, now);
        });
        board.drives(Pin::gpio(47), &lcd, |lcd, level, _| {
            lcd.set_backlight(level)
        });
        board.screen(&lcd);

        let sound = board.i2s(
            Some(Pin::gpio(2)),
            Pin::gpio(17),
            Pin::gpio(45),
            Pin::gpio(15),
        );
        let codec = board.on_i2c(i2c, Es8311::new(CodecHealth::default()));
        let amplifier = board.beside(Amplifier::switched("ns4150"));
        board.drives(Pin::gpio(46), &amplifier, |amplifier, level, _| {
            amplifier.switch(level > 0);
        });
        board.on_i2s(sound, &codec);
        board.on_i2s(sound, &amplifier);

        let dock = board.spi(Pin::gpio(12), Pin::gpio(11), Some(Pin::gpio(13)));
        board.on_spi(dock, Pin::gpio(10), W25q80::new());
    }
}

impl Spectated for S3Box3<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
