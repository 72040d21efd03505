//! The pins, and where each was found.
//!
//! E is Espressif's support package for the board
//! (`bsp/esp32_p4_function_ev_board/include/bsp/esp32_p4_function_ev_board.h`
//! and the source beside it), with the 1024 x 600 panel. The schematic was not
//! at hand.

use board_support::{I2cWires, I2sWires, Pin};

/// Touch and codec: `BSP_I2C_SDA`, `BSP_I2C_SCL` (E).
pub const I2C: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::gpio(7),
    scl: Pin::gpio(8),
    hz: 400_000,
};

/// Resets panel and touch, low for reset: `BSP_LCD_RST` (E), a jumper wire from
/// the header to the panel's board.
pub const RESET: Pin = Pin::gpio(27);

/// The codec: `BSP_I2S_MCLK`, `BSP_I2S_SCLK`, `BSP_I2S_LCLK`, `BSP_I2S_DOUT`
/// (E).
pub const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: Some(Pin::gpio(13)),
    bclk: Pin::gpio(12),
    ws: Pin::gpio(10),
    dout: Pin::gpio(9),
};

/// The speaker's amplifier, high is on: `BSP_POWER_AMP_IO` (E).
pub const AMPLIFIER: Pin = Pin::gpio(53);
