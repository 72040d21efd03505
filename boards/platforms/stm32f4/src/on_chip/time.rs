//! Time: TIM5 counts microseconds.

use embedded_hal::delay::DelayNs;
use platform_bare::Wide;
use stm32f4xx_hal::pac::Interrupt;

use super::registers;

static CLOCK: Wide = Wide::new();

/// Starts the timer, whose clock has so many Hz.
pub(super) fn start(timer_hz: u32) {
    let timer = registers::clock_timer();
    let prescaler = u16::try_from(timer_hz / 1_000_000).unwrap_or(u16::MAX);
    timer.psc().write(|w| w.psc().set(prescaler.max(1) - 1));
    timer.arr().write(|w| w.arr().set(u32::MAX));
    // The prescaler counts from the next update on; this is one.
    timer.egr().write(|w| w.ug().set_bit());
    timer.sr().modify(|_, w| w.uif().clear_bit());
    timer.dier().write(|w| w.uie().set_bit());
    timer.cr1().modify(|_, w| w.cen().set_bit());
    registers::enable(Interrupt::TIM5);
}

/// Microseconds since the start.
pub(super) fn now_us() -> u64 {
    CLOCK.read(|| registers::clock_timer().cnt().read().bits())
}

/// The counter starts again: it is read, so that this is counted.
pub(super) fn interrupted() {
    let timer = registers::clock_timer();
    timer.sr().modify(|_, w| w.uif().clear_bit());
    now_us();
}

/// A way to wait: it looks at the time.
#[derive(Debug, Clone, Copy)]
pub struct Wait;

impl DelayNs for Wait {
    fn delay_ns(&mut self, ns: u32) {
        match ns {
            // Cycles of at most 168 MHz; slower ones take longer.
            0..1_000 => cortex_m::asm::delay(ns * 168 / 1_000 + 1),
            _ => self.delay_us(ns.div_ceil(1_000)),
        }
    }

    fn delay_us(&mut self, us: u32) {
        // The microsecond that has begun does not count.
        let until = now_us() + u64::from(us) + 1;
        while now_us() < until {}
    }
}

/// A moment that has come or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(u64);

impl Deadline {
    /// So many microseconds from now.
    pub(super) fn after_us(us: u32) -> Self {
        Self(now_us() + u64::from(us))
    }

    pub(super) fn is_over(self) -> bool {
        now_us() > self.0
    }

    /// Whether it becomes so before the deadline.
    pub(super) fn until(self, mut is_so: impl FnMut() -> bool) -> bool {
        loop {
            if is_so() {
                return true;
            }
            if self.is_over() {
                return is_so();
            }
        }
    }
}
