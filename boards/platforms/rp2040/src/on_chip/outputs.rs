//! Pins that are driven.

use board_support::Pin;
use embedded_hal::digital::{ErrorType, OutputPin};
use platform_bare::Role;
use rp2040_hal::gpio::{DynFunction, DynPullType, DynSioConfig};

use super::pins::Claim;
use super::registers::Block;
use crate::Fault;

const GPIO_OUT_SET: usize = 0x14;
const GPIO_OUT_CLR: usize = 0x18;

/// The function of a pin that the processor drives.
pub(super) const DRIVEN: DynFunction = DynFunction::Sio(DynSioConfig::Output);

/// Drives pins, by their bits.
pub(super) fn drive(mask: u32, high: bool) {
    let register = if high { GPIO_OUT_SET } else { GPIO_OUT_CLR };
    Block::SIO.write(register, mask);
}

/// A pin that is driven. Dropping it leaves it undriven.
#[derive(Debug)]
pub struct ChipOutput(Claim);

impl ChipOutput {
    pub(super) fn open(pin: Pin, high: bool) -> Result<Self, Fault> {
        // Not driven by the processor yet, unless it is open, which is refused.
        let claim = Claim::new(pin, Role::Output, DynFunction::Null, DynPullType::None)?;
        drive(claim.mask(), high);
        claim.set_function(DRIVEN);
        Ok(Self(claim))
    }

    /// The same, pulled up when nobody has it.
    pub(super) fn resting_high(self) -> Self {
        Self(self.0.resting_high())
    }

    pub(super) fn drive(&self, high: bool) {
        drive(self.0.mask(), high);
    }
}

impl ErrorType for ChipOutput {
    type Error = Fault;
}

impl OutputPin for ChipOutput {
    fn set_low(&mut self) -> Result<(), Fault> {
        self.drive(false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Fault> {
        self.drive(true);
        Ok(())
    }
}
