//! An FT6x36 at register level: what the bus and the interrupt line see.

use class_touch::{PanelSize, TouchEvent, TouchKind};

use super::hand::Hand;
use crate::{I2cPart, Model, TouchPart, fit};

/// The part's address on the bus.
const ADDRESS: u8 = 0x38;
/// Registers of a report, 0x00 to 0x0E.
const BLOCK: usize = 0x0F;

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

/// An FT6x36: its registers and what it knows of fingers.
///
/// After FocalTech's application note for the FT6x06 and FT6x36. Modelled are
/// the registers of a report, the identification, the settings, and the two
/// modes of the interrupt line; not the gestures, the power modes, nor the
/// factory mode.
#[derive(Debug)]
pub struct Ft6x36 {
    registers: [u8; 256],
    pointer: u8,
    /// The next byte written is the register to begin at.
    begins: bool,
    hand: Hand,
    /// How often the interrupt line has fallen.
    falls: u32,
    /// Whether the report was read to the end of the first point.
    is_read: bool,
}

impl Default for Ft6x36 {
    fn default() -> Self {
        Self::new()
    }
}

impl Ft6x36 {
    /// Its address on the bus.
    pub const ADDRESS: u8 = ADDRESS;
    /// Registers of a report, 0x00 to 0x0E.
    pub const BLOCK: usize = BLOCK;

    /// The part after power-on, untouched.
    #[must_use]
    pub fn new() -> Self {
        Self {
            registers: power_on(),
            pointer: 0,
            begins: false,
            hand: Hand::default(),
            falls: 0,
            is_read: true,
        }
    }

    /// A finger did this: a new report is ready. Tells if the interrupt line
    /// falls for it.
    pub fn touch(&mut self, row: TouchEvent) -> bool {
        let was_touched = !self.hand.is_empty();
        self.hand.follow(row);
        self.report(row);
        let falls = self.is_trigger() || !was_touched;
        self.falls = self.falls.wrapping_add(falls.into());
        self.is_read = !falls && self.hand.is_empty();
        falls
    }

    fn is_trigger(&self) -> bool {
        self.registers[usize::from(ID_G_MODE)] == TRIGGER
    }

    /// A register becomes this, whatever a bus could do: for a part that is
    /// another one, or breaks.
    pub fn poke(&mut self, register: u8, value: u8) {
        self.registers[usize::from(register)] = value;
    }

    /// Overwrites the report, as no finger could have.
    pub fn force(&mut self, block: [u8; BLOCK]) {
        self.registers[..BLOCK].copy_from_slice(&block);
    }

    /// The report as it stands.
    #[must_use]
    pub fn block(&self) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        block.copy_from_slice(&self.registers[..BLOCK]);
        block
    }

    /// Fingers on the glass first, and the one just lifted after them: it is
    /// in no finger's count any more.
    fn report(&mut self, row: TouchEvent) {
        self.registers[usize::from(TD_STATUS)] = self.hand.fingers().len() as u8;
        let lifted = (row.kind == TouchKind::Up).then_some(row);
        let fingers = self.hand.fingers().iter().copied();
        let points = fingers.chain(lifted).map(|finger| {
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
}

impl I2cPart for Ft6x36 {
    fn address(&self) -> u8 {
        ADDRESS
    }

    fn start_write(&mut self) {
        self.begins = true;
    }

    /// First the register to begin at, then values for it and those after it.
    /// Only settings can be written; the part acknowledges everything.
    fn write(&mut self, byte: u8) -> bool {
        if std::mem::take(&mut self.begins) {
            self.pointer = byte;
            return true;
        }
        if is_setting(self.pointer) {
            self.registers[usize::from(self.pointer)] = byte;
        }
        self.pointer = self.pointer.wrapping_add(1);
        true
    }

    /// Reads on from where the last transaction stopped.
    fn read(&mut self) -> u8 {
        let byte = self.registers[usize::from(self.pointer)];
        self.is_read |= self.pointer == TD_STATUS;
        self.pointer = self.pointer.wrapping_add(1);
        byte
    }
}

impl Model for Ft6x36 {
    fn name(&self) -> &'static str {
        "ft6x36"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.registers = power_on();
    }
}

impl TouchPart for Ft6x36 {
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
        fit(rows, size)
    }

    fn finger(&mut self, row: TouchEvent) {
        self.touch(row);
    }

    fn falls(&self) -> u32 {
        self.falls
    }

    /// A pulse for each report, or low for as long as somebody touches it.
    fn is_low(&self) -> bool {
        !self.is_trigger() && !self.hand.is_empty()
    }

    fn is_read(&self) -> bool {
        self.is_read
    }
}

/// All registers, untouched.
fn power_on() -> [u8; 256] {
    let mut registers = [0; 256];
    for (register, value) in POWER_ON {
        registers[usize::from(register)] = value;
    }
    registers[P1_XH..BLOCK].fill(0xFF);
    registers
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

#[cfg(test)]
mod tests {
    //! The part as a master sees it, register by register.

    use class_touch::{TouchEvent, TouchKind};
    use embedded_hal::i2c::{ErrorKind, I2c, NoAcknowledgeSource, Operation};

    use super::{ADDRESS, Ft6x36};
    use crate::SimI2c;

    fn row(kind: TouchKind, id: u8, x: u16, y: u16) -> TouchEvent {
        TouchEvent::new(0, kind, id, x, y).with_pressure(0x5A)
    }

    fn read<const LEN: usize>(bus: &mut SimI2c<Ft6x36>, register: u8) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        let read = bus.write_read(ADDRESS, &[register], &mut bytes);
        assert_eq!(read, Ok(()));
        bytes
    }

    #[test]
    fn only_its_own_address_is_acknowledged() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        let nack = Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
        for address in (0..0x80).filter(|address| *address != ADDRESS) {
            assert_eq!(bus.write(address, &[0xA3]), nack);
            assert_eq!(bus.read(address, &mut [0]), nack);
        }
        assert_eq!(bus.write(ADDRESS, &[]), Ok(()));
        assert_eq!(bus.wires().transactions, 2 * 127 + 1);
    }

    #[test]
    fn it_says_what_it_is() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        assert_eq!(read(&mut bus, 0xA3), [0x36]);
        assert_eq!(read(&mut bus, 0xA8), [0x11]);
        assert_eq!(read(&mut bus, 0x02), [0, 0xFF, 0xFF]);
    }

    #[test]
    fn settings_can_be_written_and_nothing_else() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        for register in 0..=255 {
            let before: [u8; 1] = read(&mut bus, register);
            let other = before[0] ^ 0x55;
            assert_eq!(bus.write(ADDRESS, &[register, other]), Ok(()));
            let settings = [0x00, 0x80, 0xA4, 0xA5];
            let is_setting = settings.contains(&register)
                || (0x85..=0x89).contains(&register)
                || (0x91..=0x96).contains(&register);
            let expected = if is_setting { [other] } else { before };
            assert_eq!(read(&mut bus, register), expected, "{register:#04x}");
        }
    }

    #[test]
    fn the_register_pointer_moves_on_and_stays() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        assert_eq!(bus.write(ADDRESS, &[0x87, 1, 2, 3]), Ok(()));
        assert_eq!(read(&mut bus, 0x87), [1, 2, 3]);
        assert_eq!(bus.write(ADDRESS, &[0x88]), Ok(()));
        let mut bytes = [0; 2];
        assert_eq!(bus.read(ADDRESS, &mut bytes), Ok(()));
        assert_eq!(bytes, [2, 3]);
        assert_eq!(read(&mut bus, 0xFF), [0, 0]);
    }

    #[test]
    fn writes_that_follow_each_other_are_one() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        let mut read = [0];
        let mut operations = [
            Operation::Write(&[0x88]),
            Operation::Write(&[7, 8]),
            Operation::Read(&mut []),
            Operation::Write(&[0x88]),
            Operation::Read(&mut read),
        ];
        assert_eq!(bus.transaction(ADDRESS, &mut operations), Ok(()));
        assert_eq!((read, bus.transactions()), ([7], 1));
    }

    #[test]
    fn two_fingers_in_its_registers() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        let steps = [
            (row(TouchKind::Down, 1, 0x123, 0x456), "01 01 23 14 56"),
            (row(TouchKind::Down, 2, 7, 8), "02 c1 23 14 56"),
            (row(TouchKind::Move, 1, 9, 8), "02 80 09 10 08"),
            (row(TouchKind::Up, 1, 5, 6), "01 c0 07 20 08"),
            (row(TouchKind::Up, 2, 3, 4), "00 40 03 20 04"),
        ];
        for (row, expected) in steps {
            bus.wires().part.touch(row);
            let bytes: [u8; 5] = read(&mut bus, 0x02);
            let text = bytes.map(|byte| format!("{byte:02x}")).join(" ");
            assert_eq!(text, expected, "{row:?}");
        }
        assert_eq!(read(&mut bus, 0x07), [0x5A, 0x50, 0xFF, 0xFF]);
    }

    #[test]
    fn a_lifted_finger_follows_those_that_stay() {
        let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
        bus.wires().part.touch(row(TouchKind::Down, 1, 1, 1));
        bus.wires().part.touch(row(TouchKind::Down, 2, 2, 2));
        bus.wires().part.touch(row(TouchKind::Up, 1, 3, 3));
        let second: [u8; 4] = read(&mut bus, 0x09);
        assert_eq!(second, [0x40, 3, 0x10, 3]);
    }

    #[test]
    fn the_line_falls_for_each_report_or_for_each_touch() {
        let falls = |mode: u8| {
            let mut bus = SimI2c::new(Ft6x36::new(), Vec::new());
            assert_eq!(bus.write(ADDRESS, &[0xA4, mode]), Ok(()));
            let kinds = [
                TouchKind::Down,
                TouchKind::Move,
                TouchKind::Up,
                TouchKind::Down,
            ];
            kinds.map(|kind| bus.wires().part.touch(row(kind, 0, 1, 1)))
        };
        assert_eq!(falls(1), [true; 4]);
        assert_eq!(falls(0), [true, false, false, true]);
    }

    #[test]
    fn faults_come_when_asked_for_and_the_part_does_not_see_the_transfer() {
        let mut bus = SimI2c::new(Ft6x36::new(), vec![(2, ErrorKind::ArbitrationLoss)]);
        assert_eq!(bus.write(ADDRESS, &[0x88, 1]), Ok(()));
        let lost = Err(ErrorKind::ArbitrationLoss);
        assert_eq!(bus.write(ADDRESS, &[0x88, 2]), lost);
        assert_eq!(read(&mut bus, 0x88), [1]);
    }
}
