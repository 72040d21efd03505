//! The pins, and where each was found.
//!
//! W is Waveshare's example for the module (`DEV_Config.h`, `LCD_Driver.c`), S
//! the board support of Slint's examples
//! (`examples/mcu-board-support/pico2_touch_lcd_3_5`). They agree where both
//! speak. What is added, an amplifier and a flash, is on pins that the module
//! leaves free. The schematic was not at hand.

use board_support::{I2sWires, Pin, SpiWires};

/// The panel on SPI1: `LCD_CLK_PIN`, `LCD_MOSI_PIN`, `LCD_MISO_PIN`,
/// `LCD_CS_PIN` (W). Writes were tried up to 60 MHz (W by S).
pub const LCD: SpiWires = SpiWires {
    controller: 1,
    sck: Pin::gpio(10),
    mosi: Pin::gpio(11),
    miso: Some(Pin::gpio(12)),
    cs: Pin::gpio(9),
    max_hz: 31_250_000,
};

/// The panel's data/command: `LCD_DC_PIN` (W).
pub const LCD_DC: Pin = Pin::gpio(8);

/// The panel's reset, low for reset: `LCD_RST_PIN` (W).
pub const LCD_RST: Pin = Pin::gpio(15);

/// The backlight, high is on: `LCD_BKL_PIN` (W).
pub const BACKLIGHT: Pin = Pin::gpio(13);

/// The touch controller, on the panel's bus: `TP_CS_PIN` (W).
pub const TOUCH: SpiWires = SpiWires {
    cs: Pin::gpio(16),
    max_hz: 2_000_000,
    ..LCD
};

/// The touch controller's interrupt, falling: `TP_IRQ_PIN` (W, S).
pub const TOUCH_IRQ: Pin = Pin::gpio(17);

/// The SD slot's select, on the same bus: `SD_CS_PIN` (W).
pub const SD_CS: Pin = Pin::gpio(22);

/// Added: a MAX98357A on PIO0. Bit clock and word select are neighbours, as the
/// state machine's side set wants it.
pub const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(26),
    ws: Pin::gpio(27),
    dout: Pin::gpio(28),
};

/// Added: the amplifier's SD_MODE, high is on.
pub const AMPLIFIER: Pin = Pin::gpio(7);

/// Added: an SPI NOR flash on SPI0.
pub const FLASH: SpiWires = SpiWires {
    controller: 0,
    sck: Pin::gpio(2),
    mosi: Pin::gpio(3),
    miso: Some(Pin::gpio(4)),
    cs: Pin::gpio(6),
    max_hz: 20_000_000,
};
