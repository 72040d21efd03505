//! Frees an I2C bus from a device that holds its data line.

/// The two lines of a bus as pins that drive low or let go.
pub trait I2cLines {
    /// Lets the clock go, or holds it low.
    fn scl(&mut self, high: bool);
    /// Lets the data line go, or holds it low.
    fn sda(&mut self, high: bool);
    /// Whether the clock is high.
    fn scl_is_high(&mut self) -> bool;
    /// Whether the data line is high.
    fn sda_is_high(&mut self) -> bool;
    /// Half a clock: 5 microseconds.
    fn wait(&mut self);
}

/// Clocks of a device's byte and its acknowledgement.
const CLOCKS: usize = 9;

/// Clocks a device through the byte that it believes to be sending, until it
/// lets the data line go, and says stop: the "bus clear" of UM10204, the I2C
/// specification, section 3.1.16. Whether both lines are high afterwards.
pub fn bus_clear(lines: &mut impl I2cLines) -> bool {
    lines.sda(true);
    lines.scl(true);
    lines.wait();
    for _ in 0..CLOCKS {
        if lines.sda_is_high() {
            break;
        }
        lines.scl(false);
        lines.wait();
        lines.scl(true);
        lines.wait();
    }
    // A stop: the data line rises while the clock is high.
    lines.scl(false);
    lines.sda(false);
    lines.wait();
    lines.scl(true);
    lines.wait();
    lines.sda(true);
    lines.wait();
    lines.scl_is_high() && lines.sda_is_high()
}

/// Microseconds that a transaction of so many bytes may take at most: four
/// times its bits, and 35 ms for which SMBus lets a device hold the clock.
///
/// # Examples
///
/// ```
/// assert_eq!(platform_bare::i2c_timeout_us(2, 400_000), 35_180);
/// ```
#[must_use]
pub fn i2c_timeout_us(bytes: usize, hz: u32) -> u32 {
    const STRETCH_US: u32 = 35_000;
    let bits = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(9);
    let wire = bits.saturating_mul(4_000_000) / u64::from(hz.max(1));
    u32::try_from(wire)
        .unwrap_or(u32::MAX)
        .saturating_add(STRETCH_US)
}
