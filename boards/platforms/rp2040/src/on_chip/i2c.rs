//! The I2C controllers, by polling and with deadlines.

use core::cell::RefCell;

use board_support::{I2cWires, Setting};
use critical_section::Mutex;
use embedded_hal::i2c::{ErrorType, I2c, Operation};
use platform_bare::{Role, i2c_timeout_us};
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::pins::Claim;
use super::registers::Block;
use super::{recovery, registers, time};
use crate::{Fault, I2cTiming, i2c_abort, is_scl, is_sda};

// Registers (datasheet, 4.3.17).
const IC_CON: usize = 0x00;
const IC_TAR: usize = 0x04;
const IC_DATA_CMD: usize = 0x10;
const IC_FS_SCL_HCNT: usize = 0x1c;
const IC_FS_SCL_LCNT: usize = 0x20;
const IC_INTR_MASK: usize = 0x30;
const IC_RAW_INTR_STAT: usize = 0x34;
const IC_CLR_TX_ABRT: usize = 0x54;
const IC_CLR_STOP_DET: usize = 0x60;
const IC_ENABLE: usize = 0x6c;
const IC_RXFLR: usize = 0x78;
const IC_STATUS: usize = 0x70;
const IC_SDA_HOLD: usize = 0x7c;
const IC_TX_ABRT_SOURCE: usize = 0x80;
const IC_FS_SPKLEN: usize = 0xa0;

/// `IC_CON`: master, fast mode, restarts, no slave, `TX_EMPTY` at the end of a
/// byte, the clock held while the receiver is full.
const CON: u32 = 1 | 2 << 1 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 9;
const READ: u32 = 1 << 8;
const STOP: u32 = 1 << 9;
const RESTART: u32 = 1 << 10;
const TX_ABRT: u32 = 1 << 6;
const STOP_DET: u32 = 1 << 9;
const TX_NOT_FULL: u32 = 1 << 1;

/// Controllers of the chip.
const CONTROLLERS: usize = 2;

struct Open {
    wires: I2cWires,
    handles: u8,
    /// A transaction is under way.
    busy: bool,
    _pins: [Claim; 2],
}

static OPEN: Mutex<RefCell<[Option<Open>; CONTROLLERS]>> =
    Mutex::new(RefCell::new([const { None }; CONTROLLERS]));

impl Open {
    fn new(wires: &I2cWires) -> Result<Self, Fault> {
        let pin = |pin| Claim::new(pin, Role::Wire, DynFunction::I2c, DynPullType::Up);
        Ok(Self {
            wires: *wires,
            handles: 1,
            busy: false,
            _pins: [pin(wires.sda)?, pin(wires.scl)?],
        })
    }
}

/// A handle of an I2C bus, which it shares with others.
///
/// Lines are pulled up by the chip too. A transaction that takes longer than its
/// bits and the stretching of a clock that SMBus allows ends as
/// [`Fault::Timeout`]; a bus that a device holds is given nine clocks, and is
/// [`Fault::Stuck`] if that does not free it.
#[derive(Debug)]
pub struct ChipI2c {
    wires: I2cWires,
    timing: I2cTiming,
    controller: usize,
}

impl ChipI2c {
    pub(super) fn open(wires: &I2cWires) -> Result<Self, Fault> {
        let controller = usize::from(wires.controller);
        Block::I2C.get(controller).ok_or(Fault::NoController)?;
        let (sda, scl) = (wires.sda.number(), wires.scl.number());
        if !is_sda(sda, wires.controller) || !is_scl(scl, wires.controller) {
            return Err(Fault::NoPin);
        }
        let timing = I2cTiming::new(wires.hz).ok_or(Fault::Unsupported(Setting::ClockHz))?;
        critical_section::with(|cs| {
            let mut open = OPEN.borrow_ref_mut(cs);
            let place = open.get_mut(controller).ok_or(Fault::NoController)?;
            match place {
                Some(open) if open.wires != *wires => return Err(Fault::OtherWires),
                Some(open) => {
                    open.handles = open.handles.checked_add(1).ok_or(Fault::NoResources)?;
                }
                None => {
                    *place = Some(Open::new(wires)?);
                    set_up(Block::I2C[controller & 1], timing);
                }
            }
            Ok(())
        })?;
        Ok(Self {
            wires: *wires,
            timing,
            controller,
        })
    }

    fn block(&self) -> Block {
        Block::I2C[self.controller & 1]
    }

    /// Takes the bus for one transaction.
    fn lock(&self, busy: bool) -> Result<(), Fault> {
        critical_section::with(|cs| {
            let mut open = OPEN.borrow_ref_mut(cs);
            match open.get_mut(self.controller) {
                Some(Some(open)) if open.busy != busy => open.busy = busy,
                _ => return Err(Fault::Contended),
            }
            Ok(())
        })
    }

    fn run(&self, address: u8, operations: &mut [Operation<'_>]) -> Result<(), Fault> {
        let bytes = operations.iter().map(length).sum();
        if bytes == 0 {
            return Err(Fault::Sequence);
        }
        recovery::free(&self.wires)?;
        // The address goes out before and after a restart, too.
        let limit_us = i2c_timeout_us(bytes + 4, self.wires.hz);
        let block = self.block();
        block.write(IC_ENABLE, 0);
        block.write(IC_TAR, address.into());
        block.write(IC_ENABLE, 1);
        let _cleared = block.read(IC_CLR_STOP_DET);
        let mut transfer = Transfer {
            block,
            deadline: time::now_us() + u64::from(limit_us),
            left: bytes,
            reading: None,
        };
        let result = transfer.run(operations);
        if result == Err(Fault::Timeout) {
            // It cannot be disabled while it waits for the bus.
            registers::reset_i2c(self.controller);
            set_up(block, self.timing);
            // Whatever it says, what went wrong first is the news.
            let _freed = recovery::free(&self.wires);
        }
        result
    }
}

fn set_up(block: Block, timing: I2cTiming) {
    block.write(IC_ENABLE, 0);
    block.write(IC_CON, CON);
    block.write(IC_INTR_MASK, 0);
    block.write(IC_FS_SCL_HCNT, timing.high.into());
    block.write(IC_FS_SCL_LCNT, timing.low.into());
    block.write(IC_SDA_HOLD, timing.hold.into());
    block.write(IC_FS_SPKLEN, timing.spike.into());
}

fn length(operation: &Operation<'_>) -> usize {
    match operation {
        Operation::Read(bytes) => bytes.len(),
        Operation::Write(bytes) => bytes.len(),
    }
}

/// One transaction on the wires.
struct Transfer {
    block: Block,
    deadline: u64,
    /// Bytes to come; the last one is followed by a stop.
    left: usize,
    /// Which way the last byte went.
    reading: Option<bool>,
}

impl Transfer {
    fn run(&mut self, operations: &mut [Operation<'_>]) -> Result<(), Fault> {
        for operation in operations {
            match operation {
                Operation::Write(bytes) => {
                    for byte in *bytes {
                        self.command(u32::from(*byte), false)?;
                    }
                }
                Operation::Read(bytes) => {
                    for byte in bytes.iter_mut() {
                        self.command(READ, true)?;
                        self.wait(|block| block.read(IC_RXFLR) != 0)?;
                        // The register's high bits are no data.
                        *byte = self.block.read(IC_DATA_CMD) as u8;
                    }
                }
            }
        }
        self.wait(|block| block.read(IC_RAW_INTR_STAT) & STOP_DET != 0)?;
        self.check()
    }

    fn command(&mut self, command: u32, reading: bool) -> Result<(), Fault> {
        self.wait(|block| block.read(IC_STATUS) & TX_NOT_FULL != 0)?;
        self.left -= 1;
        let turns = self.reading.is_some_and(|before| before != reading);
        let restart = if turns { RESTART } else { 0 };
        let stop = if self.left == 0 { STOP } else { 0 };
        self.reading = Some(reading);
        self.block.write(IC_DATA_CMD, command | restart | stop);
        Ok(())
    }

    /// Waits until the controller is done, has given up, or time is up.
    fn wait(&self, is_done: impl Fn(Block) -> bool) -> Result<(), Fault> {
        loop {
            self.check()?;
            if is_done(self.block) {
                return Ok(());
            }
            if time::now_us() > self.deadline {
                return Err(Fault::Timeout);
            }
        }
    }

    /// The controller stops the bus by itself when it gives up.
    fn check(&self) -> Result<(), Fault> {
        if self.block.read(IC_RAW_INTR_STAT) & TX_ABRT == 0 {
            return Ok(());
        }
        let source = self.block.read(IC_TX_ABRT_SOURCE);
        let stopped = || self.block.read(IC_RAW_INTR_STAT) & STOP_DET != 0;
        while !stopped() && time::now_us() <= self.deadline {}
        let _cleared = self.block.read(IC_CLR_TX_ABRT);
        Err(i2c_abort(source))
    }
}

impl ErrorType for ChipI2c {
    type Error = Fault;
}

impl I2c for ChipI2c {
    fn transaction(&mut self, address: u8, operations: &mut [Operation<'_>]) -> Result<(), Fault> {
        self.lock(true)?;
        let result = self.run(address, operations);
        self.lock(false)?;
        result
    }
}

impl Drop for ChipI2c {
    fn drop(&mut self) {
        // Its pins are dropped outside.
        let _last = critical_section::with(|cs| {
            let mut open = OPEN.borrow_ref_mut(cs);
            let place = open.get_mut(self.controller)?;
            let handles = &mut place.as_mut()?.handles;
            *handles -= 1;
            if *handles > 0 {
                return None;
            }
            self.block().write(IC_ENABLE, 0);
            place.take()
        });
    }
}
