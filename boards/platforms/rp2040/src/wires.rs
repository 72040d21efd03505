//! Which pin can be what: the function table of the RP2040 (datasheet, 1.4.3).

/// Pins that the chip brings out.
pub const PINS: u16 = 30;

/// Whether the pin can be the data line of the I2C controller.
#[must_use]
pub const fn is_sda(pin: u16, controller: u8) -> bool {
    pin < PINS && pin.is_multiple_of(2) && (pin / 2) % 2 == controller as u16
}

/// Whether the pin can be the clock line of the I2C controller.
#[must_use]
pub const fn is_scl(pin: u16, controller: u8) -> bool {
    pin < PINS && !pin.is_multiple_of(2) && (pin / 2) % 2 == controller as u16
}

/// A line of an SPI controller, by the place that its pins have in a group of
/// four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum SpiLine {
    /// From the device.
    Miso = 0,
    /// Clock.
    Sck = 2,
    /// To the device.
    Mosi = 3,
}

/// Whether the pin can be the line of the SPI controller.
///
/// # Examples
///
/// ```
/// use platform_rp2040::{SpiLine, is_spi};
///
/// assert!(is_spi(10, 1, SpiLine::Sck));
/// assert!(is_spi(11, 1, SpiLine::Mosi));
/// assert!(!is_spi(12, 0, SpiLine::Miso), "pins 8 to 15 are controller 1's");
/// ```
#[must_use]
pub const fn is_spi(pin: u16, controller: u8, line: SpiLine) -> bool {
    pin < PINS && (pin / 8) % 2 == controller as u16 && pin % 4 == line as u16
}

/// The PWM slice that the pin belongs to, and whether it is its channel B.
#[must_use]
pub const fn pwm_slice(pin: u16) -> (usize, bool) {
    ((pin as usize / 2) % 8, !pin.is_multiple_of(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The function table of 1.4.3, the rows that boards use.
    #[test]
    fn the_table_of_the_datasheet() {
        for (sda, scl, controller) in [(0, 1, 0), (4, 5, 0), (6, 7, 1), (26, 27, 1), (28, 29, 0)] {
            assert!(is_sda(sda, controller) && is_scl(scl, controller), "{sda}");
            assert!(!is_sda(sda, 1 - controller) && !is_sda(scl, controller));
            assert!(!is_scl(sda, controller));
        }
        for (miso, controller) in [(0, 0), (4, 0), (8, 1), (12, 1), (16, 0), (20, 0), (24, 1)] {
            assert!(is_spi(miso, controller, SpiLine::Miso), "{miso}");
            assert!(is_spi(miso + 2, controller, SpiLine::Sck));
            assert!(is_spi(miso + 3, controller, SpiLine::Mosi));
            assert!(!is_spi(miso, 1 - controller, SpiLine::Miso));
            assert!(!is_spi(miso + 1, controller, SpiLine::Miso), "chip select");
        }
        assert_eq!(
            [0, 13, 16, 29].map(pwm_slice),
            [(0, false), (6, true), (0, false), (6, true)]
        );
    }

    #[test]
    fn there_is_no_pin_thirty() {
        assert!(!is_sda(32, 0) && !is_scl(33, 0) && !is_spi(32, 0, SpiLine::Miso));
    }
}
