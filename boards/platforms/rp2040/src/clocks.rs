//! Dividers, out of a system and peripheral clock of 125 MHz.

/// The clock of processor, buses and peripherals.
pub const SYSTEM_HZ: u32 = 125_000_000;

/// Counts of the I2C clock (datasheet, 4.3.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct I2cTiming {
    /// Cycles that the clock is high.
    pub high: u16,
    /// Cycles that the clock is low.
    pub low: u16,
    /// Cycles that data is held after the clock fell: 300 ns, 120 ns at 1 MHz.
    pub hold: u16,
    /// Cycles of a spike that is passed over.
    pub spike: u8,
}

impl I2cTiming {
    /// For a clock of 2 kHz to 1 MHz; `None` otherwise.
    ///
    /// # Examples
    ///
    /// ```
    /// use platform_rp2040::I2cTiming;
    ///
    /// let timing = I2cTiming::new(400_000).expect("fast mode");
    /// assert_eq!((timing.low, timing.high), (188, 125));
    /// assert_eq!(I2cTiming::new(3_400_000), None);
    /// ```
    #[must_use]
    pub const fn new(hz: u32) -> Option<Self> {
        if hz < 2_000 || hz > 1_000_000 {
            return None;
        }
        // Rounded up: not faster than what was asked for.
        let period = SYSTEM_HZ.div_ceil(hz);
        let low = (period * 3).div_ceil(5);
        Some(Self {
            high: (period - low) as u16,
            low: low as u16,
            hold: if hz < 1_000_000 { 38 } else { 16 },
            spike: if low < 4_080 { (low / 16) as u8 } else { 255 },
        })
    }
}

/// Dividers of the SPI clock (datasheet, 4.4.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpiTiming {
    /// Even, 2 to 254.
    pub prescale: u8,
    /// Divides by one more.
    pub rate: u8,
}

impl SpiTiming {
    /// The fastest clock that is not faster; `None` below 1 923 Hz.
    ///
    /// # Examples
    ///
    /// ```
    /// use platform_rp2040::SpiTiming;
    ///
    /// assert_eq!(SpiTiming::new(2_000_000).map(SpiTiming::hz), Some(1_953_125));
    /// assert_eq!(SpiTiming::new(u32::MAX).map(SpiTiming::hz), Some(62_500_000));
    /// ```
    #[must_use]
    pub const fn new(hz: u32) -> Option<Self> {
        let mut prescale = 2;
        while hz > 0 && prescale <= 254 {
            let rate = SYSTEM_HZ.div_ceil(prescale).div_ceil(hz);
            if rate <= 256 {
                return Some(Self {
                    prescale: prescale as u8,
                    rate: (rate - 1) as u8,
                });
            }
            prescale += 2;
        }
        None
    }

    /// The clock that comes out.
    #[must_use]
    pub const fn hz(self) -> u32 {
        SYSTEM_HZ / (self.prescale as u32 * (self.rate as u32 + 1))
    }
}

/// Dividers of a PWM slice (datasheet, 4.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PwmTiming {
    /// Divides the clock, 1 to 255.
    pub divider: u8,
    /// Where the counter starts again; one more is on all the time.
    pub top: u16,
}

impl PwmTiming {
    /// For 8 Hz to 1 MHz; `None` otherwise.
    #[must_use]
    pub const fn new(hz: u32) -> Option<Self> {
        if hz < 8 || hz > 1_000_000 {
            return None;
        }
        let ticks = SYSTEM_HZ / hz;
        let divider = ticks.div_ceil(u16::MAX as u32);
        if divider > 255 {
            return None;
        }
        Some(Self {
            divider: divider as u8,
            top: (ticks / divider - 1) as u16,
        })
    }
}

/// The divider of a PIO state machine, in steps of 1/256 (datasheet, 3.5.5).
///
/// The nearest to so many instructions in a second; `None` where it would be
/// below 1 or above 65 535.
#[must_use]
pub const fn pio_divider(instructions: u32) -> Option<u32> {
    if instructions == 0 || instructions > SYSTEM_HZ {
        return None;
    }
    let steps = SYSTEM_HZ as u64 * 256;
    let nearest = (steps + instructions as u64 / 2) / instructions as u64;
    if nearest > 0x00FF_FF00 {
        return None;
    }
    // The register has the fraction in bits 15:8 and the integer above.
    Some((nearest as u32) << 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i2c_is_not_faster_than_it_should_be_and_keeps_the_specified_lows() {
        for hz in [2_000, 10_000, 100_000, 333_333, 400_000, 1_000_000] {
            let timing = I2cTiming::new(hz).unwrap();
            let period = u32::from(timing.high) + u32::from(timing.low);
            assert!(SYSTEM_HZ / period <= hz, "{hz}");
            assert!(timing.high >= 8 && timing.hold + 2 <= timing.low);
            assert!(timing.spike >= 1);
        }
        // 1.3 us in fast mode, 0.5 us in fast mode plus.
        assert!(I2cTiming::new(400_000).unwrap().low >= 163);
        assert!(I2cTiming::new(1_000_000).unwrap().low >= 63);
        assert_eq!([0, 1_999, 1_000_001].map(I2cTiming::new), [None; 3]);
    }

    #[test]
    fn spi_is_the_fastest_that_is_not_faster() {
        for hz in [
            1_923, 100_000, 999_999, 2_500_000, 16_000_000, 62_499_999, 62_500_000,
        ] {
            let timing = SpiTiming::new(hz).unwrap();
            assert!(timing.hz() <= hz, "{hz}: {timing:?}");
            assert!(timing.prescale >= 2 && timing.prescale.is_multiple_of(2));
            if timing.prescale == 2 && timing.rate > 0 {
                let faster = SpiTiming {
                    rate: timing.rate - 1,
                    ..timing
                };
                assert!(faster.hz() > hz, "{hz}: {timing:?}");
            }
        }
        assert_eq!(SpiTiming::new(2_500_000).unwrap().hz(), 2_500_000);
        assert_eq!([0, 1_000].map(SpiTiming::new), [None; 2]);
    }

    #[test]
    fn pulses_come_within_a_percent() {
        for hz in [8, 50, 1_000, 20_000, 1_000_000] {
            let timing = PwmTiming::new(hz).unwrap();
            let out = SYSTEM_HZ / (u32::from(timing.divider) * (u32::from(timing.top) + 1));
            assert!(out.abs_diff(hz) <= hz / 100, "{hz}: {out}");
            assert!(timing.top < u16::MAX, "one more fits, too");
        }
        assert_eq!([7, 1_000_001].map(PwmTiming::new), [None; 2]);
    }

    #[test]
    fn a_state_machine_comes_within_a_tenth_of_a_percent_at_audio_rates() {
        for rate in [8_000_u32, 22_050, 44_100, 48_000, 96_000] {
            let instructions = rate * 64 * 2;
            let divider = u64::from(pio_divider(instructions).unwrap() >> 8);
            let out = u64::from(SYSTEM_HZ) * 256 / divider;
            assert!(out.abs_diff(instructions.into()) * 1_000 <= instructions.into());
        }
        assert_eq!(pio_divider(SYSTEM_HZ), Some(1 << 16));
        assert_eq!([0, SYSTEM_HZ + 1, 1_907].map(pio_divider), [None; 3]);
    }
}
