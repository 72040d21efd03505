//! Every byte on the bus, and every way in which the bus can fail.

use chip_testing::{I2C_KINDS, failing};
use chip_tt21100::{Error, Tt21100};
use class_touch::{
    Contact, PanelSize, Phase, Report, Sampler, TouchController, TouchError, TouchKind,
};
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const ADDRESS: u8 = 0x24;

fn length(bytes: u16) -> Transaction {
    Transaction::read(ADDRESS, bytes.to_le_bytes().to_vec())
}

/// A finger in contact, with its number in every field.
fn record(n: u8) -> [u8; 10] {
    [0, 0xC0 | n, n, 1, n, 2, n, 9, 9, 9]
}

fn contact(n: u8) -> Contact {
    Contact {
        id: n,
        x: 0x100 + u16::from(n),
        y: 0x200 + u16::from(n),
        pressure: n,
        phase: Phase::Unknown,
    }
}

fn message(id: u8, count: u8, records: &[[u8; 10]]) -> Vec<u8> {
    let bytes = (7 + 10 * records.len()) as u16;
    let [low, high] = bytes.to_le_bytes();
    let mut message = vec![low, high, id, 0x34, 0x12, 0xE0 | count, 0xC7];
    message.extend(records.as_flattened());
    message
}

fn both(message: Vec<u8>) -> [Transaction; 2] {
    let bytes = message.len() as u16;
    [length(bytes), Transaction::read(ADDRESS, message)]
}

/// The report of fingers 0 to `count` - 1.
fn report(count: u8) -> [Transaction; 2] {
    let records: Vec<_> = (0..count).map(record).collect();
    both(message(1, count, &records))
}

fn open(after: &[Transaction]) -> Tt21100<Mock> {
    let mut script = vec![length(2)];
    script.extend_from_slice(after);
    Tt21100::open(Mock::new(&script)).expect("bring-up")
}

fn contacts<E: std::fmt::Debug>(read: Result<Report, E>) -> Vec<Contact> {
    match read.expect("a report") {
        Report::Contacts(contacts) => contacts.to_vec(),
        Report::Overfull { announced } => panic!("overfull: {announced}"),
    }
}

#[test]
fn what_waits_from_before_is_taken_and_forgotten() {
    for waiting in 0..=5 {
        let mut script: Vec<_> = (0..waiting).flat_map(|_| report(1)).collect();
        script.extend((waiting < 5).then(|| length(2)));
        script.push(length(2));
        let mut touch = Tt21100::open(Mock::new(&script)).expect("bring-up");
        assert_eq!(contacts(touch.read()), []);
        touch.release().done();
    }
}

#[test]
fn none_to_ten_fingers() {
    let script: Vec<_> = (0..=10).flat_map(report).collect();
    let mut touch = open(&script);
    for count in 0..=10 {
        let expected: Vec<_> = (0..count).map(contact).collect();
        assert_eq!(contacts(touch.read()), expected);
    }
    touch.release().done();
}

#[test]
fn no_message_and_buttons_are_the_last_report() {
    let buttons = Transaction::read(ADDRESS, vec![14; 14]);
    let mut script = report(2).to_vec();
    script.extend([length(2), length(0), length(14), buttons]);
    script.extend(report(0));
    script.push(length(2));
    let mut touch = open(&script);
    let counts: Vec<_> = (0..6).map(|_| contacts(touch.read()).len()).collect();
    assert_eq!(counts, [2, 2, 2, 2, 0, 0]);
    touch.release().done();
}

#[test]
fn events_of_a_finger() {
    for (event, phase) in [
        (0, Phase::Unknown),
        (1, Phase::Unknown),
        (2, Phase::Unknown),
        (3, Phase::Up),
    ] {
        let mut finger = record(31);
        finger[1] = event << 5 | 31;
        let mut touch = open(&both(message(1, 1, &[finger])));
        let points = contacts(touch.read());
        assert_eq!((points[0].id, points[0].phase), (31, phase));
        touch.release().done();
    }
}

#[test]
fn more_fingers_than_there_can_be() {
    for announced in [11, 24, 255] {
        let mut touch = open(&[length(7 + 10 * u16::from(announced)), length(2)]);
        assert_eq!(touch.read(), Ok(Report::Overfull { announced }));
        assert_eq!(contacts(touch.read()), []);
        touch.release().done();
    }
    // More than are in the message.
    for announced in [1, 5, 31] {
        let mut touch = open(&both(message(1, announced, &[])));
        assert_eq!(touch.read(), Ok(Report::Overfull { announced }));
        touch.release().done();
    }
}

#[test]
fn lengths_that_no_message_has() {
    for found in [1, 3, 6, 8, 13, 15, 26, 108, 7 + 10 * 256, 0xFFFF] {
        let mut bus = Mock::new(&[length(found)]);
        assert_eq!(
            Tt21100::open(bus.clone()).err(),
            Some(Error::Length { found })
        );
        bus.done();
        let mut touch = open(&[length(found), length(2)]);
        assert_eq!(touch.read(), Err(Error::Length { found }));
        assert_eq!(contacts(touch.read()), []);
        touch.release().done();
    }
}

#[test]
fn messages_that_are_no_touch_reports() {
    let [_, mut changed] = report(1);
    let mut bytes = message(1, 1, &[record(0)]);
    bytes[0] = 27;
    changed.clone_from(&Transaction::read(ADDRESS, bytes));
    let other = both(message(3, 1, &[record(0)]));
    let mut touch = open(&[&[length(17), changed], &other[..]].concat());
    assert_eq!(touch.read(), Err(Error::Length { found: 27 }));
    assert_eq!(touch.read(), Err(Error::NoTouchReport { id: 3 }));
    touch.release().done();
}

#[test]
fn every_error_at_every_transaction() {
    let buttons = [length(14), Transaction::read(ADDRESS, vec![14; 14])];
    for kind in I2C_KINDS {
        let mut bus = Mock::new(&[length(2).with_error(kind)]);
        assert_eq!(Tt21100::open(bus.clone()).err(), Some(Error::Bus(kind)));
        bus.done();
        for good in [report(2), buttons.clone()] {
            for nth in 0..2 {
                let script = failing(&good, nth, kind, report(2).to_vec());
                let mut touch = open(&script);
                assert_eq!(touch.read(), Err(Error::Bus(kind)));
                assert_eq!(contacts(touch.read()).len(), 2);
                touch.release().done();
            }
        }
    }
}

#[test]
fn two_fingers_through_the_sampler() {
    let mut lifted = record(1);
    lifted[1] = 0x61;
    let mut script = report(2).to_vec();
    script.extend(both(message(1, 2, &[record(0), lifted])));
    script.extend(report(0));
    let mut touch = open(&script);
    let mut sampler = Sampler::new(PanelSize {
        width: 1_024,
        height: 1_024,
    });
    let mut events = Vec::new();
    for _ in 0..3 {
        let Ok(Report::Contacts(contacts)) = touch.read() else {
            panic!("a report");
        };
        sampler.sample(0, &contacts, |event| events.push((event.kind, event.id)));
    }
    let expected = [
        (TouchKind::Down, 0),
        (TouchKind::Down, 1),
        (TouchKind::Up, 1),
        (TouchKind::Up, 0),
    ];
    assert_eq!(events, expected);
    touch.release().done();
}

#[test]
fn errors_are_sentences() {
    type Failed = Error<ErrorKind>;
    for (error, text) in [
        (Failed::Bus(ErrorKind::Bus), "I2C: Bus"),
        (
            Failed::Length { found: 65_535 },
            "no message of a TT21100: 65535 bytes",
        ),
        (Failed::NoTouchReport { id: 3 }, "no touch report: id 3"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn its_errors_are_the_classs() {
    let wrong = |found| TouchError::WrongPart {
        expected: "tt21100",
        found,
    };
    let length = Error::<ErrorKind>::Length { found: 0xFFFF };
    assert_eq!(TouchError::from(length), wrong(0xFFFF));
    let report = Error::<ErrorKind>::NoTouchReport { id: 3 };
    assert_eq!(TouchError::from(report), wrong(3));
    let bus = TouchError::from(Error::Bus(ErrorKind::Overrun));
    assert_eq!(bus, TouchError::Bus(ErrorKind::Overrun));
}
