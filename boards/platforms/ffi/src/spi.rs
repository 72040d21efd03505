//! Devices on SPI buses.

use core::cell::RefCell;

use critical_section::Mutex;
use embedded_hal::delay::DelayNs;
use embedded_hal::spi::{ErrorType, Operation, SpiDevice};
use platform_bare::Role;

use crate::claims::{Claim, Wires, claim, claim_wires};
use crate::{Delay, Fault, sys};

/// A device on an SPI bus, which it shares with the others.
pub struct FfiSpi {
    // Dropped in this order: the device, its select pin, its use of the bus.
    // The select pin stays high: what floats could select the device.
    handle: sys::SpiHandle,
    _cs: Claim,
    _bus: BusUse,
}

impl core::fmt::Debug for FfiSpi {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FfiSpi").finish_non_exhaustive()
    }
}

impl FfiSpi {
    pub(crate) fn open(wires: &sys::SpiWires) -> Result<Self, Fault> {
        let bus = BusUse::new(wires)?;
        let cs = claim(wires.cs, Role::Wire)?;
        Ok(Self {
            handle: sys::SpiHandle::open(wires)?,
            _cs: cs,
            _bus: bus,
        })
    }

    fn run(&mut self, operation: &mut Operation<'_, u8>) -> Result<(), Fault> {
        match operation {
            Operation::Read(bytes) => self.handle.read(bytes),
            Operation::Write(bytes) => self.handle.write(bytes),
            Operation::TransferInPlace(bytes) => self.handle.exchange(bytes),
            Operation::Transfer(read, write) => {
                let both = read.len().min(write.len());
                self.handle.both(read, write)?;
                self.handle.write(&write[both..])?;
                self.handle.read(&mut read[both..])
            }
            Operation::DelayNs(ns) => {
                Delay.delay_ns(*ns);
                Ok(())
            }
        }
    }
}

impl ErrorType for FfiSpi {
    type Error = Fault;
}

impl SpiDevice for FfiSpi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Self::Error> {
        self.handle.begin()?;
        let result = operations.iter_mut().try_for_each(|o| self.run(o));
        let ended = self.handle.end();
        result.and(ended)
    }
}

/// The most controllers that any of the platforms has.
const CONTROLLERS: usize = 8;

/// The wires of a bus, and how many devices on it are open.
struct Open {
    wires: [u16; 3],
    users: u16,
    _pins: Wires<3>,
}

static BUSES: Mutex<RefCell<[Option<Open>; CONTROLLERS]>> =
    Mutex::new(RefCell::new([const { None }; CONTROLLERS]));

/// One device's use of the wires of its bus.
struct BusUse {
    controller: u16,
}

impl BusUse {
    fn new(device: &sys::SpiWires) -> Result<Self, Fault> {
        let controller = device.controller;
        let wires = [device.sck, device.mosi, device.miso];
        with_bus(controller, |bus| match bus {
            Some(open) if open.wires == wires && open.users < u16::MAX => {
                open.users += 1;
                Ok(Self { controller })
            }
            Some(_) => Err(Fault::OtherWires),
            None => {
                *bus = Some(Open {
                    wires,
                    users: 1,
                    _pins: claim_wires(wires)?,
                });
                Ok(Self { controller })
            }
        })
        .unwrap_or(Err(Fault::NoController))
    }
}

impl Drop for BusUse {
    fn drop(&mut self) {
        with_bus(self.controller, |bus| {
            let Some(open) = bus else { return };
            open.users -= 1;
            if open.users == 0 {
                *bus = None;
            }
        });
    }
}

fn with_bus<R>(controller: u16, f: impl FnOnce(&mut Option<Open>) -> R) -> Option<R> {
    critical_section::with(|cs| {
        let mut buses = BUSES.borrow_ref_mut(cs);
        buses.get_mut(usize::from(controller)).map(f)
    })
}
