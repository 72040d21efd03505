//! A way to wait, on the wall.

use std::thread;
use std::time::Duration;

use embedded_hal::delay::DelayNs;

/// Lets the thread sleep, whatever `SIM_SPEED` says: it is whoever uses a board
/// that waits, and not the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WallDelay;

impl DelayNs for WallDelay {
    fn delay_ns(&mut self, ns: u32) {
        thread::sleep(Duration::from_nanos(ns.into()));
    }

    // At once, and not by many a nanosecond.
    fn delay_us(&mut self, us: u32) {
        thread::sleep(Duration::from_micros(us.into()));
    }

    fn delay_ms(&mut self, ms: u32) {
        thread::sleep(Duration::from_millis(ms.into()));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn takes(us: u64, wait: impl FnOnce(&mut WallDelay)) {
        let start = Instant::now();
        wait(&mut WallDelay);
        assert!(start.elapsed() >= Duration::from_micros(us));
    }

    #[test]
    fn no_wait_is_shorter_than_asked_for() {
        takes(900, |delay| delay.delay_ns(900_000));
        takes(1_100, |delay| delay.delay_us(1_100));
        takes(3_000, |delay| delay.delay_ms(3));
    }
}
