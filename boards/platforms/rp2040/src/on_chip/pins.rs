//! Who has which pin, and as what.

use core::cell::RefCell;

use board_support::{Handler, Pin};
use critical_section::Mutex;
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::bring_up;
use super::registers::{self, ChipPin};
use crate::{Fault, PINS};

/// What a pin can be open as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Read; may interrupt too.
    Input,
    /// Interrupts; may be read too.
    Edge,
    /// Driven, by whatever.
    Wire,
}

impl Role {
    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The role that a pin can have beside this one.
    const fn beside(self) -> u8 {
        match self {
            Self::Input => Self::Edge.bit(),
            Self::Edge => Self::Input.bit(),
            Self::Wire => 0,
        }
    }
}

/// What is kept of a pin.
pub(super) struct Slot {
    roles: u8,
    /// Made when it is opened the first time.
    pub(super) pin: Option<ChipPin>,
    pub(super) handler: Option<Handler>,
}

impl Slot {
    const FREE: Self = Self {
        roles: 0,
        pin: None,
        handler: None,
    };
}

pub(super) type Slots = [Slot; PINS as usize];

static SLOTS: Mutex<RefCell<Slots>> =
    Mutex::new(RefCell::new([const { Slot::FREE }; PINS as usize]));

/// Works on the slots, with interrupts held back.
pub(super) fn with<R>(work: impl FnOnce(&mut Slots) -> R) -> R {
    critical_section::with(|cs| work(&mut SLOTS.borrow_ref_mut(cs)))
}

/// A pin that is open in one role, until it is dropped.
#[derive(Debug)]
pub(super) struct Claim {
    number: u8,
    role: Role,
    /// How it is pulled when nobody has it.
    rest: DynPullType,
}

impl Claim {
    /// Opens the pin with a function and a pull.
    pub(super) fn new(
        pin: Pin,
        role: Role,
        function: DynFunction,
        pull: DynPullType,
    ) -> Result<Self, Fault> {
        bring_up::start()?;
        let number = u8::try_from(pin.number()).map_err(|_| Fault::NoPin)?;
        with(|slots| {
            let slot = slots.get_mut(usize::from(number)).ok_or(Fault::NoPin)?;
            if slot.roles & !role.beside() != 0 {
                return Err(Fault::InUse);
            }
            let pin = slot.pin.get_or_insert_with(|| registers::pin(number));
            pin.try_set_function(function).map_err(|_| Fault::NoPin)?;
            pin.set_pull_type(pull);
            slot.roles |= role.bit();
            Ok(Self {
                number,
                role,
                // As after a reset.
                rest: DynPullType::Down,
            })
        })
    }

    /// The same, pulled up when nobody has it: what floats could select a part.
    pub(super) fn resting_high(mut self) -> Self {
        self.rest = DynPullType::Up;
        self
    }

    pub(super) const fn number(&self) -> u8 {
        self.number
    }

    /// Its bit in the registers that have one for each pin.
    pub(super) const fn mask(&self) -> u32 {
        1 << self.number
    }

    /// Changes what it is for; it goes on being the same claim.
    pub(super) fn set_function(&self, function: DynFunction) {
        with(|slots| {
            let slot = slots.get_mut(usize::from(self.number));
            if let Some(pin) = slot.and_then(|slot| slot.pin.as_mut()) {
                // Every pin of the bank has every function that is asked for.
                let _set = pin.try_set_function(function);
            }
        });
    }
}

impl Drop for Claim {
    /// Who is last at the pin leaves it undriven.
    fn drop(&mut self) {
        with(|slots| {
            let Some(slot) = slots.get_mut(usize::from(self.number)) else {
                return;
            };
            slot.roles &= !self.role.bit();
            if let Some(pin) = slot.pin.as_mut().filter(|_| slot.roles == 0) {
                let _set = pin.try_set_function(DynFunction::Null);
                pin.set_pull_type(self.rest);
            }
        });
    }
}
