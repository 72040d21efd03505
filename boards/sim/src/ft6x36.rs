//! An FT6x36 at register level: what the bus and the interrupt line see.
//!
//! After FocalTech's application note for the FT6x06 and FT6x36. Modelled are
//! the registers of a report, the identification, the settings, and the two
//! modes of the interrupt line; not the gestures, the power modes, nor the
//! factory mode.

use class_touch::{TouchEvent, TouchKind};

/// The part's address on the bus.
pub(crate) const ADDRESS: u8 = 0x38;
/// Registers of a report, 0x00 to 0x0E.
pub(crate) const BLOCK: usize = 0x0F;

const TD_STATUS: u8 = 0x02;
const P1_XH: usize = 0x03;
const POINT: usize = 6;
const ID_G_THGROUP: u8 = 0x80;
const ID_G_CTRL: u8 = 0x86;
const ID_G_TIMEENTERMONITOR: u8 = 0x87;
const ID_G_PERIODACTIVE: u8 = 0x88;
const ID_G_PERIODMONITOR: u8 = 0x89;
const ID_G_CIPHER: u8 = 0xA3;
const ID_G_MODE: u8 = 0xA4;
const ID_G_FIRMID: u8 = 0xA6;
const ID_G_FOCALTECH_ID: u8 = 0xA8;
const ID_G_RELEASE_CODE_ID: u8 = 0xAF;

/// What the registers read after power-on, where it is not 0.
const POWER_ON: [(u8, u8); 9] = [
    (ID_G_THGROUP, 0x16),
    (ID_G_CTRL, 0x01),
    (ID_G_TIMEENTERMONITOR, 0x0A),
    (ID_G_PERIODACTIVE, 0x0E),
    (ID_G_PERIODMONITOR, 0x28),
    (ID_G_CIPHER, 0x36),
    (ID_G_FIRMID, 0x10),
    (ID_G_FOCALTECH_ID, 0x11),
    (ID_G_RELEASE_CODE_ID, 0x01),
];

/// In ID_G_MODE: the line falls for each report, rather than for each touch.
const TRIGGER: u8 = 0x01;

/// A point's event flag, `Pn_XH` bits 7:6.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flag {
    PressDown = 0,
    LiftUp = 1,
    Contact = 2,
    NoEvent = 3,
}

/// The part: its registers and what it knows of fingers.
pub(crate) struct Ft6x36 {
    registers: [u8; 256],
    pointer: u8,
    /// Where each finger on the glass was last, the earliest first.
    fingers: Vec<TouchEvent>,
}

impl Ft6x36 {
    /// The part after power-on, untouched.
    pub(crate) fn new() -> Self {
        let mut registers = [0; 256];
        for (register, value) in POWER_ON {
            registers[usize::from(register)] = value;
        }
        registers[P1_XH..BLOCK].fill(0xFF);
        Self {
            registers,
            pointer: 0,
            fingers: Vec::new(),
        }
    }

    /// A finger did this: a new report is ready. Tells if the interrupt line
    /// falls for it.
    pub(crate) fn touch(&mut self, row: TouchEvent) -> bool {
        let was_touched = !self.fingers.is_empty();
        self.fingers
            .retain(|finger| finger.id != row.id || row.kind == TouchKind::Move);
        match row.kind {
            TouchKind::Up => {}
            TouchKind::Down => self.fingers.push(row),
            TouchKind::Move => {
                let same = |finger: &&mut TouchEvent| finger.id == row.id;
                if let Some(finger) = self.fingers.iter_mut().find(same) {
                    *finger = row;
                }
            }
        }
        self.report(row);
        self.registers[usize::from(ID_G_MODE)] == TRIGGER || !was_touched
    }

    /// Overwrites the report, as no finger could have.
    pub(crate) fn force(&mut self, block: [u8; BLOCK]) {
        self.registers[..BLOCK].copy_from_slice(&block);
    }

    /// The report as it stands.
    pub(crate) fn block(&self) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        block.copy_from_slice(&self.registers[..BLOCK]);
        block
    }

    /// Fingers on the glass first, and the one just lifted after them: it is
    /// in no finger's count any more.
    fn report(&mut self, row: TouchEvent) {
        self.registers[usize::from(TD_STATUS)] = self.fingers.len() as u8;
        let lifted = (row.kind == TouchKind::Up).then_some(row);
        let points = self.fingers.iter().copied().chain(lifted).map(|finger| {
            let flag = match row.kind {
                _ if finger.id != row.id => Flag::NoEvent,
                TouchKind::Down => Flag::PressDown,
                TouchKind::Move => Flag::Contact,
                TouchKind::Up => Flag::LiftUp,
            };
            point(flag, finger)
        });
        let empty = std::iter::repeat([0xFF; POINT]);
        let (slots, _) = self.registers[P1_XH..BLOCK].as_chunks_mut::<POINT>();
        for (slot, point) in slots.iter_mut().zip(points.chain(empty)) {
            *slot = point;
        }
    }

    /// The bytes of a write: the register to begin at, and values for it and
    /// those after it. Only settings can be written; the part acknowledges
    /// everything.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        if let Some((pointer, values)) = bytes.split_first() {
            self.pointer = *pointer;
            for value in values {
                if is_setting(self.pointer) {
                    self.registers[usize::from(self.pointer)] = *value;
                }
                self.pointer = self.pointer.wrapping_add(1);
            }
        }
    }

    /// Reads on from where the last transaction stopped.
    pub(crate) fn read(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.registers[usize::from(self.pointer)];
            self.pointer = self.pointer.wrapping_add(1);
        }
    }
}

/// The registers that the application note has as read and write.
fn is_setting(register: u8) -> bool {
    matches!(register, 0x00 | ID_G_THGROUP | 0x85..=0x89 | 0x91..=0x96 | ID_G_MODE | 0xA5)
}

fn point(flag: Flag, finger: TouchEvent) -> [u8; POINT] {
    let [xh, xl] = finger.x.to_be_bytes();
    let [yh, yl] = finger.y.to_be_bytes();
    let area = finger.pressure & 0xF0;
    [
        (flag as u8) << 6 | xh & 0x0F,
        xl,
        finger.id << 4 | yh & 0x0F,
        yl,
        finger.pressure,
        area,
    ]
}
