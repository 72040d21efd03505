//! The pins, and where each was found.
//!
//! B is ST's support package for the board (`stm32f4_discovery.h`,
//! `stm32f4_discovery_audio.h`). The schematic, MB997, was not at hand. What is
//! added, a touch controller and a flash, is on pins that B leaves free.

use board_support::{I2cWires, I2sWires, Pin, SpiWires};

/// The crystal: `HSE_VALUE` of the board's projects (B, `stm32f4xx_hal_conf.h`).
pub const CRYSTAL_HZ: u32 = 8_000_000;

/// The codec, and the touch controller that is added: `DISCOVERY_I2Cx_SDA_PIN`,
/// `DISCOVERY_I2Cx_SCL_PIN`, `BSP_I2C_SPEED` (B). The codec's maker allows
/// 100 kHz.
pub const I2C: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::port('B', 9),
    scl: Pin::port('B', 6),
    hz: 100_000,
};

/// The codec's samples: `I2S3_MCK_PIN`, `I2S3_SCK_PIN`, `I2S3_WS_PIN`,
/// `I2S3_SD_PIN` (B).
pub const I2S: I2sWires = I2sWires {
    controller: 3,
    mclk: Some(Pin::port('C', 7)),
    bclk: Pin::port('C', 10),
    ws: Pin::port('A', 4),
    dout: Pin::port('C', 12),
};

/// The codec's reset, low for reset: `AUDIO_RESET_PIN` (B).
pub const CODEC_RESET: Pin = Pin::port('D', 4);

/// Added: the touch controller's interrupt, falling.
pub const TOUCH_INT: Pin = Pin::port('D', 6);

/// Added: a flash on SPI1, which the board's accelerometer is on:
/// `DISCOVERY_SPIx_SCK_PIN`, `DISCOVERY_SPIx_MOSI_PIN`,
/// `DISCOVERY_SPIx_MISO_PIN` (B).
pub const FLASH: SpiWires = SpiWires {
    controller: 1,
    sck: Pin::port('A', 5),
    mosi: Pin::port('A', 7),
    miso: Some(Pin::port('A', 6)),
    cs: Pin::port('D', 7),
    max_hz: 21_000_000,
};

/// The accelerometer's select, on the flash's bus: `ACCELERO_CS_PIN` (B).
pub const ACCELEROMETER_CS: Pin = Pin::port('E', 3);
