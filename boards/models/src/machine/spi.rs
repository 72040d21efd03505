//! SPI of the machine: wires with several parts, and faults on demand.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use board_support::{BoardError, Pin, Setting, SpiWires};
use class_spi::{BitOrder, SpiConfig};
use embedded_hal::spi::{ErrorKind, ErrorType, Operation, SpiDevice};

use super::bench::Bench;
use super::pins::{Claim, Role};
use super::slot::Slot;
use crate::spi::carry_out;
use crate::{ScreenPart, SpiFault, SpiPart, SpiSettings};

/// What the processor takes between two transactions.
const GAP_NS: u32 = 1_000;

/// What the line from the parts reads while nobody drives it.
const FLOATING: u8 = 0xFF;

/// Clock, data to the parts, data from them.
pub(super) struct SpiNet {
    pub(super) sck: Pin,
    mosi: Pin,
    miso: Option<Pin>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    devices: Vec<Device>,
    transactions: u32,
    faults: Vec<SpiFault>,
}

/// What hangs on one select line.
#[derive(Clone)]
struct Device {
    cs: Pin,
    part: Arc<Slot<dyn SpiPart>>,
    screen: Option<Arc<Slot<dyn ScreenPart>>>,
}

impl SpiNet {
    pub(super) fn new(sck: Pin, mosi: Pin, miso: Option<Pin>) -> Self {
        Self {
            sck,
            mosi,
            miso,
            state: Mutex::new(State::default()),
        }
    }

    pub(super) fn add(&self, cs: Pin, part: Arc<Slot<dyn SpiPart>>) {
        let screen = None;
        self.state().devices.push(Device { cs, part, screen });
    }

    /// Somebody looks at this part, if it is here.
    pub(super) fn watch(&self, screen: &Arc<Slot<dyn ScreenPart>>) {
        let place = Arc::as_ptr(screen).cast::<()>();
        for device in &mut self.state().devices {
            if Arc::as_ptr(&device.part).cast::<()>() == place {
                device.screen = Some(Arc::clone(screen));
            }
        }
    }

    /// Nothing panics while it holds the lock but a model, and that spoils the
    /// model only.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn transactions(&self) -> u32 {
        self.state().transactions
    }

    /// These transactions fail, counted from the next, which is 1.
    pub(super) fn fail(&self, faults: &[SpiFault]) {
        let mut state = self.state();
        let before = state.transactions;
        state.faults = faults
            .iter()
            .map(|(nth, kind)| (before.saturating_add(*nth), *kind))
            .collect();
    }

    /// Whether these are its wires; what a device does not listen to need not
    /// be told.
    pub(super) fn is(&self, wires: &SpiWires) -> bool {
        let miso = wires.miso.is_none() || wires.miso == self.miso;
        (self.sck, self.mosi) == (wires.sck, wires.mosi) && miso
    }

    fn device_at(&self, cs: Pin) -> Option<Device> {
        let state = self.state();
        state.devices.iter().find(|device| device.cs == cs).cloned()
    }
}

/// A device on an SPI bus of a [`Machine`](crate::Machine).
///
/// Its transactions take their time on the parts' clock, and none on the wall.
pub struct MachineSpi {
    bench: &'static Bench,
    net: Option<Arc<SpiNet>>,
    device: Option<Device>,
    settings: SpiSettings,
    hears: bool,
    out: Option<PathBuf>,
    _pins: Vec<Claim>,
}

impl MachineSpi {
    pub(super) fn open(
        bench: &'static Bench,
        wires: &SpiWires,
        config: SpiConfig,
    ) -> Result<Self, BoardError> {
        if config.clock_hz == 0 {
            return Err(BoardError::Unsupported(Setting::ClockHz));
        }
        if config.bit_order != BitOrder::MsbFirst {
            return Err(BoardError::Unsupported(Setting::BitOrder));
        }
        let mut pins = vec![Claim::new(bench, wires.cs, Role::Output)?];
        let shared: Vec<Pin> = [Some(wires.sck), Some(wires.mosi), wires.miso]
            .into_iter()
            .flatten()
            .collect();
        pins.extend(Claim::bus(bench, &shared)?);
        let net = bench.spi_net(wires);
        let device = net.as_ref().and_then(|net| net.device_at(wires.cs));
        if device.is_none() {
            let SpiWires { sck, cs, .. } = wires;
            bench.complain(format!("nothing is soldered to SPI {sck}, select {cs}"));
        }
        let is_screen = device.as_ref().is_some_and(|one| one.screen.is_some());
        Ok(Self {
            bench,
            net,
            device,
            settings: SpiSettings {
                clock_hz: config.clock_hz.min(wires.max_hz),
                mode: config.mode,
                gap_ns: GAP_NS,
            },
            hears: wires.miso.is_some(),
            out: if is_screen { bench.out()? } else { None },
            _pins: pins,
        })
    }

    fn carry_out(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        let clock = self.bench.clock();
        let powered = self.device.as_ref();
        let powered = powered.filter(|device| device.part.is_powered());
        clock.pass_ns(self.settings.gap_ns.into());
        if let Some(net) = &self.net {
            // Held to the end: there is one pair of data wires.
            let mut state = net.state();
            state.transactions += 1;
            let nth = state.transactions;
            if let Some((_, kind)) = state.faults.iter().find(|(at, _)| *at == nth) {
                if let Some(device) = &self.device {
                    device.part.note_failure();
                }
                return Err(*kind);
            }
            if let Some(device) = powered {
                carry_out(&mut *device.part.lock(), self.settings, clock, operations);
            } else if let Some(device) = &self.device {
                let cs = device.cs;
                self.bench
                    .complain(format!("the part at select {cs} has no supply"));
            }
        }
        if powered.is_none() || !self.hears {
            fill(operations);
        }
        Ok(())
    }
}

/// Nobody says anything.
fn fill(operations: &mut [Operation<'_, u8>]) {
    for operation in operations {
        match operation {
            Operation::Read(into)
            | Operation::Transfer(into, _)
            | Operation::TransferInPlace(into) => into.fill(FLOATING),
            Operation::Write(_) | Operation::DelayNs(_) => {}
        }
    }
}

impl std::fmt::Debug for MachineSpi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineSpi").finish_non_exhaustive()
    }
}

impl Drop for MachineSpi {
    fn drop(&mut self) {
        let device = self.device.as_ref();
        if let Some(screen) = device.and_then(|device| device.screen.as_ref()) {
            let picture = screen.lock().last_seen();
            let write = |path: &std::path::Path| picture.save(path);
            self.bench.save(self.out.as_deref(), "panel.png", write);
        }
    }
}

impl ErrorType for MachineSpi {
    type Error = ErrorKind;
}

impl SpiDevice for MachineSpi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        let result = self.carry_out(operations);
        self.bench.settle();
        result
    }
}
