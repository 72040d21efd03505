//! A CST816S at register level: one finger.

use class_touch::{PanelSize, TouchEvent, TouchKind};

use super::hand::{Says, one_finger, reported};
use crate::{Complaints, I2cPart, Model, TouchPart, fit};

const ADDRESS: u8 = 0x15;
const FINGER_NUM: usize = 0x02;
const CHIP_ID: usize = 0xA7;
const IRQ_CTL: usize = 0xFA;
/// In `IRQ_CTL`: while touched, and when that changes.
const EN_TOUCH: u8 = 0x40;
const EN_CHANGE: u8 = 0x20;
/// How long it is in reset at least.
const RESET_NS: u64 = 100_000;

/// A CST816S: its registers and its finger.
///
/// Registers as in Hynitron's register list and the published crate. Modelled
/// are the report, the identification, the interrupt's causes with pulses, and
/// the reset line. Not modelled: gestures, automatic sleep, the motion mask.
#[derive(Debug)]
pub struct Cst816s {
    registers: [u8; 256],
    pointer: u8,
    begins: bool,
    is_touched: bool,
    is_read: bool,
    falls: u32,
    /// Since when the reset line is low.
    low_since: Option<u64>,
    complaints: Complaints<String>,
}

impl Default for Cst816s {
    fn default() -> Self {
        Self::new()
    }
}

impl Cst816s {
    /// A part after power-on, untouched.
    #[must_use]
    pub fn new() -> Self {
        let mut part = Self {
            registers: [0; 256],
            pointer: 0,
            begins: false,
            is_touched: false,
            is_read: true,
            falls: 0,
            low_since: None,
            complaints: Complaints::default(),
        };
        part.reset();
        part
    }

    fn reset(&mut self) {
        self.registers = [0; 256];
        self.registers[CHIP_ID] = 0xB4;
        self.registers[IRQ_CTL] = EN_TOUCH | EN_CHANGE;
    }

    /// A register becomes this, whatever a bus could do: for a part that is
    /// another one, or breaks.
    pub fn poke(&mut self, register: u8, value: u8) {
        self.registers[usize::from(register)] = value;
    }

    /// The reset line: low resets. It has to be low for 100 us.
    pub fn set_reset(&mut self, high: bool, now_ns: u64) {
        if !high {
            self.low_since.get_or_insert(now_ns);
            return;
        }
        let Some(since) = self.low_since.take() else {
            return;
        };
        let ns = now_ns.saturating_sub(since);
        if ns < RESET_NS {
            self.complaints.push(format!("a reset of {ns} ns"));
            return;
        }
        self.reset();
    }
}

impl I2cPart for Cst816s {
    /// One that no master uses, while it is in reset.
    fn address(&self) -> u8 {
        if self.low_since.is_some() {
            return u8::MAX;
        }
        ADDRESS
    }

    fn start_write(&mut self) {
        self.begins = true;
    }

    fn write(&mut self, byte: u8) -> bool {
        if std::mem::take(&mut self.begins) {
            self.pointer = byte;
            return true;
        }
        match self.pointer {
            0xEC..=0xFE => self.registers[usize::from(self.pointer)] = byte,
            register => self.complaints.push(format!("{register:#04x} only reads")),
        }
        self.pointer = self.pointer.wrapping_add(1);
        true
    }

    fn read(&mut self) -> u8 {
        self.is_read |= usize::from(self.pointer) == FINGER_NUM;
        let byte = self.registers[usize::from(self.pointer)];
        self.pointer = self.pointer.wrapping_add(1);
        byte
    }
}

impl Model for Cst816s {
    fn name(&self) -> &'static str {
        "cst816s"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.reset();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }
}

impl TouchPart for Cst816s {
    /// One finger, without pressure; a lift is told by no finger.
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
        let says = Says {
            still_moves: true,
            lifts: false,
        };
        reported(&one_finger(&fit(rows, size), 0), says)
    }

    fn finger(&mut self, row: TouchEvent) {
        let was_touched = self.is_touched;
        self.is_touched = row.kind != TouchKind::Up;
        let action = match row.kind {
            TouchKind::Down => 0,
            TouchKind::Up => 1,
            TouchKind::Move => 2,
        };
        let [xh, xl] = row.x.to_be_bytes();
        let [yh, yl] = row.y.to_be_bytes();
        let report = [
            self.is_touched.into(),
            action << 6 | xh & 0x0F,
            xl,
            yh & 0x0F,
            yl,
        ];
        self.registers[FINGER_NUM..FINGER_NUM + report.len()].copy_from_slice(&report);
        let causes = self.registers[IRQ_CTL];
        let falls = (causes & EN_TOUCH != 0 && self.is_touched)
            || (causes & EN_CHANGE != 0 && self.is_touched != was_touched);
        self.falls = self.falls.wrapping_add(falls.into());
        self.is_read = !falls;
    }

    fn falls(&self) -> u32 {
        self.falls
    }

    fn is_low(&self) -> bool {
        false
    }

    fn is_read(&self) -> bool {
        self.is_read
    }
}
