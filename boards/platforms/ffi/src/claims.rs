//! Which pins are open, and as what: no two owners of one pin.

use platform_bare::{Claims, Role};

use crate::{Fault, sys};

/// The most pins that any of the platforms has: sixteen ports of sixteen.
const PINS: usize = 256;

/// A pin that is open in one role, until it is dropped.
pub(crate) type Claim = platform_bare::Claim<PINS>;

/// Wires of a bus, with `None` for those that are not there.
pub(crate) type Wires<const N: usize> = [Option<Claim>; N];

static OPEN: Claims<PINS> = Claims::new(leave);

/// Leaves a pin undriven; what a wire becomes is its driver's business.
fn leave(pin: u16, role: Role) {
    if role != Role::Wire {
        sys::pin_release(pin);
    }
}

/// Opens the pin, unless somebody has it in a role that goes not beside.
pub(crate) fn claim(pin: u16, role: Role) -> Result<Claim, Fault> {
    OPEN.claim(pin, role)
}

/// Opens the wires of a bus, all or none. Those that are not there,
/// [`sys::NO_WIRE`], are passed over.
pub(crate) fn claim_wires<const N: usize>(pins: [u16; N]) -> Result<Wires<N>, Fault> {
    let mut wires = [const { None }; N];
    for (wire, pin) in wires.iter_mut().zip(pins) {
        if pin != sys::NO_WIRE {
            *wire = Some(claim(pin, Role::Wire)?);
        }
    }
    Ok(wires)
}
