//! The pins, and where each was found.
//!
//! E is Espressif's support package for the board
//! (`bsp/esp-box-3/include/bsp/esp-box-3.h`, `bsp/esp-box-3/esp-box-3.c`). The
//! schematic was not at hand.

use board_support::{I2cWires, I2sWires, Pin, SpiWires};

/// Touch and codec: `BSP_I2C_SDA`, `BSP_I2C_SCL`, `I2C_CLK_SPEED` (E).
pub const I2C: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::gpio(8),
    scl: Pin::gpio(18),
    hz: 400_000,
};

/// The panel on SPI3: `BSP_LCD_PCLK`, `BSP_LCD_DATA0`, `BSP_LCD_CS`,
/// `BSP_LCD_PIXEL_CLOCK_HZ` (E).
pub const LCD: SpiWires = SpiWires {
    controller: 3,
    sck: Pin::gpio(7),
    mosi: Pin::gpio(6),
    miso: None,
    cs: Pin::gpio(5),
    max_hz: 40_000_000,
};

/// The panel's data/command: `BSP_LCD_DC` (E).
pub const LCD_DC: Pin = Pin::gpio(4);

/// Resets panel and touch, **high** for reset: `BSP_LCD_RST` (E).
pub const RESET: Pin = Pin::gpio(48);

/// The backlight, high is on: `BSP_LCD_BACKLIGHT` (E).
pub const BACKLIGHT: Pin = Pin::gpio(47);

/// The touch controller's interrupt, low: `BSP_LCD_TOUCH_INT` (E).
pub const TOUCH_INT: Pin = Pin::gpio(3);

/// The codec: `BSP_I2S_MCLK`, `BSP_I2S_SCLK`, `BSP_I2S_LCLK`, `BSP_I2S_DOUT`
/// (E).
pub const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: Some(Pin::gpio(2)),
    bclk: Pin::gpio(17),
    ws: Pin::gpio(45),
    dout: Pin::gpio(15),
};

/// The speaker's amplifier, high is on: `BSP_POWER_AMP_IO` (E).
pub const AMPLIFIER: Pin = Pin::gpio(46);

/// A flash on the dock's second PMOD, on SPI2: `BSP_PMOD2_IO3`,
/// `BSP_PMOD2_IO7`, `BSP_PMOD2_IO1`, `BSP_PMOD2_IO5` (E), which are meant for
/// SPI. The dock's own SD slot shares three of them.
pub const FLASH: SpiWires = SpiWires {
    controller: 2,
    sck: Pin::gpio(12),
    mosi: Pin::gpio(11),
    miso: Some(Pin::gpio(13)),
    cs: Pin::gpio(10),
    max_hz: 40_000_000,
};
