//! How a clock is divided for a device on an SPI bus.

/// What the `BR` field of `SPI_CR1` is for the fastest clock that is not above
/// `hz`: the controller divides its own by 2 to the power of one more; `None`
/// where even 256 leaves it faster.
///
/// # Examples
///
/// ```
/// use platform_stm32f4::spi_divider;
///
/// // 84 MHz: by 2 is 42 MHz, too fast for 33 MHz; by 4 is 21 MHz.
/// assert_eq!(spi_divider(84_000_000, 42_000_000), Some(0));
/// assert_eq!(spi_divider(84_000_000, 33_000_000), Some(1));
/// assert_eq!(spi_divider(84_000_000, 1_000), None);
/// ```
#[must_use]
pub const fn spi_divider(clock_hz: u32, hz: u32) -> Option<u8> {
    let mut field = 0;
    while field < 8 {
        // What is rounded up is not faster than it says.
        if clock_hz.div_ceil(2 << field) <= hz {
            return Some(field);
        }
        field += 1;
    }
    None
}
