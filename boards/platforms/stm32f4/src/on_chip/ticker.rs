//! Tickers: TIM6 and TIM7.

use board_support::{BoardError, Handler};
use platform_bare::{Divider, Handlers};
use stm32f4xx_hal::pac::{self, Interrupt};
use stm32f4xx_hal::rcc::{Enable, Reset};

use super::{chip, registers, time};

static TIMERS: Handlers<Handler, 2> = Handlers::new();

const NONE: BoardError = BoardError::NoResources("timers");

/// A clock that ticks, at least every two ticks of its timer and at most every
/// 51 seconds.
#[derive(Debug)]
pub struct Ticker(usize);

impl Ticker {
    pub(super) fn open(period_us: u32, handler: Handler) -> Result<Self, BoardError> {
        let clock_hz = chip::with(|rcc| rcc.clocks.timclk1().raw());
        let divider = Divider::for_period(clock_hz, period_us).ok_or(NONE)?;
        let nth = critical_section::with(|_| {
            let free = TIMERS.free().ok_or(NONE)?;
            TIMERS.open(free, handler).map_err(|_| NONE)?;
            Ok::<_, BoardError>(free)
        })?;
        run(nth, divider);
        Ok(Self(nth))
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        let timer = registers::basic_timer(self.0);
        timer.cr1().modify(|_, w| w.cen().clear_bit());
        timer.sr().write(|w| w.uif().clear_bit());
        // An interrupt that is pending finds nothing to call.
        drop(TIMERS.close(self.0));
    }
}

fn run(nth: usize, divider: Divider) {
    chip::with(|rcc| match nth {
        0 => {
            pac::TIM6::enable(rcc);
            pac::TIM6::reset(rcc);
        }
        _ => {
            pac::TIM7::enable(rcc);
            pac::TIM7::reset(rcc);
        }
    });
    let timer = registers::basic_timer(nth);
    timer.psc().write(|w| w.psc().set(divider.prescaler));
    timer.arr().write(|w| w.arr().set(divider.reload));
    // The prescaler counts from the next update on; this is one, and no tick.
    timer.egr().write(|w| w.ug().set_bit());
    timer.sr().write(|w| w.uif().clear_bit());
    timer.dier().write(|w| w.uie().set_bit());
    timer.cr1().modify(|_, w| w.cen().set_bit());
    registers::enable(match nth {
        0 => Interrupt::TIM6_DAC,
        _ => Interrupt::TIM7,
    });
}

/// What the timer's interrupt does.
pub(super) fn interrupted(nth: usize) {
    let status = registers::basic_timer(nth).sr();
    if status.read().uif().bit_is_set() {
        status.write(|w| w.uif().clear_bit());
        let now_us = time::now_us();
        TIMERS.run(nth, |handler| handler(now_us));
    }
}
