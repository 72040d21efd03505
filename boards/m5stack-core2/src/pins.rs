//! The pins, and where each was found.
//!
//! E is Espressif's support package for the board
//! (`bsp/m5stack_core_2/include/bsp/m5stack_core_2.h`), M is M5Stack's own
//! library M5Core2 (`src/Speaker.h`, `src/AXP192.cpp`). They agree where both
//! speak. The schematic was not at hand.

use board_support::{I2cWires, I2sWires, Pin, SpiWires};

/// Touch and power: `BSP_I2C_SDA`, `BSP_I2C_SCL` (E); `Wire1`, 400 kHz (M).
pub const I2C: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::gpio(21),
    scl: Pin::gpio(22),
    hz: 400_000,
};

/// The panel on SPI2: `BSP_LCD_PCLK`, `BSP_LCD_MOSI`, `BSP_LCD_MISO`,
/// `BSP_LCD_CS`, `BSP_LCD_PIXEL_CLOCK_HZ` (E).
pub const LCD: SpiWires = SpiWires {
    controller: 2,
    sck: Pin::gpio(18),
    mosi: Pin::gpio(23),
    miso: Some(Pin::gpio(38)),
    cs: Pin::gpio(5),
    max_hz: 40_000_000,
};

/// The panel's data/command: `BSP_LCD_DC` (E).
pub const LCD_DC: Pin = Pin::gpio(15);

/// The SD slot's select, on the panel's bus: `BSP_SD_SPI_CS` (E).
pub const SD_CS: Pin = Pin::gpio(4);

/// The touch controller's interrupt, falling: `BSP_LCD_TOUCH_INT` (E),
/// `CST_INT` (M).
pub const TOUCH_INT: Pin = Pin::gpio(39);

/// The speaker's amplifier: `BSP_I2S_SCLK`, `BSP_I2S_LCLK`, `BSP_I2S_DOUT` (E),
/// `CONFIG_I2S_BCK_PIN` and so on (M).
pub const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(12),
    ws: Pin::gpio(0),
    dout: Pin::gpio(2),
};
