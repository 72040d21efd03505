//! A machine with every kind of part, as a platform and from outside.

mod buses;
mod fingers;
mod pins;
mod samples;

use std::sync::{Mutex, MutexGuard, PoisonError};

use board_models::{
    CodecHealth, Es8311, Ft6x36, Glass, Ili9341, Machine, Setup, Soldered, Soldering, Speed, Trace,
    W25q80,
};
use board_support::{I2cWires, I2sWires, Pin, SpiWires};
use class_touch::{PanelSize, TouchEvent, TouchKind};

pub(crate) const SDA: Pin = Pin::gpio(21);
pub(crate) const INTERRUPT: Pin = Pin::gpio(39);
pub(crate) const BACKLIGHT: Pin = Pin::gpio(32);
pub(crate) const DATA: Pin = Pin::gpio(15);
pub(crate) const RESET: Pin = Pin::gpio(4);

pub(crate) const I2C: I2cWires = I2cWires {
    controller: 0,
    sda: SDA,
    scl: Pin::gpio(22),
    hz: 400_000,
};

pub(crate) const LCD: SpiWires = SpiWires {
    controller: 2,
    sck: Pin::gpio(18),
    mosi: Pin::gpio(23),
    miso: None,
    cs: Pin::gpio(5),
    max_hz: 10_000_000,
};

pub(crate) const FLASH: SpiWires = SpiWires {
    miso: Some(Pin::gpio(38)),
    cs: Pin::gpio(6),
    max_hz: 40_000_000,
    ..LCD
};

pub(crate) const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: Some(Pin::gpio(13)),
    bclk: Pin::gpio(12),
    ws: Pin::gpio(10),
    dout: Pin::gpio(9),
};

/// The board of these tests; each test has one of its own.
pub(crate) struct Models<const TEST: u8>;

impl<const TEST: u8> Soldered for Models<TEST> {
    fn solder(board: &mut Soldering) {
        let pin = Pin::gpio;
        let i2c = board.i2c(pin(21), pin(22));
        let touch = board.on_i2c(i2c, Ft6x36::new());
        let size = PanelSize {
            width: 480,
            height: 320,
        };
        board.fingers(&touch, pin(39), size);
        let codec = board.on_i2c(i2c, Es8311::new(CodecHealth::Well));
        let i2s = board.i2s(Some(pin(13)), pin(12), pin(10), pin(9));
        board.on_i2s(i2s, &codec);

        let spi = board.spi(pin(18), pin(23), Some(pin(38)));
        let lcd = board.on_spi(spi, pin(5), Ili9341::new(Glass::default()));
        board.drives(pin(15), &lcd, |lcd, level, _| lcd.set_data(level > 0));
        board.drives(pin(4), &lcd, |lcd, level, now| {
            lcd.set_reset(level > 0, now);
        });
        board.drives(pin(32), &lcd, |lcd, level, _| lcd.set_backlight(level));
        board.screen(&lcd);
        board.on_spi(spi, pin(6), W25q80::new());
        // The panel is dark while the codec is up: no board does that.
        board.links(&codec, Es8311::is_powered, &lcd, |lcd, up, _| {
            if up {
                lcd.set_backlight(0);
            }
        });
    }
}

pub(crate) type Tested<const TEST: u8> = Machine<Models<TEST>>;

/// A finger that comes down, moves so often, and is lifted, 8 ms apart.
pub(crate) fn stroke(moves: u16) -> Trace {
    let row = |nth: u16, kind| TouchEvent::new(8_000 * u64::from(nth), kind, 3, nth, 7);
    let mut rows = vec![row(0, TouchKind::Down)];
    rows.extend((1..=moves).map(|nth| row(nth, TouchKind::Move)));
    rows.push(row(moves + 1, TouchKind::Up));
    Trace::from_rows(&rows).expect("a trace")
}

pub(crate) fn setup(trace: Trace, factor: f64) -> Setup {
    Setup {
        trace,
        speed: Speed::new(factor).expect("a speed"),
        out: None,
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
