//! The board of models, on the host.

use board_models::{
    Amplifier, Axp192, Axp192Rail, Ft6x36, Glass, Ili9341, LcdKind, Machine, Soldered, Soldering,
    Spectated, Spectator,
};
use board_support::Pin;
use class_touch::PanelSize;

use crate::Core2;

/// The board's schematic, as models have it: its pins are written down once
/// more, so that a wrong one in [`pins`](crate::pins) finds nothing.
#[derive(Debug)]
pub struct Models;

/// The rail that touch, panel and SD slot hang on.
fn logic(power: &Axp192) -> bool {
    power.millivolts(Axp192Rail::Ldo2) == 3_300
}

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let size = PanelSize {
            width: 320,
            height: 240,
        };
        let i2c = board.i2c(Pin::gpio(21), Pin::gpio(22));
        let power = board.on_i2c(i2c, Axp192::new());
        let touch = board.on_i2c(i2c, Ft6x36::new());
        board.fingers(&touch, Pin::gpio(39), size);
        board.supplies(&power, logic, &touch);

        let spi = board.spi(Pin::gpio(18), Pin::gpio(23), Some(Pin::gpio(38)));
        let glass = Glass {
            bgr: true,
            inverted: true,
            ..Glass::default()
        };
        let kind = LcdKind::ILI9342C.driven_at(40_000_000);
        let lcd = board.on_spi(spi, Pin::gpio(5), Ili9341::of(kind, glass));
        board.drives(Pin::gpio(15), &lcd, |lcd, level, _| lcd.set_data(level > 0));
        board.supplies(&power, logic, &lcd);
        board.links(
            &power,
            |power| !power.pulls_low(4),
            &lcd,
            |lcd, high, now| lcd.set_reset(high, now),
        );
        board.links(
            &power,
            |power| power.millivolts(Axp192Rail::Dcdc3) >= 2_400,
            &lcd,
            |lcd, lit, _| lcd.set_backlight(if lit { u8::MAX } else { 0 }),
        );
        board.screen(&lcd);
        board.elsewhere(Pin::gpio(4));

        let sound = board.i2s(None, Pin::gpio(12), Pin::gpio(0), Pin::gpio(2));
        let amplifier = board.beside(Amplifier::switched("ns4168"));
        board.links(
            &power,
            |power| !power.pulls_low(2),
            &amplifier,
            |amplifier, on, _| amplifier.switch(on),
        );
        board.on_i2s(sound, &amplifier);
    }
}

impl Spectated for Core2<Machine<Models>> {
    fn spectate() -> &'static dyn Spectator {
        Machine::<Models>::bench()
    }
}
