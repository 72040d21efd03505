//! Clocks that tick, each by an alarm of the timer.

use core::cell::RefCell;

use board_support::Handler;
use critical_section::Mutex;

use super::registers::Block;
use super::{bring_up, time};
use crate::Fault;

const ALARM0: usize = 0x10;
const ARMED: usize = 0x20;
const INTR: usize = 0x34;
const INTE: usize = 0x38;

/// Alarms of the timer.
const ALARMS: usize = 4;

struct Tick {
    period_us: u32,
    /// When the alarm is due, by the timer's low word.
    due: u32,
    handler: Handler,
}

static TICKS: Mutex<RefCell<[Option<Tick>; ALARMS]>> =
    Mutex::new(RefCell::new([const { None }; ALARMS]));

/// A clock that ticks. After its drop the handler does not run.
#[derive(Debug)]
pub struct ChipTicker(usize);

impl ChipTicker {
    pub(super) fn open(period_us: u32, handler: Handler) -> Result<Self, Fault> {
        bring_up::start()?;
        critical_section::with(|cs| {
            let mut ticks = TICKS.borrow_ref_mut(cs);
            let free = ticks.iter().position(Option::is_none);
            let nth = free.ok_or(Fault::NoResources)?;
            let tick = ticks.get_mut(nth).ok_or(Fault::NoResources)?;
            let tick = tick.insert(Tick {
                period_us: period_us.clamp(1, u32::MAX / 2),
                due: now(),
                handler,
            });
            Block::TIMER.write(INTR, 1 << nth);
            Block::TIMER.set(INTE, 1 << nth);
            tick.arm(nth);
            Ok(Self(nth))
        })
    }
}

impl Drop for ChipTicker {
    fn drop(&mut self) {
        let Self(nth) = *self;
        // Dropped outside: a handler may own much.
        let _tick = critical_section::with(|cs| {
            Block::TIMER.clear(INTE, 1 << nth);
            Block::TIMER.write(ARMED, 1 << nth);
            Block::TIMER.write(INTR, 1 << nth);
            TICKS.borrow_ref_mut(cs).get_mut(nth)?.take()
        });
    }
}

/// The low word of the time.
fn now() -> u32 {
    time::now_us() as u32
}

impl Tick {
    /// Sets the alarm a period on, or if that is over already, from now on: the
    /// timer compares for equality.
    fn arm(&mut self, nth: usize) {
        let alarm = ALARM0 + 4 * nth;
        self.due = self.due.wrapping_add(self.period_us);
        if !self.is_ahead() {
            self.due = now().wrapping_add(self.period_us);
        }
        Block::TIMER.write(alarm, self.due);
        // Missed while it was written.
        while Block::TIMER.read(ARMED) & 1 << nth != 0 && !self.is_ahead() {
            self.due = now().wrapping_add(self.period_us.max(2));
            Block::TIMER.write(alarm, self.due);
        }
    }

    fn is_ahead(&self) -> bool {
        let left = self.due.wrapping_sub(now());
        left != 0 && left <= u32::MAX / 2
    }
}

/// Alarm `nth` is due.
pub(super) fn on_interrupt(nth: usize) {
    let now_us = time::now_us();
    critical_section::with(|cs| {
        Block::TIMER.write(INTR, 1 << nth);
        if let Some(Some(tick)) = TICKS.borrow_ref_mut(cs).get_mut(nth) {
            tick.arm(nth);
            (tick.handler)(now_us);
        }
    });
}
