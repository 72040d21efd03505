//! A clock that ticks: timer 0.

use alloc::boxed::Box;

use board_support::{BoardError, Handler};

use crate::clock::{self, COUNTS_PER_US};
use crate::handler::Held;
use crate::registers::{NVIC_ENABLE, TIMER0};

/// The number of timer 0's interrupt.
pub(crate) const TIMER0_INTERRUPT: u32 = 8;
/// Enables the timer (bit 0) and its interrupt (bit 3).
const ENABLE_WITH_INTERRUPT: u32 = 1 | 1 << 3;

static HANDLER: Held<Handler> = Held::new();

/// The one ticker there is; it stops when this is dropped.
#[derive(Debug)]
pub struct Ticker(());

impl Ticker {
    pub(crate) fn start(period_us: u32, handler: Handler) -> Result<Self, BoardError> {
        let counts = counts(period_us).ok_or(BoardError::NoResources("timers that slow"))?;
        if !HANDLER.put(Box::new(handler)) {
            return Err(BoardError::NoResources("timers"));
        }
        TIMER0.reload.write(counts - 1);
        TIMER0.value.write(counts - 1);
        TIMER0.control.write(ENABLE_WITH_INTERRUPT);
        NVIC_ENABLE.write(1 << TIMER0_INTERRUPT);
        Ok(Self(()))
    }
}

/// Counts of a period: at least 2, which is as fast as the timer gets.
fn counts(period_us: u32) -> Option<u32> {
    Some(period_us.checked_mul(COUNTS_PER_US)?.max(2))
}

impl Drop for Ticker {
    fn drop(&mut self) {
        TIMER0.control.write(0);
        TIMER0.interrupt.write(1);
        // An interrupt that is pending finds nothing to call.
        drop(HANDLER.take());
    }
}

/// What the timer's interrupt does.
pub(crate) fn interrupted() {
    TIMER0.interrupt.write(1);
    let now_us = clock::now_us();
    HANDLER.with(|handler| handler(now_us));
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn periods_from_a_count_to_minutes() {
        assert_eq!(counts(0), Some(2));
        assert_eq!(counts(1_000), Some(25_000));
        assert_eq!(counts(171_798_691), Some(4_294_967_275));
        assert_eq!(counts(171_798_692), None);
    }
}
