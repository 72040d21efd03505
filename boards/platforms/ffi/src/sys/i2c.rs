//! I2C buses: one handle of C for each controller, counted among its users.

use core::cell::RefCell;
use core::mem;
use core::ptr::{self, NonNull};

use critical_section::Mutex;

use super::{
    I2cWires, RawI2c, avm_board_i2c_close, avm_board_i2c_open, avm_board_i2c_recover,
    avm_board_i2c_transfer, delay_us,
};
use crate::Fault;
use crate::claims::{self, Wires};
use crate::status::check;

/// The most controllers that any of the platforms has.
const CONTROLLERS: usize = 8;
/// How often, every 10 us, it is looked whether another core has opened the
/// bus, or closed it: a tenth of a second.
const LOOKS: u32 = 10_000;

/// A handle of C, which any thread may use.
#[derive(Clone, Copy)]
struct Raw(NonNull<RawI2c>);

// SAFETY: the header lets every task use a handle, on any core.
unsafe impl Send for Raw {}

/// What a controller is doing. `Open` counts the values of [`Bus`], and the
/// handle is open as long as there is one.
enum Slot {
    Closed,
    /// Being opened or closed, outside of the critical section.
    Moving,
    Open {
        wires: I2cWires,
        raw: Raw,
        users: u16,
        /// Given back after the close.
        _pins: Wires<2>,
    },
}

static SLOTS: Mutex<RefCell<[Slot; CONTROLLERS]>> =
    Mutex::new(RefCell::new([const { Slot::Closed }; CONTROLLERS]));

/// A use of an open bus.
pub(crate) struct Bus {
    raw: Raw,
    controller: u8,
}

/// What is to be done for one who wants a bus.
enum Step {
    Wait,
    Open,
    Use(Raw),
    Refuse(Fault),
}

impl Bus {
    /// Opens the bus, or joins those who use it.
    pub(crate) fn open(wires: &I2cWires) -> Result<Self, Fault> {
        let controller = u8::try_from(wires.controller).map_err(|_| Fault::NoController)?;
        for _ in 0..LOOKS {
            match step(controller, wires) {
                Step::Wait => delay_us(10),
                Step::Use(raw) => return Ok(Self { raw, controller }),
                Step::Refuse(fault) => return Err(fault),
                Step::Open => {
                    let opened = open(wires);
                    let raw = opened.as_ref().map(|(raw, _)| *raw).map_err(|fault| *fault);
                    set(
                        controller,
                        opened.map_or(Slot::Closed, |(raw, pins)| Slot::Open {
                            wires: *wires,
                            raw,
                            users: 1,
                            _pins: pins,
                        }),
                    );
                    return raw.map(|raw| Self { raw, controller });
                }
            }
        }
        Err(Fault::Timeout)
    }

    /// Writes, then reads.
    pub(crate) fn transfer(
        &self,
        address: u8,
        write: &[u8],
        read: &mut [u8],
        timeout_us: u32,
    ) -> Result<(), Fault> {
        // SAFETY: the handle is open while a `Bus` is; the bytes are borrowed
        // for the call, with their lengths.
        let status = unsafe {
            avm_board_i2c_transfer(
                self.raw.0.as_ptr(),
                u16::from(address),
                write.as_ptr(),
                write.len(),
                read.as_mut_ptr(),
                read.len(),
                timeout_us,
            )
        };
        check(status)
    }

    /// Frees the bus, if a device holds it.
    pub(crate) fn recover(&self) -> Result<(), Fault> {
        recover(self.raw)
    }

    /// How fast it is clocked, in Hz; 0 of a bus that is not open.
    pub(crate) fn hz(&self) -> u32 {
        critical_section::with(
            |cs| match SLOTS.borrow_ref(cs).get(usize::from(self.controller)) {
                Some(Slot::Open { wires, .. }) => wires.hz,
                _ => 0,
            },
        )
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let last = critical_section::with(|cs| {
            let mut slots = SLOTS.borrow_ref_mut(cs);
            let slot = slots.get_mut(usize::from(self.controller))?;
            let Slot::Open { users, .. } = slot else {
                return None;
            };
            *users -= 1;
            let last = *users == 0;
            last.then(|| mem::replace(slot, Slot::Moving))
        });
        let Some(last) = last else { return };
        // SAFETY: this was the last user, and the slot is moving: nobody has
        // the handle, and nobody gets it.
        unsafe { avm_board_i2c_close(self.raw.0.as_ptr()) };
        drop(last);
        set(self.controller, Slot::Closed);
    }
}

fn step(controller: u8, wires: &I2cWires) -> Step {
    critical_section::with(|cs| {
        let mut slots = SLOTS.borrow_ref_mut(cs);
        let Some(slot) = slots.get_mut(usize::from(controller)) else {
            return Step::Refuse(Fault::NoController);
        };
        match slot {
            Slot::Moving => Step::Wait,
            Slot::Open {
                wires: open, users, ..
            } if open != wires || *users == u16::MAX => Step::Refuse(Fault::OtherWires),
            Slot::Open { users, raw, .. } => {
                *users += 1;
                Step::Use(*raw)
            }
            Slot::Closed => {
                *slot = Slot::Moving;
                Step::Open
            }
        }
    })
}

fn set(controller: u8, slot: Slot) {
    critical_section::with(|cs| {
        if let Some(place) = SLOTS.borrow_ref_mut(cs).get_mut(usize::from(controller)) {
            *place = slot;
        }
    });
}

/// Opens a bus and sees to it that no device holds it; all or nothing.
fn open(wires: &I2cWires) -> Result<(Raw, Wires<2>), Fault> {
    let pins = claims::claim_wires([wires.sda, wires.scl])?;
    Ok((open_free(wires)?, pins))
}

fn open_free(wires: &I2cWires) -> Result<Raw, Fault> {
    let mut out = ptr::null_mut();
    // SAFETY: both are borrowed for the call.
    let status = unsafe { avm_board_i2c_open(wires, &raw mut out) };
    check(status)?;
    let raw = Raw(NonNull::new(out).ok_or(Fault::NoResources)?);
    recover(raw).inspect_err(|_| {
        // SAFETY: it was opened above, and is given to nobody.
        unsafe { avm_board_i2c_close(raw.0.as_ptr()) };
    })?;
    Ok(raw)
}

fn recover(raw: Raw) -> Result<(), Fault> {
    // SAFETY: the callers have the handle open.
    let status = unsafe { avm_board_i2c_recover(raw.0.as_ptr()) };
    check(status)
}
