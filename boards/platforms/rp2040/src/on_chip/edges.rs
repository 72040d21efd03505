//! Pins that are read, and that interrupt.

use board_support::{Edge, Handler, Pin};
use embedded_hal::digital::{ErrorType, InputPin};
use platform_bare::Role;
use rp2040_hal::Sio;
use rp2040_hal::gpio::{DynFunction, DynPullType, DynSioConfig, Interrupt};

use super::pins::{self, Claim};
use super::time;
use crate::Fault;

/// The function of a pin that the processor only reads.
pub(super) const READ: DynFunction = DynFunction::Sio(DynSioConfig::Input);

/// Whether the pin is high.
pub(super) fn is_high(mask: u32) -> bool {
    Sio::read_bank0() & mask != 0
}

/// A pin that is read, pulled up.
#[derive(Debug)]
pub struct ChipInput(Claim);

impl ChipInput {
    pub(super) fn open(pin: Pin) -> Result<Self, Fault> {
        Claim::new(pin, Role::Input, READ, DynPullType::Up).map(Self)
    }
}

impl ErrorType for ChipInput {
    type Error = Fault;
}

impl InputPin for ChipInput {
    fn is_high(&mut self) -> Result<bool, Fault> {
        Ok(is_high(self.0.mask()))
    }

    fn is_low(&mut self) -> Result<bool, Fault> {
        Ok(!is_high(self.0.mask()))
    }
}

const EDGES: [Interrupt; 2] = [Interrupt::EdgeLow, Interrupt::EdgeHigh];

/// An interrupt at edges of a pin, pulled up. After its drop the handler does
/// not run.
#[derive(Debug)]
pub struct ChipInterrupt(Claim);

impl ChipInterrupt {
    pub(super) fn open(pin: Pin, edge: Edge, handler: Handler) -> Result<Self, Fault> {
        let claim = Claim::new(pin, Role::Edge, READ, DynPullType::Up)?;
        let number = usize::from(claim.number());
        pins::with(|slots| {
            let Some(slot) = slots.get_mut(number) else {
                return;
            };
            slot.handler = Some(handler);
            if let Some(pin) = slot.pin.as_mut() {
                let falls = matches!(edge, Edge::Falling | Edge::Both);
                let rises = matches!(edge, Edge::Rising | Edge::Both);
                for (kind, wanted) in EDGES.into_iter().zip([falls, rises]) {
                    // What was latched before, by whatever.
                    pin.clear_interrupt(kind);
                    pin.set_interrupt_enabled(kind, wanted);
                }
            }
        });
        Ok(Self(claim))
    }
}

impl Drop for ChipInterrupt {
    fn drop(&mut self) {
        let number = usize::from(self.0.number());
        // Dropped outside: a handler may own much.
        let _handler = pins::with(|slots| {
            let slot = slots.get_mut(number)?;
            if let Some(pin) = slot.pin.as_mut() {
                for kind in EDGES {
                    pin.set_interrupt_enabled(kind, false);
                }
            }
            slot.handler.take()
        });
    }
}

/// Calls the handler of each pin with an edge, once for both kinds.
pub(super) fn on_interrupt() {
    let now_us = time::now_us();
    pins::with(|slots| {
        for slot in slots.iter_mut() {
            let (Some(pin), Some(handler)) = (&mut slot.pin, &mut slot.handler) else {
                continue;
            };
            let mut rang = false;
            for kind in EDGES {
                if pin.interrupt_status(kind) {
                    pin.clear_interrupt(kind);
                    rang = true;
                }
            }
            if rang {
                handler(now_us);
            }
        }
    });
}
