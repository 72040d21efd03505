//! An I2C bus that a device holds, freed by clocks.

use board_support::I2cWires;
use embedded_hal::delay::DelayNs;
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::edges::{READ, is_high};
use super::outputs::{DRIVEN, drive};
use super::{pins, time};
use crate::Fault;

/// Clocks after which any device has sent the byte that it was in
/// (UM10204, 3.1.16).
const CLOCKS: u32 = 9;

/// Half of a clock of 100 kHz.
const HALF_NS: u32 = 5_000;

/// Frees the bus if a line of it is held low.
///
/// # Errors
///
/// [`Fault::Stuck`] if that does not help.
pub(super) fn free(wires: &I2cWires) -> Result<(), Fault> {
    let [sda, scl] = [wires.sda, wires.scl].map(|pin| 1 << (pin.number() & 31));
    let is_free = || is_high(sda) && is_high(scl);
    if is_free() {
        return Ok(());
    }
    let number = usize::from(wires.scl.number());
    let clock = |function| {
        pins::with(|slots| {
            let slot = slots.get_mut(number);
            if let Some(pin) = slot.and_then(|slot| slot.pin.as_mut()) {
                // Every pin of the bank has these functions.
                let _set = pin.try_set_function(function);
                pin.set_pull_type(DynPullType::Up);
            }
        });
        time::ChipDelay.delay_ns(HALF_NS);
    };
    drive(scl, false);
    for _ in 0..CLOCKS {
        clock(DRIVEN);
        // Let go rather than driven high, as any device on the bus does.
        clock(READ);
    }
    clock(DynFunction::I2c);
    if is_free() { Ok(()) } else { Err(Fault::Stuck) }
}
