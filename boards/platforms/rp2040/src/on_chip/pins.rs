//! Who has which pin, and as what.

use core::cell::RefCell;

use board_support::{Handler, Pin};
use critical_section::Mutex;
use platform_bare::{Claims, Role};
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::bring_up;
use super::registers::{self, ChipPin};
use crate::{Fault, PINS};

const COUNT: usize = PINS as usize;

/// What is kept of a pin.
pub(super) struct Slot {
    /// Made when it is opened the first time.
    pub(super) pin: Option<ChipPin>,
    pub(super) handler: Option<Handler>,
    /// How it is pulled when nobody has it, if otherwise than after a reset.
    rest: Option<DynPullType>,
}

impl Slot {
    const FREE: Self = Self {
        pin: None,
        handler: None,
        rest: None,
    };
}

static SLOTS: Mutex<RefCell<[Slot; COUNT]>> =
    Mutex::new(RefCell::new([const { Slot::FREE }; COUNT]));

/// Works on the slots, with interrupts held back.
pub(super) fn with<R>(work: impl FnOnce(&mut [Slot; COUNT]) -> R) -> R {
    critical_section::with(|cs| work(&mut SLOTS.borrow_ref_mut(cs)))
}

fn with_slot<R>(number: u16, work: impl FnOnce(&mut Slot) -> R) -> Option<R> {
    with(|slots| slots.get_mut(usize::from(number)).map(work))
}

static OPEN: Claims<COUNT> = Claims::new(leave);

/// Leaves a pin undriven.
fn leave(number: u16, _: Role) {
    with_slot(number, |slot| {
        let rest = slot.rest.take().unwrap_or(DynPullType::Down);
        if let Some(pin) = slot.pin.as_mut() {
            let _set = pin.try_set_function(DynFunction::Null);
            pin.set_pull_type(rest);
        }
    });
}

/// A pin that is open in one role, until it is dropped. Who is last at the pin
/// leaves it undriven.
#[derive(Debug)]
pub(super) struct Claim(platform_bare::Claim<COUNT>);

impl Claim {
    /// Opens the pin with a function and a pull.
    pub(super) fn new(
        pin: Pin,
        role: Role,
        function: DynFunction,
        pull: DynPullType,
    ) -> Result<Self, Fault> {
        bring_up::start()?;
        let claim = Self(OPEN.claim(pin.number(), role)?);
        let set = with_slot(pin.number(), |slot| {
            let number = claim.number();
            let pin = slot.pin.get_or_insert_with(|| registers::pin(number));
            let set = pin.try_set_function(function);
            pin.set_pull_type(pull);
            set.is_ok()
        });
        // Not dropped within: it leaves the slot.
        if set == Some(true) {
            Ok(claim)
        } else {
            Err(Fault::NoPin)
        }
    }

    /// The same, pulled up when nobody has it: what floats could select a part.
    pub(super) fn resting_high(self) -> Self {
        with_slot(self.0.number(), |slot| slot.rest = Some(DynPullType::Up));
        self
    }

    pub(super) const fn number(&self) -> u8 {
        // Below `COUNT`.
        self.0.number() as u8
    }

    /// Its bit in the registers that have one for each pin.
    pub(super) const fn mask(&self) -> u32 {
        1 << self.0.number()
    }

    /// Changes what it is for; it goes on being the same claim.
    pub(super) fn set_function(&self, function: DynFunction) {
        with_slot(self.0.number(), |slot| {
            if let Some(pin) = slot.pin.as_mut() {
                // Every pin of the bank has every function that is asked for.
                let _set = pin.try_set_function(function);
            }
        });
    }
}
