//! A W25Q80 SPI NOR flash at instruction level: 1 MiB.

mod complaint;
mod instruction;

use embedded_hal::spi::{MODE_0, MODE_3};

pub use complaint::FlashComplaint;
use instruction::{Action, Instruction};

use crate::{Complaints, Model, SpiPart, SpiSettings};

/// Bytes of a page: what one program can reach.
const PAGE: u32 = 256;

/// Winbond, SPI NOR, 1 MiB.
const IDENTITY: [u8; 3] = [0xEF, 0x40, 0x14];

/// What the data line reads while nobody drives it.
const FLOATING: u8 = 0xFF;

/// `S0` of the status register: a program or an erase is under way.
const BUSY: u8 = 0x01;
/// `S1`: the next program or erase will be obeyed.
const WEL: u8 = 0x02;

/// A W25Q80: the part behind the select line.
///
/// After Winbond's data sheet of the W25Q80DV. Modelled are identification,
/// both single-line reads, write enable, page program with its wrap inside the
/// page, the four erases, the BUSY and WEL bits with typical times, power
/// down, and the clocks that the instructions allow. Not modelled: dual and
/// quad lines, write protection, the security registers, suspend, and wear.
#[derive(Debug)]
pub struct W25q80 {
    /// Maker, kind, capacity.
    identity: [u8; 3],
    memory: Vec<u8>,
    write_enabled: bool,
    powered_down: bool,
    /// When the program or erase under way is over.
    busy_until: Option<u64>,
    complaints: Complaints<FlashComplaint>,
    frame: Frame,
}

/// The transaction so far.
#[derive(Debug)]
struct Frame {
    /// None where the part cannot follow the bus.
    bus: Option<SpiSettings>,
    bytes: usize,
    /// None before the first byte, and where it is not obeyed.
    instruction: Option<Instruction>,
    address: u32,
    /// What a page program has been given, by place in the page.
    page: [u8; PAGE as usize],
}

impl Frame {
    const fn new(bus: Option<SpiSettings>) -> Self {
        Self {
            bus,
            bytes: 0,
            instruction: None,
            address: 0,
            page: [0xFF; PAGE as usize],
        }
    }
}

impl Default for W25q80 {
    fn default() -> Self {
        Self::new()
    }
}

impl W25q80 {
    /// Bytes that it holds.
    pub const SIZE: u32 = 1 << 20;

    /// An erased part.
    #[must_use]
    pub fn new() -> Self {
        Self::with_contents(Vec::new())
    }

    /// A part that holds these bytes from its address 0 on, as far as they
    /// fit, and is erased after them.
    #[must_use]
    pub fn with_contents(mut contents: Vec<u8>) -> Self {
        contents.resize(Self::SIZE as usize, 0xFF);
        Self::of(contents)
    }

    /// A part of another make, which says that it is this, and is alike in all
    /// else.
    #[must_use]
    pub fn of_make(identity: [u8; 3]) -> Self {
        Self {
            identity,
            ..Self::new()
        }
    }

    fn of(memory: Vec<u8>) -> Self {
        Self {
            identity: IDENTITY,
            memory,
            write_enabled: false,
            powered_down: false,
            busy_until: None,
            complaints: Complaints::default(),
            frame: Frame::new(None),
        }
    }

    /// As it is after its power was off: what it holds stays, and what it was
    /// asked is forgotten.
    #[must_use]
    pub fn powered_up(self) -> Self {
        Self {
            identity: self.identity,
            ..Self::of(self.memory)
        }
    }

    /// All that it holds, in order of address.
    #[must_use]
    pub fn memory(&self) -> &[u8] {
        &self.memory
    }

    /// What it was asked that it does not do.
    #[must_use]
    pub fn complaints(&self) -> &Complaints<FlashComplaint> {
        &self.complaints
    }

    /// Whether it programs or erases at this time of its bus's clock.
    #[must_use]
    pub fn is_busy(&self, now_ns: u64) -> bool {
        self.busy_until.is_some_and(|until| now_ns < until)
    }

    /// What was under way may be over by now.
    fn settle(&mut self, now_ns: u64) {
        if self.busy_until.is_some_and(|until| until <= now_ns) {
            self.busy_until = None;
            self.write_enabled = false;
        }
    }

    fn status(&self) -> u8 {
        let busy = if self.busy_until.is_some() { BUSY } else { 0 };
        let enabled = if self.write_enabled { WEL } else { 0 };
        busy | enabled
    }

    /// The first byte of a transaction.
    fn begin(&mut self, code: u8, bus: SpiSettings) {
        let found = Instruction::of(code);
        let refused = match found {
            None => Some(FlashComplaint::Unknown(code)),
            Some(i) if bus.clock_hz > i.max_hz => Some(FlashComplaint::Clock {
                instruction: code,
                hz: bus.clock_hz,
            }),
            Some(i) if self.busy_until.is_some() && !i.is_status() => {
                Some(FlashComplaint::Busy(code))
            }
            Some(i) if self.powered_down && i.action != Action::Release => {
                Some(FlashComplaint::PoweredDown(code))
            }
            Some(i) if i.changes_memory() && !self.write_enabled => {
                Some(FlashComplaint::NotEnabled(code))
            }
            Some(_) => None,
        };
        match refused {
            Some(complaint) => self.complaints.push(complaint),
            None => self.frame.instruction = found,
        }
    }

    /// A byte after the first, and what the part sends meanwhile.
    fn go_on(&mut self, instruction: Instruction, byte: u8) -> u8 {
        let nth = self.frame.bytes;
        if nth < instruction.head {
            self.address(instruction, nth, byte);
            return FLOATING;
        }
        let nth = (nth - instruction.head) as u32;
        match instruction.action {
            Action::Status => self.status(),
            Action::Status2 => 0,
            Action::Identify => self.identity[nth as usize % 3],
            Action::DeviceId => [self.identity[0], 0x13][(self.frame.address + nth) as usize % 2],
            Action::Release => 0x13,
            Action::Read => {
                let address = self.frame.address.wrapping_add(nth) % Self::SIZE;
                self.memory[address as usize]
            }
            Action::Program => {
                let place = (self.frame.address + nth) % PAGE;
                self.frame.page[place as usize] = byte;
                FLOATING
            }
            _ => FLOATING,
        }
    }

    /// Three bytes, the highest first; what comes after them does not count.
    fn address(&mut self, instruction: Instruction, nth: usize, byte: u8) {
        if nth > 3 {
            return;
        }
        self.frame.address = self.frame.address << 8 | u32::from(byte);
        let is_one = !matches!(instruction.action, Action::Release | Action::DeviceId);
        if nth == 3 && is_one && self.frame.address >= Self::SIZE {
            let address = self.frame.address;
            self.complaints.push(FlashComplaint::Address(address));
        }
    }

    /// What a whole transaction sets going, once the line rises.
    fn execute(&mut self, instruction: Instruction, now_ns: u64) {
        match instruction.action {
            Action::Enable => self.write_enabled = true,
            Action::Disable => self.write_enabled = false,
            Action::PowerDown => self.powered_down = true,
            Action::Release => self.powered_down = false,
            Action::Program => self.program(),
            Action::Erase { bytes } => {
                let start = self.frame.address % Self::SIZE / bytes * bytes;
                let end = start + bytes;
                self.memory[start as usize..end as usize].fill(0xFF);
            }
            _ => {}
        }
        self.busy_until = instruction.busy_ns().map(|ns| now_ns + ns);
    }

    /// Bits can only become 0. The page's last 256 bytes count.
    fn program(&mut self) {
        let page = self.frame.address % Self::SIZE / PAGE * PAGE;
        for (place, latch) in (page as usize..).zip(self.frame.page) {
            self.memory[place] &= latch;
        }
    }
}

impl SpiPart for W25q80 {
    fn select(&mut self, bus: SpiSettings, now_ns: u64) {
        self.settle(now_ns);
        let can_follow = bus.mode == MODE_0 || bus.mode == MODE_3;
        self.frame = Frame::new(can_follow.then_some(bus));
        if !can_follow {
            self.complaints.push(FlashComplaint::Mode(bus.mode));
        }
    }

    fn exchange(&mut self, byte: u8, now_ns: u64) -> u8 {
        self.settle(now_ns);
        let Some(bus) = self.frame.bus else {
            return FLOATING;
        };
        let mut back = FLOATING;
        if self.frame.bytes == 0 {
            self.begin(byte, bus);
        } else if let Some(instruction) = self.frame.instruction {
            back = self.go_on(instruction, byte);
        }
        self.frame.bytes += 1;
        back
    }

    fn deselect(&mut self, now_ns: u64) {
        let Some(instruction) = self.frame.instruction else {
            return;
        };
        let (code, bytes) = (instruction.code, self.frame.bytes);
        match instruction.check_length(bytes) {
            Ok(()) if self.busy_until.is_none() => self.execute(instruction, now_ns),
            Ok(()) => {}
            Err(complaint) => self.complaints.push(complaint(code, bytes)),
        }
    }
}

impl Model for W25q80 {
    fn name(&self) -> &'static str {
        "w25q80"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.write_enabled = false;
        self.powered_down = false;
        self.busy_until = None;
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.in_words()
    }
}
