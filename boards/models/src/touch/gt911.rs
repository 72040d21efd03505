//! A GT911 at register level: one report at a time, until it is cleared.

use class_touch::{PanelSize, TouchEvent};

use super::hand::{Hand, Says, reported};
use crate::{Complaints, I2cPart, Model, TouchPart, fit};

/// The first register that can be read or written, and how many there are.
const FIRST: u16 = 0x8040;
const COUNT: usize = 0x140;
const COMMAND: u16 = 0x8040;
/// From here the configuration, to its checksum and the flag after it.
const CONFIG: u16 = 0x8047;
const CONFIG_END: u16 = 0x8100;
/// In the configuration: columns and rows, low bytes first.
const RESOLUTION: u16 = 0x8048;
/// In the configuration: which way the line goes. 1: it falls.
const MODULE_SWITCH_1: u16 = 0x804D;
const PRODUCT_ID: u16 = 0x8140;
const STATUS: u16 = 0x814E;
/// In the status: a report is there.
const READY: u8 = 0x80;
const POINT: usize = 8;
const MOST: usize = 5;

/// Where a part answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Gt911Address {
    /// 0x5D: the interrupt line was low when reset ended.
    IntLow = 0x5D,
    /// 0x14: the interrupt line was high when reset ended.
    IntHigh = 0x14,
}

/// A GT911: its registers and what it knows of fingers.
///
/// Registers, bits and times are those of Linux' `goodix` driver. Modelled are
/// the identification, the resolution, reports with their status, both
/// addresses with reset and interrupt line, and pulses of the line for each
/// report. A report stays as it is until the status is cleared; what fingers
/// did meanwhile is one report then. Not modelled: what the configuration does
/// but for the resolution, sleep, touch keys, and proximity.
#[derive(Debug)]
pub struct Gt911 {
    registers: [u8; COUNT],
    address: Gt911Address,
    size: PanelSize,
    pointer: u16,
    /// Bytes of the register's address that have come.
    begun: usize,
    hand: Hand,
    /// Fingers did something that no report tells yet.
    is_stale: bool,
    falls: u32,
    in_reset: bool,
    /// The interrupt line, as it is pulled or the host drives it.
    int_high: bool,
    complaints: Complaints<String>,
}

impl Gt911 {
    /// A part that was configured for a glass, and answers here: after a reset,
    /// too, unless the host drives the interrupt line otherwise.
    #[must_use]
    pub fn new(size: PanelSize, address: Gt911Address) -> Self {
        let mut part = Self {
            registers: [0; COUNT],
            address,
            size,
            pointer: FIRST,
            begun: 0,
            hand: Hand::default(),
            is_stale: false,
            falls: 0,
            in_reset: false,
            int_high: address == Gt911Address::IntHigh,
            complaints: Complaints::default(),
        };
        part.reset();
        part
    }

    fn reset(&mut self) {
        self.registers = [0; COUNT];
        let [x, x_high] = self.size.width.to_le_bytes();
        let [y, y_high] = self.size.height.to_le_bytes();
        self.put(RESOLUTION, &[x, x_high, y, y_high, MOST as u8]);
        self.put(MODULE_SWITCH_1, &[0x01]);
        self.put(PRODUCT_ID, b"911\0");
        // Firmware version, and the resolution once more.
        self.put(PRODUCT_ID + 4, &[0x60, 0x10, x, x_high, y, y_high]);
        self.is_stale = false;
    }

    /// The reset line: low resets. When it rises, the interrupt line says at
    /// which address the part answers.
    pub fn set_reset(&mut self, high: bool) {
        if high && self.in_reset {
            self.address = match self.int_high {
                false => Gt911Address::IntLow,
                true => Gt911Address::IntHigh,
            };
            self.reset();
        }
        self.in_reset = !high;
    }

    /// The interrupt line, as the host drives it around a reset.
    pub const fn set_int(&mut self, high: bool) {
        self.int_high = high;
    }

    fn put(&mut self, register: u16, bytes: &[u8]) {
        for (register, byte) in (register..).zip(bytes) {
            self.poke(register, *byte);
        }
    }

    /// A register becomes this, whatever a bus could do: for a part that is
    /// another one, or breaks.
    pub fn poke(&mut self, register: u16, value: u8) {
        let at = register.checked_sub(FIRST).map(usize::from);
        if let Some(place) = at.and_then(|at| self.registers.get_mut(at)) {
            *place = value;
        }
    }

    fn status(&mut self) -> &mut u8 {
        &mut self.registers[usize::from(STATUS - FIRST)]
    }

    /// Makes a report, if there is news and room for it.
    fn report(&mut self) {
        if !self.is_stale || *self.status() & READY != 0 {
            return;
        }
        self.is_stale = false;
        let fingers: Vec<_> = self.hand.fingers().iter().take(MOST).copied().collect();
        for (nth, finger) in (0..).zip(&fingers) {
            let [x, x_high] = finger.x.to_le_bytes();
            let [y, y_high] = finger.y.to_le_bytes();
            let point = [finger.id, x, x_high, y, y_high, finger.pressure, 0, 0];
            self.put(STATUS + 1 + nth * POINT as u16, &point);
        }
        *self.status() = READY | fingers.len() as u8;
        self.falls = self.falls.wrapping_add(1);
    }

    fn set(&mut self, register: u16, byte: u8) {
        match register {
            COMMAND | CONFIG..=CONFIG_END => self.put(register, &[byte]),
            STATUS => {
                *self.status() = byte;
                self.report();
            }
            _ => self.complaints.push(format!("{register:#06x} only reads")),
        }
    }
}

impl I2cPart for Gt911 {
    /// One that no master uses, while it is in reset.
    fn address(&self) -> u8 {
        if self.in_reset {
            return u8::MAX;
        }
        self.address as u8
    }

    fn start_write(&mut self) {
        self.begun = 0;
    }

    /// The register to begin at, the high byte first, then values.
    fn write(&mut self, byte: u8) -> bool {
        if self.begun < 2 {
            self.pointer = self.pointer << 8 | u16::from(byte);
            self.begun += 1;
        } else {
            self.set(self.pointer, byte);
            self.pointer = self.pointer.wrapping_add(1);
        }
        true
    }

    fn read(&mut self) -> u8 {
        let at = self.pointer.checked_sub(FIRST).map(usize::from);
        let byte = at.and_then(|at| self.registers.get(at).copied());
        if byte.is_none() {
            let none = format!("no register {:#06x}", self.pointer);
            self.complaints.push(none);
        }
        self.pointer = self.pointer.wrapping_add(1);
        byte.unwrap_or(0)
    }
}

impl Model for Gt911 {
    fn name(&self) -> &'static str {
        "gt911"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.reset();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }
}

impl TouchPart for Gt911 {
    /// A lift is told by the fingers that stay, and a finger that moves to
    /// where it is by nothing.
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
        let says = Says {
            still_moves: false,
            lifts: false,
        };
        reported(&fit(rows, size), says)
    }

    fn finger(&mut self, row: TouchEvent) {
        self.hand.follow(row);
        self.is_stale = true;
        self.report();
    }

    fn falls(&self) -> u32 {
        self.falls
    }

    fn is_low(&self) -> bool {
        false
    }

    fn is_read(&self) -> bool {
        let status = self.registers[usize::from(STATUS - FIRST)];
        status & READY == 0 && !self.is_stale
    }
}
