//! Pulses of a width: TIM3 and TIM4, four channels each.

use core::cell::Cell;
use core::convert::Infallible;

use board_support::{BoardError, Pin};
use critical_section::Mutex;
use embedded_hal::pwm::{ErrorType, SetDutyCycle};
use platform_bare::{Divider, Role, no_pin};
use stm32f4xx_hal::pac::{self, tim3};
use stm32f4xx_hal::rcc::{Enable, Reset};

use super::pins::{self, Taken};
use super::{chip, registers};
use crate::{Pulse, pulses};

/// A timer's frequency, and how many of its channels are open.
#[derive(Clone, Copy)]
struct Open {
    hz: u32,
    users: u8,
}

static TIMERS: [Mutex<Cell<Option<Open>>>; 2] = [const { Mutex::new(Cell::new(None)) }; 2];

/// A pin with pulses. The channels of a timer share their frequency.
#[derive(Debug)]
pub struct Pulses {
    // Dropped in this order.
    channel: Channel,
    _pin: Taken,
}

impl Pulses {
    pub(super) fn open(pin: Pin, hz: u32) -> Result<Self, BoardError> {
        let Pulse { timer, channel } = pulses(pin).ok_or(no_pin("pulses"))?;
        let taken = pins::take(pin, Role::Wire)?;
        let channel = Channel::open(timer, channel, hz)?;
        pins::function(taken.number(), Pulse::ALTERNATE, false);
        Ok(Self {
            channel,
            _pin: taken,
        })
    }
}

impl ErrorType for Pulses {
    type Error = Infallible;
}

impl SetDutyCycle for Pulses {
    fn max_duty_cycle(&self) -> u16 {
        // One more than the timer counts to is high for good.
        let top = self.channel.registers().arr().read().arr().bits();
        top.saturating_add(1)
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
        let channel = usize::from(self.channel.nth);
        self.channel
            .registers()
            .ccr(channel)
            .write(|w| w.ccr().set(duty));
        Ok(())
    }
}

/// A channel that is on.
#[derive(Debug)]
struct Channel {
    timer: u8,
    nth: u8,
}

impl Channel {
    fn open(timer: u8, nth: u8, hz: u32) -> Result<Self, BoardError> {
        critical_section::with(|cs| {
            let cell = TIMERS[usize::from(timer & 1)].borrow(cs);
            let users = match cell.get() {
                Some(open) if open.hz == hz => open.users + 1,
                Some(_) => return Err(BoardError::Busy),
                None => {
                    start(timer, hz)?;
                    1
                }
            };
            cell.set(Some(Open { hz, users }));
            Ok(())
        })?;
        let channel = Self { timer, nth };
        channel.turn_on();
        Ok(channel)
    }

    fn registers(&self) -> &'static tim3::RegisterBlock {
        registers::pulse_timer(self.timer)
    }

    fn turn_on(&self) {
        let (timer, nth) = (self.registers(), self.nth);
        timer.ccr(usize::from(nth)).write(|w| w.ccr().set(0));
        critical_section::with(|_| {
            match nth {
                0 | 1 => timer.ccmr1_output().modify(|_, w| {
                    w.ocpe(nth).set_bit();
                    w.ocm(nth).pwm_mode1()
                }),
                _ => timer.ccmr2_output().modify(|_, w| {
                    w.ocpe(nth - 2).set_bit();
                    w.ocm(nth - 2).pwm_mode1()
                }),
            };
            timer.ccer().modify(|_, w| w.cce(nth).set_bit());
        });
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let timer = self.registers();
        critical_section::with(|cs| {
            timer.ccer().modify(|_, w| w.cce(self.nth).clear_bit());
            let cell = TIMERS[usize::from(self.timer & 1)].borrow(cs);
            let left = cell.get().map(|open| Open {
                users: open.users.saturating_sub(1),
                ..open
            });
            cell.set(left.filter(|open| open.users > 0));
            if cell.get().is_none() {
                timer.cr1().modify(|_, w| w.cen().clear_bit());
            }
        });
    }
}

fn start(nth: u8, hz: u32) -> Result<(), BoardError> {
    let clock_hz = chip::with(|rcc| rcc.clocks.timclk1().raw());
    let divider = Divider::for_rate(clock_hz, hz).ok_or(BoardError::NoResources("timers"))?;
    chip::with(|rcc| match nth {
        0 => {
            pac::TIM3::enable(rcc);
            pac::TIM3::reset(rcc);
        }
        _ => {
            pac::TIM4::enable(rcc);
            pac::TIM4::reset(rcc);
        }
    });
    let timer = registers::pulse_timer(nth);
    timer.psc().write(|w| w.psc().set(divider.prescaler));
    // A width of all is one more than this, and fits 16 bits too.
    let top = divider.reload.min(u16::MAX - 1);
    timer.arr().write(|w| w.arr().set(top));
    timer.egr().write(|w| w.ug().set_bit());
    timer
        .cr1()
        .modify(|_, w| w.arpe().set_bit().cen().set_bit());
    Ok(())
}
