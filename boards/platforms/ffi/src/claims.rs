//! Which pins are open, and as what: no two owners of one pin.

use core::cell::RefCell;

use critical_section::Mutex;

use crate::{Fault, sys};

/// What a pin can be open as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Driven.
    Output,
    /// Read; may interrupt too.
    Input,
    /// Interrupts; may be read too.
    Edge,
    /// A wire of a bus, or pulses.
    Wire,
    /// Being left: nobody may have it until it is.
    Leaving,
}

impl Role {
    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The roles that a pin can have beside this one.
    const fn beside(self) -> u8 {
        match self {
            Self::Input => Self::Edge.bit(),
            Self::Edge => Self::Input.bit(),
            Self::Output | Self::Wire | Self::Leaving => 0,
        }
    }
}

/// The most pins that any of the platforms has: sixteen ports of sixteen.
const PINS: usize = 256;

static PINS_OPEN: Mutex<RefCell<[u8; PINS]>> = Mutex::new(RefCell::new([0; PINS]));

/// A pin that is open in one role, until it is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    pin: u16,
    role: Role,
}

impl Claim {
    /// Opens the pin, unless somebody has it in a role that goes not beside.
    pub(crate) fn new(pin: u16, role: Role) -> Result<Self, Fault> {
        take(pin, role)?;
        Ok(Self { pin, role })
    }

    /// The pin's number.
    pub(crate) const fn pin(&self) -> u16 {
        self.pin
    }
}

impl Drop for Claim {
    /// Who is last at the pin leaves it undriven, before another can have it.
    fn drop(&mut self) {
        if swap(self.pin, self.role, Role::Leaving) {
            if self.role != Role::Wire {
                sys::pin_release(self.pin);
            }
            give(self.pin, Role::Leaving);
        }
    }
}

/// Opens the wires of a bus, all or none. Those that are not there,
/// [`sys::NO_WIRE`], are passed over.
pub(crate) fn claim_wires(pins: &[u16]) -> Result<(), Fault> {
    for (nth, pin) in wires(pins) {
        if let Err(fault) = take(pin, Role::Wire) {
            release_wires(&pins[..nth]);
            return Err(fault);
        }
    }
    Ok(())
}

/// Gives the wires of a bus back.
pub(crate) fn release_wires(pins: &[u16]) {
    wires(pins).for_each(|(_, pin)| give(pin, Role::Wire));
}

fn wires(pins: &[u16]) -> impl Iterator<Item = (usize, u16)> + '_ {
    let there = |(_, pin): &(usize, u16)| *pin != sys::NO_WIRE;
    pins.iter().copied().enumerate().filter(there)
}

fn with<R>(pin: u16, f: impl FnOnce(&mut u8) -> R) -> Option<R> {
    critical_section::with(|cs| {
        let mut pins = PINS_OPEN.borrow_ref_mut(cs);
        pins.get_mut(usize::from(pin)).map(f)
    })
}

fn take(pin: u16, role: Role) -> Result<(), Fault> {
    with(pin, |roles| {
        if *roles & !role.beside() != 0 {
            return Err(Fault::InUse);
        }
        *roles |= role.bit();
        Ok(())
    })
    .unwrap_or(Err(Fault::NoPin))
}

fn give(pin: u16, role: Role) {
    with(pin, |roles| *roles &= !role.bit());
}

/// Ends one role; if it was the only one, begins the other, and says so.
fn swap(pin: u16, from: Role, to: Role) -> bool {
    let swapped = with(pin, |roles| {
        *roles &= !from.bit();
        let last = *roles == 0;
        if last {
            *roles = to.bit();
        }
        last
    });
    swapped.unwrap_or(false)
}
