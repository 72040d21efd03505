//! Devices on the SPI buses.

use core::cell::RefCell;

use board_support::{Pin, Setting, SpiWires};
use class_spi::{BitOrder, SpiConfig};
use critical_section::Mutex;
use embedded_hal::delay::DelayNs;
use embedded_hal::spi::{ErrorType, Operation, Phase, Polarity, SpiDevice};
use platform_bare::Role;
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::outputs::ChipOutput;
use super::pins::Claim;
use super::registers::Block;
use super::time::ChipDelay;
use crate::{Fault, SpiLine, SpiTiming, is_spi};

// Registers (datasheet, 4.4.4).
const SSPCR0: usize = 0x00;
const SSPCR1: usize = 0x04;
const SSPDR: usize = 0x08;
const SSPSR: usize = 0x0c;
const SSPCPSR: usize = 0x10;

/// `SSPCR0`: frames of eight bits.
const EIGHT_BITS: u32 = 7;
const SPO: u32 = 1 << 6;
const SPH: u32 = 1 << 7;
/// `SSPCR1`: enabled, as a master.
const ENABLE: u32 = 1 << 1;
const TX_NOT_FULL: u32 = 1 << 1;
const RX_NOT_EMPTY: u32 = 1 << 2;
const BUSY: u32 = 1 << 4;

/// Controllers of the chip.
const CONTROLLERS: usize = 2;

/// Frames that the receiver holds.
const FIFO: usize = 8;

struct Open {
    sck: Pin,
    mosi: Pin,
    miso: Option<Pin>,
    devices: u8,
    /// A transaction is under way.
    busy: bool,
    _clock_and_out: [Claim; 2],
    _in: Option<Claim>,
}

static OPEN: Mutex<RefCell<[Option<Open>; CONTROLLERS]>> =
    Mutex::new(RefCell::new([const { None }; CONTROLLERS]));

/// A device on an SPI bus, which it shares with the others. Dropping it leaves
/// its chip select pulled up.
#[derive(Debug)]
pub struct ChipSpi {
    // Dropped in this order.
    cs: ChipOutput,
    bus: Bus,
    timing: SpiTiming,
    format: u32,
}

/// A use of a bus; dropping the last one closes it.
#[derive(Debug)]
struct Bus(usize);

impl ChipSpi {
    pub(super) fn open(wires: &SpiWires, config: SpiConfig) -> Result<Self, Fault> {
        if config.bit_order == BitOrder::LsbFirst {
            return Err(Fault::Unsupported(Setting::BitOrder));
        }
        let hz = config.clock_hz.min(wires.max_hz);
        let timing = SpiTiming::new(hz).ok_or(Fault::Unsupported(Setting::ClockHz))?;
        let bus = Bus::open(wires)?;
        let polarity = config.mode.polarity == Polarity::IdleHigh;
        let phase = config.mode.phase == Phase::CaptureOnSecondTransition;
        Ok(Self {
            cs: ChipOutput::open(wires.cs, true)?.resting_high(),
            bus,
            timing,
            format: if polarity { SPO } else { 0 } | if phase { SPH } else { 0 },
        })
    }

    /// The bus, as this device wants it.
    fn set_up(&self) {
        let block = self.bus.block();
        let rate = u32::from(self.timing.rate) << 8;
        block.write(SSPCR1, 0);
        block.write(SSPCPSR, self.timing.prescale.into());
        block.write(SSPCR0, rate | self.format | EIGHT_BITS);
        block.write(SSPCR1, ENABLE);
    }
}

impl Open {
    fn new(wires: &SpiWires) -> Result<Self, Fault> {
        let clock_and_out = [
            line(wires, wires.sck, SpiLine::Sck)?,
            line(wires, wires.mosi, SpiLine::Mosi)?,
        ];
        let mut open = Self {
            sck: wires.sck,
            mosi: wires.mosi,
            miso: None,
            devices: 0,
            busy: false,
            _clock_and_out: clock_and_out,
            _in: None,
        };
        open.join(wires)?;
        Ok(open)
    }

    /// One more device. The first one that says something brings the line.
    fn join(&mut self, wires: &SpiWires) -> Result<(), Fault> {
        let same = self.sck == wires.sck && self.mosi == wires.mosi;
        let same_in = wires.miso.is_none() || self.miso.is_none() || self.miso == wires.miso;
        if !same || !same_in {
            return Err(Fault::OtherWires);
        }
        let devices = self.devices.checked_add(1).ok_or(Fault::NoResources)?;
        if let (None, Some(miso)) = (self.miso, wires.miso) {
            self._in = Some(line(wires, miso, SpiLine::Miso)?);
            self.miso = Some(miso);
        }
        self.devices = devices;
        Ok(())
    }
}

/// The line from the devices is pulled up: one that is not there reads as ones.
fn line(wires: &SpiWires, pin: Pin, line: SpiLine) -> Result<Claim, Fault> {
    if !is_spi(pin.number(), wires.controller, line) {
        return Err(Fault::NoPin);
    }
    let pull = match line {
        SpiLine::Miso => DynPullType::Up,
        SpiLine::Sck | SpiLine::Mosi => DynPullType::None,
    };
    Claim::new(pin, Role::Wire, DynFunction::Spi, pull)
}

impl Bus {
    fn open(wires: &SpiWires) -> Result<Self, Fault> {
        let controller = usize::from(wires.controller);
        critical_section::with(|cs| {
            let mut open = OPEN.borrow_ref_mut(cs);
            let place = open.get_mut(controller).ok_or(Fault::NoController)?;
            match place {
                Some(open) => open.join(wires),
                None => {
                    *place = Some(Open::new(wires)?);
                    Ok(())
                }
            }
        })?;
        Ok(Self(controller))
    }

    fn block(&self) -> Block {
        Block::SPI[self.0 & 1]
    }

    fn lock(&self, busy: bool) -> Result<(), Fault> {
        critical_section::with(|cs| {
            let mut open = OPEN.borrow_ref_mut(cs);
            match open.get_mut(self.0) {
                Some(Some(open)) if open.busy != busy => open.busy = busy,
                _ => return Err(Fault::Contended),
            }
            Ok(())
        })
    }

    /// Sends and receives so many bytes, as many under way as the receiver
    /// holds.
    fn exchange(&self, count: usize, out: impl Fn(usize) -> u8, mut take: impl FnMut(usize, u8)) {
        let block = self.block();
        let (mut sent, mut taken) = (0, 0);
        while taken < count {
            let status = block.read(SSPSR);
            if sent < count && sent - taken < FIFO && status & TX_NOT_FULL != 0 {
                block.write(SSPDR, out(sent).into());
                sent += 1;
            }
            if status & RX_NOT_EMPTY != 0 {
                // Frames of eight bits.
                take(taken, block.read(SSPDR) as u8);
                taken += 1;
            }
        }
    }

    fn run(&self, operation: &mut Operation<'_, u8>) {
        let at = |bytes: &[u8], nth: usize| bytes.get(nth).copied().unwrap_or(0);
        match operation {
            Operation::Read(read) => {
                self.exchange(read.len(), |_| 0, |nth, byte| put(read, nth, byte))
            }
            Operation::Write(write) => self.exchange(write.len(), |nth| at(write, nth), |_, _| {}),
            Operation::Transfer(read, write) => {
                let count = read.len().max(write.len());
                self.exchange(
                    count,
                    |nth| at(write, nth),
                    |nth, byte| put(read, nth, byte),
                );
            }
            Operation::TransferInPlace(bytes) => {
                let bytes = core::cell::Cell::from_mut(*bytes).as_slice_of_cells();
                let out = |nth| bytes.get(nth).map_or(0, core::cell::Cell::get);
                self.exchange(bytes.len(), out, |nth, byte| {
                    if let Some(place) = bytes.get(nth) {
                        place.set(byte);
                    }
                });
            }
            Operation::DelayNs(ns) => ChipDelay.delay_ns(*ns),
        }
    }

    /// Waits until the last bit is on the wire.
    fn flush(&self) {
        while self.block().read(SSPSR) & BUSY != 0 {}
    }
}

/// What is received beyond the end is not wanted.
fn put(read: &mut [u8], nth: usize, byte: u8) {
    if let Some(place) = read.get_mut(nth) {
        *place = byte;
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // Its pins are dropped outside.
        let _last = critical_section::with(|cs| {
            let mut open = OPEN.borrow_ref_mut(cs);
            let place = open.get_mut(self.0)?;
            let devices = &mut place.as_mut()?.devices;
            *devices -= 1;
            if *devices > 0 {
                return None;
            }
            self.block().write(SSPCR1, 0);
            place.take()
        });
    }
}

impl ErrorType for ChipSpi {
    type Error = Fault;
}

impl SpiDevice for ChipSpi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Fault> {
        self.bus.lock(true)?;
        self.set_up();
        self.cs.drive(false);
        for operation in operations {
            self.bus.run(operation);
            if matches!(operation, Operation::DelayNs(_)) {
                continue;
            }
            self.bus.flush();
        }
        self.cs.drive(true);
        self.bus.lock(false)
    }
}
