//! Time: a timer that counts down all the time, and how often it began anew.

use core::cell::Cell;

use critical_section::Mutex;
use embedded_hal::delay::DelayNs;

use crate::registers::{IS_HERE, NVIC_ENABLE, TIMER1};

/// Counts of every timer in a microsecond.
pub(crate) const COUNTS_PER_US: u32 = 25;
/// Enables a timer (bit 0) and its interrupt (bit 3).
const ENABLE_WITH_INTERRUPT: u32 = 1 | 1 << 3;
/// The number of timer 1's interrupt.
pub(crate) const TIMER1_INTERRUPT: u32 = 9;

/// Microseconds up to the last look, and the counts that were no whole one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Passed {
    us: u64,
    rest: u32,
    /// What the clock showed, counted upwards.
    shown: u32,
}

impl Passed {
    /// Adds what has passed since, which is less than 2^32 counts.
    const fn until(self, shown: u32) -> Self {
        let new = shown.wrapping_sub(self.shown);
        // Apart, because the sum of both may not fit.
        let (whole, rest) = (new / COUNTS_PER_US, new % COUNTS_PER_US + self.rest);
        Self {
            us: self.us + whole as u64 + (rest / COUNTS_PER_US) as u64,
            rest: rest % COUNTS_PER_US,
            shown,
        }
    }
}

/// `None` until somebody asks.
static PASSED: Mutex<Cell<Option<Passed>>> = Mutex::new(Cell::new(None));

/// Microseconds since somebody asked first.
pub(crate) fn now_us() -> u64 {
    critical_section::with(|cs| {
        let cell = PASSED.borrow(cs);
        let before = cell.get().unwrap_or_else(start);
        let now = before.until(!TIMER1.value.read());
        cell.set(Some(now));
        now.us
    })
}

fn start() -> Passed {
    TIMER1.reload.write(u32::MAX);
    TIMER1.value.write(u32::MAX);
    TIMER1.control.write(ENABLE_WITH_INTERRUPT);
    NVIC_ENABLE.write(1 << TIMER1_INTERRUPT);
    Passed::default()
}

/// What the clock's interrupt does, every 171 seconds: no round is missed,
/// though nobody asks for the time.
pub(crate) fn interrupted() {
    TIMER1.interrupt.write(1);
    let _now = now_us();
}

/// Waits by looking at the clock; not at all where there is no such machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delay(());

impl Delay {
    pub(crate) const fn new() -> Self {
        Self(())
    }
}

impl DelayNs for Delay {
    fn delay_ns(&mut self, ns: u32) {
        self.delay_us(ns.div_ceil(1_000));
    }

    fn delay_us(&mut self, us: u32) {
        // One more, because the first may be about to end.
        let end = now_us() + u64::from(us) + 1;
        while IS_HERE && now_us() < end {}
    }

    fn delay_ms(&mut self, ms: u32) {
        for _ in 0..ms {
            self.delay_us(1_000);
        }
    }
}

/// Waits at most so long for something.
pub(crate) fn wait_for(us: u32, mut is_there: impl FnMut() -> bool) -> Result<(), Late> {
    let end = now_us() + u64::from(us);
    while !is_there() {
        if now_us() > end {
            return Err(Late);
        }
    }
    Ok(())
}

/// It did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Late;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_become_microseconds_and_none_is_lost() {
        let mut passed = Passed::default();
        for shown in [1, 24, 25, 49, 50, 1_000_000, u32::MAX - 3] {
            passed = passed.until(shown);
            assert_eq!(passed.us, u64::from(shown / COUNTS_PER_US));
            assert_eq!(passed.rest, shown % COUNTS_PER_US);
        }
        // Round it goes, by 2^32 counts.
        let round = passed.until(21);
        let counts = (1_u64 << 32) + 21;
        assert_eq!(round.us, counts / u64::from(COUNTS_PER_US));
        assert_eq!(u64::from(round.rest), counts % u64::from(COUNTS_PER_US));
    }

    #[test]
    fn the_longest_pause_counts() {
        let almost = Passed {
            us: 0,
            rest: 24,
            shown: 5,
        };
        let later = almost.until(4);
        let counts = u64::from(u32::MAX) + 24;
        assert_eq!(later.us, counts / u64::from(COUNTS_PER_US));
    }
}
