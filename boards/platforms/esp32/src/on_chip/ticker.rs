//! Tickers: two alarms of the system timer.

use board_support::{BoardError, Handler};
use esp_hal::time::Duration;
use platform_bare::Handlers;

use super::chip::{self, Timer};

static TICKERS: Handlers<Handler, 2> = Handlers::new();

const NONE: BoardError = BoardError::NoResources("timers");
/// The shortest period: what is asked for more often would be all that is done.
const SHORTEST_US: u32 = 10;

/// A clock that ticks, up to 100,000 times in a second.
#[derive(Debug)]
pub struct Ticker(usize);

impl Ticker {
    pub(super) fn open(period_us: u32, handler: Handler) -> Result<Self, BoardError> {
        let nth = critical_section::with(|_| {
            let free = TICKERS.free().ok_or(NONE)?;
            TICKERS.open(free, handler).map_err(|_| NONE)?;
            Ok::<_, BoardError>(free)
        })?;
        let ticker = Self(nth);
        let period = Duration::from_micros(u64::from(period_us.max(SHORTEST_US)));
        match run(nth, period) {
            true => Ok(ticker),
            false => Err(NONE),
        }
    }
}

/// Lets a timer interrupt with the period; whether it can.
pub(super) fn run(nth: usize, period: Duration) -> bool {
    let started = chip::with_timer(nth, |timer| {
        let started = timer.start(period).is_ok();
        timer.listen();
        started
    });
    started.unwrap_or(false)
}

/// Stops a timer.
pub(super) fn stop(nth: usize) {
    chip::with_timer(nth, |timer: &mut Timer| {
        timer.unlisten();
        // One that does not run is stopped.
        let _ = timer.cancel();
        timer.clear_interrupt();
    });
}

impl Drop for Ticker {
    fn drop(&mut self) {
        stop(self.0);
        drop(TICKERS.close(self.0));
    }
}

/// What a timer's interrupt does.
pub(super) fn interrupted(nth: usize) {
    let now_us = chip::now_us();
    TICKERS.run(nth, |handler| handler(now_us));
}
