//! The time, and ways to wait.

use embedded_hal::delay::DelayNs;

use super::bring_up;
use super::registers::Block;

const TIMERAWH: usize = 0x24;
const TIMERAWL: usize = 0x28;

/// Microseconds since the timer was taken out of reset.
pub(super) fn now_us() -> u64 {
    // Whoever cannot open anything is not in need of the time.
    let _started = bring_up::start();
    let mut high = Block::TIMER.read(TIMERAWH);
    loop {
        let low = Block::TIMER.read(TIMERAWL);
        let again = Block::TIMER.read(TIMERAWH);
        if high == again {
            return u64::from(high) << 32 | u64::from(low);
        }
        high = again;
    }
}

/// Waits by the timer, at least as long as it is told.
#[derive(Debug, Clone, Copy)]
pub struct ChipDelay;

impl DelayNs for ChipDelay {
    fn delay_ns(&mut self, ns: u32) {
        // The microsecond that is under way does not count.
        let end = now_us() + u64::from(ns.div_ceil(1_000)) + 1;
        while now_us() < end {}
    }
}
