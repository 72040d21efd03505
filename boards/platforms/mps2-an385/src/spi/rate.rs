//! The controller's clock.

/// What the controller is clocked with, in Hz.
const SOURCE_HZ: u32 = 25_000_000;
/// The smallest and the largest prescaler; it is even.
const PRESCALERS: core::ops::RangeInclusive<u32> = 2..=254;

/// The bits of two registers: a bit takes `prescale * (divider + 1)` cycles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) prescale: u32,
    pub(super) divider: u32,
}

impl Rate {
    /// The fastest rate that is not faster; `None` if all are.
    pub(super) fn at_most(hz: u32) -> Option<Self> {
        let cycles = SOURCE_HZ.div_ceil(hz.max(1));
        let fits = |prescale: u32| {
            let divider = cycles.div_ceil(prescale).max(1) - 1;
            (divider <= 255).then_some(Self { prescale, divider })
        };
        let rates = PRESCALERS.step_by(2).filter_map(fits);
        rates.min_by_key(|rate| rate.cycles())
    }

    const fn cycles(self) -> u32 {
        self.prescale * (self.divider + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_faster_and_as_fast_as_can_be() {
        let hz = |wanted| Rate::at_most(wanted).map(|rate| SOURCE_HZ / rate.cycles());
        assert_eq!(hz(u32::MAX), Some(12_500_000));
        assert_eq!(hz(12_500_000), Some(12_500_000));
        assert_eq!(hz(12_499_999), Some(6_250_000));
        assert_eq!(hz(1_000_000), Some(961_538));
        assert_eq!(hz(400_000), Some(390_625));
        assert_eq!(hz(385), Some(384));
        assert_eq!(hz(384), None);
        assert_eq!(hz(0), None);
    }
}
