//! The pins that modules are wired to: a choice, and easily another.
//!
//! All 13 pins of the header that neither the console (20, 21) nor the flash
//! of the module (11 to 17) needs. D is Espressif's guide to the board
//! (ESP32-C3-DevKitM-1, header block).

use board_support::{I2cWires, I2sWires, Pin, SpiWires};

/// The touch controller; it has its own pull-ups.
pub const I2C: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(4),
    scl: Pin::gpio(5),
    hz: 400_000,
};

/// The touch controller's interrupt, falling, on the BOOT button's pin (D): a
/// finger on the glass while the board is reset starts its loader instead.
pub const TOUCH_INT: Pin = Pin::gpio(9);

/// The panel on SPI2, by the pins that need no matrix: FSPICLK, FSPID, FSPIQ,
/// FSPICS0 (D).
pub const LCD: SpiWires = SpiWires {
    controller: 2,
    sck: Pin::gpio(6),
    mosi: Pin::gpio(7),
    miso: Some(Pin::gpio(2)),
    cs: Pin::gpio(10),
    max_hz: 40_000_000,
};

/// The panel's data/command. Its reset is tied to the board's own.
pub const LCD_DC: Pin = Pin::gpio(3);

/// The backlight, high is on.
pub const BACKLIGHT: Pin = Pin::gpio(1);

/// The flash, on the panel's bus. Its select is on the pin of the coloured LED
/// (D), which may flicker.
pub const FLASH: SpiWires = SpiWires {
    cs: Pin::gpio(8),
    max_hz: 20_000_000,
    ..LCD
};

/// The amplifier; its SD_MODE is tied high.
pub const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(18),
    ws: Pin::gpio(19),
    dout: Pin::gpio(0),
};
