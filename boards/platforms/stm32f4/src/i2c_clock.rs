//! How a clock is divided for an I2C bus.

/// What the registers of an I2C controller say of its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct I2cDivider {
    /// `FREQ` of `CR2`: the controller's own clock in MHz.
    pub mhz: u8,
    /// `F/S` of `CCR`: above 100 kHz.
    pub fast: bool,
    /// `CCR`, 12 bits.
    pub divider: u16,
    /// `TRISE`: what the lines may take to rise, in ticks, and one.
    pub rise: u8,
}

impl I2cDivider {
    /// For the fastest clock that is not above `hz`, nor above 400 kHz.
    ///
    /// RM0090, sections 27.6.8 and 27.6.9: half a clock is `CCR` ticks up to
    /// 100 kHz; above, low is two and high is one time `CCR`.
    ///
    /// # Examples
    ///
    /// ```
    /// use platform_stm32f4::I2cDivider;
    ///
    /// let fast = I2cDivider::find(42_000_000, 400_000);
    /// assert_eq!((fast.divider, fast.rise), (35, 13));
    /// let slow = I2cDivider::find(42_000_000, 100_000);
    /// assert_eq!((slow.divider, slow.rise), (210, 43));
    /// ```
    #[must_use]
    pub const fn find(clock_hz: u32, hz: u32) -> Self {
        let mhz = clock_hz / 1_000_000;
        let fast = hz > 100_000;
        let hz = if hz > 400_000 { 400_000 } else { hz };
        let ticks = clock_hz.div_ceil(if hz == 0 { 1 } else { hz });
        let (divider, least) = match fast {
            true => (ticks.div_ceil(3), 1),
            false => (ticks.div_ceil(2), 4),
        };
        // 1000 ns may a line take to rise, 300 ns above 100 kHz.
        let rise = if fast { mhz * 300 / 1000 } else { mhz };
        Self {
            mhz: least_of(mhz, 50) as u8,
            fast,
            divider: most_of(least, least_of(divider, 0x0FFF)) as u16,
            rise: least_of(rise + 1, 63) as u8,
        }
    }
}

const fn least_of(one: u32, other: u32) -> u32 {
    if one < other { one } else { other }
}

const fn most_of(one: u32, other: u32) -> u32 {
    if one > other { one } else { other }
}
