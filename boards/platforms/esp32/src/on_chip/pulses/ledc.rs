//! The channels of LEDC, and its timers, which they share.

use core::convert::Infallible;

use board_support::{BoardError, Pin};
use embedded_hal::pwm::{ErrorType, SetDutyCycle};
use esp_hal::gpio::{DriveMode, Level};
use esp_hal::ledc::channel::{self, Channel, ChannelHW, ChannelIFace};
use esp_hal::ledc::timer::{self, LSClockSource, TimerIFace};
use esp_hal::ledc::{LSGlobalClkSource, Ledc, LowSpeed};
use esp_hal::time::Rate;
use platform_bare::{BusOf, Buses, Handlers, Role};

use super::super::pieces;
use super::super::pins::{self, Taken};
use crate::duty_bits;

/// Hz of the clock that LEDC divides: APB's, or the PLL's that has its place.
const CLOCK_HZ: u32 = 80_000_000;
const NONE: BoardError = BoardError::NoResources("timers");

/// The timers, by the Hz of their pulses; what is open is the bits of a width.
static TIMERS: Buses<u32, u8, 0, 4> = Buses::new("pulses");
/// The channels that are open.
static CHANNELS: Handlers<(), 6> = Handlers::new();

/// A pin with pulses. Pins of the same frequency share a timer.
#[derive(Debug)]
pub struct Pulses {
    // Dropped in this order.
    channel: Open,
    bits: u8,
    _timer: BusOf<u32, u8, 0, 4>,
    _pin: Taken,
}

impl Pulses {
    pub(crate) fn open(set: u64, pin: Pin, hz: u32) -> Result<Self, BoardError> {
        let bits = duty_bits(CLOCK_HZ, hz).ok_or(NONE)?;
        let pin = pins::take(set, pin, Role::Wire)?;
        let mut numbers = 0..4;
        let found = numbers.find_map(|nth| {
            let timer = TIMERS.open(nth, hz, || set_timer(nth, hz, bits).map(|()| bits));
            timer.ok().map(|timer| (nth, timer))
        });
        let (nth, timer) = found.ok_or(NONE)?;
        let channel = Open::new()?;
        connect(channel.0, nth, hz, bits, &pin)?;
        Ok(Self {
            channel,
            bits,
            _timer: timer,
            _pin: pin,
        })
    }
}

impl ErrorType for Pulses {
    type Error = Infallible;
}

impl SetDutyCycle for Pulses {
    fn max_duty_cycle(&self) -> u16 {
        1 << self.bits
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
        set_width(self.channel.0, duty.min(self.max_duty_cycle()));
        Ok(())
    }
}

/// A channel that is open, by its number.
#[derive(Debug)]
struct Open(usize);

impl Open {
    fn new() -> Result<Self, BoardError> {
        critical_section::with(|_| {
            let free = CHANNELS.free().ok_or(NONE)?;
            CHANNELS.open(free, ()).map_err(|()| NONE)?;
            Ok(Self(free))
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        set_width(self.0, 0);
        CHANNELS.close(self.0);
    }
}

/// The driver, whose timers and channels are set through it one by one.
fn ledc() -> Ledc<'static> {
    let mut ledc = Ledc::new(pieces::ledc());
    ledc.set_global_slow_clock(LSGlobalClkSource::APBClk);
    ledc
}

const fn timer_number(nth: u8) -> timer::Number {
    match nth {
        0 => timer::Number::Timer0,
        1 => timer::Number::Timer1,
        2 => timer::Number::Timer2,
        _ => timer::Number::Timer3,
    }
}

const fn channel_number(nth: usize) -> channel::Number {
    match nth {
        0 => channel::Number::Channel0,
        1 => channel::Number::Channel1,
        2 => channel::Number::Channel2,
        3 => channel::Number::Channel3,
        4 => channel::Number::Channel4,
        _ => channel::Number::Channel5,
    }
}

/// The same settings that the timer has already, if it is shared.
fn configured(nth: u8, hz: u32, bits: u8) -> Result<timer::Timer<'static, LowSpeed>, BoardError> {
    let mut timer = ledc().timer::<LowSpeed>(timer_number(nth));
    let duty = timer::config::Duty::try_from(u32::from(bits)).map_err(|_| NONE)?;
    let config = timer::config::Config {
        duty,
        clock_source: LSClockSource::APBClk,
        frequency: Rate::from_hz(hz),
    };
    timer.configure(config).map_err(|_| NONE)?;
    Ok(timer)
}

fn set_timer(nth: u8, hz: u32, bits: u8) -> Result<(), BoardError> {
    configured(nth, hz, bits).map(drop)
}

/// Connects a channel with its timer and its pin; no pulses yet.
fn connect(number: usize, timer: u8, hz: u32, bits: u8, pin: &Taken) -> Result<(), BoardError> {
    let timer = configured(timer, hz, bits)?;
    let mut channel = ledc().channel::<LowSpeed>(channel_number(number), pins::piece(pin));
    let config = channel::config::Config {
        timer: &timer,
        duty_pct: 0,
        drive_mode: DriveMode::PushPull,
    };
    channel.configure(config).map_err(|_| NONE)
}

/// Sets the width; the pin is connected already.
fn set_width(number: usize, width: u16) {
    let channel = Channel::<LowSpeed>::new(channel_number(number), Level::Low);
    channel.set_duty_hw(u32::from(width));
}
