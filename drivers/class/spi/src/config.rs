//! How the bits of a transaction lie on the wires.

use embedded_hal::spi::{MODE_0, MODE_1, MODE_2, MODE_3, Mode};

/// Which bit of a byte comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BitOrder {
    /// The most significant, as nearly every part wants it.
    #[default]
    MsbFirst,
    /// The least significant.
    LsbFirst,
}

/// How a device on an SPI bus is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpiConfig {
    /// Bits in a second, at most; a board takes the fastest clock that it has
    /// and that is not faster.
    pub clock_hz: u32,
    /// Polarity and phase of the clock.
    pub mode: Mode,
    /// Which bit of a byte comes first.
    pub bit_order: BitOrder,
}

impl SpiConfig {
    /// The clock's mode by its number, 0 to 3; `None` otherwise.
    ///
    /// # Examples
    ///
    /// ```
    /// use class_spi::{MODE_3, SpiConfig};
    ///
    /// assert_eq!(SpiConfig::mode(3), Some(MODE_3));
    /// assert_eq!(SpiConfig::mode(4), None);
    /// ```
    #[must_use]
    pub const fn mode(number: u8) -> Option<Mode> {
        match number {
            0 => Some(MODE_0),
            1 => Some(MODE_1),
            2 => Some(MODE_2),
            3 => Some(MODE_3),
            _ => None,
        }
    }
}
