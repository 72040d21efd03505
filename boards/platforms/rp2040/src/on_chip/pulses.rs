//! Pins with pulses of a width.

use core::cell::RefCell;

use board_support::Pin;
use critical_section::Mutex;
use embedded_hal::pwm::{ErrorType, SetDutyCycle};
use platform_bare::Role;
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::pins::Claim;
use super::registers::Block;
use crate::{Fault, PwmTiming, pwm_slice};

const SLICE: usize = 0x14;
const CSR: usize = 0x00;
const DIV: usize = 0x04;
const CTR: usize = 0x08;
const CC: usize = 0x0c;
const TOP: usize = 0x10;
/// `CSR`: runs freely.
const ENABLE: u32 = 1;

const SLICES: usize = 8;

/// What both channels of a slice share.
#[derive(Clone, Copy)]
struct Open {
    hz: u32,
    channels: u8,
}

static OPEN: Mutex<RefCell<[Option<Open>; SLICES]>> = Mutex::new(RefCell::new([None; SLICES]));

/// A pin with pulses. Dropping it leaves it undriven.
#[derive(Debug)]
pub struct ChipPwm {
    // Dropped in this order: the pin, then its use of the slice.
    claim: Claim,
    channel: Channel,
    max: u16,
}

const fn bit(is_b: bool) -> u8 {
    1 << is_b as u8
}

/// One of the two channels of a slice. Dropping the last stops it.
#[derive(Debug)]
struct Channel {
    slice: usize,
    is_b: bool,
}

impl ChipPwm {
    pub(super) fn open(pin: Pin, hz: u32) -> Result<Self, Fault> {
        let timing = PwmTiming::new(hz).ok_or(Fault::NoRate)?;
        let claim = Claim::new(pin, Role::Wire, DynFunction::Null, DynPullType::None)?;
        let channel = Channel::open(pin.number(), hz, timing)?;
        channel.set(0);
        claim.set_function(DynFunction::Pwm);
        Ok(Self {
            claim,
            channel,
            max: timing.top + 1,
        })
    }
}

impl Channel {
    fn open(pin: u16, hz: u32, timing: PwmTiming) -> Result<Self, Fault> {
        let (slice, is_b) = pwm_slice(pin);
        let bit = bit(is_b);
        let begins = critical_section::with(|cs| {
            let mut slices = OPEN.borrow_ref_mut(cs);
            let place = slices.get_mut(slice).ok_or(Fault::NoPin)?;
            let open = place.get_or_insert(Open { hz, channels: 0 });
            if open.hz != hz {
                return Err(Fault::OtherWires);
            }
            if open.channels & bit != 0 {
                // At the other pin of the channel.
                return Err(Fault::InUse);
            }
            open.channels |= bit;
            Ok(open.channels == bit)
        })?;
        let channel = Self { slice, is_b };
        if begins {
            channel.begin(timing);
        }
        Ok(channel)
    }

    fn begin(&self, timing: PwmTiming) {
        let base = self.slice * SLICE;
        Block::PWM.write(base + CSR, 0);
        Block::PWM.write(base + CC, 0);
        Block::PWM.write(base + CTR, 0);
        Block::PWM.write(base + DIV, u32::from(timing.divider) << 4);
        Block::PWM.write(base + TOP, timing.top.into());
        Block::PWM.write(base + CSR, ENABLE);
    }

    /// Sets its half of the register, and leaves the other.
    fn set(&self, level: u16) {
        let register = self.slice * SLICE + CC;
        critical_section::with(|_| {
            let both = Block::PWM.read(register);
            let level = u32::from(level);
            let new = if self.is_b {
                both & 0xFFFF | level << 16
            } else {
                both & 0xFFFF_0000 | level
            };
            Block::PWM.write(register, new);
        });
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.set(0);
        critical_section::with(|cs| {
            let mut slices = OPEN.borrow_ref_mut(cs);
            let Some(Some(open)) = slices.get_mut(self.slice) else {
                return;
            };
            open.channels &= !bit(self.is_b);
            if open.channels == 0 {
                Block::PWM.write(self.slice * SLICE + CSR, 0);
                slices.get_mut(self.slice).map(Option::take);
            }
        });
    }
}

impl ErrorType for ChipPwm {
    type Error = Fault;
}

impl SetDutyCycle for ChipPwm {
    fn max_duty_cycle(&self) -> u16 {
        self.max
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Fault> {
        self.channel.set(duty.min(self.max));
        Ok(())
    }
}

impl Drop for ChipPwm {
    fn drop(&mut self) {
        // Low before it is left: a light that is on its way out goes out.
        self.channel.set(0);
        self.claim.set_function(DynFunction::Null);
    }
}
