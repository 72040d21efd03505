//! The simulated I2C bus: one part on it, a count, and faults on demand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};

use crate::ft6x36::{ADDRESS, Ft6x36};

/// What hangs on the wires.
pub(crate) struct Wires {
    pub(crate) part: Ft6x36,
    pub(crate) transactions: u32,
    faults: Vec<(u32, ErrorKind)>,
}

/// One master's hold of the bus.
#[derive(Clone)]
pub(crate) struct SimBus(Arc<Mutex<Wires>>);

impl SimBus {
    /// A bus on which the given transactions, counted from 1, fail.
    pub(crate) fn new(faults: Vec<(u32, ErrorKind)>) -> Self {
        Self(Arc::new(Mutex::new(Wires {
            part: Ft6x36::new(),
            transactions: 0,
            faults,
        })))
    }

    /// The wires, for the time of one transaction. Nothing panics while it
    /// holds them, so poison means nothing.
    pub(crate) fn wires(&self) -> MutexGuard<'_, Wires> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ErrorType for SimBus {
    type Error = ErrorKind;
}

impl I2c for SimBus {
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        let mut wires = self.wires();
        wires.transactions += 1;
        let nth = wires.transactions;
        if let Some((_, kind)) = wires.faults.iter().find(|(at, _)| *at == nth) {
            return Err(*kind);
        }
        if address != ADDRESS {
            return Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
        }
        for operation in operations {
            match operation {
                Operation::Write(bytes) => wires.part.write(bytes),
                Operation::Read(bytes) => wires.part.read(bytes),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! The part as a master sees it, register by register.

    use class_touch::{TouchEvent, TouchKind};
    use embedded_hal::i2c::{ErrorKind, I2c, NoAcknowledgeSource};

    use super::{ADDRESS, SimBus};

    fn row(kind: TouchKind, id: u8, x: u16, y: u16) -> TouchEvent {
        TouchEvent::new(0, kind, id, x, y).with_pressure(0x5A)
    }

    fn read<const LEN: usize>(bus: &mut SimBus, register: u8) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        let read = bus.write_read(ADDRESS, &[register], &mut bytes);
        assert_eq!(read, Ok(()));
        bytes
    }

    #[test]
    fn only_its_own_address_is_acknowledged() {
        let mut bus = SimBus::new(Vec::new());
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
        let mut bus = SimBus::new(Vec::new());
        assert_eq!(read(&mut bus, 0xA3), [0x36]);
        assert_eq!(read(&mut bus, 0xA8), [0x11]);
        assert_eq!(read(&mut bus, 0x02), [0, 0xFF, 0xFF]);
    }

    #[test]
    fn settings_can_be_written_and_nothing_else() {
        let mut bus = SimBus::new(Vec::new());
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
        let mut bus = SimBus::new(Vec::new());
        assert_eq!(bus.write(ADDRESS, &[0x87, 1, 2, 3]), Ok(()));
        assert_eq!(read(&mut bus, 0x87), [1, 2, 3]);
        assert_eq!(bus.write(ADDRESS, &[0x88]), Ok(()));
        let mut bytes = [0; 2];
        assert_eq!(bus.read(ADDRESS, &mut bytes), Ok(()));
        assert_eq!(bytes, [2, 3]);
        assert_eq!(read(&mut bus, 0xFF), [0, 0]);
    }

    #[test]
    fn two_fingers_in_its_registers() {
        let mut bus = SimBus::new(Vec::new());
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
        let mut bus = SimBus::new(Vec::new());
        bus.wires().part.touch(row(TouchKind::Down, 1, 1, 1));
        bus.wires().part.touch(row(TouchKind::Down, 2, 2, 2));
        bus.wires().part.touch(row(TouchKind::Up, 1, 3, 3));
        let second: [u8; 4] = read(&mut bus, 0x09);
        assert_eq!(second, [0x40, 3, 0x10, 3]);
    }

    #[test]
    fn the_line_falls_for_each_report_or_for_each_touch() {
        let falls = |mode: u8| {
            let mut bus = SimBus::new(Vec::new());
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
        let mut bus = SimBus::new(vec![(2, ErrorKind::ArbitrationLoss)]);
        assert_eq!(bus.write(ADDRESS, &[0x88, 1]), Ok(()));
        let lost = Err(ErrorKind::ArbitrationLoss);
        assert_eq!(bus.write(ADDRESS, &[0x88, 2]), lost);
        assert_eq!(read(&mut bus, 0x88), [1]);
    }
}
